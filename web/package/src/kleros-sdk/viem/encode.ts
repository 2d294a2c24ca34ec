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
  paddingExceeded,
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

const elementsOf = (parameter: AbiParameter, value: unknown): [AbiParameter, unknown][] => {
  const array = /^(.*)\[\d*\]$/.exec(parameter.type);
  const items = value as unknown[];
  if (array) return items.map((item) => [{ ...parameter, type: array[1] ?? "" }, item]);
  return (parameter.components ?? []).map((component, index) => [component, items[index]]);
};

const isNested = ({ type }: AbiParameter): boolean => type === "tuple" || type.endsWith("]");

const hasPlainText = (parameter: AbiParameter, value: unknown): boolean =>
  isNested(parameter)
    ? elementsOf(parameter, value).some(([inner, item]) => hasPlainText(inner, item))
    : parameter.type.startsWith("bytes") && !String(value).startsWith("0x");

const isDynamic = (parameter: AbiParameter): boolean =>
  /^(string|bytes)$|\[\]$/.test(parameter.type) ||
  (parameter.type === "tuple" && (parameter.components ?? []).some(isDynamic)) ||
  (parameter.type.endsWith("]") &&
    isDynamic({ ...parameter, type: parameter.type.replace(/\[\d+\]$/, "") }));

const word = (size: number): string => size.toString(16).padStart(64, "0");

/** The characters of text as if they were digits; text of 32, 64 ... characters is not padded. */
const textDigits = (type: string, text: string): string => {
  if (type !== "bytes") return text.padEnd(64, "0");
  const target = text.length % 32 === 0 ? text.length / 2 : 32 * Math.ceil((text.length - 2) / 64);
  if (text.length > 2 * target) throw paddingExceeded(Math.ceil(text.length / 2), target);
  return word(text.length) + text.padEnd(2 * target, "0");
};

const digitsOf = (parameter: AbiParameter, value: unknown): string => {
  if (isNested(parameter)) {
    const elements = elementsOf(parameter, value);
    const count = parameter.type.endsWith("[]") ? word(elements.length) : "";
    return (
      count +
      joined(
        elements.map(([inner]) => inner),
        elements.map(([, item]) => item),
      )
    );
  }
  if (hasPlainText(parameter, value)) return textDigits(parameter.type, value as string);
  return abi()
    .encodeParameters([parameter], [value])
    .slice(isDynamic(parameter) ? 66 : 2);
};

/**
 * viem's layout where text stands for bytes: it does not look at the text, counts its characters
 * as bytes and puts them among the digits (encodeAbiParameters, viem 2). A node refuses such a
 * call; what the SDK sends and how it fails is kept. All else goes through the core.
 */
function joined(parameters: readonly AbiParameter[], values: readonly unknown[]): string {
  const parts = parameters.map((parameter, index) => ({
    dynamic: isDynamic(parameter),
    digits: digitsOf(parameter, values[index]),
  }));
  const size = (digits: string): number => Math.ceil(digits.length / 2);
  let offset = parts.reduce((sum, part) => sum + (part.dynamic ? 32 : size(part.digits)), 0);
  const head = parts.map(({ dynamic, digits }) => {
    if (!dynamic) return digits;
    const place = word(offset);
    offset += size(digits);
    return place;
  });
  const tail = parts.map(({ dynamic, digits }) => (dynamic ? digits : ""));
  return [...head, ...tail].join("");
}

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
  const prepared = parameters.map((parameter, index) => prepare(parameter, values[index]));
  return parameters.some((parameter, index) => hasPlainText(parameter, prepared[index]))
    ? `0x${joined(parameters, prepared)}`
    : abi().encodeParameters(parameters, prepared);
};
