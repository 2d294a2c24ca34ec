import type { Issue } from "dikast/lean";
import { css, html, LitElement, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";

type Severity = Issue["severity"];
const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };
const MARK: Record<Severity, string> = { error: "\u2716", warning: "\u25b2", info: "\u2022" };

/** A text with line numbers and a mark beside each line that has a problem. Fires "edit". */
export class SourceEditor extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .frame {
        display: grid;
        grid-template-columns: auto 1fr;
        height: var(--editor-height, 26rem);
        border: 1px solid var(--line-strong);
        border-radius: 8px;
        overflow: hidden;
        background: var(--surface);
        font: 13px/20px var(--mono);
      }
      .frame:focus-within {
        outline: 3px solid var(--accent);
        outline-offset: 1px;
      }
      .gutter {
        overflow: hidden;
        padding: 8px 6px 8px 4px;
        background: var(--sunken);
        color: var(--muted);
        text-align: right;
        user-select: none;
        border-right: 1px solid var(--line);
      }
      .gutter div {
        min-width: 3.4em;
        height: 20px;
      }
      .gutter .error {
        color: var(--error);
        font-weight: 700;
      }
      .gutter .warning {
        color: var(--warning);
        font-weight: 700;
      }
      .gutter .info {
        color: var(--info);
      }
      textarea {
        width: 100%;
        height: 100%;
        resize: none;
        border: 0;
        outline: 0;
        padding: 8px 10px;
        background: transparent;
        color: var(--text);
        font: inherit;
        tab-size: 2;
        white-space: pre;
        overflow: auto;
      }
    `,
  ];

  @property() label = "";
  @property() value = "";
  @property({ attribute: false }) issues: Issue[] = [];
  @query("textarea") private area!: HTMLTextAreaElement;
  @query(".gutter") private gutter!: HTMLElement;

  /** Puts the caret at the place and shows it. */
  reveal(offset: number, end: number): void {
    this.area.focus();
    this.area.setSelectionRange(offset, end);
    const line = this.value.slice(0, offset).split("\n").length;
    this.area.scrollTop = Math.max(0, (line - 4) * 20);
    this.#follow();
  }

  #follow(): void {
    this.gutter.scrollTop = this.area.scrollTop;
  }

  #input(): void {
    this.value = this.area.value;
    this.dispatchEvent(
      new CustomEvent("edit", { detail: this.value, bubbles: true, composed: true }),
    );
  }

  protected override updated(changed: PropertyValues): void {
    // Only when it differs: setting a textarea's value moves the caret.
    if (changed.has("value") && this.area.value !== this.value) this.area.value = this.value;
    this.#follow();
  }

  override render() {
    const worst = new Map<number, Severity>();
    for (const { line, severity } of this.issues) {
      const present = worst.get(line);
      if (present === undefined || RANK[severity] < RANK[present]) worst.set(line, severity);
    }
    const lines = this.value.split("\n").length;
    return html`
      <div class="frame">
        <div class="gutter" aria-hidden="true">
          ${Array.from({ length: lines }, (_, index) => {
            const severity = worst.get(index + 1);
            return html`<div class=${severity ?? ""}>${severity ? `${MARK[severity]} ` : ""}${index + 1}</div>`;
          })}
        </div>
        <textarea
          aria-label=${this.label}
          aria-invalid=${this.issues.some(({ severity }) => severity === "error") ? "true" : "false"}
          spellcheck="false"
          autocomplete="off"
          autocapitalize="off"
          wrap="off"
          @input=${this.#input}
          @scroll=${this.#follow}
        ></textarea>
      </div>
    `;
  }
}

customElements.get("dikast-source-editor") ??
  customElements.define("dikast-source-editor", SourceEditor);
