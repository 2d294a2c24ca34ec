import { DikastError } from "./errors.js";
import type { Core, HotFunction } from "./door.js";
import type { IpfsAddress } from "./ipfs.types.js";
import {
  CAR,
  knowsNoBlocks,
  openGateway,
  plainAttempts,
  trustlessAttempts,
  withOverhead,
} from "./ipfs-fetch.js";
import type { IpfsRequest, Transport } from "./mapping.types.js";
import { type Attempt, type Failed, race, realClock } from "./race.js";
import { type Answer, BYTES, eachChunk, failure, GATEWAYS, MILLISECONDS } from "./transport.js";
import { join } from "./ipfs-content.js";

const NEXT = 2_500;

async function ask(attempt: Attempt, transport: Transport, signal: AbortSignal): Promise<Answer> {
  const response = await openGateway(attempt, transport.fetch, signal, "mapping");
  const contentType = response.headers.get("content-type") ?? "";
  const bytes = Math.min(transport.limits?.bytes ?? BYTES, BYTES);
  const limit = contentType.startsWith(CAR) ? withOverhead(bytes) : bytes;
  const chunks: Uint8Array[] = [];
  await eachChunk(response, limit, signal, (chunk) => chunks.push(chunk));
  return { status: response.status, contentType, body: join(chunks) };
}

/**
 * Asks the gateways for a mapping's file until `accept` takes an answer: blocks first, which prove
 * themselves, then the file, which proves itself where it is cut in a usual way. Gives the reasons
 * of those that failed.
 */
export async function askGateways(
  core: Core,
  request: IpfsRequest,
  transport: Transport,
  accept: (answer: Answer) => void,
  final: (error: DikastError) => boolean,
): Promise<string[]> {
  const parse = core.exports.dikast_ipfs_parse as HotFunction;
  const address = JSON.parse(core.take(parse(core.write(request.uri), 0))) as IpfsAddress;
  const gateways = transport.gateways ?? GATEWAYS;
  const total = transport.limits?.milliseconds ?? MILLISECONDS;
  const options = {
    domain: "mapping",
    clock: realClock,
    total,
    attempt: total,
    next: Math.min(NEXT, total / 3),
    signal: transport.signal,
    final,
  };
  let taken = false;
  const run = async (attempt: Attempt, signal: AbortSignal): Promise<void> => {
    const answer = await ask(attempt, transport, signal);
    // Another gateway's answer may have moved the conversation on.
    if (taken || signal.aborted) return;
    accept(answer);
    taken = true;
  };
  const failed: Failed[] = [];
  if (transport.verify !== false) {
    const first = await race(trustlessAttempts(address, gateways), options, run);
    failed.push(...first.failed);
  }
  if (!taken) {
    const left =
      transport.verify === false
        ? gateways
        : failed.filter(knowsNoBlocks).map(({ attempt }) => attempt.gateway);
    const plain = address.path === "" || transport.verify === false ? left : [];
    const second = await race(plainAttempts(address, plain), options, run);
    failed.push(...second.failed);
  }
  const reasons = failed.map(({ attempt, error }) => `${attempt.gateway}: ${error.message}`);
  if (taken) return reasons;
  const last = failed.at(-1)?.error ?? failure("mapping.transport", "There is nobody to ask.");
  const message =
    reasons.length > 1
      ? `${last.message} Asked for ${request.uri}: ${reasons.join("; ")}`
      : last.message;
  throw new DikastError({ code: last.code, path: last.path, message }, { cause: last });
}
