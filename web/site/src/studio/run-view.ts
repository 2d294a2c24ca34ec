import type { TraceStep } from "dikast/lean";
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { asText, visible } from "../text.js";
import type { Problem } from "./model.js";

function asked(step: TraceStep): string {
  const request = step.request;
  if (!request) return "No request: the values stand in the mapping.";
  switch (request.kind) {
    case "graphql":
      return `POST ${request.url}`;
    case "ipfs":
      return request.uri;
    case "eth_call":
      return `eth_call ${request.to} ${request.data}`;
    case "eth_getLogs":
      return `eth_getLogs ${request.address} from ${request.fromBlock} to ${request.toBlock}`;
  }
}

/** The mappings, step by step: what was asked, what came, which variables it filled. */
export class RunView extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 8px;
      }
      li {
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--surface);
      }
      li.failed {
        border-color: var(--error);
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      .request {
        margin: 4px 0;
        max-height: 4.2em;
        overflow: auto;
      }
      dl {
        margin: 6px 0 0;
        display: grid;
        grid-template-columns: minmax(7rem, auto) 1fr;
        gap: 2px 12px;
      }
      dt {
        font-family: var(--mono);
        font-size: 0.875rem;
        color: var(--muted);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) trace: TraceStep[] = [];
  @property({ attribute: false }) problem: Problem | undefined;

  #step(step: TraceStep, index: number) {
    const { response, error } = step;
    const extracted = Object.entries(step.extracted);
    return html`<li class=${error ? "failed" : ""}>
      <div class="top">
        <strong>${index + 1}. ${step.type}</strong>
        ${
          error
            ? html`<span class="badge error">\u2716 ${error.code}</span>`
            : html`<span class="badge good">\u2713 ${extracted.length}
                ${extracted.length === 1 ? "variable" : "variables"}</span>`
        }
        ${response?.verified ? html`<span class="badge good">\u2713 bytes match their CID</span>` : nothing}
        ${response ? html`<span class="muted small">${response.bytes} bytes</span>` : nothing}
      </div>
      <p class="request" tabindex="0" role="region" aria-label="Request of step ${index + 1}">
        <code>${visible(asked(step))}</code>
      </p>
      ${error ? html`<p>${visible(error.message)}</p>` : nothing}
      ${step.notes.map((note) => html`<p class="muted small">${visible(note)}</p>`)}
      ${
        extracted.length > 0
          ? html`<dl>
              ${extracted.map(
                ([name, value]) => html`<dt>${visible(name)}</dt>
                  <dd>${asText(value)}</dd>`,
              )}
            </dl>`
          : nothing
      }
    </li>`;
  }

  override render() {
    const told = this.trace.some(({ error }) => error !== undefined);
    return html`
      ${
        this.problem && !told
          ? html`<p><span class="badge error">\u2716 ${this.problem.code}</span> ${visible(this.problem.message)}</p>`
          : nothing
      }
      ${
        this.trace.length === 0 && !this.problem
          ? html`<p class="muted">There are no mappings: the template is filled from the parameters alone.</p>`
          : nothing
      }
      <ol>
        ${this.trace.map((step, index) => this.#step(step, index))}
      </ol>
    `;
  }
}

customElements.get("dikast-run-view") ?? customElements.define("dikast-run-view", RunView);
