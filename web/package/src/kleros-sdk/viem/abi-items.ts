import type { AbiItem, AbiParameter } from "../../abi.types.js";
import { DikastError } from "../../errors.js";
import { abi } from "../core.js";
import { BaseError } from "./errors.js";

export type { AbiItem, AbiParameter };

/**
 * A human-readable signature as a JSON ABI item. Failures carry abitype's names: an unknown type
 * inside a well-formed signature is told apart from a text that is no signature.
 */
export const parseAbiItem = (signature: string): AbiItem => {
  if (typeof signature !== "string") {
    throw new BaseError("InvalidAbiItemError", "Failed to parse ABI item.");
  }
  // abitype anchors its patterns: no surrounding space, no closing semicolon.
  if (signature !== signature.trim() || signature.endsWith(";")) {
    throw new BaseError("UnknownSignatureError", "Unknown signature.");
  }
  try {
    return abi().parse(signature);
  } catch (error) {
    if (error instanceof DikastError && error.code === "abi.unknown_type") {
      throw new BaseError("UnknownSolidityTypeError", "Unknown type.", error);
    }
    throw new BaseError("UnknownSignatureError", "Unknown signature.", error);
  }
};
