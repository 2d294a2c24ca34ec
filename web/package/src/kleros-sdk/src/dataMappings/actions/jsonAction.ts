import type { JsonMapping } from "../utils/actionTypes.js";
import { createResultObject } from "../utils/createResultObject.js";

/** Values written into the mapping; a string is read as JSON. */
export const jsonAction = (mapping: JsonMapping): Record<string, unknown> => {
  const { value, seek, populate } = mapping;
  const source: unknown = typeof value === "string" ? JSON.parse(value) : value;
  return createResultObject(source, seek, populate);
};
