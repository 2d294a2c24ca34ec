/** Largest IPFS document kleros-sdk accepts, in bytes, as far as the server announces its length. */
export const MAX_BYTE_SIZE = 1_000_000;
