import { DikastError } from "./errors.js";
import type { Clock } from "./ipfs-fetch.types.js";

/** One question to one gateway. */
export interface Attempt {
  gateway: string;
  url: string;
  accept: string;
  /** Asks for the file itself, not for blocks. */
  plain: boolean;
}

export interface RaceOptions {
  /** "ipfs" or "mapping": whose codes are thrown. */
  domain: string;
  clock: Clock;
  /** Milliseconds: in all, for one attempt, until the next is asked as well. */
  total: number;
  attempt: number;
  next: number;
  signal?: AbortSignal | undefined;
  /** Errors that another gateway cannot mend. */
  final?: (error: DikastError) => boolean;
}

export interface Failed {
  attempt: Attempt;
  error: DikastError;
}

/** Status 429 or 503 with the pause the server asks for, in milliseconds. */
export class Pause extends DikastError {
  readonly pause: number | undefined;
  constructor(domain: string, status: number, retryAfter: string | null) {
    const message = `The server answered with status ${status}.`;
    super({ code: `${domain}.http_status`, path: "", message });
    // Only the form in seconds: a date would need a clock that both sides share.
    const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
    if (seconds >= 0) this.pause = seconds * 1000;
  }
}

/** A server that asks for a longer pause is left for the others. */
const LONGEST_PAUSE = 5_000;
const TRIES = 3;

/** The platform's own timers. */
export const realClock: Clock = {
  setTimeout: (run, milliseconds) => setTimeout(run, milliseconds),
  clearTimeout: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

/** A signal that other signals and timers can end, with what has to be undone afterwards. */
class Scope {
  readonly #controller = new AbortController();
  readonly #undo: (() => void)[] = [];
  get signal(): AbortSignal {
    return this.#controller.signal;
  }
  abort(reason: unknown): void {
    this.#controller.abort(reason);
  }
  after(clock: Clock, milliseconds: number, run: () => void): void {
    const timer = clock.setTimeout(run, milliseconds);
    this.#undo.push(() => clock.clearTimeout(timer));
  }
  follow(outer: AbortSignal, stop: () => void): void {
    if (outer.aborted) {
      stop();
      return;
    }
    outer.addEventListener("abort", stop, { once: true });
    this.#undo.push(() => outer.removeEventListener("abort", stop));
  }
  end(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }
}

function fault(domain: string, reason: string, message: string, cause?: unknown): DikastError {
  const options = cause === undefined ? undefined : { cause };
  return new DikastError({ code: `${domain}.${reason}`, path: "", message }, options);
}

function toError(domain: string, cause: unknown): DikastError {
  if (cause instanceof DikastError) return cause;
  const words = cause instanceof Error ? cause.message : String(cause);
  return fault(domain, "transport", `There was no answer: ${words}`, cause);
}

interface Outcome<T> {
  value?: { result: T; attempt: Attempt };
  failed: Failed[];
}

class Race<T> {
  readonly #waiting: Attempt[];
  readonly #options: RaceOptions;
  readonly #run: (attempt: Attempt, signal: AbortSignal) => Promise<T>;
  readonly #failed: Failed[] = [];
  readonly #all = new Scope();
  readonly #racing = new Set<Scope>();
  /** Attempts that run, or wait for the end of a pause. */
  #open = 0;
  #resolve: (outcome: Outcome<T>) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(
    attempts: readonly Attempt[],
    options: RaceOptions,
    run: (attempt: Attempt, signal: AbortSignal) => Promise<T>,
  ) {
    this.#waiting = [...attempts];
    this.#options = options;
    this.#run = run;
  }

  async run(): Promise<Outcome<T>> {
    const { domain, clock, total, signal } = this.#options;
    const late = fault(domain, "timeout", `No whole answer within ${total} ms.`);
    this.#all.after(clock, total, () => this.#stop(late));
    try {
      return await new Promise<Outcome<T>>((resolve, reject) => {
        this.#resolve = resolve;
        this.#reject = reject;
        if (signal !== undefined) this.#follow(signal);
        this.#next();
        this.#settle();
      });
    } finally {
      this.#all.end();
      // Those that lost the race stop asking.
      for (const scope of this.#racing) {
        scope.abort(fault(domain, "aborted", "Another one was faster."));
      }
    }
  }

  #follow(signal: AbortSignal): void {
    const stop = (): void => {
      const message = "The caller stopped the requests.";
      const error = fault(this.#options.domain, "aborted", message, signal.reason);
      this.#stop(error);
      this.#reject(error);
    };
    this.#all.follow(signal, stop);
  }

  /** Nobody else is asked; those who are being asked end with `reason`. */
  #stop(reason: DikastError): void {
    this.#all.abort(reason);
    for (const attempt of this.#waiting.splice(0)) this.#failed.push({ attempt, error: reason });
    for (const scope of this.#racing) scope.abort(reason);
    this.#settle();
  }

  #settle(): void {
    const ended = this.#all.signal.aborted && this.#racing.size === 0;
    if (ended || (this.#open === 0 && this.#waiting.length === 0)) {
      this.#resolve({ failed: this.#failed });
    }
  }

  #next(): void {
    const attempt = this.#waiting.shift();
    if (attempt !== undefined) this.#start(attempt, 1);
  }

  #start(attempt: Attempt, tries: number): void {
    const { domain, clock } = this.#options;
    if (this.#all.signal.aborted) return;
    this.#open += 1;
    const scope = new Scope();
    this.#racing.add(scope);
    const late = `No whole answer within ${this.#options.attempt} ms.`;
    scope.after(clock, this.#options.attempt, () => scope.abort(fault(domain, "timeout", late)));
    scope.after(clock, this.#options.next, () => this.#next());
    const end = (): void => {
      scope.end();
      this.#racing.delete(scope);
      this.#open -= 1;
    };
    this.#run(attempt, scope.signal).then(
      (result) => {
        end();
        this.#resolve({ value: { result, attempt }, failed: this.#failed });
      },
      (cause: unknown) => {
        end();
        const reason: unknown = scope.signal.aborted ? scope.signal.reason : cause;
        this.#fail(attempt, toError(domain, reason), tries);
      },
    );
  }

  #fail(attempt: Attempt, error: DikastError, tries: number): void {
    if (this.#options.final?.(error)) {
      this.#reject(error);
      return;
    }
    this.#failed.push({ attempt, error });
    const pause = error instanceof Pause ? error.pause : undefined;
    if (pause !== undefined && pause <= LONGEST_PAUSE && tries < TRIES) {
      this.#open += 1;
      this.#all.after(this.#options.clock, pause, () => {
        this.#open -= 1;
        this.#start(attempt, tries + 1);
      });
    }
    this.#next();
    this.#settle();
  }
}

/**
 * Asks the attempts in their order. The next one starts when one fails, or when it takes long; who
 * is busy is asked again after the pause it names. The first that `run` accepts wins, and the others
 * are stopped. Without a winner `value` is missing.
 */
export function race<T>(
  attempts: readonly Attempt[],
  options: RaceOptions,
  run: (attempt: Attempt, signal: AbortSignal) => Promise<T>,
): Promise<Outcome<T>> {
  return new Race(attempts, options, run).run();
}
