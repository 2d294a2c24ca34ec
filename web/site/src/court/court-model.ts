import { deployments } from "dikast/abi";
import type {
  AppealPlanInput,
  CostComparison,
  CostProjection,
  CourtParameters,
  DecodedExtraData,
  Dikast,
  Hex,
  MachineDeadline,
} from "dikast/lean";
import { chains, providerOf } from "../shell/chains.js";
import { OfflineError } from "../shell/net.js";
import { type CourtDispute, courtScenario } from "../simulate/court-scenario.js";
import type { Scenario } from "../simulate/scenario.js";
import { worked } from "../simulate/systems.js";
import { readCourts } from "./read-courts.js";

export type Generation = "neo" | "v2" | "v1";

/** One way to ask a court. */
export interface Asked {
  courtID: string;
  nbVotes: string;
  disputeKitID: string;
}

/** What is typed and chosen; it outlives the page. */
export interface CourtDraft {
  generation: Generation;
  /** JSON: a list of courts. */
  courts: string;
  disputeKits: string;
  /** Where the courts come from, in words. */
  source: string;
  a: Asked;
  b: Asked;
  compared: boolean;
  appeals: string;
  /** When the dispute is created, Unix seconds. */
  created: string;
  extraData: string;
}

/** A computed thing, or why there is none. */
export type Computed<T> = { value: T } | { problem: string };

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

function computed<T>(make: () => T): Computed<T> {
  try {
    return { value: make() };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

const example = (): readonly CourtParameters[] =>
  (worked.find(({ system }) => system === "court")?.config.court?.courts ??
    []) as unknown as CourtParameters[];

/** The example's courts, as that generation has them: v1 counts from 0 and has no dispute kits. */
export function exampleCourts(generation: Generation): string {
  const list = example().map((court) => {
    const { parent, feeForJuror, jurorsForCourtJump, timesPerPeriod, hiddenVotes } = court;
    if (generation !== "v1") return court;
    const above = BigInt(parent) === 0n ? 0n : BigInt(parent) - 1n;
    return { parent: `${above}`, feeForJuror, jurorsForCourtJump, timesPerPeriod, hiddenVotes };
  });
  return JSON.stringify(list, null, 2);
}

export const firstDraft = (): CourtDraft => ({
  generation: "neo",
  courts: exampleCourts("neo"),
  disputeKits: "1",
  source: "an example; no real court has these numbers",
  a: { courtID: "2", nbVotes: "3", disputeKitID: "1" },
  b: { courtID: "1", nbVotes: "3", disputeKitID: "1" },
  compared: false,
  appeals: "3",
  created: "1767603600",
  extraData: "",
});

const isAsked = (value: unknown): boolean =>
  ["courtID", "nbVotes", "disputeKitID"].every(
    (key) => typeof (value as Record<string, unknown> | null)?.[key] === "string",
  );

/** A stored draft, or the first one. */
export function readCourtDraft(text: string | undefined): CourtDraft {
  const first = firstDraft();
  try {
    const value = JSON.parse(text ?? "null") as CourtDraft;
    const same = Object.entries(first).every(
      ([key, one]) => typeof value[key as keyof CourtDraft] === typeof one,
    );
    return same && isAsked(value.a) && isAsked(value.b) ? value : first;
  } catch {
    return first;
  }
}

/** Everything the Court page shows, computed by the package from the draft. Fires "change". */
export class CourtModel extends EventTarget {
  busy = "";
  problem = "";
  #abort = 0;

  constructor(
    readonly dikast: Dikast,
    public draft: CourtDraft,
    readonly keep: (draft: CourtDraft) => void,
  ) {
    super();
  }

  change(part: Partial<CourtDraft>): void {
    this.draft = { ...this.draft, ...part };
    this.keep(this.draft);
    this.dispatchEvent(new Event("change"));
  }

  /** The courts in the text, counted as the generation counts. */
  courts(): Computed<readonly CourtParameters[]> {
    return computed(() => {
      const list = JSON.parse(this.draft.courts) as CourtParameters[];
      if (!Array.isArray(list)) throw new Error("The courts are a JSON list.");
      return list;
    });
  }

  get first(): number {
    return this.draft.generation === "v1" ? 0 : 1;
  }

  #input(asked: Asked): AppealPlanInput {
    const { draft } = this;
    const courts = this.courts();
    if ("problem" in courts) throw new Error(`The courts cannot be read. ${courts.problem}`);
    const { courtID, nbVotes, disputeKitID } = asked;
    if (draft.generation === "v1") {
      const multipliers = { winner: 10_000, loser: 20_000, shared: 10_000 };
      return { generation: "v1", courts: courts.value, courtID, nbVotes, multipliers };
    }
    const { generation, disputeKits } = draft;
    return { generation, courts: courts.value, disputeKits, courtID, disputeKitID, nbVotes };
  }

  projection(): Computed<CostProjection> {
    const { a, appeals } = this.draft;
    return computed(() => this.dikast.court.project(this.#input(a), Number(appeals)));
  }

  comparison(): Computed<CostComparison> {
    const { a, b, appeals } = this.draft;
    return computed(() =>
      this.dikast.court.compare(this.#input(a), this.#input(b), Number(appeals)),
    );
  }

  get #version(): 1 | 2 {
    return this.draft.generation === "v1" ? 1 : 2;
  }

  encoded({ courtID: courtId, nbVotes: minJurors, disputeKitID }: Asked): Computed<Hex> {
    const version = this.#version;
    const parts =
      version === 1 ? { courtId, minJurors } : { courtId, minJurors, disputeKitId: disputeKitID };
    return computed(() => this.dikast.court.encodeExtraData(parts, { version }));
  }

  decoded(): Computed<DecodedExtraData> {
    const courts = this.courts();
    const count = "value" in courts ? courts.value.length + this.first : 1;
    const { extraData, disputeKits } = this.draft;
    const version = this.#version;
    const options =
      version === 1
        ? { version, courts: count }
        : { version, courts: count, disputeKits: BigInt(disputeKits) + 1n };
    return computed(() => this.dikast.court.decodeExtraData(extraData.trim() as Hex, options));
  }

  /** A dispute of the draft as a scenario; there is none for v1. */
  scenario(): Computed<Scenario> {
    const { generation, created, disputeKits, a } = this.draft;
    const courts = this.courts();
    return computed(() => {
      if (generation === "v1")
        throw new Error("The courts of Kleros v1 are priced here, and not played.");
      if ("problem" in courts) throw new Error(courts.problem);
      const given: CourtDispute = {
        generation,
        courts: courts.value,
        disputeKits: Number(disputeKits),
        timestamp: created,
        ...a,
      };
      return courtScenario(this.dikast, given);
    });
  }

  /** What begins and ends by the clock once the dispute is created. */
  deadlines(): Computed<MachineDeadline[]> {
    const made = this.scenario();
    if ("problem" in made) return made;
    return computed(() => {
      const { config, calls, now } = made.value;
      const { court } = this.dikast;
      const machine = court.open(court.initial(config.court ?? {}));
      try {
        for (const call of calls) {
          const outcome = machine.apply(call);
          if (!outcome.ok)
            throw new Error(`The court refuses the dispute: ${outcome.revert ?? outcome.kind}.`);
        }
        return machine
          .deadlines({ timestamp: now })
          .filter(({ timestamp }) => BigInt(timestamp) > BigInt(now));
      } finally {
        machine.dispose();
      }
    });
  }

  /** The core of the chosen chain, where one is known. */
  get core(): string | undefined {
    const { id, world } = chains.current;
    if (world) return world.addresses?.arbitrator;
    const known = deployments.klerosV2 as Record<string, { KlerosCore?: string }>;
    return known[id]?.KlerosCore;
  }

  /** Asks the chosen chain for its courts. */
  async ask(): Promise<void> {
    const { core } = this;
    const { current } = chains;
    if (core === undefined) return;
    this.#abort += 1;
    const turn = this.#abort;
    this.problem = "";
    this.busy = `Asking ${current.name}`;
    this.dispatchEvent(new Event("change"));
    try {
      const reading = await readCourts(this.dikast, providerOf(current), core);
      if (turn !== this.#abort) return;
      this.busy = "";
      const day = new Date().toISOString().slice(0, 10);
      if ("price" in reading) this.#priced(reading.price, current.name);
      else {
        const { generation, courts, disputeKits } = reading;
        const text = JSON.stringify(courts, null, 2);
        const source = `${current.name}, KlerosCore ${core}, read on ${day}`;
        const inside = (asked: Asked): Asked =>
          Number(asked.courtID) <= courts.length ? asked : { ...asked, courtID: "1" };
        const { a, b } = this.draft;
        this.change({
          generation,
          courts: text,
          disputeKits: `${disputeKits}`,
          source,
          a: inside(a),
          b: inside(b),
        });
      }
    } catch (error) {
      if (turn !== this.#abort) return;
      this.busy = "";
      const name = error instanceof OfflineError ? "" : `${current.name} did not answer as hoped. `;
      this.problem = `${name}${messageOf(error)}`;
      this.dispatchEvent(new Event("change"));
    }
  }

  /** An arbitrator without courts says only what one juror costs: the example's court, at that price. */
  #priced(price: bigint, name: string): void {
    const [court] = example();
    const courts = JSON.stringify([{ ...court, feeForJuror: `${price}` }], null, 2);
    const only = { courtID: "1", disputeKitID: "1" };
    const { a, b } = this.draft;
    this.change({
      generation: "neo",
      courts,
      disputeKits: "1",
      source: `${name}: its arbitrator has no courts and says one price a juror; the rest is the example's`,
      a: { ...a, ...only },
      b: { ...b, ...only },
    });
  }
}
