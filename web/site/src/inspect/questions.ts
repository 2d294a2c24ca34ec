import { deployments } from "dikast/abi";
import type {
  Address,
  Dikast,
  DisputeLoadError,
  Eip1193Provider,
  Hex,
  LoadedDispute,
  Transport,
} from "dikast/lean";
import type { SiteChain } from "../shell/chains.js";
import { net } from "../shell/net.js";
import { worldTransport } from "../world.js";
import { type Decoder, isHex, type Log } from "./decode.js";
import { documentIn } from "./documents.js";
import { type Finding, field } from "./finding.js";

/** What a text alone does not say. */
export type Question =
  | { kind: "template"; id: string }
  | { kind: "dispute"; id: string; arbitrator?: string }
  | { kind: "transaction"; hash: Hex }
  | { kind: "file"; uri: string };

/** Whom to ask. */
export interface Asked {
  name: string;
  chain: SiteChain;
  provider: Eip1193Provider;
  signal: AbortSignal;
  /** Hosts that the person allowed for this question. */
  hosts: ReadonlySet<string>;
}

/** The mappings of a dispute want to ask a host that nobody allowed yet. */
export class HostWanted extends Error {
  constructor(readonly host: string) {
    super(`The mappings of this dispute ask ${host}.`);
  }
}

interface Contracts {
  registry?: string;
  arbitrator?: string;
}

/** Kleros v2's registry and core on a chain, as far as they are known. */
export function contractsOf({ id, world }: SiteChain): Contracts {
  if (world?.addresses) return world.addresses;
  const known: Record<string, Record<string, Address>> = deployments.klerosV2;
  const { DisputeTemplateRegistry: registry, KlerosCore: arbitrator } = known[id] ?? {};
  return { ...(registry ? { registry } : {}), ...(arbitrator ? { arbitrator } : {}) };
}

function transportOf({ chain, provider, signal, hosts }: Asked): Transport {
  const allowed = (host: string): boolean => hosts.has(host);
  if (chain.world) {
    const local = worldTransport(chain.world, signal);
    const allowHost = (host: string) => host === location.hostname || allowed(host);
    return { ...local, provider, allowHost };
  }
  return { fetch: net.fetch, provider, signal, allowHost: allowed };
}

const at = (source: { transactionHash?: Hex; blockNumber?: bigint; from: string }): string =>
  source.transactionHash === undefined
    ? source.from
    : `the log of ${source.from} in block ${source.blockNumber}, transaction ${source.transactionHash}`;

async function template(dikast: Dikast, asked: Asked, id: string): Promise<Finding[]> {
  const { registry } = contractsOf(asked.chain);
  if (!registry) throw new Error(`No template registry is known on ${asked.chain.name}.`);
  const found = await dikast.dispute.loadTemplate({
    chainId: asked.chain.id,
    templateId: id,
    templateRegistry: registry,
    transport: transportOf(asked),
  });
  return [
    {
      title: `Dispute template ${id} on ${asked.chain.name}`,
      fields: [field("template", found.template), field("data mappings", found.mappings)],
      source: at(found.source),
      raw: found.template,
      open: { template: found.template, mappings: found.mappings },
    },
  ];
}

function disputeFinding(asked: Asked, id: string, parts: Partial<LoadedDispute>): Finding {
  const { request, template: text, mappings = "", sources = [], issues = [] } = parts;
  const { event: _event, eventName: _name, ...values } = request ?? {};
  const errors = issues.filter(({ severity }) => severity === "error");
  return {
    title: `Dispute ${id} on ${asked.chain.name}`,
    fields: [
      ...Object.entries(values).map(([name, value]) => field(name, String(value))),
      ...(text === undefined ? [] : [field("template", text), field("data mappings", mappings)]),
      ...errors.map(({ code, message }) => field(code, message)),
    ],
    source: sources.map((source) => `${source.what} from ${at(source)}`).join("; "),
    ...(text === undefined ? {} : { raw: text, open: { template: text, mappings } }),
    ...(parts.details ? { details: parts.details } : {}),
  };
}

const wantedHost = (message: string): string | undefined =>
  /([a-z0-9-]+(?:\.[a-z0-9-]+)+)/i.exec(message)?.[1];

async function dispute(
  dikast: Dikast,
  asked: Asked,
  { id, arbitrator = contractsOf(asked.chain).arbitrator }: { id: string; arbitrator?: string },
): Promise<Finding[]> {
  if (!arbitrator) throw new Error(`No arbitrator is known on ${asked.chain.name}.`);
  const transport = transportOf(asked);
  let refused = "";
  const allowHost = (host: string, origin: string): boolean => {
    const allowed = transport.allowHost?.(host, origin) ?? false;
    if (!allowed) refused = host;
    return allowed;
  };
  try {
    const loaded = await dikast.dispute.load({
      chainId: asked.chain.id,
      disputeId: id,
      arbitrator,
      transport: { ...transport, allowHost },
    });
    return [disputeFinding(asked, id, loaded)];
  } catch (error) {
    const { parts, code, message } = error as DisputeLoadError;
    if (code === "mapping.host_refused") throw new HostWanted(refused || wantedHost(message) || "");
    if (!parts?.request) throw error;
    return [{ ...disputeFinding(asked, id, parts), note: `It does not render: ${message}` }];
  }
}

const isLog = (value: unknown): value is Log =>
  typeof value === "object" &&
  value !== null &&
  Array.isArray((value as Log).topics) &&
  (value as Log).topics.every(isHex) &&
  isHex((value as Log).data);

async function transaction(decoder: Decoder, asked: Asked, hash: Hex): Promise<Finding[]> {
  const request = (method: string) => asked.provider.request({ method, params: [hash] });
  const [sent, receipt] = await Promise.all([
    request("eth_getTransactionByHash"),
    request("eth_getTransactionReceipt"),
  ]);
  if (typeof sent !== "object" || sent === null) {
    throw new Error(
      `${asked.chain.name} knows no transaction ${hash}. It may be on another chain: choose it above.`,
    );
  }
  const { from, to, value, input } = sent as Record<string, unknown>;
  const { status, logs } = (receipt ?? {}) as { status?: unknown; logs?: unknown };
  const outcome = { "0x1": "went through", "0x0": "was refused by the contract" }[String(status)];
  const text = (given: unknown): string => (typeof given === "string" ? given : "");
  const data = isHex(input) ? input : "0x";
  const [place] = decoder.known.placesOf(text(to));
  const source = `${asked.name}, asked just now`;
  return [
    {
      title: `The transaction ${outcome ?? "is not mined yet"}`,
      fields: [
        field("from", text(from), { type: "address" }),
        field("to", text(to) || "(a new contract)", {
          type: "address",
          ...(place ? { known: place } : {}),
        }),
        field("value", /^0x[0-9a-f]+$/i.test(text(value)) ? `${BigInt(text(value))} wei` : "?"),
        field("calldata", data, { type: "bytes" }),
      ],
      source,
      raw: JSON.stringify({ transaction: sent, receipt }, null, 2),
    },
    ...(data === "0x" ? [] : decoder.call(data)),
    ...(Array.isArray(logs) ? logs.filter(isLog) : []).map((log, index) => decoder.log(log, index)),
  ];
}

async function file(decoder: Decoder, asked: Asked, uri: string): Promise<Finding[]> {
  const found = await decoder.dikast.ipfs.fetch(uri, {
    fetch: net.fetch,
    signal: asked.signal,
    ...(asked.chain.world ? { gateways: [asked.chain.world.gatewayUrl] } : {}),
  });
  const proof = {
    car: "a CAR file",
    block: "its one block",
    content: "its content",
    none: "nothing",
  };
  const text = textOf(found.bytes);
  const document = text === undefined ? undefined : documentIn(text);
  return [
    {
      title: `A file of ${found.bytes.length} bytes, which hash to its address`,
      fields: [field("CID of the file", found.cid)],
      file: { name: nameIn(found.uri), content: found.bytes },
      source: `${found.gateway}; checked here with ${proof[found.proof]}`,
      ...(text === undefined ? {} : { raw: text }),
      ...(document?.kind === "template"
        ? { open: { template: document.template, mappings: document.mappings } }
        : {}),
      ...(found.notes.length > 0 ? { note: found.notes.join("; ") } : {}),
    },
  ];
}

/** The last name of a path; "" of a bare CID, which says nothing about what it names. */
function nameIn(uri: string): string {
  const [, , , ...path] = uri.split("/");
  try {
    return decodeURIComponent(path.at(-1) ?? "");
  } catch {
    return "";
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Asks, and reads what comes. */
export function answer(decoder: Decoder, asked: Asked, question: Question): Promise<Finding[]> {
  switch (question.kind) {
    case "template":
      return template(decoder.dikast, asked, question.id);
    case "dispute":
      return dispute(decoder.dikast, asked, question);
    case "transaction":
      return transaction(decoder, asked, question.hash);
    case "file":
      return file(decoder, asked, question.uri);
  }
}
