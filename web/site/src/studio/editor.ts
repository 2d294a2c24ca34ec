import type { Issue } from "dikast/lean";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import type { Editor } from "./codemirror.js";

let loading: Promise<typeof import("./codemirror.js")> | undefined;

/**
 * A document under edit: a plain text field at once, and the editor with colours, marks, search and
 * folding as soon as it is loaded; what was typed, the caret and the focus go over. Fires "edit" with
 * the text, and "fix" with an issue.
 */
export class SourceEditor extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .frame {
        position: relative;
        height: var(--editor-height, 26rem);
        border: 1px solid var(--line-strong);
        border-radius: 8px;
        overflow: hidden;
        background: var(--surface);
      }
      .frame:focus-within {
        outline: 3px solid var(--accent);
        outline-offset: 1px;
      }
      .place {
        height: 100%;
      }
      textarea {
        width: 100%;
        height: 100%;
        resize: none;
        border: 0;
        outline: 0;
        padding: 8px 10px 8px 4.6rem;
        background: transparent;
        color: var(--text);
        font: 13px/20px var(--mono);
        tab-size: 2;
        white-space: pre;
        overflow: auto;
      }
    `,
  ];

  @property() label = "";
  @property() value = "";
  @property({ attribute: false }) issues: readonly Issue[] = [];
  @state() private editor: Editor | undefined;
  @query("textarea") private area!: HTMLTextAreaElement | null;
  @query(".place") private place!: HTMLElement;

  /** Puts the caret at the place and shows it. */
  reveal(offset: number, end: number): void {
    if (this.editor) {
      this.editor.select(offset, end);
      this.editor.focus();
      return;
    }
    this.area?.focus();
    this.area?.setSelectionRange(offset, end);
  }

  /** The text as it stands in the editor. */
  get text(): string {
    return this.editor?.text() ?? this.area?.value ?? this.value;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    loading ??= import("./codemirror.js");
    loading.then(
      (module) => void this.updateComplete.then(() => this.#swap(module)),
      // The text field does all that is needed; another visit may load the rest.
      () => {
        loading = undefined;
      },
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.editor?.destroy();
    this.editor = undefined;
  }

  #swap(module: typeof import("./codemirror.js")): void {
    const { area } = this;
    if (this.editor || !area || !this.isConnected) return;
    const focused = this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement === area;
    const { selectionStart, selectionEnd, scrollTop } = area;
    const editor = module.createEditor({
      parent: this.place,
      root: this.renderRoot as ShadowRoot,
      // A text field tells line breaks as \n only: while nothing was typed, the value is exact.
      text: area.value === this.value.replaceAll("\r\n", "\n") ? this.value : area.value,
      label: this.label,
      description: "how",
      onEdit: (text) => this.#told(text),
      onFix: (issue) =>
        this.dispatchEvent(
          new CustomEvent("fix", { detail: issue, bubbles: true, composed: true }),
        ),
    });
    this.editor = editor;
    editor.setIssues(this.issues);
    if (!focused) return;
    void this.updateComplete.then(() => {
      editor.select(selectionStart, selectionEnd);
      editor.focus();
      if (scrollTop === 0) editor.select(selectionStart, selectionEnd);
    });
  }

  #told(text: string): void {
    this.value = text;
    this.dispatchEvent(new CustomEvent("edit", { detail: text, bubbles: true, composed: true }));
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("value")) {
      if (this.editor) this.editor.setText(this.value);
      // Only when it differs: setting a text field's value moves the caret.
      else if (this.area && this.area.value !== this.value) this.area.value = this.value;
    }
    if (changed.has("issues")) this.editor?.setIssues(this.issues);
  }

  override render() {
    return html`
      <div class="frame">
        <div class="place" ?hidden=${!this.editor}></div>
        ${
          this.editor
            ? nothing
            : html`<textarea
                aria-label=${this.label}
                aria-describedby="how"
                spellcheck="false"
                autocomplete="off"
                autocapitalize="off"
                wrap="off"
                @input=${() => this.area && this.#told(this.area.value)}
              ></textarea>`
        }
      </div>
      <span id="how" class="visually-hidden">
        Tab leaves the editor. Control F searches, F8 goes to the next problem, Control Shift [ folds.
      </span>
    `;
  }
}

customElements.get("dikast-source-editor") ??
  customElements.define("dikast-source-editor", SourceEditor);
