import { ens_normalize } from "@adraffy/ens-normalize";
import { call } from "./core.js";

/** An issue as zod 3 reports it. */
export type ZodIssue = {
  code: string;
  path: (string | number)[];
  message: string;
  [detail: string]: unknown;
};

/** zod 3's error as far as programs look at it: `issues`, and a message that is their JSON. */
export class ZodError extends Error {
  issues: ZodIssue[];

  constructor(issues: ZodIssue[]) {
    super(JSON.stringify(issues, null, 2));
    this.name = "ZodError";
    this.issues = issues;
  }

  get errors(): ZodIssue[] {
    return this.issues;
  }
}

export type SafeParseResult<T> = { success: true; data: T } | { success: false; error: ZodError };

/** The part of a zod schema that the SDK's users call. */
export type Schema<T> = {
  parse(value: unknown): T;
  safeParse(value: unknown): SafeParseResult<T>;
  accepts(value: unknown): boolean;
  /** As parse, of what JSON.parse reads from `json`: numbers that JSON cannot write again included. */
  checkText(json: string): void;
};

type CheckReply = {
  issues: ZodIssue[];
  /** Names that the schema hands to ENS normalisation, in its order; it may refuse one by throwing. */
  ens: { path: string; name: string }[];
};

const issuesOf = (schema: string, json: string | undefined): ZodIssue[] => {
  const reply = call<CheckReply>("sdk.check", { schema, ...(json === undefined ? {} : { json }) });
  // A name that cannot be normalised throws here, before any issue is told: as in the SDK.
  for (const { name } of reply.ens) ens_normalize(name);
  return reply.issues;
};

const schemas = new Map<string, Schema<unknown>>();

/** One of the SDK's schemas, checked by the core. */
export const coreSchema = <T>(name: string): Schema<T> => {
  let schema = schemas.get(name);
  if (!schema) {
    schema = {
      checkText: (json) => {
        const issues = issuesOf(name, json);
        if (issues.length) throw new ZodError(issues);
      },
      parse: (value) => {
        const issues = issuesOf(name, JSON.stringify(value));
        if (issues.length) throw new ZodError(issues);
        return value;
      },
      safeParse: (value) => {
        const issues = issuesOf(name, JSON.stringify(value));
        return issues.length
          ? { success: false, error: new ZodError(issues) }
          : { success: true, data: value };
      },
      accepts: (value) => issuesOf(name, JSON.stringify(value)).length === 0,
    };
    schemas.set(name, schema);
  }
  return schema as Schema<T>;
};
