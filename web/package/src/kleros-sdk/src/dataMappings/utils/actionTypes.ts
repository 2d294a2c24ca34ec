import type { Address } from "../../../../common.types.js";

type MappingType = "graphql" | "abi/call" | "abi/event" | "json" | "fetch/ipfs/json" | "reality";

type BlockNumberOrTag = bigint | "latest" | "earliest" | "pending" | "safe" | "finalized";

type AbstractMapping<T extends MappingType> = {
  type: T;
  /** Paths into the source, by position to `populate`. */
  seek: string[];
  /** Names of the variables to fill. */
  populate: string[];
};

export type JsonMapping = AbstractMapping<"json"> & { value: object };

export type SubgraphMapping = AbstractMapping<"graphql"> & {
  endpoint: string;
  query: string;
  variables: { [key: string]: unknown };
};

export type AbiCallMapping = AbstractMapping<"abi/call"> & {
  /** A human-readable function signature. */
  abi: string;
  address: Address;
  functionName: string;
  args: unknown[];
};

export type AbiEventMapping = AbstractMapping<"abi/event"> & {
  /** A human-readable event signature. */
  abi: string;
  address: Address;
  eventFilter: {
    fromBlock: BlockNumberOrTag;
    toBlock: BlockNumberOrTag;
    args: Record<string, unknown> | readonly unknown[];
  };
};

export type FetchIpfsJsonMapping = AbstractMapping<"fetch/ipfs/json"> & { ipfsUri: string };

export type RealityMapping = AbstractMapping<"reality"> & { realityQuestionID: string };

export type ActionMapping =
  | SubgraphMapping
  | AbiEventMapping
  | AbiCallMapping
  | JsonMapping
  | FetchIpfsJsonMapping
  | RealityMapping;
