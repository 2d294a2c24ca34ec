import type { RealityQuestion } from "dikast/lean";
import { html, nothing, type TemplateResult } from "lit";
import { asText, visible } from "../text.js";

const ERRORS: Readonly<Record<string, string>> = {
  json_parse_failed: "The filled template is no JSON: readers show this question as broken.",
  suspicious_extra_data:
    "The text has more fields than the template shows: something is hidden in it.",
  too_many_outcomes: "There are more outcomes than readers show.",
  invalid_precision: "The precision of the date is none that readers know.",
  invalid_format: "The format is none that readers know.",
};

const KINDS: Readonly<Record<string, string>> = {
  bool: "yes or no",
  uint: "a number",
  int: "a number that may be negative",
  "single-select": "one of the outcomes",
  "multiple-select": "any of the outcomes",
  datetime: "a date or time, in UTC",
  hash: "a hash",
  "broken-question": "nothing: the question is broken",
};

/** A text with what separates its fields made visible: few fonts have U+241F. */
export const withSeparators = (text: string): TemplateResult[] =>
  visible(text)
    .split("\u241f")
    .map(
      (field, at) => html`${at === 0 ? nothing : html`<span class="sep">\u241f</span>`}${field}`,
    );

/** A question as readers show it, with everything that is wrong with its text. */
export function questionView(question: RealityQuestion): TemplateResult {
  const {
    type = "",
    title,
    title_text: plain,
    outcomes,
    category,
    lang,
    decimals,
    precision,
  } = question;
  const errors = Object.keys(question.errors ?? {});
  const about = [
    KINDS[type] ?? `of the type ${type || "(none)"}, which readers may not know`,
    ...(decimals === undefined ? [] : [`with ${decimals} decimals`]),
    ...(precision ? [`to the precision ${precision}`] : []),
  ].join(" ");
  return html`<div class="shown">
    <h4>${asText(plain ?? title ?? "") || "(no title)"}</h4>
    ${
      Array.isArray(outcomes)
        ? html`<ol start="0">
            ${outcomes.map((outcome) => html`<li>${asText(outcome)}</li>`)}
          </ol>`
        : nothing
    }
    <p class="small muted">
      The answer is ${visible(about)}. Category: ${asText(category ?? "") || "none"}. Language:
      ${asText(lang ?? "") || "none"}.
    </p>
    ${
      errors.length === 0
        ? nothing
        : html`<div role="alert"><ul class="notes">
            ${errors.map(
              (error) => html`<li>
                <span class="badge error">\u2716 ${visible(error)}</span> ${ERRORS[error] ?? nothing}
              </li>`,
            )}
          </ul></div>`
    }
  </div>`;
}
