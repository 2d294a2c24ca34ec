export * from "./populateTemplate.js";
export * from "./retrieveVariables.js";
export * from "./disputeDetailsTypes.js";

/** Whether a value is undefined or null. */
export const isUndefined = (maybeObject: unknown): maybeObject is undefined | null =>
  maybeObject === undefined || maybeObject === null;
