// A scripted fetch: answers the recorded requests in their order, and notes what differs.
import { same } from "./sdk-values.mjs";

// Percent-encoded once, as the recording server saw it.
const normal = (url) => encodeURI(String(url)).replaceAll("%25", "%");

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

// JSON-RPC ids count up over the life of a client; the recordings have 1 for all.
const isCall = (body) => body !== null && typeof body === "object" && "jsonrpc" in body;
const withId = (body, id) => (isCall(body) ? { ...body, id } : body);

function replyText(body, sent) {
  if (body !== null && typeof body === "object") {
    return JSON.stringify({ title: "x", pad: "p".repeat(body.length - 22) });
  }
  const reply = parsed(body);
  return isCall(reply) ? JSON.stringify({ ...reply, id: sent?.id }) : body;
}

/** Runs `work` with the recorded network: {value | error, trouble: string[]}. */
export async function withNetwork(exchanges, work) {
  const left = [...(exchanges ?? [])];
  const trouble = [];
  const original = globalThis.fetch;
  globalThis.fetch = async (target, options = {}) => {
    const url = normal(typeof target === "string" ? target : (target.url ?? target));
    const next = left.shift();
    if (next === undefined) {
      trouble.push(`a request that was not recorded: ${url}`);
      throw new TypeError("fetch failed");
    }
    const method = options.method ?? "GET";
    if (url !== next.url) trouble.push(`url ${url}, not ${next.url}`);
    if (method !== next.method) trouble.push(`method ${method}, not ${next.method}`);
    const sent = options.body == null ? undefined : parsed(String(options.body));
    if (next.body !== undefined && !same(withId(sent, 1), withId(parsed(next.body), 1))) {
      trouble.push(`body ${options.body}, not ${next.body}`);
    }
    const { status, headers: given, body, contentLength } = next.response;
    const headers = new Headers(given);
    if (contentLength !== undefined) headers.set("content-length", contentLength);
    const content = status === 204 || status === 304 ? null : replyText(body, sent);
    const statusText = status === 500 ? "Internal Server Error" : "";
    return new Response(content && Buffer.from(content), { status, headers, statusText });
  };
  const outcome = { trouble };
  try {
    outcome.value = await work();
  } catch (error) {
    outcome.error = error;
    outcome.threw = true;
  } finally {
    globalThis.fetch = original;
  }
  if (left.length > 0) trouble.push(`${left.length} requests were not made`);
  return outcome;
}
