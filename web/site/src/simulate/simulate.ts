import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { core } from "../core.js";
import { sharedStyles } from "../shared-styles.js";
import { drafts } from "../shell/drafts.js";
import { packText, unpackText } from "../shell/packed.js";
import { saveText } from "../shell/save.js";
import { toasts } from "../shell/toasts.js";
import { signStyles } from "../sign/sign-styles.js";
import { panelStyles } from "../studio/styles.js";
import { visible } from "../text.js";
import "./actions-view.js";
import { ether, money } from "./amounts.js";
import "./call-form.js";
import "./clock-view.js";
import "./diagram.js";
import "./log-view.js";
import { SimulateModel } from "./model.js";
import "./parameters-view.js";
import type { PlayAction } from "./play.js";
import { readScenario, type Scenario, writeScenario } from "./scenario.js";
import { systems, worked } from "./systems.js";

const KEY = "simulate.scenario";
const LARGEST = 8_000_000;

/** Plays a dispute's whole life, before money is in it. */
export class Simulate extends LitElement {
  static override styles = [
    sharedStyles,
    panelStyles,
    signStyles,
    css`
      .page {
        max-width: 84rem;
      }
      .two {
        display: grid;
        grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
        gap: 16px;
        align-items: start;
      }
      .two > div {
        display: grid;
        gap: 16px;
        min-width: 0;
      }
      .row {
        margin-bottom: 0;
      }
      label.open {
        display: inline-flex;
        align-items: center;
        font-weight: 400;
        font-size: 1rem;
      }
      label.open:focus-within {
        outline: 3px solid var(--accent);
        outline-offset: 2px;
      }
      dl.facts {
        grid-template-columns: minmax(7rem, 10rem) minmax(0, 1fr);
        gap: 4px 12px;
      }
      h4 {
        margin: 8px 0 4px;
      }
      .amount {
        text-align: right;
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      @media (max-width: 62rem) {
        .two {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  /** A scenario from a link. */
  @property() packed = "";
  @state() private model: SimulateModel | undefined;
  @state() private failure = "";
  @state() private turn = 0;
  @state() private edited: PlayAction | undefined;
  @state() private shown = "";
  #linked = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.model?.stop();
    this.model = undefined;
  }

  async #start(): Promise<void> {
    try {
      const dikast = await core;
      await drafts.ready;
      const keep = (scenario: Scenario): void => void drafts.write(KEY, writeScenario(scenario));
      const model = new SimulateModel(dikast, this.#kept(), keep);
      model.addEventListener("change", () => {
        this.turn += 1;
      });
      this.model = model;
    } catch (error) {
      this.failure = (error as Error).message;
    }
  }

  /** What was played last, else the first example. */
  #kept(): Scenario {
    const text = drafts.read(KEY);
    const first = worked[0] as Scenario;
    if (text === undefined) return first;
    try {
      return readScenario(text);
    } catch {
      drafts.replace(KEY, writeScenario(first));
      return first;
    }
  }

  override updated(changed: PropertyValues<this>): void {
    if (this.packed === "" || this.packed === this.#linked || !this.model) return;
    if (!changed.has("packed") && this.#linked !== "") return;
    this.#linked = this.packed;
    void this.#follow(this.packed);
  }

  async #follow(packed: string): Promise<void> {
    try {
      this.#open(readScenario(await unpackText(packed)));
      history.replaceState(null, "", "#/simulate");
    } catch (error) {
      this.model?.say(`The scenario in this link cannot be read. ${(error as Error).message}`);
    }
  }

  /** Another scenario; the one before can be brought back. */
  #open(scenario: Scenario): void {
    drafts.replace(KEY, writeScenario(scenario));
    this.edited = undefined;
    this.model?.load(scenario);
  }

  #back(): void {
    const text = drafts.undo(KEY);
    if (text === undefined) return;
    try {
      this.model?.load(readScenario(text));
    } catch (error) {
      this.model?.say((error as Error).message);
    }
  }

  async #share(): Promise<void> {
    const { model } = this;
    if (!model) return;
    const packed = await packText(JSON.stringify(JSON.parse(writeScenario(model.scenario))));
    const link = `${location.href.split("#")[0]}#/simulate?s=${packed}`;
    try {
      await navigator.clipboard.writeText(link);
      toasts.say("The link is copied. It holds the whole scenario.");
    } catch {
      this.shown = link;
    }
  }

  async #file(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    try {
      if (file.size > LARGEST) throw new Error("It is larger than 8 MB.");
      this.#open(readScenario(await file.text()));
    } catch (error) {
      this.model?.say(`${file.name} cannot be opened. ${(error as Error).message}`);
    }
  }

  #choice(model: SimulateModel): TemplateResult {
    const { scenario } = model;
    const chosen = worked.findIndex(({ title }) => title === scenario.title);
    return html`<section class="panel">
      <label>What to play
        <select
          @change=${(event: Event) => {
            const example = worked[Number((event.target as HTMLSelectElement).value)];
            if (example) this.#open(example);
          }}
        >
          ${chosen < 0 ? html`<option selected value="-1">${visible(scenario.title)}</option>` : nothing}
          ${systems.map(
            ({ id, title }) => html`<optgroup label=${title}>
              ${worked.map((each, at) =>
                each.system === id
                  ? html`<option .value=${`${at}`} ?selected=${at === chosen}>${each.title}</option>`
                  : nothing,
              )}
            </optgroup>`,
          )}
        </select>
      </label>
      <p class="muted">${visible(scenario.about)}</p>
      <div class="row">
        <button @click=${() => model.undo()} ?disabled=${model.steps.length === 0}>Undo the last call</button>
        <button @click=${() => this.#again(model)}>Start again</button>
        ${drafts.versions(KEY).length > 0 ? html`<button @click=${() => this.#back()}>Bring back the one before</button>` : nothing}
        <button @click=${() => saveText("dikast-scenario.json", writeScenario(scenario))}>Save</button>
        <label class="button open">Open
          <input class="visually-hidden" type="file" @change=${(event: Event) => void this.#file(event.target as HTMLInputElement)} />
        </label>
        <button @click=${() => void this.#share()}>Copy a link</button>
        ${model.machines.map(
          (
            machine,
          ) => html`<button @click=${() => saveText(`dikast-vector-${machine}.json`, model.vector(machine))}>
            Export as test vector${model.machines.length > 1 ? ` (${machine})` : nothing}
          </button>`,
        )}
      </div>
      ${this.shown ? html`<label>The link<input readonly .value=${this.shown} /></label>` : nothing}
    </section>`;
  }

  /** As the example began, or without a call. */
  #again(model: SimulateModel): void {
    const { scenario } = model;
    const example = worked.find(({ title }) => title === scenario.title);
    const now = scenario.calls[0]?.timestamp ?? scenario.now;
    this.#open(example ?? { ...scenario, calls: [], now });
  }

  #positions(model: SimulateModel): TemplateResult {
    return html`${model.positions.map(
      ({ subject, facts }) => html`<div>
        <h4>${visible(subject)}</h4>
        <dl class="facts">
          ${facts.map(([name, text]) => html`<dt>${name}</dt><dd>${visible(text)}</dd>`)}
        </dl>
      </div>`,
    )}`;
  }

  #balances(model: SimulateModel): TemplateResult {
    const rows = model.balances();
    if (rows.length === 0) return html`<p class="muted">Nothing moved yet.</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Balances">
      <table>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col" class="amount">Paid</th>
            <th scope="col" class="amount">Received</th>
            <th scope="col" class="amount">Change</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ name, paid, received }) => html`<tr>
              <th scope="row">${visible(name)}</th>
              <td class="amount">${money(paid)}</td>
              <td class="amount">${money(received)}</td>
              <td class="amount" title=${ether(received - paid)}>${money(received - paid)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #play(model: SimulateModel): TemplateResult {
    const { turn } = this;
    const possible = new Set(
      [...model.offers.values()]
        .flat()
        .filter(({ enabled }) => enabled)
        .map((each) => each.function),
    );
    const shortcuts = model.shortcuts();
    return html`<div class="two">
      <div>
        <section class="panel">
          <h3>Where it is</h3>
          ${
            model.system
              ? html`<dikast-machine-diagram
                  .diagram=${model.system.diagram}
                  .positions=${model.positions}
                  .open=${possible}
                ></dikast-machine-diagram>`
              : nothing
          }
          ${this.#positions(model)}
          ${
            shortcuts.length > 0
              ? html`<div class="row" role="group" aria-label="Shortcuts">
                  ${shortcuts.map(({ label, run }) => html`<button class="primary" @click=${run}>${label}</button>`)}
                </div>`
              : nothing
          }
        </section>
        <section class="panel" @edit=${(event: CustomEvent<PlayAction>) => {
          this.edited = event.detail;
        }}>
          <h3>Who may do what</h3>
          <dikast-play-actions .model=${model} .turn=${turn}></dikast-play-actions>
          <details ?open=${this.edited !== undefined}>
            <summary>Any other call</summary>
            <dikast-call-form .model=${model} .turn=${turn} .given=${this.edited}></dikast-call-form>
          </details>
        </section>
      </div>
      <div>
        <section class="panel">
          <h3>The clock</h3>
          <dikast-play-clock .model=${model} .turn=${turn}></dikast-play-clock>
        </section>
        <section class="panel">
          <h3>Who paid, who got</h3>
          ${this.#balances(model)}
        </section>
        <section class="panel">
          <h3>What happened</h3>
          <dikast-play-log .model=${model} .turn=${turn}></dikast-play-log>
        </section>
      </div>
    </div>
    <section class="panel">
      <details>
        <summary>Parameters</summary>
        <dikast-play-parameters .model=${model} .turn=${turn}></dikast-play-parameters>
      </details>
      <details @toggle=${(event: Event) => {
        const open = (event.target as HTMLDetailsElement).open;
        this.renderRoot.querySelector("#state")?.replaceChildren(open ? model.state() : "");
      }}>
        <summary>The state, as it is stored</summary>
        <pre id="state" tabindex="0" aria-label="The state"></pre>
      </details>
    </section>`;
  }

  override render() {
    const { model } = this;
    return html`<div class="page">
      <div>
        <h2>Simulate</h2>
        <p class="muted">
          The deployed contracts' rules, call by call: what is possible, until when, at what price, and what the
          contract says when it is not. No chain is asked and nothing is sent.
        </p>
      </div>
      ${this.failure ? html`<p class="panel warn-line" role="alert">${visible(this.failure)}</p>` : nothing}
      ${
        model
          ? html`${this.#choice(model)}
              <div role="status" aria-live="polite">
                ${model.problem ? html`<p class="panel warn-line">${visible(model.problem)}</p>` : nothing}
              </div>
              ${this.#play(model)}`
          : html`<p class="muted" role="status">${this.failure ? nothing : "The core is being loaded."}</p>`
      }
    </div>`;
  }
}

customElements.get("dikast-simulate") ?? customElements.define("dikast-simulate", Simulate);
