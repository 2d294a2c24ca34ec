import { DikastError } from "./errors.js";
import type { TemplateContext } from "./template.types.js";

// As deep as the core reads, and as much.
const MAX_DEPTH = 64;
const MAX_LENGTH = 1_000_000;

// In front of what JSON cannot write (bigint, NaN, Infinity); doubled in front of a text that begins
// with it.
const MARK = "\u0001";

const hasOwn = (object: object, key: string): boolean => Object.hasOwn(object, key);

/** An error of the wrapper's own. */
export function refuse(code: string, path: string, message: string, cause?: unknown): DikastError {
  return new DikastError({ code, path, message }, cause === undefined ? undefined : { cause });
}

/**
 * The result of `run`, in which code of the caller's may run: getters, proxies, toString. What they
 * throw becomes input.type with it as cause.
 */
export function guarded<T>(run: () => T, path = ""): T {
  try {
    return run();
  } catch (cause) {
    if (cause instanceof DikastError) throw cause;
    throw refuse("input.type", path, "An argument cannot be read.", cause);
  }
}

/** A JSON Pointer's token (RFC 6901). */
const token = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

class Encoder {
  #length = 0;
  readonly #owner: object;

  constructor(owner: object) {
    this.#owner = owner;
  }

  #count(text: string, path: string): string {
    this.#length += text.length;
    if (this.#length > MAX_LENGTH) {
      throw refuse("input.too_large", path, "The context is larger than 1,000,000 characters.");
    }
    return text;
  }

  #text(value: string, path: string): string {
    return this.#count(JSON.stringify(value.startsWith(MARK) ? MARK + value : value), path);
  }

  #number(value: number, path: string): string {
    const text = Number.isFinite(value) ? String(value) : `"\\u0001${value}"`;
    return this.#count(text, path);
  }

  /** mustache.js calls a function for its value; what it gives back must not be one again. */
  #call(value: () => unknown, path: string, depth: number): string {
    const result: unknown = value.call(this.#owner);
    if (typeof result === "function") {
      throw refuse(
        "template.lambda",
        path,
        "Functions that take a section's text are not supported.",
      );
    }
    return this.value(result, path, depth);
  }

  #list(value: readonly unknown[], path: string, depth: number): string {
    const items: string[] = [];
    for (let i = 0; i < value.length; i += 1) {
      items.push(this.#count(this.value(value[i], `${path}/${i}`, depth), path));
    }
    return `[${items.join(",")}]`;
  }

  #members(value: object, path: string, depth: number): string {
    const members: string[] = [];
    for (const key of Object.keys(value)) {
      const item = (value as Record<string, unknown>)[key];
      const inner = this.value(item, `${path}/${token(key)}`, depth);
      members.push(`${this.#count(JSON.stringify(key), path)}:${inner}`);
    }
    return `{${members.join(",")}}`;
  }

  #object(value: object, path: string, depth: number): string {
    if (depth >= MAX_DEPTH) {
      throw refuse(
        "json.depth",
        path,
        "The context is nested deeper than 64 levels, or holds itself.",
      );
    }
    if (Array.isArray(value)) return this.#list(value, path, depth + 1);
    // Dates, boxed values and other things that know how to print themselves.
    const print: unknown = (value as { toString?: unknown }).toString;
    if (
      typeof print === "function" &&
      print !== Object.prototype.toString &&
      !hasOwn(value, "toString")
    ) {
      return this.#text(String(value), path);
    }
    return this.#members(value, path, depth + 1);
  }

  value(value: unknown, path: string, depth: number): string {
    switch (typeof value) {
      case "string":
        return this.#text(value, path);
      case "number":
        return this.#number(value, path);
      case "bigint":
        return this.#count(`"\\u0001${value}n"`, path);
      case "boolean":
        return this.#count(value ? "true" : "false", path);
      case "undefined":
        return "null";
      case "symbol":
        throw refuse("input.type", path, "A symbol has no text.");
      case "function":
        return this.#call(value as () => unknown, path, depth);
      case "object":
        return value === null ? this.#count("null", path) : this.#object(value, path, depth);
    }
  }
}

/** Whether it can hold variables at all. */
export function isContext(value: unknown): value is TemplateContext {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Refuses what is no context. Errors: input.type. */
export function checkContext(value: unknown): void {
  if (!isContext(value)) {
    throw refuse("input.type", "/context", "A context is an object with values by variable name.");
  }
}

/**
 * The context as the core's general way takes it. With `names`, only these top-level members: what
 * the template does not read is neither called nor sent.
 */
export function encodeContext(context: TemplateContext, names?: ReadonlySet<string>): string {
  checkContext(context);
  const encoder = new Encoder(context);
  return guarded(() => {
    const members: string[] = [];
    for (const key of Object.keys(context)) {
      if (names !== undefined && !names.has(key)) continue;
      const value = encoder.value(context[key], `/context/${token(key)}`, 1);
      members.push(`${JSON.stringify(key)}:${value}`);
    }
    return `{${members.join(",")}}`;
  }, "/context");
}

/** Any value as the context of a template language by itself, where {{.}} reads all of it. */
export function encodeAnything(value: unknown): string {
  return guarded(() => new Encoder({}).value(value, "/context", 0), "/context");
}

/**
 * The values of `names` joined by NUL, for a skeleton; undefined when one is missing or is more than
 * a plain value, which the general way is for.
 */
export function joinValues(context: TemplateContext, names: readonly string[]): string | undefined {
  let text = "";
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i] as string;
    const value = context[name];
    if (i !== 0) text += "\0";
    switch (typeof value) {
      case "string":
        text += value;
        break;
      case "number":
      case "bigint":
      case "boolean":
        text += String(value);
        break;
      default:
        return undefined;
    }
    if (!hasOwn(context, name)) return undefined;
  }
  return text;
}
