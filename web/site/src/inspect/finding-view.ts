import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { partStyles, sharedStyles } from "../shared-styles.js";
import "../documents/document-view.js";
import "../evidence/evidence-view.js";
import "../studio/juror-view.js";
import { visible } from "../text.js";
import type { Field, Finding } from "./finding.js";

const LONG = 200;

/** One reading of what was pasted: its fields, where they come from, and the raw form to copy. */
export class FindingView extends LitElement {
  static override styles = [
    sharedStyles,
    partStyles,
    css`
      section.panel {
        padding: 18px clamp(14px, 3vw, 24px);
        display: grid;
        gap: 12px;
        border-left: 4px solid var(--good);
      }
      section.panel.unknown {
        border-left-color: var(--warning);
      }
      h3 {
        font-size: 1.0625rem;
        overflow-wrap: anywhere;
      }
      dl {
        margin: 0;
        display: grid;
        grid-template-columns: minmax(6rem, 14rem) minmax(0, 1fr);
        gap: 8px 16px;
      }
      dd dl {
        margin-top: 8px;
        padding-left: 12px;
        border-left: 2px solid var(--line);
        grid-template-columns: minmax(5rem, 11rem) minmax(0, 1fr);
      }
      dt {
        color: var(--muted);
        overflow-wrap: anywhere;
      }
      dd {
        margin: 0;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      pre {
        margin-top: 4px;
      }
      .source {
        overflow-wrap: anywhere;
      }
      @media (max-width: 40rem) {
        dl,
        dd dl {
          grid-template-columns: minmax(0, 1fr);
          gap: 2px;
        }
        dd {
          margin-bottom: 8px;
        }
      }
    `,
  ];

  @property({ attribute: false }) finding!: Finding;
  @state() private copied = "";

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.copied = "Copied.";
    } catch {
      this.copied = "The browser does not allow copying: select the text below.";
    }
  }

  #value({ value, name }: Field): TemplateResult {
    if (value === "") return html`<span class="muted">(empty)</span>`;
    if (value.length <= LONG) return html`<code>${visible(value)}</code>`;
    return html`<details>
      <summary>${value.length} characters</summary>
      <pre tabindex="0" aria-label=${name}>${visible(value)}</pre>
    </details>`;
  }

  #fields(fields: readonly Field[]): TemplateResult {
    return html`<dl>
      ${fields.map(
        (each) => html`<dt>
            ${visible(each.name)} ${each.type ? html`<span class="small">${each.type}</span>` : nothing}
          </dt>
          <dd>
            ${this.#value(each)}
            ${each.known ? html`<span class="badge info">${visible(each.known)}</span>` : nothing}
            ${each.inside && each.inside.length > 0 ? this.#fields(each.inside) : nothing}
          </dd>`,
      )}
    </dl>`;
  }

  override render() {
    const { finding, copied } = this;
    const { title, fields, source, raw, note, open, details, unknown } = finding;
    const { evidence, file } = finding;
    return html`<section class="panel ${unknown ? "unknown" : ""}">
      <h3>${unknown ? html`<span aria-hidden="true">? </span>` : nothing}${visible(title)}</h3>
      ${fields.length > 0 ? this.#fields(fields) : nothing}
      ${note ? html`<p>${visible(note)}</p>` : nothing}
      ${
        details
          ? html`<details open>
              <summary>What jurors see</summary>
              <dikast-juror-view .details=${details}></dikast-juror-view>
            </details>`
          : nothing
      }
      ${
        evidence
          ? html`${evidence.issues.map(
              ({ severity, message }) => html`<p>
                <span class="badge ${severity}">${severity}</span> ${visible(message)}
              </p>`,
            )}
              <dikast-evidence-view .evidence=${evidence.evidence}></dikast-evidence-view>`
          : nothing
      }
      ${
        file
          ? html`<dikast-document .content=${file.content} .name=${file.name}></dikast-document>`
          : nothing
      }
      <p class="muted small source">From ${visible(source)}.</p>
      <div class="row">
        ${
          open
            ? html`<button
                class="primary"
                @click=${() => this.dispatchEvent(new CustomEvent("open"))}
              >
                Open it in the Template studio
              </button>`
            : nothing
        }
        ${
          raw === undefined
            ? nothing
            : html`<button @click=${() => void this.#copy(raw)}>Copy the raw form</button>
                <span role="status" class="small">${copied}</span>`
        }
      </div>
      ${
        raw === undefined
          ? nothing
          : html`<details>
              <summary>Raw form</summary>
              <pre tabindex="0" aria-label="Raw form">${visible(raw)}</pre>
            </details>`
      }
    </section>`;
  }
}

customElements.get("dikast-finding") ?? customElements.define("dikast-finding", FindingView);
