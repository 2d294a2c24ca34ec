import type { AppealChoice } from "./court-plan.types.js";
import type {
  AppealFunding,
  AppealFundingInput,
  AppealPlanInput,
  AppealPlanRound,
  ChoiceFundingInput,
  CourtApi,
  DecodedExtraData,
} from "./court.types.js";
import type { Hex } from "./common.types.js";
import { choiceOf, compare, plannerOf, project } from "./court-plan.js";
import type { Core } from "./door.js";
import { createMachine } from "./machine.js";
import type { MachineDeadline, OpenMachine } from "./machine.types.js";
import type { TimelineApi } from "./timeline.types.js";

type Raw = Readonly<Record<string, string | boolean>>;

// Whole numbers come as decimal strings, everything else as it is.
function numbers<T>(raw: Raw): T {
  const isNumber = (value: unknown): value is string =>
    typeof value === "string" && !value.startsWith("0x");
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [key, isNumber(value) ? BigInt(value) : value]),
  ) as T;
}

function roundOf(raw: Raw): AppealPlanRound {
  const row = numbers<AppealPlanRound>(raw);
  return { ...row, round: Number(row.round) };
}

const isOpen = (given: object): given is OpenMachine =>
  "apply" in given && typeof given.apply === "function";

/** dikast.court over a loaded core. */
export function createCourt(core: Core, { ics }: TimelineApi): CourtApi {
  const plan = (input: AppealPlanInput, rounds: number): AppealPlanRound[] =>
    core.call<Raw[]>("court.appealPlan", { ...input, rounds }).map(roundOf);
  const decode = (extraData: Hex, options = {}): DecodedExtraData =>
    numbers(core.call<Raw>("court.decodeExtraData", { extraData, ...options }));
  const machine = createMachine(core, "court");
  function funding(input: AppealFundingInput): AppealFunding;
  function funding(input: ChoiceFundingInput): AppealChoice[];
  function funding(input: AppealFundingInput | ChoiceFundingInput): AppealFunding | AppealChoice[] {
    if (!("currentRuling" in input)) {
      return numbers<AppealFunding>(core.call<Raw>("court.appealFunding", input));
    }
    const { unit = "ETH", ...given } = input;
    return core.call<Raw[]>("court.choiceFunding", given).map((raw) => choiceOf(raw, unit));
  }
  return {
    ...machine,
    encodeExtraData: (parts, options) =>
      core.call<Hex>("court.encodeExtraData", { ...parts, ...options }),
    decodeExtraData: decode,
    arbitrationCost({ extraData, ...input }) {
      const version = input.version === undefined ? {} : { version: input.version };
      const minJurors =
        extraData === undefined ? input.minJurors : decode(extraData, version).minJurors;
      return BigInt(core.call<string>("court.arbitrationCost", { ...input, minJurors }));
    },
    appealCost: (input) => (plan(input, 1)[0] as AppealPlanRound).appealCost,
    appealPlan: plan,
    appealFunding: funding,
    periods: (
      { period, lastPeriodChange, round, fundedChoices, id },
      { timesPerPeriod },
      now,
      options,
    ) =>
      core.call<MachineDeadline[]>("court.periods", {
        ...options,
        court: { timesPerPeriod },
        dispute: { period, lastPeriodChange, round, fundedChoices, id },
        now,
      }),
    plan(given, { disputeID, timestamp, rounds = 0, unit = "ETH" }) {
      const open = isOpen(given) ? given : machine.open(given);
      try {
        const call = { timestamp, from: "", to: "view", function: "appeal" };
        const outcome = open.apply({ ...call, args: [disputeID, rounds] });
        return plannerOf(outcome, unit, roundOf);
      } finally {
        if (open !== given) open.dispose();
      }
    },
    project: (input, appeals) => project(plan, input, appeals),
    compare: (a, b, appeals) => compare(project(plan, a, appeals), project(plan, b, appeals)),
    calendar: ics,
    canPassPeriod(state, disputeID, timestamp) {
      const open = machine.open(state);
      try {
        // Anybody may call it.
        const from = `0x${"0".repeat(40)}`;
        const args = [disputeID];
        return open.apply({ timestamp, from, to: "core", function: "passPeriod", args });
      } finally {
        open.dispose();
      }
    },
  };
}
