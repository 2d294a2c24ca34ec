import type { CostProjection, ProjectedPayment } from "dikast/lean";
import { html, nothing, type TemplateResult } from "lit";
import { duration, ether, money } from "../simulate/amounts.js";
import { visible } from "../text.js";
import type { Asked, CourtModel } from "./court-model.js";

const WHEN: Record<ProjectedPayment["when"], string> = {
  creation: "when the dispute is created",
  appealPeriod: "within the appeal period",
  firstHalf: "within the first half of the appeal period",
};

/** The sums of a projection. */
export function sumsView({
  jurors,
  fees,
  winnerTotal,
  loserTotal,
  worst,
  seconds,
}: CostProjection): TemplateResult {
  const sums: [string, bigint | undefined, (value: bigint) => string][] = [
    ["Jurors in all", jurors, String],
    ["The court gets", fees, money],
    ["A side that always wins raises", winnerTotal, money],
    ["A side that loses until the last raises", loserTotal, money],
    ["The most that one party pays", worst, money],
    ["At the earliest it takes", seconds, duration],
  ];
  return html`<div class="sums">
    ${sums.map(([name, value, text]) =>
      value === undefined
        ? nothing
        : html`<div title=${text === money ? ether(value) : ""}><span class="small muted">${name}</span><br /><strong>${text(value)}</strong></div>`,
    )}
  </div>`;
}

/** A row for each round, with what its appeal takes. */
export function roundsView({ rounds }: CostProjection): TemplateResult {
  const amount = (wei: bigint | undefined) => (wei === undefined ? "\u2013" : money(wei));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Rounds">
    <table>
      <thead>
        <tr>
          <th scope="col">Round</th>
          <th scope="col">Court</th>
          <th scope="col" class="amount">Jurors</th>
          <th scope="col" class="amount">They share</th>
          <th scope="col" class="amount">To appeal: the winner raises</th>
          <th scope="col" class="amount">any other choice raises</th>
        </tr>
      </thead>
      <tbody>
        ${rounds.map(
          (round) => html`<tr>
            <th scope="row">${round.round + 1}</th>
            <td>
              ${round.courtID}
              ${round.courtJump ? html`<span class="badge info">then jumps to the parent</span>` : nothing}
              ${round.disputeKitJump ? html`<span class="badge info">then another dispute kit</span>` : nothing}
            </td>
            <td class="amount">${round.nbVotes}</td>
            <td class="amount">${money(round.feesForJurors)}</td>
            ${
              round.payable
                ? html`<td class="amount">${amount(round.winnerTotal)}</td><td class="amount">${amount(round.loserTotal)}</td>`
                : html`<td colspan="2">Nobody can pay this appeal: the ruling stays.</td>`
            }
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Who pays what, and when. */
export function paymentsView({ payments }: CostProjection): TemplateResult {
  return html`<details>
    <summary>Who pays what, and when (${payments.length} payments)</summary>
    <ol>
      ${payments.map(
        ({ round, who, when, amount }) => html`<li>
          ${round === 0 ? "First round" : `Appeal to round ${round + 1}`}:
          ${who === "creator" ? "whoever creates the dispute" : who === "winner" ? "the side of the current ruling" : "another side"}
          pays <strong title=${ether(amount)}>${money(amount)}</strong> ${WHEN[when]}.
        </li>`,
      )}
    </ol>
  </details>`;
}

/** Two courts side by side. */
export function comparisonView(model: CourtModel): TemplateResult {
  const made = model.comparison();
  if ("problem" in made)
    return html`<p class="notice bad" role="alert">${visible(made.problem)}</p>`;
  const { a, b, difference } = made.value;
  const signed = (value: bigint, text: (value: bigint) => string): string =>
    value === 0n
      ? "the same"
      : `${value > 0n ? "+" : "\u2212"}${text(value < 0n ? -value : value)}`;
  const plain = (value: bigint): string => `${value}`;
  const rows: [
    string,
    bigint | undefined,
    bigint | undefined,
    bigint | undefined,
    (value: bigint) => string,
  ][] = [
    [
      "To create the dispute",
      a.arbitrationCost,
      b.arbitrationCost,
      difference.arbitrationCost,
      money,
    ],
    [
      "Appeals that can be paid",
      BigInt(a.appeals),
      BigInt(b.appeals),
      BigInt(difference.appeals),
      plain,
    ],
    ["Jurors in all", a.jurors, b.jurors, difference.jurors, plain],
    ["The court gets", a.fees, b.fees, difference.fees, money],
    ["The most that one party pays", a.worst, b.worst, difference.worst, money],
    ["At the earliest it takes", a.seconds, b.seconds, difference.seconds, duration],
  ];
  const { draft } = model;
  const name = ({ courtID, nbVotes }: Asked): string => `Court ${courtID}, ${nbVotes} jurors`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="The two courts">
    <table>
      <thead>
        <tr>
          <th scope="col">With ${draft.appeals} appeals</th>
          <th scope="col" class="amount">${name(draft.a)}</th>
          <th scope="col" class="amount">${name(draft.b)}</th>
          <th scope="col" class="amount">Difference</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(([title, one, other, less, text]) =>
          one === undefined || other === undefined || less === undefined
            ? nothing
            : html`<tr>
                <th scope="row">${title}</th>
                <td class="amount">${text(one)}</td>
                <td class="amount">${text(other)}</td>
                <td class="amount">${signed(less, text)}</td>
              </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** What the contract makes of pasted extra data. */
export function decodedView(model: CourtModel): TemplateResult {
  const { draft } = model;
  const decoded = draft.extraData.trim() === "" ? undefined : model.decoded();
  return html`<details ?open=${draft.extraData !== ""}>
    <summary>What does other extra data say?</summary>
    <label>Extra data (0x\u2026)
      <textarea rows="3" spellcheck="false" .value=${draft.extraData}
        @input=${(event: Event) => model.change({ extraData: (event.target as HTMLTextAreaElement).value })}></textarea>
    </label>
    <div role="status">
      ${
        decoded === undefined
          ? nothing
          : "problem" in decoded
            ? html`<p class="notice bad">${visible(decoded.problem)}</p>`
            : html`<dl>
                <dt>Court</dt><dd>${decoded.value.courtId}</dd>
                <dt>Jurors</dt><dd>${decoded.value.minJurors}</dd>
                ${decoded.value.disputeKitId === undefined ? nothing : html`<dt>Dispute kit</dt><dd>${decoded.value.disputeKitId}</dd>`}
                ${decoded.value.kitData === undefined || decoded.value.kitData === "0x" ? nothing : html`<dt>For the kit</dt><dd><code>${decoded.value.kitData}</code></dd>`}
                ${decoded.value.dirty ? html`<dt>Careful</dt><dd>Bits above the court's number are set: the newest contracts panic over them.</dd>` : nothing}
              </dl>
              <p class="small muted">What the contract takes instead of what it does not know is what is shown.</p>`
      }
    </div>
  </details>`;
}
