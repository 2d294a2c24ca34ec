import type { AbiOutput, AbiParameter } from "./abi.types.js";
import { DikastError } from "./errors.js";

// How values cross the hot door: one token a leaf, in the order of the types; see
// include/dikast/abi_stream.hpp. What is not plainly right is left to the slow door, which knows the
// error and its path.

/** Thrown by a writer for what only the slow door can judge. */
export const leftToSlowDoor = Symbol("left to the slow door");

/** Gives a value as tokens, each ended by U+0000. */
export type Writer = (value: unknown) => string;

/** A reply and how far it is read. */
export interface Tokens {
  readonly text: string;
  next: number;
}

/** Takes a value from the tokens. */
export type Reader = (tokens: Tokens) => AbiOutput;

const hasOwn = Object.prototype.hasOwnProperty;

// An encoding has at most 1,000,000 bytes, so no array in it is longer.
const longestArray = 1_000_000 / 32;

/** Not instanceof: bytes may come from another realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return (
    ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]"
  );
}

const byteDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function toHex(bytes: Uint8Array): string {
  let text = "0x";
  for (let i = 0; i < bytes.length; i++) text += byteDigits[bytes[i] as number];
  return text;
}

const isFramed = (text: string): boolean => text.includes("\u0000") || text.includes("\u0001");

function writeText(value: unknown): string {
  if (typeof value !== "string") throw leftToSlowDoor;
  if (isFramed(value)) return `${value.replace(/[\u0000\u0001]/g, "\u0001$&")}\u0000`;
  return `${value}\u0000`;
}

function writeHex(value: unknown): string {
  if (typeof value === "string") {
    if (isFramed(value)) throw leftToSlowDoor;
    return `${value}\u0000`;
  }
  if (isBytes(value)) return `${toHex(value)}\u0000`;
  throw leftToSlowDoor;
}

function writeInteger(value: unknown): string {
  if (typeof value === "bigint") {
    return value < 0n ? `-0x${(-value).toString(16)}\u0000` : `0x${value.toString(16)}\u0000`;
  }
  if (typeof value === "number" && Number.isSafeInteger(value)) return `${value}\u0000`;
  if (typeof value === "string" && !isFramed(value)) return `${value}\u0000`;
  throw leftToSlowDoor;
}

function writeBool(value: unknown): string {
  if (value === true) return "1\u0000";
  if (value === false) return "0\u0000";
  throw leftToSlowDoor;
}

function arrayWriter(element: Writer, count: number | undefined): Writer {
  return (value) => {
    if (!Array.isArray(value) || value.length > longestArray) throw leftToSlowDoor;
    if (count !== undefined && value.length !== count) throw leftToSlowDoor;
    let text = count === undefined ? `${value.length}\u0000` : "";
    for (let i = 0; i < value.length; i++) text += element(value[i]);
    return text;
  };
}

/** Writes the members of a tuple, or the arguments of a call. */
export function tupleWriter(members: readonly AbiParameter[]): Writer {
  const writers = members.map(writerOf);
  const names = members.map((member) => member.name ?? "");
  const named = isNamed(members);
  return (value) => {
    let text = "";
    if (Array.isArray(value)) {
      if (value.length !== writers.length) throw leftToSlowDoor;
      for (let i = 0; i < writers.length; i++) text += (writers[i] as Writer)(value[i]);
      return text;
    }
    if (!named || typeof value !== "object" || value === null) throw leftToSlowDoor;
    for (let i = 0; i < writers.length; i++) {
      const name = names[i] as string;
      if (!hasOwn.call(value, name)) throw leftToSlowDoor;
      text += (writers[i] as Writer)((value as Record<string, unknown>)[name]);
    }
    return text;
  };
}

/** The type without its last "[k]" or "[]", and k. */
function arrayOf(
  parameter: AbiParameter,
): { element: AbiParameter; count: number | undefined } | undefined {
  const { type } = parameter;
  if (!type.endsWith("]")) return undefined;
  const open = type.lastIndexOf("[");
  const digits = type.slice(open + 1, -1);
  const element = { ...parameter, type: type.slice(0, open) };
  return { element, count: digits === "" ? undefined : Number(digits) };
}

function writerOf(parameter: AbiParameter): Writer {
  const array = arrayOf(parameter);
  if (array !== undefined) return arrayWriter(writerOf(array.element), array.count);
  const { type } = parameter;
  if (type === "tuple") return tupleWriter(parameter.components ?? []);
  if (type === "string") return writeText;
  if (type === "bool") return writeBool;
  if (type.startsWith("uint") || type.startsWith("int")) return writeInteger;
  return writeHex;
}

/** A token that cannot have U+0000 or U+0001 in it. */
export function take(tokens: Tokens): string {
  const { text, next } = tokens;
  const end = text.indexOf("\u0000", next);
  tokens.next = end + 1;
  return text.slice(next, end);
}

function readInteger(tokens: Tokens): bigint {
  const token = take(tokens);
  return token.charCodeAt(0) === 45 ? -BigInt(token.slice(1)) : BigInt(token);
}

/** Whether the character at `at` is escaped: behind an odd number of U+0001. */
function isEscaped(text: string, at: number, start: number): boolean {
  let first = at;
  while (first > start && text.charCodeAt(first - 1) === 1) first--;
  return (at - first) % 2 === 1;
}

function unescaped(text: string): string {
  let plain = "";
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) === 1) i++;
    plain += text[i];
  }
  return plain;
}

function readText(tokens: Tokens): string {
  const { text, next } = tokens;
  let end = text.indexOf("\u0000", next);
  while (isEscaped(text, end, next)) end = text.indexOf("\u0000", end + 1);
  tokens.next = end + 1;
  const token = text.slice(next, end);
  return token.includes("\u0001") ? unescaped(token) : token;
}

const readBool = (tokens: Tokens): boolean => take(tokens) === "1";

function arrayReader(element: Reader, count: number | undefined): Reader {
  return (tokens) => {
    const length = count ?? Number(take(tokens));
    const list: AbiOutput[] = [];
    for (let i = 0; i < length; i++) list.push(element(tokens));
    return list;
  };
}

/** Whether values of these parameters come as an object: all named, no name twice. */
export function isNamed(members: readonly AbiParameter[]): boolean {
  const names = new Set(members.map((member) => member.name ?? ""));
  return names.size === members.length && !names.has("");
}

/** Reads values by position. */
export function listReader(members: readonly AbiParameter[]): (tokens: Tokens) => AbiOutput[] {
  const readers = members.map(readerOf);
  return (tokens) => {
    const list: AbiOutput[] = [];
    for (const read of readers) list.push(read(tokens));
    return list;
  };
}

function setOwn(object: { [name: string]: AbiOutput }, name: string, value: AbiOutput): void {
  // Assigning to "__proto__" would change the object's prototype.
  if (name !== "__proto__") object[name] = value;
  else
    Object.defineProperty(object, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

/** Reads an object when all members are named, else an array. */
export function tupleReader(
  members: readonly AbiParameter[],
): (tokens: Tokens) => AbiOutput[] | { [name: string]: AbiOutput } {
  if (!isNamed(members)) return listReader(members);
  const readers = members.map(readerOf);
  const names = members.map((member) => member.name as string);
  return (tokens) => {
    const object: { [name: string]: AbiOutput } = {};
    for (let i = 0; i < readers.length; i++) {
      setOwn(object, names[i] as string, (readers[i] as Reader)(tokens));
    }
    return object;
  };
}

function readerOf(parameter: AbiParameter): Reader {
  const array = arrayOf(parameter);
  if (parameter.indexed === true && isHashed(parameter)) return take;
  if (array !== undefined)
    return arrayReader(readerOf({ ...array.element, indexed: false }), array.count);
  const { type } = parameter;
  if (type === "tuple") return tupleReader(parameter.components ?? []);
  if (type === "string") return readText;
  if (type === "bool") return readBool;
  if (type.startsWith("uint") || type.startsWith("int")) return readInteger;
  return take;
}

// Of indexed values that do not fit a word the log holds the hash.
function isHashed({ type }: AbiParameter): boolean {
  return type === "string" || type === "bytes" || type === "tuple" || type.endsWith("]");
}

/** Values as the slow door takes them: bytes as hex, what JSON has no word for as null. */
export function toJson(value: unknown, path: string, depth = 0): unknown {
  if (typeof value === "bigint") return value.toString();
  if (isBytes(value)) return toHex(value);
  if (typeof value !== "object" || value === null) return value ?? null;
  // Deeper than any type can be: the core refuses what is above.
  if (depth > 80) return null;
  if (Array.isArray(value)) {
    if (value.length > longestArray) {
      const message = "No encoding has so many elements: it may have 1,000,000 bytes.";
      throw new DikastError({ code: "input.too_large", path, message });
    }
    return Array.from(value, (item, i) => toJson(item, `${path}/${i}`, depth + 1));
  }
  const plain: [string, unknown][] = Object.entries(value).map(([key, item]) => [
    key,
    toJson(item, `${path}/${key.replace(/~/g, "~0").replace(/\//g, "~1")}`, depth + 1),
  ]);
  return Object.fromEntries(plain);
}
