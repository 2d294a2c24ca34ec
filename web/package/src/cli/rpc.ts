import type { Eip1193Provider } from "../mapping.types.js";
import { UsageError } from "./usage.js";

/** The most that is read of a node's reply; the core takes 1,000,000 bytes of what is in it. */
const MOST_BYTES = 4_000_000;
const MILLISECONDS = 15_000;

async function readReply(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  if (response.body === null) return text;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`The node's reply is larger than ${MOST_BYTES} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

interface Reply {
  result?: unknown;
  error?: { message?: unknown; code?: unknown };
}

async function ask(url: string, method: string, params: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    redirect: "error",
    signal: AbortSignal.timeout(MILLISECONDS),
  });
  const text = await readReply(response);
  let reply: Reply | null;
  try {
    reply = JSON.parse(text) as Reply | null;
  } catch {
    throw new Error(`The node answered with status ${response.status} and no JSON.`);
  }
  if (reply?.error)
    throw new Error(`The node refused: ${String(reply.error.message ?? reply.error.code)}`);
  if (!response.ok || reply?.result === undefined) {
    throw new Error(`The node answered with status ${response.status} and no result.`);
  }
  return reply.result;
}

/** A node, which is asked once whether it is of the chain that is wanted. */
function node(url: string, chain: bigint | undefined): Eip1193Provider {
  let checked: Promise<void> | undefined;
  const check = async (): Promise<void> => {
    if (chain === undefined) return;
    const own = BigInt(String(await ask(url, "eth_chainId", [])));
    if (own !== chain) throw new Error(`The node is of chain ${own}, and chain ${chain} is asked.`);
  };
  return {
    async request({ method, params }) {
      checked ??= check();
      await checked;
      return await ask(url, method, params ?? []);
    },
  };
}

function isUrl(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** In the place of a node that was not named. */
const nobody = (chain: bigint | undefined): Eip1193Provider => ({
  request: () => Promise.reject(new Error(`No --rpc was given for chain ${chain ?? "(unknown)"}.`)),
});

/** Nodes by chain from --rpc values: "URL" for every chain, "42161=URL" for one. */
export function nodes(given: readonly string[]): (chain: bigint | undefined) => Eip1193Provider {
  const urls = new Map<bigint | undefined, string>();
  for (const text of given) {
    const match = /^([0-9]+)=(.*)$/.exec(text);
    const [chain, url] =
      match === null ? [undefined, text] : [BigInt(match[1] ?? ""), match[2] ?? ""];
    if (!isUrl(url)) throw new UsageError(`--rpc is URL or CHAIN=URL, not "${text}"`);
    urls.set(chain, url);
  }
  const made = new Map<bigint | undefined, Eip1193Provider>();
  return (chain) => {
    const known = made.get(chain);
    if (known !== undefined) return known;
    const url = urls.get(chain) ?? urls.get(undefined);
    const provider = url === undefined ? nobody(chain) : node(url, chain);
    made.set(chain, provider);
    return provider;
  };
}

/** --gateway values. */
export function gateways(given: readonly string[]): string[] | undefined {
  const wrong = given.find((url) => !isUrl(url));
  if (wrong !== undefined) throw new UsageError(`--gateway is a URL, not "${wrong}"`);
  return given.length === 0 ? undefined : [...given];
}
