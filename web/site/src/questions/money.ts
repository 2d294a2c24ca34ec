import type { Address, Dikast, Hex, RealityPayout } from "dikast/lean";
import { html, nothing, type TemplateResult } from "lit";
import { sharedStyles } from "../shared-styles.js";
import { signStyles } from "../sign/sign-styles.js";
import { visible } from "../text.js";
import {
  attempt,
  coins,
  input,
  problemLine,
  select,
  type Tried,
  unitsOf,
  typed,
} from "./fields.js";
import { Part } from "./part.js";
import { chainNameOf, courtOf, proxies, proxyLabel, questionTargets } from "./places.js";
import { questionStyles } from "./question-styles.js";

const EMPTY = {
  version: "3.0",
  unit: "ETH",
  decimals: "18",
  entries: '[["Alice","0.1","Yes"],["Bob","0.2","No"]]',
  best: "",
  bounty: "",
  bond: "",
  minBond: "0.1",
  steps: "8",
  proxy: "",
  fee: "",
};
type Name = keyof typeof EMPTY;

/** Who answered, with which bond, and what; "" for a commitment that was never revealed. */
type Entry = [who: string, bond: string, answer: string];

const MOST_ENTRIES = 40;

interface Paid {
  payout: RealityPayout;
  names: ReadonlyMap<string, string>;
  bonds: bigint;
  bounty: bigint;
}

/** What answers cost, and who gets it when the question is final. */
export class QuestionMoney extends Part<Name> {
  static override styles = [sharedStyles, signStyles, questionStyles];
  protected readonly key = "questions.money";
  protected readonly empty = EMPTY;

  get #entries(): Entry[] {
    const read = attempt(() => JSON.parse(this.form.entries) as unknown).value;
    if (!Array.isArray(read)) return [];
    return read
      .slice(0, MOST_ENTRIES)
      .map(
        (entry) =>
          [0, 1, 2].map((at) => String(Array.isArray(entry) ? (entry[at] ?? "") : "")) as Entry,
      );
  }

  #put(entries: readonly Entry[]): void {
    this.edit({ entries: JSON.stringify(entries) });
  }

  #change(row: number, column: number, text: string): void {
    this.#put(
      this.#entries.map((entry, at) => (at === row ? (entry.with(column, text) as Entry) : entry)),
    );
  }

  /** A name stands for an address made of it, so that nobody has to type one. */
  #address({ keccak256, address }: Dikast, who: string): Address {
    if (/^0x[0-9a-f]{40}$/i.test(who)) return address.checksum(who);
    const bytes = new TextEncoder().encode(who);
    return address.checksum(`0x${keccak256(bytes).slice(-40)}`);
  }

  #answer({ keccak256 }: Dikast, text: string): Hex {
    return /^0x[0-9a-f]{64}$/i.test(text)
      ? (text.toLowerCase() as Hex)
      : keccak256(new TextEncoder().encode(text));
  }

  /** The answer that counts: the chosen one, or the last that was given. */
  get #best(): string {
    const answers = this.#entries.map(([, , answer]) => answer.trim()).filter(Boolean);
    return this.form.best !== "" ? this.form.best : (answers.at(-1) ?? "");
  }

  #paid(dikast: Dikast): Paid {
    const { version, decimals, bounty } = this.form;
    const names = new Map<string, string>();
    const entries = this.#entries.map(([given, bond, said], at) => {
      const who = given.trim() || `Answerer ${at + 1}`;
      const answerer = this.#address(dikast, who);
      names.set(answerer, who);
      const answer = said.trim();
      return {
        answerer,
        bond: unitsOf(dikast, bond, decimals, `Bond ${at + 1}`),
        ...(answer === "" ? {} : { answer: this.#answer(dikast, answer) }),
      };
    });
    if (this.#best === "") throw new Error("Nobody gave an answer.");
    const prize = unitsOf(dikast, bounty, decimals, "The bounty");
    const payout = dikast.reality.payout({
      version,
      entries,
      bestAnswer: this.#answer(dikast, this.#best),
      bounty: prize,
    });
    return {
      payout,
      names,
      bonds: entries.reduce((sum, { bond }) => sum + bond, 0n),
      bounty: prize,
    };
  }

  #history(): TemplateResult {
    const entries = this.#entries;
    const cell = (row: number, column: number, label: string, value: string): TemplateResult =>
      html`<label>
        ${label}
        <input
          aria-label="${label} of answer ${row + 1}"
          .value=${value}
          autocomplete="off"
          @input=${(event: Event) => this.#change(row, column, typed(event))}
        />
      </label>`;
    const answers = [...new Set(entries.map(([, , answer]) => answer.trim()).filter(Boolean))];
    return html`<section class="panel">
      <h3>Who gets what</h3>
      <p class="muted">
        The answers in their order. A name stands for an address; an empty answer is a commitment that was
        never revealed.
      </p>
      ${entries.map(
        (
          [who, bond, answer],
          row,
        ) => html`<div class="fields entry" role="group" aria-label="Answer ${row + 1}">
          ${cell(row, 0, "Answerer", who)} ${cell(row, 1, `Bond, ${this.form.unit}`, bond)}
          ${cell(row, 2, "Answer", answer)}
          <button
            aria-label="Remove answer ${row + 1}"
            @click=${() => this.#put(entries.filter((_, at) => at !== row))}
          >
            Remove
          </button>
        </div>`,
      )}
      <div class="row">
        <button
          ?disabled=${entries.length >= MOST_ENTRIES}
          @click=${() => this.#put([...entries, ["", this.#next(), ""]])}
        >
          Add an answer
        </button>
      </div>
      <div class="fields">
        ${select(this, "best", "The final answer", [
          ["", "the last one that was given"],
          ...answers.map((answer) => [answer, answer] as const),
          ["another answer", "another answer: nobody gave it"],
        ])}
        ${input(this, "bounty", `Bounty, ${this.form.unit}`, { placeholder: "0" })}
        ${select(this, "version", "Contract", [
          ["2.0", "2.0: no claim fee"],
          ["2.1", "2.1 or 2.2"],
          ["3.0", "3.0 or 3.2"],
          ["ERC20-3.0", "for tokens, 3.0"],
        ])}
        ${input(this, "unit", "Coin")} ${input(this, "decimals", "Decimals of the coin")}
      </div>
    </section>`;
  }

  /** Twice the last bond, as it would be typed. */
  #next(): string {
    const { dikast } = this;
    const last = this.#entries.at(-1)?.[1] ?? "";
    if (!dikast) return "";
    const { decimals, minBond } = this.form;
    const next = attempt(() => {
      const [step = 0n] = dikast.reality.bondLadder({
        bond: unitsOf(dikast, last, decimals, "Bond"),
        minBond: unitsOf(dikast, minBond, decimals, "Bond"),
        steps: 1,
      });
      return coins(dikast, step, decimals);
    });
    return next.value ?? "";
  }

  #table(dikast: Dikast, { payout, names, bonds, bounty }: Paid): TemplateResult {
    const money = (units: bigint): string =>
      `${coins(dikast, units, this.form.decimals)} ${this.form.unit}`;
    const sums = new Map<string, bigint>();
    for (const { to, amount } of payout.payments) sums.set(to, (sums.get(to) ?? 0n) + amount);
    const put = new Map<string, bigint>();
    for (const [who, bond] of this.#entries.map(
      ([given, each], at) => [given.trim() || `Answerer ${at + 1}`, each] as const,
    )) {
      put.set(
        who,
        (put.get(who) ?? 0n) +
          (attempt(() => unitsOf(dikast, bond, this.form.decimals, "")).value ?? 0n),
      );
    }
    const rows = [...names].map(([address, who]) => ({
      who,
      paid: put.get(who) ?? 0n,
      gets: sums.get(address) ?? 0n,
    }));
    const total =
      payout.payments.reduce((sum, { amount }) => sum + amount, 0n) +
      payout.keptFees +
      payout.keptBounty;
    return html`<div class="scroll" role="region" tabindex="0" aria-label="Payout">
      <table id="payout">
        <caption class="visually-hidden">Payout</caption>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col" class="number">Put in</th>
            <th scope="col" class="number">Gets</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ who, paid, gets }) => html`<tr>
              <td>${visible(who)}</td>
              <td class="number">${money(paid)}</td>
              <td class="number">${money(gets)}</td>
            </tr>`,
          )}
          <tr>
            <td>Who asked</td>
            <td class="number">${money(bounty)}</td>
            <td class="number">${money(0n)}</td>
          </tr>
          <tr>
            <td>Stays in the contract: claim fees</td>
            <td class="number"></td>
            <td class="number" id="kept-fees">${money(payout.keptFees)}</td>
          </tr>
          ${
            payout.keptBounty === 0n
              ? nothing
              : html`<tr>
                  <td>Stays in the contract: the bounty</td>
                  <td class="number"></td>
                  <td class="number">${money(payout.keptBounty)}</td>
                </tr>`
          }
        </tbody>
        <tfoot>
          <tr>
            <td>Together</td>
            <td class="number">${money(bonds + bounty)}</td>
            <td class="number" id="paid-total">${money(total)}</td>
          </tr>
        </tfoot>
      </table>
    </div>`;
  }

  #result(dikast: Dikast): TemplateResult {
    const paid = attempt(() => this.#paid(dikast));
    return html`<section class="panel">
      <h3>When \u201c${visible(this.#best)}\u201d is final</h3>
      ${paid.problem === undefined ? this.#table(dikast, paid.value) : problemLine(paid.problem)}
      <p class="small muted">
        From 2.1 on a fortieth of every bond but the highest stays in the contract for ever. Where an
        arbitrator decides, he names who is paid as the last right answerer; here it is who gave the answer.
      </p>
    </section>`;
  }

  #ladder(dikast: Dikast): TemplateResult {
    const { bond, minBond, steps, decimals, unit } = this.form;
    const ladder: Tried<bigint[]> = attempt(() =>
      dikast.reality.bondLadder({
        bond: unitsOf(dikast, bond, decimals, "The bond"),
        minBond: unitsOf(dikast, minBond, decimals, "The minimum bond"),
        steps: Number(steps),
      }),
    );
    return html`<section class="panel">
      <h3>Bond ladder</h3>
      <div class="fields">
        ${input(this, "bond", `Bond of the best answer, ${unit}`, { placeholder: "none yet" })}
        ${input(this, "minBond", `Minimum bond, ${unit}`)} ${input(this, "steps", "Steps")}
      </div>
      ${
        ladder.problem === undefined
          ? html`<div class="scroll" role="region" tabindex="0" aria-label="Least bonds of the next answers">
              <table id="ladder">
                <caption class="visually-hidden">Least bonds of the next answers</caption>
                <thead>
                  <tr>
                    <th scope="col">Answer</th>
                    <th scope="col" class="number">At least</th>
                    <th scope="col" class="number">All bonds so far</th>
                  </tr>
                </thead>
                <tbody>
                  ${ladder.value.map((step, at) => {
                    const sum = ladder.value.slice(0, at + 1).reduce((all, each) => all + each, 0n);
                    return html`<tr>
                      <td>${at + 1}</td>
                      <td class="number">${coins(dikast, step, decimals)} ${unit}</td>
                      <td class="number">${coins(dikast, sum, decimals)} ${unit}</td>
                    </tr>`;
                  })}
                </tbody>
              </table>
            </div>`
          : problemLine(ladder.problem)
      }
    </section>`;
  }

  #arbitration(dikast: Dikast): TemplateResult {
    const { form } = this;
    const targets = questionTargets(undefined);
    const proxy = proxies.find((each) => `${each.chainId}:${each.address}` === form.proxy);
    const cost = attempt(
      () => unitsOf(dikast, form.fee, "18", "The fee") * BigInt(proxy?.jurors ?? 0),
    );
    return html`<section class="panel">
      <h3>What arbitration costs</h3>
      <div class="fields">
        ${select(this, "proxy", "Arbitrator", [
          ["", "choose one"],
          ...proxies.map(
            (each) =>
              [
                `${each.chainId}:${each.address}`,
                `${chainNameOf(targets, each.chainId)}${each.token ? ` (${each.token})` : ""}: ${proxyLabel(each)}`,
              ] as const,
          ),
        ])}
        ${proxy?.jurors ? input(this, "fee", "Fee for one juror of that court", { hint: "feeForJuror of the court, in its chain's coin" }) : nothing}
      </div>
      ${
        proxy
          ? html`<dl>
              <dt>Court</dt>
              <dd>${courtOf(proxy) || "in none of the records"}</dd>
              <dt>Ask for it</dt>
              <dd>
                ${
                  proxy.foreign
                    ? html`on ${chainNameOf(targets, proxy.foreign.chainId)}, of <code>${proxy.foreign.address}</code>`
                    : html`of <code>${proxy.address}</code>`
                }:
                <code>getDisputeFee(bytes32)</code> says what it costs now
              </dd>
              ${
                proxy.jurors && form.fee.trim() !== ""
                  ? cost.problem === undefined
                    ? html`<dt>Fee</dt>
                        <dd id="arbitration-fee">${coins(dikast, cost.value, "18")} for ${proxy.jurors} jurors${proxy.foreign ? ", and what the bridge takes" : ""}</dd>`
                    : html`<dt>Fee</dt><dd>${problemLine(cost.problem)}</dd>`
                  : nothing
              }
              <dt>Who pays</dt>
              <dd>Whoever requests it, all of it; nobody wins by default, and it is not given back.</dd>
            </dl>`
          : nothing
      }
    </section>`;
  }

  protected override view(dikast: Dikast): TemplateResult {
    return html`<div class="page">
      ${this.#history()} ${this.#result(dikast)} ${this.#ladder(dikast)} ${this.#arbitration(dikast)}
    </div>`;
  }
}

customElements.get("dikast-question-money") ??
  customElements.define("dikast-question-money", QuestionMoney);
