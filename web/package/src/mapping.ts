import type { Issue } from "./common.types.js";
import { type Core, createHandle } from "./door.js";
import { DikastError } from "./errors.js";
import { exchanges } from "./mapping-exchange.js";
import {
  base64,
  fixtureOf,
  fixtureRequest,
  isChainRequest,
  recordedAnswer,
} from "./mapping-fixtures.js";
import { askGateways } from "./mapping-ipfs.js";
import type {
  Fixture,
  MappingApi,
  MappingContext,
  MappingError,
  MappingExchangeApi,
  MappingRequest,
  MappingResponse,
  Resolution,
  ResolutionOptions,
  TraceStep,
  Transport,
} from "./mapping.types.js";
import { type Answer, askUntil, failure, sourcesOf, toError } from "./transport.js";

type Mappings = string | readonly object[];

interface Host {
  host: string;
  origin: string;
}

interface State {
  context: MappingContext;
  trace: TraceStep[];
}

/** What the core takes as an answer. */
type RawResponse =
  | { error: string }
  | { status?: number; contentType?: string; body?: string; bodyBase64?: string };

function inputType(path: string, message: string): DikastError {
  return new DikastError({ code: "input.type", path, message });
}

// Not instanceof: bytes may come from another realm.
function isBytes(value: unknown): value is Uint8Array {
  return (
    ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === "[object Uint8Array]"
  );
}

function jsonText(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "bigint" ? item.toString() : item,
  ) as string | undefined;
  if (text === undefined) throw inputType("/response", "This answer cannot be written as JSON.");
  return text;
}

/** Chain answers are JSON values; the others are bodies, which text holds as it is. */
function bodyOf(value: unknown, isChain: boolean): { body: string } | { bodyBase64: string } {
  if (isBytes(value)) return { bodyBase64: base64(value) };
  if (typeof value === "string" && !isChain) return { body: value };
  return { body: jsonText(value) };
}

function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function rawResponse(response: MappingResponse, isChain: boolean): RawResponse {
  if (typeof response === "string" || isBytes(response) || Array.isArray(response)) {
    return bodyOf(response, isChain);
  }
  if (typeof response !== "object" || response === null) {
    throw inputType("/response", "An answer is text, bytes, a list or an object.");
  }
  const error = own(response, "error");
  if (typeof error === "string") return { error };
  const body = own(response, "body");
  if (body === undefined) return bodyOf(response, isChain);
  const status = own(response, "status");
  const contentType = own(response, "contentType");
  const packed = own(response, "encoding") === "base64" && typeof body === "string";
  return {
    ...(typeof status === "number" ? { status } : {}),
    ...(typeof contentType === "string" ? { contentType } : {}),
    ...(packed ? { bodyBase64: body } : bodyOf(body, isChain)),
  };
}

/** `chainId` of a request from the core is decimal text. */
function withChainId<T extends object>(request: T): T {
  const chainId = own(request, "chainId");
  return typeof chainId === "string" ? { ...request, chainId: BigInt(chainId) } : request;
}

class CoreResolution implements Resolution {
  readonly #core: Core;
  readonly #handle: { id(): number; dispose(): void };
  #waiting: MappingRequest | null = null;
  /** By request: who failed before the answer that was used, and why there was none at all. */
  readonly failedSources = new Map<number, string[]>();
  readonly failures = new Map<number, { code: string; path: string; message: string }>();

  constructor(core: Core, mappings: Mappings, context: object, options: ResolutionOptions) {
    this.#core = core;
    let opened = false;
    const open = (): number => {
      if (opened) {
        // What was answered so far died with the instance.
        const message = "The core was restarted; start the resolution again.";
        throw new DikastError({ code: "handle.invalid", path: "", message });
      }
      opened = true;
      return core.call<number>("mapping.start", { mappings, context, options });
    };
    this.#handle = createHandle(core, open, (handle) => core.call("mapping.dispose", { handle }));
  }

  next(): MappingRequest | null {
    const request = this.#core.call<MappingRequest | null>("mapping.next", {
      handle: this.#handle.id(),
    });
    this.#waiting = request === null ? null : withChainId(request);
    return this.#waiting;
  }

  provide(response: MappingResponse): void {
    const raw = rawResponse(response, isChainRequest(this.#waiting));
    this.#core.call("mapping.provide", { handle: this.#handle.id(), response: raw });
    this.#waiting = null;
  }

  provideAnswer(answer: Answer): void {
    const { status, contentType } = answer;
    const response = { status, contentType, bodyBase64: base64(answer.body) };
    this.#core.call("mapping.provide", { handle: this.#handle.id(), response });
    this.#waiting = null;
  }

  state(): State {
    const state = this.#core.call<State>("mapping.state", { handle: this.#handle.id() });
    for (const step of state.trace) {
      if (step.request === undefined) continue;
      step.request = withChainId(step.request);
      step.notes.push(...(this.failedSources.get(step.request.id) ?? []));
      const failed = this.failures.get(step.request.id);
      if (failed !== undefined) step.error = failed;
    }
    return state;
  }

  get context(): MappingContext {
    return this.state().context;
  }

  get trace(): TraceStep[] {
    return this.state().trace;
  }

  dispose(): void {
    this.#handle.dispose();
  }
}

/** The error with what was resolved before it. */
function withState(error: unknown, state: State, issues?: Issue[]): unknown {
  if (!(error instanceof DikastError)) return error;
  const { code, path, message } = error;
  const found = error.issues ?? issues;
  const parts =
    found === undefined ? { code, path, message } : { code, path, message, issues: found };
  const full = new DikastError(parts, { cause: error.cause ?? error });
  return Object.assign(full, state) as MappingError;
}

function plainCopy(context: object): MappingContext {
  try {
    return JSON.parse(jsonText(context)) as MappingContext;
  } catch {
    return {};
  }
}

class Mapping implements Omit<MappingApi, keyof MappingExchangeApi> {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  validate(
    mappings: Mappings,
    options: { template?: string; context?: string[] } = {},
  ): { valid: boolean; issues: Issue[] } {
    return this.#core.call("mapping.validate", { mappings, options });
  }

  start(mappings: Mappings, context: object = {}, options: ResolutionOptions = {}): CoreResolution {
    try {
      return new CoreResolution(this.#core, mappings, context, options);
    } catch (error) {
      throw withState(
        error,
        { context: plainCopy(context), trace: [] },
        this.#issues(mappings, context),
      );
    }
  }

  #issues(mappings: Mappings, context: object): Issue[] | undefined {
    try {
      return this.validate(mappings, { context: Object.keys(context) }).issues;
    } catch {
      // The first error says enough where the mappings are not even readable.
      return undefined;
    }
  }

  #options(mappings: Mappings, transport: Transport): ResolutionOptions {
    const { allowHost, verify, limits, chainId, realityAddress } = transport;
    const options: ResolutionOptions = {};
    if (verify !== undefined) options.verify = verify;
    if (limits !== undefined) {
      options.limits = {};
      if (limits.bytes !== undefined) options.limits.bytes = limits.bytes;
      if (limits.requests !== undefined) options.limits.requests = limits.requests;
    }
    if (chainId !== undefined) options.chainId = chainId;
    if (realityAddress !== undefined) options.realityAddress = realityAddress;
    if (allowHost !== undefined) {
      const hosts = this.#core.call<Host[]>("mapping.hosts", { mappings });
      const origins = new Map(hosts.map(({ host, origin }) => [host, origin]));
      options.onlyAllowedHosts = true;
      options.allowedHosts = [...origins].flatMap(([host, origin]) =>
        allowHost(host, origin) ? [host] : [],
      );
    }
    return options;
  }

  async execute(
    mappings: Mappings,
    context: object = {},
    transport: Transport = {},
  ): Promise<State> {
    let options: ResolutionOptions;
    try {
      options = this.#options(mappings, transport);
    } catch (error) {
      throw withState(error, { context: plainCopy(context), trace: [] });
    }
    const resolution = this.start(mappings, context, options);
    try {
      for (let request = resolution.next(); request !== null; request = resolution.next()) {
        await this.#answer(resolution, request, transport);
      }
      return resolution.state();
    } catch (error) {
      throw withState(error, stateOf(resolution, context));
    } finally {
      resolution.dispose();
    }
  }

  async #answer(
    resolution: CoreResolution,
    request: MappingRequest,
    transport: Transport,
  ): Promise<void> {
    if (transport.signal?.aborted) {
      throw failure("mapping.aborted", "The caller stopped the requests.", transport.signal.reason);
    }
    if (transport.replay !== undefined) return replay(resolution, request, transport.replay);
    let used: Answer | undefined;
    let refusal: unknown;
    const accept = (answer: Answer): void => {
      try {
        resolution.provideAnswer(answer);
        used = answer;
      } catch (error) {
        refusal = error;
        throw error;
      }
    };
    try {
      const failed =
        request.kind === "ipfs"
          ? await askGateways(this.#core, request, transport, accept, isFinal)
          : await askUntil(sourcesOf(request, transport), request.kind, transport, accept, isFinal);
      resolution.failedSources.set(request.id, failed);
    } catch (cause) {
      const error = toError(cause);
      // What the core refused stands in its trace already.
      if (refusal !== undefined && (error === refusal || error.cause === refusal)) throw error;
      this.#withoutAnswer(resolution, request, error);
      transport.record?.({ request: fixtureRequest(request), response: { error: error.message } });
      return;
    }
    if (used !== undefined) transport.record?.(fixtureOf(request, used));
  }

  /** The core goes on without an answer where it can (Reality's address), else it says where. */
  #withoutAnswer(resolution: CoreResolution, request: MappingRequest, error: DikastError): void {
    const { code, message } = error;
    try {
      resolution.provide({ error: message });
    } catch (refusal) {
      if (!(refusal instanceof DikastError)) throw refusal;
      const parts = { code, path: refusal.path, message };
      resolution.failures.set(request.id, parts);
      throw new DikastError(parts, { cause: error });
    }
  }

  replayTransport(fixtures: readonly Fixture[]): Transport {
    return { replay: fixtures, allowHost: () => true };
  }

  recordFixtures(): { record: (fixture: Fixture) => void; fixtures: Fixture[] } {
    const fixtures: Fixture[] = [];
    return { fixtures, record: (fixture) => void fixtures.push(fixture) };
  }
}

function stateOf(resolution: CoreResolution, context: object): State {
  try {
    return resolution.state();
  } catch {
    // After a trap the core no longer knows; what was given is all that is left.
    return { context: plainCopy(context), trace: [] };
  }
}

/** Errors of the answer's content, which another source cannot mend. */
function isFinal(error: DikastError): boolean {
  const { code } = error;
  return (
    code === "mapping.seek_missing" ||
    code === "mapping.context_limit" ||
    !code.startsWith("mapping.")
  );
}

function replay(
  resolution: CoreResolution,
  request: MappingRequest,
  fixtures: readonly Fixture[],
): void {
  const found = recordedAnswer(request, fixtures);
  if (found === undefined) {
    throw failure("mapping.transport", `No recording answers this ${request.kind} request.`);
  }
  resolution.provide(found.response);
}

/** Data mappings over the core. */
export function createMapping(core: Core): MappingApi {
  const mapping = new Mapping(core);
  // Functions that can be taken out and passed around, as everywhere else in the toolkit.
  return {
    validate: (mappings, options) => mapping.validate(mappings, options),
    start: (mappings, context, options) => mapping.start(mappings, context, options),
    execute: (mappings, context, transport) => mapping.execute(mappings, context, transport),
    replayTransport: (fixtures) => mapping.replayTransport(fixtures),
    recordFixtures: () => mapping.recordFixtures(),
    ...exchanges,
  };
}
