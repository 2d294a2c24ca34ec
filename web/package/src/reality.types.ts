import type { Address, BigIntish, Hex } from "./common.types.js";
import type { MachineApi } from "./machine.types.js";

/**
 * Contracts whose ids are made alike: "2.0", "2.1", "2.2", "3.0", "3.2", "4.0", or the ERC-20 ones as
 * "ERC20-2.0", "ERC20-3.0", "ERC20-3.2", "ERC20-4.0".
 */
export type RealityVersion = string;

/** What a question of one of the built-in templates is made of. */
export interface RealityQuestionFields {
  /** bool, uint, int, single-select, multiple-select, datetime, hash. */
  readonly type: string;
  readonly title: string;
  /** Of the two selects. */
  readonly outcomes?: readonly string[];
  readonly category?: string;
  /** An IETF tag with an underscore, e.g. en_US. */
  readonly lang?: string;
}

/** A question as readers show it: the filled template, and what is wrong with it. */
export interface RealityQuestion {
  /** "broken-question" where the text cannot be read. */
  readonly type?: string;
  readonly title?: string;
  readonly outcomes?: readonly string[];
  readonly category?: string;
  readonly lang?: string;
  readonly decimals?: number | string;
  readonly precision?: string;
  readonly format?: string;
  /** The title without markup. */
  readonly title_text?: string;
  /** Each true or missing: json_parse_failed, suspicious_extra_data, too_many_outcomes, invalid_precision, invalid_format. */
  readonly errors?: Readonly<Record<string, boolean>>;
  readonly [more: string]: unknown;
}

export interface RealityDecodeOptions {
  /** A template with %s placeholders, or of a built-in one its number; without it `text` is the filled template. */
  readonly template?: string | number;
  /** For a built-in template; "3.0" without it. */
  readonly version?: RealityVersion;
  /** Problems are also told in the title, as Reality.eth's page does. */
  readonly errorsToTitle?: boolean;
}

export interface RealityContent {
  readonly templateId: BigIntish;
  /** Unix seconds; 0 without it: may be answered at once. */
  readonly openingTs?: BigIntish;
  /** The question text, fields between U+241F. */
  readonly text: string;
}

export interface RealityQuestionKey extends RealityContent {
  readonly version: RealityVersion;
  readonly arbitrator: Address;
  /** Seconds. */
  readonly timeout: BigIntish;
  /** Who asks. */
  readonly sender: Address;
  readonly nonce: BigIntish;
  /** Smallest first bond; needed from 3.0 on. */
  readonly minBond?: BigIntish;
  /** The Reality.eth contract; needed from 3.0 on. */
  readonly contract?: Address;
}

export interface RealityHistoryEntry {
  /** history_hash before this answer. */
  readonly previous: Hex;
  /** The answer, or the commitment's id. */
  readonly answer: Hex;
  readonly bond: BigIntish;
  readonly answerer: Address;
  readonly isCommitment?: boolean;
}

/** What a question's answers are read by; a decoded question has it. */
export interface RealityAnswerType {
  readonly type?: string;
  readonly outcomes?: readonly string[] | undefined;
  readonly decimals?: number | string;
  readonly precision?: string;
  readonly [more: string]: unknown;
}

export interface RealityAnswer {
  /** outOfRange: this word answers no question of the type. */
  readonly kind: "value" | "invalid" | "tooSoon" | "outOfRange";
  /** Exact, without exponents; "" where there is none. */
  readonly text: string;
  /** False for a datetime finer than the question's precision. */
  readonly exact: boolean;
}

export interface RealityPayoutInput {
  readonly version: RealityVersion;
  /** First answer first; without `answer` the entry is a commitment that was not revealed. */
  readonly entries: readonly {
    readonly answerer: Address;
    readonly bond: BigIntish;
    readonly answer?: Hex;
  }[];
  readonly bestAnswer: Hex;
  readonly bounty?: BigIntish;
}

export interface RealityPayout {
  /** In the order of the claim, in wei or the token's smallest unit. */
  readonly payments: readonly { readonly to: Address; readonly amount: bigint }[];
  /** The claim fee of 2.1 and later, which stays in the contract. */
  readonly keptFees: bigint;
  readonly keptBounty: bigint;
}

export interface BondLadderInput {
  /** The bond of the best answer; 0 without it. */
  readonly bond?: BigIntish;
  readonly minBond?: BigIntish;
  /** At most 256. */
  readonly steps: number;
}

/** Of a Zodiac proposal; the nonce is the index where it is not given. */
export interface ZodiacTransaction {
  readonly to: Address;
  readonly value?: BigIntish;
  readonly data?: Hex;
  /** 0 call, 1 delegatecall. */
  readonly operation?: number;
  readonly nonce?: BigIntish;
}

export interface ZodiacProposal {
  readonly chainId: BigIntish;
  readonly module: Address;
  readonly proposalId: string;
  readonly transactions: readonly ZodiacTransaction[];
}

export interface ZodiacQuestion {
  readonly domainSeparator: Hex;
  readonly txHashes: readonly Hex[];
  /** proposalId, U+241F, hash of the hashes. */
  readonly question: string;
  readonly questionHash: Hex;
}

export interface ZodiacExecution {
  /** Missing: not final. */
  readonly result?: Hex;
  readonly minBond?: BigIntish;
  readonly bond?: BigIntish;
  /** Unix seconds. */
  readonly finalizeTs?: BigIntish;
  /** Seconds. */
  readonly cooldown?: BigIntish;
  /** Seconds; 0 never. */
  readonly expiration?: BigIntish;
  /** Unix seconds. */
  readonly now: BigIntish;
  /** True without it. */
  readonly previousExecuted?: boolean;
}

/** A question before it is asked. */
export interface ClarityInput extends RealityQuestionFields {
  /** Unix seconds; 0: at once. */
  readonly openingTs?: BigIntish;
  /** Seconds; not judged when it is missing. */
  readonly timeout?: BigIntish;
  readonly minBond?: BigIntish;
  readonly arbitrator?: Address;
  readonly version?: RealityVersion;
}

/** Something that makes a question ambiguous, unanswerable or unsafe. */
export interface ClarityHint {
  readonly code: string;
  readonly field: "title" | "outcomes" | "openingTs" | "timeout" | "minBond" | "arbitrator";
  /** error: nobody can answer it, or the contract refuses it. */
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
}

/** A condition that does not hold. */
export type ZodiacCondition = "result" | "bond" | "cooldown" | "expired" | "previous";

/**
 * Reality.eth with the Kleros proxies that arbitrate it, as one machine; questions, answers, ids and
 * payouts without one. Errors of all: input.type, machine.argument, and what each names.
 */
export interface RealityApi extends MachineApi {
  /** Text for a built-in template. Errors: reality.delimiter. */
  encodeText(question: RealityQuestionFields): string;
  /** Fields for a custom template, in the order of its %s. Errors: reality.delimiter. */
  encodeCustomText(fields: readonly unknown[]): string;
  /** Errors: reality.template, reality.question. */
  decodeText(text: string, options?: RealityDecodeOptions): RealityQuestion;
  /**
   * Hints before a question is asked. Those about words are for English; none is proof of a good
   * question.
   */
  clarity(question: ClarityInput): ClarityHint[];
  /** A built-in template; null where the contract has none of this number. */
  template(id: number, version?: RealityVersion): string | null;
  contentHash(content: RealityContent): Hex;
  questionId(key: RealityQuestionKey): Hex;
  answerHash(answer: Hex, nonce: BigIntish): Hex;
  commitmentId(questionId: Hex, answerHash: Hex, bond: BigIntish): Hex;
  historyHash(entry: RealityHistoryEntry): Hex;
  /** Errors: reality.answer. */
  encodeAnswer(question: RealityAnswerType, answer: unknown): Hex;
  decodeAnswer(question: RealityAnswerType, answer: Hex): RealityAnswer;
  /** Who gets what once the question is final. Errors: uint256.overflow. */
  payout(input: RealityPayoutInput): RealityPayout;
  /** The least bonds of the next answers. Errors: uint256.overflow. */
  bondLadder(input: BondLadderInput): bigint[];
  /** The answer a Kleros proxy reports; `proxy` as a configuration's arbitratorKind. */
  answerOfRuling(proxy: string, ruling: BigIntish): Hex;
  /** null where no ruling yields the answer. */
  rulingOfAnswer(proxy: string, answer: Hex): bigint | null;
  /** The question a Zodiac Reality module asks for a proposal. */
  zodiacQuestion(proposal: ZodiacProposal): ZodiacQuestion;
  /** Why a transaction of it cannot be executed yet. */
  zodiacMissing(execution: ZodiacExecution): ZodiacCondition[];
}
