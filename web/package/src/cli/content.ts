import { lstatSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { CidOptions, IpfsContent, IpfsFile } from "../ipfs.types.js";
import { type Arguments, type Option, UsageError } from "./usage.js";

/** Content of all files together. */
const MOST_BYTES = 1_000_000_000;

export const PROFILES = ["v1-2025", "v1-raw-256k", "v1-dagpb-256k", "v0-2015"] as const;

/** Options of the commands that cut content into blocks. */
export const LAYOUT: Readonly<Record<string, Option>> = {
  profile: {
    value: "PROFILE",
    oneOf: PROFILES,
    about: "how content is cut: v1-2025 (default), v1-raw-256k, v1-dagpb-256k, v0-2015",
  },
  v0: { about: "CIDv0 (Qm...), the same as --profile v0-2015" },
  wrap: { about: "a directory around a single file, which keeps its name" },
};

export function layoutOf(args: Arguments): CidOptions {
  const profile = args.one("profile") ?? (args.has("v0") ? "v0-2015" : undefined);
  if (args.has("v0") && profile !== "v0-2015") {
    throw new UsageError("--v0 is --profile v0-2015; only one of them can be given");
  }
  return profile === undefined ? {} : { profile: profile as (typeof PROFILES)[number] };
}

/** All of a file or of standard input ("-"). */
export function readBytes(path: string): Uint8Array {
  try {
    // A copy: Node's small buffers share one piece of memory.
    return Uint8Array.from(readFileSync(path === "-" ? 0 : path));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "there is no such file" : message;
    throw new UsageError(`${path}: ${reason}`);
  }
}

export function writeBytes(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (cause) {
    throw new UsageError(`${path}: ${(cause as Error).message}`);
  }
}

/** The files below a folder. Hidden ones too: they are content. Links are not followed. */
function filesBelow(folder: string, prefix: string): IpfsFile[] {
  const files: IpfsFile[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const name = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) files.push(...filesBelow(path, name));
    else if (entry.isFile()) files.push({ path: name, content: readBytes(path) });
    else throw new UsageError(`${path}: neither a file nor a folder; links are not followed`);
  }
  return files;
}

function isFolder(path: string): boolean {
  try {
    return path !== "-" && lstatSync(path).isDirectory();
  } catch {
    // Reading it says what is wrong.
    return false;
  }
}

/** What the command line names: a file, a folder, or several of them as one directory. */
export function readContent(args: Arguments): { content: IpfsContent; options: CidOptions } {
  const paths = args.positionals;
  const options = layoutOf(args);
  const [first] = paths;
  if (first === undefined) throw new UsageError("name a file, a folder, or - for standard input");
  if (paths.length === 1 && !isFolder(first)) {
    const content = readBytes(first);
    const wrap = args.has("wrap") && first !== "-";
    return wrap
      ? { content: [{ path: basename(first), content }], options: { ...options, wrap } }
      : { content, options };
  }
  const single = paths.length === 1;
  const files = paths.flatMap((path) =>
    isFolder(path)
      ? filesBelow(path, single ? "" : basename(path))
      : [{ path: basename(path), content: readBytes(path) }],
  );
  const size = files.reduce((sum, { content }) => sum + content.length, 0);
  if (size > MOST_BYTES) throw new UsageError("the files are larger than 1 GB together");
  return { content: files, options: { ...options, wrap: true } };
}
