import type { DisputeAnswer, DisputeDetails } from "dikast/lean";
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { asText, paragraphs, visible } from "../text.js";

const CHAINS: Record<string, string> = {
  "1": "Ethereum",
  "100": "Gnosis",
  "42161": "Arbitrum One",
  "421614": "Arbitrum Sepolia",
  "11155111": "Sepolia",
  "31337": "Local world",
};

// The number a ruling is on the chain. Ids beyond every contract's range stay as written.
function ruling(id: string): string {
  try {
    return BigInt(id).toString();
  } catch {
    return id;
  }
}

/** A dispute as jurors read it. Every value is text; links are shown, not followed. */
export class JurorView extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      article {
        padding: 20px;
        display: grid;
        gap: 16px;
      }
      h2 {
        font-size: 1.375rem;
        line-height: 1.25;
        overflow-wrap: anywhere;
      }
      h3 {
        font-size: 0.8125rem;
        text-transform: uppercase;
        letter-spacing: 0.06em;
        color: var(--muted);
        margin-bottom: 6px;
      }
      .lines {
        white-space: pre-line;
        overflow-wrap: anywhere;
      }
      .question {
        padding: 12px 16px;
        border-left: 4px solid var(--accent);
        background: var(--accent-soft);
        border-radius: 0 8px 8px 0;
        font-weight: 600;
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 8px;
      }
      .answer {
        display: grid;
        grid-template-columns: 3.2rem 1fr;
        gap: 4px 12px;
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-radius: 8px;
      }
      .answer .number {
        font: 600 1.125rem/1.4 var(--mono);
        text-align: center;
        overflow-wrap: anywhere;
      }
      .answer.reserved {
        background: var(--sunken);
        border-style: dashed;
      }
      dl {
        margin: 0;
        display: grid;
        grid-template-columns: minmax(6rem, auto) 1fr;
        gap: 4px 16px;
      }
      dt {
        color: var(--muted);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      @container (max-width: 420px) {
        article {
          padding: 14px;
        }
        dl {
          grid-template-columns: minmax(0, 1fr);
          gap: 0;
        }
        dd {
          margin-bottom: 8px;
        }
      }
      .changed {
        outline: 2px solid var(--warning);
        outline-offset: 3px;
        border-radius: 4px;
      }
    `,
  ];

  @property({ attribute: false }) details: DisputeDetails | undefined;
  /** Top-level fields to mark as different from another rendering. */
  @property({ attribute: false }) marked: ReadonlySet<string> = new Set();

  #mark(field: string): string {
    return this.marked.has(field) ? "changed" : "";
  }

  /** Not by colour alone: the words stand beside what differs. */
  #flag(field: string) {
    return this.marked.has(field)
      ? html` <span class="badge warning">\u25b2 not as in Strict</span>`
      : nothing;
  }

  #answer(answer: DisputeAnswer) {
    return html`<li class="answer ${answer.reserved ? "reserved" : ""}">
      <span class="number" title="Ruling ${ruling(answer.id)}, id ${answer.id}">${ruling(answer.id)}</span>
      <span>
        <strong>${visible(answer.title)}</strong>
        ${answer.reserved ? html`<span class="badge info">always there</span>` : nothing}
        ${answer.description ? html`<br />${paragraphs(answer.description)}` : nothing}
      </span>
    </li>`;
  }

  #row(name: string, value: unknown, field: string) {
    if (value === undefined || value === "") return nothing;
    return html`<dt>${name}</dt>
      <dd class="mono ${this.#mark(field)}">${asText(value)}${this.#flag(field)}</dd>`;
  }

  #pairs(title: string, values: Record<string, unknown> | undefined, field: string) {
    const entries = Object.entries(values ?? {});
    if (entries.length === 0) return nothing;
    return html`<section class=${this.#mark(field)}>
      <h3>${title}${this.#flag(field)}</h3>
      <dl>
        ${entries.map(
          ([name, value]) => html`<dt>${visible(name)}</dt>
            <dd class="mono">${asText(value)}</dd>`,
        )}
      </dl>
    </section>`;
  }

  #evidence(details: DisputeDetails) {
    const list = details.extraEvidences ?? [];
    if (list.length === 0) return nothing;
    return html`<section class=${this.#mark("extraEvidences")}>
      <h3>Evidence given before the dispute${this.#flag("extraEvidences")}</h3>
      <ol>
        ${list.map(
          (evidence) => html`<li class="answer">
            <span class="number" aria-hidden="true">\u2022</span>
            <span>
              <strong>${visible(evidence.name)}</strong><br />
              ${paragraphs(evidence.description)}
              ${evidence.fileURI ? html`<br /><code>${visible(evidence.fileURI)}</code>` : nothing}
            </span>
          </li>`,
        )}
      </ol>
    </section>`;
  }

  override render() {
    const details = this.details;
    if (!details) return nothing;
    const chain = CHAINS[details.arbitratorChainID];
    return html`
      <article>
        <header>
          ${details.category ? html`<span class="badge info">${visible(details.category)}</span>` : nothing}
          <h2 class=${this.#mark("title")}>${visible(details.title)}${this.#flag("title")}</h2>
        </header>
        <p class=${this.#mark("description")}>${paragraphs(details.description)}${this.#flag("description")}</p>
        <p class="question ${this.#mark("question")}">${paragraphs(details.question)}${this.#flag("question")}</p>
        <section class=${this.#mark("answers")}>
          <h3>Jurors choose one${this.#flag("answers")}</h3>
          <ol>
            ${details.answers.map((answer) => this.#answer(answer))}
          </ol>
        </section>
        ${this.#evidence(details)}
        ${this.#pairs("Parties", details.aliases, "aliases")}
        ${this.#pairs("Details", details.metadata, "metadata")}
        <section>
          <h3>Documents and court</h3>
          <dl>
            ${this.#row("Policy", details.policyURI, "policyURI")}
            ${this.#row(
              details.attachment?.label ? visible(details.attachment.label) : "Attachment",
              details.attachment?.uri,
              "attachment",
            )}
            ${this.#row("Page", details.frontendUrl, "frontendUrl")}
            ${this.#row("Arbitrator", details.arbitratorAddress, "arbitratorAddress")}
            ${this.#row(
              "Chain",
              chain ? `${chain} (${details.arbitratorChainID})` : details.arbitratorChainID,
              "arbitratorChainID",
            )}
          </dl>
        </section>
      </article>
    `;
  }
}

customElements.get("dikast-juror-view") ?? customElements.define("dikast-juror-view", JurorView);
