/**
 * Drop-in for `@kleros/kleros-sdk` 2.4.0: the same exports, results and errors, over Dikast's core.
 * It reproduces the SDK, its pitfalls included; new code is better served by `dikast` itself.
 */
export * from "./sdk.js";
export * from "./types/index.js";
export * from "./utils/index.js";
export * from "./dataMappings/index.js";
export * from "./dataMappings/utils/index.js";
