import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { paragraphs } from "../text.js";
import "./leave.js";
import type { Leave } from "./leave.js";
import { isReadable, readMarkdown, type SafeMarkdown } from "./markdown.js";
import { pictureAt } from "./pictures.js";

/**
 * A text of somebody else in Markdown. Nothing in it runs, nothing is loaded from elsewhere before
 * somebody presses, and every link goes through a notice that names the host.
 */
export class MarkdownView extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .text {
        display: grid;
        gap: 10px;
        overflow-wrap: anywhere;
        min-width: 0;
      }
      .text > * {
        min-width: 0;
        margin: 0;
      }
      h3,
      h4,
      h5,
      h6 {
        margin: 6px 0 0;
        font-size: 1.0625rem;
        line-height: 1.3;
      }
      ul,
      ol {
        padding-left: 1.5rem;
      }
      blockquote {
        margin: 0;
        padding-left: 12px;
        border-left: 3px solid var(--line-strong);
      }
      .wide {
        overflow-x: auto;
        max-width: 100%;
      }
      pre {
        margin: 0;
        padding: 10px;
        background: var(--sunken);
        border-radius: 8px;
        width: max-content;
        min-width: 100%;
      }
      table {
        border-collapse: collapse;
      }
      th,
      td {
        border: 1px solid var(--line);
        padding: 4px 10px;
        text-align: left;
      }
      hr {
        border: 0;
        border-top: 1px solid var(--line);
        width: 100%;
      }
      button.link {
        display: inline;
        min-height: 0;
        padding: 0 2px;
        border: 0;
        background: none;
        color: var(--accent);
        text-align: left;
        text-decoration: underline;
        text-underline-offset: 3px;
        overflow-wrap: anywhere;
      }
      button.link::after {
        content: "\\2009\\2197";
      }
      button.image {
        border-style: dashed;
        text-align: left;
      }
      img {
        max-width: 100%;
        height: auto;
      }
      .lines {
        white-space: pre-line;
      }
    `,
  ];

  @property() text = "";
  /** Of the document's highest heading. */
  @property({ type: Number }) level = 4;
  @state() private read: SafeMarkdown | undefined;
  @state() private trouble = "";
  #pictures: string[] = [];

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("text") && !changed.has("level")) return;
    this.#release();
    this.trouble = "";
    try {
      this.read = isReadable(this.text) ? readMarkdown(this.text, this.level) : undefined;
    } catch {
      this.read = undefined;
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
  }

  #release(): void {
    for (const url of this.#pictures.splice(0)) URL.revokeObjectURL(url);
  }

  #press(event: Event): void {
    const pressed = (event.target as Element).closest("button");
    if (!pressed || !this.read) return;
    const link = this.read.links.get(pressed);
    const image = this.read.images.get(pressed);
    if (link) this.#notice().ask(link);
    else if (image?.destination.kind === "ipfs") void this.#load(pressed, image.destination.uri);
    else if (image) this.#notice().ask(image.destination);
  }

  #notice(): Leave {
    return this.renderRoot.querySelector("dikast-leave") as Leave;
  }

  /** A picture of IPFS, fetched and checked now that somebody pressed. */
  async #load(place: HTMLButtonElement, uri: string): Promise<void> {
    const words = place.textContent ?? "";
    place.disabled = true;
    place.textContent = "The picture is being asked for.";
    this.trouble = "";
    try {
      const url = await pictureAt(uri);
      this.#pictures.push(url);
      const image = document.createElement("img");
      image.src = url;
      image.alt = words.replace(/^[^:]*: /, "");
      place.replaceWith(image);
    } catch (error) {
      place.disabled = false;
      place.textContent = words;
      this.trouble = error instanceof Error ? error.message : String(error);
    }
  }

  override render() {
    const { read, text, trouble } = this;
    return html`<div class="text" @click=${this.#press}>
        ${read ? read.content : html`<p>${paragraphs(text)}</p>`}
        ${
          read || text === ""
            ? nothing
            : html`<p class="muted small">Shown as it is written: it is too long or too deeply nested.</p>`
        }
      </div>
      ${trouble ? html`<p role="alert" class="small">${paragraphs(trouble)}</p>` : nothing}
      <dikast-leave></dikast-leave>`;
  }
}

customElements.get("dikast-markdown") ?? customElements.define("dikast-markdown", MarkdownView);
