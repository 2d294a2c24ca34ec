import type {
  Dikast,
  DisputeDetails,
  Fixture,
  Issue,
  MappingContext,
  TraceStep,
} from "dikast/lean";
import { core } from "../core.js";
import { type Draft, readDraft, writeDraft } from "../draft.js";
import { type Example, examples } from "../examples.js";
import { findWorld, type World, worldTransport } from "../world.js";

/** What a failed step has to say. */
export interface Problem {
  code: string;
  path: string;
  message: string;
}

/** One rendering: the dispute, or why there is none. */
export type Rendering = { details: DisputeDetails } | { problem: Problem; issues: Issue[] };

/** Where the variables came from. */
export type Source = "none" | "recorded" | "live";

const problemOf = (error: unknown): Problem => {
  const { code, path, message } = error as Partial<Problem>;
  return { code: code ?? "internal.error", path: path ?? "", message: message ?? String(error) };
};

const first = examples[0] as Example;

const draftOf = (example: Example): Draft => ({
  example: example.id,
  template: example.template,
  mappings: example.mappings,
  parameters: { ...example.parameters },
});

/**
 * The studio's state: the documents a person edits, and what the core says of them. It knows nothing
 * of the DOM; elements listen to "change".
 */
export class StudioModel extends EventTarget {
  draft: Draft = readDraft() ?? draftOf(first);
  ready = false;
  failure: string | undefined;
  world: World | undefined;

  issues: Issue[] = [];
  variables: string[] = [];
  source: Source = "recorded";
  resolving = false;
  context: MappingContext = {};
  trace: TraceStep[] = [];
  resolveProblem: Problem | undefined;
  strict: Rendering | undefined;
  court: Rendering | undefined;
  /** A sentence for the live region. */
  announcement = "";
  /** The browser keeps no drafts: told once, with a download. */
  unsaved = false;
  /** What a replaced draft was, until the next edit. */
  undo: Draft | undefined;

  #dikast: Dikast | undefined;
  #fixtures: readonly Fixture[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #abort: AbortController | undefined;
  #run = 0;

  async start(): Promise<void> {
    this.#fixtures = this.#example()?.fixtures ?? [];
    try {
      this.#dikast = await core;
      this.ready = true;
      await this.refresh();
    } catch (error) {
      this.failure = problemOf(error).message;
      this.#changed();
    }
    this.world = await findWorld();
    this.#changed();
  }

  #example(): Example | undefined {
    return examples.find(({ id }) => id === this.draft.example);
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }

  /** Names a person has to give: what the documents read and no mapping fills. */
  get parameterNames(): string[] {
    const names = new Set(Object.keys(this.draft.parameters));
    for (const issue of this.issues) {
      const missing = /variable_unpopulated|missing_variable/.test(issue.code);
      const name = missing ? /"([^"]+)"/.exec(issue.message)?.[1] : undefined;
      if (name) names.add(name);
    }
    return [...names];
  }

  edit(change: Partial<Pick<Draft, "template" | "mappings" | "parameters">>): void {
    this.draft = { ...this.draft, ...change };
    this.undo = undefined;
    this.#save();
    this.#changed();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.refresh(), 60);
  }

  /** Takes another draft and keeps the present one for undo. */
  replace(draft: Draft): void {
    const before = this.draft;
    this.draft = draft;
    this.undo = before;
    this.#fixtures = this.#example()?.fixtures ?? [];
    this.#abort?.abort();
    this.source = "recorded";
    this.#save();
    void this.refresh();
  }

  open(example: Example): void {
    this.replace(draftOf(example));
  }

  /** The same dispute as it stands in the local world. */
  openLocal(name: string): void {
    const dispute = this.world?.disputes.find((each) => each.name === name);
    if (!dispute) return;
    const { template, mappings, context } = dispute;
    this.replace({ example: `local:${name}`, template, mappings, parameters: { ...context } });
    void this.resolveLive();
  }

  #save(): void {
    this.unsaved = !writeDraft(this.draft);
  }

  /** Checks and renders again, with recorded answers unless live ones are shown. */
  async refresh(): Promise<void> {
    const dikast = this.#dikast;
    if (!dikast) return;
    const { template, mappings, parameters } = this.draft;
    const context = Object.keys(parameters);
    try {
      const given = mappings.trim() === "" ? {} : { mappings };
      const found = dikast.template.validate(template, { ...given, context }).issues;
      const ofMappings =
        mappings.trim() === ""
          ? []
          : dikast.mapping.validate(mappings, { template, context }).issues;
      this.issues = merge(found, ofMappings);
    } catch (error) {
      this.issues = [placeless(problemOf(error))];
    }
    try {
      this.variables = dikast.template.variables(template);
    } catch {
      this.variables = [];
    }
    if (this.source === "live") this.#render(dikast);
    else await this.#resolve(dikast, "recorded");
  }

  /** Asks the local world. */
  async resolveLive(): Promise<void> {
    if (this.#dikast) await this.#resolve(this.#dikast, "live");
  }

  /** Back to the recorded answers. */
  async resolveRecorded(): Promise<void> {
    if (this.#dikast) await this.#resolve(this.#dikast, "recorded");
  }

  cancel(): void {
    this.#abort?.abort();
  }

  async #resolve(dikast: Dikast, source: "recorded" | "live"): Promise<void> {
    const { mappings, parameters } = this.draft;
    this.#abort?.abort();
    this.#abort = new AbortController();
    this.#run += 1;
    const run = this.#run;
    this.source = source;
    this.resolving = source === "live";
    if (this.resolving) {
      this.announcement = "Resolving the mappings against the local world.";
      this.#changed();
    }
    const transport =
      source === "live" && this.world
        ? worldTransport(this.world, this.#abort.signal)
        : { replay: this.#fixtures, signal: this.#abort.signal };
    let problem: Problem | undefined;
    let outcome: { context: MappingContext; trace: TraceStep[] };
    try {
      outcome =
        mappings.trim() === ""
          ? { context: { ...parameters }, trace: [] }
          : await dikast.mapping.execute(mappings, parameters, transport);
    } catch (error) {
      problem = problemOf(error);
      const { context, trace } = error as Partial<typeof outcome>;
      outcome = { context: context ?? { ...parameters }, trace: trace ?? [] };
    }
    if (run !== this.#run) return;
    this.resolving = false;
    this.context = outcome.context;
    this.trace = outcome.trace;
    this.resolveProblem = problem;
    this.#render(dikast);
  }

  #render(dikast: Dikast): void {
    const { template } = this.draft;
    const context = { ...this.context };
    this.strict = attempt(() => dikast.template.render(template, context));
    this.court = attempt(() => dikast.template.render(template, context, { mode: "kleros-sdk" }));
    const errors = this.issues.filter(({ severity }) => severity === "error").length;
    const shown =
      "details" in this.strict ? "The dispute renders." : "The dispute does not render.";
    this.announcement = `${shown} ${errors} ${errors === 1 ? "error" : "errors"} in all.`;
    this.#changed();
  }

  /** Applies the repair of an issue. */
  fix(issue: Issue): void {
    if (!issue.fix) return;
    const key = issue.source === "mappings" ? "mappings" : "template";
    let text = this.draft[key];
    for (const edit of [...issue.fix.edits].sort((a, b) => b.offset - a.offset)) {
      text = text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length);
    }
    const before = this.draft;
    this.edit({ [key]: text });
    this.undo = before;
    this.announcement = `Applied: ${issue.fix.description}`;
    this.#changed();
  }

  undoLast(): void {
    if (!this.undo) return;
    this.replace(this.undo);
    this.undo = undefined;
    this.#changed();
  }
}

function attempt(render: () => DisputeDetails): Rendering {
  try {
    return { details: render() };
  } catch (error) {
    return { problem: problemOf(error), issues: (error as { issues?: Issue[] }).issues ?? [] };
  }
}

const placeless = (problem: Problem): Issue => ({
  severity: "error",
  ...problem,
  line: 1,
  column: 1,
  offset: 0,
  source: "template",
});

const WEIGHT = { error: 0, warning: 1, info: 2 } as const;

// The template's check also reads the mappings; a finding is told once.
function merge(...lists: Issue[][]): Issue[] {
  const seen = new Map<string, Issue>();
  for (const issue of lists.flat()) {
    seen.set(`${issue.source} ${issue.code} ${issue.offset} ${issue.message}`, issue);
  }
  return [...seen.values()].sort(
    (a, b) =>
      WEIGHT[a.severity] - WEIGHT[b.severity] ||
      b.source.localeCompare(a.source) ||
      a.offset - b.offset,
  );
}
