import type { Dikast, TemplateChange } from "dikast/lean";
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";
import type { Saved } from "./draft.js";
import { panelStyles } from "./styles.js";

/** Something to compare with. */
export interface Version {
  id: string;
  name: string;
  template: string;
}

const WEIGHTS: readonly [TemplateChange["weight"], string][] = [
  ["meaning", "What the vote decides"],
  ["text", "Other texts jurors read"],
  ["data", "What Court does not show"],
];
const WORDS: Record<TemplateChange["kind"], [string, string]> = {
  added: ["+", "added"],
  removed: ["\u2212", "removed"],
  changed: ["\u2194", "changed"],
};

/**
 * What changes for jurors against another version. Fires "pick" with a version's id, "other" with a
 * text, "compare-file" with a file, "fetch-registered" with a template id, "save-version" with a
 * name, and "field".
 */
export class DiffView extends LitElement {
  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      h3 {
        font-size: 1rem;
        margin: 16px 0 8px;
      }
      ul {
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
      li.unseen {
        border-style: dashed;
      }
      del,
      ins {
        display: block;
        margin-top: 6px;
        padding: 4px 8px;
        border-radius: 6px;
        text-decoration: none;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      del {
        background: var(--error-soft);
      }
      ins {
        background: var(--good-soft);
      }
      label {
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
      label input {
        width: 12rem;
        max-width: 100%;
      }
      label input.id {
        width: 7rem;
      }
      textarea {
        width: 100%;
        min-height: 8rem;
        padding: 8px 10px;
        border: 1px solid var(--line-strong);
        border-radius: 8px;
        background: var(--surface);
        font: 13px/20px var(--mono);
      }
      details {
        margin-bottom: 12px;
      }
      summary {
        cursor: pointer;
        padding: 6px 0;
      }
    `,
  ];

  @property({ attribute: false }) dikast: Dikast | undefined;
  @property() template = "";
  /** The text compared with. */
  @property() other = "";
  @property({ attribute: false }) saved: readonly Saved[] = [];
  @property({ attribute: false }) versions: readonly Version[] = [];
  /** Whether templates can be asked for by id, and of whom. */
  @property() registry = "";
  /** A sentence about the last thing asked for. */
  @property() problem = "";
  /** What is typed into the two small fields. */
  @property() name = "";
  @property() wanted = "";

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #changes(): TemplateChange[] | string {
    try {
      return this.dikast?.template.diff(this.other, this.template) ?? [];
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #pick() {
    const choices: [string, string][] = [
      ...this.saved.map(({ name, time }, index): [string, string] => [
        `saved:${index}`,
        `${name} (${new Date(time).toLocaleString()})`,
      ]),
      ...this.versions.map(({ id, name }): [string, string] => [id, name]),
    ];
    return html`
      <div class="row">
        <label>
          Compare with
          <select
            @change=${(event: Event) => {
              const select = event.target as HTMLSelectElement;
              this.#tell("pick", select.value);
              select.value = "";
            }}
          >
            <option value="">choose a version\u2026</option>
            ${choices.map(([id, name]) => html`<option value=${id}>${visible(name)}</option>`)}
          </select>
        </label>
        <label class="button">
          A file\u2026
          <input
            class="visually-hidden"
            type="file"
            accept=".json,application/json"
            @change=${(event: Event) => {
              const input = event.target as HTMLInputElement;
              if (input.files?.[0]) this.#tell("compare-file", input.files[0]);
              input.value = "";
            }}
          />
        </label>
      </div>
      ${
        this.registry === ""
          ? nothing
          : html`<form
              class="row"
              @submit=${(event: Event) => {
                event.preventDefault();
                this.#tell("fetch-registered", this.wanted);
              }}
            >
              <label>
                Registered template
                <input
                  class="id"
                  inputmode="numeric"
                  autocomplete="off"
                  placeholder="id"
                  .value=${this.wanted}
                  @input=${(event: Event) =>
                    this.#tell("field", { registered: (event.target as HTMLInputElement).value })}
                />
              </label>
              <button type="submit">Ask ${this.registry}</button>
            </form>`
      }
      <form
        class="row"
        @submit=${(event: Event) => {
          event.preventDefault();
          this.#tell("save-version", this.name.trim() || "Version");
          this.#tell("field", { version: "" });
        }}
      >
        <label>
          Put this version aside as
          <input
            autocomplete="off"
            .value=${this.name}
            @input=${(event: Event) =>
              this.#tell("field", { version: (event.target as HTMLInputElement).value })}
          />
        </label>
        <button type="submit">Save version</button>
      </form>
      <details ?open=${this.other === ""}>
        <summary>The text compared with</summary>
        <textarea
          aria-label="Text compared with"
          spellcheck="false"
          .value=${this.other}
          @input=${(event: Event) => this.#tell("other", (event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </details>
    `;
  }

  #item(change: TemplateChange) {
    const [sign, word] = WORDS[change.kind];
    return html`<li class=${change.visible ? "" : "unseen"}>
      <span class="badge info">${sign} ${word}</span>
      <code>${visible(change.path === "" ? "the whole text" : change.path)}</code>
      ${change.visible ? nothing : html`<span class="badge good">jurors see the same</span>`}
      ${
        change.before === undefined
          ? nothing
          : html`<del><span class="visually-hidden">before: </span>${visible(change.before)}</del>`
      }
      ${
        change.after === undefined
          ? nothing
          : html`<ins><span class="visually-hidden">now: </span>${visible(change.after)}</ins>`
      }
    </li>`;
  }

  #result() {
    if (this.other.trim() === "") return nothing;
    const changes = this.#changes();
    if (typeof changes === "string") {
      return html`<p class="notice warn" role="alert">${visible(changes)}</p>`;
    }
    if (changes.length === 0) {
      return html`<p><span class="badge good">\u2713 No difference</span> The two texts are equal.</p>`;
    }
    const seen = changes.filter((change) => change.visible && change.weight !== "data").length;
    return html`
      <p>
        ${
          seen === 0
            ? html`<span class="badge good">\u2713 Jurors see the same</span>`
            : html`<span class="badge warning">\u25b2 ${seen}
                ${seen === 1 ? "change" : "changes"} for jurors</span>`
        }
      </p>
      ${WEIGHTS.map(([weight, title]) => {
        const some = changes.filter((change) => change.weight === weight);
        if (some.length === 0) return nothing;
        return html`<h3>${title}</h3>
          <ul>
            ${some.map((change) => this.#item(change))}
          </ul>`;
      })}
    `;
  }

  override render() {
    return html`
      ${this.#pick()}
      ${this.problem ? html`<p class="notice warn" role="alert">${visible(this.problem)}</p>` : nothing}
      ${this.#result()}
    `;
  }
}

customElements.get("dikast-diff-view") ?? customElements.define("dikast-diff-view", DiffView);
