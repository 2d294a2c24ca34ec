import type { Dikast } from "dikast/lean";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { blobUrl } from "../documents/pictures.js";
import { sharedStyles } from "../shared-styles.js";
import { signStyles } from "../sign/sign-styles.js";
import { visible } from "../text.js";
import { type Item, PublishModel } from "./publish-model.js";
import { SERVICES } from "./services.js";

/** Hands bytes over as a file. */
function saveBytes(name: string, bytes: Uint8Array): void {
  const url = blobUrl(bytes, "application/octet-stream");
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Where content is published, how far it is, and whether it can be had. */
export class PublishPanel extends LitElement {
  static override styles = [
    sharedStyles,
    signStyles,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 10px;
      }
      li {
        display: grid;
        gap: 4px;
        overflow-wrap: anywhere;
      }
      progress {
        width: 100%;
        height: 14px;
        accent-color: var(--accent);
      }
      ol {
        margin: 0;
        padding-left: 1.4rem;
      }
    `,
  ];

  @property({ attribute: false }) dikast: Dikast | undefined;
  @property({ attribute: false }) items: readonly Item[] = [];
  readonly model = new PublishModel();

  override connectedCallback(): void {
    super.connectedCallback();
    this.model.addEventListener("change", this.#refresh);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.model.removeEventListener("change", this.#refresh);
    this.model.stop();
  }

  readonly #refresh = (): void => {
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("published"));
  };

  #item({ label, cid }: Item): TemplateResult {
    const { progress, published, check } = this.model.state(cid);
    const total = progress?.total ?? 0;
    const part = total > 0 ? Math.round(((progress?.bytes ?? 0) / total) * 100) : 0;
    const busy = this.model.busy !== "" && published !== "pinned" && progress !== undefined;
    return html`<li>
      <span>
        <strong>${label}</strong>
        ${
          published === "pinned"
            ? html`<span class="badge good">\u2713 published</span>`
            : published
              ? html`<span class="badge warning">${published}: the service has not fetched all of it yet</span>`
              : nothing
        }
        ${
          check?.available
            ? html`<span class="badge good">\u2713 can be had from ${visible(check.gateway ?? "")}</span>`
            : check
              ? html`<span class="badge error">\u2716 no gateway gives it yet</span>`
              : nothing
        }
      </span>
      <code>/ipfs/${cid}</code>
      ${
        progress && published !== "pinned" && total > 0
          ? html`<progress max="100" value=${part} aria-label=${`${label}, sent so far`}></progress>
              <span class="small muted">${progress.blocks} blocks, ${part} % of ${total} bytes${busy ? "" : "; not finished"}</span>`
          : nothing
      }
      ${check && !check.available ? html`<span class="small">${visible(check.notes.join(" "))}</span>` : nothing}
    </li>`;
  }

  #where(): TemplateResult {
    const { model } = this;
    const { kind, node, service, gateways } = model.kept;
    const choice = (value: typeof kind, label: string) => html`<label class="choice">
      <input
        type="radio"
        name="where"
        .checked=${kind === value}
        @change=${() => model.edit({ kind: value })}
      />
      <span>${label}</span>
    </label>`;
    const text = (event: Event): string => (event.target as HTMLInputElement).value;
    return html`<fieldset>
        <legend>Where to</legend>
        ${choice("node", "A node of my own: it gets the blocks (kubo's RPC)")}
        ${choice("pinning-service", "A pinning service: it fetches the blocks from who has them")}
      </fieldset>
      <div class="fields">
        ${
          kind === "node"
            ? html`<label>
                Address of the node
                <input
                  .value=${node}
                  autocomplete="off"
                  @input=${(event: Event) => model.edit({ node: text(event) })}
                />
              </label>`
            : html`<label>
                  Endpoint of the service
                  <input
                    list="services"
                    .value=${service}
                    autocomplete="off"
                    @input=${(event: Event) => model.edit({ service: text(event) })}
                  />
                  <datalist id="services">
                    ${SERVICES.map(({ name, url }) => html`<option value=${url}>${name}</option>`)}
                  </datalist>
                </label>
                <label>
                  Token, kept in this tab only
                  <input
                    type="password"
                    .value=${model.token}
                    autocomplete="off"
                    @input=${(event: Event) => {
                      model.token = text(event);
                    }}
                  />
                </label>`
        }
        <label>
          Gateways to look for it with
          <input
            .value=${gateways}
            placeholder="the usual ones"
            autocomplete="off"
            @input=${(event: Event) => model.edit({ gateways: text(event) })}
          />
        </label>
      </div>
      ${
        kind === "node"
          ? nothing
          : html`<p class="small muted">
              A service can only pin what somebody already has: publish to a node first, or carry the CAR
              file to the service's own upload.
            </p>`
      }`;
  }

  #buttons(dikast: Dikast): TemplateResult {
    const { model, items } = this;
    const halfway = model.isHalfway(items);
    return html`<div class="row">
      <button
        class="primary"
        ?disabled=${model.busy !== ""}
        @click=${() => void model.publish(dikast, items)}
      >
        ${halfway ? "Go on publishing" : "Publish"}
      </button>
      ${model.busy ? html`<button @click=${() => model.stop()}>Stop</button>` : nothing}
      <button ?disabled=${model.busy !== ""} @click=${() => void model.recheck(dikast, items)}>
        Check that it can be had
      </button>
      <button
        @click=${() => {
          const { name, bytes } = model.carOf(dikast, items);
          saveBytes(name, bytes);
        }}
      >
        Carry it away (CAR file)
      </button>
    </div>`;
  }

  override render() {
    const { model, dikast, items } = this;
    if (!dikast) return nothing;
    if (items.length === 0) {
      return html`<p>
        Nothing has to be published: the document itself goes into the transaction, and there is no file.
      </p>`;
    }
    return html`<div class="page">
      <p>The addresses are known before anything is sent, and stay the same wherever it is published.</p>
      <ul>
        ${items.map((item) => this.#item(item))}
      </ul>
      ${this.#where()} ${this.#buttons(dikast)}
      <div role="status" aria-live="polite">
        ${model.busy ? html`<p>${visible(model.busy)}\u2026</p>` : nothing}
      </div>
      ${
        model.problem
          ? html`<p role="alert" class="trouble panel">${visible(model.problem)}</p>`
          : nothing
      }
    </div>`;
  }
}

customElements.get("dikast-publish") ?? customElements.define("dikast-publish", PublishPanel);
