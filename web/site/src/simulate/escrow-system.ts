import {
  autoAppealableArbitratorAbi,
  centralizedArbitratorAbi,
  enhancedAppealableArbitratorAbi,
  arbitrableProxyAbi,
  multipleArbitrableTransaction2019Abi,
  multipleArbitrableTransactionAbi,
  multipleArbitrableTransactionWithAppealsAbi,
} from "dikast/abi";
import type { AbiItem, Dikast, MachineValue } from "dikast/lean";
import { money, utc } from "./amounts.js";
import { type Arbitrable, Pair } from "./pair.js";
import type { Play, PlayAction } from "./play.js";
import type { Scenario } from "./scenario.js";
import type { Parameter, Position, System } from "./system.types.js";

type Row = { readonly [name: string]: MachineValue };

const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? (value as Row[]) : []);
const hasEvent = (outcome: { ok: boolean; events?: readonly { name: string }[] }, name: string) =>
  outcome.ok && (outcome.events ?? []).some((event) => event.name === name);

const ARBITRATOR_ABI: Record<string, readonly AbiItem[]> = {
  CentralizedArbitrator: centralizedArbitratorAbi,
  EnhancedAppealableArbitrator: enhancedAppealableArbitratorAbi,
};
const arbitratorAbi = ({ config }: Scenario): readonly AbiItem[] =>
  ARBITRATOR_ABI[String(config.arbitrator?.contract)] ?? autoAppealableArbitratorAbi;

const RULING = ["Waiting for a ruling", "May be appealed", "Solved"];

/** What the test arbitrator says of each of its disputes. */
function factsOfDispute(play: Play, id: string): [string, string][] {
  const dispute = rowsOf(play.state().arbitrator?.disputes)[Number(id)];
  if (!dispute) return [];
  const facts: [string, string][] = [
    ["At the arbitrator", `dispute ${id}: ${RULING[Number(dispute.status)] ?? dispute.status}`],
    ["Ruling", String(dispute.ruling)],
  ];
  if (dispute.status === "1" && dispute.appealPeriodEnd) {
    facts.push(["Appeal period", `until ${utc(String(dispute.appealPeriodEnd))}`]);
  }
  return facts;
}

const arbitratorParameters = (names: readonly string[]): Parameter[] => [
  { label: "Arbitrator", path: ["arbitrator", "contract"], unit: "name", options: names },
  { label: "Arbitration price", path: ["arbitrator", "arbitrationPrice"], unit: "wei" },
  { label: "Time to appeal (Enhanced only)", path: ["arbitrator", "timeOut"], unit: "seconds" },
];

const addressesOf = (config: Scenario["config"], name: string, field: string) => ({
  arbitrable: String(config[name]?.[field] ?? ""),
  arbitrator: String(config.arbitrator?.address ?? ""),
});

const WITH_DISPUTE = /^(appeal|fundAppeal|submitEvidence|payArb|timeOut|batchRound|withdraw)/;

const escrow = ({ escrow: api }: Dikast): Arbitrable => ({
  name: "escrow",
  api,
  disputes: ({ transactions }) =>
    rowsOf(transactions)
      .filter(({ status }) => status === "3")
      .map(({ disputeId }) => String(disputeId)),
  disputeOf({ transactions }, { function: name, args = [] }) {
    if (!WITH_DISPUTE.test(name)) return undefined;
    const at = name.startsWith("batchRound") || name.startsWith("withdraw") ? 1 : 0;
    const one = rowsOf(transactions)[Number(args[at])];
    return one?.status === "3" ? String(one.disputeId) : undefined;
  },
  creates: (_, outcome) => (hasEvent(outcome, "Dispute") ? "2" : undefined),
  appeals(call, before, after) {
    if (call.function === "appeal") return true;
    if (call.function !== "fundAppeal") return false;
    const roundsOf = ({ transactions }: Row) =>
      rowsOf(rowsOf(transactions)[Number(call.args?.[0])]?.rounds).length;
    return roundsOf(after) > roundsOf(before);
  },
});

const STATUS = ["agreed", "waitingSender", "waitingReceiver", "disputed", "resolved"];
const STATUS_NAMES = [
  "NoDispute",
  "WaitingSender",
  "WaitingReceiver",
  "DisputeCreated",
  "Resolved",
];

function escrowPositions(play: Play): Position[] {
  return rowsOf(play.state().escrow?.transactions).map((one, id) => ({
    subject: `Transaction ${id}`,
    node: STATUS[Number(one.status)] ?? "agreed",
    facts: [
      ["Status", STATUS_NAMES[Number(one.status)] ?? ""],
      ["Held", money(String(one.amount))],
      ["Sender's fee", money(String(one.senderFee))],
      ["Receiver's fee", money(String(one.receiverFee))],
      ["Last interaction", utc(String(one.lastInteraction))],
      ...(one.status === "3" ? factsOfDispute(play, String(one.disputeId)) : []),
    ],
  }));
}

const ESCROW_ABI: Record<string, readonly AbiItem[]> = {
  "escrow-v1-eth-2019": multipleArbitrableTransaction2019Abi,
  "escrow-v1-eth": multipleArbitrableTransactionAbi,
  "escrow-v1-eth-appeals": multipleArbitrableTransactionWithAppealsAbi,
};

const person = ({ people }: Scenario, label: string): string =>
  people.find((one) => one.label === label)?.address ?? people[0]?.address ?? "";

/** The first call of that name in the scenario, offered again. */
function again(scenario: Scenario, to: string, name: string, otherwise: PlayAction["args"]) {
  const call = scenario.calls.find((each) => each.to === to && each.function === name);
  return {
    to,
    function: name,
    args: (call?.args ?? otherwise) as PlayAction["args"],
    value: call?.value ?? "0",
    role: "anyone",
    enabled: true,
  };
}

export const escrowSystem: System = {
  id: "escrow",
  title: "Escrow V1: a payment with a test arbitrator",
  open: (dikast, { config }) =>
    new Pair(
      escrow(dikast),
      dikast.arbitrator,
      [config.escrow ?? {}, config.arbitrator ?? {}],
      addressesOf(config, "escrow", "escrow"),
    ),
  diagram: {
    nodes: [
      { id: "agreed", title: "NoDispute", column: 0, row: 0 },
      { id: "waitingReceiver", title: "WaitingReceiver", column: 1, row: 0 },
      { id: "waitingSender", title: "WaitingSender", column: 1, row: 1 },
      { id: "disputed", title: "DisputeCreated", column: 2, row: 0 },
      { id: "resolved", title: "Resolved", column: 3, row: 1 },
    ],
    edges: [
      { from: "agreed", to: "agreed", functions: ["pay", "reimburse"], label: "pay, reimburse" },
      {
        from: "agreed",
        to: "waitingReceiver",
        functions: ["payArbitrationFeeBySender"],
        label: "sender pays",
      },
      {
        from: "agreed",
        to: "waitingSender",
        functions: ["payArbitrationFeeByReceiver"],
        label: "receiver pays",
      },
      {
        from: "waitingReceiver",
        to: "disputed",
        functions: ["payArbitrationFeeByReceiver"],
        label: "receiver pays",
      },
      {
        from: "waitingSender",
        to: "disputed",
        functions: ["payArbitrationFeeBySender"],
        label: "sender pays",
      },
      {
        from: "waitingReceiver",
        to: "resolved",
        functions: ["timeOutBySender"],
        label: "timeOutBySender",
      },
      {
        from: "waitingSender",
        to: "resolved",
        functions: ["timeOutByReceiver"],
        label: "timeOutByReceiver",
      },
      {
        from: "agreed",
        to: "resolved",
        functions: ["executeTransaction"],
        label: "executeTransaction",
        bend: -440,
      },
      {
        from: "disputed",
        to: "disputed",
        functions: ["appeal", "fundAppeal", "giveAppealableRuling"],
        label: "ruling, appeal",
      },
      {
        from: "disputed",
        to: "resolved",
        functions: ["giveRuling", "executeRuling"],
        label: "final ruling",
      },
    ],
  },
  positions: escrowPositions,
  offers: (_, scenario) => [
    again(scenario, "escrow", "createTransaction", ["604800", person(scenario, "receiver"), ""]),
  ],
  parameters: () => [
    {
      label: "Contract",
      path: ["escrow", "system"],
      unit: "name",
      options: Object.keys(ESCROW_ABI),
    },
    { label: "Time to pay the other side's fee", path: ["escrow", "feeTimeout"], unit: "seconds" },
    ...arbitratorParameters([
      "CentralizedArbitrator",
      "AutoAppealableArbitrator",
      "EnhancedAppealableArbitrator",
    ]),
  ],
  abi: (scenario) => ({
    escrow:
      ESCROW_ABI[String(scenario.config.escrow?.system)] ?? multipleArbitrableTransaction2019Abi,
    arbitrator: arbitratorAbi(scenario),
  }),
};

const EVERY_RULING = (2n ** 256n - 2n).toString();

const proxy = ({ arbitrableProxy: api }: Dikast): Arbitrable => ({
  name: "arbitrableProxy",
  api,
  disputes: ({ disputes }) =>
    rowsOf(disputes).map(({ disputeIDOnArbitratorSide: id }) => String(id)),
  disputeOf({ disputes }, { function: name, args = [] }) {
    if (!/^(fundAppeal|submitEvidence|withdraw)/.test(name)) return undefined;
    const id = rowsOf(disputes)[Number(args[0])]?.disputeIDOnArbitratorSide;
    return id === undefined ? undefined : String(id);
  },
  creates(call) {
    if (call.function !== "createDispute") return undefined;
    const choices = String(call.args?.[2] ?? "0");
    return choices === "0" ? EVERY_RULING : choices;
  },
  appeals(call, before, after) {
    if (call.function !== "fundAppeal") return false;
    const roundsOf = ({ disputes }: Row) =>
      rowsOf(rowsOf(disputes)[Number(call.args?.[0])]?.rounds).length;
    return roundsOf(after) > roundsOf(before);
  },
});

function proxyPositions(play: Play): Position[] {
  const state = play.state();
  const judged = rowsOf(state.arbitrator?.disputes);
  return rowsOf(state.arbitrableProxy?.disputes).map((one, id) => {
    const external = String(one.disputeIDOnArbitratorSide);
    const appealable = judged[Number(external)]?.status === "1";
    const rounds = rowsOf(one.rounds);
    const paid = Object.entries((rounds.at(-1)?.paidFees ?? {}) as Row);
    return {
      subject: `Dispute ${id}`,
      node: one.isRuled ? "ruled" : appealable ? "appealable" : "waiting",
      facts: [
        ["Ruling options", String(one.numberOfRulingOptions)],
        ["Round", `${rounds.length}`],
        ...(one.isRuled ? ([["Final ruling", String(one.ruling)]] as [string, string][]) : []),
        ...paid.map(([ruling, wei]): [string, string] => [
          `Paid for ruling ${ruling}`,
          money(String(wei)),
        ]),
        ...factsOfDispute(play, external),
      ],
    };
  });
}

export const proxySystem: System = {
  id: "arbitrableProxy",
  title: "ArbitrableProxy (Kleros v1) with a test arbitrator",
  open: (dikast, { config }) =>
    new Pair(
      proxy(dikast),
      dikast.arbitrator,
      [config.arbitrableProxy ?? {}, config.arbitrator ?? {}],
      addressesOf(config, "arbitrableProxy", "address"),
    ),
  diagram: {
    nodes: [
      { id: "waiting", title: "Waiting", column: 0, row: 0 },
      { id: "appealable", title: "Appealable", column: 2, row: 0 },
      { id: "ruled", title: "Ruled", column: 1, row: 1 },
    ],
    edges: [
      {
        from: "waiting",
        to: "appealable",
        functions: ["giveAppealableRuling"],
        label: "giveAppealableRuling",
      },
      {
        from: "appealable",
        to: "waiting",
        functions: ["fundAppeal"],
        label: "new round",
        bend: -120,
      },
      { from: "waiting", to: "ruled", functions: ["giveRuling"], label: "giveRuling" },
      {
        from: "appealable",
        to: "ruled",
        functions: ["executeRuling", "giveRuling"],
        label: "executeRuling",
      },
      {
        from: "ruled",
        to: "ruled",
        functions: ["withdrawFeesAndRewardsForAllRounds"],
        label: "withdraw",
      },
    ],
  },
  positions: proxyPositions,
  offers: (play, scenario, now) => {
    const cost = play.ask("arbitrator", "arbitrationCost", ["0x"], now);
    const offer = again(scenario, "arbitrableProxy", "createDispute", ["0x", "/ipfs/Qm", "2"]);
    return [{ ...offer, value: typeof cost === "string" ? cost : "0" }];
  },
  parameters: () => [
    {
      label: "Winner's stake",
      path: ["arbitrableProxy", "winnerStakeMultiplier"],
      unit: "basis points",
    },
    {
      label: "Loser's stake",
      path: ["arbitrableProxy", "loserStakeMultiplier"],
      unit: "basis points",
    },
    {
      label: "Loser's share of the period",
      path: ["arbitrableProxy", "loserAppealPeriodMultiplier"],
      unit: "basis points",
    },
    ...arbitratorParameters([
      "CentralizedArbitrator",
      "AutoAppealableArbitrator@arbitrable-proxy",
      "AutoAppealableArbitrator",
      "EnhancedAppealableArbitrator",
    ]),
  ],
  abi: (scenario) => ({
    arbitrableProxy: arbitrableProxyAbi,
    arbitrator: arbitratorAbi(scenario),
  }),
};
