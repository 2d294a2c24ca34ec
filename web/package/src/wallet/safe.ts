import type { SafeBatchInput } from "../wallet.types.js";
import { walletFailure } from "./errors.js";
import { uint } from "./request.js";

/**
 * A file for the Transaction Builder of a Safe, version 1.0: each call as raw data. Without a checksum,
 * so the builder says that it cannot tell where the file comes from. Errors: `address.invalid`,
 * `bytes.invalid`, `uint256.invalid`, `input.type` (no calls).
 */
export function safeBatch(input: SafeBatchInput): string {
  if (input.calls.length === 0) throw walletFailure("input.type", "There is no call to export.");
  const transactions = input.calls.map(({ to, data, value }) => {
    if (!/^0x[0-9a-f]{40}$/i.test(to))
      throw walletFailure(
        "address.invalid",
        "`to` is no address: 0x and 40 hex digits are needed.",
      );
    if (!/^0x([0-9a-f]{2})*$/i.test(data)) {
      throw walletFailure(
        "bytes.invalid",
        "`data` is no bytes: 0x and an even number of hex digits.",
      );
    }
    return {
      to,
      value: uint(value ?? 0n, "value").toString(),
      data,
      contractMethod: null,
      contractInputsValues: null,
    };
  });
  const file = {
    version: "1.0",
    chainId: uint(input.chainId, "chainId").toString(),
    createdAt: input.createdAt,
    meta: {
      name: input.name,
      description: input.description ?? "",
      txBuilderVersion: "1.18.0",
      createdFromSafeAddress: input.safe ?? "",
      createdFromOwnerAddress: "",
    },
    transactions,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
