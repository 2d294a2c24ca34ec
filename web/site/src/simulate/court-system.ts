import {
  disputeKitClassicAbi,
  disputeKitClassicNeoAbi,
  disputeResolverAbi,
  disputeResolverNeoAbi,
  evidenceModuleAbi,
  klerosCoreAbi,
  klerosCoreNeoAbi,
} from "dikast/abi";
import type { AbiItem, MachineInput, MachineValue } from "dikast/lean";
import { duration, money, utc } from "./amounts.js";
import { Alone, type Play, type PlayAction } from "./play.js";
import type { Scenario } from "./scenario.js";
import type {
  Choices,
  Diagram,
  Host,
  Parameter,
  Position,
  Shortcut,
  System,
} from "./system.types.js";

const NODES = ["evidence", "commit", "vote", "appeal", "execution"] as const;
const DRAWING = "2";

const diagram: Diagram = {
  nodes: [
    { id: "evidence", title: "Evidence", column: 0, row: 0 },
    { id: "commit", title: "Commit", column: 1, row: 1 },
    { id: "vote", title: "Vote", column: 2, row: 0 },
    { id: "appeal", title: "Appeal", column: 3, row: 0 },
    { id: "execution", title: "Execution", column: 3, row: 1 },
    { id: "ruled", title: "Ruled", column: 2, row: 1 },
  ],
  edges: [
    { from: "evidence", to: "evidence", functions: ["draw", "passPhase"], label: "draw" },
    { from: "evidence", to: "vote", functions: ["passPeriod"], label: "passPeriod" },
    { from: "evidence", to: "commit", functions: ["passPeriod"], label: "hidden votes" },
    { from: "commit", to: "vote", functions: ["passPeriod", "castCommit"], label: "passPeriod" },
    { from: "vote", to: "appeal", functions: ["passPeriod", "castVote"], label: "passPeriod" },
    {
      from: "appeal",
      to: "evidence",
      functions: ["fundAppeal"],
      label: "new round",
      bend: -120,
    },
    { from: "appeal", to: "execution", functions: ["passPeriod"], label: "passPeriod" },
    { from: "execution", to: "ruled", functions: ["executeRuling"], label: "execute" },
  ],
};

/** What the core's view says of a dispute, as far as it is shown. */
interface Seen {
  readonly courtID: string;
  readonly period: string;
  readonly ruled: boolean;
  readonly rounds: string;
  readonly round: { readonly nbVotes: string; readonly drawnJurors: string };
  readonly currentRuling: {
    readonly ruling: string;
    readonly tied: boolean;
    readonly overridden: boolean;
  };
  readonly appealPeriod: { readonly start: string; readonly end: string };
  readonly appealCost: string;
  readonly kit: {
    readonly name: string;
    readonly totalVoted: string;
    readonly counts: readonly string[];
    readonly fundedChoices: readonly string[];
  };
}

const MOST_SHOWN = 12;

const seen = (play: Play, id: number, now: string): Seen | undefined =>
  play.ask("view", "disputes", [`${id}`], now) as unknown as Seen | undefined;

function* disputes(play: Play, now: string): Generator<[number, Seen]> {
  for (let id = 0; id < MOST_SHOWN; id += 1) {
    const dispute = seen(play, id, now);
    if (!dispute) return;
    yield [id, dispute];
  }
}

function factsOf(d: Seen): [string, string][] {
  const { ruling, tied, overridden } = d.currentRuling;
  const why = tied ? " (tied)" : overridden ? " (the only side that paid for the appeal)" : "";
  const voted = d.kit.counts.map((votes, choice) => `${choice}: ${votes}`).join(", ");
  const appeal = BigInt(d.appealPeriod.end);
  return [
    ["Round", `${d.rounds}, in court ${d.courtID}, run by ${d.kit.name}`],
    ["Jurors drawn", `${d.round.drawnJurors} of ${d.round.nbVotes}`],
    ["Votes by choice", `${voted} (${d.kit.totalVoted} cast)`],
    ["Current ruling", `${ruling}${why}`],
    ["An appeal costs", money(d.appealCost)],
    ...(appeal === 0n ? [] : ([["Appeal period", `until ${utc(appeal)}`]] as [string, string][])),
    ...(d.kit.fundedChoices.length === 0
      ? []
      : ([["Funded choices", d.kit.fundedChoices.join(", ")]] as [string, string][])),
  ];
}

function positions(play: Play, now: string): Position[] {
  return [...disputes(play, now)].map(([id, dispute]) => ({
    subject: `Dispute ${id}`,
    node: dispute.ruled ? "ruled" : (NODES[Number(dispute.period)] ?? "execution"),
    facts: factsOf(dispute),
  }));
}

const firstCall = ({ calls }: Scenario) =>
  calls.find((call) => call.function === "createDisputeForTemplate");

function offers(play: Play, scenario: Scenario, now: string): PlayAction[] {
  const extraData = (firstCall(scenario)?.args[0] ?? "0x") as string;
  const cost = play.ask("core", "arbitrationCost", [extraData], now);
  return [
    {
      to: "resolver",
      function: "createDisputeForTemplate",
      args: [extraData, "{}", "", "2"],
      value: typeof cost === "string" ? cost : "0",
      role: "anyone",
      enabled: typeof cost === "string",
    },
  ];
}

const jurors = (scenario: Scenario): string[] =>
  scenario.people.filter(({ role }) => role === "juror").map(({ address }) => address);

/** The jurors in turn: who is drawn is chance, and this is one of the ways it can fall. */
function inTurn(scenario: Scenario, count: number): string[] {
  const all = jurors(scenario);
  return Array.from({ length: count }, (_, at) => all[at % all.length] ?? "");
}

const commitment = ({ dikast }: Host, { vote, salt }: Choices): string =>
  dikast.keccak256(dikast.abi.encodeParameters("uint256, uint256", [vote, salt]));

function prepare(host: Host, action: PlayAction, choices: Choices) {
  const { play, scenario, now } = host;
  const id = Number(action.args[0]);
  if (action.function === "draw") {
    const dispute = seen(play, id, now);
    if (!dispute) return {};
    const missing = Number(dispute.round.nbVotes) - Number(dispute.round.drawnJurors);
    const drawn: MachineInput[] = inTurn(scenario, missing);
    return { args: [`${id}`, `${missing}`], env: { drawn } };
  }
  const [dispute = null, votes = null, , , words = ""] = action.args as MachineValue[];
  if (action.function === "castCommit")
    return { args: [dispute, votes, commitment(host, choices)] };
  if (action.function === "castVote") {
    return { args: [dispute, votes, choices.vote, choices.salt, words] };
  }
  return {};
}

const COURT_FIELDS = [
  ["fee for a juror", "feeForJuror", "wei"],
  ["jurors from which it jumps to the parent", "jurorsForCourtJump", "number"],
  ["hidden votes", "hiddenVotes", "yes or no"],
] as const;
const TIMES = ["evidence period", "commit period", "vote period", "appeal period"];

function parameters({ config }: Scenario): Parameter[] {
  const courts = (config.court?.courts ?? []) as readonly unknown[];
  return [
    { label: "Generation", path: ["court", "generation"], unit: "name", options: ["neo", "v2"] },
    ...courts.flatMap((_, at): Parameter[] => [
      ...COURT_FIELDS.map(([label, field, unit]) => ({
        label: `Court ${at + 1}: ${label}`,
        path: ["court", "courts", at, field],
        unit,
      })),
      ...TIMES.map((label, index) => ({
        label: `Court ${at + 1}: ${label}`,
        path: ["court", "courts", at, "timesPerPeriod", index],
        unit: "seconds" as const,
      })),
    ]),
  ];
}

function abi({ config }: Scenario): Record<string, readonly AbiItem[]> {
  const neo = config.court?.generation === "neo";
  const kit = neo ? disputeKitClassicNeoAbi : disputeKitClassicAbi;
  return {
    core: neo ? klerosCoreNeoAbi : klerosCoreAbi,
    kit,
    kit2: kit,
    resolver: neo ? disputeResolverNeoAbi : disputeResolverAbi,
    evidence: evidenceModuleAbi,
    sortition: [{ type: "function", name: "passPhase", stateMutability: "nonpayable", inputs: [] }],
  };
}

const MOST_STEPS = 200;

const last = (host: Host): [number, Seen] | undefined => [...disputes(host.play, host.now)].at(-1);

const enabledFor = (
  host: Host,
  person: string,
  id: number,
  names: readonly string[],
  choice = host.choices.vote,
) =>
  host.play
    .actions(person, host.now, { choice, salt: host.choices.salt })
    .find(
      ({ function: name, args, enabled }) =>
        enabled && names.includes(name) && (args.length === 0 || args[0] === `${id}`),
    );

/** The clock at the next moment from which one of these calls is accepted. */
function waitFor(host: Host, names: readonly string[]): boolean {
  const next = host.play
    .deadlines(host.now)
    .find(
      ({ opens, function: name, timestamp }) =>
        opens && names.includes(name) && BigInt(timestamp) > BigInt(host.now),
    );
  if (next) host.wait(next.timestamp);
  return next !== undefined;
}

/** Whoever may do something that leads on does it; the last juror votes otherwise than the others. */
function stepOn(host: Host, id: number, dispute: Seen): boolean {
  const all = jurors(host.scenario);
  const missing = BigInt(dispute.round.drawnJurors) < BigInt(dispute.round.nbVotes);
  const phase = host.play.ask("view", "sortition", [], host.now) as { phase?: string } | undefined;
  const names =
    dispute.period === "0" && missing && phase?.phase !== DRAWING
      ? ["passPhase"]
      : ["draw", "castCommit", "castVote", "passPeriod"];
  for (const [at, juror] of all.entries()) {
    const vote = at === all.length - 1 && all.length > 2 ? "2" : "1";
    const action = enabledFor(host, juror, id, names, vote);
    if (!action || action.function === "passPeriod") continue;
    return host.make(juror, action, { ...host.choices, vote });
  }
  const pass = enabledFor(host, all[0] ?? "", id, names);
  if (pass) return host.make(all[0] ?? "", pass);
  return waitFor(host, names);
}

const toRuling: Shortcut = {
  label: "Play to the next ruling",
  ready: (host) => ["0", "1", "2"].includes(last(host)?.[1].period ?? "4"),
  run(host) {
    for (let i = 0; i < MOST_STEPS; i += 1) {
      const [id, dispute] = last(host) ?? [];
      if (id === undefined || !dispute || Number(dispute.period) > 2) return;
      if (!stepOn(host, id, dispute)) return;
    }
  },
};

const appeal: Shortcut = {
  label: "Fund both sides of an appeal",
  ready: (host) => last(host)?.[1].period === "3",
  run(host) {
    const id = last(host)?.[0] ?? 0;
    const sides = host.scenario.people.filter(({ role }) => role === "party");
    for (let i = 0; i < 2; i += 1) {
      const { address = "" } = sides[i % sides.length] ?? {};
      // Choice 0 is what a tie leaves; people fund answers.
      const action = host.play
        .actions(address, host.now)
        .filter(
          ({ function: name, args, value }) =>
            name === "fundAppeal" && args[0] === `${id}` && args[1] !== "0" && value !== "0",
        )
        .find(({ enabled }) => enabled);
      if (!action || !host.make(address, action)) return;
    }
  },
};

const toEnd: Shortcut = {
  label: "Close the appeal period and execute",
  ready: (host) => {
    const dispute = last(host)?.[1];
    return dispute !== undefined && Number(dispute.period) >= 3 && !dispute.ruled;
  },
  run(host) {
    const names = ["passPeriod", "executeRuling"];
    const from = jurors(host.scenario)[0] ?? "";
    for (let i = 0; i < 4 && !last(host)?.[1].ruled; i += 1) {
      const action = enabledFor(host, from, last(host)?.[0] ?? 0, names);
      if (!(action ? host.make(from, action) : waitFor(host, names))) return;
    }
  },
};

export const courtSystem: System = {
  id: "court",
  title: "Kleros v2: a dispute through DisputeResolver",
  open: (dikast, { config }) => new Alone(dikast.court, "court", config.court ?? {}, "core"),
  diagram,
  positions,
  offers,
  prepare,
  parameters,
  abi,
  shortcuts: [toRuling, appeal, toEnd],
  votes: true,
};

/** How long the periods of a court last, for people. */
export const timesText = (times: readonly unknown[]): string =>
  times.map((seconds) => duration(String(seconds))).join(", ");
