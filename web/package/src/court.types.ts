import type { BigIntish, Hex } from "./common.types.js";
import type {
  AppealChoice,
  AppealPlanOptions,
  AppealPlanner,
  CostComparison,
  CostProjection,
} from "./court-plan.types.js";
import type { MachineApi, MachineDeadline, MachineOutcome, OpenMachine } from "./machine.types.js";
import type { CalendarOptions } from "./timeline.types.js";

/** extraData in its parts. */
export interface ExtraDataParts {
  /** v1 counts courts from 0; v2 from 1 (the General Court). At most 96 bits. */
  readonly courtId: BigIntish;
  readonly minJurors: BigIntish;
  /** v2 only; 1 without it. */
  readonly disputeKitId?: BigIntish;
  /** v2 only: what follows for the dispute kit, e.g. of a gated one. */
  readonly kitData?: Hex;
}

/** What the contract makes of extraData. */
export interface DecodedExtraData {
  readonly courtId: bigint;
  readonly minJurors: bigint;
  /** v2 only. */
  readonly disputeKitId?: bigint;
  /** v2 only: bytes after the third word. */
  readonly kitData?: Hex;
  /** v2 only: bits above the court's 96 are set, over which the newest contracts panic. */
  readonly dirty?: boolean;
}

export interface ExtraDataOptions {
  /** 2 without it. */
  readonly version?: 1 | 2;
}

export interface DecodeExtraDataOptions extends ExtraDataOptions {
  /** How many courts there are, counting that at 0: larger ids fall back. */
  readonly courts?: BigIntish;
  /** How many dispute kits there are, counting that at 0. */
  readonly disputeKits?: BigIntish;
}

/** Price of a juror, in wei, and how many; or extraData that says how many. */
export interface ArbitrationCostInput {
  /** Wei. */
  readonly feeForJuror: BigIntish;
  /** 3 without it and without extraData. */
  readonly minJurors?: BigIntish;
  readonly extraData?: Hex;
  /** 1 is KlerosLiquid, whose product wraps at 2^256; 2 without it. */
  readonly version?: 1 | 2;
  /** A token the court takes, with the core's rate: the cost is in the token's smallest unit. */
  readonly token?: { readonly rateInEth: BigIntish; readonly rateDecimals: BigIntish };
}

/** A court as the core's getters have it. */
export interface CourtParameters {
  readonly parent: BigIntish;
  readonly hiddenVotes: boolean;
  /** PNK, 18 decimals. */
  readonly minStake: BigIntish;
  /** Basis points. */
  readonly alpha: BigIntish;
  /** Wei. */
  readonly feeForJuror: BigIntish;
  readonly jurorsForCourtJump: BigIntish;
  /** Seconds of evidence, commit, vote and appeal. */
  readonly timesPerPeriod: readonly BigIntish[];
  readonly supportedDisputeKits: readonly BigIntish[];
}

/** A court of KlerosLiquid, as far as costs need it. */
export interface LiquidCourtParameters {
  readonly parent: BigIntish;
  /** Wei. */
  readonly feeForJuror: BigIntish;
  readonly jurorsForCourtJump: BigIntish;
  /** Seconds of evidence, commit, vote and appeal. */
  readonly timesPerPeriod?: readonly BigIntish[];
  readonly hiddenVotes?: boolean;
}

/** Basis points of the appeal cost that each side stakes on top, as V1 arbitrables set them. */
export interface AppealMultipliers {
  readonly winner: BigIntish;
  readonly loser: BigIntish;
  /** For every side where the ruling is a tie. */
  readonly shared?: BigIntish;
}

export interface AppealPlanInput {
  /** "v1" is KlerosLiquid, whose courts count from 0 and which has no dispute kits. */
  readonly generation: "neo" | "v2" | "v1";
  /** Courts by id: from 1 (the General Court) on, or from 0 in v1. */
  readonly courts: readonly CourtParameters[] | readonly LiquidCourtParameters[];
  /** v1 only: without them what the sides have to raise is the arbitrable's secret. */
  readonly multipliers?: AppealMultipliers;
  /** How many dispute kits there are; 1 without it. */
  readonly disputeKits?: BigIntish;
  readonly courtID: BigIntish;
  /** 1 without it. */
  readonly disputeKitID?: BigIntish;
  /** Jurors of the first round. */
  readonly nbVotes: BigIntish;
}

/** A round, and what its appeal costs. */
export interface AppealPlanRound {
  readonly round: number;
  readonly courtID: bigint;
  /** 0 in v1, which has none. */
  readonly disputeKitID: bigint;
  readonly nbVotes: bigint;
  /** Wei the jurors of this round share. */
  readonly feesForJurors: bigint;
  /** Wei the core asks for the next round. */
  readonly appealCost: bigint;
  /** False where nobody can fund this appeal (a jump out of the General Court, a court without fee). */
  readonly payable: boolean;
  /** Wei the choice that won this round has to raise in all. */
  readonly winnerTotal?: bigint;
  /** Wei any other choice has to raise in all. */
  readonly loserTotal?: bigint;
  /** v1 only: wei each side has to raise where the ruling is a tie. */
  readonly sharedTotal?: bigint;
  readonly courtJump?: boolean;
  readonly disputeKitJump?: boolean;
}

export interface AppealFundingInput {
  /** Wei. */
  readonly appealCost: BigIntish;
  /** Whether the choice is the current ruling. */
  readonly winner: boolean;
  /** Wei raised so far. */
  readonly paid?: BigIntish;
  /** Basis points that a V1 arbitrable asks on top, in place of those of Kleros v2. */
  readonly multiplier?: BigIntish;
  /** The appeal period, Unix seconds. */
  readonly start?: BigIntish;
  readonly end?: BigIntish;
}

export interface AppealFunding {
  readonly payable: boolean;
  /** Wei. */
  readonly total?: bigint;
  /** Wei. */
  readonly remaining?: bigint;
  /** The first second in which it is too late. */
  readonly end?: bigint;
}

/** A dispute as its getters have it, as far as deadlines need it. */
export interface DisputePeriods {
  /** 0 evidence, 1 commit, 2 vote, 3 appeal, 4 execution. */
  readonly period: BigIntish;
  /** Unix seconds. */
  readonly lastPeriodChange: BigIntish;
  /** From 0; 0 without it. Only in the first round evidence is waited for. */
  readonly round?: BigIntish;
  /** Choices funded in full; with none, anybody can close the appeal period at half time. */
  readonly fundedChoices?: readonly BigIntish[];
  /** The core's id, for the deadlines' subject. */
  readonly id?: BigIntish;
}

export interface ChoiceFundingInput {
  readonly generation?: "neo" | "v2";
  /** Wei. */
  readonly appealCost: BigIntish;
  readonly currentRuling: BigIntish;
  readonly numberOfChoices: BigIntish;
  /** What was paid so far, by choice, in wei. */
  readonly contributions?: readonly { readonly choice: BigIntish; readonly paid: BigIntish }[];
  /** The appeal period, Unix seconds. */
  readonly period: { readonly start: BigIntish; readonly end: BigIntish };
  /** Unix seconds. */
  readonly now: BigIntish;
  /** As in AppealPlanOptions. */
  readonly unit?: string;
}

/** Kleros v2: a court system as a machine, and what it costs without one. */
export interface CourtApi extends MachineApi {
  /** Errors: machine.argument, also for a court above 96 bits. */
  encodeExtraData(parts: ExtraDataParts, options?: ExtraDataOptions): Hex;
  /** With the contract's fallbacks. Errors: machine.argument. */
  decodeExtraData(extraData: Hex, options?: DecodeExtraDataOptions): DecodedExtraData;
  /** feeForJuror times jurors; floored where a token pays. Errors: machine.argument, also where the contract panics. */
  arbitrationCost(input: ArbitrationCostInput): bigint;
  /** Wei the core asks for an appeal of the first round of `input`. Errors: machine.argument. */
  appealCost(input: AppealPlanInput): bigint;
  /** Up to `rounds` rounds (at most 64), as far as appeals can be paid. Errors: machine.argument. */
  appealPlan(input: AppealPlanInput, rounds: number): AppealPlanRound[];
  /** What one side has to raise, and until when. Errors: machine.argument. */
  appealFunding(input: AppealFundingInput): AppealFunding;
  /** Each choice as `plan` says it, without a state. Errors: machine.argument. */
  appealFunding(input: ChoiceFundingInput): AppealChoice[];
  /**
   * A dispute's deadlines without a state; `generation` is "neo" without it. Errors:
   * machine.argument.
   */
  periods(
    dispute: DisputePeriods,
    court: Pick<CourtParameters, "timesPerPeriod">,
    now: BigIntish,
    options?: { readonly generation?: "neo" | "v2" },
  ): MachineDeadline[];
  /**
   * Whether, and at what price, to appeal a dispute of this state: by choice what is to be raised,
   * until when, what comes back in each case and what can be lost. Errors: machine.state,
   * machine.argument; a dispute that is not there is machine.argument with the contract's panic.
   */
  plan(state: object | OpenMachine, options: AppealPlanOptions): AppealPlanner;
  /** What a dispute costs with up to `appeals` appeals (at most 63), who pays it and when. Errors: machine.argument. */
  project(input: AppealPlanInput, appeals: number): CostProjection;
  /** Two courts, or two ways to ask one, side by side; differences are b less a. Errors: machine.argument. */
  compare(a: AppealPlanInput, b: AppealPlanInput, appeals: number): CostComparison;
  /** timeline.ics: a calendar file of deadlines. Errors: machine.argument. */
  calendar(deadlines: readonly MachineDeadline[], options: CalendarOptions): string;
  /** What passPeriod would answer now. Errors: machine.state, machine.argument. */
  canPassPeriod(state: object, disputeID: BigIntish, timestamp: BigIntish): MachineOutcome;
}
