import type {
  ConsumerContext,
  DataFlow,
  Dikast,
  DisputeDetails,
  Fixture,
  Issue,
  MappingContext,
} from "dikast/lean";
import { core } from "../core.js";
import { type Example, examples } from "../examples.js";
import { chains } from "../shell/chains.js";
import { findWorld, type World } from "../world.js";
import { type Draft, draftOf, draftWith, fixturesOf, type Saved } from "./draft.js";
import { placeless, sorted } from "./findings.js";
import { liveOf } from "./live.js";
import { type Live, type Outcome, type Problem, problemOf, resolveRecorded } from "./runs.js";
import type { Store } from "./store.js";

/** One rendering: the dispute, or why there is none. */
export type Rendering = { details: DisputeDetails } | { problem: Problem; issues: Issue[] };

/** What one page that shows disputes makes of the draft. */
export interface Seen {
  context: ConsumerContext;
  outcome: Outcome;
  rendering: Rendering;
}

// The mappings end with these in kleros-sdk too, so that Court shows a blank case. Others may be
// stricter here than there.
const ENDS_IN_COURT = new Set([
  "mapping.missing_variable",
  "mapping.invalid",
  "mapping.unknown_type",
  "mapping.missing_field",
]);
const endsInCourt = ({ code }: Problem): boolean =>
  ENDS_IN_COURT.has(code) || code.startsWith("json.");

/** Quiet time before everything else than the shown rendering is checked again, in milliseconds. */
const QUIET = 150;

const NO_FLOW: DataFlow = { steps: [], variables: [], reads: [] };

/**
 * The studio's state: the documents a person edits, and what the core says of them. It knows nothing
 * of the DOM; elements listen to "change". What is looked at is rendered within the input event; all
 * findings follow when the keys rest.
 */
export class StudioModel extends EventTarget {
  draft: Draft;
  ready = false;
  failure: string | undefined;
  world: World | undefined;

  issues: Issue[] = [];
  /** The findings are of an older text. */
  stale = true;
  flow: DataFlow = NO_FLOW;
  contexts: ConsumerContext[] = [];
  seen = new Map<string, Seen>();
  resolving = false;
  /** Why the last live run stopped. */
  liveProblem: Problem | undefined;
  /** A sentence for the live region. */
  announcement = "";
  /** What a replaced draft was, until it is taken back. */
  undo: Draft | undefined;
  /** A sentence about where the draft came from. */
  notice = "";

  #dikast: Dikast | undefined;
  #outcomes = new Map<string, Outcome>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | undefined;
  #shows = 0;
  #settles = 0;

  constructor(readonly store: Store) {
    super();
    this.draft = store.read() ?? draftOf(examples[0] as Example);
    this.undo = store.previous();
  }

  get dikast(): Dikast | undefined {
    return this.#dikast;
  }

  async start(): Promise<void> {
    chains.addEventListener("change", () => this.#changed());
    try {
      this.#dikast = await core;
      this.ready = true;
      this.#settle();
    } catch (error) {
      this.failure = problemOf(error).message;
      this.#changed();
    }
    this.world = await findWorld();
    this.#changed();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }

  /** The browser keeps no drafts: told, with a download. */
  get unsaved(): boolean {
    return this.store.full;
  }

  get saved(): readonly Saved[] {
    return this.store.versions();
  }

  /** Whom the mappings may ask, once somebody presses. */
  get live(): Live {
    return liveOf(chains.current);
  }

  get shown(): Seen | undefined {
    return this.seen.get(this.draft.consumer);
  }

  edit(change: Partial<Draft>): void {
    this.draft = { ...this.draft, ...change };
    this.store.write(this.draft, change);
    const documents = "template" in change || "mappings" in change || "parameters" in change;
    if (documents || "fixtures" in change) {
      if ("mappings" in change || "fixtures" in change) this.#outcomes = new Map();
      if (!("template" in change) || Object.keys(change).length > 1) this.#context();
      this.stale = true;
      // Renderings of the older text that are under way are not shown.
      this.#settles += 1;
      void this.#show();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#settle(), QUIET);
    } else if ("consumer" in change) {
      void this.#show();
    }
    this.#changed();
  }

  /** Small fields, by name. */
  field(change: Record<string, string>): void {
    this.edit({ fields: { ...this.draft.fields, ...change } });
  }

  /** Takes another draft and keeps the present one for undo, also over a reload. */
  replace(draft: Draft, notice = ""): void {
    this.#abort?.abort();
    this.store.keepPrevious(this.draft);
    this.undo = this.draft;
    this.draft = draft;
    this.notice = notice;
    this.liveProblem = undefined;
    this.store.writeAll(draft);
    this.#outcomes = new Map();
    this.seen.clear();
    this.#settle();
  }

  open(example: Example): void {
    this.replace(draftOf(example, this.draft));
  }

  /** The same dispute as it stands in the local world. */
  openLocal(name: string): void {
    const dispute = this.world?.disputes.find((each) => each.name === name);
    if (!dispute) return;
    const { template, mappings, context } = dispute;
    const documents = { template, mappings, parameters: { ...context } as MappingContext };
    this.replace(draftWith({ example: `local:${name}`, ...documents }, this.draft));
    // Whatever chain is chosen for the rest: this dispute is there.
    chains.choose(this.world?.chainId ?? "");
    void this.resolveLive();
  }

  /** The documents from before; what was typed elsewhere since then stays. */
  undoLast(): void {
    const { undo } = this;
    if (!undo) return;
    const { tab, consumer, width, other, fields } = this.draft;
    this.replace({ ...undo, tab, consumer, width, other, fields });
  }

  #context(template?: string): void {
    const { mappings, parameters } = this.draft;
    const documents = template === undefined ? { mappings } : { mappings, template };
    try {
      this.contexts = this.#dikast?.template.contexts(parameters, documents) ?? [];
    } catch {
      // Too large to be read: the findings say so.
      this.contexts = [];
    }
  }

  /** What is looked at, at once: nothing waits unless the mappings have to be run. */
  #show(): void | Promise<void> {
    const { consumer } = this.draft;
    const context = this.contexts.find((each) => each.consumer === consumer);
    const dikast = this.#dikast;
    if (!dikast || !context) return;
    const known = this.#outcomes.get(this.#key(context));
    if (known) return this.#render(dikast, context, known);
    const turn = ++this.#shows;
    return this.#resolve(dikast, context).then((outcome) => {
      if (turn !== this.#shows) return;
      this.#render(dikast, context, outcome);
      this.#changed();
    });
  }

  #key({ values, dropped }: ConsumerContext): string {
    return dropped ? "" : JSON.stringify(values);
  }

  async #resolve(dikast: Dikast, context: ConsumerContext): Promise<Outcome> {
    const key = this.#key(context);
    const outcomes = this.#outcomes;
    const known = outcomes.get(key);
    if (known) return known;
    const { mappings } = this.draft;
    const values = context.values as MappingContext;
    const outcome =
      mappings.trim() === ""
        ? { context: values }
        : await resolveRecorded(dikast, mappings, values, fixturesOf(this.draft));
    // Parameters that are typed give a context a key.
    if (outcomes.size > 50) outcomes.clear();
    outcomes.set(key, outcome);
    return outcome;
  }

  #render(dikast: Dikast, context: ConsumerContext, outcome: Outcome): void {
    const { mode } = context;
    const { problem } = outcome;
    const blank = mode === "kleros-sdk" && problem && endsInCourt(problem);
    const rendering: Rendering = blank
      ? { problem, issues: [] }
      : attempt(() => dikast.template.render(this.draft.template, outcome.context, { mode }));
    this.seen.set(context.consumer, { context, outcome, rendering });
  }

  /** Everything: findings, data flow, and what each page shows. */
  #settle(): void {
    clearTimeout(this.#timer);
    const dikast = this.#dikast;
    if (!dikast) {
      this.#changed();
      return;
    }
    this.#check(dikast);
    this.#context(this.draft.template);
    this.#shows += 1;
    const turn = ++this.#settles;
    void this.#all(dikast, turn);
  }

  #check(dikast: Dikast): void {
    const { template, mappings, parameters } = this.draft;
    const context = Object.keys(parameters);
    const given = mappings.trim() === "" ? {} : { mappings };
    try {
      this.issues = sorted(dikast.template.validate(template, { ...given, context }).issues);
    } catch (error) {
      this.issues = [placeless(problemOf(error))];
    }
    try {
      this.flow = dikast.template.flow(template, mappings);
    } catch {
      this.flow = NO_FLOW;
    }
    this.stale = false;
  }

  async #all(dikast: Dikast, turn: number): Promise<void> {
    for (const context of this.contexts) {
      const outcome = await this.#resolve(dikast, context);
      if (turn !== this.#settles) return;
      this.#render(dikast, context, outcome);
    }
    const errors = this.issues.filter(({ severity }) => severity === "error").length;
    const rendering = this.shown?.rendering;
    const shown =
      rendering && "details" in rendering ? "The dispute renders." : "The dispute does not render.";
    this.announcement = `${shown} ${errors} ${errors === 1 ? "error" : "errors"} in all.`;
    this.#changed();
  }

  /** Asks the world for every answer, and keeps the answers as the draft's recordings. */
  async resolveLive(): Promise<void> {
    const { live } = this;
    const dikast = this.#dikast;
    if (!dikast) return;
    const abort = new AbortController();
    this.#abort?.abort();
    this.#abort = abort;
    this.resolving = true;
    this.liveProblem = undefined;
    this.announcement = `Asking ${live.name}.`;
    this.#changed();
    const { mappings } = this.draft;
    const { record, fixtures } = dikast.mapping.recordFixtures();
    const values = this.contexts.find(({ consumer }) => consumer === "strict")?.values ?? {};
    try {
      await dikast.mapping.execute(mappings, values, { ...live.transport(abort.signal), record });
    } catch (error) {
      // What came is kept.
      this.liveProblem = problemOf(error);
    }
    if (this.#abort !== abort) return;
    this.resolving = false;
    if (abort.signal.aborted) return this.#changed();
    this.edit({ fixtures: [...fixtures] });
  }

  cancel(): void {
    this.#abort?.abort();
    this.resolving = false;
    this.#changed();
  }

  /** Writes all of it, also an example that nobody changed: other pages read it from the store. */
  keep(): void {
    this.store.writeAll(this.draft);
  }

  /** Adds recordings; one for the same request takes the place of the older. */
  record(made: readonly Fixture[]): void {
    const key = (fixture: Fixture): string => JSON.stringify(fixture.request);
    const fresh = new Set(made.map(key));
    const kept = fixturesOf(this.draft).filter((fixture) => !fresh.has(key(fixture)));
    this.edit({ fixtures: [...kept, ...made] });
  }

  /** Applies the repair of an issue, to the text it was found in. */
  fix(issue: Issue): void {
    let wanted: Issue | undefined = issue;
    if (this.stale && this.#dikast) {
      this.#check(this.#dikast);
      const { code, path, source } = issue;
      wanted = this.issues.find(
        (each) => each.code === code && each.path === path && each.source === source,
      );
    }
    if (!wanted?.fix) return;
    const key = wanted.source === "mappings" ? "mappings" : "template";
    let text = this.draft[key];
    for (const edit of [...wanted.fix.edits].sort((a, b) => b.offset - a.offset)) {
      text = text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length);
    }
    const before = this.draft;
    this.edit({ [key]: text });
    this.store.keepPrevious(before);
    this.undo = before;
    this.announcement = `Applied: ${wanted.fix.description}`;
    this.#changed();
  }

  /** Puts the present version aside under a name. */
  save(name: string): void {
    const { template, mappings } = this.draft;
    this.store.addVersion({ name, time: Date.now(), template, mappings });
    this.announcement = `Saved as ${name}.`;
    this.#changed();
  }

  /** The findings of one document. */
  issuesOf(source: string): Issue[] {
    return this.issues.filter((issue) => issue.source === source);
  }
}

function attempt(render: () => DisputeDetails): Rendering {
  try {
    return { details: render() };
  } catch (error) {
    return { problem: problemOf(error), issues: (error as { issues?: Issue[] }).issues ?? [] };
  }
}
