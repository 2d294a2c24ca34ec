import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import type { EvidenceContract } from "dikast/lean";
import { kindName, sizeName } from "../documents/document-view.js";
import { sharedStyles } from "../shared-styles.js";
import { goTo } from "../shell/routes.js";
import "../sign/sign-panel.js";
import { dropStyles, signStyles } from "../sign/sign-styles.js";
import { visible } from "../text.js";
import { type EvidenceForm, EvidenceModel } from "./evidence-model.js";
import "./evidence-view.js";
import { kindOfContract, kindsOf, PROFILES, type Profile } from "./places.js";
import type { Item } from "./publish-model.js";
import "./publish-panel.js";

const MARK = { error: "\u2716", warning: "\u25b2", info: "\u2022" } as const;

/** Evidence: written, looked at as jurors will, published under a known address, and submitted. */
export class EvidencePage extends LitElement {
  static override styles = [
    sharedStyles,
    signStyles,
    dropStyles,
    css`
      .notes {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 6px;
      }
      textarea.words {
        font: inherit;
        font-weight: 400;
      }
    `,
  ];

  readonly model = new EvidenceModel();

  override connectedCallback(): void {
    super.connectedCallback();
    this.model.addEventListener("change", this.#refresh);
    void this.model.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.model.removeEventListener("change", this.#refresh);
    this.model.stop();
  }

  readonly #refresh = (): void => this.requestUpdate();

  #value(event: Event): string {
    return (event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value;
  }

  #choice<Name extends keyof EvidenceForm>(
    name: Name,
    value: EvidenceForm[Name],
    label: string,
  ): TemplateResult {
    return html`<label class="choice">
      <input
        type="radio"
        name=${name}
        .checked=${this.model.form[name] === value}
        @change=${() => this.model.edit({ [name]: value })}
      />
      <span>${label}</span>
    </label>`;
  }

  #write(): TemplateResult {
    const { model } = this;
    const { form, issues } = model;
    return html`<section class="panel">
      <h3>1. What you say</h3>
      <fieldset>
        <legend>Written for</legend>
        ${this.#choice("standard", "kleros-v2", "Kleros v2")}
        ${this.#choice("standard", "erc-1497", "Kleros v1 and older arbitrables (ERC-1497)")}
      </fieldset>
      <label>
        Name
        <input
          .value=${form.name}
          autocomplete="off"
          @input=${(event: Event) => model.edit({ name: this.#value(event) })}
        />
      </label>
      <label>
        Description, in Markdown
        <textarea
          class="words"
          rows="7"
          .value=${form.description}
          @input=${(event: Event) => model.edit({ description: this.#value(event) })}
        ></textarea>
      </label>
      <ul class="notes">
        ${issues.map(
          ({ severity, message, hint }) => html`<li>
            <span class="badge ${severity}">${MARK[severity]} ${severity}</span>
            ${visible(message)} ${hint ? visible(hint) : nothing}
          </li>`,
        )}
      </ul>
      <div class="row">
        <button @click=${() => void model.clear()}>Start anew</button>
        ${model.undoable ? html`<button @click=${() => model.undo()}>Undo</button>` : nothing}
      </div>
    </section>`;
  }

  #file(): TemplateResult {
    const { model } = this;
    const { file, fileProblem } = model;
    return html`<section class="panel">
      <h3>2. A file, if you have one</h3>
      <div
        class="drop"
        @dragover=${(event: Event) => event.preventDefault()}
        @drop=${(event: DragEvent) => {
          event.preventDefault();
          const dropped = event.dataTransfer?.files[0];
          if (dropped) void model.choose(dropped);
        }}
      >
        <label class="button open">
          ${file ? "Choose another file" : "Choose a file"}
          <input
            class="visually-hidden"
            type="file"
            @change=${(event: Event) => {
              const input = event.target as HTMLInputElement;
              const chosen = input.files?.[0];
              input.value = "";
              if (chosen) void model.choose(chosen);
            }}
          />
        </label>
        ${
          file
            ? html`<button @click=${() => void model.removeFile()}>Remove it</button>`
            : html`<span class="muted">or drop one here. It stays in this browser until you publish it.</span>`
        }
      </div>
      ${fileProblem ? html`<p role="alert" class="warn-line panel">${visible(fileProblem)}</p>` : nothing}
      ${file ? this.#preflight() : nothing}
    </section>`;
  }

  #preflight(): TemplateResult | typeof nothing {
    const { file, form } = this.model;
    if (!file) return nothing;
    const removed = [...new Set(file.removed)].map(visible).join(", ");
    return html`<dl>
        <dt>Name</dt>
        <dd>${visible(file.name)}</dd>
        <dt>By its content</dt>
        <dd>
          ${kindName(file.kind.type)}
          <span class="badge ${file.kind.active ? "warning" : "good"}"
            >${file.kind.active ? "\u25b2 a browser could run it" : "\u2713 nothing that runs"}</span
          >
        </dd>
        <dt>Size</dt>
        <dd>${sizeName(file.content.length)}</dd>
        <dt>Address</dt>
        <dd><code id="file-cid">/ipfs/${file.cid}</code></dd>
      </dl>
      ${
        file.strippable
          ? html`<label class="choice">
              <input
                type="checkbox"
                .checked=${form.strip}
                @change=${(event: Event) =>
                  this.model.edit({ strip: (event.target as HTMLInputElement).checked })}
              />
              <span>
                Take out what the picture says about place, time and device
                (${removed}); the picture itself stays as it is
              </span>
            </label>`
          : nothing
      }
      ${
        file.strippable && !form.strip
          ? html`<p class="badge warning">\u25b2 ${removed} will be public for ever</p>`
          : nothing
      }
      <ul class="notes">
        ${file.notes.map(
          ({ severity, text }) => html`<li>
            <span class="badge ${severity}">${MARK[severity]} ${severity}</span> ${visible(text)}
          </li>`,
        )}
      </ul>`;
  }

  #preview(): TemplateResult {
    const { built, shown, file } = this.model;
    return html`<section class="panel">
      <h3>3. As jurors see it</h3>
      ${
        shown
          ? html`<dikast-evidence-view
              pending
              .evidence=${shown}
              .file=${file && { name: file.name, content: file.content }}
            ></dikast-evidence-view>`
          : nothing
      }
      ${
        built
          ? html`<details>
                <summary>The document, byte for byte</summary>
                <pre tabindex="0" aria-label="The document">${visible(built.json)}</pre>
              </details>
              <p>Its address: <code id="document-cid">${built.uri}</code></p>`
          : html`<p class="muted">
              ${shown ? "It cannot be submitted yet: see the notes above." : "Give it a name and a description first."}
            </p>`
      }
    </section>`;
  }

  get #items(): readonly Item[] {
    const { built, file, inline } = this.model;
    const items: Item[] = [];
    if (file) {
      const name = file.name.replace(/[^\w.-]+/g, "_").replace(/^\.+/, "") || "file";
      const path = name === "evidence.json" ? "file-evidence.json" : name;
      items.push({ label: "The file", path, content: file.content, cid: file.cid });
    }
    if (built && !inline) {
      const { bytes: content, cid } = built;
      items.push({ label: "The document", path: "evidence.json", content, cid });
    }
    return items;
  }

  #publish(): TemplateResult {
    const { model } = this;
    const { form } = model;
    return html`<section class="panel">
      <h3>4. Publish</h3>
      ${
        form.standard === "kleros-v2"
          ? html`<fieldset>
              <legend>The transaction holds</legend>
              ${this.#choice("inline", true, "The document itself, as Court submits it")}
              ${this.#choice("inline", false, "Its address: the document is published too")}
            </fieldset>`
          : html`<p>The transaction holds the document's address, so the document has to be published.</p>`
      }
      <dikast-publish
        .dikast=${model.dikast}
        .items=${this.#items}
        @published=${this.#refresh}
      ></dikast-publish>
    </section>`;
  }

  #contract(): TemplateResult {
    const { model } = this;
    const { form, choices, place, profile } = model;
    const [label, hint] = PROFILES[profile];
    return html`<div class="fields">
        <label>
          Chain
          <select @change=${(event: Event) => model.edit({ chainId: this.#value(event) })}>
            ${model.targets.map(
              ({ chainId, name }) =>
                html`<option value=${chainId} .selected=${chainId === model.target.chainId}>${name}</option>`,
            )}
          </select>
        </label>
        <label>
          Contract
          <select @change=${(event: Event) => model.edit({ address: this.#value(event) })}>
            ${choices.map(
              (each) =>
                html`<option value=${each.address} .selected=${each === place}>${each.label}</option>`,
            )}
            <option value="" .selected=${place === undefined}>Another, by its address</option>
          </select>
        </label>
        ${
          place
            ? nothing
            : html`<label>
                  Address of the contract
                  <input
                    .value=${form.other}
                    placeholder="0x"
                    autocomplete="off"
                    spellcheck="false"
                    @input=${(event: Event) => model.edit({ other: this.#value(event) })}
                  />
                </label>
                <label>
                  It is
                  <select
                    @change=${(event: Event) =>
                      model.edit({ kind: this.#value(event) as EvidenceContract })}
                  >
                    ${kindsOf(form.standard).map(
                      (kind) =>
                        html`<option value=${kind} .selected=${kind === form.kind}>${kindOfContract(kind)}</option>`,
                    )}
                  </select>
                </label>
                ${this.#generation()}`
        }
        <label>
          ${label}
          <input
            name="number"
            .value=${form.number}
            autocomplete="off"
            @input=${(event: Event) => model.edit({ number: this.#value(event) })}
          />
        </label>
      </div>
      <p class="small muted">${label}: ${hint}.</p>`;
  }

  /** The evidence modules of the two generations count by different numbers. */
  #generation(): TemplateResult | typeof nothing {
    const { form } = this.model;
    if (form.kind !== "evidence-module") return nothing;
    const option = (profile: Profile, text: string) =>
      html`<option value=${profile} .selected=${profile === form.profile}>${text}</option>`;
    return html`<label>
      Its generation
      <select
        @change=${(event: Event) => this.model.edit({ profile: this.#value(event) as Profile })}
      >
        ${option("kleros-v2", "of 2025 and later")} ${option("kleros-v2-neo", "of 2024, as on Arbitrum One")}
      </select>
    </label>`;
  }

  #submit(): TemplateResult {
    const { model } = this;
    return html`<section class="panel">
        <h3>5. Submit</h3>
        ${this.#contract()}
      </section>
      <dikast-sign .model=${model} .step=${6} .ready=${model.ready}></dikast-sign>`;
  }

  override render() {
    const { model } = this;
    return html`<div class="page">
      <h2>Evidence</h2>
      ${model.ready ? nothing : html`<p class="muted" role="status">Starting the core. What you type is kept.</p>`}
      ${this.#write()} ${this.#file()}
      ${model.ready ? html`${this.#preview()} ${this.#publish()} ${this.#submit()}` : nothing}
      <p class="muted small">
        To check a file against an address somebody gave you,
        <button class="quiet" @click=${() => goTo("inspect")}>go to Inspect</button>.
      </p>
    </div>`;
  }
}

customElements.get("dikast-evidence") ?? customElements.define("dikast-evidence", EvidencePage);
