/**
 * ABIs and deployments as constants, with their exact types: for `dikast.abi`, viem, wagmi, ethers. Of
 * Kleros v2 two generations are in use: what the repository has (2.0) and, with "Neo" in the name, what
 * runs on Arbitrum One.
 *
 * @module dikast/abi
 */
export * from "./abi-data/arbitrable-proxy.js";
export * from "./abi-data/deployments.js";
export * from "./abi-data/dispute-kit-classic.js";
export * from "./abi-data/dispute-resolver.js";
export * from "./abi-data/dispute-template-registry.js";
export * from "./abi-data/escrow-universal.js";
export * from "./abi-data/escrow-v1.js";
export * from "./abi-data/evidence-module.js";
export * from "./abi-data/kleros-core.js";
export * from "./abi-data/reality-deployments.js";
export * from "./abi-data/reality-eth.js";
export * from "./abi-data/test-arbitrators.js";
export type { RealityContract, RealityProxy } from "./reality-deployments.types.js";
