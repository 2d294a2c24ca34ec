import type { BigIntish, BytesLike, Hex, Issue } from "./common.types.js";
import type { FlowApi } from "./flow.types.js";
import type { TemplateChange, TemplateValidateOptions } from "./lint.types.js";

/** One answer a juror can choose. `id` is the ruling as 0x-hex; 0x0 is "refuse to arbitrate". */
export interface DisputeAnswer {
  id: string;
  title: string;
  description: string;
  reserved?: boolean;
}

/** Evidence that was there before the dispute. */
export interface DisputeEvidence {
  name: string;
  description: string;
  fileURI?: string;
  fileTypeExtension?: string;
  transactionHash?: string;
  sender?: string;
  /** Unix seconds. */
  timestamp?: number;
}

/**
 * What jurors see. Fields that are not in kleros-sdk's schema (`$schema`, `type` ...) are kept as the
 * template has them.
 */
export interface DisputeDetails {
  title: string;
  description: string;
  question: string;
  /** With the "refuse to arbitrate" answer where kleros-sdk puts it. */
  answers: DisputeAnswer[];
  policyURI: string;
  attachment?: { label: string; uri: string };
  frontendUrl?: string;
  metadata?: Record<string, unknown>;
  arbitratorChainID: string;
  arbitratorAddress: string;
  category?: string;
  lang?: string;
  specification?: string;
  /** Name to address or ENS name. */
  aliases?: Record<string, string>;
  extraEvidences?: DisputeEvidence[];
  version: string;
  [field: string]: unknown;
}

/**
 * Values by variable name. Own enumerable properties only; strings, numbers, bigints, booleans,
 * null, arrays, plain objects, dates and functions without arguments (called for their value).
 */
export type TemplateContext = Readonly<Record<string, unknown>>;

export interface RenderOptions {
  /**
   * "strict" (default): a value is data, it cannot leave the string it stands in; a missing variable
   * is an error; the result obeys every rule of a dispute document. "kleros-sdk": what Court shows
   * today, byte for byte.
   */
  mode?: "strict" | "kleros-sdk";
  /**
   * "auto" (default): mustache, and the Handlebars blocks if, unless, each and with where mustache.js
   * would fail. "mustache" follows the specification. In mode "kleros-sdk" the default is mustache.js,
   * and "mustache" means mustache.js too.
   */
  dialect?: "auto" | "mustache" | "handlebars";
}

export interface TextOptions extends RenderOptions {
  /** Sources for {{> name}}; never in strict mode. */
  partials?: Readonly<Record<string, string>>;
}

/** Whether values give a valid dispute. */
export interface CheckResult {
  valid: boolean;
  /** Empty when valid. Those of a failed render carry no place: line 1, column 1, offset 0. */
  issues: Issue[];
}

/** A template read once. Holds memory of the core until disposed of or collected. */
export interface CompiledTemplate {
  /** Names the template reads, in order of first occurrence. */
  readonly variables: string[];
  /** As {@link TemplateApi.render}. */
  render(context: TemplateContext, options?: RenderOptions): DisputeDetails;
  /** As render for many disputes, in one call into the core. */
  renderMany(contexts: readonly TemplateContext[], options?: RenderOptions): DisputeDetails[];
  /**
   * The strict document as compact JSON text in ASCII: JSON.parse of it is what render gives.
   * Errors: as render.
   */
  renderJson(context: TemplateContext): string;
  /** Whether render would succeed, without building the document. Never throws for values. */
  check(context: TemplateContext): CheckResult;
  /** Frees it. Using it afterwards is handle.invalid. Disposing twice does nothing. */
  dispose(): void;
}

/** A template for a new dispute in DisputeResolver. */
export type CreateDisputeInput = {
  /** Court, jurors and dispute kit, as the arbitrator reads them. */
  extraData: BytesLike;
  /** Answers besides "refuse to arbitrate". */
  numberOfRulingOptions: BigIntish;
} & ({ template: string; mappings: string } | { templateUri: string });

/** From template and values to what jurors see. */
export interface TemplateApi extends FlowApi {
  /**
   * Reads a template once for many renders. Errors: template.syntax, template.depth,
   * input.too_large, input.type.
   */
  compile(template: string): CompiledTemplate;
  /**
   * What jurors see. Errors in strict mode: template.missing_variable, template.value_type,
   * template.hex, template.slot_value, template.slot_position, template.not_json, json.*,
   * template.partial, template.delimiter, template.invalid (with issues), template.lambda,
   * template.step_limit, template.output_limit, template.depth. In mode "kleros-sdk": json.syntax
   * with V8's error as cause, template.sdk_invalid with issues; ENS names are only looked at for
   * their ending. Both: template.syntax, input.type, input.too_large.
   */
  render(template: string, context: TemplateContext, options?: RenderOptions): DisputeDetails;
  /**
   * The text with the values in place, before it is read as JSON and before any rule of a dispute
   * is applied. Without `mode`, an explicit dialect "mustache" or "handlebars" renders as that
   * language does (any text, HTML escaping); otherwise strict, where the text must be JSON.
   */
  renderText(template: string, context: TemplateContext, options?: TextOptions): string;
  /**
   * Every problem of a template, with its place and, where there is one, its repair. Reads faulty
   * text as well. A template given as an object is taken as its JSON text. Errors: input.type,
   * uint256.invalid.
   */
  validate(template: string | object, options?: TemplateValidateOptions): CheckResult;
  /** What changes for jurors from `a` to `b`; empty when the texts are equal. Errors: input.type, input.too_large. */
  diff(a: string, b: string): TemplateChange[];
  /** Names the template reads, in order of first occurrence. Errors: as compile. */
  variables(template: string): string[];
  /** Calldata of DisputeTemplateRegistry.setDisputeTemplate. Errors: input.type, utf8.invalid. */
  registrationCalldata(input: { tag: string; template: string; mappings: string }): Hex;
  /** Calldata of an arbitrable's changeDisputeTemplate (Escrow V2). Errors: input.type, utf8.invalid. */
  changeCalldata(input: { template: string; mappings: string }): Hex;
  /**
   * Calldata of DisputeResolver.createDisputeForTemplate, or createDisputeForTemplateUri with a
   * `templateUri` (which Court does not read). The fee is the transaction's value. Errors:
   * input.type, bytes.invalid, uint256.invalid, utf8.invalid.
   */
  createDisputeCalldata(input: CreateDisputeInput): Hex;
}
