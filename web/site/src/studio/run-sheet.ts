import type { Fixture } from "dikast/lean";
import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import "./run-view.js";
import { sharedStyles } from "../shared-styles.js";
import { download, fixturesOf, openFile } from "./draft.js";
import type { StudioModel } from "./model.js";
import { Stepper } from "./runs.js";
import { panelStyles } from "./styles.js";

/** The mappings' run of the draft, for the page that is looked at, and its recordings. */
export class RunSheet extends LitElement {
  static override styles = [sharedStyles, panelStyles];

  @property({ attribute: false }) model!: StudioModel;
  /** Changes with the model. */
  @property({ attribute: false }) revision: unknown;
  @state() private moved = 0;
  @state() private problem = "";
  #stepper: Stepper | undefined;
  #of = "";

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stepper?.stop();
    this.#stepper = undefined;
    this.#of = "";
  }

  readonly #changed = (): void => {
    this.moved += 1;
  };

  #make(how: "step" | "all"): void {
    const { model } = this;
    const { dikast, draft } = model;
    const context = model.contexts.find(({ consumer }) => consumer === draft.consumer);
    this.#stepper?.stop();
    if (!dikast || !context) return;
    const { mappings } = draft;
    const stepper = new Stepper(dikast, mappings, context.values, fixturesOf(draft), model.live);
    this.#stepper = stepper;
    stepper.addEventListener("change", this.#changed);
    // Without mappings there is nothing to run.
    if (mappings.trim() !== "") {
      stepper.start();
      if (how === "all") stepper.runRecorded();
    }
    this.moved += 1;
  }

  // A run belongs to its documents: with other ones it begins again.
  protected override willUpdate(): void {
    const { draft, contexts } = this.model;
    const values = contexts.find(({ consumer }) => consumer === draft.consumer)?.values;
    const fixtures = fixturesOf(draft).map(({ request }) => request);
    const now = JSON.stringify([draft.mappings, values, fixtures, this.model.live.name]);
    if (now === this.#of) return;
    this.#of = now;
    this.#make("all");
  }

  #restart(how: "step" | "all" | "live"): void {
    if (how === "live") void this.model.resolveLive();
    else this.#make(how);
  }

  async #import(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    const opened = await openFile(file);
    this.problem = opened.kind === "fixtures" ? "" : `${file.name} holds no recorded answers.`;
    if (opened.kind === "fixtures") this.model.edit({ fixtures: opened.fixtures });
  }

  #recordings() {
    const fixtures = fixturesOf(this.model.draft);
    const own = this.model.draft.fixtures !== undefined;
    return html`<div class="row">
      <span>
        <strong>${fixtures.length}</strong> recorded
        ${fixtures.length === 1 ? "answer" : "answers"}${own ? "" : fixtures.length > 0 ? ", of the example" : ""}
      </span>
      <button
        ?disabled=${fixtures.length === 0}
        @click=${() => download("fixtures.json", `${JSON.stringify(fixtures, null, 2)}\n`)}
      >
        Export
      </button>
      <label class="button">
        Import
        <input class="visually-hidden" type="file" accept=".json,application/json" @change=${this.#import} />
      </label>
      ${
        own
          ? html`<button @click=${() => this.model.edit({ fixtures: [] })}>Forget them</button>`
          : nothing
      }
    </div>`;
  }

  override render() {
    const { model } = this;
    return html`
      ${this.problem ? html`<p class="notice warn" role="alert">${this.problem}</p>` : nothing}
      ${this.#recordings()}
      ${
        model.resolving
          ? html`<p class="notice">
              Asking ${model.live.name}\u2026
              <button @click=${() => model.cancel()}>Stop</button>
            </p>`
          : nothing
      }
      <dikast-run-view
        .stepper=${this.#stepper}
        .revision=${this.moved}
        .live=${model.live.name}
        .typed=${model.draft.fields.answer ?? ""}
        @restart=${(event: CustomEvent<"step" | "all" | "live">) => this.#restart(event.detail)}
        @recorded=${(event: CustomEvent<Fixture[]>) => model.record(event.detail)}
        @field=${(event: CustomEvent<Record<string, string>>) => model.field(event.detail)}
      ></dikast-run-view>
    `;
  }
}

customElements.get("dikast-run-sheet") ?? customElements.define("dikast-run-sheet", RunSheet);
