import type { Address, Dikast, Hex, ZodiacCondition, ZodiacTransaction } from "dikast/lean";
import { html, type TemplateResult } from "lit";
import { sharedStyles } from "../shared-styles.js";
import { signStyles } from "../sign/sign-styles.js";
import { area, attempt, input, problemLine, secondsOf, select, unitsOf, utc } from "./fields.js";
import { Part } from "./part.js";
import { questionStyles } from "./question-styles.js";
import { withSeparators } from "./question-view.js";

const EMPTY = {
  chainId: "1",
  module: "",
  proposalId: "",
  transactions: "",
  result: "",
  minBond: "",
  bond: "",
  final: "",
  cooldown: "86400",
  expiration: "0",
  now: "",
  previous: "yes",
};
type Name = keyof typeof EMPTY;

const EXAMPLE = '[{"to": "0x\u2026", "value": "0", "data": "0x", "operation": 0}]';

const MISSING: Readonly<Record<ZodiacCondition, string>> = {
  result: "The question has to be final, and its answer Yes (1).",
  bond: "The bond of the final answer is below the module's minimum.",
  cooldown: "The cooldown after the answer became final is not over.",
  expired: "The answer expired: it can no longer be executed.",
  previous: "The transaction before it was not executed.",
};

/** Proposals of a Safe with the Zodiac Reality module. */
export class QuestionZodiac extends Part<Name> {
  static override styles = [sharedStyles, signStyles, questionStyles];
  protected readonly key = "questions.zodiac";
  protected readonly empty = EMPTY;

  #proposal(dikast: Dikast) {
    const { chainId, module, proposalId, transactions } = this.form;
    const given = transactions.trim() === "" ? "[]" : transactions;
    dikast.json.check(given);
    const list = JSON.parse(given) as ZodiacTransaction[];
    if (!Array.isArray(list)) throw new Error("The transactions are a JSON list.");
    return dikast.reality.zodiacQuestion({
      chainId: chainId.trim(),
      module: module.trim() as Address,
      proposalId: proposalId.trim(),
      transactions: list,
    });
  }

  #built(dikast: Dikast): TemplateResult {
    const { module, proposalId } = this.form;
    if (module.trim() === "" || proposalId.trim() === "") {
      return html`<p class="muted">Give the module's address and the proposal's id first.</p>`;
    }
    const built = attempt(() => this.#proposal(dikast));
    if (built.problem !== undefined) return problemLine(built.problem);
    const { question, questionHash, domainSeparator, txHashes } = built.value;
    return html`<dl>
      <dt>Question</dt>
      <dd><code id="zodiac-question">${withSeparators(question)}</code></dd>
      <dt>Question's hash</dt>
      <dd><code id="zodiac-hash">${questionHash}</code></dd>
      <dt>Domain separator</dt>
      <dd><code>${domainSeparator}</code></dd>
      ${txHashes.map((hash, at) => html`<dt>Transaction ${at}</dt><dd><code>${hash}</code></dd>`)}
    </dl>`;
  }

  #missing(dikast: Dikast): readonly ZodiacCondition[] {
    const { result, minBond, bond, final, cooldown, expiration, now, previous } = this.form;
    const units = (text: string) => unitsOf(dikast, text, "18", "A bond");
    const answer = {
      yes: dikast.reality.encodeAnswer({ type: "bool" }, true),
      no: dikast.reality.encodeAnswer({ type: "bool" }, false),
      invalid: dikast.reality.answerOfRuling("kleros-v1-with-appeals", 0),
    }[result];
    const ended = secondsOf(final);
    return dikast.reality.zodiacMissing({
      ...(answer === undefined ? {} : { result: answer as Hex }),
      minBond: units(minBond),
      bond: units(bond),
      ...(ended === "" ? {} : { finalizeTs: ended }),
      cooldown: cooldown.trim() || "0",
      expiration: expiration.trim() || "0",
      now: this.#now(now),
      previousExecuted: previous === "yes",
    });
  }

  #now(text: string): string {
    return secondsOf(text) || `${Math.floor(Date.now() / 1000)}`;
  }

  #conditions(dikast: Dikast): TemplateResult {
    const missing = attempt(() => this.#missing(dikast));
    return html`<section class="panel">
      <h3>Can it be executed?</h3>
      <div class="fields">
        ${select(this, "result", "Final answer", [
          ["", "not final yet"],
          ["yes", "Yes (1)"],
          ["no", "No (0)"],
          ["invalid", "Invalid"],
        ])}
        ${input(this, "final", "Became final at, UTC", { type: "datetime-local" })}
        ${input(this, "bond", "Bond of the final answer", { placeholder: "0" })}
        ${input(this, "minBond", "Least bond of the module", { placeholder: "0" })}
        ${input(this, "cooldown", "Cooldown, seconds")}
        ${input(this, "expiration", "Expires after, seconds", { hint: "0: never" })}
        ${select(this, "previous", "The transaction before", [
          ["yes", "was executed, or this is the first"],
          ["no", "was not executed"],
        ])}
        ${input(this, "now", "At, UTC", { type: "datetime-local", hint: "Empty: now, by this device's clock" })}
      </div>
      <div id="zodiac-missing">
        ${
          missing.problem !== undefined
            ? problemLine(missing.problem)
            : missing.value.length === 0
              ? html`<p><span class="badge good">\u2713 It can be executed</span> at ${utc(BigInt(this.#now(this.form.now)))}.</p>`
              : html`<ul class="notes">
                  ${missing.value.map((each) => html`<li><span class="badge warning">\u25b2 ${each}</span> ${MISSING[each]}</li>`)}
                </ul>`
        }
      </div>
    </section>`;
  }

  protected override view(dikast: Dikast): TemplateResult {
    return html`<div class="page">
      <section class="panel">
        <h3>The question of a proposal</h3>
        <div class="fields">
          ${input(this, "chainId", "Number of the chain")}
          ${input(this, "module", "Address of the Reality module", { placeholder: "0x" })}
          ${input(this, "proposalId", "Id of the proposal", { hint: "As Snapshot has it" })}
        </div>
        ${area(this, "transactions", "Transactions, as JSON", {
          rows: 5,
          placeholder: EXAMPLE,
          hint: "to, value in wei, data, operation (0 call, 1 delegatecall), and nonce where it is not the place in the list.",
        })}
        ${this.#built(dikast)}
      </section>
      ${this.#conditions(dikast)}
    </div>`;
  }
}

customElements.get("dikast-question-zodiac") ??
  customElements.define("dikast-question-zodiac", QuestionZodiac);
