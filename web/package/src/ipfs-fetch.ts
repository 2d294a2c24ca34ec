import type { Core } from "./door.js";
import { DikastError } from "./errors.js";
import { build, CONTENT_LIMIT, ContentReader, ipfsError, join } from "./ipfs-content.js";
import type { GatewayResult, IpfsTransport, VerifiedFile } from "./ipfs-fetch.types.js";
import type { IpfsAddress } from "./ipfs.types.js";
import type { Recheck } from "./publish.types.js";
import { type Attempt, type Failed, Pause, race, realClock } from "./race.js";
import { eachChunk, GATEWAYS, openHttp } from "./transport.js";

const BYTES = 33_554_432;
const TOTAL = 40_000;
const ATTEMPT = 15_000;
const NEXT = 2_500;

const RAW = "application/vnd.ipld.raw";
export const CAR = "application/vnd.ipld.car";
const CODEC_RAW = 0x55;
const CODEC_DAG_PB = 0x70;

/** The part of an address that decides what is asked. */
export type Asked = Pick<IpfsAddress, "uri" | "codec" | "path">;

function originOf(gateway: string): string {
  return gateway.replace(/\/+$/, "").replace(/\/ipfs$/, "");
}

/** What to ask each gateway first: the one block, or a CAR of what the path needs. */
export function trustlessAttempts(asked: Asked, gateways: readonly string[]): Attempt[] {
  const single = asked.codec === CODEC_RAW && asked.path === "";
  const query = single ? "format=raw" : "format=car&dag-scope=entity&car-version=1&car-dups=n";
  return gateways.map((gateway) => ({
    gateway,
    url: `${originOf(gateway)}${asked.uri}?${query}`,
    accept: single ? RAW : `${CAR};version=1;dups=n`,
    plain: false,
  }));
}

/** The file itself, which gateways that know nothing else give. */
export function plainAttempts(asked: Asked, gateways: readonly string[]): Attempt[] {
  return gateways.map((gateway) => ({
    gateway,
    url: `${originOf(gateway)}${asked.uri}`,
    accept: "*/*",
    plain: true,
  }));
}

/** Whether the gateway answered, but not in the form that was asked for. */
export function knowsNoBlocks({ attempt, error }: Failed): boolean {
  const other = error instanceof OtherForm || error.cause instanceof OtherForm;
  return !attempt.plain && other;
}

/** The answer is no CAR and no block. */
export class OtherForm extends DikastError {
  constructor(domain: string, message: string) {
    super({ code: `${domain}.http_status`, path: "", message });
  }
}

/** Statuses that say "not in this form", where the file itself may still be had. */
const FORM_STATUSES = new Set([400, 404, 406, 415, 501]);

/** The answer when its status is good; else the reason. */
export async function openGateway(
  attempt: Attempt,
  fetcher: typeof fetch | undefined,
  signal: AbortSignal,
  domain: string,
): Promise<Response> {
  const init = { method: "GET", headers: { accept: attempt.accept } };
  const response = await openHttp(attempt.url, init, fetcher, signal, domain);
  const { status } = response;
  if (status >= 200 && status < 300) return response;
  await response.body?.cancel().catch(() => undefined);
  if (status === 429 || status === 503) {
    throw new Pause(domain, status, response.headers.get("retry-after"));
  }
  const message = `The server answered with status ${status}.`;
  if (FORM_STATUSES.has(status)) throw new OtherForm(domain, message);
  throw new DikastError({ code: `${domain}.http_status`, path: "", message });
}

/** A CAR is a little larger than what it holds. */
export const withOverhead = (bytes: number): number => bytes + Math.ceil(bytes / 8) + 65_536;

type Proven = Pick<VerifiedFile, "bytes" | "cid" | "proof"> & { type: "file" | "directory" };

class GatewayFetch {
  readonly #core: Core;
  readonly #address: IpfsAddress;
  readonly #transport: IpfsTransport;
  readonly #limit: number;
  /** Whether a directory's own block is an answer. */
  readonly #directories: boolean;

  constructor(core: Core, address: IpfsAddress, transport: IpfsTransport, directories = false) {
    this.#directories = directories;
    this.#core = core;
    this.#address = address;
    this.#transport = transport;
    this.#limit = Math.min(transport.limits?.bytes ?? BYTES, CONTENT_LIMIT);
  }

  async run(): Promise<VerifiedFile & { type: "file" | "directory" }> {
    const { limits, signal, clock } = this.#transport;
    const gateways = this.#transport.gateways ?? GATEWAYS;
    const total = limits?.milliseconds ?? TOTAL;
    const options = {
      domain: "ipfs",
      clock: clock ?? realClock,
      total,
      attempt: Math.min(limits?.attempt ?? ATTEMPT, total),
      next: limits?.race ?? NEXT,
      signal,
    };
    const ask = (attempt: Attempt, stop: AbortSignal): Promise<Proven> => this.#ask(attempt, stop);
    const first = await race(trustlessAttempts(this.#address, gateways), options, ask);
    let { value } = first;
    const failed = [...first.failed];
    if (value === undefined && this.#address.path === "") {
      const again = failed.filter(knowsNoBlocks).map(({ attempt }) => attempt.gateway);
      const second = await race(plainAttempts(this.#address, again), options, ask);
      value = second.value;
      failed.push(...second.failed);
    }
    const notes = failed.map(({ attempt, error }) => `${attempt.gateway}: ${error.message}`);
    if (value === undefined) throw this.#allFailed(notes, failed.at(-1)?.error);
    const { result, attempt } = value;
    const { uri } = this.#address;
    return { ...result, uri, gateway: attempt.gateway, verified: true, mutable: false, notes };
  }

  #allFailed(notes: string[], cause: DikastError | undefined): DikastError {
    const reasons = notes.length === 0 ? "there is no gateway to ask" : notes.join("; ");
    return ipfsError("gateways", `No gateway gave ${this.#address.uri}: ${reasons}`, "", cause);
  }

  async #ask(attempt: Attempt, signal: AbortSignal): Promise<Proven> {
    const response = await openGateway(attempt, this.#transport.fetch, signal, "ipfs");
    const type = (response.headers.get("content-type") ?? "").toLowerCase();
    if (type.startsWith(CAR)) return this.#stream(response, signal, "car");
    if (type.startsWith(RAW) || this.#address.codec === CODEC_RAW) {
      return this.#stream(response, signal, "block");
    }
    return this.#plain(response, signal, attempt);
  }

  async #stream(response: Response, signal: AbortSignal, proof: "car" | "block"): Promise<Proven> {
    if (proof === "block" && this.#address.path !== "") {
      await response.body?.cancel().catch(() => undefined);
      throw new OtherForm("ipfs", "One block does not prove what lies below a directory.");
    }
    const reader = new ContentReader(this.#core, this.#address.uri, {
      block: proof === "block",
      limit: this.#limit,
      whole: false,
    });
    try {
      await this.#read(response, signal, (chunk) => reader.push(chunk));
      const { content, listing } = reader.finish();
      const { type } = listing;
      if (type === "directory" && !this.#directories) {
        throw ipfsError(
          "directory",
          "The address names a directory; add the path of a file in it.",
        );
      }
      return { bytes: content, cid: listing.cid, proof, type };
    } finally {
      reader.close();
    }
  }

  async #read(
    response: Response,
    signal: AbortSignal,
    take: (chunk: Uint8Array) => void,
  ): Promise<void> {
    let size = 0;
    const isCar = response.headers.get("content-type")?.toLowerCase().startsWith(CAR);
    const limit = isCar ? withOverhead(this.#limit) : this.#limit;
    const progress = (chunk: Uint8Array): void => {
      take(chunk);
      size += chunk.length;
      this.#transport.onProgress?.(size);
    };
    await eachChunk(response, limit, signal, progress, "ipfs.too_large");
  }

  /** The file itself: cut into blocks again, by each of the usual ways. */
  async #plain(response: Response, signal: AbortSignal, attempt: Attempt): Promise<Proven> {
    const { path, codec, version, base32, cid } = this.#address;
    if (path !== "" || codec !== CODEC_DAG_PB) {
      await response.body?.cancel().catch(() => undefined);
      throw new OtherForm("ipfs", "The gateway gave a file without a proof.");
    }
    const chunks: Uint8Array[] = [];
    await this.#read(response, signal, (chunk) => chunks.push(chunk));
    const bytes = join(chunks);
    for (const profile of ["v0-2015", "v1-raw-256k", "v1-2025"] as const) {
      const made = build(this.#core, bytes, { profile, ...versionOf(profile, version) }, false);
      if (made.cid === cid || made.cid === base32)
        return { bytes, cid, proof: "content", type: "file" };
    }
    const message = "The bytes do not hash to their CID by any usual way of cutting them.";
    if (attempt.plain) throw ipfsError("mismatch", message);
    throw new OtherForm("ipfs", message);
  }
}

/** The way of "v0-2015" under either version of the CID; the others exist with version 1 alone. */
function versionOf(profile: string, version: 0 | 1): { version?: 0 | 1; rawLeaves?: boolean } {
  return profile === "v0-2015" ? { version, rawLeaves: false } : {};
}

/** The file at an address of the /ipfs/ namespace. */
export async function fetchFile(
  core: Core,
  address: IpfsAddress,
  transport: IpfsTransport,
): Promise<VerifiedFile> {
  if (!address.verifiable) {
    throw ipfsError("unverifiable", "Only full SHA-256 hashes can be checked; this CID has none.");
  }
  const { type: _file, ...found } = await new GatewayFetch(core, address, transport).run();
  return found;
}

/** Whether gateways give what an address names. */
export async function checkAvailable(
  core: Core,
  address: IpfsAddress,
  transport: IpfsTransport,
): Promise<Recheck> {
  try {
    const { gateway, type, notes } = await new GatewayFetch(core, address, transport, true).run();
    return { available: true, gateway, type, notes };
  } catch (error) {
    if (!(error instanceof DikastError) || error.code !== "ipfs.gateways") throw error;
    return { available: false, notes: [error.message] };
  }
}

interface Host {
  host: string;
  origin: string;
  secure: boolean;
  private: boolean;
}

/** Throws unless the host of `url` may be asked. */
function checkHost(core: Core, url: URL, transport: IpfsTransport): void {
  // The core's own judgement of hosts, which it makes for the endpoints of mappings.
  const probe = { type: "graphql", query: "{x}", seek: ["x"], populate: ["x"] };
  const [host] = core.call<Host[]>("mapping.hosts", {
    mappings: [{ ...probe, endpoint: `${url.origin}/` }],
  });
  const allowed =
    host !== undefined &&
    (transport.allowHost?.(host.host, host.origin) ?? (host.secure && !host.private));
  if (!allowed) throw ipfsError("uri", `${url.origin} is not asked: only public https hosts are.`);
}

/** A document of the web, labelled as what it is. */
export async function fetchMutable(
  core: Core,
  uri: string,
  transport: IpfsTransport,
): Promise<GatewayResult> {
  const url = new URL(uri);
  checkHost(core, url, transport);
  const { limits, signal, clock } = transport;
  const total = limits?.milliseconds ?? TOTAL;
  const attempt: Attempt = { gateway: url.origin, url: url.href, accept: "*/*", plain: true };
  const limit = Math.min(limits?.bytes ?? BYTES, CONTENT_LIMIT);
  const options = { domain: "ipfs", clock: clock ?? realClock, total, attempt: total, next: total };
  const { value, failed } = await race([attempt], { ...options, signal }, async (one, stop) => {
    const response = await openGateway(one, transport.fetch, stop, "ipfs");
    const chunks: Uint8Array[] = [];
    await eachChunk(response, limit, stop, (chunk) => chunks.push(chunk), "ipfs.too_large");
    return join(chunks);
  });
  const notes = failed.map(({ error }) => `${url.origin}: ${error.message}`);
  if (value === undefined) {
    throw ipfsError(
      "gateways",
      `There is no answer from ${notes.join("; ")}`,
      "",
      failed[0]?.error,
    );
  }
  const bytes = value.result;
  const { cid } = build(core, bytes, {}, false);
  const gateway = url.origin;
  return { bytes, cid, uri, gateway, verified: false, proof: "none", mutable: true, notes };
}
