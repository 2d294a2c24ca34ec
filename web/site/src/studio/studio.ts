import type { Issue } from "dikast/lean";
import { css, html, LitElement, nothing } from "lit";
import { query, state } from "lit/decorators.js";
import "./editor.js";
import "./jurors-panel.js";
import "./parameters.js";
import "./problems.js";
import "./run-view.js";
import { downloadDraft, openDraft } from "../draft.js";
import { examples } from "../examples.js";
import { sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";
import type { SourceEditor } from "./editor.js";
import { StudioModel } from "./model.js";

type Tab = "jurors" | "problems" | "run";

/** The template studio: documents on one side, what jurors see and every problem on the other. */
export class Studio extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
        margin-bottom: 16px;
      }
      .bar label {
        display: inline-flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        align-items: center;
        max-width: 100%;
      }
      select {
        max-width: 100%;
        min-width: 0;
      }
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 24px;
      }
      /* On a phone the jurors' view is what one came for; the documents follow. */
      @media (max-width: 999px) {
        .result {
          order: -1;
        }
      }
      @media (min-width: 1000px) {
        .columns {
          grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        }
        .result {
          position: sticky;
          top: 12px;
          align-self: start;
        }
        .sheet {
          max-height: calc(100vh - 10.5rem);
          overflow: auto;
        }
      }
      .sources {
        display: grid;
        gap: 20px;
      }
      .heading {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 4px 12px;
        margin-bottom: 6px;
      }
      h2 {
        font-size: 1.0625rem;
      }
      .mappings {
        --editor-height: 18rem;
      }
      [role="tablist"] {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin-bottom: 12px;
        border-bottom: 1px solid var(--line-strong);
      }
      [role="tab"] {
        border: 0;
        border-bottom: 3px solid transparent;
        border-radius: 8px 8px 0 0;
        background: transparent;
        min-height: 40px;
      }
      [role="tab"][aria-selected="true"] {
        border-bottom-color: var(--accent);
        font-weight: 600;
      }
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

  readonly model = new StudioModel();
  @state() private tab: Tab = "jurors";
  @state() private fileProblem: string | undefined;
  @query("#template") private templateEditor!: SourceEditor;
  @query("#mappings") private mappingsEditor!: SourceEditor;

  override connectedCallback(): void {
    super.connectedCallback();
    this.model.addEventListener("change", this.#refresh);
    if (!this.model.ready) void this.model.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.model.removeEventListener("change", this.#refresh);
  }

  readonly #refresh = (): void => this.requestUpdate();

  #choose(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    if (value.startsWith("local:")) this.model.openLocal(value.slice("local:".length));
    const example = examples.find(({ id }) => id === value);
    if (example) this.model.open(example);
  }

  #reveal(issue: Issue): void {
    const editor = issue.source === "mappings" ? this.mappingsEditor : this.templateEditor;
    editor.reveal(issue.offset, issue.endOffset ?? issue.offset);
  }

  async #open(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    const draft = await openDraft(file);
    this.fileProblem = typeof draft === "string" ? draft : undefined;
    if (typeof draft !== "string") this.model.replace(draft);
  }

  #bar() {
    const { draft, world, undo } = this.model;
    const local = world?.disputes ?? [];
    return html`<div class="bar">
      <label>
        Start from
        <select @change=${this.#choose} .value=${draft.example}>
          <optgroup label="Examples, with recorded answers">
            ${examples.map(
              ({ id, title }) =>
                html`<option value=${id} ?selected=${draft.example === id}>${title}</option>`,
            )}
          </optgroup>
          ${
            local.length > 0
              ? html`<optgroup label="Disputes of the local world, live">
                  ${local.map(
                    ({ name }, index) =>
                      html`<option
                        value="local:${name}"
                        ?selected=${draft.example === `local:${name}`}
                      >
                        ${index + 1}. ${name}
                      </option>`,
                  )}
                </optgroup>`
              : nothing
          }
        </select>
      </label>
      <button @click=${() => downloadDraft(draft)}>Save to a file</button>
      <label class="button">
        Open a file
        <input class="visually-hidden" type="file" accept=".json,application/json" @change=${this.#open} />
      </label>
      ${undo ? html`<button @click=${() => this.model.undoLast()}>Undo</button>` : nothing}
    </div>`;
  }

  #sources() {
    const { draft, issues, parameterNames } = this.model;
    const of = (source: string) => issues.filter((issue) => issue.source === source);
    return html`<div class="sources">
      <section>
        <div class="heading">
          <h2>Template</h2>
          <span class="muted small">JSON with {{variables}}</span>
        </div>
        <dikast-source-editor
          id="template"
          label="Template"
          .value=${draft.template}
          .issues=${of("template")}
          @edit=${(event: CustomEvent<string>) => this.model.edit({ template: event.detail })}
        ></dikast-source-editor>
      </section>
      <section class="mappings">
        <div class="heading">
          <h2>Data mappings</h2>
          <span class="muted small">where the variables come from, in order</span>
        </div>
        <dikast-source-editor
          id="mappings"
          label="Data mappings"
          .value=${draft.mappings}
          .issues=${of("mappings")}
          @edit=${(event: CustomEvent<string>) => this.model.edit({ mappings: event.detail })}
        ></dikast-source-editor>
      </section>
      <section>
        <div class="heading">
          <h2>Parameters</h2>
          <span class="muted small">what the page that shows the dispute knows</span>
        </div>
        <dikast-parameter-form
          .names=${parameterNames}
          .values=${draft.parameters}
          @edit=${(event: CustomEvent<Record<string, string>>) =>
            this.model.edit({ parameters: event.detail })}
        ></dikast-parameter-form>
      </section>
    </div>`;
  }

  readonly #tabs: [Tab, string][] = [
    ["jurors", "What jurors see"],
    ["problems", "Problems"],
    ["run", "Mappings"],
  ];

  #key(event: KeyboardEvent): void {
    const names = this.#tabs.map(([name]) => name);
    const at = names.indexOf(this.tab);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[
      event.key
    ];
    if (next === undefined) return;
    event.preventDefault();
    this.tab = names[(next + names.length) % names.length] ?? "jurors";
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus(),
    );
  }

  #result() {
    const count = (wanted: Issue["severity"]): number =>
      this.model.issues.filter(({ severity }) => severity === wanted).length;
    const [errors, warnings] = [count("error"), count("warning")];
    const badge: Record<Tab, unknown> = {
      jurors: nothing,
      problems:
        errors > 0
          ? html`<span class="badge error">\u2716 ${errors}</span>`
          : warnings > 0
            ? html`<span class="badge warning">\u25b2 ${warnings}</span>`
            : html`<span class="badge good">\u2713</span>`,
      run: this.model.resolveProblem ? html`<span class="badge error">\u2716</span>` : nothing,
    };
    return html`<section class="result" aria-label="Result">
      <div role="tablist" aria-label="Result" @keydown=${this.#key}>
        ${this.#tabs.map(
          ([name, title]) => html`<button
            role="tab"
            id="tab-${name}"
            aria-controls="sheet"
            aria-selected=${this.tab === name ? "true" : "false"}
            tabindex=${this.tab === name ? 0 : -1}
            @click=${() => {
              this.tab = name;
            }}
          >
            ${title} ${badge[name]}
          </button>`,
        )}
      </div>
      <div id="sheet" class="sheet" role="tabpanel" aria-labelledby="tab-${this.tab}" tabindex="0">
        ${this.#sheet()}
      </div>
    </section>`;
  }

  #sheet() {
    switch (this.tab) {
      case "jurors":
        return html`<dikast-jurors-panel
          .strict=${this.model.strict}
          .court=${this.model.court}
        ></dikast-jurors-panel>`;
      case "problems":
        return html`<dikast-problem-list
          .issues=${this.model.issues}
          @reveal=${(event: CustomEvent<Issue>) => this.#reveal(event.detail)}
          @fix=${(event: CustomEvent<Issue>) => this.model.fix(event.detail)}
        ></dikast-problem-list>`;
      case "run":
        return this.#run();
    }
  }

  #run() {
    const { model } = this;
    const live = model.source === "live";
    return html`
      <div class="audience">
        <button
          aria-pressed=${live ? "false" : "true"}
          @click=${() => void model.resolveRecorded()}
        >
          Recorded answers
        </button>
        <button
          aria-pressed=${live ? "true" : "false"}
          ?disabled=${!model.world || model.resolving}
          @click=${() => void model.resolveLive()}
        >
          ${model.resolving ? "Resolving\u2026" : "Resolve live"}
        </button>
        ${model.resolving ? html`<button @click=${() => model.cancel()}>Stop</button>` : nothing}
        <span class="muted small">
          ${
            model.world
              ? "Live: the local world's chain, GraphQL server and IPFS gateway."
              : "Live answers need the local world of npm start."
          }
        </span>
      </div>
      <dikast-run-view .trace=${model.trace} .problem=${model.resolveProblem}></dikast-run-view>
    `;
  }

  #notices() {
    const { failure, unsaved, draft } = this.model;
    return html`
      ${failure ? html`<p class="notice bad" role="alert">${visible(failure)}</p>` : nothing}
      ${
        this.fileProblem
          ? html`<p class="notice warn" role="alert">${visible(this.fileProblem)}</p>`
          : nothing
      }
      ${
        unsaved
          ? html`<p class="notice warn" role="alert">
              This browser does not keep the draft: its storage is full or turned off.
              <button @click=${() => downloadDraft(draft)}>Download it</button>
            </p>`
          : nothing
      }
    `;
  }

  override render() {
    return html`
      ${this.#bar()} ${this.#notices()}
      <div class="columns">${this.#sources()} ${this.#result()}</div>
      <p class="visually-hidden" role="status" aria-live="polite">${this.model.announcement}</p>
    `;
  }
}

customElements.get("dikast-studio") ?? customElements.define("dikast-studio", Studio);
