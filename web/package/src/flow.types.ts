import type { RenderOptions, TemplateContext } from "./template.types.js";

/**
 * Who shows a dispute. "strict" is this package's own rendering, with every value given; the others
 * render as kleros-sdk does and differ in the variables they give.
 */
export type Consumer = "strict" | "court-mainnet" | "court-testnet" | "court-devnet" | "kleros-sdk";

/** A name that a consumer has no value for. */
export interface MissingName {
  name: string;
  /** Index of the mapping that reads it, which fails for it; absent: the template alone does. */
  mapping?: number;
}

/** What one consumer makes of the values at hand. */
export interface ConsumerContext {
  consumer: Consumer;
  /** For people. */
  name: string;
  mode: NonNullable<RenderOptions["mode"]>;
  /** Chain of the disputes it shows, in decimal; absent: any. */
  chainId?: string;
  /** The values it passes to the mappings, and those that stand in for what mappings populate. */
  values: Record<string, unknown>;
  /** Names of values that it does not pass. */
  withheld: string[];
  /** Names that the documents read and neither it nor a mapping gives. */
  missing: MissingName[];
  /** There are no mappings: kleros-sdk renders over an empty context, whatever was given. */
  dropped: boolean;
}

export interface ContextsOptions {
  /** To say which names are missing. */
  template?: string;
  /** To say which are missing, and which values stand in for what they populate. */
  mappings?: string;
}

/** One mapping, in the order of execution. */
export interface FlowStep {
  type: string;
  /** Whom it asks, tags as written; "" for a mapping that asks nobody. */
  from: string;
  reads: string[];
  populates: string[];
}

/** One name that the documents read or populate. */
export interface FlowVariable {
  name: string;
  /** Index of the mapping that populates it. */
  mapping?: number;
  /** Whether a party to the dispute, or whoever wrote to the source, decides the value. */
  party: boolean;
  /** Who gives it without a mapping; "strict" is none of them: it takes what it is given. */
  givenBy: Exclude<Consumer, "strict">[];
}

/** One place of the template that reads a variable. */
export interface FlowRead {
  name: string;
  /** JSON Pointer of the value it stands in. */
  path: string;
  /** {{{name}}}: written without HTML escapes. */
  raw: boolean;
}

/** From sources over mappings and variables to the fields of the template. */
export interface DataFlow {
  steps: FlowStep[];
  variables: FlowVariable[];
  reads: FlowRead[];
}

/** One answer as it stands in the source, tags as written. */
export interface AnswerSource {
  /** Index in the list. */
  index: number;
  id: string;
  /** The number of the ruling; absent where the id is none or holds tags. */
  ruling?: bigint;
  title: string;
  description: string;
  reserved: boolean;
  /** What stands there is no plain object: it can be shown, not edited. */
  fixed: boolean;
}

/** A change to the list of answers. */
export type AnswerEdit =
  | { set: number; field: "id" | "title" | "description"; value: string }
  | { set: number; field: "reserved"; value: boolean }
  | { add: { id: string; title: string; description: string } }
  | { remove: number };

/** The reading and editing of sources that an editor needs; part of {@link TemplateApi}. */
export interface FlowApi {
  /**
   * What each page that shows disputes makes of the same values. Errors: input.type,
   * input.too_large.
   */
  contexts(values: TemplateContext, options?: ContextsOptions): ConsumerContext[];
  /** Where the texts come from. Faulty documents are read as far as they go. Errors: input.type, input.too_large. */
  flow(template: string, mappings?: string): DataFlow;
  /** The list of answers as written; empty where there is none. Errors: input.type, input.too_large. */
  answers(template: string): AnswerSource[];
  /**
   * The template with one answer changed and everything else as it was written. Errors: input.type (also
   * where there is no such answer, or a variable gives it), input.too_large.
   */
  editAnswers(template: string, edit: AnswerEdit): string;
}
