import type { MachineInput } from "dikast/lean";

/** What calls do, for people; others are called by their name. */
const TITLES: Readonly<Record<string, string>> = {
  appeal: "Appeal",
  askQuestion: "Ask a question",
  batchRoundWithdraw: "Withdraw what the appeals brought",
  claimWinnings: "Claim what the answers won",
  castCommit: "Commit to a vote",
  castVote: "Vote",
  createDispute: "Create a dispute",
  createDisputeForTemplate: "Create a dispute",
  createTransaction: "Make a payment",
  draw: "Draw the missing jurors",
  execute: "Pay the jurors",
  executeRuling: "Execute the ruling",
  executeTransaction: "Release the payment: its time is over",
  fundAnswerBounty: "Add to the bounty",
  fundAppeal: "Fund an appeal",
  giveAppealableRuling: "Give a ruling that can be appealed",
  giveRuling: "Give a ruling",
  passPeriod: "Pass to the next period",
  passPhase: "Pass to the next phase of drawing",
  pay: "Pay the receiver",
  payArbitrationFeeByReceiver: "Pay the fee as the receiver",
  payArbitrationFeeBySender: "Pay the fee as the sender",
  reimburse: "Reimburse the sender",
  reportAnswer: "Report the ruling as the answer",
  requestArbitration: "Request arbitration",
  submitAnswer: "Answer",
  submitAnswerCommitment: "Commit to an answer",
  withdraw: "Withdraw what is yours",
  submitEvidence: "Submit evidence",
  timeOutByReceiver: "Win by the sender's silence",
  timeOutBySender: "Win by the receiver's silence",
  withdrawFeesAndRewards: "Withdraw what an appeal brought",
  withdrawFeesAndRewardsForAllRounds: "Withdraw what the appeals brought",
};

export const titleOf = (name: string): string => TITLES[name] ?? name;

/** "question 0x855f4\u20264017e": a text with its long ids cut, and said so. */
export const shortIds = (text: string): string =>
  text.replace(/0x[0-9a-fA-F]{33,}/g, (id) => `${id.slice(0, 8)}\u2026${id.slice(-5)}`);

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
