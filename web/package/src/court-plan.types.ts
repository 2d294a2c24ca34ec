import type { BigIntish } from "./common.types.js";
import type { AppealPlanRound } from "./court.types.js";

export interface AppealPlanOptions {
  readonly disputeID: BigIntish;
  /** Unix seconds. */
  readonly timestamp: BigIntish;
  /** How many rounds are planned from here on, at most 64; 0 without it. */
  readonly rounds?: number;
  /** What the words call the native currency, which has 18 decimals; ETH without it. */
  readonly unit?: string;
}

/**
 * Funding one choice in the present appeal period, for somebody who pays all that it still lacks
 * (`stake`), or who paid for it when it is funded already. Wei; `if...` is what comes back in all,
 * the stake included.
 */
export interface AppealChoice {
  readonly choice: bigint;
  /** Whether it is the current ruling. */
  readonly winner: boolean;
  readonly paid: bigint;
  readonly funded: boolean;
  /** The first second in which it is too late; only in an appeal period. */
  readonly end?: bigint;
  /** Whether fundAppeal is accepted now. */
  readonly open: boolean;
  /** The contract's words when it is not. */
  readonly reason?: string;
  /** Missing, with all that follows, where no value can pay for the appeal. */
  readonly total?: bigint;
  readonly remaining?: bigint;
  readonly stake?: bigint;
  /** No other choice is funded: the stake. */
  readonly ifUnopposed?: bigint;
  /** Whom the next three are reckoned against: a funded choice, else the current ruling, or for it the first other choice. */
  readonly opponent?: bigint;
  readonly opponentTotal?: bigint;
  readonly ifWins?: bigint;
  readonly ifOpponentWins?: bigint;
  readonly ifAnotherWins?: bigint;
  /** The most that can be lost, besides gas. */
  readonly worst?: bigint;
  readonly words: {
    /** What is to be paid, and until when. */
    readonly pays: string;
    readonly reward: string;
    readonly worst: string;
  };
}

/** An appeal of a dispute, before it is paid. */
export interface AppealPlanner {
  readonly id: bigint;
  /** From 0. */
  readonly round: number;
  /** 0 evidence, 1 commit, 2 vote, 3 appeal, 4 execution. */
  readonly period: number;
  readonly courtID: bigint;
  readonly disputeKitID: bigint;
  readonly nbVotes: bigint;
  readonly numberOfChoices: bigint;
  readonly currentRuling: {
    readonly ruling: bigint;
    readonly tied: boolean;
    readonly overridden: boolean;
  };
  /** Unix seconds; 0 outside of an appeal period. */
  readonly appealPeriod: { readonly start: bigint; readonly end: bigint };
  /** Where the next round would be. */
  readonly next: {
    readonly courtID: bigint;
    readonly disputeKitID: bigint;
    readonly nbVotes: bigint;
    readonly courtJump: boolean;
    readonly disputeKitJump: boolean;
  };
  /** Wei the core asks; missing where it overflows. */
  readonly appealCost?: bigint;
  /** Choices 0 to 16 as far as there are, and any other that somebody paid for. */
  readonly choices: readonly AppealChoice[];
  /** From this round on. */
  readonly rounds: readonly AppealPlanRound[];
}

/** Somebody's payment. */
export interface ProjectedPayment {
  /** 0: for the first round; n: for the appeal that leads to round n. */
  readonly round: number;
  readonly who: "creator" | "winner" | "loser";
  /** At creation, at any time of the appeal period, or in its first half. */
  readonly when: "creation" | "appealPeriod" | "firstHalf";
  /** Wei. */
  readonly amount: bigint;
}

export interface ProjectedRound extends AppealPlanRound {
  /** Jurors of this round and those before. */
  readonly jurorsSoFar: bigint;
  /** Wei the court has got for them. */
  readonly feesSoFar: bigint;
  /** The court's periods when each is closed in its first second and none earlier; only with timesPerPeriod. */
  readonly seconds?: bigint;
}

/** What a dispute costs with its appeals. */
export interface CostProjection {
  /** Wei for the first round. */
  readonly arbitrationCost: bigint;
  /** How many appeals can be paid, up to what was asked. */
  readonly appeals: number;
  readonly rounds: readonly ProjectedRound[];
  readonly payments: readonly ProjectedPayment[];
  /** Jurors of all rounds. */
  readonly jurors: bigint;
  /** Wei the court gets for all rounds. */
  readonly fees: bigint;
  /** Wei raised by a side that won every round and appealed none; missing where it is not known (v1). */
  readonly winnerTotal?: bigint;
  /** Wei raised by a side that lost every round but the last. */
  readonly loserTotal?: bigint;
  /** The most that one party pays: it creates the dispute and raises the loser's total each time. */
  readonly worst?: bigint;
  /** Seconds of all rounds. */
  readonly seconds?: bigint;
}

/** Sums, b less a. */
export interface CostDifference {
  readonly arbitrationCost: bigint;
  readonly appeals: number;
  readonly jurors: bigint;
  readonly fees: bigint;
  readonly worst?: bigint;
  readonly seconds?: bigint;
}

export interface CostComparison {
  readonly a: CostProjection;
  readonly b: CostProjection;
  readonly difference: CostDifference;
}
