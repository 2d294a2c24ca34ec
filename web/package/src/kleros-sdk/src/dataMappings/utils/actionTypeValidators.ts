import { InvalidMappingError } from "../../errors/index.js";
import type {
  AbiCallMapping,
  AbiEventMapping,
  ActionMapping,
  FetchIpfsJsonMapping,
  JsonMapping,
  RealityMapping,
  SubgraphMapping,
} from "./actionTypes.js";

const requireFields = <T extends ActionMapping>(mapping: ActionMapping, fields: (keyof T)[]): T => {
  const typed = mapping as T;
  for (const field of fields) {
    if (typed[field] === undefined) {
      throw new InvalidMappingError(`${String(field)} is required for ${typed.type}`);
    }
  }
  return typed;
};

export const validateSubgraphMapping = (mapping: ActionMapping): SubgraphMapping =>
  requireFields<SubgraphMapping>(mapping, ["endpoint"]);

export const validateAbiEventMapping = (mapping: ActionMapping): AbiEventMapping =>
  requireFields<AbiEventMapping>(mapping, ["abi", "eventFilter"]);

export const validateAbiCallMapping = (mapping: ActionMapping): AbiCallMapping =>
  requireFields<AbiCallMapping>(mapping, ["abi", "functionName"]);

export const validateJsonMapping = (mapping: ActionMapping): JsonMapping =>
  requireFields<JsonMapping>(mapping, ["value"]);

export const validateFetchIpfsJsonMapping = (mapping: ActionMapping): FetchIpfsJsonMapping =>
  requireFields<FetchIpfsJsonMapping>(mapping, ["ipfsUri"]);

export const validateRealityMapping = (mapping: ActionMapping): RealityMapping => {
  if (mapping.type !== "reality" || typeof mapping.realityQuestionID !== "string") {
    throw new InvalidMappingError("Expected field 'realityQuestionID' to be a string.");
  }
  return mapping;
};
