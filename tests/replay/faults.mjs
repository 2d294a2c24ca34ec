// Gateways that fail in every way, on a virtual clock: fetch finds the one that tells the truth, or
// says which failed and why, each within its time. Rows of other kinds wait for what they test.
import { Buffer } from "node:buffer";
import { VirtualClock } from "./lib/clock.mjs";
import { contentOf } from "./lib/content.mjs";

export const name = "faults";

const kinds = new Set(["gateway", "rpc", "wallet", "page"]);

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => kinds.has(row?.kind) && "script" in row && "expect" in row);

const PIECE = 65_536;

/** A body in pieces; `everyMs` between them, `cut` ends it as a lost connection does. */
function stream(
  clock,
  signal,
  { bytes, piece = PIECE, everyMs = 0, endless = false, cut = false },
) {
  let sent = 0;
  return new ReadableStream({
    async pull(controller) {
      if (everyMs > 0) await clock.sleep(everyMs, signal);
      if (!endless && sent >= bytes.length) {
        if (cut) controller.error(new TypeError("terminated"));
        else controller.close();
        return;
      }
      controller.enqueue(endless ? new Uint8Array(piece) : bytes.slice(sent, sent + piece));
      sent += piece;
    },
  });
}

async function respond(script, { clock, signal, healthy }) {
  if (script.connect === "hang") return clock.sleep(Number.MAX_SAFE_INTEGER, signal);
  if (script.connect !== undefined || script.cors === false) throw new TypeError("Failed to fetch");
  if (script.delayHeadersMs) await clock.sleep(script.delayHeadersMs, signal);
  const headers = new Headers(script.headers);
  const good = script.body === "ok";
  headers.set("content-type", script.type ?? (good ? healthy.type : "text/plain"));
  let bytes = good ? healthy.bytes : new TextEncoder().encode(script.body ?? "");
  const { contentLength: length, trickle } = script;
  if (length !== undefined) {
    headers.set("content-length", String(length));
    bytes = bytes.slice(0, length);
  }
  const endless = script.endless === true || script.gzipOfZeros !== undefined;
  const options = { bytes, endless, cut: length > bytes.length };
  const slow = trickle ? { piece: trickle.bytes, everyMs: trickle.everyMs } : {};
  return new Response(stream(clock, signal, { ...options, ...slow }), {
    status: script.status ?? 200,
    headers,
  });
}

/** A world of gateways that follow the row's script. */
function gatewaysOf(script, clock, healthyFor) {
  const gateways = script.map((_, i) => `https://gateway-${i + 1}.example`);
  const asked = gateways.map(() => 0);
  const fetch = (url, { signal }) => {
    const index = gateways.indexOf(new URL(url).origin);
    const steps = script[index];
    const step = steps[Math.min(asked[index], steps.length - 1)];
    asked[index] += 1;
    return respond(step, { clock, signal, healthy: healthyFor(String(url)) });
  };
  return { gateways, asked, fetch };
}

const equal = (a, b) => Buffer.compare(a, b) === 0;

/** What is wrong with the outcome, or "". */
function complaint({ script, goal }, world, outcome, content) {
  const seconds = Number(/within (\d+) s/.exec(goal)?.[1] ?? 45);
  if (outcome.time > seconds * 1000) return `took ${outcome.time} ms`;
  const heals = script.some((steps) => steps.some((step) => isHealthy(step)));
  if (!heals) {
    if (outcome.error === undefined) return "a result, where nobody told the truth";
    const { code, message } = outcome.error;
    const named = [...world.gateways, outcome.cid].every((part) => message.includes(part));
    return code === "ipfs.gateways" && named ? "" : `${code}: ${message}`;
  }
  if (outcome.error !== undefined) return `${outcome.error.code}: ${outcome.error.message}`;
  const { bytes, verified, gateway, notes } = outcome.result;
  if (!verified || !equal(bytes, content)) return "other bytes";
  const index = world.gateways.indexOf(gateway);
  if (index !== script.findIndex((steps) => steps.some(isHealthy))) return `from ${gateway}`;
  const isSilent = index > 0 && !notes.some((note) => note.startsWith(world.gateways[0]));
  // A gateway that is merely slow has not failed when the next one wins.
  if (isSilent && !isSlow(script[0][0])) return "no note about the first gateway";
  const retried = world.asked.some((times, i) => times > 1 && !asksForPause(script[i][0]));
  return retried ? `asked ${world.asked.join(", ")} times` : "";
}

const isSlow = ({ trickle, connect, delayHeadersMs, endless, gzipOfZeros }) =>
  Boolean(trickle || connect === "hang" || delayHeadersMs || endless || gzipOfZeros);
const asksForPause = ({ status, headers }) =>
  (status === 429 || status === 503) && Number(headers?.["retry-after"]) <= 5;
function isHealthy(step) {
  const broken =
    step.connect !== undefined ||
    step.cors === false ||
    step.contentLength !== undefined ||
    step.trickle !== undefined ||
    step.delayHeadersMs >= 15_000;
  return step.body === "ok" && (step.status ?? 200) === 200 && !broken;
}

/** Two documents: one raw block, and one in several, which comes as a CAR. */
function documents({ ipfs }) {
  const small = contentOf({ seed: 11, size: 900 });
  const large = contentOf({ seed: 12, size: 9_000 });
  const options = { chunkSize: 1000 };
  const blockType = "application/vnd.ipld.raw";
  return [
    { cid: ipfs.cid(small), content: small, healthy: { bytes: small, type: blockType } },
    {
      cid: ipfs.cid(large, options),
      content: large,
      healthy: { bytes: ipfs.car(large, options), type: "application/vnd.ipld.car; version=1" },
    },
  ];
}

async function runGateway(row, dikast, { cid, content, healthy }) {
  const clock = new VirtualClock();
  const world = gatewaysOf(row.script, clock, () => healthy);
  const { gateways, fetch } = world;
  const outcome = { cid };
  const limits = { bytes: 1_000_000 };
  try {
    const asked = dikast.ipfs.fetch(`/ipfs/${cid}`, { fetch, gateways, clock, limits });
    outcome.result = await clock.until(asked);
  } catch (error) {
    if (error.name !== "DikastError" || error.code === "internal.abort") throw error;
    outcome.error = error;
  }
  outcome.time = clock.now;
  return complaint(row, world, outcome, content);
}

export async function* run(records, dikast) {
  const both = documents(dikast);
  for (const row of records) {
    if (row.kind !== "gateway") {
      yield { id: row.id, skip: `waits: ${row.kind}` };
      continue;
    }
    const found = [];
    for (const document of both) {
      const wrong = await runGateway(row, dikast, document);
      if (wrong !== "") found.push(wrong);
    }
    yield { id: row.id, ok: found.length === 0, expected: row.expect, actual: found.join("; ") };
  }
}
