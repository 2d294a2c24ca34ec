import type { Dikast, IpfsMatch } from "dikast/lean";
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import "../documents/document-view.js";
import { sizeName } from "../documents/document-view.js";
import { sharedStyles } from "../shared-styles.js";
import { drafts } from "../shell/drafts.js";
import { dropStyles, signStyles } from "../sign/sign-styles.js";
import { visible } from "../text.js";

const KEY = "inspect.address";
/** What the package verifies at once. */
const LARGEST = 67_108_864;

const WAYS: Readonly<Record<string, string>> = {
  "v1-2025": "CIDv1, chunks of 1 MiB",
  "v1-raw-256k": "CIDv1, raw leaves, chunks of 256 KiB",
  "v1-dagpb-256k": "CIDv1, dag-pb leaves, chunks of 256 KiB",
  "v0-2015": "CIDv0, as kubo adds files",
};

/** Holds a file against an address: a policy or evidence that somebody sent, and the CID on the chain. */
export class FileCheck extends LitElement {
  static override styles = [
    sharedStyles,
    signStyles,
    dropStyles,
    css`
      .result {
        display: grid;
        gap: 12px;
        min-width: 0;
      }
    `,
  ];

  @property({ attribute: false }) dikast: Dikast | undefined;
  /** An address that stands above, taken over while the field is empty. */
  @property() given = "";
  @state() private address = drafts.read(KEY) ?? "";
  @state() private file: { name: string; content: Uint8Array } | undefined;
  @state() private match: IpfsMatch | undefined;
  @state() private problem = "";

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("address") || changed.has("given") || changed.has("file")) this.#check();
  }

  get #asked(): string {
    return this.address.trim() || this.given;
  }

  #check(): void {
    this.match = undefined;
    this.problem = "";
    const { dikast, file } = this;
    const asked = this.#asked;
    if (!dikast || !file) return;
    try {
      if (asked === "") {
        this.problem = "";
        return;
      }
      this.match = dikast.ipfs.match(asked, file.content);
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
  }

  async #take(chosen: File | undefined): Promise<void> {
    if (!chosen) return;
    if (chosen.size > LARGEST) {
      this.problem = `${chosen.name} is larger than 64 MiB.`;
      return;
    }
    try {
      const content = new Uint8Array(await chosen.arrayBuffer());
      this.file = { name: chosen.name, content };
    } catch (error) {
      this.problem = `${chosen.name} cannot be read: ${error instanceof Error ? error.message : error}`;
    }
  }

  #verdict(match: IpfsMatch): TemplateResult {
    if (!match.match) {
      return html`<p>
        <span class="badge error">\u2716 Another file</span> This is not what the address names. One
        changed letter, also a space or a line end, gives another address.
      </p>`;
    }
    const how = {
      content: "By its content",
      car: "Out of a CAR file, every block of it checked",
      block: "By its block",
    }[match.proof ?? "content"];
    return html`<p>
      <span class="badge good">\u2713 The very file</span> This is what the address names. ${how}${
        match.profiles.length > 0
          ? html`: ${match.profiles
              .map((profile) => `${profile} (${WAYS[profile] ?? ""})`)
              .join(", ")}`
          : nothing
      }.
    </p>`;
  }

  #result(): TemplateResult | typeof nothing {
    const { file, match } = this;
    if (!file) return nothing;
    const cids = this.dikast && (match?.cids ?? this.#cids(this.dikast, file.content));
    return html`<div class="result">
      <div role="status">
        ${match ? this.#verdict(match) : html`<p>Its addresses, by the usual ways of cutting it:</p>`}
      </div>
      <p class="small muted">${visible(file.name)}, ${sizeName(file.content.length)}</p>
      <details ?open=${!match?.match}>
        <summary>The file's own addresses</summary>
        <dl>
          ${cids?.map(
            ({
              profile,
              cid,
            }) => html`<dt>${profile}<br /><span class="small">${WAYS[profile] ?? ""}</span></dt>
              <dd><code>${cid}</code></dd>`,
          )}
        </dl>
      </details>
      <dikast-document .content=${match?.content ?? file.content} .name=${file.name}></dikast-document>
    </div>`;
  }

  #cids({ ipfs }: Dikast, content: Uint8Array): IpfsMatch["cids"] {
    // An address that no content has.
    return ipfs.match(ipfs.cid(""), content).cids;
  }

  override render() {
    const { problem } = this;
    return html`<section class="panel">
      <h3>Is this file the policy, or the evidence, that an address names?</h3>
      <label>
        IPFS address
        <input
          .value=${this.address}
          placeholder=${this.given === "" ? "/ipfs/\u2026" : this.given}
          autocomplete="off"
          spellcheck="false"
          @input=${(event: Event) => {
            this.address = (event.target as HTMLInputElement).value;
            drafts.write(KEY, this.address);
          }}
        />
      </label>
      <div
        class="drop"
        @dragover=${(event: Event) => event.preventDefault()}
        @drop=${(event: DragEvent) => {
          event.preventDefault();
          void this.#take(event.dataTransfer?.files[0]);
        }}
      >
        <label class="button open">
          Choose a file to hold against it
          <input
            class="visually-hidden"
            type="file"
            @change=${(event: Event) => {
              const input = event.target as HTMLInputElement;
              void this.#take(input.files?.[0]);
              input.value = "";
            }}
          />
        </label>
        <span class="muted">or drop one here; a CAR file too. It does not leave this page.</span>
      </div>
      ${problem ? html`<p role="alert" class="warn-line panel">${visible(problem)}</p>` : nothing}
      ${this.#result()}
    </section>`;
  }
}

customElements.get("dikast-file-check") ?? customElements.define("dikast-file-check", FileCheck);
