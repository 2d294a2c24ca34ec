import { UnsupportedActionError } from "../errors/index.js";
import { callAction } from "./actions/callAction.js";
import { eventAction } from "./actions/eventAction.js";
import { fetchIpfsJsonAction } from "./actions/fetchIpfsJsonAction.js";
import { jsonAction } from "./actions/jsonAction.js";
import { subgraphAction } from "./actions/subgraphAction.js";
import { retrieveRealityData } from "./retrieveRealityData.js";
import {
  validateAbiCallMapping,
  validateAbiEventMapping,
  validateFetchIpfsJsonMapping,
  validateJsonMapping,
  validateRealityMapping,
  validateSubgraphMapping,
} from "./utils/actionTypeValidators.js";
import type { ActionMapping } from "./utils/actionTypes.js";
import { replacePlaceholdersWithValues } from "./utils/replacePlaceholdersWithValues.js";

type ActionResult = Record<string, unknown> | null | undefined;

/** Runs one mapping over a context and returns the variables it fills. */
export const executeAction = async (
  mapping: ActionMapping,
  context: Record<string, unknown> = {},
): Promise<ActionResult> => {
  const filled = replacePlaceholdersWithValues(mapping, context) as ActionMapping;
  switch (filled.type) {
    case "graphql":
      return subgraphAction(validateSubgraphMapping(filled));
    case "json":
      return jsonAction(validateJsonMapping(filled));
    case "abi/call":
      return callAction(validateAbiCallMapping(filled));
    case "abi/event":
      return eventAction(validateAbiEventMapping(filled));
    case "fetch/ipfs/json":
      return fetchIpfsJsonAction(validateFetchIpfsJsonMapping(filled));
    case "reality":
      return retrieveRealityData(
        validateRealityMapping(filled).realityQuestionID,
        context.arbitrableAddress as string | undefined,
      );
    default:
      throw new UnsupportedActionError(`Unsupported action type: ${JSON.stringify(filled)}`);
  }
};

/** Runs the mappings in order; later ones read what earlier ones filled. */
export const executeActions = async (
  mappings: ActionMapping[],
  initialContext: Record<string, unknown> = {},
): Promise<Record<string, unknown>> => {
  const context: Record<string, unknown> = { ...initialContext };
  for (const mapping of mappings) {
    const result = await executeAction(mapping, context);
    for (const key of Object.keys(result ?? {})) context[key] = result?.[key];
  }
  return context;
};
