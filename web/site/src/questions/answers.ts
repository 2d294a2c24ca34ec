import type { Dikast, Hex, RealityAnswerType } from "dikast/lean";
import { html, nothing, type TemplateResult } from "lit";
import { sharedStyles } from "../shared-styles.js";
import { signStyles } from "../sign/sign-styles.js";
import { visible } from "../text.js";
import { TYPES } from "./ask-model.js";
import {
  area,
  attempt,
  input,
  linesOf,
  problemLine,
  secondsOf,
  select,
  type Tried,
} from "./fields.js";
import { Part } from "./part.js";
import { questionStyles } from "./question-styles.js";

const EMPTY = {
  type: "bool",
  outcomes: "",
  decimals: "18",
  precision: "",
  say: "value",
  answer: "",
  word: "",
  ruling: "",
};
type Name = keyof typeof EMPTY;

/** Whose rulings become answers by one rule: the arbitratorKind, and who that is. */
const PROXIES: readonly (readonly [kind: string, text: string])[] = [
  ["kleros-v1-with-appeals", "Kleros v1, on the question's own chain"],
  ["kleros-v1-home-foreign-gnosis-0.8", "Kleros v1, from another chain"],
  ["kleros-reality-v2", "RealityV2 of Kleros v2, which is deployed nowhere"],
];
const MAX = 2n ** 256n - 1n;

/** Answers of every type as the contract has them, and the rulings behind them. */
export class QuestionAnswers extends Part<Name> {
  static override styles = [sharedStyles, signStyles, questionStyles];
  protected readonly key = "questions.answers";
  protected readonly empty = EMPTY;

  get #question(): RealityAnswerType {
    const { type, decimals, precision } = this.form;
    const outcomes = type.endsWith("-select") ? { outcomes: linesOf(this.form.outcomes) } : {};
    const number = type === "uint" || type === "int" ? { decimals } : {};
    return { type, ...outcomes, ...number, ...(precision === "" ? {} : { precision }) };
  }

  /** The answer's 32 bytes. */
  #word(dikast: Dikast): Hex {
    const { type, say, answer } = this.form;
    const [[kind]] = PROXIES as [(typeof PROXIES)[number]];
    if (say === "invalid") return dikast.reality.answerOfRuling(kind, 0);
    if (say === "soon") return dikast.reality.answerOfRuling(kind, MAX);
    const question = this.#question;
    if (answer === "" && type !== "multiple-select") throw new Error("Choose or type an answer.");
    switch (type) {
      case "bool":
        return dikast.reality.encodeAnswer(question, answer === "1");
      case "multiple-select": {
        const chosen = answer.split(",");
        return dikast.reality.encodeAnswer(
          question,
          (question.outcomes ?? []).map((_, at) => chosen.includes(`${at}`)),
        );
      }
      case "datetime":
        return dikast.reality.encodeAnswer(question, secondsOf(answer));
      default:
        return dikast.reality.encodeAnswer(question, answer.trim());
    }
  }

  #text(dikast: Dikast, word: Hex): string {
    const { kind, text, exact } = dikast.reality.decodeAnswer(this.#question, word);
    if (kind === "invalid") return "Invalid";
    if (kind === "tooSoon") return "Answered too soon";
    if (kind === "outOfRange") return "No answer to a question of this type";
    return exact ? text || "(none of them)" : `${text} (finer than the question asks)`;
  }

  #value(): TemplateResult {
    const { type, answer } = this.form;
    const outcomes = this.#question.outcomes ?? [];
    const numbered = outcomes.map((outcome, at) => [`${at}`, outcome] as const);
    if (type === "bool") {
      return select(this, "answer", "Answer", [
        ["", "choose"],
        ["1", "Yes"],
        ["0", "No"],
      ]);
    }
    if (type === "single-select") {
      return select(this, "answer", "Answer", [["", "choose"], ...numbered]);
    }
    if (type === "multiple-select") {
      const chosen = answer.split(",");
      return html`<fieldset>
        <legend>Answer</legend>
        ${numbered.map(
          ([at, outcome]) => html`<label class="choice">
            <input
              type="checkbox"
              .checked=${chosen.includes(at)}
              @change=${(event: Event) => {
                const rest = chosen.filter((each) => each !== at && each !== "");
                const on = (event.target as HTMLInputElement).checked;
                this.edit({ answer: (on ? [...rest, at] : rest).join(",") });
              }}
            />
            <span>${visible(outcome)}</span>
          </label>`,
        )}
      </fieldset>`;
    }
    if (type === "datetime")
      return input(this, "answer", "Answer, in UTC", { type: "datetime-local" });
    return input(this, "answer", "Answer", { placeholder: type === "hash" ? "0x" : "0" });
  }

  #forward(dikast: Dikast): TemplateResult {
    const { type, say } = this.form;
    const word = attempt(() => this.#word(dikast));
    return html`<section class="panel">
      <h3>From an answer to its 32 bytes</h3>
      <div class="fields">
        ${select(this, "type", "The answer is", TYPES)}
        ${type === "uint" || type === "int" ? input(this, "decimals", "Decimals", { hint: "18 for the built-in number" }) : nothing}
      </div>
      ${type.endsWith("-select") ? area(this, "outcomes", "Outcomes, one a line", { rows: 4 }) : nothing}
      <div class="fields">
        ${select(this, "say", "It says", [
          ["value", "a value"],
          ["invalid", "that the question is invalid"],
          ["soon", "that it was answered too soon"],
        ])}
        ${say === "value" ? this.#value() : nothing}
      </div>
      ${
        word.problem === undefined
          ? html`<dl>
                <dt>bytes32</dt>
                <dd><code id="answer-word">${word.value}</code></dd>
                <dt>Read back</dt>
                <dd id="answer-text">${visible(this.#text(dikast, word.value))}</dd>
              </dl>
              ${this.#rulings(dikast, word.value)}`
          : problemLine(word.problem)
      }
    </section>`;
  }

  /** The ruling that jurors have to give for the answer, by proxy. */
  #rulings(dikast: Dikast, word: Hex): TemplateResult {
    const ruling = (kind: string): string => {
      const found = dikast.reality.rulingOfAnswer(kind, word);
      if (found === null) return "no ruling says it";
      return found === MAX ? "2\u00b2\u2075\u2076 \u2212 1" : `${found}`;
    };
    return html`<div class="scroll" role="region" tabindex="0" aria-label="Ruling behind the answer">
      <table>
        <caption class="visually-hidden">Ruling behind the answer</caption>
        <thead>
          <tr><th scope="col">Arbitrated by</th><th scope="col">Jurors rule</th></tr>
        </thead>
        <tbody>
          ${PROXIES.map(
            ([kind, text]) => html`<tr>
              <td>${text}</td>
              <td id="ruling-${kind.replaceAll(".", "-")}">${ruling(kind)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  #backward(dikast: Dikast): TemplateResult {
    const { word, ruling } = this.form;
    const shown = (tried: Tried<string>, id: string): TemplateResult =>
      tried.problem === undefined
        ? html`<p id=${id}><strong>${visible(tried.value)}</strong></p>`
        : problemLine(tried.problem);
    return html`<section class="panel">
        <h3>From 32 bytes to the answer</h3>
        ${input(this, "word", "bytes32 of an answer, to a question of the type above", { placeholder: "0x" })}
        ${
          word.trim() === ""
            ? nothing
            : shown(
                attempt(() => this.#text(dikast, word.trim() as Hex)),
                "word-text",
              )
        }
      </section>
      <section class="panel">
        <h3>From a ruling to the answer</h3>
        ${input(this, "ruling", "Ruling", { hint: "As the court has it: 0 is \u201crefuse to arbitrate\u201d." })}
        ${
          ruling.trim() === ""
            ? nothing
            : html`<dl>
                ${PROXIES.map(
                  ([kind, text]) => html`<dt>${text}</dt>
                    <dd>
                      ${shown(
                        attempt(() => {
                          const answer = dikast.reality.answerOfRuling(kind, ruling.trim());
                          return this.#text(dikast, answer);
                        }),
                        `of-${kind.replaceAll(".", "-")}`,
                      )}
                    </dd>`,
                )}
              </dl>`
        }
      </section>`;
  }

  protected override view(dikast: Dikast): TemplateResult {
    return html`<div class="page">${this.#forward(dikast)} ${this.#backward(dikast)}</div>`;
  }
}

customElements.get("dikast-question-answers") ??
  customElements.define("dikast-question-answers", QuestionAnswers);
