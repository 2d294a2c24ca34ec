import { createAbi } from "../abi.js";
import type { AbiApi } from "../abi.types.js";
import type { Core } from "../door.js";
import { DikastError } from "../errors.js";
import { loadInlineNow } from "../inline.js";
import { createTemplate } from "../template.js";
import type { TemplateApi } from "../template.types.js";
import { createValues } from "../values.js";
import type { ValuesApi } from "../values.types.js";

interface Parts {
  readonly core: Core;
  readonly template: TemplateApi;
  readonly abi: AbiApi;
  readonly values: ValuesApi;
}

let parts: Parts | undefined;

// The SDK's functions answer at once, so the core is started by the first of them.
function started(): Parts {
  if (!parts) {
    const core = loadInlineNow();
    parts = {
      core,
      template: createTemplate(core),
      abi: createAbi(core),
      values: createValues(core),
    };
  }
  return parts;
}

export const abi = (): AbiApi => started().abi;
export const values = (): ValuesApi => started().values;

/** A method of the core. */
export const call = <T>(method: string, params: object): T =>
  started().core.call<T>(method, params);

// mustache.js throws plain errors; the core's messages are worded as its own.
const asMustacheError = (error: unknown): unknown =>
  error instanceof DikastError && error.code === "template.syntax"
    ? new Error(error.message)
    : error;

const requireText = (template: unknown): void => {
  if (typeof template !== "string") {
    throw new TypeError(`Invalid template: a string is needed, not ${typeof template}.`);
  }
};

/** The text mustache.js gives; with `lambdas`, `{{#hex}}` is known unless the context has its own. */
export const renderMustache = (
  template: string,
  context: Record<string, unknown>,
  lambdas: boolean,
): string => {
  requireText(template);
  try {
    return started().template.renderText(
      template,
      lambdas ? { ...context } : { hex: undefined, ...context },
      { mode: "kleros-sdk" },
    );
  } catch (error) {
    throw asMustacheError(error);
  }
};

/** Names of the tags outside of sections, with repetitions. */
export const mustacheVariables = (template: string): string[] => {
  // mustache.js finds no tags in what is not there.
  if (!template) return [];
  requireText(template);
  try {
    return call<string[]>("sdk.variables", { template });
  } catch (error) {
    throw asMustacheError(error);
  }
};
