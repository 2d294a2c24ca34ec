import type { SubgraphMapping } from "../utils/actionTypes.js";
import { createResultObject } from "../utils/createResultObject.js";

/** A GraphQL query by POST. As in the SDK, the status and `errors` of the reply are not looked at. */
export const subgraphAction = async (
  mapping: SubgraphMapping,
): Promise<Record<string, unknown>> => {
  const { endpoint, query, variables, seek, populate } = mapping;
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ query, variables }),
  });
  const { data } = (await response.json()) as { data: unknown };
  return createResultObject(data, seek, populate);
};
