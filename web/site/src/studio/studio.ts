import type { Issue } from "dikast/lean";
import { html, LitElement, nothing } from "lit";
import { query, state } from "lit/decorators.js";
import "./bar.js";
import "./editor.js";
import "./jurors-panel.js";
import "./parameters.js";
import "./problems.js";
import { examples } from "../examples.js";
import { takeText } from "../inspect/handed.js";
import { goTo } from "../shell/routes.js";
import { sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";
import {
  type Draft,
  download,
  type Opened,
  openFile,
  projectText,
  recognise,
  type Tab,
} from "./draft.js";
import type { SourceEditor } from "./editor.js";
import { unpack } from "./link.js";
import { LocalStore } from "./local-store.js";
import { StudioModel } from "./model.js";
import { studioStyles } from "./studio-styles.js";

const TABS: readonly (readonly [Tab, string])[] = [
  ["jurors", "What jurors see"],
  ["problems", "Problems"],
  ["flow", "Data flow"],
  ["run", "Mappings"],
  ["options", "Options"],
  ["diff", "Diff"],
];

/** The template studio: documents on one side, what jurors see and every problem on the other. */
export class Studio extends LitElement {
  static override styles = [sharedStyles, studioStyles];

  readonly model = new StudioModel(new LocalStore());
  @state() private fileProblem = "";
  /** The sheets that are not looked at first, once they are loaded. */
  @state() private more: typeof import("./more.js") | undefined;
  @query("#template") private templateEditor!: SourceEditor;
  @query("#mappings") private mappingsEditor!: SourceEditor;

  override connectedCallback(): void {
    super.connectedCallback();
    this.model.addEventListener("change", this.#refresh);
    void this.#begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.model.removeEventListener("change", this.#refresh);
    removeEventListener("hashchange", this.#fromLink);
  }

  async #begin(): Promise<void> {
    await this.#fromLink();
    addEventListener("hashchange", this.#fromLink);
    if (!this.model.ready) void this.model.start();
    this.more = await import("./more.js");
  }

  /** What the address hands over is opened once, and the address is that of the page again. */
  readonly #fromLink = async (): Promise<void> => {
    if (location.hash === "#/studio?open") {
      history.replaceState(history.state, "", "#/studio");
      const text = takeText();
      if (text !== "") this.#opened(recognise(text), "What you pasted");
      return;
    }
    const packed = /^#\/studio\?p=(.+)$/.exec(location.hash)?.[1];
    if (packed === undefined) return;
    const draft = await unpack(packed);
    history.replaceState(history.state, "", "#/studio");
    if (typeof draft === "string") {
      this.fileProblem = draft;
      return;
    }
    this.model.replace(
      draft,
      "This project came from a link: somebody else may have written it. Your own draft comes back with Undo.",
    );
  };

  readonly #refresh = (): void => this.requestUpdate();

  #start(id: string): void {
    this.fileProblem = "";
    if (id.startsWith("local:")) this.model.openLocal(id.slice("local:".length));
    const example = examples.find((each) => each.id === id);
    if (example) this.model.open(example);
  }

  #opened(opened: Opened, name: string): void {
    this.fileProblem = "";
    const { model } = this;
    const { draft } = model;
    switch (opened.kind) {
      case "project": {
        const { tab, consumer, width, other, fields } = draft;
        model.replace({ ...opened.draft, tab, consumer, width, other, fields }, `Opened ${name}.`);
        break;
      }
      case "template":
        model.replace({ ...draft, template: opened.text }, `${name} is now the template.`);
        break;
      case "mappings":
        model.replace({ ...draft, mappings: opened.text }, `${name} is now the mappings.`);
        break;
      case "fixtures": {
        const { fixtures } = opened;
        model.replace({ ...draft, fixtures }, `${name}: ${fixtures.length} recorded answers.`);
        break;
      }
      case "unknown":
        this.fileProblem = opened.why;
    }
  }

  async #file(file: File): Promise<void> {
    this.#opened(await openFile(file), file.name);
  }

  #reveal(issue: Issue): void {
    const editor = issue.source === "mappings" ? this.mappingsEditor : this.templateEditor;
    editor.reveal(issue.offset, issue.endOffset ?? issue.offset);
    editor.scrollIntoView({ block: "nearest" });
  }

  #editor(key: "template" | "mappings", label: string, title: string, hint: string) {
    return html`<section class=${key}>
      <div class="heading">
        <h2>${title}</h2>
        <span class="muted small">${hint}</span>
      </div>
      <dikast-source-editor
        id=${key}
        label=${label}
        .value=${this.model.draft[key]}
        .issues=${this.model.issuesOf(key)}
        @edit=${(event: CustomEvent<string>) => this.model.edit({ [key]: event.detail })}
        @fix=${(event: CustomEvent<Issue>) => this.model.fix(event.detail)}
      ></dikast-source-editor>
    </section>`;
  }

  #sources() {
    const { draft, flow } = this.model;
    return html`<div class="sources">
      ${this.#editor("template", "Template", "Template", "JSON with {{variables}}")}
      ${this.#editor("mappings", "Data mappings", "Data mappings", "where the variables come from, in order")}
      <section>
        <div class="heading">
          <h2>Parameters</h2>
          <span class="muted small">what the page that shows the dispute knows</span>
        </div>
        <dikast-parameter-form
          .flow=${flow}
          .values=${draft.parameters}
          @edit=${(event: CustomEvent<Draft["parameters"]>) => this.model.edit({ parameters: event.detail })}
        ></dikast-parameter-form>
      </section>
    </div>`;
  }

  #key(event: KeyboardEvent): void {
    const names = TABS.map(([name]) => name);
    const at = names.indexOf(this.model.draft.tab);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: names.length - 1 }[
      event.key
    ];
    if (next === undefined) return;
    event.preventDefault();
    const tab = names[(next + names.length) % names.length] ?? "jurors";
    this.model.edit({ tab });
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`#tab-${tab}`)?.focus(),
    );
  }

  #badge(tab: Tab) {
    if (tab === "problems") {
      const count = (wanted: Issue["severity"]): number =>
        this.model.issues.filter(({ severity }) => severity === wanted).length;
      const [errors, warnings] = [count("error"), count("warning")];
      if (errors > 0) return html`<span class="badge error">\u2716 ${errors}</span>`;
      if (warnings > 0) return html`<span class="badge warning">\u25b2 ${warnings}</span>`;
      return html`<span class="badge good">\u2713</span>`;
    }
    const problem = this.model.seen.get("strict")?.outcome.problem;
    return tab === "run" && problem ? html`<span class="badge error">\u2716</span>` : nothing;
  }

  #result() {
    const { tab } = this.model.draft;
    return html`<section class="result" aria-label="Result">
      <div role="tablist" aria-label="Result" @keydown=${this.#key}>
        ${TABS.map(
          ([name, title]) => html`<button
            role="tab"
            id="tab-${name}"
            aria-controls="sheet"
            aria-selected=${tab === name ? "true" : "false"}
            tabindex=${tab === name ? 0 : -1}
            @click=${() => this.model.edit({ tab: name })}
          >
            ${title} ${this.#badge(name)}
          </button>`,
        )}
      </div>
      <div id="sheet" class="sheet" role="tabpanel" aria-labelledby="tab-${tab}" tabindex="0">
        ${this.#sheet(tab)}
      </div>
    </section>`;
  }

  #sheet(tab: Tab) {
    const { model } = this;
    switch (tab) {
      case "jurors":
        return html`<dikast-jurors-panel
          .seen=${model.seen}
          .revision=${{}}
          .consumer=${model.draft.consumer}
          .width=${model.draft.width}
          @look=${(event: CustomEvent<Partial<Draft>>) => model.edit(event.detail)}
        ></dikast-jurors-panel>`;
      case "problems":
        return html`<dikast-problem-list
          .issues=${model.issues}
          @reveal=${(event: CustomEvent<Issue>) => this.#reveal(event.detail)}
          @fix=${(event: CustomEvent<Issue>) => model.fix(event.detail)}
        ></dikast-problem-list>`;
      case "flow":
      case "run":
      case "options":
      case "diff":
        return this.more
          ? this.more.sheet(tab, model)
          : html`<p class="muted">This sheet is being loaded.</p>`;
    }
  }

  #notices() {
    const { failure, unsaved, draft, notice, liveProblem, live } = this.model;
    return html`
      ${failure ? html`<p class="notice bad" role="alert">${visible(failure)}</p>` : nothing}
      ${notice ? html`<p class="notice">${visible(notice)}</p>` : nothing}
      ${
        liveProblem
          ? html`<p class="notice warn" role="alert">
              Asking ${live.name} stopped: ${visible(liveProblem.message)}
              <code>${liveProblem.code}</code>
            </p>`
          : nothing
      }
      ${
        this.fileProblem
          ? html`<p class="notice warn" role="alert">${visible(this.fileProblem)}</p>`
          : nothing
      }
      ${
        unsaved
          ? html`<p class="notice warn" role="alert">
              This browser does not keep the draft: its storage is full or turned off.
              <button @click=${() => download("dispute-template.dikast.json", projectText(draft))}>Download it</button>
            </p>`
          : nothing
      }
    `;
  }

  override render() {
    const { draft, world, undo } = this.model;
    return html`
      <dikast-studio-bar
        .draft=${draft}
        .disputes=${world?.disputes ?? []}
        ?undo=${undo !== undefined}
        @start=${(event: CustomEvent<string>) => this.#start(event.detail)}
        @file=${(event: CustomEvent<File>) => void this.#file(event.detail)}
        @undo=${() => this.model.undoLast()}
        @register=${() => {
          this.model.keep();
          goTo("ship");
        }}
      ></dikast-studio-bar>
      ${this.#notices()}
      <div class="columns">${this.#sources()} ${this.#result()}</div>
      <p class="visually-hidden" role="status" aria-live="polite">${this.model.announcement}</p>
    `;
  }
}

customElements.get("dikast-studio") ?? customElements.define("dikast-studio", Studio);
