import { basename } from "node:path";
import type { Dikast } from "../dikast.js";
import { DikastError } from "../errors.js";
import { LAYOUT, PROFILES, readBytes, readContent, writeBytes } from "./content.js";
import { jsonText, type Output, paint, printable } from "./terminal.js";
import { type Arguments, type Command, UsageError } from "./usage.js";

const FORMAT = {
  value: "FORMAT",
  oneOf: ["text", "json"],
  about: "text (default) or json",
} as const;

export const CID: Command = {
  name: "cid",
  about: "Says what IPFS address content will have, or what an address says.",
  usage: [
    "dikast cid [options] FILE|FOLDER...",
    "dikast cid [options] - < file",
    "dikast cid --parse ADDRESS",
  ],
  options: {
    ...LAYOUT,
    parse: { value: "ADDRESS", about: "take an address apart instead" },
    format: FORMAT,
  },
  notes: [
    "Several files, or a folder, make a directory. Nothing is sent anywhere. The same content cut " +
      "in another way has another address: give the profile that the one who publishes it uses.",
  ],
};

export const CAR: Command = {
  name: "car",
  about: "Packs content into a CAR file, ready to be published.",
  usage: ["dikast car [options] --output FILE FILE|FOLDER..."],
  options: {
    ...LAYOUT,
    output: { value: "FILE", short: "o", about: "where the CAR goes (required)" },
    format: FORMAT,
  },
  notes: ["The address it will have is written to standard output."],
};

export const VERIFY: Command = {
  name: "verify",
  about: "Says whether a file, a block or a CAR is what an IPFS address names.",
  usage: ["dikast verify [options] ADDRESS FILE", "dikast verify [options] ADDRESS - < file"],
  options: {
    output: { value: "FILE", short: "o", about: "write the verified file there" },
    format: FORMAT,
  },
  notes: [
    "A file is cut into blocks in each usual way. Exit status 1: it is not what the address names, " +
      "or no usual way of cutting it gives this address; a CAR always tells.",
  ],
};

function report(out: Output, args: Arguments, text: string, value: unknown): void {
  out.write(args.one("format") === "json" ? jsonText(value) : `${text}\n`);
}

export async function cid(
  args: Arguments,
  load: () => Promise<Dikast>,
  out: Output,
): Promise<number> {
  const address = args.one("parse");
  if (address !== undefined) {
    if (args.positionals.length > 0) throw new UsageError("--parse takes no files");
    const { ipfs } = await load();
    const parsed = ipfs.parse(address);
    const lines = Object.entries(parsed).map(
      ([key, value]) => `${key.padEnd(11)}${printable(String(value))}`,
    );
    report(out, args, lines.join("\n"), parsed);
    return 0;
  }
  const { content, options } = readContent(args);
  const { ipfs } = await load();
  const made = ipfs.cid(content, options);
  report(out, args, made, { cid: made, uri: `/ipfs/${made}` });
  return 0;
}

export async function car(
  args: Arguments,
  load: () => Promise<Dikast>,
  out: Output,
): Promise<number> {
  const output = args.one("output");
  if (output === undefined) throw new UsageError("--output says where the CAR goes");
  const { content, options } = readContent(args);
  const { ipfs } = await load();
  const made = ipfs.carFile(content, options);
  writeBytes(output, made.car);
  const bytes = made.car.length;
  report(out, args, made.cid, { cid: made.cid, uri: made.uri, file: basename(output), bytes });
  return 0;
}

interface Verdict {
  verified: boolean;
  proof?: "car" | "block" | "content";
  type?: "file" | "directory";
  bytes?: number;
  reason?: string;
}

/** The verified content, or why there is none. */
function check(
  { ipfs }: Dikast,
  address: ReturnType<Dikast["ipfs"]["parse"]>,
  bytes: Uint8Array,
): { verdict: Verdict; content?: Uint8Array } {
  const { cid: root, path, version } = address;
  let reason: DikastError;
  try {
    const content = ipfs.verify(root, bytes, path);
    const { type } = ipfs.list(root, bytes, path);
    const isBlock = content.length === bytes.length;
    const proof = isBlock ? "block" : "car";
    return { verdict: { verified: true, proof, type, bytes: content.length }, content };
  } catch (error) {
    if (!(error instanceof DikastError) || error.code === "internal.abort") throw error;
    reason = error;
  }
  const usual = path === "" ? PROFILES : [];
  const found = usual.some((profile) => {
    const way = profile === "v0-2015" ? { profile, version, rawLeaves: false } : { profile };
    return ipfs.same(ipfs.cid(bytes, way), root);
  });
  if (found) {
    const verdict: Verdict = { verified: true, proof: "content", type: "file" };
    return { verdict: { ...verdict, bytes: bytes.length }, content: bytes };
  }
  return { verdict: { verified: false, reason: `${reason.code}: ${reason.message}` } };
}

export async function verify(
  args: Arguments,
  load: () => Promise<Dikast>,
  out: Output,
  err: Output,
): Promise<number> {
  const [address, file, ...rest] = args.positionals;
  if (address === undefined || file === undefined || rest.length > 0) {
    throw new UsageError("name an address and a file");
  }
  const bytes = readBytes(file);
  const dikast = await load();
  const parsed = dikast.ipfs.parse(address, { verifiable: true });
  const { verdict, content } = check(dikast, parsed, bytes);
  const { verified, proof, reason } = verdict;
  const word = verified ? paint(out, "green", "match") : paint(out, "red", "no match");
  const detail = verified ? `(${proof})` : printable(reason ?? "");
  report(out, args, `${word}: ${printable(parsed.uri)} ${detail}`, { uri: parsed.uri, ...verdict });
  const output = args.one("output");
  if (output !== undefined && content !== undefined) {
    if (verdict.type === "directory") {
      err.write("A directory is not written; add the path of a file in it to the address.\n");
    } else {
      writeBytes(output, content);
    }
  }
  return verified ? 0 : 1;
}
