import type { PublicClientConfig } from "../../viem/client.js";

export type SdkConfig = {
  /** What viem's `createPublicClient` takes; `transport` is the part that is used. */
  client: PublicClientConfig;
};

type GetDisputeParametersOptions = {
  sdkConfig?: SdkConfig;
  /** Further variables for the data mappings. */
  additionalContext?: Record<string, unknown>;
};

export type GetDisputeParameters = {
  /** Id of the dispute in KlerosCore. */
  disputeId: bigint;
  /** Endpoint of the core subgraph. */
  coreSubgraph: string;
  /** Endpoint of the dispute template registry's subgraph. */
  dtrSubgraph: string;
  options?: GetDisputeParametersOptions;
};
