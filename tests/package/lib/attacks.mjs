// The mapping rows of ../shared/data/attacks.jsonl, and what answers them.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "./dist.mjs";

const shared = process.env.DIKAST_SHARED ?? resolve(root, "../shared");
export const attacksPath = join(shared, "data/attacks.jsonl");

export function mappingAttacks() {
  if (!existsSync(attacksPath)) {
    return [];
  }
  return readFileSync(attacksPath, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .filter((row) => row.surface === "mapping");
}

/** The mappings a row describes instead of spelling them out. */
export function generateMappings({ kind, steps = 0, times = 0 }) {
  if (kind === "doubling") {
    const step = (i) => ({
      type: "json",
      value: { v: `{{{v${i}}}}{{{v${i}}}}` },
      seek: ["v"],
      populate: [`v${i + 1}`],
    });
    const first = { type: "json", value: { v: "x" }, seek: ["v"], populate: ["v0"] };
    return [first, ...Array.from({ length: steps }, (_, i) => step(i))];
  }
  const one = {
    type: "graphql",
    endpoint: "https://example.com/g",
    query: "{x}",
    variables: {},
    seek: ["x"],
    populate: ["x"],
  };
  return Array.from({ length: times }, () => one);
}

/** A body that comes in pieces and never says how long it is. */
function stream({ bytes, piece, everyMs = 0, onCancel }) {
  let sent = 0;
  let timer;
  return new ReadableStream({
    async pull(controller) {
      if (everyMs > 0) {
        await new Promise((next) => {
          timer = setTimeout(next, everyMs);
        });
      }
      if (sent >= bytes) {
        controller.close();
        return;
      }
      sent += piece;
      controller.enqueue(new Uint8Array(piece).fill(0x78));
    },
    cancel() {
      clearTimeout(timer);
      onCancel?.(sent);
    },
  });
}

function toResponse(script, log) {
  const headers = { ...script.headers };
  if (script.type) {
    headers["content-type"] = script.type;
  }
  const onCancel = (sent) => log.cancelledAfter.push(sent);
  let body = script.body ?? null;
  if (script.bodyGenerator) {
    body = stream({ bytes: script.bodyGenerator.bytes, piece: 65_536, onCancel });
  } else if (script.trickle) {
    const { bytes, everyMs } = script.trickle;
    body = stream({ bytes: Number.POSITIVE_INFINITY, piece: bytes, everyMs, onCancel });
  }
  return new Response(body, { status: script.status, headers });
}

/** A fetch that answers from `responses`, the last one again and again, and remembers requests. */
export function scriptedFetch(responses = []) {
  const log = { requests: [], cancelledAfter: [] };
  const fetch = async (url, init = {}) => {
    log.requests.push(`${init.method ?? "GET"} ${url} ${init.body ?? ""}`);
    const script = responses[Math.min(log.requests.length, responses.length) - 1];
    if (script === undefined) {
      throw new TypeError("fetch failed");
    }
    return toResponse(script, log);
  };
  return { fetch, log };
}
