import { html, LitElement, nothing, type TemplateResult } from "lit";
import { sharedStyles } from "../shared-styles.js";
import "../sign/sign-panel.js";
import { signStyles } from "../sign/sign-styles.js";
import { visible } from "../text.js";
import { AskModel, NOBODY, TYPES } from "./ask-model.js";
import {
  area,
  attempt,
  coins,
  duration,
  input,
  problemLine,
  select,
  type Tried,
  utc,
} from "./fields.js";
import { chainNameOf, contractName, courtOf, proxyLabel } from "./places.js";
import { questionStyles } from "./question-styles.js";
import { questionView, withSeparators } from "./question-view.js";

const MARK = { error: "\u2716", warning: "\u25b2", info: "\u2022" } as const;

const TIMEOUTS: readonly (readonly [string, string])[] = [
  ["3600", "1 hour"],
  ["86400", "1 day"],
  ["129600", "1 day 12 hours"],
  ["172800", "2 days"],
  ["259200", "3 days"],
  ["604800", "7 days"],
  ["other", "Another number of seconds"],
];

const VERSIONS = ["3.0", "3.2", "2.2", "2.1", "2.0", "ERC20-3.0", "ERC20-3.2", "ERC20-2.0"];

/** A question is written, looked at as readers will, and asked. */
export class QuestionAsk extends LitElement {
  static override styles = [sharedStyles, signStyles, questionStyles];

  readonly model = new AskModel();

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

  #write(): TemplateResult {
    const { model } = this;
    return html`<section class="panel">
      <h3>1. What you ask</h3>
      ${select(model, "type", "The answer is", TYPES)}
      ${area(model, "title", "Question", {
        placeholder: "Did \u2026 on \u2026 (UTC), according to \u2026?",
        hint: "What happened, until when, and who or which page says so.",
      })}
      ${
        model.selects
          ? area(model, "outcomes", "Outcomes, one a line", {
              rows: 4,
              hint: "In this order, counted from 0.",
            })
          : nothing
      }
      <div class="fields">
        ${input(model, "category", "Category", { placeholder: "none" })}
        ${input(model, "lang", "Language", { hint: "As en_US or fr_FR" })}
      </div>
      ${this.#template()}
      <div class="row">
        <button @click=${() => model.clear()}>Start anew</button>
        ${model.undoable ? html`<button @click=${() => model.undo()}>Undo</button>` : nothing}
      </div>
    </section>`;
  }

  #template(): TemplateResult | typeof nothing {
    const { model } = this;
    if (!model.ready) return nothing;
    const { builtIn } = model;
    const create = attempt(() =>
      model.dikast.abi.encodeFunctionData("function createTemplate(string content)", [
        model.templateText,
      ]),
    );
    return html`<details ?open=${model.ownTemplate}>
      <summary>
        Template: ${model.ownTemplate ? "your own" : `number ${builtIn}, which is built in`}
      </summary>
      <div class="page">
        ${
          builtIn === undefined
            ? html`<p>This contract has no built-in template for this type: create one, once.</p>`
            : select(model, "own", "Use", [
                ["", `The built-in template ${builtIn}`],
                ["own", "A template of my own"],
              ])
        }
        ${model.ownTemplate ? this.#ownTemplate(create) : html`<pre tabindex="0" aria-label="Template">${model.templateText}</pre>`}
      </div>
    </details>`;
  }

  #ownTemplate(create: Tried<string>): TemplateResult {
    const { model } = this;
    const { type } = model.form;
    return html`<div class="fields">
        ${type === "uint" || type === "int" ? input(model, "typeDecimals", "Decimals of the answer") : nothing}
        ${
          type === "datetime"
            ? select(model, "precision", "Precision", [
                ["", "days, as readers do without one"],
                ["Y", "years"],
                ["m", "months"],
                ["d", "days"],
                ["H", "hours"],
                ["i", "minutes"],
                ["s", "seconds"],
              ])
            : nothing
        }
        ${input(model, "templateId", "Its number on this contract", {
          hint: "The contract gives it when the template is created (LogNewTemplate).",
        })}
      </div>
      <pre tabindex="0" aria-label="Template">${model.templateText}</pre>
      ${
        create.problem === undefined
          ? html`<details>
              <summary>Calldata that creates it</summary>
              <pre tabindex="0" aria-label="Calldata of createTemplate">${create.value}</pre>
            </details>`
          : problemLine(create.problem)
      }`;
  }

  #readers(): TemplateResult {
    const { asReaders, hints } = this.model;
    return html`<section class="panel">
      <h3>2. As readers see it</h3>
      ${asReaders.problem === undefined ? questionView(asReaders.value) : problemLine(asReaders.problem)}
      <ul class="notes" aria-label="Hints">
        ${
          hints.length === 0
            ? html`<li><span class="badge good">\u2713</span> Nothing is found to be unclear. Read it once more as somebody who wants to lose.</li>`
            : hints.map(
                ({ severity, message }) => html`<li>
                  <span class="badge ${severity}">${MARK[severity]} ${severity}</span> ${visible(message)}
                </li>`,
              )
        }
      </ul>
    </section>`;
  }

  #where(): TemplateResult {
    const { model } = this;
    const { contract, proxy, form, token } = model;
    return html`<section class="panel">
      <h3>3. Where, until when, and who judges</h3>
      <div class="fields">
        ${select(
          model,
          "chainId",
          "Chain of the question",
          model.targets.map(({ chainId, name }) => [chainId, name] as const),
        )}
        ${select(model, "contract", "Contract", [
          ...model.contracts.map((each) => [each.address, contractName(each)] as const),
          ["", "Another, by its address"],
        ])}
        ${
          contract
            ? nothing
            : html`${input(model, "other", "Address of the contract", { placeholder: "0x" })}
              ${select(
                model,
                "version",
                "Its version",
                VERSIONS.map((each) => [each, each.replace("ERC20-", "for tokens ")] as const),
              )}`
        }
        ${select(model, "arbitrator", "Arbitrator", [
          ...model.proxies.map((each) => [each.address, proxyLabel(each)] as const),
          ["", "Another, by its address"],
          ...(model.hasMinBond ? ([[NOBODY, "Nobody"]] as const) : []),
        ])}
        ${
          proxy || form.arbitrator === NOBODY
            ? nothing
            : input(model, "otherArbitrator", "Address of the arbitrator", { placeholder: "0x" })
        }
      </div>
      ${proxy ? this.#proxy() : nothing}
      <div class="fields">
        ${input(model, "opening", "Opens at, in UTC", { type: "datetime-local", hint: "Empty: at once" })}
        ${select(model, "timeout", "Timeout", TIMEOUTS)}
        ${form.timeout === "other" ? input(model, "seconds", "Seconds") : nothing}
        ${model.hasMinBond ? input(model, "bond", `Minimum bond, in ${token}`, { hint: "Of the first answer; each later one doubles" }) : nothing}
        ${input(model, "bounty", `Bounty, in ${token}`, { placeholder: "0" })}
        ${model.forTokens ? input(model, "decimals", "Decimals of the token", { hint: "As its decimals() says" }) : nothing}
        ${input(model, "sender", "Who asks", { placeholder: "0x", hint: "The question's id depends on it; a connected wallet fills it in" })}
        ${input(model, "nonce", "Nonce", { hint: "Another one asks the same again" })}
      </div>
    </section>`;
  }

  /** What the catalogue knows of the chosen arbitrator. */
  #proxy(): TemplateResult {
    const { model } = this;
    const { proxy } = model;
    if (!proxy) return html``;
    const { state, instead, foreign, policy } = proxy;
    const court = courtOf(proxy);
    return html`${
      state === undefined
        ? nothing
        : html`<div class="panel warn-line" role="alert">
            <p>
              <span class="badge error">\u2716 ${state}</span>
              ${
                state === "broken"
                  ? "Kleros' own repository calls this proxy broken. Arbitration may never come back."
                  : "Reality.eth's list calls this arbitrator deprecated."
              }
            </p>
            ${
              instead
                ? html`<div class="row">
                    <button @click=${() => model.edit({ arbitrator: instead })}>Use the working one</button>
                  </div>`
                : nothing
            }
          </div>`
    }
      <dl>
        <dt>Decided by</dt>
        <dd>${court ? `Kleros, ${court}` : "Kleros; which court is in none of the records"}</dd>
        <dt>Arbitration is requested</dt>
        <dd>
          ${
            foreign
              ? html`on ${chainNameOf(model.targets, foreign.chainId)}, of <code>${foreign.address}</code>`
              : html`of the arbitrator itself`
          }
        </dd>
        ${policy ? html`<dt>Policy</dt><dd><code>${policy}</code></dd>` : nothing}
        <dt>Record</dt>
        <dd>${proxy.source}; not checked on the chain</dd>
      </dl>`;
  }

  #bytes(): TemplateResult {
    const { model } = this;
    const row = (name: string, id: string, tried: Tried<string>): TemplateResult =>
      html`<dt>${name}</dt>
        <dd>
          ${
            tried.problem === undefined
              ? html`<code id=${id}>${withSeparators(tried.value)}</code>`
              : html`<span class="muted">${visible(tried.problem)}</span>`
          }
        </dd>`;
    const opening = model.openingTs;
    return html`<section class="panel">
      <h3>4. What the contract keeps</h3>
      <dl>
        ${row(
          "Text",
          "question-text",
          attempt(() => model.text),
        )}
        ${row("Opens", "opens", { value: opening === 0n ? "at once" : `${opening} (${utc(opening)})` })}
        ${row(
          "Timeout",
          "timeout",
          attempt(() => `${model.timeout} seconds (${duration(model.timeout)})`),
        )}
        ${row(
          "Content hash",
          "content-hash",
          attempt(() => model.contentHash),
        )}
        ${row(
          "Question id",
          "question-id",
          attempt(() => model.questionId),
        )}
        ${row(
          "Calldata",
          "ask-calldata",
          attempt(() => model.call().data),
        )}
      </dl>
      ${
        model.fee === undefined
          ? html`<p class="small muted">
              What the arbitrator takes for a question is asked of the contract when a wallet is connected, and added to the bounty.
            </p>`
          : html`<p>The arbitrator takes ${coins(model.dikast, model.fee, model.decimals)} ${model.token} for a question: it is added to what is sent.</p>`
      }
      ${
        model.forTokens && attempt(() => model.bounty).value !== 0n
          ? html`<p class="small">The contract takes the bounty from you: approve it for the token first.</p>`
          : nothing
      }
    </section>`;
  }

  override render(): TemplateResult {
    const { model } = this;
    return html`<div class="page">
      ${model.ready ? nothing : html`<p class="muted" role="status">Starting the core. What you type is kept.</p>`}
      ${this.#write()}
      ${
        model.ready
          ? html`${this.#readers()} ${this.#where()} ${this.#bytes()}
              <dikast-sign .model=${model} .step=${5} .ready=${model.ready}></dikast-sign>`
          : nothing
      }
    </div>`;
  }
}

customElements.get("dikast-question-ask") ??
  customElements.define("dikast-question-ask", QuestionAsk);
