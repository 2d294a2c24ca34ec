import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import "../evidence/evidence-view.js";
import "../studio/juror-view.js";
import { visible } from "../text.js";
import { ReceiptModel } from "./receipt-model.js";
import { signStyles } from "./sign-styles.js";

/** What a transaction did, proved from the chain. */
export class ReceiptPage extends LitElement {
  static override styles = [sharedStyles, signStyles];

  @property() chain = "";
  @property() hash = "";
  #model: ReceiptModel | undefined;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("chain") && !changed.has("hash")) return;
    this.#model?.stop();
    this.#model = undefined;
    if (!/^0x[0-9a-f]{64}$/i.test(this.hash) || !/^\d{1,20}$/.test(this.chain)) return;
    const model = new ReceiptModel(this.chain, this.hash as `0x${string}`);
    model.addEventListener("change", () => this.requestUpdate());
    this.#model = model;
    void model.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#model?.stop();
  }

  #state(model: ReceiptModel): TemplateResult {
    switch (model.stage) {
      case "starting":
        return html`<p role="status">Looking for the chain.</p>`;
      case "choose":
        return html`<p>
            This page has no node of its own for chain ${model.chainId}. Choose a wallet to read with;
            reading sends nothing.
          </p>
          <div class="row">
            ${model.wallets.map(
              ({ name, provider }) =>
                html`<button class="primary" @click=${() => void model.read(provider)}>${visible(name)}</button>`,
            )}
            ${model.wallets.length === 0 ? html`<span>No wallet is announced in this browser.</span>` : nothing}
          </div>`;
      case "waiting":
        return html`<p role="status">
          ${model.confirmations > 0 ? "Mined. Reading it back." : "Sent. Waiting until it is mined; you may close the page and come back."}
        </p>`;
      case "failed":
        return html`<p role="alert"><strong>${visible(model.problem)}</strong></p>
          <div class="row">
            <button @click=${() => void model.start()}>Check again</button>
          </div>`;
      case "mined":
        return html`<p><span class="badge good">\u2713 Mined</span> in block ${model.receipt?.blockNumber.toString()}</p>`;
    }
  }

  #ids({ logged, dispute }: ReceiptModel): TemplateResult {
    return html`<dl>
      ${
        logged
          ? html`<dt>Template id</dt>
            <dd><strong id="template-id">${logged.templateId.toString()}</strong></dd>`
          : nothing
      }
      ${
        dispute
          ? html`<dt>Dispute id</dt>
            <dd><strong id="dispute-id">${dispute.disputeId.toString()}</strong> of the arbitrator <code>${dispute.arbitrator}</code></dd>`
          : nothing
      }
    </dl>`;
  }

  /** What the log says about the evidence, and whether it is what was reviewed. */
  #evidence({ evidence, sent }: ReceiptModel): TemplateResult | typeof nothing {
    if (!evidence) return nothing;
    const { group, party, document } = evidence;
    const same = sent?.evidence === undefined ? undefined : sent.evidence === evidence.evidence;
    return html`${
      same === undefined
        ? nothing
        : same
          ? html`<p>
              <span class="badge good">\u2713 Proved</span> The evidence on the chain is, character by
              character, what you reviewed.
            </p>`
          : html`<p role="alert">
              <span class="badge error">\u2716 Not what you reviewed</span> The chain has another
              evidence.
            </p>`
    }
      <dl>
        <dt>Evidence group</dt>
        <dd id="evidence-group">${group.toString()}</dd>
        <dt>Submitted by</dt>
        <dd><code>${party}</code></dd>
        <dt>Evidence</dt>
        <dd><code>${visible(evidence.evidence)}</code></dd>
      </dl>
      ${
        document
          ? html`<dikast-evidence-view .evidence=${document.evidence}></dikast-evidence-view>`
          : nothing
      }`;
  }

  /** The question as the log has it, and whether it is what was reviewed. */
  #question({ question, sent }: ReceiptModel): TemplateResult | typeof nothing {
    if (!question) return nothing;
    const reviewed = sent?.question;
    return html`${
      reviewed === undefined
        ? nothing
        : reviewed === question.text
          ? html`<p>
              <span class="badge good">\u2713 Proved</span> The question on the chain is, character by
              character, what you reviewed.
            </p>`
          : html`<p role="alert">
              <span class="badge error">\u2716 Not what you reviewed</span> The chain has another
              question.
            </p>`
    }
      <dl>
        <dt>Question id</dt>
        <dd><strong id="asked-id">${question.id}</strong></dd>
        <dt>Text</dt>
        <dd><code>${visible(question.text)}</code></dd>
        <dt>Arbitrator</dt>
        <dd><code>${question.arbitrator}</code></dd>
      </dl>`;
  }

  #proof({ rendersAs, fetched, logged, details }: ReceiptModel): TemplateResult {
    if (!logged)
      return html`<p>The transaction registered no template, submitted no evidence and asked no question.</p>`;
    if (!fetched) {
      return html`<p class="badge error">\u2716 The node does not give the template back.</p>`;
    }
    if (rendersAs === "same") {
      return html`<p>
        <span class="badge good">\u2713 Proved</span> The template and the mappings that the chain gives
        back are, character by character, those you
        reviewed${details ? ", and they render the same." : ". Neither renders with the values at hand: the studio says why."}
      </p>`;
    }
    if (rendersAs === "differs") {
      return html`<p role="alert">
        <span class="badge error">\u2716 Not what you reviewed</span> The chain gives back another template
        or other mappings. Do not refer to this id.
      </p>`;
    }
    return html`<p>
      This browser does not have what was reviewed, so there is nothing to compare with. This is what
      the chain has.
    </p>`;
  }

  override render() {
    const model = this.#model;
    if (!model) {
      return html`<div class="page">
        <h2>No transaction</h2>
        <p>A receipt's address ends with a chain's number and a transaction's hash.</p>
      </div>`;
    }
    const { target, details, fetched } = model;
    return html`<div class="page">
      <h2>Receipt</h2>
      <section class="panel ${model.stage === "mined" ? "good-line" : ""}">
        ${this.#state(model)}
        <dl>
          <dt>Transaction</dt>
          <dd><code>${model.hash}</code></dd>
          <dt>Chain</dt>
          <dd>${target?.name ?? "unknown"} (${model.chainId})</dd>
        </dl>
        ${model.stage === "mined" ? this.#ids(model) : nothing}
      </section>
      ${
        model.stage === "mined"
          ? html`<section class="panel">
              <h3>What is on the chain</h3>
              ${model.evidence ? this.#evidence(model) : model.question ? this.#question(model) : this.#proof(model)}
              ${details ? html`<dikast-juror-view .details=${details}></dikast-juror-view>` : nothing}
              ${
                fetched
                  ? html`<details>
                      <summary>The template's text, from the chain</summary>
                      <pre tabindex="0">${visible(fetched.template)}</pre>
                    </details>`
                  : nothing
              }
            </section>`
          : nothing
      }
      <div class="row">${
        model.evidence
          ? html`<a class="button" href="#/evidence">Back to the evidence</a>`
          : model.question
            ? html`<a class="button" href="#/question">Back to the question</a>`
            : html`<a class="button" href="#/ship">Back to registering</a>`
      }</div>
    </div>`;
  }
}

customElements.get("dikast-receipt") ?? customElements.define("dikast-receipt", ReceiptPage);
