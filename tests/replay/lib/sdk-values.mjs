// Values of the SDK's recordings (golden/sdk/FORMAT.md): read, written and compared.
import { isDeepStrictEqual } from "node:util";
import { untag } from "./tagged.mjs";

const DEEPEST = 60;
const callables = { Object, Function, String, Number, Array, Boolean };
const inherited = (name) =>
  callables[name] ?? Object.prototype[name] ?? Array.prototype[name] ?? Number.prototype[name];

const define = (target, key, value) =>
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });

/** A recorded input as JavaScript had it; `contexts` are the named ones of the same file. */
export function reader(contexts) {
  const read = (value) => {
    if (Array.isArray(value)) return value.map(read);
    if (value === null || typeof value !== "object") return value;
    if (typeof value.$ref === "string") {
      if (!contexts.has(value.$ref)) throw new Error(`No context is named ${value.$ref}.`);
      return read(contexts.get(value.$ref));
    }
    if (typeof value.$fn === "string") return inherited(value.$fn) ?? (() => undefined);
    if (value.$objectPrototype === true) return Object.prototype;
    const [key] = Object.keys(value);
    if (["$undefined", "$bigint", "$number", "$date", "$concat"].includes(key)) return untag(value);
    const plain = {};
    for (const [name, item] of Object.entries(value)) {
      if (name !== "$protoSet") define(plain, name, read(item));
    }
    return plain;
  };
  return read;
}

/** A result in the recordings' notation. */
export function tag(value, depth = 0) {
  if (value === undefined) return { $undefined: true };
  if (typeof value === "bigint") return { $bigint: value.toString() };
  if (Object.is(value, -0)) return { $number: "-0" };
  if (typeof value === "number" && !Number.isFinite(value)) return { $number: String(value) };
  if (typeof value === "function") return { $fn: value.name };
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Date) return { $date: value.toISOString() };
  if (depth > DEEPEST) return { $deep: true };
  if (value === Object.prototype) return { $objectPrototype: true };
  if (Array.isArray(value)) return value.map((item) => tag(item, depth + 1));
  const tagged = {};
  for (const [name, item] of Object.entries(value)) define(tagged, name, tag(item, depth + 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype?.constructor === Object) {
    define(tagged, "$protoSet", true);
  }
  return tagged;
}

export const same = (left, right) => isDeepStrictEqual(left, right);
