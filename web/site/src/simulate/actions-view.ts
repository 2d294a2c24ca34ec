import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { signStyles } from "../sign/sign-styles.js";
import { visible } from "../text.js";
import { duration, ether, money, utc } from "./amounts.js";
import type { SimulateModel } from "./model.js";
import type { PlayAction } from "./play.js";
import { shortValue, titleOf } from "./words.js";

/** Who may do what now: a person is chosen, and this one's calls are listed. */
export class PlayActions extends LitElement {
  static override styles = [
    sharedStyles,
    signStyles,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      .people {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .people button[aria-pressed="true"] {
        background: var(--accent-soft);
        border-color: var(--accent);
        font-weight: 600;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 8px;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 4px 12px;
        align-items: center;
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-left: 4px solid var(--good);
        border-radius: 8px;
        background: var(--surface);
      }
      li.not {
        border-left-color: var(--line-strong);
        background: var(--sunken);
      }
      li .row {
        justify-content: flex-end;
      }
      .choices {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 9rem));
        gap: 12px;
      }
      @media (max-width: 30rem) {
        li {
          grid-template-columns: minmax(0, 1fr);
        }
        li .row {
          justify-content: flex-start;
        }
      }
    `,
  ];

  @property({ attribute: false }) model!: SimulateModel;
  /** Counts the model's changes, so that this is drawn again. */
  @property({ type: Number }) turn = 0;
  @state() private all = false;

  #card(action: PlayAction): TemplateResult {
    const { model } = this;
    const { to, function: name, args, value, deadline, enabled, reason, note, role } = action;
    const left = deadline === undefined ? 0n : BigInt(deadline) - BigInt(model.now);
    const shown = args.map((one) => shortValue(one, (address) => model.nameOf(address)));
    return html`<li class=${enabled ? "" : "not"}>
      <div>
        <strong>${titleOf(name)}</strong>
        ${value === "0" ? nothing : html`<span class="badge info" title=${ether(value)}>${money(value)}</span>`}
        ${enabled ? nothing : html`<span class="badge warning">\u2715 not now</span>`}
        <div class="mono small">${visible(`${to}.${name}(${shown.join(", ")})`)}</div>
        <div class="small muted">
          ${role}${deadline === undefined ? nothing : html`, until ${utc(deadline)}${left >= 0n ? ` (${duration(left)} from now)` : nothing}`}
          ${enabled ? nothing : html`<br />The contract says: <code>${visible(reason || "nothing")}</code>`}
          ${note ? html`<br />${visible(note)}` : nothing}
        </div>
      </div>
      <div class="row">
        <button class="quiet" @click=${() => this.#edit(action)}>Change</button>
        <button
          class=${enabled ? "primary" : ""}
          @click=${() => model.make(model.actor, action)}
          aria-label=${`${enabled ? "Do it" : "Try anyway"}: ${titleOf(name)} ${shown.join(", ")}`}
        >${enabled ? "Do it" : "Try anyway"}</button>
      </div>
    </li>`;
  }

  #edit(action: PlayAction): void {
    this.dispatchEvent(new CustomEvent("edit", { detail: action, bubbles: true, composed: true }));
  }

  #choices(): TemplateResult | typeof nothing {
    const { model } = this;
    if (
      !model.system?.votes ||
      !model.offers.get(model.actor)?.some(({ function: name }) => name.startsWith("cast"))
    )
      return nothing;
    const field = (label: string, key: "vote" | "salt") => html`<label>
      ${label}
      <input
        inputmode="numeric"
        .value=${model.choices[key]}
        @change=${(event: Event) => {
          const text = (event.target as HTMLInputElement).value.trim();
          if (/^\d{1,77}$/.test(text)) model.setChoices({ [key]: text });
          else this.requestUpdate();
        }}
      />
    </label>`;
    return html`<div class="choices">${field("Vote for choice", "vote")} ${field("Salt", "salt")}</div>`;
  }

  override render() {
    const { model } = this;
    const actions = model.offers.get(model.actor) ?? [];
    const enabled = actions.filter((action) => action.enabled);
    const others = actions.filter((action) => !action.enabled);
    return html`
      <div class="people" role="group" aria-label="Who acts">
        ${model.scenario.people.map(({ label, address, role }) => {
          const count = model.offers.get(address)?.filter((action) => action.enabled).length ?? 0;
          return html`<button
            aria-pressed=${address === model.actor}
            title=${`${role}, ${address}`}
            @click=${() => model.choose(address)}
          >
            ${visible(label)} <span class="muted">(${count})</span>
          </button>`;
        })}
      </div>
      ${this.#choices()}
      ${enabled.length === 0 ? html`<p class="muted">Nothing is possible for this one now. The clock may help.</p>` : nothing}
      <ul aria-label="What can be done now">
        ${enabled.map((action) => this.#card(action))}
      </ul>
      ${
        others.length === 0
          ? nothing
          : html`<button
                class="quiet"
                aria-expanded=${this.all}
                @click=${() => {
                  this.all = !this.all;
                }}
              >
                ${this.all ? "Hide" : "Show"} what is not possible now, and why (${others.length})
              </button>
              ${this.all ? html`<ul aria-label="What cannot be done now">${others.map((action) => this.#card(action))}</ul>` : nothing}`
      }
    `;
  }
}

customElements.get("dikast-play-actions") ??
  customElements.define("dikast-play-actions", PlayActions);
