import { html, LitElement } from "lit";
import { property, state } from "lit/decorators.js";
import "./diff-view.js";
import { examples } from "../examples.js";
import { sharedStyles } from "../shared-styles.js";
import type { Version } from "./diff-view.js";
import { exampleOf, openFile } from "./draft.js";
import type { StudioModel } from "./model.js";
import { registered } from "./registered.js";

/** The draft against what it may be compared with. */
export class DiffSheet extends LitElement {
  static override styles = [sharedStyles];

  @property({ attribute: false }) model!: StudioModel;
  /** Changes with the model. */
  @property({ attribute: false }) revision: unknown;
  @state() private problem = "";

  #versions(): Version[] {
    const { draft, undo, world } = this.model;
    const begun = exampleOf(draft);
    return [
      ...(begun
        ? [{ id: "begun", name: "the example it began from", template: begun.template }]
        : []),
      ...(undo ? [{ id: "undo", name: "the draft before (Undo)", template: undo.template }] : []),
      ...(world?.disputes ?? []).map(({ name, template }, index) => ({
        id: `world:${index}`,
        name: `registered in the local world: ${name}`,
        template,
      })),
      ...examples.map(({ id, title, template }) => ({
        id: `example:${id}`,
        name: title,
        template,
      })),
    ];
  }

  #pick(id: string): void {
    const saved = /^saved:(\d+)$/.exec(id)?.[1];
    const version =
      saved === undefined
        ? this.#versions().find((each) => each.id === id)
        : this.model.saved[Number(saved)];
    if (version) this.model.edit({ other: version.template });
  }

  async #file(file: File): Promise<void> {
    const opened = await openFile(file);
    this.problem = "";
    if (opened.kind === "project") this.model.edit({ other: opened.draft.template });
    else if (opened.kind === "template") this.model.edit({ other: opened.text });
    else this.problem = opened.kind === "unknown" ? opened.why : `${file.name} holds no template.`;
  }

  async #fetch(id: string): Promise<void> {
    const { dikast } = this.model;
    if (!dikast) return;
    const found = await registered(dikast, id);
    this.problem = typeof found === "string" ? found : "";
    if (typeof found !== "string") this.model.edit({ other: found.template });
  }

  override render() {
    const { model } = this;
    const { draft } = model;
    return html`<dikast-diff-view
      .dikast=${model.dikast}
      .template=${draft.template}
      .other=${draft.other}
      .saved=${model.saved}
      .versions=${this.#versions()}
      .registry=${model.live.name}
      .problem=${this.problem}
      .name=${draft.fields.version ?? ""}
      .wanted=${draft.fields.registered ?? ""}
      @pick=${(event: CustomEvent<string>) => this.#pick(event.detail)}
      @other=${(event: CustomEvent<string>) => model.edit({ other: event.detail })}
      @compare-file=${(event: CustomEvent<File>) => void this.#file(event.detail)}
      @fetch-registered=${(event: CustomEvent<string>) => void this.#fetch(event.detail)}
      @save-version=${(event: CustomEvent<string>) => model.save(event.detail)}
      @field=${(event: CustomEvent<Record<string, string>>) => model.field(event.detail)}
    ></dikast-diff-view>`;
  }
}

customElements.get("dikast-diff-sheet") ?? customElements.define("dikast-diff-sheet", DiffSheet);
