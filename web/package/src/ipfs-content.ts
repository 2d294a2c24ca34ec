import type { Core, HotFunction } from "./door.js";
import { DikastError } from "./errors.js";
import type { CidOptions, IpfsContent, IpfsFile, IpfsListing } from "./ipfs.types.js";

/** What goes through the core at once: large enough for speed, small beside its memory. */
const PIECE = 262_144;
/** Content that a small CAR may blow up to. */
export const CONTENT_LIMIT = 67_108_864;

// Not instanceof: bytes may come from another realm.
export function isBytes(value: unknown): value is Uint8Array {
  return (
    ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]"
  );
}

export function ipfsError(
  reason: string,
  message: string,
  path = "",
  cause?: unknown,
): DikastError {
  const options = cause === undefined ? undefined : { cause };
  return new DikastError({ code: `ipfs.${reason}`, path, message }, options);
}

function hot(core: Core, name: string): HotFunction {
  return core.exports[`dikast_ipfs_${name}`] as HotFunction;
}

/** Parts put together. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  const only = parts[0];
  if (parts.length === 1 && only !== undefined) return only;
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Byte ranges over pieces that stand one behind the other. */
class Pieces {
  readonly list: Uint8Array[] = [];
  readonly #starts: number[] = [];
  size = 0;

  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#starts.push(this.size);
    this.list.push(piece);
    this.size += piece.length;
  }

  /** Frees what lies wholly before `offset`; its places stay, so that offsets keep their meaning. */
  forget(offset: number): void {
    for (let i = this.#first(offset) - 1; i >= 0 && this.list[i]?.length !== 0; i -= 1) {
      this.list[i] = new Uint8Array(0);
    }
  }

  /** Calls `take` with each part of the range. */
  each(offset: number, size: number, take: (part: Uint8Array) => void): void {
    let at = offset;
    for (let i = this.#first(offset); at < offset + size; i += 1) {
      const start = this.#starts[i] as number;
      const part = (this.list[i] as Uint8Array).subarray(at - start, offset + size - start);
      take(part);
      at += part.length;
    }
  }

  /** Index of the piece that holds the byte at `offset`. */
  #first(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

/**
 * Checks a stream, a CAR or one block, against an address while it comes, and keeps of it no more
 * than what may still be needed.
 */
export class ContentReader {
  readonly #core: Core;
  readonly #handle: number;
  readonly #generation: number;
  readonly #stream = new Pieces();
  readonly #content = new Pieces();
  /** Whether the caller keeps the stream, so that parts of it need not be copied. */
  readonly #kept: boolean;

  constructor(
    core: Core,
    uri: string,
    options: { block: boolean; limit?: number; whole?: boolean; kept?: boolean },
  ) {
    this.#core = core;
    this.#kept = options.kept ?? false;
    const limit = Math.min(options.limit ?? CONTENT_LIMIT, 0xffff_ffff);
    const size = core.write(uri);
    const opened = hot(core, "reader")(
      size,
      Number(options.block),
      limit,
      Number(options.whole ?? true),
    );
    this.#handle = Number(core.take(opened));
    this.#generation = core.generation;
  }

  push(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i += PIECE) {
      const piece = bytes.subarray(i, i + PIECE);
      this.#stream.push(piece);
      const size = this.#core.writeBytes(piece);
      this.#take(this.#core.take(hot(this.#core, "push")(this.#handle, size)));
    }
  }

  /** Errors: also ipfs.missing_block. */
  finish(): { content: Uint8Array; listing: IpfsListing } {
    const reply = this.#core.take(hot(this.#core, "end")(this.#handle));
    const line = reply.indexOf("\n");
    this.#take(reply.slice(0, line));
    const { size, entries, ...listing } = JSON.parse(reply.slice(line + 1)) as IpfsListing;
    const content = join(this.#content.list);
    // What is handed out is the caller's alone.
    const own = this.#kept && this.#content.list.length === 1 ? content.slice() : content;
    return { content: own, listing: { ...listing, size, entries } };
  }

  close(): void {
    if (this.#core.generation === this.#generation) hot(this.#core, "close")(this.#handle);
  }

  #take(reply: string): void {
    const [keepFrom, ...extents] = reply.split(" ");
    for (const extent of extents) {
      const [offset, size] = extent.slice(1).split(",").map(Number) as [number, number];
      const again = extent.startsWith("c");
      const source = again ? this.#content : this.#stream;
      const parts: Uint8Array[] = [];
      source.each(offset, size, (part) => parts.push(part));
      for (const part of parts) this.#content.push(this.#kept || again ? part : part.slice());
    }
    if (!this.#kept) this.#stream.forget(Number(keepFrom));
  }
}

/** A CAR begins with a short length and a dag-cbor map of one or two members. */
export function looksLikeCar(bytes: Uint8Array): boolean {
  const start = bytes.findIndex((byte) => byte < 0x80) + 1;
  return start > 0 && start < 10 && (bytes[start] === 0xa2 || bytes[start] === 0xa1);
}

export function readAll(
  core: Core,
  uri: string,
  bytes: Uint8Array,
  options: { block: boolean; whole?: boolean },
): { content: Uint8Array; listing: IpfsListing } {
  const limit = Math.max(CONTENT_LIMIT, bytes.length);
  const reader = new ContentReader(core, uri, { ...options, limit, kept: true });
  try {
    reader.push(bytes);
    return reader.finish();
  } finally {
    reader.close();
  }
}

/** `bytes` as a CAR or as the one block, whichever proves the address. */
export function readEither(
  core: Core,
  uri: string,
  bytes: Uint8Array,
  whole: boolean,
): { content: Uint8Array; listing: IpfsListing } {
  if (!looksLikeCar(bytes)) return readAll(core, uri, bytes, { block: true, whole });
  try {
    return readAll(core, uri, bytes, { block: false, whole });
  } catch (error) {
    try {
      // A file that is itself a CAR, as one block.
      return readAll(core, uri, bytes, { block: true, whole });
    } catch {
      throw error;
    }
  }
}

const PROFILES = {
  "v0-2015": { version: 0, rawLeaves: false, chunkSize: 262_144, maxLinks: 174 },
  "v1-raw-256k": { version: 1, rawLeaves: true, chunkSize: 262_144, maxLinks: 174 },
  "v1-dagpb-256k": { version: 1, rawLeaves: false, chunkSize: 262_144, maxLinks: 174 },
  "v1-2025": { version: 1, rawLeaves: true, chunkSize: 1_048_576, maxLinks: 1024 },
} as const;

type Layout = Required<Omit<CidOptions, "profile" | "wrap">>;

function layoutOf(options: CidOptions): Layout {
  const { profile, version, rawLeaves, chunkSize, maxLinks } = options;
  const name = profile ?? (version === 0 ? "v0-2015" : "v1-2025");
  if (!Object.hasOwn(PROFILES, name)) {
    throw ipfsError("options", `There is no profile "${String(name)}".`, "/options/profile");
  }
  const usual = PROFILES[name];
  const layout: Layout = {
    version: version ?? usual.version,
    rawLeaves: rawLeaves ?? (version === 0 ? false : usual.rawLeaves),
    chunkSize: chunkSize ?? usual.chunkSize,
    maxLinks: maxLinks ?? usual.maxLinks,
  };
  for (const key of ["version", "chunkSize", "maxLinks"] as const) {
    const value: number = layout[key];
    if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
      throw ipfsError("options", "A whole number is needed.", `/options/${key}`);
    }
  }
  return layout;
}

const LONE_SURROGATE = /\p{Surrogate}/u;
const encoder = new TextEncoder();

function bytesOf(content: unknown, path: string): Uint8Array {
  if (isBytes(content)) return content;
  if (typeof content === "string" && !LONE_SURROGATE.test(content)) return encoder.encode(content);
  const message = "Content is a Uint8Array or well-formed text.";
  throw new DikastError({ code: "input.type", path, message });
}

function filesOf(content: IpfsContent): { path: string; bytes: Uint8Array }[] {
  if (!Array.isArray(content)) return [{ path: "", bytes: bytesOf(content, "/content") }];
  return (content as readonly IpfsFile[]).map((file, i) => {
    const path: unknown = file?.path;
    if (typeof path !== "string" || path === "" || LONE_SURROGATE.test(path)) {
      throw ipfsError("files", "Each file has a path.", `/content/${i}/path`);
    }
    return { path, bytes: bytesOf(file.content, `/content/${i}/content`) };
  });
}

/** The root's CID and, with `car`, the CAR file. */
export function build(
  core: Core,
  content: IpfsContent,
  options: CidOptions,
  car: boolean,
): { cid: string; car: Uint8Array } {
  const files = filesOf(content);
  const { version, rawLeaves, chunkSize, maxLinks } = layoutOf(options);
  const opened = hot(core, "build")(version, Number(rawLeaves), chunkSize, maxLinks);
  const handle = Number(core.take(opened));
  const wrap = options.wrap ?? Array.isArray(content);
  try {
    for (const { path, bytes } of files) {
      if (bytes.length > 0xffff_ffff) throw ipfsError("too_large", "The file is over 4 GiB.");
      core.take(hot(core, "file")(handle, core.write(path), bytes.length));
      for (let i = 0; i < bytes.length; i += PIECE) {
        const size = core.writeBytes(bytes.subarray(i, i + PIECE));
        core.take(hot(core, "data")(handle, size));
      }
    }
  } catch (error) {
    // Asking for the root frees the builder, whatever it answers.
    hot(core, "root")(handle, 0, 0);
    throw error;
  }
  const reply = core.take(hot(core, "root")(handle, Number(wrap), Number(car))).split(" ");
  const [cid = "", size = "0", ...pieces] = reply;
  return { cid, car: assemble(Number(size), pieces, files) };
}

/** Puts the CAR's own bytes and the parts of the files together. */
function assemble(
  size: number,
  pieces: readonly string[],
  files: readonly { bytes: Uint8Array }[],
): Uint8Array {
  const out = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    const [digits = "", part] = piece.split("@");
    for (let i = 0; i < digits.length; i += 2) {
      out[at] = Number.parseInt(digits.slice(i, i + 2), 16);
      at += 1;
    }
    if (part === undefined) continue;
    const [file = 0, offset = 0, length = 0] = part.split(",").map(Number);
    const source = (files[file] as { bytes: Uint8Array }).bytes;
    out.set(source.subarray(offset, offset + length), at);
    at += length;
  }
  return out;
}
