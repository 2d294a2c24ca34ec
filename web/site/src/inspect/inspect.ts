import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { core } from "../core.js";
import { recognise } from "../shell/recognise.js";
import { sharedStyles } from "../shared-styles.js";
import { signStyles } from "../sign/sign-styles.js";
import { visible } from "../text.js";
import { takeText } from "./handed.js";
import { type Finding, InspectModel } from "./inspect-model.js";

/** What a pasted thing says: calldata, logs, extra data, addresses, templates and transactions. */
export class Inspect extends LitElement {
  static override styles = [sharedStyles, signStyles];

  /** A text from the address. */
  @property() given = "";
  @state() private text = "";
  @state() private model: InspectModel | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void core.then(
      (dikast) => {
        const model = new InspectModel(dikast);
        model.addEventListener("change", () => this.requestUpdate());
        this.model = model;
        model.read(this.text);
        void model.start();
      },
      () => undefined,
    );
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("given")) return;
    const handed = takeText() || this.given;
    if (handed !== "" || this.text === "") this.#take(handed);
  }

  #take(text: string): void {
    this.text = text;
    this.model?.read(text);
  }

  #finding(finding: Finding): TemplateResult {
    return html`<section class="panel good-line">
      <h3>${finding.title}</h3>
      <dl>
        ${finding.rows.map(
          ([name, value]) => html`<dt>${visible(name)}</dt>
            <dd>
              ${
                value.length > 160
                  ? html`<details>
                      <summary>${value.length} characters</summary>
                      <pre tabindex="0">${visible(value)}</pre>
                    </details>`
                  : html`<code>${value === "" ? "(empty)" : visible(value)}</code>`
              }
            </dd>`,
        )}
      </dl>
      ${finding.note ? html`<p class="muted">${visible(finding.note)}</p>` : nothing}
      ${
        finding.open
          ? html`<div class="row">
              <button class="primary" @click=${() => this.model?.openInStudio(finding)}>
                Open it in the Template studio
              </button>
            </div>`
          : nothing
      }
    </section>`;
  }

  #chain(model: InspectModel): TemplateResult | typeof nothing {
    const { ask } = model;
    if (!ask) return nothing;
    return html`<section class="panel">
      <h3>${ask}</h3>
      ${
        model.sources.length === 0
          ? html`<p>
              This needs a chain, and none is at hand: there is no local world behind this page and no
              wallet to read with. Paste the transaction's logs instead.
            </p>`
          : html`<p class="muted">Nothing is asked before you press.</p>
              <div class="row">
                ${model.sources.map(
                  ({ name }, at) => html`<button @click=${() => void model.askChain(at)}>
                    Ask ${visible(name)}
                  </button>`,
                )}
              </div>`
      }
    </section>`;
  }

  override render() {
    const { model, text } = this;
    const kind = recognise(text);
    return html`<div class="page">
      <h2>Inspect</h2>
      <section class="panel">
        <label>
          Calldata, logs, extra data, an address, a template id or a transaction
          <textarea
            rows="6"
            class="mono"
            spellcheck="false"
            .value=${text}
            @input=${(event: Event) => this.#take((event.target as HTMLTextAreaElement).value)}
          ></textarea>
        </label>
        <div class="row">
          <label class="button">
            Open a file
            <input
              class="visually-hidden"
              type="file"
              @change=${(event: Event) => void this.#file(event.target as HTMLInputElement)}
            />
          </label>
          <span role="status">${text.trim() === "" ? "Paste something." : visible(kind.kind)}</span>
        </div>
      </section>
      ${model?.findings.map((finding) => this.#finding(finding))}
      ${model ? this.#chain(model) : nothing}
      <div role="status" aria-live="polite">
        ${model?.busy ? html`<p class="panel">${visible(model.busy)}\u2026</p>` : nothing}
      </div>
      ${
        model?.problem
          ? html`<p class="panel warn-line" role="alert">${visible(model.problem)}</p>`
          : nothing
      }
    </div>`;
  }

  async #file(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    if (file.size > 8_000_000) {
      this.model?.say(`${file.name} is larger than 8 MB.`);
      return;
    }
    this.#take(await file.text());
  }
}

customElements.get("dikast-inspect") ?? customElements.define("dikast-inspect", Inspect);
