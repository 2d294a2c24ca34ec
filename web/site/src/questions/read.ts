import type { Dikast } from "dikast/lean";
import { html, nothing, type TemplateResult } from "lit";
import { sharedStyles } from "../shared-styles.js";
import { signStyles } from "../sign/sign-styles.js";
import { visible } from "../text.js";
import { area, attempt, duration, problemLine, select, utc } from "./fields.js";
import { Part } from "./part.js";
import { proxies, proxyLabel } from "./places.js";
import { questionStyles } from "./question-styles.js";
import { questionView, withSeparators } from "./question-view.js";
import { type Pasted, readPasted } from "./read-model.js";

const EMPTY = { given: "", template: "", own: "", version: "3.0" };
type Name = keyof typeof EMPTY;

const BUILT_IN: readonly (readonly [string, string])[] = [
  ["0", "0: yes or no"],
  ["1", "1: a number with 18 decimals"],
  ["2", "2: one of several outcomes"],
  ["3", "3: any of several outcomes"],
  ["4", "4: a date or time"],
  ["5", "5: a hash (2.2 and 3.2)"],
];

/** Any question that others asked, as readers see it. */
export class QuestionRead extends Part<Name> {
  static override styles = [sharedStyles, signStyles, questionStyles];
  protected readonly key = "questions.read";
  protected readonly empty = EMPTY;

  /** The template's text that the choice stands for; undefined where the text is the whole question. */
  #template(dikast: Dikast, { template, content }: Pasted): string | undefined {
    const { form } = this;
    if (form.template === "own") return form.own;
    if (form.template === "none") return undefined;
    if (form.template === "" && template !== undefined) return template;
    const id = form.template === "" ? Number(content?.templateId ?? 0n) : Number(form.template);
    const found = dikast.reality.template(id, form.version);
    if (found === null) {
      throw new Error(
        `Template ${id} is not built into ${form.version}: choose \u201canother\u201d and paste its text.`,
      );
    }
    return found;
  }

  #facts(dikast: Dikast, pasted: Pasted): TemplateResult {
    const { content, contentHash } = pasted;
    const shown = (name: string, value: string): string => {
      if (name === "timeout") return `${value} seconds (${duration(BigInt(value))})`;
      if (name === "opening_ts")
        return value === "0" ? "0: at once" : `${value} (${utc(BigInt(value))})`;
      if (name === "created") return `${value} (${utc(BigInt(value))})`;
      if (name !== "arbitrator") return value;
      const known = proxies.find(({ address }) => address.toLowerCase() === value.toLowerCase());
      return known ? `${value} (${proxyLabel(known)})` : value;
    };
    const hash = content && dikast.reality.contentHash(content);
    return html`<dl>
      ${content ? html`<dt>template_id</dt><dd>${content.templateId}</dd>` : nothing}
      ${pasted.facts.map(([name, value]) => html`<dt>${name}</dt><dd><code>${visible(shown(name, value))}</code></dd>`)}
      ${
        hash
          ? html`<dt>content hash</dt>
              <dd>
                <code id="read-hash">${hash}</code>
                ${
                  contentHash === undefined
                    ? nothing
                    : contentHash === hash
                      ? html`<span class="badge good">\u2713 as the log says</span>`
                      : html`<span class="badge error">\u2716 the log says ${contentHash}</span>`
                }
              </dd>`
          : nothing
      }
      <dt>text</dt>
      <dd><code id="read-text">${withSeparators(pasted.text)}</code></dd>
    </dl>`;
  }

  #result(dikast: Dikast): TemplateResult {
    const pasted = attempt(() => readPasted(dikast, this.form.given));
    if (pasted.problem !== undefined) return problemLine(pasted.problem);
    const { value } = pasted;
    const question = attempt(() => {
      const template = this.#template(dikast, value);
      return dikast.reality.decodeText(value.text, template === undefined ? {} : { template });
    });
    return html`<p>${value.what}.</p>
      ${question.problem === undefined ? questionView(question.value) : problemLine(question.problem)}
      ${this.#facts(dikast, value)}`;
  }

  protected override view(dikast: Dikast): TemplateResult {
    const { form } = this;
    return html`<div class="page">
      <section class="panel">
        <h3>What was asked?</h3>
        ${area(this, "given", "A question's text, the calldata that asks it, or its log", {
          rows: 5,
          hint: "The character U+241F separates the fields of a text; \\u241f is read as it, too. Nobody is asked.",
        })}
        <div class="fields">
          ${select(this, "template", "Template", [
            ["", "as the call or the log says; else 0"],
            ...BUILT_IN,
            ["own", "another, pasted below"],
            ["none", "none: the text is the filled template"],
          ])}
          ${select(this, "version", "Of the contract's version", [
            ["3.0", "2.0, 2.1, 3.0, tokens"],
            ["3.2", "2.2, 3.2"],
          ])}
        </div>
        ${form.template === "own" ? area(this, "own", "The template's text", { placeholder: '{"title": "%s", "type": "bool"}' }) : nothing}
      </section>
      <section class="panel">
        <h3>What readers see</h3>
        ${form.given.trim() === "" ? html`<p class="muted">Paste something first.</p>` : this.#result(dikast)}
      </section>
    </div>`;
  }
}

customElements.get("dikast-question-read") ??
  customElements.define("dikast-question-read", QuestionRead);
