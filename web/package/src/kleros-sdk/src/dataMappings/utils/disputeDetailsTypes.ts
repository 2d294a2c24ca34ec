import type { Address } from "../../../../common.types.js";

export { QuestionType, RefuseToArbitrateAnswer } from "./disputeDetailsSchema.js";

export type Answer = {
  id: string;
  title: string;
  description: string;
  reserved?: boolean | undefined;
};

export type Attachment = { label: string; uri: string };

/** Names of roles and their addresses or ENS names. */
export type Alias = Record<string, Address | string>;

export type Evidence = {
  name: string;
  description: string;
  fileURI?: string | undefined;
  fileTypeExtension?: string | undefined;
  transactionHash?: string | undefined;
  sender?: string | undefined;
  timestamp?: number | undefined;
};

/** What jurors see of a dispute. */
export type DisputeDetails = {
  title: string;
  description: string;
  question: string;
  answers: Answer[];
  policyURI: string;
  attachment?: Attachment | undefined;
  frontendUrl?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  arbitratorChainID: string;
  arbitratorAddress: string;
  category?: string | undefined;
  lang?: string | undefined;
  specification?: string | undefined;
  aliases?: Alias | undefined;
  extraEvidences: Evidence[];
  version: string;
};
