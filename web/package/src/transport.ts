import { DikastError } from "./errors.js";
import { join } from "./ipfs-content.js";
import type { Eip1193Provider, MappingRequest, Transport } from "./mapping.types.js";

/** One answer as it came, for the core to judge. */
export interface Answer {
  status: number;
  contentType: string;
  body: Uint8Array;
}

/** Somebody to ask: a gateway, a server, a node. Tried one after the other. */
export interface Source {
  name: string;
  ask(signal: AbortSignal): Promise<Answer>;
  /** Whether asking it again after a pause may help. */
  again: boolean;
}

export const BYTES = 1_000_000;
export const MILLISECONDS = 15_000;
/** A server that asks for a longer pause is left for the next one. */
const LONGEST_PAUSE = 5_000;
const TRIES = 3;

/** Public gateways that answer browsers (CORS) and serve single files. */
export const GATEWAYS: readonly string[] = [
  "https://cdn.kleros.link",
  "https://ipfs.io",
  "https://dweb.link",
  "https://trustless-gateway.link",
  "https://4everland.io",
];

export function failure(code: string, message: string, cause?: unknown): DikastError {
  return new DikastError({ code, path: "", message }, cause === undefined ? undefined : { cause });
}

function words(cause: unknown): string {
  if (cause instanceof Error) return cause.message;
  return typeof cause === "string" ? cause : "no reason given";
}

/** Gives the body piece by piece, never more than `limit` bytes of it, whatever content-length says. */
export async function eachChunk(
  response: Response,
  limit: number,
  signal: AbortSignal,
  take: (chunk: Uint8Array) => void,
  code = "mapping.response_too_large",
): Promise<void> {
  const tooLarge = failure(code, `The answer is larger than ${limit} bytes.`);
  if (Number(response.headers.get("content-length") ?? 0) > limit) {
    await response.body?.cancel().catch(() => undefined);
    throw tooLarge;
  }
  if (!response.body) {
    const whole = new Uint8Array(await unlessAborted(response.arrayBuffer(), signal));
    if (whole.length > limit) throw tooLarge;
    return take(whole);
  }
  const reader = response.body.getReader();
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await unlessAborted(reader.read(), signal);
      if (done) break;
      size += value.length;
      if (size > limit) throw tooLarge;
      take(value);
    }
  } finally {
    // Also after the end: cancelling a finished stream does nothing.
    reader.cancel().catch(() => undefined);
  }
}

async function readBody(
  response: Response,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  await eachChunk(response, limit, signal, (chunk) => chunks.push(chunk));
  return join(chunks);
}

/** `promise`, or the signal's reason when that comes first. Leaves no listener behind. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const slept = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  return unlessAborted(slept, signal).finally(() => clearTimeout(timer));
}

function sameOrigin(a: string, b: string): boolean {
  try {
    return new URL(a).origin === new URL(b).origin;
  } catch {
    return false;
  }
}

/** Sends a request that carries nothing of the page, and follows no redirect. */
export async function openHttp(
  url: string,
  init: RequestInit,
  fetcher: typeof fetch | undefined,
  signal: AbortSignal,
  domain = "mapping",
): Promise<Response> {
  const run = fetcher ?? globalThis.fetch;
  if (typeof run !== "function") throw failure(`${domain}.transport`, "There is no fetch to use.");
  // "manual": browsers then hide where it would have led, which is all the same to us.
  const response = await unlessAborted(
    run(url, {
      ...init,
      redirect: "manual",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal,
    }),
    signal,
  );
  const moved = response.status >= 300 && response.status < 400 && response.status !== 304;
  const elsewhere = response.url !== "" && !sameOrigin(response.url, url);
  if (response.type === "opaqueredirect" || moved || elsewhere) {
    await response.body?.cancel().catch(() => undefined);
    throw failure(`${domain}.redirect`, "The server redirects; it was not followed.");
  }
  return response;
}

async function askHttp(
  url: string,
  init: RequestInit,
  transport: Transport,
  signal: AbortSignal,
): Promise<Answer> {
  const response = await openHttp(url, init, transport.fetch, signal);
  if (response.status === 429 || response.status >= 500) {
    await response.body?.cancel().catch(() => undefined);
    throw new Busy(response.status, response.headers.get("retry-after"));
  }
  const limit = Math.min(transport.limits?.bytes ?? BYTES, BYTES);
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    body: await readBody(response, limit, signal),
  };
}

/** 429 or 5xx: worth another try. */
class Busy extends Error {
  readonly pause: number | undefined;
  constructor(status: number, retryAfter: string | null) {
    super(`The server answered with status ${status}.`);
    // Only the form in seconds: a date would need a clock that both sides share.
    const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
    if (seconds >= 0) this.pause = seconds * 1000;
  }
}

async function askNode(
  provider: Eip1193Provider,
  method: string,
  params: readonly unknown[],
  signal: AbortSignal,
): Promise<Answer> {
  const result = await unlessAborted(provider.request({ method, params }), signal);
  const text = JSON.stringify(result ?? null);
  return { status: 200, contentType: "application/json", body: new TextEncoder().encode(text) };
}

/** What can answer `request`, in the order to ask. */
export function sourcesOf(request: MappingRequest, transport: Transport): Source[] {
  if (request.kind === "graphql") {
    const init = {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: request.body,
    };
    const name = new URL(request.url).host;
    return [{ name, again: true, ask: (signal) => askHttp(request.url, init, transport, signal) }];
  }
  if (request.kind === "ipfs") {
    return (transport.gateways ?? GATEWAYS).map((gateway) => {
      const url = gateway.replace(/\/+$/, "").replace(/\/ipfs$/, "") + request.uri;
      const init = { method: "GET", headers: { accept: "application/json, */*" } };
      return { name: gateway, again: true, ask: (signal) => askHttp(url, init, transport, signal) };
    });
  }
  const given = transport.provider;
  if (given === undefined) {
    throw failure("mapping.transport", "This mapping reads a chain; give a provider.");
  }
  const provider = typeof given === "function" ? given(request.chainId) : given;
  const params =
    request.kind === "eth_call"
      ? [{ to: request.to, data: request.data }, "latest"]
      : [
          {
            address: request.address,
            topics: request.topics,
            fromBlock: request.fromBlock,
            toBlock: request.toBlock,
          },
        ];
  const ask = (signal: AbortSignal): Promise<Answer> =>
    askNode(provider, request.kind, params, signal);
  return [{ name: "the node", again: false, ask }];
}

/** The time one request has, joined with the caller's own signal. */
class Deadline {
  readonly signal: AbortSignal;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #outer: AbortSignal | undefined;
  readonly #stop: () => void;

  constructor(milliseconds: number, outer: AbortSignal | undefined) {
    const controller = new AbortController();
    this.signal = controller.signal;
    this.#outer = outer;
    this.#stop = () =>
      controller.abort(
        failure("mapping.aborted", "The caller stopped the requests.", outer?.reason),
      );
    const late = failure("mapping.timeout", `No whole answer within ${milliseconds} ms.`);
    this.#timer = setTimeout(() => controller.abort(late), milliseconds);
    if (outer?.aborted) this.#stop();
    outer?.addEventListener("abort", this.#stop, { once: true });
  }
  end(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener("abort", this.#stop);
  }
}

/**
 * Asks one source after the other, busy ones again, until `accept` takes an answer. `accept` throws
 * for what it does not take. The last reason is thrown, with every source's in its message.
 */
export async function askUntil(
  sources: readonly Source[],
  what: string,
  transport: Transport,
  accept: (answer: Answer) => void,
  final: (error: DikastError) => boolean,
): Promise<string[]> {
  const deadline = new Deadline(transport.limits?.milliseconds ?? MILLISECONDS, transport.signal);
  const failed: string[] = [];
  const waiting = sources.map((source) => ({ source, tries: 0, pause: 0 }));
  let last: DikastError = failure("mapping.transport", "There is nobody to ask.");
  try {
    for (let turn = waiting.shift(); turn !== undefined; turn = waiting.shift()) {
      if (turn.pause > 0) await pause(turn.pause, deadline.signal);
      // A source that hangs leaves time for those behind it.
      const share = new Deadline(shareOf(transport, waiting.length), deadline.signal);
      try {
        accept(await turn.source.ask(share.signal));
        return failed;
      } catch (cause) {
        if (deadline.signal.aborted) throw deadline.signal.reason as DikastError;
        last = toError(cause);
        if (final(last)) throw last;
        failed.push(`${turn.source.name}: ${last.message}`);
        const wait = cause instanceof Busy ? (cause.pause ?? 500 * 2 ** turn.tries) : undefined;
        if (
          wait !== undefined &&
          wait <= LONGEST_PAUSE &&
          turn.source.again &&
          turn.tries + 1 < TRIES
        ) {
          waiting.push({ source: turn.source, tries: turn.tries + 1, pause: wait });
        }
      } finally {
        share.end();
      }
    }
    const message =
      failed.length > 1 ? `${last.message} Asked for ${what}: ${failed.join("; ")}` : last.message;
    throw new DikastError({ code: last.code, path: last.path, message }, { cause: last });
  } catch (cause) {
    throw cause instanceof DikastError ? cause : toError(cause);
  } finally {
    deadline.end();
  }
}

function shareOf(transport: Transport, others: number): number {
  const all = transport.limits?.milliseconds ?? MILLISECONDS;
  return others === 0 ? all : Math.max(all / 3, all / (others + 1));
}

/** Whatever a source or the caller's own transport threw. */
export function toError(cause: unknown): DikastError {
  if (cause instanceof DikastError) return cause;
  if (cause instanceof Busy) return failure("mapping.http_status", cause.message, cause);
  return failure("mapping.transport", `There was no answer: ${words(cause)}`, cause);
}
