import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
  statSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { UsageError } from "./usage.js";

/** A text and what people call it. */
export interface Source {
  name: string;
  text: string;
  /** Where the bytes stop being UTF-8; what follows is read with replacements. */
  broken?: { byte: number; offset: number };
}

/**
 * The core takes 1,000,000 bytes. More than that is read only so far that it sees that it is too
 * much; other files (contexts, recordings) may be as large as this.
 */
const MOST_BYTES = 64_000_000;

function reason(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES" || code === "EPERM") return "reading it is not allowed";
  if (code === "EISDIR") return "it is a folder";
  return message;
}

function readBytes(fd: number, most: number): Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(65_536);
    let read = 0;
    try {
      read = readSync(fd, chunk, 0, chunk.length, null);
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === "EOF") break;
      if (code !== "EAGAIN") throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      continue;
    }
    if (read === 0 || size > most) break;
    size += read;
    chunks.push(chunk.subarray(0, read));
  }
  return Buffer.concat(chunks);
}

/** The characters before the first byte that is not UTF-8. */
function wellFormed(bytes: Uint8Array): string {
  // The longest readable start, by halving: a cut inside a character is no mistake ("stream").
  const start = (length: number): string =>
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length), {
      stream: true,
    });
  let [good, bad] = [0, bytes.length];
  while (good < bad) {
    const middle = Math.ceil((good + bad) / 2);
    try {
      start(middle);
      good = middle;
    } catch {
      bad = middle - 1;
    }
  }
  return start(good);
}

function decode(name: string, bytes: Uint8Array, cut: boolean): Source {
  // The mark at the start stays: Court would see it too. What was cut may end inside a character.
  const options = { ignoreBOM: true };
  const strict = new TextDecoder("utf-8", { ...options, fatal: true });
  try {
    return { name, text: strict.decode(bytes, { stream: cut }) };
  } catch {
    const before = wellFormed(bytes);
    const broken = { byte: Buffer.byteLength(before), offset: before.length };
    return { name, text: new TextDecoder("utf-8", options).decode(bytes), broken };
  }
}

/** All of it, or for a document so much that it is seen to be too large. */
function readAll(fd: number, name: string, most: number | undefined): Source {
  const limit = most ?? MOST_BYTES;
  const bytes = readBytes(fd, limit);
  const cut = bytes.length > limit;
  if (cut && most === undefined) throw new Error(`it is larger than ${limit} bytes`);
  return decode(name, bytes, cut);
}

let stdinName: string | undefined;

/** What standard input holds. It can be read once. */
function readStdin(name: string, most: number | undefined): Source {
  if (stdinName !== undefined) throw new UsageError("standard input (-) can be read only once");
  stdinName = name;
  try {
    return readAll(0, name, most);
  } catch (cause) {
    throw new UsageError(`standard input cannot be read: ${reason(cause)}`);
  }
}

/** The text of a file, or of standard input for "-". Errors: UsageError. */
export function readSource(path: string, options: { name?: string; most?: number } = {}): Source {
  const { most } = options;
  if (path === "-") return readStdin(options.name ?? "<stdin>", most);
  let fd: number | undefined;
  try {
    fd = openSync(path, "r");
    if (fstatSync(fd).isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
    return readAll(fd, options.name ?? path, most);
  } catch (cause) {
    throw new UsageError(`${path}: ${reason(cause)}`);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** A template or mappings: no more is read than shows that there is too much. */
export function readDocument(path: string, name?: string): Source {
  return readSource(path, { most: 1_000_000, ...(name !== undefined && { name }) });
}

/** As readDocument, for what can only be used whole. */
export function readText(path: string): Source {
  const source = readDocument(path);
  if (source.broken !== undefined) {
    throw new UsageError(`${source.name}: byte ${source.broken.byte} is not UTF-8`);
  }
  return source;
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw new UsageError(`${path}: ${reason(cause)}`);
  }
}

export const isFolder = (path: string): boolean => path !== "-" && statOf(path).isDirectory();

/** Something waits on standard input: a pipe or a file, not a terminal and not /dev/null. */
export function stdinGiven(): boolean {
  try {
    const stat = fstatSync(0);
    return stat.isFIFO() || stat.isFile() || stat.isSocket();
  } catch {
    return false;
  }
}

const TEMPLATE = /^(.+\.)?template\.json$/;
const MAPPINGS = /^(.+\.)?mappings\.json$/;

/** `name` in the place of "template" or "mappings", in the same folder; undefined when not there. */
function sibling(path: string, pattern: RegExp, name: string): string | undefined {
  const match = pattern.exec(basename(path));
  if (match === null) return undefined;
  const other = join(dirname(path), `${match[1] ?? ""}${name}.json`);
  return existsSync(other) ? other : undefined;
}

export const mappingsBeside = (template: string): string | undefined =>
  sibling(template, TEMPLATE, "mappings");
export const templateBeside = (mappings: string): string | undefined =>
  sibling(mappings, MAPPINGS, "template");
export const isMappings = (path: string): boolean => MAPPINGS.test(basename(path));

/** Every template below `folder`, in order; links, hidden folders and node_modules are left out. */
export function templatesIn(folder: string): string[] {
  const found: string[] = [];
  const visit = (path: string): void => {
    let entries: ReturnType<typeof list>;
    try {
      entries = list(path);
    } catch (cause) {
      throw new UsageError(`${path}: ${reason(cause)}`);
    }
    for (const entry of entries) {
      const inside = join(path, entry.name);
      if (entry.isFile() && TEMPLATE.test(entry.name)) found.push(inside);
      else if (entry.isDirectory() && !/^(?:\..*|node_modules)$/.test(entry.name)) visit(inside);
    }
  };
  visit(folder);
  if (found.length === 0) {
    throw new UsageError(`${folder}: no template.json or *.template.json is in this folder`);
  }
  return found;
}

function list(path: string) {
  const order = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  return readdirSync(path, { withFileTypes: true }).sort(order);
}

/** `file` of a project folder, when it is there. */
export function inFolder(folder: string, file: string): string | undefined {
  const path = join(folder, file);
  return existsSync(path) ? path : undefined;
}

// Strings are skipped, so that only numbers outside of them are looked at.
const NUMBERS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON in which an integer that a number would round becomes a string of its digits. */
export function parseExactly(text: string, name: string): unknown {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${name}: not JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
  const exact = text.replace(NUMBERS, (token) =>
    /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
  return JSON.parse(exact) as unknown;
}
