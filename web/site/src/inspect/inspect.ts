import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { core } from "../core.js";
import { sharedStyles } from "../shared-styles.js";
import { chains } from "../shell/chains.js";
import { drafts } from "../shell/drafts.js";
import { recognise } from "../shell/recognise.js";
import { signStyles } from "../sign/sign-styles.js";
import { visible } from "../text.js";
import "./file-check.js";
import "./finding-view.js";
import { takeText } from "./handed.js";
import { InspectModel, type Source } from "./inspect-model.js";
import type { Question } from "./questions.js";

const LARGEST = 8_000_000;

/** What a pasted thing says: calldata, logs, extra data, addresses, templates, transactions, files. */
export class Inspect extends LitElement {
  static override styles = [
    sharedStyles,
    signStyles,
    css`
      label.open {
        display: inline-flex;
        align-items: center;
        font-weight: 400;
        font-size: 1rem;
      }
      label.open:focus-within {
        outline: 3px solid var(--accent);
        outline-offset: 2px;
      }
    `,
  ];

  /** A text from the address. */
  @property() given = "";
  @state() private text = drafts.read("inspect.text") ?? "";
  @state() private abi = drafts.read("inspect.abi") ?? "";
  @state() private model: InspectModel | undefined;
  @state() private failure = "";

  override connectedCallback(): void {
    super.connectedCallback();
    chains.addEventListener("change", this.#refresh);
    // Texts of more than a megabyte come a moment later.
    void drafts.ready.then(() => {
      if (this.text === "") this.#take(drafts.read("inspect.text") ?? "");
    });
    void core.then(
      (dikast) => {
        const model = new InspectModel(dikast);
        model.addEventListener("change", this.#refresh);
        this.model = model;
        if (this.abi.trim() !== "") model.readWith(this.abi);
        model.read(this.text);
      },
      (error: Error) => {
        this.failure = error.message;
      },
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    chains.removeEventListener("change", this.#refresh);
    this.model?.stop();
  }

  readonly #refresh = (): void => this.requestUpdate();

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("given")) return;
    const handed = takeText() || this.given;
    if (handed !== "") {
      drafts.replace("inspect.text", handed);
      this.text = handed;
      this.model?.read(handed);
    }
  }

  #take(text: string): void {
    drafts.write("inspect.text", text);
    this.text = text;
    this.model?.read(text);
  }

  #takeAbi(text: string): void {
    drafts.write("inspect.abi", text);
    this.abi = text;
    this.model?.readWith(text);
  }

  #buttons(model: InspectModel, label: string, question: Question): TemplateResult {
    const ask = (source?: Source) => () => void model.ask(question, source);
    const file = question.kind === "file";
    const who = file && !chains.current.world ? "public gateways" : chains.current.name;
    return html`<div class="row">
      <strong>${visible(label)}</strong>
      <button ?disabled=${model.busy !== ""} @click=${ask()}>Ask ${who}</button>
      ${(file ? [] : (model.wallets ?? [])).map(
        (source) => html`<button ?disabled=${model.busy !== ""} @click=${ask(source)}>
          Ask ${visible(source.name)}
        </button>`,
      )}
    </div>`;
  }

  #questions(model: InspectModel): TemplateResult | typeof nothing {
    if (model.questions.length === 0) return nothing;
    return html`<section class="panel">
      <h3>What somebody else can add</h3>
      ${model.questions.map(({ label, question }) => this.#buttons(model, label, question))}
      <p class="muted">
        Nothing is asked before you press. The chain is chosen at the top of the page.
        ${
          model.wallets === undefined
            ? html`<button class="quiet" @click=${() => void model.findWallets()}>
                Look for a wallet to read with
              </button>`
            : nothing
        }
        ${model.wallets?.length === 0 ? "There is no wallet in this browser." : nothing}
      </p>
    </section>`;
  }

  #state(model: InspectModel): TemplateResult {
    return html`
      <div role="status" aria-live="polite">
        ${model.busy ? html`<p class="panel">${visible(model.busy)}\u2026</p>` : nothing}
      </div>
      ${
        model.wanted
          ? html`<div class="panel warn-line" role="alert">
              <p>
                The mappings of this dispute want to ask <code>${visible(model.wanted)}</code>, which
                learns your address on the network and what is asked.
              </p>
              <div class="row">
                <button class="primary" @click=${() => void model.allow()}>
                  Allow ${visible(model.wanted)} and ask again
                </button>
              </div>
            </div>`
          : nothing
      }
      ${
        model.problem
          ? html`<p class="panel warn-line" role="alert">${visible(model.problem)}</p>`
          : nothing
      }
    `;
  }

  #drop(event: DragEvent): void {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void this.#read(file);
  }

  #input(): TemplateResult {
    const { text, model } = this;
    const kind = recognise(text);
    return html`<section
      class="panel"
      @dragover=${(event: Event) => event.preventDefault()}
      @drop=${(event: DragEvent) => this.#drop(event)}
    >
      <label>
        Calldata, logs, extra data, an address, a transaction, an IPFS address, the number of a template
        or dispute
        <textarea
          rows="6"
          class="mono"
          spellcheck="false"
          autocomplete="off"
          .value=${text}
          @input=${(event: Event) => this.#take((event.target as HTMLTextAreaElement).value)}
        ></textarea>
      </label>
      <div class="row">
        <label class="button open">
          Open a file
          <input
            class="visually-hidden"
            type="file"
            @change=${(event: Event) => this.#file(event.target as HTMLInputElement)}
          />
        </label>
        ${text === "" ? nothing : html`<button @click=${() => this.#clear()}>Clear</button>`}
        ${
          drafts.versions("inspect.text").length > 0
            ? html`<button @click=${() => this.#undo()}>Undo</button>`
            : nothing
        }
        <span role="status">${text.trim() === "" ? "Paste something, or drop a file." : visible(kind.kind)}</span>
      </div>
      <details ?open=${this.abi.trim() !== ""}>
        <summary>Read with another ABI</summary>
        <label>
          Signatures one a line, or a JSON ABI
          <textarea
            rows="3"
            class="mono"
            spellcheck="false"
            placeholder="function f(uint256 amount, address to)"
            .value=${this.abi}
            @input=${(event: Event) => this.#takeAbi((event.target as HTMLTextAreaElement).value)}
          ></textarea>
        </label>
        <p role="status">${model?.abiProblem ? visible(model.abiProblem) : nothing}</p>
      </details>
    </section>`;
  }

  #clear(): void {
    drafts.replace("inspect.text", "");
    this.text = "";
    this.model?.read("");
    this.renderRoot.querySelector("textarea")?.focus();
  }

  #undo(): void {
    const text = drafts.undo("inspect.text");
    if (text === undefined) return;
    this.text = text;
    this.model?.read(text);
  }

  override render() {
    const { model } = this;
    return html`<div class="page">
      <h2>Inspect</h2>
      ${this.#input()}
      ${
        this.failure
          ? html`<p class="panel warn-line" role="alert">${visible(this.failure)}</p>`
          : nothing
      }
      ${
        model
          ? html`${this.#questions(model)} ${this.#state(model)}`
          : html`<p class="muted" role="status">
              ${this.failure ? nothing : "The core is being loaded. What you type is kept."}
            </p>`
      }
      ${model?.findings.map(
        (finding) => html`<dikast-finding
          .finding=${finding}
          @open=${() => model.openInStudio(finding)}
        ></dikast-finding>`,
      )}
      ${
        model
          ? html`<dikast-file-check
              .dikast=${model.dikast}
              .given=${model.address}
            ></dikast-file-check>`
          : nothing
      }
    </div>`;
  }

  #file(input: HTMLInputElement): void {
    const file = input.files?.[0];
    input.value = "";
    if (file) void this.#read(file);
  }

  async #read(file: File): Promise<void> {
    if (file.size > LARGEST) {
      this.model?.say(`${file.name} is larger than 8 MB.`);
      return;
    }
    try {
      const bytes = await file.arrayBuffer();
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      drafts.replace("inspect.text", text);
      this.text = text;
      this.model?.read(text);
    } catch {
      this.model?.say(`${file.name} is no text (UTF-8).`);
    }
  }
}

customElements.get("dikast-inspect") ?? customElements.define("dikast-inspect", Inspect);
