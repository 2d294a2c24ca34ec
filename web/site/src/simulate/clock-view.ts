import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { signStyles } from "../sign/sign-styles.js";
import { saveText } from "../shell/save.js";
import { visible } from "../text.js";
import { duration, utc } from "./amounts.js";
import type { SimulateModel } from "./model.js";
import { shortIds } from "./words.js";

const STEPS = [
  [1, "1 second"],
  [3600, "1 hour"],
  [86_400, "1 day"],
] as const;

/** The clock of the play, and everything that begins or ends by it. */
export class PlayClock extends LitElement {
  static override styles = [
    sharedStyles,
    signStyles,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      .time {
        font-size: 1.25rem;
        font-variant-numeric: tabular-nums;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 6px;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 4px 12px;
        align-items: center;
        border-top: 1px solid var(--line);
        padding-top: 6px;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: end;
      }
      form label {
        flex: 0 1 16rem;
      }
    `,
  ];

  @property({ attribute: false }) model!: SimulateModel;
  @property({ type: Number }) turn = 0;

  #set(event: Event): void {
    event.preventDefault();
    const { value } = this.renderRoot.querySelector("input") as HTMLInputElement;
    const text = value.trim();
    const time = /^\d{1,15}$/.test(text)
      ? BigInt(text)
      : BigInt(Math.floor(Date.parse(/[Zz]|UTC/.test(text) ? text : `${text}Z`) / 1000) || 0);
    if (time === 0n) this.model.say("Give Unix seconds, or a time such as 2026-01-05T09:00:00Z.");
    else this.model.wait(`${time}`);
  }

  #calendar(): void {
    const { model } = this;
    const { dikast, deadlines, scenario, now } = model;
    const text = dikast.timeline.ics(deadlines, { title: scenario.title, now });
    saveText("dikast-deadlines.ics", text, "text/calendar");
  }

  override render() {
    const { model } = this;
    const now = BigInt(model.now);
    const coming = model.deadlines.filter(({ timestamp }) => BigInt(timestamp) > now);
    const over = model.deadlines.filter(({ timestamp }) => BigInt(timestamp) <= now);
    const { timeline } = model.dikast;
    return html`
      <p class="time"><strong>${utc(model.now)}</strong></p>
      <div class="row">
        ${STEPS.map(
          ([seconds, text]) =>
            html`<button @click=${() => model.wait(`${now + BigInt(seconds)}`)}>+ ${text}</button>`,
        )}
      </div>
      <form @submit=${(event: Event) => this.#set(event)}>
        <label>Set the clock<input .value=${new Date(Number(model.now) * 1000).toISOString().replace(".000", "")} spellcheck="false" autocomplete="off" /></label>
        <button type="submit">Set</button>
      </form>
      ${coming.length === 0 ? html`<p class="muted">Nothing begins or ends by the clock from here.</p>` : nothing}
      <ul aria-label="Coming deadlines">
        ${coming.map(
          (deadline) => html`<li>
            <div>
              <strong>${visible(timeline.title(deadline))}</strong>
              <span class="muted">in ${duration(BigInt(deadline.timestamp) - now)}</span>
              <div class="small muted">
                ${utc(deadline.timestamp)}${deadline.subject ? `, ${visible(shortIds(deadline.subject))}` : nothing}. ${timeline.certainty(deadline)}
              </div>
            </div>
            <button
              @click=${() => model.wait(deadline.timestamp)}
              aria-label=${`Go there: ${timeline.title(deadline)}`}
            >Go there</button>
          </li>`,
        )}
      </ul>
      ${over.length === 0 ? nothing : html`<p class="small muted">Already: ${over.map((deadline) => visible(timeline.title(deadline))).join("; ")}.</p>`}
      ${coming.length === 0 ? nothing : html`<div class="row"><button @click=${() => this.#calendar()}>Save as calendar (.ics)</button></div>`}
    `;
  }
}

customElements.get("dikast-play-clock") ?? customElements.define("dikast-play-clock", PlayClock);
