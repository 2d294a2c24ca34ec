import type { Hex } from "../common.types.js";
import type { Eip1193Provider } from "../mapping.types.js";
import { walletError, walletFailure } from "./errors.js";

/** Asks, and turns whatever is thrown into a DikastError. */
export async function ask(
  provider: Eip1193Provider,
  method: string,
  params?: readonly unknown[],
): Promise<unknown> {
  try {
    return await provider.request(params === undefined ? { method } : { method, params });
  } catch (cause) {
    throw walletError(cause);
  }
}

/** A quantity (EIP-1474) from a node, which may answer anything. */
export function quantity(value: unknown, method: string): bigint {
  if (typeof value === "string" && /^0x[0-9a-f]{1,64}$/i.test(value)) return BigInt(value);
  throw walletFailure("wallet.answer", `${method} was answered with something else than a number.`);
}

export const hex = (value: bigint): Hex => `0x${value.toString(16)}`;

/** An argument that is a uint256 in any accepted form. */
export function uint(value: unknown, name: string): bigint {
  try {
    const number = BigInt(value as string | number | bigint);
    if (number >= 0n && number < 1n << 256n && typeof value !== "boolean" && value !== "") {
      return number;
    }
  } catch {
    // Told below, as every other bad value.
  }
  throw walletFailure("uint256.invalid", `${name} is no whole number from 0 to 2^256-1.`);
}
