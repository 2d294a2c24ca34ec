import { realityEthAbi } from "dikast/abi";
import type { Dikast, Hex, MachineInput, MachineValue } from "dikast/lean";
import { money, utc } from "./amounts.js";
import { Alone, type Done, type Env, type Play, type PlayAction } from "./play.js";
import type { Scenario, ScenarioCall } from "./scenario.js";
import type { Position, System } from "./system.types.js";

type Row = { readonly [name: string]: MachineValue };

const NOBODY = `0x${"0".repeat(64)}`;
const RULING = ["Waiting for a ruling", "May be appealed", "Solved"];
/** Of the proxy's requests: kleros/realitio-arbitrator-with-appeals. */
const REQUEST = ["None", "Disputed", "Ruled", "Reported"];

/** The answers of a question, last first: the contract keeps only a hash of them. */
interface History {
  hashes: string[];
  answerers: string[];
  bonds: string[];
  answers: string[];
}

/** The machine with the answers that its logs told, which claims and reports bring along. */
class RealityPlay extends Alone {
  readonly #history: Record<string, History> = {};
  readonly #latest = new Map<string, string>();

  constructor(
    readonly dikast: Dikast,
    config: object,
  ) {
    super(dikast.reality, "reality", config, "reality");
  }

  /** An answer to a question of yes or no, in words. */
  answerText(answer: string): string {
    const { kind, text } = this.dikast.reality.decodeAnswer({ type: "bool" }, answer as Hex);
    return kind === "outOfRange" ? answer : text;
  }

  override apply(call: ScenarioCall): Done {
    const done = super.apply(call);
    const { outcome } = done;
    for (const { name, args } of outcome.ok ? outcome.events : []) {
      if (name === "LogNewAnswer") this.#remember(args as Record<string, string>);
    }
    return done;
  }

  #remember({ question_id: id = "", history_hash, user, bond, answer }: Record<string, string>) {
    this.#history[id] ??= { hashes: [], answerers: [], bonds: [], answers: [] };
    const history = this.#history[id];
    history.hashes.unshift(this.#latest.get(id) ?? NOBODY);
    history.answerers.unshift(user ?? "");
    history.bonds.unshift(bond ?? "0");
    history.answers.unshift(answer ?? NOBODY);
    this.#latest.set(id, history_hash ?? NOBODY);
  }

  override actions(actor: string, timestamp: string, env: Env = {}): PlayAction[] {
    const history = this.#history as unknown as MachineInput;
    return super.actions(actor, timestamp, { ...env, history });
  }
}

const questionsOf = (play: Play): [string, Row][] =>
  Object.entries((play.state().reality?.questions ?? {}) as Record<string, Row>);

/** Where a question stands at a time. */
function nodeOf(question: Row, now: string): string {
  if (question.is_pending_arbitration) return "arbitration";
  const final = BigInt(String(question.finalize_ts));
  if (final === 0n) return "open";
  if (final > BigInt(now)) return "answered";
  return /^0x0{64}$/.test(String(question.history_hash)) ? "claimed" : "final";
}

/** What the Kleros stand-in says of the question's dispute. */
function factsOfDispute(play: Play, id: string): [string, string][] {
  const arbitrator = play.state().reality?.arbitrator as Record<string, unknown> | undefined;
  const request = (arbitrator?.requests as Record<string, Row> | undefined)?.[id];
  if (!request) return [];
  const court = arbitrator?.kleros as { disputes: readonly Row[] } | undefined;
  const dispute = court?.disputes[Number(request.disputeID)];
  return [
    ["At the proxy", REQUEST[Number(request.status)] ?? String(request.status)],
    ...(dispute
      ? ([
          ["Dispute", `${request.disputeID}: ${RULING[Number(dispute.status)] ?? dispute.status}`],
          ["Ruling", String(dispute.ruling)],
        ] as [string, string][])
      : []),
  ];
}

function positions(play: Play, now: string): Position[] {
  return questionsOf(play).map(([id, question], at) => {
    const answered = question.finalize_ts !== "0";
    const answer = String(question.best_answer);
    return {
      subject: `Question ${at}`,
      node: nodeOf(question, now),
      facts: [
        [
          "Best answer",
          answered && play instanceof RealityPlay ? play.answerText(answer) : "none yet",
        ],
        ["Its bond", money(String(question.bond))],
        ["Bounty", money(String(question.bounty))],
        ...(answered && !question.is_pending_arbitration
          ? ([["Final at", utc(String(question.finalize_ts))]] as [string, string][])
          : []),
        ...factsOfDispute(play, id),
      ],
    };
  });
}

/** The scenario's question again, under the next nonce. */
function offers(play: Play, scenario: Scenario): PlayAction[] {
  const asked = scenario.calls.find(({ function: name }) => name.startsWith("askQuestion"));
  if (!asked) return [];
  const args = [...asked.args];
  args[5] = `${questionsOf(play).length}`;
  return [
    { to: "reality", function: asked.function, args, value: "0", role: "anyone", enabled: true },
  ] as unknown as PlayAction[];
}

export const realitySystem: System = {
  id: "reality",
  title: "Reality.eth with the Kleros proxy",
  open: (dikast, { config }) => new RealityPlay(dikast, config.reality ?? {}),
  diagram: {
    nodes: [
      { id: "open", title: "No answer", column: 0, row: 0 },
      { id: "answered", title: "Answered", column: 1, row: 0 },
      { id: "arbitration", title: "Arbitration", column: 2, row: 0 },
      { id: "final", title: "Final", column: 2, row: 1 },
      { id: "claimed", title: "Claimed", column: 3, row: 1 },
    ],
    edges: [
      { from: "open", to: "answered", functions: ["submitAnswer"], label: "submitAnswer" },
      {
        from: "answered",
        to: "answered",
        functions: ["submitAnswer", "submitAnswerReveal"],
        label: "twice the bond",
      },
      {
        from: "answered",
        to: "arbitration",
        functions: ["requestArbitration"],
        label: "request",
      },
      { from: "answered", to: "final", functions: [], label: "timeout" },
      {
        from: "arbitration",
        to: "final",
        functions: ["reportAnswer", "assignWinnerAndSubmitAnswerByArbitrator"],
        label: "reportAnswer",
      },
      { from: "final", to: "claimed", functions: ["claimWinnings"], label: "claim" },
    ],
  },
  positions,
  offers,
  parameters: () => [
    {
      label: "Contract",
      path: ["reality", "system"],
      unit: "name",
      options: ["reality-2.1", "reality-3.0", "reality-3.2"],
    },
    { label: "Arbitration price", path: ["reality", "arbitrationCost"], unit: "wei" },
    { label: "Winner's stake", path: ["reality", "winnerStakeMultiplier"], unit: "basis points" },
    { label: "Loser's stake", path: ["reality", "loserStakeMultiplier"], unit: "basis points" },
    {
      label: "Loser's share of the period",
      path: ["reality", "loserAppealPeriodMultiplier"],
      unit: "basis points",
    },
  ],
  abi: () => ({ reality: realityEthAbi }),
};
