import type { Core } from "./door.js";
import { DikastError } from "./errors.js";
import { build, ipfsError } from "./ipfs-content.js";
import { checkAvailable } from "./ipfs-fetch.js";
import type { Clock } from "./ipfs-fetch.types.js";
import type { IpfsApi } from "./ipfs.types.js";
import type {
  NodeTarget,
  PinningTarget,
  Published,
  PublishApi,
  PublishState,
  PublishTarget,
  PublishTransport,
} from "./publish.types.js";
import { type Attempt, Pause, race, realClock } from "./race.js";
import { openHttp, unlessAborted } from "./transport.js";

const ATTEMPT = 30_000;
const PINNING = 600_000;
const FIRST_POLL = 1_000;
const SLOWEST_POLL = 15_000;
/** An answer of a node or a service is a few hundred bytes. */
const ANSWER = 100_000;

interface BlockPart {
  codec: "raw" | "dag-pb";
  multihash: string;
  bytes: Uint8Array;
}

function readVarint(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  for (let i = at, scale = 1; ; i += 1, scale *= 128) {
    const byte = bytes[i] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return [value, i + 1];
  }
}

/** The blocks of a CAR of ours: CIDs of SHA-256, of raw and dag-pb. */
function blocksOf(car: Uint8Array): BlockPart[] {
  const blocks: BlockPart[] = [];
  let [size, at] = readVarint(car, 0);
  for (at += size; at < car.length; at += size) {
    [size, at] = readVarint(car, at);
    const isV0 = car[at] === 0x12;
    const hash = isV0 ? at : at + 2;
    const digest = car.subarray(hash, hash + 34);
    const codec = isV0 || car[at + 1] === 0x70 ? "dag-pb" : "raw";
    const multihash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    blocks.push({ codec, multihash, bytes: car.subarray(hash + 34, at + size) });
  }
  return blocks;
}

function checkUrl(url: unknown, path: string): string {
  let parsed: URL | undefined;
  try {
    parsed = new URL(String(url));
  } catch {
    parsed = undefined;
  }
  const isLocal = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(parsed?.hostname ?? "");
  const isSafe = parsed?.protocol === "https:" || (parsed?.protocol === "http:" && isLocal);
  if (parsed === undefined || !isSafe) {
    throw ipfsError("uri", "A target is an https address, or http on this machine.", path);
  }
  return parsed.href.replace(/\/+$/, "");
}

/** JSON of an answer that is short. */
async function readJson(response: Response, signal: AbortSignal): Promise<unknown> {
  const text = await unlessAborted(response.text(), signal);
  if (text.length > ANSWER) throw ipfsError("too_large", "The answer is longer than expected.");
  try {
    return JSON.parse(text === "" ? "null" : text) as unknown;
  } catch (cause) {
    throw ipfsError("http_status", "The answer is not JSON.", "", cause);
  }
}

function own(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** The words of a node or service about what went wrong, cut short. */
function reasonOf(answer: unknown): string {
  const error = own(answer, "error");
  const found = own(answer, "Message") ?? own(error, "details") ?? own(error, "reason");
  return typeof found === "string" ? ` It says: ${found.slice(0, 200)}` : "";
}

class Publisher {
  readonly #transport: PublishTransport;
  readonly #clock: Clock;
  readonly #state: PublishState;
  #bytes = 0;
  #total = 0;

  constructor(cid: string, target: PublishTarget, transport: PublishTransport) {
    this.#transport = transport;
    this.#clock = transport.clock ?? realClock;
    const url = checkUrl(target?.url, "/target/url");
    const { resume } = transport;
    const same = resume !== undefined && resume.cid === cid && resume.url === url;
    this.#state = same ? { ...resume } : { cid, url, blocks: 0, status: "uploading" };
  }

  get state(): PublishState {
    return this.#state;
  }

  #report(): void {
    this.#transport.onProgress?.({ ...this.#state, bytes: this.#bytes, total: this.#total });
  }

  /** One request; busy ones again after the pause they name. */
  async #ask(path: string, init: RequestInit): Promise<unknown> {
    const { fetch: fetcher, signal, limits } = this.#transport;
    const each = limits?.attempt ?? ATTEMPT;
    const attempt: Attempt = {
      gateway: this.#state.url,
      url: this.#state.url + path,
      accept: "application/json",
      plain: true,
    };
    const options = {
      domain: "ipfs",
      clock: this.#clock,
      total: each * 3,
      attempt: each,
      next: each,
      signal,
    };
    const { value, failed } = await race([attempt], options, async (one, stop) => {
      const response = await openHttp(one.url, init, fetcher, stop, "ipfs");
      if (response.status === 429 || response.status === 503) {
        await response.body?.cancel().catch(() => undefined);
        throw new Pause("ipfs", response.status, response.headers.get("retry-after") ?? "1");
      }
      const good = response.status >= 200 && response.status < 300;
      const answer = await readJson(response, stop).catch((error: unknown) => {
        if (good) throw error;
        return null;
      });
      if (good) return answer;
      const message = `${one.gateway} answered with status ${response.status}.${reasonOf(answer)}`;
      throw ipfsError("http_status", message);
    });
    if (value !== undefined) return value.result;
    throw failed.at(-1)?.error ?? ipfsError("transport", "There was no answer.");
  }

  async toNode(
    car: Uint8Array,
    target: NodeTarget,
    same: (a: string, b: string) => boolean,
  ): Promise<Published> {
    const headers =
      target.authorization === undefined ? {} : { authorization: target.authorization };
    const blocks = blocksOf(car);
    this.#total = blocks.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const { cid } = this.#state;
    for (const [i, block] of blocks.entries()) {
      if (i >= this.#state.blocks) {
        await this.#putBlock(block, headers, same);
        this.#state.blocks = i + 1;
      }
      this.#bytes += block.bytes.length;
      this.#report();
    }
    const pinned = await this.#ask(`/api/v0/pin/add?arg=${cid}&recursive=true`, {
      method: "POST",
      headers,
    });
    const pins = own(pinned, "Pins");
    const isOurs = Array.isArray(pins) && pins.some((pin) => same(String(pin), cid));
    if (!isOurs) throw ipfsError("pin", `The node did not say that it pinned ${cid}.`);
    this.#state.status = "pinned";
    this.#report();
    return { cid, uri: `/ipfs/${cid}`, status: "pinned" };
  }

  async #putBlock(
    { codec, multihash, bytes }: BlockPart,
    headers: Record<string, string>,
    same: (a: string, b: string) => boolean,
  ): Promise<void> {
    const body = new FormData();
    body.append("data", new Blob([bytes as Uint8Array<ArrayBuffer>]), "block");
    const path = `/api/v0/block/put?cid-codec=${codec}&mhtype=sha2-256&mhlen=32&pin=false`;
    const answer = await this.#ask(path, { method: "POST", headers, body });
    const key = own(answer, "Key");
    const ours = `f01${codec === "raw" ? "55" : "70"}${multihash}`;
    if (typeof key !== "string" || !same(key, ours)) {
      throw ipfsError("upload", "The node took a block under another CID than it has.");
    }
  }

  async toService(
    { token, origins = [] }: PinningTarget,
    same: (a: string, b: string) => boolean,
  ): Promise<Published> {
    const { cid } = this.#state;
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const known = this.#state.requestid;
    let answer: unknown;
    if (known === undefined) {
      const body = JSON.stringify({ cid, ...(origins.length > 0 ? { origins } : {}) });
      answer = await this.#ask("/pins", { method: "POST", headers, body });
    } else {
      answer = await this.#ask(`/pins/${encodeURIComponent(known)}`, { method: "GET", headers });
    }
    let left = this.#transport.limits?.pinning ?? PINNING;
    for (let pause = FIRST_POLL; ; pause = Math.min(pause * 2, SLOWEST_POLL)) {
      const status = this.#take(answer, same);
      const { requestid } = this.#state;
      if (status === "pinned" || left <= 0) {
        return { cid, uri: `/ipfs/${cid}`, status, ...(requestid ? { requestid } : {}) };
      }
      await this.#sleep(Math.min(pause, left));
      left -= pause;
      answer = await this.#ask(`/pins/${encodeURIComponent(requestid ?? "")}`, {
        method: "GET",
        headers,
      });
    }
  }

  /** Takes a PinStatus of the Pinning Services API 1.0. */
  #take(answer: unknown, same: (a: string, b: string) => boolean): Published["status"] {
    const { cid } = this.#state;
    const requestid = own(answer, "requestid");
    const pinned = own(own(answer, "pin"), "cid");
    const status = own(answer, "status");
    if (typeof requestid !== "string" || typeof pinned !== "string" || !same(pinned, cid)) {
      throw ipfsError("pin", `The service did not answer with the pin of ${cid}.`);
    }
    if (status !== "queued" && status !== "pinning" && status !== "pinned") {
      const info = own(own(answer, "info"), "status_details");
      const words = typeof info === "string" ? ` It says: ${info.slice(0, 200)}` : "";
      throw ipfsError("pin", `The service could not pin ${cid}.${words}`);
    }
    this.#state.requestid = requestid;
    this.#state.status = status;
    this.#report();
    return status;
  }

  #sleep(milliseconds: number): Promise<void> {
    const { signal } = this.#transport;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        signal?.removeEventListener("abort", stop);
        resolve();
      };
      const timer = this.#clock.setTimeout(end, milliseconds);
      const stop = (): void => {
        this.#clock.clearTimeout(timer);
        reject(ipfsError("aborted", "The caller stopped the requests.", "", signal?.reason));
      };
      if (signal?.aborted) stop();
      else signal?.addEventListener("abort", stop, { once: true });
    });
  }
}

/** Whether two CIDs name the same block; false for what is no CID. */
function sameWith(parse: IpfsApi["parse"]): (a: string, b: string) => boolean {
  return (a, b) => {
    try {
      return parse(a).multihash === parse(b).multihash;
    } catch {
      return false;
    }
  };
}

/** Publishing over the core. */
export function createPublish(core: Core, parse: IpfsApi["parse"]): PublishApi {
  const same = sameWith(parse);
  const pin: PublishApi["pin"] = async (cid, target, transport = {}) => {
    const { path, cid: root } = parse(cid, { verifiable: true });
    if (path !== "") throw ipfsError("uri", "A pin is of a CID, not of a path below it.", "/cid");
    return new Publisher(root, target, transport).toService(target, same);
  };
  return {
    carFile(content, options = {}) {
      const { cid, car } = build(core, content, options, true);
      return { cid, uri: `/ipfs/${cid}`, car, filename: `${cid}.car` };
    },
    async publish(content, target, transport = {}, options = {}) {
      const { cid, car } = build(core, content, options, true);
      const publisher = new Publisher(cid, target, transport);
      if (target.kind === "node") return publisher.toNode(car, target, same);
      if (target.kind === "pinning-service") return publisher.toService(target, same);
      const message = 'A target is a "node" or a "pinning-service".';
      throw new DikastError({ code: "input.type", path: "/target/kind", message });
    },
    pin,
    recheck: async (cid, transport = {}) =>
      checkAvailable(core, parse(cid, { verifiable: true }), transport),
  };
}
