import type { EvidenceDocument } from "dikast/lean";
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import "../documents/document-view.js";
import "../documents/markdown-view.js";
import { sharedStyles } from "../shared-styles.js";
import { asText, visible } from "../text.js";

/** Evidence as jurors read it: its words, its file, and what only its author says of it. */
export class EvidenceView extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      article {
        display: grid;
        gap: 12px;
        padding: 16px clamp(12px, 3vw, 20px);
        border: 1px solid var(--line);
        border-radius: 8px;
        min-width: 0;
      }
      article > * {
        min-width: 0;
      }
      h4 {
        margin: 0;
        font-size: 1.1875rem;
        line-height: 1.3;
        overflow-wrap: anywhere;
      }
      .attached {
        border-top: 1px solid var(--line);
        padding-top: 12px;
        display: grid;
        gap: 8px;
      }
      code {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) evidence: EvidenceDocument | undefined;
  /** The file, where its bytes are at hand. */
  @property({ attribute: false }) file: { name: string; content: Uint8Array } | undefined;

  /** Not on the chain yet, which alone says who submitted it. */
  @property({ type: Boolean }) pending = false;

  override render() {
    const { evidence, file, pending } = this;
    if (!evidence) return nothing;
    const { name, description, fileURI, claims } = evidence;
    const claimed = Object.entries(claims ?? {});
    return html`<article>
      <h4>${visible(name ?? "") || "(no name)"}</h4>
      <dikast-markdown .text=${description ?? ""} .level=${5}></dikast-markdown>
      ${
        claimed.length > 0
          ? html`<p class="small">
              <span class="badge warning">Its author says, and nothing proves:</span>
              ${claimed.map(([key, value]) => `${visible(key)}: ${asText(value)}`).join("; ")}
            </p>`
          : nothing
      }
      ${
        fileURI
          ? html`<div class="attached">
              <p class="small muted">Attached: <code>${visible(fileURI)}</code></p>
              ${
                file
                  ? html`<dikast-document
                      .content=${file.content}
                      .name=${file.name}
                      .level=${5}
                    ></dikast-document>`
                  : nothing
              }
            </div>`
          : nothing
      }
      ${
        pending
          ? html`<p class="small muted">
              Who submitted it, and when, jurors are told by the chain alone, once it is there.
            </p>`
          : nothing
      }
    </article>`;
  }
}

customElements.get("dikast-evidence-view") ??
  customElements.define("dikast-evidence-view", EvidenceView);
