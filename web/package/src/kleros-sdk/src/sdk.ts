import { createPublicClient, type PublicClient } from "../viem/client.js";
import { SdkNotConfiguredError } from "./errors/index.js";
import type { SdkConfig } from "./types/index.js";

let publicClient: PublicClient | undefined;

/** Sets the client through which `abi/call` and `abi/event` mappings read the chain. */
export const configureSDK = (config: SdkConfig): void => {
  if (config.client) publicClient = createPublicClient(config.client);
};

/** The configured client. Throws SdkNotConfiguredError before `configureSDK`. */
export const getPublicClient = (): PublicClient => {
  if (!publicClient) throw new SdkNotConfiguredError();
  return publicClient;
};
