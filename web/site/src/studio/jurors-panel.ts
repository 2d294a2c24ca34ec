import type { DisputeDetails } from "dikast/lean";
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import "./juror-view.js";
import { sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";
import type { Rendering } from "./model.js";

type Audience = "strict" | "court";

const FIELDS = [
  "title",
  "description",
  "question",
  "answers",
  "policyURI",
  "attachment",
  "frontendUrl",
  "arbitratorChainID",
  "arbitratorAddress",
  "aliases",
  "metadata",
  "extraEvidences",
] as const;

function differences(a: DisputeDetails, b: DisputeDetails): string[] {
  return FIELDS.filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]));
}

/** What jurors see, safely and in Court today, and where the two differ. */
export class JurorsPanel extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .audience {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
        margin-bottom: 12px;
      }
      .audience button[aria-pressed="true"] {
        background: var(--accent-soft);
        border-color: var(--accent);
        font-weight: 600;
      }
      .notice {
        padding: 10px 14px;
        margin-bottom: 12px;
        border-radius: 8px;
        background: var(--info-soft);
      }
      .notice.bad {
        background: var(--error-soft);
      }
      .notice.warn {
        background: var(--warning-soft);
      }
      .notice ul {
        margin: 6px 0 0;
        padding-left: 1.25rem;
      }
    `,
  ];

  @property({ attribute: false }) strict: Rendering | undefined;
  @property({ attribute: false }) court: Rendering | undefined;
  @state() private audience: Audience = "strict";

  #failed(rendering: Exclude<Rendering, { details: DisputeDetails }>, audience: Audience) {
    const { problem, issues } = rendering;
    return html`<div class="notice bad">
      <p>
        <strong>
          ${
            audience === "court"
              ? "Court shows a blank case and asks jurors to refuse."
              : "There is nothing safe to show."
          }
        </strong>
      </p>
      <p><code>${problem.code}</code> ${visible(problem.message)}</p>
      ${
        issues.length > 0
          ? html`<ul>
              ${issues.map(
                (issue) => html`<li><code>${issue.path}</code> ${visible(issue.message)}</li>`,
              )}
            </ul>`
          : nothing
      }
    </div>`;
  }

  override render() {
    const { strict, court } = this;
    if (!strict || !court) return html`<p class="muted">The core is starting.</p>`;
    const rendering = this.audience === "strict" ? strict : court;
    const both = "details" in strict && "details" in court;
    const different = both ? differences(strict.details, court.details) : [];
    return html`
      <div class="audience" role="group" aria-label="Render as">
        <button
          aria-pressed=${this.audience === "strict" ? "true" : "false"}
          @click=${() => {
            this.audience = "strict";
          }}
        >
          Safe rendering
        </button>
        <button
          aria-pressed=${this.audience === "court" ? "true" : "false"}
          @click=${() => {
            this.audience = "court";
          }}
        >
          Court today (kleros-sdk)
        </button>
        ${this.#verdict(strict, court, different)}
      </div>
      ${
        "details" in rendering
          ? html`<div class="panel">
              <dikast-juror-view
                .details=${rendering.details}
                .marked=${new Set(different)}
              ></dikast-juror-view>
            </div>`
          : this.#failed(rendering, this.audience)
      }
    `;
  }

  #verdict(strict: Rendering, court: Rendering, different: string[]) {
    if ("details" in strict && "details" in court) {
      return different.length === 0
        ? html`<span class="badge good">\u2713 Both the same</span>`
        : html`<span class="badge warning">\u25b2 Court differs in ${different.join(", ")}</span>`;
    }
    if ("details" in strict)
      return html`<span class="badge error">\u2716 Court shows nothing</span>`;
    if ("details" in court) {
      return html`<span class="badge warning">\u25b2 Court shows it, and should not</span>`;
    }
    return html`<span class="badge error">\u2716 Neither renders</span>`;
  }
}

customElements.get("dikast-jurors-panel") ??
  customElements.define("dikast-jurors-panel", JurorsPanel);
