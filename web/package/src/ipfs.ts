import type { Hex } from "./common.types.js";
import type { Core, HotFunction } from "./door.js";
import { DikastError } from "./errors.js";
import { build, ipfsError, isBytes, looksLikeCar, readAll, readEither } from "./ipfs-content.js";
import { fetchFile, fetchMutable } from "./ipfs-fetch.js";
import type { GatewayResult, IpfsTransport } from "./ipfs-fetch.types.js";
import type { IpfsAddress, IpfsApi, IpfsContent, IpfsMatch, IpfsProfile } from "./ipfs.types.js";
import { createPublish } from "./publish.js";

const LONE_SURROGATE = /\p{Surrogate}/u;

function textOf(value: unknown, path: string): string {
  if (typeof value !== "string") {
    throw new DikastError({ code: "input.type", path, message: "A text is needed here." });
  }
  // The encoder would put U+FFFD in its place.
  if (LONE_SURROGATE.test(value))
    throw ipfsError("uri", "The address is no well-formed text.", path);
  return value;
}

function parseAddress(core: Core, uri: unknown, gateways: boolean): IpfsAddress {
  const run = core.exports.dikast_ipfs_parse as HotFunction;
  const reply = isBytes(uri)
    ? run(core.writeBytes(uri), 2)
    : run(core.write(textOf(uri, "/uri")), gateways ? 1 : 0);
  return JSON.parse(core.take(reply)) as IpfsAddress;
}

function checkBytes(bytes: unknown, path: string): Uint8Array {
  if (isBytes(bytes)) return bytes;
  throw new DikastError({ code: "input.type", path, message: "Bytes are a Uint8Array." });
}

function checkContent(content: unknown): IpfsContent {
  if (isBytes(content) || typeof content === "string" || Array.isArray(content)) {
    return content as IpfsContent;
  }
  const message = "Content is a Uint8Array, text, or a list of files.";
  throw new DikastError({ code: "input.type", path: "/content", message });
}

/** A web address, which is no address of the /ipfs/ namespace. */
function isWeb(uri: unknown, error: unknown): uri is string {
  const isMutable = error instanceof DikastError && error.code === "ipfs.mutable";
  return isMutable && typeof uri === "string" && /^https?:/.test(uri);
}

const PROFILES: readonly IpfsProfile[] = ["v1-2025", "v1-raw-256k", "v1-dagpb-256k", "v0-2015"];

function matchOf(core: Core, address: IpfsAddress, content: Uint8Array): IpfsMatch {
  const cids = PROFILES.map((profile) => ({
    profile,
    cid: build(core, content, { profile }, false).cid,
  }));
  const { path, codec, multihash, uri } = address;
  const isSame = ({ cid }: { cid: string }): boolean => {
    const other = parseAddress(core, cid, false);
    return other.codec === codec && other.multihash === multihash;
  };
  const profiles = path === "" ? cids.filter(isSame).map(({ profile }) => profile) : [];
  if (profiles.length > 0) return { match: true, profiles, proof: "content", content, cids };
  try {
    const found = readEither(core, uri, content, true);
    const proof = looksLikeCar(content) ? "car" : "block";
    return { match: true, profiles: [], proof, content: found.content, cids };
  } catch (error) {
    if (error instanceof DikastError && error.code.startsWith("ipfs.")) {
      return { match: false, profiles: [], cids };
    }
    throw error;
  }
}

/** Content addresses over the core. */
export function createIpfs(core: Core): IpfsApi {
  const parse: IpfsApi["parse"] = (uri, options = {}) => {
    const address = parseAddress(core, uri, options.gateways ?? true);
    if (options.verifiable && !address.verifiable) {
      const message = "Only full SHA-256 hashes can be checked; this CID has none.";
      throw ipfsError("unverifiable", message, "/uri");
    }
    return address;
  };
  const toUri = (cid: string, path = ""): string => {
    const segments = textOf(path, "/path").split("/").filter(Boolean).map(encodeURIComponent);
    const { uri } = parseAddress(core, [textOf(cid, "/cid"), ...segments].join("/"), false);
    return uri;
  };
  return {
    parse,
    toUri,
    same(a, b) {
      const [one, other] = [parse(a), parse(b)];
      return (
        one.multihash === other.multihash && one.codec === other.codec && one.path === other.path
      );
    },
    multibase(text) {
      const run = core.exports.dikast_ipfs_multibase as HotFunction;
      return core.take(run(core.write(textOf(text, "/text")))) as Hex;
    },
    cid: (content, options = {}) => build(core, checkContent(content), options, false).cid,
    car: (content, options = {}) => build(core, checkContent(content), options, true).car,
    verify: (cid, bytes, path) =>
      readEither(core, toUri(cid, path), checkBytes(bytes, "/blockOrCar"), true).content,
    match: (uri, content) =>
      matchOf(core, parse(uri, { verifiable: true }), checkBytes(content, "/content")),
    list: (cid, bytes, path) =>
      readEither(core, toUri(cid, path), checkBytes(bytes, "/blockOrCar"), false).listing,
    verifyBlock(cid, block) {
      // As raw bytes: what the block means is not asked.
      const { digest, verifiable } = parse(cid);
      if (!verifiable) parse(cid, { verifiable: true });
      readAll(core, `f01551220${digest.slice(2)}`, checkBytes(block, "/block"), { block: true });
      return block;
    },
    async fetch(uri: string, transport: IpfsTransport = {}): Promise<GatewayResult> {
      let address: IpfsAddress;
      try {
        address = parse(uri, { verifiable: true });
      } catch (error) {
        if (transport.mutable && isWeb(uri, error)) return fetchMutable(core, uri, transport);
        throw error;
      }
      return fetchFile(core, address, transport);
    },
    ...createPublish(core, parse),
  };
}
