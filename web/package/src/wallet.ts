/**
 * From calldata to a receipt over an injected wallet: who there is (EIP-6963), what will be signed,
 * sending, waiting, and files for a Safe. Raw EIP-1193, no dependency, and no request that is not
 * asked for. The toolkit of `dikast` or `dikast/lean` is handed in where bytes are read.
 *
 * @module dikast/wallet
 */
export { DikastError } from "./errors.js";
export { accounts, chainIdOf, connect, switchChain, watch } from "./wallet/connect.js";
export { discover } from "./wallet/discover.js";
export { walletError } from "./wallet/errors.js";
export { review } from "./wallet/review.js";
export { safeBatch } from "./wallet/safe.js";
export { send, sendCalls } from "./wallet/send.js";
export { matchesReview, waitFor } from "./wallet/wait.js";
export type * from "./wallet.types.js";
