import type { BigIntish } from "./common.types.js";

/** Replace `length` UTF-16 units at `offset` by `text`. */
export interface TextEdit {
  offset: number;
  length: number;
  text: string;
}

/** A repair an editor can apply: the edits do not overlap and refer to the text as it was checked. */
export interface Fix {
  description: string;
  edits: TextEdit[];
}

export type Severity = "error" | "warning" | "info";

/**
 * "strict": what the documents and safety ask for. "kleros-sdk": what kleros-sdk 2.4.0 and Court do
 * with it; an error there is a case jurors cannot read.
 */
export type LintProfile = "strict" | "kleros-sdk";

/** Options of `template.validate`. */
export interface TemplateValidateOptions {
  /** The data mappings, as text or list. Left out: nothing is said about what populates what. */
  mappings?: string | object[];
  /** numberOfRulingOptions the dispute is created with. */
  numberOfRulingOptions?: BigIntish;
  /** The chain the dispute will be created on. */
  chainId?: BigIntish;
  /** @default "strict" */
  profile?: LintProfile;
  /** Names that the page showing the dispute adds to what Court gives. */
  context?: string[];
}

/** Options of `mapping.validate`. */
export interface MappingValidateOptions {
  /** The template, to say which variables are read. */
  template?: string | object;
  /** Names that the page showing the dispute adds to what Court gives. */
  context?: string[];
  /** @default "strict" */
  profile?: LintProfile;
}

/** One rule of the catalogue. */
export interface LintRule {
  /** Stable: "template.<reason>" or "mapping.<reason>". */
  id: string;
  title: string;
  why: string;
  /** The document, function or standard it comes from. */
  source: string;
  severity: Record<LintProfile, Severity | "off">;
}

/** What changes for jurors between two versions of a template. */
export interface TemplateChange {
  /** JSON Pointer into the new template; of what was removed, into the old one. */
  path: string;
  kind: "added" | "removed" | "changed";
  /** meaning: question, answers, policy, arbitrator. text: what else jurors read. data: not shown. */
  weight: "meaning" | "text" | "data";
  /** False: jurors see the same (another spelling of an id or a tag, order, layout). */
  visible: boolean;
  /** As jurors read it, placeholders as {{name}}; other values as JSON. */
  before?: string;
  after?: string;
}
