import { renderMustache } from "../../../core.js";
import DisputeDetailsSchema, { RefuseToArbitrateAnswer } from "./disputeDetailsSchema.js";
import type { Answer, DisputeDetails } from "./disputeDetailsTypes.js";

const withRefuseToArbitrate = (answers: Answer[]): Answer[] => {
  const index = answers.findIndex((answer) => BigInt(answer.id) === 0n);
  const own = answers[index];
  if (!own) return [RefuseToArbitrateAnswer, ...answers];
  return answers.with(index, { ...RefuseToArbitrateAnswer, description: own.description });
};

/**
 * Renders a template over its data as Court does, checks it, and puts the refuse answer in its
 * place. Throws SyntaxError for a text that is no JSON, ZodError for one that is no dispute.
 */
export const populateTemplate = (
  mustacheTemplate: string,
  data: Record<string, unknown>,
): DisputeDetails => {
  const text = renderMustache(mustacheTemplate, data, true);
  const dispute = JSON.parse(text) as DisputeDetails;
  DisputeDetailsSchema.checkText(text);
  dispute.answers = withRefuseToArbitrate(dispute.answers);
  return dispute;
};
