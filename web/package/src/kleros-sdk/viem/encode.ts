import { abi } from "../core.js";
import type { AbiParameter } from "./abi-items.js";
import {
  arrayLengthMismatch,
  bytesSizeMismatch,
  integerOutOfRange,
  invalidAddress,
  invalidArray,
  invalidBoolean,
  lengthMismatch,
} from "./errors.js";
import { isAddress } from "./values.js";

const integer = (value: unknown, bits: number, signed: boolean): bigint => {
  // BigInt() reads "" as 0 and refuses "abc" with a SyntaxError, as viem's conversion does.
  const number = BigInt(value as string);
  const max = 2n ** BigInt(signed ? bits - 1 : bits) - 1n;
  const min = signed ? -max - 1n : 0n;
  if (number > max || number < min) throw integerOutOfRange(value, bits, signed, min, max);
  return number;
};

const byteSize = (value: string): number =>
  value.startsWith("0x") ? Math.ceil((value.length - 2) / 2) : value.length;

const elementary = (type: string, value: unknown): unknown => {
  if (type === "address") {
    if (!isAddress(value)) throw invalidAddress(value);
    return value;
  }
  if (type === "bool") {
    if (typeof value !== "boolean") throw invalidBoolean(value);
    return value;
  }
  const int = /^(u?)int(\d*)$/.exec(type);
  if (int) return integer(value, Number(int[2] || 256), int[1] === "");
  const fixed = /^bytes(\d+)$/.exec(type);
  if (fixed) {
    const size = byteSize(value as string);
    if (size !== Number(fixed[1])) {
      throw bytesSizeMismatch(value as string, size, Number(fixed[1]));
    }
  }
  return type === "string" ? String(value) : value;
};

/** A value as the core's strict encoder takes it; what viem would refuse is refused in its words. */
const prepare = (parameter: AbiParameter, value: unknown): unknown => {
  const array = /^(.*)\[(\d*)\]$/.exec(parameter.type);
  if (array) {
    if (!Array.isArray(value)) throw invalidArray(value);
    if (array[2] && Number(array[2]) !== value.length) {
      throw arrayLengthMismatch(parameter.type, Number(array[2]), value.length);
    }
    const element = { ...parameter, type: array[1] ?? "" };
    return value.map((item) => prepare(element, item));
  }
  if (parameter.type === "tuple") {
    const source = value as Record<string | number, unknown>;
    return (parameter.components ?? []).map((component, index) =>
      prepare(component, Array.isArray(value) ? value[index] : source[component.name ?? ""]),
    );
  }
  return elementary(parameter.type, value);
};

/** The encoding of `values`, without a selector. */
export const encodeParameters = (
  parameters: readonly AbiParameter[],
  values: readonly unknown[],
): `0x${string}` => {
  if (parameters.length !== values.length) throw lengthMismatch(parameters.length, values.length);
  return abi().encodeParameters(
    parameters,
    parameters.map((parameter, index) => prepare(parameter, values[index])),
  );
};
