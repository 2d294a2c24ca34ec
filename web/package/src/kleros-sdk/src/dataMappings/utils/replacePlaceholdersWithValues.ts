import { renderMustache } from "../../../core.js";
import { InvalidContextError } from "../../errors/index.js";
import type { ActionMapping } from "./actionTypes.js";
import { isUndefined } from "./index.js";
import retrieveVariables from "./retrieveVariables.js";

const requireVariables = (template: string, context: Record<string, unknown>): void => {
  for (const variable of retrieveVariables(template)) {
    if (isUndefined(context[variable])) {
      throw new InvalidContextError(`Expected key "${variable}" to be provided in context.`);
    }
  }
};

const replace = (value: unknown, context: Record<string, unknown>): unknown => {
  if (typeof value === "string") {
    requireVariables(value, context);
    return renderMustache(value, context, false);
  }
  if (Array.isArray(value)) return value.map((item) => replace(item, context));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, replace(inner, context)]),
    );
  }
  return value;
};

/** Renders every string of a mapping over the context; keys stay as they are. */
export function replacePlaceholdersWithValues(
  mapping: ActionMapping,
  context: Record<string, unknown>,
): ActionMapping | ActionMapping[] {
  return replace(mapping, context) as ActionMapping | ActionMapping[];
}
