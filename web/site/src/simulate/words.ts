import type { MachineInput } from "dikast/lean";

/** What calls do, for people; others are called by their name. */
const TITLES: Readonly<Record<string, string>> = {
  appeal: "Appeal",
  batchRoundWithdraw: "Withdraw what the appeals brought",
  castCommit: "Commit to a vote",
  castVote: "Vote",
  createDispute: "Create a dispute",
  createDisputeForTemplate: "Create a dispute",
  createTransaction: "Make a payment",
  draw: "Draw the missing jurors",
  execute: "Pay the jurors",
  executeRuling: "Execute the ruling",
  executeTransaction: "Release the payment: its time is over",
  fundAppeal: "Fund an appeal",
  giveAppealableRuling: "Give a ruling that can be appealed",
  giveRuling: "Give a ruling",
  passPeriod: "Pass to the next period",
  passPhase: "Pass to the next phase of drawing",
  pay: "Pay the receiver",
  payArbitrationFeeByReceiver: "Pay the fee as the receiver",
  payArbitrationFeeBySender: "Pay the fee as the sender",
  reimburse: "Reimburse the sender",
  submitEvidence: "Submit evidence",
  timeOutByReceiver: "Win by the sender's silence",
  timeOutBySender: "Win by the receiver's silence",
  withdrawFeesAndRewards: "Withdraw what an appeal brought",
  withdrawFeesAndRewardsForAllRounds: "Withdraw what the appeals brought",
};

export const titleOf = (name: string): string => TITLES[name] ?? name;

const LONGEST = 26;
const MOST = 6;

/** An argument in a line: long texts and lists are cut, and say so. */
export function shortValue(
  value: MachineInput | undefined,
  nameOf: (address: string) => string,
): string {
  if (Array.isArray(value)) {
    const shown = value.slice(0, MOST).map((one) => shortValue(one, nameOf));
    return `[${shown.join(", ")}${value.length > MOST ? `, \u2026 ${value.length} in all` : ""}]`;
  }
  if (typeof value === "string") {
    if (/^0x[0-9a-fA-F]{40}$/.test(value)) return nameOf(value);
    return value.length > LONGEST
      ? `${value.slice(0, LONGEST - 8)}\u2026${value.slice(-5)}`
      : value === ""
        ? '""'
        : value;
  }
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([key, one]) => `${key}: ${shortValue(one, nameOf)}`)
      .join(", ")}}`;
  }
  return String(value);
}
