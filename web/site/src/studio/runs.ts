import type {
  Dikast,
  Fixture,
  MappingContext,
  MappingRequest,
  Resolution,
  ResolutionOptions,
  TraceStep,
  Transport,
} from "dikast/lean";

/** What a failed step has to say. */
export interface Problem {
  code: string;
  path: string;
  message: string;
}

export const problemOf = (error: unknown): Problem => {
  const { code, path, message } = error as Partial<Problem>;
  return { code: code ?? "internal.error", path: path ?? "", message: message ?? String(error) };
};

/** What the mappings came to. */
export interface Outcome {
  context: MappingContext;
  problem?: Problem;
}

/** Resolves mappings from recorded answers alone; never throws. */
export async function resolveRecorded(
  dikast: Dikast,
  mappings: string,
  values: object,
  fixtures: readonly Fixture[],
): Promise<Outcome> {
  try {
    const transport = dikast.mapping.replayTransport(fixtures);
    return { context: (await dikast.mapping.execute(mappings, values, transport)).context };
  } catch (error) {
    const { context } = error as { context?: MappingContext };
    return { context: context ?? (values as MappingContext), problem: problemOf(error) };
  }
}

/** Whom the page may ask, once somebody presses. */
export interface Live {
  /** For people: "the local world". */
  name: string;
  options: ResolutionOptions;
  transport(signal: AbortSignal): Transport;
}

/** Nobody was asked: this browser has no recording, which says nothing about the mappings. */
export const isUnanswered = ({ problem }: Outcome): boolean =>
  problem?.code === "mapping.transport";

/**
 * The mappings one request after the other: what is asked, what came, what it filled. The core only
 * says what it needs; answers are recorded, fetched or typed.
 */
export class Stepper extends EventTarget {
  /** Waits for an answer; null when all is resolved; undefined before the start. */
  waiting: MappingRequest | null | undefined;
  trace: TraceStep[] = [];
  context: MappingContext = {};
  problem: Problem | undefined;
  /** Bodies by request, as they came. */
  readonly answers = new Map<number, Fixture>();
  busy = false;
  /** Answers that were fetched or typed here. */
  made: Fixture[] = [];

  #resolution: Resolution | undefined;
  #abort = new AbortController();

  constructor(
    private readonly dikast: Dikast,
    private readonly mappings: string,
    private readonly values: object,
    readonly fixtures: readonly Fixture[],
    private readonly live: Live | undefined,
  ) {
    super();
  }

  start(): void {
    this.#try(() => {
      this.#resolution = this.dikast.mapping.start(
        this.mappings,
        this.values,
        this.live?.options ?? {},
      );
      this.waiting = this.#resolution.next();
    });
  }

  /** The recording that answers what waits. */
  get recorded(): Fixture | undefined {
    return this.waiting ? this.dikast.mapping.recorded(this.waiting, this.fixtures) : undefined;
  }

  answerRecorded(): boolean {
    const fixture = this.recorded;
    if (fixture) this.#provide(fixture);
    return fixture !== undefined;
  }

  /** From recordings as far as there are any. */
  runRecorded(): void {
    while (this.waiting && !this.problem && this.answerRecorded());
  }

  /** Asks whoever the mapping names. */
  async answerLive(): Promise<void> {
    const { waiting, live } = this;
    if (!waiting || !live || this.busy) return;
    const transport = live.transport(this.#abort.signal);
    this.busy = true;
    this.problem = undefined;
    this.#changed();
    try {
      const fixture = await this.dikast.mapping.ask(waiting, transport);
      this.busy = false;
      this.#made(fixture);
    } catch (error) {
      this.busy = false;
      this.problem = problemOf(error);
      this.#changed();
    }
  }

  /** The rest, live. */
  async runLive(): Promise<void> {
    while (this.waiting && !this.problem) await this.answerLive();
  }

  /** A text typed in place of an answer. */
  answerTyped(body: string): void {
    if (!this.waiting) return;
    this.#try(() => {
      this.#made(this.dikast.mapping.typed(this.waiting as MappingRequest, body));
    });
  }

  stop(): void {
    this.#abort.abort();
    this.#resolution?.dispose();
    this.#resolution = undefined;
  }

  /** Stops a request under way; what waited still waits. */
  cancel(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  #made(fixture: Fixture): void {
    this.made = [...this.made, fixture];
    this.#provide(fixture);
  }

  #provide(fixture: Fixture): void {
    const { waiting } = this;
    const resolution = this.#resolution;
    if (!waiting || !resolution) return;
    this.answers.set(waiting.id, fixture);
    this.#try(() => {
      resolution.provide(fixture.response);
      this.waiting = resolution.next();
    });
  }

  #try(run: () => void): void {
    this.problem = undefined;
    try {
      run();
    } catch (error) {
      this.problem = problemOf(error);
    }
    if (this.#resolution) {
      this.trace = this.#resolution.trace;
      this.context = this.#resolution.context;
    }
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }
}
