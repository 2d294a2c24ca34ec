import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";
import { money, utc } from "./amounts.js";
import type { SimulateModel, Step } from "./model.js";
import { shortValue, titleOf } from "./words.js";

const SHOWN = 20;
const MOST_EVENTS = 12;

/** What was done, last first: each call with its outcome, events and what moved. */
export class PlayLog extends LitElement {
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
        padding: 8px 12px;
        border-left: 4px solid var(--good);
        background: var(--surface);
        border-radius: 6px;
        overflow-wrap: anywhere;
      }
      li.refused {
        border-left-color: var(--error);
      }
      ul {
        margin: 4px 0;
        padding-left: 1.25rem;
        font-size: 0.875rem;
      }
      summary {
        cursor: pointer;
        font-size: 0.875rem;
        padding: 4px 0;
      }
    `,
  ];

  @property({ attribute: false }) model!: SimulateModel;
  @property({ type: Number }) turn = 0;
  @state() private all = false;

  #details({ outcome, moved }: Step): TemplateResult | typeof nothing {
    if (!outcome.ok) return nothing;
    const name = (address: string): string => visible(this.model.nameOf(address));
    const { events } = outcome;
    if (events.length + moved.length === 0)
      return html`<span class="small muted">No event, nothing moved.</span>`;
    const shown = events.slice(0, MOST_EVENTS);
    return html`<details>
      <summary>${events.length} event${events.length === 1 ? "" : "s"}, ${moved.length} transfer${moved.length === 1 ? "" : "s"}</summary>
      <ul>
        ${shown.map(
          (event) => html`<li class="mono">
            ${visible(`${event.contract}.${event.name} ${shortValue(event.args, (one) => this.model.nameOf(one))}`)}
          </li>`,
        )}
        ${events.length > shown.length ? html`<li>and ${events.length - shown.length} more: the test vector has all</li>` : nothing}
        ${moved.slice(0, MOST_EVENTS).map(
          ({ asset, from, to, amount, ok }) => html`<li>
            ${asset === "eth" ? money(amount) : `${amount} of ${visible(asset)}`}: ${name(from)} \u2192
            ${name(to)}${ok ? nothing : " (refused, and ignored)"}
          </li>`,
        )}
        ${moved.length > MOST_EVENTS ? html`<li>and ${moved.length - MOST_EVENTS} more transfers</li>` : nothing}
      </ul>
    </details>`;
  }

  #step(step: Step, number: number): TemplateResult {
    const { call, outcome } = step;
    const name = (address: string): string => this.model.nameOf(address);
    const args = call.args.map((one) => shortValue(one, name)).join(", ");
    return html`<li class=${outcome.ok ? "" : "refused"}>
      <strong>${number}. ${titleOf(call.function)}</strong>
      ${
        outcome.ok
          ? html`<span class="badge good">\u2713 accepted</span>`
          : html`<span class="badge error">\u2715 refused</span>`
      }
      <div class="small muted">
        ${utc(call.timestamp)}, ${visible(name(call.from))}${call.value === "0" ? nothing : `, ${money(call.value)}`}
      </div>
      <div class="mono small">${visible(`${call.to}.${call.function}(${args})`)}</div>
      ${
        outcome.ok
          ? this.#details(step)
          : html`<div>
              ${outcome.in ? `${outcome.in} says` : "The contract says"}:
              <code>${visible(outcome.revert ?? "nothing")}</code> (${outcome.kind})
            </div>`
      }
    </li>`;
  }

  override render() {
    const { steps } = this.model;
    if (steps.length === 0) return html`<p class="muted">Nothing was done yet.</p>`;
    const first = this.all ? 0 : Math.max(0, steps.length - SHOWN);
    const shown = steps.slice(first).map((step, at) => this.#step(step, first + at + 1));
    return html`<ol>${shown.reverse()}</ol>
      ${
        first > 0
          ? html`<button
              class="quiet"
              @click=${() => {
                this.all = true;
              }}
            >
              Show all ${steps.length} calls
            </button>`
          : nothing
      }`;
  }
}

customElements.get("dikast-play-log") ?? customElements.define("dikast-play-log", PlayLog);
