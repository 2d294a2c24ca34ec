import DOMPurify from "dompurify";
import type { FileKind } from "dikast/lean";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { core } from "../core.js";
import { partStyles, sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";
import "./markdown-view.js";
import { wordsOfPage } from "./page-text.js";
import { blobUrl, drawn, isPicture } from "./pictures.js";

const LONGEST = 200_000;

const KINDS: Readonly<Record<string, string>> = {
  pdf: "a PDF",
  png: "a PNG picture",
  jpg: "a JPEG picture",
  gif: "a GIF picture",
  webp: "a WebP picture",
  bmp: "a BMP picture",
  html: "a web page (HTML)",
  svg: "an SVG drawing",
  xml: "XML",
  script: "a script",
  json: "JSON",
  text: "text",
  zip: "a ZIP archive",
  gzip: "a gzip archive",
  mp4: "an MP4 video",
  webm: "a WebM video",
  unknown: "bytes of no known kind",
};

/** What a file is, for a person. */
export const kindName = (type: string): string => KINDS[type] ?? type.toUpperCase();

/** "1.4 MB", with the number of bytes where that says more. */
export function sizeName(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000
    ? `${(bytes / 1000).toFixed(1)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** What of a page is shown: its words, cleaned twice. Nothing that runs, loads, or leads away. */
const cleaned = (source: string): string =>
  DOMPurify().sanitize(visible(wordsOfPage(source)), {
    ALLOWED_ATTR: [],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
  });

/** A document of its own: no scripts, no network, whatever the policy of this page would allow. */
const page = (body: string): string =>
  `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark"><title>File</title>${body}`;

/** A file of somebody else, shown by what it is and never by what it is called. */
export class DocumentView extends LitElement {
  static override styles = [
    sharedStyles,
    partStyles,
    css`
      .file {
        display: grid;
        gap: 10px;
        min-width: 0;
      }
      img {
        max-width: 100%;
        max-height: 32rem;
        height: auto;
        border-radius: 8px;
        border: 1px solid var(--line);
        background: #fff;
        justify-self: start;
      }
      iframe {
        width: 100%;
        height: 14rem;
        resize: vertical;
        border: 1px solid var(--line-strong);
        border-radius: 8px;
        background: var(--surface);
      }
      a.button {
        display: inline-flex;
        align-items: center;
        color: inherit;
        text-decoration: none;
      }
    `,
  ];

  @property({ attribute: false }) content: Uint8Array | undefined;
  /** As its author calls it; decides whether a text is Markdown, and the name to save it by. */
  @property() name = "";
  @property({ type: Number }) level = 4;
  @state() private kind: FileKind | undefined;
  @state() private broken = false;
  #urls = new Map<string, string>();

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("content")) return;
    this.#release();
    this.kind = undefined;
    this.broken = false;
    const { content } = this;
    if (content === undefined) return;
    void core.then(({ evidence }) => {
      if (this.content !== content) return;
      this.kind = evidence.fileKind(content);
      if (this.kind.type === "svg") void this.#draw(content);
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#release();
  }

  #release(): void {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }

  /** One address for each way of showing, kept until the file changes. */
  #url(mime: string, make: () => Uint8Array): string {
    const known = this.#urls.get(mime);
    if (known !== undefined) return known;
    const url = blobUrl(make(), mime);
    this.#urls.set(mime, url);
    return url;
  }

  #text(content: Uint8Array): string {
    const text = new TextDecoder("utf-8").decode(content.subarray(0, LONGEST));
    return content.length > LONGEST ? `${text}\n[cut: the file is longer]` : text;
  }

  /** An SVG as pixels, drawn where nothing in it runs or loads. */
  async #draw(content: Uint8Array): Promise<void> {
    try {
      const url = await drawn(content);
      if (this.content !== content) {
        URL.revokeObjectURL(url);
        return;
      }
      this.#urls.set("drawn", url);
      this.requestUpdate();
    } catch {
      if (this.content === content) this.broken = true;
    }
  }

  #drawing(): TemplateResult {
    const url = this.#urls.get("drawn");
    if (url) return html`<img src=${url} alt=${`The drawing ${visible(this.name)}`} />`;
    return html`<p class="muted">${this.broken ? "The drawing cannot be shown." : "Drawing."}</p>`;
  }

  #frame(content: Uint8Array, type: string): TemplateResult {
    const make = (): Uint8Array => new TextEncoder().encode(page(cleaned(this.#text(content))));
    return html`<p class="small">
        A browser would run parts of this file.
        ${
          type === "svg"
            ? "Here is what it looks like, drawn once as pixels."
            : "Here are its words alone, in a frame that can neither run nor load anything."
        }
      </p>
      ${
        type === "svg"
          ? this.#drawing()
          : html`<iframe
              sandbox=""
              title="The words of the file, without anything that runs"
              referrerpolicy="no-referrer"
              src=${this.#url("text/html", make)}
            ></iframe>`
      }
      <details>
        <summary>Its source</summary>
        <pre tabindex="0" aria-label="Source of the file">${visible(this.#text(content))}</pre>
      </details>`;
  }

  #pdf(content: Uint8Array): TemplateResult {
    return html`<p class="small">
        A PDF can hold links and scripts, and a frame without them cannot show it. The browser's own
        viewer opens it in a tab of its own.
      </p>
      <div class="row">
        <a
          class="button"
          target="_blank"
          rel="noopener noreferrer"
          href=${this.#url("application/pdf", () => content)}
          >Open the PDF in a new tab</a
        >
      </div>`;
  }

  #body(content: Uint8Array, { type, mime, active }: FileKind): TemplateResult | typeof nothing {
    if (type === "html" || type === "svg") return this.#frame(content, type);
    if (isPicture(type) && !this.broken) {
      return html`<img
        src=${this.#url(mime, () => content)}
        alt=${`The file ${visible(this.name)}`}
        @error=${() => {
          this.broken = true;
        }}
      />`;
    }
    if (isPicture(type)) return html`<p>The picture is damaged: this browser cannot draw it.</p>`;
    if (type === "pdf") return this.#pdf(content);
    const text = type === "text" && !active;
    if (text && /\.(md|markdown)$/i.test(this.name)) {
      return html`<dikast-markdown .text=${this.#text(content)} .level=${this.level}></dikast-markdown>`;
    }
    if (["text", "json", "xml", "script"].includes(type)) {
      return html`<pre tabindex="0" aria-label="Text of the file">${visible(this.#text(content))}</pre>`;
    }
    return html`<p class="small">There is nothing to show of it here.</p>`;
  }

  override render() {
    const { content, kind, name } = this;
    if (!content) return nothing;
    if (!kind) return html`<p class="muted" role="status">The file is being looked at.</p>`;
    // An address of a web page in this site's origin must not be there to be opened.
    const type = kind.active ? "application/octet-stream" : kind.mime;
    const saved = name === "" ? `file.${kind.type}` : name.replace(/[^\w.-]+/g, "_");
    return html`<div class="file">
      <div class="row">
        <span class="badge ${kind.active ? "warning" : "info"}">${kindName(kind.type)}</span>
        <span class="small muted">${sizeName(content.length)}</span>
        <a class="button" download=${saved} href=${this.#url(`save ${type}`, () => content)}>Save</a>
      </div>
      ${this.#body(content, kind)}
    </div>`;
  }
}

customElements.get("dikast-document") ?? customElements.define("dikast-document", DocumentView);
