import { coreSchema } from "../../../schema.js";
import type { Alias, Answer, Attachment, DisputeDetails, Evidence } from "./disputeDetailsTypes.js";

export const isHexAddress = (str: string): boolean => coreSchema("ethAddress").accepts(str);
export const isHexId = (str: string): boolean => /^0x[a-fA-F0-9]{1,64}$/.test(str);
export const isMultiaddr = (str: string): boolean => coreSchema("multiaddr").accepts(str);

export const ethAddressSchema = coreSchema<string>("ethAddress");
export const ensNameSchema = coreSchema<string>("ensName");
export const ethAddressOrEnsNameSchema = coreSchema<string>("ethAddressOrEnsName");
export const TxHashSchema = coreSchema<string>("txHash");

/** Question types of Reality.eth that a dispute can name in `type`. */
export enum QuestionType {
  Bool = "bool",
  Datetime = "datetime",
  MultipleSelect = "multiple-select",
  SingleSelect = "single-select",
  Uint = "uint",
}
export const QuestionTypeSchema = coreSchema<QuestionType>("questionType");

export const AnswerSchema = coreSchema<Answer>("answer");

/** What the answer with the value 0 is replaced by. */
export const RefuseToArbitrateAnswer = {
  id: "0x0",
  title: "Refuse to Arbitrate / Invalid",
  description: "Refuse to Arbitrate / Invalid",
  reserved: true,
};

export const AttachmentSchema = coreSchema<Attachment>("attachment");
export const AliasSchema = coreSchema<Alias>("aliases");
export const EvidenceSchema = coreSchema<Evidence>("evidence");

const DisputeDetailsSchema = coreSchema<DisputeDetails>("disputeDetails");

export default DisputeDetailsSchema;
