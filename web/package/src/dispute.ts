import type { AbiApi } from "./abi.types.js";
import type { Address, BigIntish, Hex, Issue } from "./common.types.js";
import { badAnswer, Chain, type ChainLog } from "./dispute-chain.js";
import {
  CREATION,
  crossChainTopics,
  decodeRequest,
  decodeTemplate,
  requestTopics,
  templateTopics,
} from "./dispute-events.js";
import { indexedDispute, indexedTemplate } from "./dispute-subgraph.js";
import type {
  DisputeApi,
  DisputeLoadError,
  DisputeParts,
  DisputeRequest,
  LoadDisputeOptions,
  LoadedDispute,
  LoadTemplateOptions,
  RegisteredTemplate,
} from "./dispute.types.js";
import { DikastError } from "./errors.js";
import type { IpfsApi } from "./ipfs.types.js";
import type { MappingApi, MappingContext, MappingError } from "./mapping.types.js";
import { toError } from "./transport.js";
import type { DisputeDetails, TemplateApi } from "./template.types.js";
import type { ValuesApi } from "./values.types.js";

/** What the core takes as one document. */
const LARGEST_TEMPLATE = 1_000_000;

/** What this domain is built from. */
export interface DisputeTools extends Pick<ValuesApi, "address"> {
  abi: AbiApi;
  ipfs: Pick<IpfsApi, "fetch">;
  mapping: MappingApi;
  template: TemplateApi;
}

function option(name: string, message: string): DikastError {
  return new DikastError({ code: "dispute.option", path: `/options/${name}`, message });
}

function uint(name: string, value: BigIntish | undefined): bigint {
  const whole =
    typeof value === "bigint" ||
    (typeof value === "number" && Number.isSafeInteger(value)) ||
    (typeof value === "string" && /^(\d{1,78}|0x[0-9a-f]{1,64})$/i.test(value));
  const number = whole ? BigInt(value) : -1n;
  if (number < 0n || number >= 1n << 256n) throw option(name, `${name} is a number of 256 bits.`);
  return number;
}

/** One load: what is found is kept in `parts`, whatever happens next. */
class Loading {
  readonly parts: DisputeParts;
  readonly #tools: DisputeTools;
  readonly #options: LoadDisputeOptions;

  constructor(tools: DisputeTools, options: LoadDisputeOptions) {
    this.#tools = tools;
    this.#options = options;
    this.parts = { chainId: 0n, disputeId: 0n, context: {}, trace: [], issues: [], sources: [] };
  }

  async run(): Promise<LoadedDispute> {
    const { chainId, disputeId, from = "logs", transport } = this.#options;
    this.parts.chainId = uint("chainId", chainId);
    this.parts.disputeId = uint("disputeId", disputeId);
    if (typeof transport !== "object" || transport === null) {
      throw option("transport", "Say what may be asked: transport is an object.");
    }
    if (from !== "logs" && from !== "subgraph") {
      throw option("from", 'A dispute is read from "logs" or "subgraph".');
    }
    if (from === "logs") await this.#fromLogs();
    else await this.#fromSubgraphs();
    return this.#render();
  }

  #address(name: "arbitrator" | "templateRegistry"): Address {
    const value = this.#options[name];
    if (value === undefined) throw option(name, `Give the address of the ${name}.`);
    return this.#tools.address.checksum(value);
  }

  async #fromLogs(): Promise<void> {
    const { abi } = this.#tools;
    const { parts } = this;
    const arbitrator = this.#address("arbitrator");
    const first = uint("fromBlock", this.#options.fromBlock ?? 0n);
    const chain = new Chain(abi, parts.chainId, this.#options.transport);
    const latest = await chain.latest();
    // Anybody can announce a dispute of any arbitrator: it says itself whom it created this one for.
    const topics = abi.encodeEventTopics(CREATION, [parts.disputeId]);
    const [creation] = await chain.logs({ address: arbitrator, topics }, first, latest);
    if (!creation) throw this.#notFound(`${arbitrator} has created no dispute ${parts.disputeId}.`);
    const { args } = abi.decodeEventLog(CREATION, creation);
    const arbitrable = (args as { _arbitrable: Address })._arbitrable;
    this.#source("arbitrable", arbitrator, creation);
    const { request, block } = await this.#announcement(chain, arbitrable, creation, latest);
    parts.request = request;
    // A resolver registers an empty template beside the file it names.
    if (request.templateUri !== undefined) await this.#file(request.templateUri);
    else await this.#templateFromLogs(chain, arbitrable, first, block);
  }

  #notFound(message: string): DikastError {
    return new DikastError({ code: "dispute.not_found", path: "/options/disputeId", message });
  }

  async #file(uri: string): Promise<void> {
    const { fetch, gateways, allowHost, signal } = this.#options.transport;
    try {
      const found = await this.#tools.ipfs.fetch(uri, {
        ...(fetch ? { fetch } : {}),
        ...(gateways ? { gateways } : {}),
        ...(allowHost ? { allowHost } : {}),
        ...(signal ? { signal } : {}),
        limits: { bytes: LARGEST_TEMPLATE },
      });
      this.parts.template = new TextDecoder("utf-8", { fatal: true }).decode(found.bytes);
      this.parts.mappings = "";
      this.parts.sources.push({ what: "template", from: `${found.uri} from ${found.gateway}` });
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      const message = `The template is the file ${uri}, which cannot be read. ${why}`;
      throw new DikastError({ code: "dispute.template_uri", path: "", message }, { cause });
    }
  }

  async #announcement(chain: Chain, arbitrable: Address, creation: ChainLog, latest: bigint) {
    const { abi } = this.#tools;
    const id = this.parts.disputeId;
    const arbitrator = this.#address("arbitrator");
    const word: Hex = `0x${id.toString(16).padStart(64, "0")}`;
    const topics = [[...requestTopics(abi), ...crossChainTopics(abi)]];
    const mine = (log: ChainLog): DisputeRequest | undefined => {
      if (log.topics[2]?.toLowerCase() !== word && log.topics[3]?.toLowerCase() !== word) {
        return undefined;
      }
      const request = decodeRequest(abi, {
        ...log,
        address: this.#tools.address.checksum(log.address),
      });
      return request.arbitrator === arbitrator && request.arbitratorDisputeID === id
        ? request
        : undefined;
    };
    const { blockNumber } = creation;
    for (const to of [blockNumber, latest]) {
      for (const log of await chain.logs({ address: arbitrable, topics }, blockNumber, to)) {
        const request = mine(log);
        if (!request) continue;
        this.#source("request", this.#tools.address.checksum(log.address), log);
        return { request, block: log.blockNumber };
      }
    }
    throw this.#notFound(`${arbitrable} has announced no dispute ${id} of ${arbitrator}.`);
  }

  async #templateFromLogs(chain: Chain, arbitrable: Address, first: bigint, block: bigint) {
    const { abi } = this.#tools;
    const id = this.parts.request?.templateId ?? 0n;
    const registry =
      this.#options.templateRegistry === undefined
        ? await chain.addressOf(arbitrable, "templateRegistry")
        : this.#address("templateRegistry");
    if (registry === undefined) {
      const message = `${arbitrable} does not say where its templates are: give templateRegistry.`;
      throw new DikastError({
        code: "dispute.registry",
        path: "/options/templateRegistry",
        message,
      });
    }
    // A resolver registers the template together with the dispute.
    const found =
      (await registered(abi, chain, registry, id, block, block)) ??
      (await registered(abi, chain, registry, id, first, block));
    if (!found) throw noTemplate(registry, id);
    this.parts.template = found.template;
    this.parts.mappings = found.mappings;
    this.parts.sources.push(found.source);
  }

  async #fromSubgraphs(): Promise<void> {
    const { mapping, address } = this.#tools;
    const { coreSubgraph, templateSubgraph, transport } = this.#options;
    if (coreSubgraph === undefined) throw option("coreSubgraph", "Name the arbitrator's subgraph.");
    if (templateSubgraph === undefined) {
      throw option("templateSubgraph", "Name the template registry's subgraph.");
    }
    const { parts } = this;
    const found = await indexedDispute(mapping, transport, coreSubgraph, parts.disputeId);
    parts.sources.push({ what: "request", from: coreSubgraph });
    const { arbitrableChainId, externalDisputeID, templateId } = found;
    parts.request = {
      event: "",
      eventName: "",
      arbitrator: this.#address("arbitrator"),
      arbitratorDisputeID: parts.disputeId,
      arbitrable: address.checksum(found.arbitrable),
      ...(arbitrableChainId === undefined ? {} : { arbitrableChainId }),
      ...(externalDisputeID === undefined ? {} : { externalDisputeID }),
      templateId,
    };
    const texts = await indexedTemplate(mapping, transport, templateSubgraph, templateId);
    parts.sources.push({ what: "template", from: templateSubgraph });
    Object.assign(parts, texts);
  }

  #source(what: "arbitrable" | "request" | "template", from: string, log: ChainLog): void {
    const { transactionHash, blockNumber } = log;
    this.parts.sources.push({ what, from, transactionHash, blockNumber });
  }

  async #render(): Promise<LoadedDispute> {
    const { template: templates, mapping } = this.#tools;
    const { mode, dialect, context, transport } = this.#options;
    const { parts } = this;
    const { template = "", mappings = "", request } = parts;
    if (!request) throw badAnswer("There is no announcement.");
    const profile = mode ?? "strict";
    const { chainId } = parts;
    parts.issues = templates.validate(template, {
      ...(mappings.trim() === "" ? {} : { mappings }),
      chainId,
      profile,
      context: Object.keys(context ?? {}),
    }).issues;
    parts.context = { ...given(parts, request), ...context } as MappingContext;
    if (mappings.trim() !== "") {
      const chain = request.arbitrableChainId ?? chainId;
      const resolved = await mapping.execute(mappings, parts.context, {
        ...transport,
        chainId: transport.chainId ?? chain,
      });
      parts.context = resolved.context;
      parts.trace = resolved.trace;
    } else if (mode === "kleros-sdk") {
      parts.context = {}; // as the SDK does: without mappings nothing is passed
    }
    const details = templates.render(template, parts.context, {
      ...(mode === undefined ? {} : { mode }),
      ...(dialect === undefined ? {} : { dialect }),
    });
    parts.issues = [...parts.issues, ...mismatches(details, parts, request)];
    return { ...(parts as Required<DisputeParts>), details };
  }
}

function noTemplate(registry: string, id: bigint): DikastError {
  const message = `${registry} has registered no template ${id}.`;
  return new DikastError({ code: "dispute.template_not_found", path: "", message });
}

async function registered(
  abi: AbiApi,
  chain: Chain,
  registry: string,
  id: bigint,
  from: bigint,
  to: bigint,
): Promise<RegisteredTemplate | undefined> {
  const word: Hex = `0x${id.toString(16).padStart(64, "0")}`;
  const filter = { address: registry, topics: [templateTopics(abi), word] };
  for (const log of await chain.logs(filter, from, to)) {
    const found = decodeTemplate(abi, log);
    if (found.templateId !== id) continue;
    const { transactionHash, blockNumber } = log;
    const source = { what: "template", from: registry, transactionHash, blockNumber } as const;
    return { ...found, source };
  }
  return undefined;
}

async function loadTemplate(
  { abi, address }: DisputeTools,
  options: LoadTemplateOptions,
): Promise<RegisteredTemplate> {
  const chain = new Chain(abi, uint("chainId", options.chainId), options.transport ?? {});
  const id = uint("templateId", options.templateId);
  const registry = address.checksum(options.templateRegistry);
  const first = uint("fromBlock", options.fromBlock ?? 0n);
  const found = await registered(abi, chain, registry, id, first, await chain.latest());
  if (!found) throw noTemplate(registry, id);
  return found;
}

/** What Court gives to the mappings. */
function given(parts: DisputeParts, request: DisputeRequest): MappingContext {
  const { arbitrable, externalDisputeID, arbitrator, arbitratorDisputeID } = request;
  return {
    arbitrator,
    arbitratorDisputeID: arbitratorDisputeID.toString(),
    ...(arbitrable === undefined ? {} : { arbitrableAddress: arbitrable }),
    arbitrableChainID: (request.arbitrableChainId ?? parts.chainId).toString(),
    ...(externalDisputeID === undefined ? {} : { externalDisputeID: externalDisputeID.toString() }),
  };
}

function mismatches(
  details: DisputeDetails,
  { chainId }: DisputeParts,
  { arbitrator }: DisputeRequest,
): Issue[] {
  const at = (path: string, message: string): Issue => ({
    severity: "warning",
    code: "dispute.mismatch",
    path,
    message,
    line: 1,
    column: 1,
    offset: 0,
    source: "template",
  });
  const { arbitratorAddress, arbitratorChainID } = details;
  const found: Issue[] = [];
  if (arbitratorAddress.toLowerCase() !== arbitrator.toLowerCase()) {
    const message = `The template names the arbitrator ${arbitratorAddress}; the dispute is with ${arbitrator}.`;
    found.push(at("/arbitratorAddress", message));
  }
  if (arbitratorChainID !== chainId.toString()) {
    const message = `The template names chain ${arbitratorChainID}; the arbitrator is on ${chainId}.`;
    found.push(at("/arbitratorChainID", message));
  }
  return found;
}

function checkOptions(options: unknown): void {
  if (typeof options !== "object" || options === null) {
    const message = "Options are an object.";
    throw new DikastError({ code: "input.type", path: "/options", message });
  }
}

/** dikast.dispute over the other domains. */
export function createDispute(tools: DisputeTools): DisputeApi {
  return {
    decodeRequest: (log) => decodeRequest(tools.abi, log),
    decodeTemplate: (log) => decodeTemplate(tools.abi, log),
    async loadTemplate(options) {
      checkOptions(options);
      return loadTemplate(tools, options);
    },
    async load(options) {
      checkOptions(options);
      const loading = new Loading(tools, options);
      try {
        return await loading.run();
      } catch (cause) {
        const error = toError(cause) as DikastError & Partial<MappingError>;
        const { parts } = loading;
        if (error.trace) parts.trace = error.trace;
        if (error.context) parts.context = error.context;
        throw Object.assign(error, { parts }) as DisputeLoadError;
      }
    },
  };
}
