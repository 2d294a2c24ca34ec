import type { CourtParameters } from "dikast/lean";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { core } from "../core.js";
import { sharedStyles } from "../shared-styles.js";
import { chains } from "../shell/chains.js";
import { drafts } from "../shell/drafts.js";
import { goTo } from "../shell/routes.js";
import { saveText } from "../shell/save.js";
import { signStyles } from "../sign/sign-styles.js";
import { duration, money, utc } from "../simulate/amounts.js";
import { writeScenario } from "../simulate/scenario.js";
import { panelStyles } from "../studio/styles.js";
import { visible } from "../text.js";
import {
  type Asked,
  CourtModel,
  exampleCourts,
  type Generation,
  readCourtDraft,
} from "./court-model.js";
import { comparisonView, decodedView, paymentsView, roundsView, sumsView } from "./views.js";

const KEY = "court.draft";
const MOST_APPEALS = 20;

const input = (event: Event): string => (event.target as HTMLInputElement).value.trim();
const whole = (text: string): boolean => /^\d{1,78}$/.test(text);

/** What a court costs, round by round, and how two compare. */
export class Court extends LitElement {
  static override styles = [
    sharedStyles,
    panelStyles,
    signStyles,
    css`
      .page {
        max-width: 72rem;
      }
      .row {
        margin-bottom: 0;
      }
      .amount {
        text-align: right;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      .big {
        font-size: 1.375rem;
        font-weight: 600;
      }
      .sums {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr));
        gap: 12px;
      }
      .sums div {
        padding: 10px 14px;
        background: var(--sunken);
        border-radius: 8px;
      }
      table {
        min-width: 34rem;
      }
      th[scope="row"] {
        color: var(--text);
        font-size: inherit;
      }
    `,
  ];

  @state() private model: CourtModel | undefined;
  @state() private failure = "";
  @state() private turn = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    chains.addEventListener("change", this.#refresh);
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    chains.removeEventListener("change", this.#refresh);
  }

  readonly #refresh = (): void => {
    this.turn += 1;
  };

  async #start(): Promise<void> {
    try {
      const dikast = await core;
      await drafts.ready;
      const model = new CourtModel(dikast, readCourtDraft(drafts.read(KEY)), (draft) =>
        drafts.write(KEY, JSON.stringify(draft)),
      );
      model.addEventListener("change", this.#refresh);
      this.model = model;
    } catch (error) {
      this.failure = (error as Error).message;
    }
  }

  #table(model: CourtModel, courts: readonly CourtParameters[]): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="The courts">
      <table>
        <thead>
          <tr>
            <th scope="col">Court</th>
            <th scope="col">Parent</th>
            <th scope="col" class="amount">A juror costs</th>
            <th scope="col" class="amount">Jumps from</th>
            <th scope="col">Evidence, commit, vote, appeal</th>
            <th scope="col">Votes</th>
          </tr>
        </thead>
        <tbody>
          ${courts.map((court, at) => {
            const {
              parent,
              feeForJuror,
              jurorsForCourtJump,
              timesPerPeriod = [],
              hiddenVotes,
            } = court;
            const times = timesPerPeriod.map((seconds) =>
              whole(String(seconds)) ? duration(String(seconds)) : "?",
            );
            return html`<tr>
              <th scope="row">${at + model.first}</th>
              <td>${Number(parent) === 0 && at === 0 ? "\u2013" : visible(String(parent))}</td>
              <td class="amount">${whole(String(feeForJuror)) ? money(String(feeForJuror)) : "?"}</td>
              <td class="amount">${visible(String(jurorsForCourtJump))}</td>
              <td>${times.join(", ")}</td>
              <td>${hiddenVotes ? "hidden" : "open"}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>`;
  }

  #courts(model: CourtModel): TemplateResult {
    const { draft } = model;
    const courts = model.courts();
    const names: [Generation, string][] = [
      ["neo", "Kleros v2 on Arbitrum One"],
      ["v2", "Kleros v2, the next contracts"],
      ["v1", "Kleros v1 (KlerosLiquid)"],
    ];
    return html`<section class="panel">
      <h3>Courts</h3>
      <p class="muted">From: ${visible(draft.source)}.</p>
      <div class="fields">
        <label>Contracts
          <select
            @change=${(event: Event) => {
              const generation = input(event) as Generation;
              const v1 = generation === "v1" || draft.generation === "v1";
              const more = v1
                ? {
                    courts: exampleCourts(generation),
                    source: "an example; no real court has these numbers",
                    disputeKits: "1",
                  }
                : {};
              model.change({ generation, ...more });
            }}
          >
            ${names.map(([id, name]) => html`<option value=${id} ?selected=${id === draft.generation}>${name}</option>`)}
          </select>
        </label>
      </div>
      <div class="row">
        ${
          model.core === undefined
            ? html`<p class="muted">No court of ${chains.current.name} is known here.</p>`
            : html`<button ?disabled=${model.busy !== ""} @click=${() => void model.ask()}>Ask ${chains.current.name} for its courts</button>`
        }
        <button
          @click=${() => model.change({ courts: exampleCourts(draft.generation), source: "an example; no real court has these numbers", disputeKits: "1" })}
        >Use the example</button>
        <span class="muted">Nothing is asked before you press.</span>
      </div>
      <div role="status" aria-live="polite">
        ${model.busy ? html`<p>${visible(model.busy)}\u2026</p>` : nothing}
        ${model.problem ? html`<p class="notice bad">${visible(model.problem)}</p>` : nothing}
      </div>
      ${
        "value" in courts
          ? this.#table(model, courts.value)
          : html`<p class="notice bad" role="alert">The courts cannot be read. ${visible(courts.problem)}</p>`
      }
      <details>
        <summary>Edit the courts as JSON</summary>
        <div class="fields">
          <label>Dispute kits there are
            <input inputmode="numeric" .value=${draft.disputeKits} @change=${(event: Event) => {
              if (whole(input(event))) model.change({ disputeKits: input(event) });
            }} />
          </label>
        </div>
        <label>Courts, from ${model.first} on
          <textarea
            rows="14"
            spellcheck="false"
            .value=${draft.courts}
            @input=${(event: Event) => model.change({ courts: (event.target as HTMLTextAreaElement).value, source: "what you typed" })}
          ></textarea>
        </label>
      </details>
    </section>`;
  }

  #asked(model: CourtModel, which: "a" | "b"): TemplateResult {
    const asked = model.draft[which];
    const courts = model.courts();
    const count = "value" in courts ? courts.value.length : 1;
    const set = (part: Partial<Asked>): void => model.change({ [which]: { ...asked, ...part } });
    return html`<div class="fields">
      <label>Court
        <select @change=${(event: Event) => set({ courtID: input(event) })}>
          ${Array.from({ length: count }, (_, at) => `${at + model.first}`).map(
            (id) =>
              html`<option value=${id} ?selected=${id === asked.courtID}>Court ${id}</option>`,
          )}
        </select>
      </label>
      <label>Jurors in the first round
        <input inputmode="numeric" .value=${asked.nbVotes} @input=${(event: Event) => set({ nbVotes: input(event) })} />
      </label>
      ${
        model.draft.generation === "v1"
          ? nothing
          : html`<label>Dispute kit
              <input inputmode="numeric" .value=${asked.disputeKitID} @input=${(event: Event) => set({ disputeKitID: input(event) })} />
            </label>`
      }
    </div>`;
  }

  #dispute(model: CourtModel): TemplateResult {
    const { draft } = model;
    const extraData = model.encoded(draft.a);
    const projection = model.projection();
    return html`<section class="panel">
      <h3>A dispute</h3>
      ${this.#asked(model, "a")}
      <dl>
        <dt>It costs</dt>
        <dd>
          ${
            "value" in projection
              ? html`<span class="big">${money(projection.value.arbitrationCost)}</span>
                  <span class="muted">(${projection.value.arbitrationCost} wei)</span>`
              : html`<span class="notice bad" role="alert">${visible(projection.problem)}</span>`
          }
        </dd>
        <dt>Its extra data</dt>
        <dd>
          ${
            "value" in extraData
              ? html`<code>${extraData.value}</code>
                  <button class="quiet" @click=${() => void navigator.clipboard?.writeText(extraData.value)}>Copy the extra data</button>`
              : visible(extraData.problem)
          }
        </dd>
      </dl>
      ${decodedView(model)}
    </section>`;
  }

  #appeals(model: CourtModel): TemplateResult {
    const { draft } = model;
    const projection = model.projection();
    return html`<section class="panel">
      <h3>With appeals</h3>
      <div class="fields">
        <label>Appeals from here
          <input type="number" min="0" max=${MOST_APPEALS} .value=${draft.appeals} @input=${(
            event: Event,
          ) => {
            const text = input(event);
            if (whole(text) && Number(text) <= MOST_APPEALS) model.change({ appeals: text });
          }} />
        </label>
      </div>
      ${
        "problem" in projection
          ? html`<p class="notice bad" role="alert">${visible(projection.problem)}</p>`
          : html`<p role="status">
                ${
                  projection.value.appeals < Number(draft.appeals)
                    ? `Only ${projection.value.appeals} of ${draft.appeals} appeals can be paid here.`
                    : `${draft.appeals} appeals can be paid.`
                }
              </p>
              ${sumsView(projection.value)} ${roundsView(projection.value)} ${paymentsView(projection.value)}`
      }
    </section>`;
  }

  #compare(model: CourtModel): TemplateResult {
    const { draft } = model;
    return html`<section class="panel">
      <h3>Compared with another court</h3>
      <label class="choice">
        <input type="checkbox" .checked=${draft.compared} @change=${(event: Event) => model.change({ compared: (event.target as HTMLInputElement).checked })} />
        Compare
      </label>
      ${draft.compared ? html`${this.#asked(model, "b")} ${comparisonView(model)}` : nothing}
    </section>`;
  }

  #when(model: CourtModel): TemplateResult {
    const { draft, dikast } = model;
    const deadlines = model.deadlines();
    const iso = new Date(Number(draft.created) * 1000).toISOString().slice(0, 16);
    return html`<section class="panel">
      <h3>When</h3>
      <div class="fields">
        <label>Created at (UTC)
          <input type="datetime-local" .value=${iso} @change=${(event: Event) => {
            const time = Date.parse(`${input(event)}Z`) / 1000;
            if (time > 0) model.change({ created: `${Math.floor(time)}` });
          }} />
        </label>
      </div>
      ${
        "problem" in deadlines
          ? html`<p class="muted">${visible(deadlines.problem)}</p>`
          : html`<ul>
                ${deadlines.value.map((each) => html`<li>${utc(each.timestamp)}: ${visible(dikast.timeline.title(each))}. <span class="muted">${dikast.timeline.certainty(each)}</span></li>`)}
              </ul>
              <div class="row">
                <button @click=${() => saveText("dikast-deadlines.ics", dikast.court.calendar(deadlines.value, { title: `Dispute in court ${draft.a.courtID}`, now: draft.created }), "text/calendar")}>Save as calendar (.ics)</button>
                <button class="primary" @click=${() => this.#simulate(model)}>Play it in Simulate</button>
              </div>`
      }
    </section>`;
  }

  #simulate(model: CourtModel): void {
    const made = model.scenario();
    if ("problem" in made) return;
    drafts.replace("simulate.scenario", writeScenario(made.value));
    goTo("simulate");
  }

  override render() {
    const { model } = this;
    return html`<div class="page">
      <div>
        <h2>Court and cost</h2>
        <p class="muted">
          What a dispute costs in a court, how each appeal raises it, who pays when, and the bytes that name the
          court. Computed here, exact to the wei; a chain is asked when you press.
        </p>
      </div>
      ${this.failure ? html`<p class="panel warn-line" role="alert">${visible(this.failure)}</p>` : nothing}
      ${
        model
          ? html`${this.#courts(model)} ${this.#dispute(model)} ${this.#appeals(model)} ${this.#compare(model)}
            ${this.#when(model)}`
          : html`<p class="muted" role="status">${this.failure ? nothing : "The core is being loaded."}</p>`
      }
    </div>`;
  }
}

customElements.get("dikast-court") ?? customElements.define("dikast-court", Court);
