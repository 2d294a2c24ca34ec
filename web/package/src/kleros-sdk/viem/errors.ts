/**
 * Errors of the names and first lines that viem and abitype give, because programs around the SDK
 * branch on them (Court tells network failures from broken templates by them).
 */
export class BaseError extends Error {
  shortMessage: string;

  constructor(name: string, shortMessage: string, cause?: unknown) {
    super(shortMessage, cause === undefined ? undefined : { cause });
    this.name = name;
    this.shortMessage = shortMessage;
  }

  /** The first error of the chain of causes that `matches`, or the last one. */
  walk(matches?: (error: unknown) => boolean): unknown {
    let error: unknown = this;
    for (;;) {
      if (matches?.(error)) return error;
      const cause = (error as { cause?: unknown } | null)?.cause;
      if (cause === undefined || cause === null) return matches ? null : error;
      error = cause;
    }
  }
}

export const invalidAddress = (address: unknown): BaseError =>
  new BaseError("InvalidAddressError", `Address "${String(address)}" is invalid.`);

export const functionNotFound = (name?: string): BaseError =>
  new BaseError(
    "AbiFunctionNotFoundError",
    `Function ${name ? `"${name}" ` : ""}not found on ABI.\n` +
      "Make sure you are using the correct ABI and that the function exists on it.",
  );

export const eventNotFound = (name?: string): BaseError =>
  new BaseError(
    "AbiEventNotFoundError",
    `Event ${name ? `"${name}" ` : ""}not found on ABI.\n` +
      "Make sure you are using the correct ABI and that the event exists on it.",
  );

export const lengthMismatch = (expected: number, given: number): BaseError =>
  new BaseError(
    "AbiEncodingLengthMismatchError",
    "ABI encoding params/values length mismatch.\n" +
      `Expected length (params): ${expected}\nGiven length (values): ${given}`,
  );

export const arrayLengthMismatch = (type: string, expected: number, given: number): BaseError =>
  new BaseError(
    "AbiEncodingArrayLengthMismatchError",
    `ABI encoding array length mismatch for type ${type}.\n` +
      `Expected length: ${expected}\nGiven length: ${given}`,
  );

export const invalidArray = (value: unknown): BaseError =>
  new BaseError("InvalidArrayError", `Value "${String(value)}" is not a valid array.`);

export const paddingExceeded = (size: number, target: number): BaseError =>
  new BaseError(
    "SizeExceedsPaddingSizeError",
    `Hex size (${size}) exceeds padding size (${target}).`,
  );

export const bytesSizeMismatch = (value: string, size: number, expected: number): BaseError =>
  new BaseError(
    "AbiEncodingBytesSizeMismatchError",
    `Size of bytes "${value}" (bytes${size}) does not match expected size (bytes${expected}).`,
  );

export const integerOutOfRange = (
  value: unknown,
  bits: number,
  signed: boolean,
  min: bigint,
  max: bigint,
): BaseError =>
  new BaseError(
    "IntegerOutOfRangeError",
    `Number "${String(value)}" is not in safe ${bits}-bit ${signed ? "signed" : "unsigned"} ` +
      `integer range (${min} to ${max})`,
  );

export const invalidBoolean = (value: unknown): BaseError =>
  new BaseError(
    "BaseError",
    `Invalid boolean value: "${String(value)}" (type: ${typeof value}). ` +
      "Expected: `true` or `false`.",
  );

export const filterTypeNotSupported = (type: string): BaseError =>
  new BaseError("FilterTypeNotSupportedError", `Filter type "${type}" is not supported.`);

export const dataTooSmall = (size: number): BaseError =>
  new BaseError(
    "AbiDecodingDataSizeTooSmallError",
    `Data size of ${size} bytes is too small for given parameters.`,
  );

export const noData = (functionName: string): BaseError =>
  new BaseError(
    "ContractFunctionZeroDataError",
    `The contract function "${functionName}" returned no data ("0x").`,
  );

export const reverted = (functionName: string, reason: string | undefined): BaseError =>
  new BaseError(
    "ContractFunctionRevertedError",
    reason && reason !== "execution reverted"
      ? `The contract function "${functionName}" reverted with the following reason:\n${reason}`
      : `The contract function "${functionName}" reverted.`,
  );

/** What viem's readContract wraps every failure of the call in. */
export const executionError = (functionName: string, cause: unknown): BaseError =>
  new BaseError(
    "ContractFunctionExecutionError",
    (cause as { shortMessage?: string } | null)?.shortMessage ||
      `An unknown error occurred while executing the contract function "${functionName}".`,
    cause,
  );
