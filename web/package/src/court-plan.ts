import type { BigIntish } from "./common.types.js";
import type {
  AppealChoice,
  AppealPlanner,
  CostComparison,
  CostProjection,
  ProjectedPayment,
  ProjectedRound,
} from "./court-plan.types.js";
import type { AppealPlanInput, AppealPlanRound } from "./court.types.js";
import { DikastError } from "./errors.js";
import type { MachineOutcome } from "./machine.types.js";

/** What the core's view "appeal" answers; whole numbers are decimal strings. */
type Raw = { readonly [name: string]: string | boolean };
interface RawPlanner {
  readonly id: string;
  readonly round: string;
  readonly period: string;
  readonly courtID: string;
  readonly disputeKitID: string;
  readonly nbVotes: string;
  readonly numberOfChoices: string;
  readonly currentRuling: Raw;
  readonly appealPeriod: Raw;
  readonly next: Raw;
  readonly appealCost?: string;
  readonly choices: readonly Raw[];
  readonly rounds: readonly Raw[];
}

/** Whole numbers as bigint, everything else as it is; a revert reason is no number. */
function bigints<T>(raw: Raw): T {
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [
      key,
      typeof value === "string" && key !== "reason" ? BigInt(value) : value,
    ]),
  ) as T;
}

/** Wei with all their digits: "0.21 ETH". */
export function amountText(wei: bigint, unit = "ETH"): string {
  const digits = `${wei < 0n ? -wei : wei}`.padStart(19, "0");
  const fraction = digits.slice(-18).replace(/0+$/, "");
  const sign = wei < 0n ? "-" : "";
  return `${sign}${digits.slice(0, -18)}${fraction === "" ? "" : `.${fraction}`} ${unit}`;
}

function utc(seconds: bigint): string {
  if (seconds > 253_402_300_799n) return `Unix time ${seconds}`;
  return new Date(Number(seconds) * 1000).toISOString().replace("T", " ").replace(".000Z", " UTC");
}

type Numbers = Omit<AppealChoice, "words" | "worst">;

const outcomes = (row: Numbers): bigint[] =>
  [row.ifUnopposed, row.ifWins, row.ifOpponentWins, row.ifAnotherWins].filter(
    (amount) => amount !== undefined,
  );

function pays(row: Numbers, unit: string): string {
  const { choice, total, remaining, funded, open, reason, end } = row;
  if (total === undefined || remaining === undefined) {
    return `Choice ${choice} cannot be funded with any amount: this appeal costs more than can be paid.`;
  }
  if (funded) return `Choice ${choice} is funded in full.`;
  const needs = `Choice ${choice} needs ${amountText(total, unit)} in all; ${amountText(remaining, unit)} is missing.`;
  if (!open)
    return `${needs} It cannot be funded now: ${reason || "the contract gives no reason"}.`;
  return end === undefined ? needs : `${needs} It can be funded before ${utc(end)}.`;
}

/** "0.28 ETH comes back (0.07 ETH more than paid)" */
function comesBack(amount: bigint, stake: bigint, unit: string): string {
  const gain = amount - stake;
  if (gain === 0n) return "exactly what was paid comes back";
  const much = amountText(gain < 0n ? -gain : gain, unit);
  return `${amountText(amount, unit)} comes back (${much} ${gain > 0n ? "more" : "less"} than paid)`;
}

function reward(row: Numbers, unit: string): string {
  const { stake, opponent, ifWins, ifAnotherWins, ifUnopposed } = row;
  if (stake === undefined) return "";
  const parts: string[] = [];
  if (ifWins !== undefined) {
    const by = `For ${amountText(stake, unit)}, if choice ${opponent} is funded too: when choice ${row.choice} is the final ruling, `;
    parts.push(`${by}${comesBack(ifWins, stake, unit)}.`);
  }
  if (ifAnotherWins !== undefined) {
    parts.push(`When neither is, ${comesBack(ifAnotherWins, stake, unit)}.`);
  }
  if (ifUnopposed !== undefined) {
    const wins = row.winner ? "stays" : "becomes";
    parts.push(
      `If no other choice is funded, choice ${row.choice} ${wins} the ruling and ${comesBack(ifUnopposed, stake, unit)}.`,
    );
  }
  return parts.join(" ");
}

export function choiceOf(raw: Raw, unit: string): AppealChoice {
  const row = bigints<Numbers>(raw);
  const { stake } = row;
  const least = outcomes(row).reduce<bigint | undefined>(
    (low, amount) => (low === undefined || amount < low ? amount : low),
    undefined,
  );
  const worst = stake === undefined || least === undefined ? undefined : stake - least;
  const lost =
    worst === undefined || worst <= 0n
      ? "Nothing can be lost but gas."
      : `At worst ${amountText(worst, unit)} is lost, and gas${row.opponent === undefined ? "" : `: when choice ${row.opponent} is funded and wins`}.`;
  const words = {
    pays: pays(row, unit),
    reward: reward(row, unit),
    worst: stake === undefined ? "" : lost,
  };
  return { ...row, ...(worst !== undefined && { worst }), words };
}

/** The planner from what the view answered. */
export function plannerOf(
  outcome: MachineOutcome,
  unit: string,
  roundOf: (raw: Raw) => AppealPlanRound,
): AppealPlanner {
  if (!outcome.ok) {
    const message = `There is no such dispute: ${outcome.revert ?? "reverted"}.`;
    throw new DikastError({ code: "machine.argument", path: "/options/disputeID", message });
  }
  const raw = outcome.returns as unknown as RawPlanner;
  return {
    id: BigInt(raw.id),
    round: Number(raw.round),
    period: Number(raw.period),
    courtID: BigInt(raw.courtID),
    disputeKitID: BigInt(raw.disputeKitID),
    nbVotes: BigInt(raw.nbVotes),
    numberOfChoices: BigInt(raw.numberOfChoices),
    currentRuling: bigints(raw.currentRuling),
    appealPeriod: bigints(raw.appealPeriod),
    next: bigints(raw.next),
    ...(raw.appealCost !== undefined && { appealCost: BigInt(raw.appealCost) }),
    choices: raw.choices.map((choice) => choiceOf(choice, unit)),
    rounds: raw.rounds.map(roundOf),
  };
}

/** The periods of a round; evidence is waited for in the first one alone. */
function secondsOf(input: AppealPlanInput, row: AppealPlanRound): bigint | undefined {
  const first = input.generation === "v1" ? 0n : 1n;
  const court = input.courts[Number(row.courtID - first)];
  const times = court?.timesPerPeriod?.map((time: BigIntish) => BigInt(time));
  if (times === undefined || times.length !== 4) return undefined;
  const [evidence = 0n, commit = 0n, vote = 0n, appeal = 0n] = times;
  return (row.round === 0 ? evidence : 0n) + (court?.hiddenVotes ? commit : 0n) + vote + appeal;
}

const sum = (amounts: readonly (bigint | undefined)[]): bigint | undefined =>
  amounts.reduce<bigint | undefined>(
    (total, amount) => (total === undefined || amount === undefined ? undefined : total + amount),
    0n,
  );

function paymentsOf(rows: readonly AppealPlanRound[], appeals: number): ProjectedPayment[] {
  const first = rows[0] as AppealPlanRound;
  const payments: ProjectedPayment[] = [
    { round: 0, who: "creator", when: "creation", amount: first.feesForJurors },
  ];
  for (const { round, winnerTotal, loserTotal } of rows.slice(0, appeals)) {
    const next = round + 1;
    if (winnerTotal === undefined || loserTotal === undefined) continue;
    payments.push({ round: next, who: "loser", when: "firstHalf", amount: loserTotal });
    payments.push({ round: next, who: "winner", when: "appealPeriod", amount: winnerTotal });
  }
  return payments;
}

type Plan = (input: AppealPlanInput, rounds: number) => AppealPlanRound[];

/** Sums over the rounds that the core plans. */
export function project(plan: Plan, input: AppealPlanInput, asked: number): CostProjection {
  if (!Number.isInteger(asked) || asked < 0 || asked > 63) {
    const message = "Between 0 and 63 appeals are projected.";
    throw new DikastError({ code: "machine.argument", path: "/appeals", message });
  }
  const rows = plan(input, asked + 1);
  const appeals = Math.min(asked, rows.length - 1);
  let jurorsSoFar = 0n;
  let feesSoFar = 0n;
  const rounds = rows.map((row): ProjectedRound => {
    jurorsSoFar += row.nbVotes;
    feesSoFar += row.feesForJurors;
    const seconds = secondsOf(input, row);
    return { ...row, jurorsSoFar, feesSoFar, ...(seconds !== undefined && { seconds }) };
  });
  const paid = rounds.slice(0, appeals);
  const arbitrationCost = (rows[0] as AppealPlanRound).feesForJurors;
  const winnerTotal = sum(paid.map((row) => row.winnerTotal));
  const loserTotal = sum(paid.map((row) => row.loserTotal));
  const seconds = sum(rounds.map((round) => round.seconds));
  return {
    arbitrationCost,
    appeals,
    rounds,
    payments: paymentsOf(rows, appeals),
    jurors: jurorsSoFar,
    fees: feesSoFar,
    ...(winnerTotal !== undefined && { winnerTotal }),
    ...(loserTotal !== undefined && { loserTotal, worst: arbitrationCost + loserTotal }),
    ...(seconds !== undefined && { seconds }),
  };
}

const less = (b?: bigint, a?: bigint): bigint | undefined =>
  a === undefined || b === undefined ? undefined : b - a;

export function compare(a: CostProjection, b: CostProjection): CostComparison {
  const worst = less(b.worst, a.worst);
  const seconds = less(b.seconds, a.seconds);
  return {
    a,
    b,
    difference: {
      arbitrationCost: b.arbitrationCost - a.arbitrationCost,
      appeals: b.appeals - a.appeals,
      jurors: b.jurors - a.jurors,
      fees: b.fees - a.fees,
      ...(worst !== undefined && { worst }),
      ...(seconds !== undefined && { seconds }),
    },
  };
}
