import { executeActions } from "../dataMappings/executeActions.js";
import type { ActionMapping } from "../dataMappings/utils/actionTypes.js";
import type { DisputeDetails } from "../dataMappings/utils/disputeDetailsTypes.js";
import { populateTemplate } from "../dataMappings/utils/populateTemplate.js";
import { NotFoundError } from "../errors/index.js";
import fetchDisputeDetails from "../requests/fetchDisputeDetails.js";
import fetchDisputeTemplateFromId from "../requests/fetchDisputeTemplateFromId.js";
import { configureSDK } from "../sdk.js";
import type { GetDisputeParameters } from "../types/index.js";

/**
 * The dispute as jurors see it: its template fetched from the subgraphs, its mappings resolved.
 * As in the SDK, a template without mappings is rendered over an empty context.
 */
export const getDispute = async (
  parameters: GetDisputeParameters,
): Promise<DisputeDetails | undefined> => {
  const { disputeId, coreSubgraph, dtrSubgraph, options } = parameters;
  if (options?.sdkConfig) configureSDK(options.sdkConfig);

  const details = await fetchDisputeDetails(coreSubgraph, disputeId);
  if (!details?.dispute) {
    throw new NotFoundError(
      "Dispute Details",
      `Dispute details not found for disputeId: ${disputeId}`,
    );
  }
  const { arbitrated, arbitrableChainId, templateId } = details.dispute;

  const found = await fetchDisputeTemplateFromId(dtrSubgraph, templateId);
  if (!found) {
    throw new NotFoundError(
      "Dispute Template",
      `Template not found for template ID: ${templateId}`,
    );
  }
  const { templateData, templateDataMappings } = found.disputeTemplate;

  const context = {
    arbitrableAddress: arbitrated.id,
    arbitrableChainID: arbitrableChainId,
    ...options?.additionalContext,
  };
  const data = templateDataMappings
    ? await executeActions(JSON.parse(templateDataMappings) as ActionMapping[], context)
    : {};
  return populateTemplate(templateData, data);
};
