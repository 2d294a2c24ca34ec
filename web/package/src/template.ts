import type { Hex, Issue } from "./common.types.js";
import type { Core, HotFunction } from "./door.js";
import { createHandle } from "./door.js";
import { DikastError } from "./errors.js";
import { checkContext, encodeContext, isContext, joinValues } from "./template-context.js";
import type {
  CheckResult,
  CompiledTemplate,
  CreateDisputeInput,
  DisputeDetails,
  RenderOptions,
  TemplateApi,
  TemplateContext,
  TextOptions,
} from "./template.types.js";

// The core's numbers for dialects and for what its general way gives.
const DIALECTS = { auto: 0, mustache: 1, handlebars: 2, mustacheJs: 3 } as const;
type Dialect = keyof typeof DIALECTS;
const DOCUMENT = 0;
const STRICT_TEXT = 1;
const DIALECT_TEXT = 2;
const SDK_TEXT = 3;
const SDK_DOCUMENT = 4;

// Templates that were rendered lately stay compiled, up to this number and this length together.
const KEPT = 64;
const KEPT_LENGTH = 4_000_000;

const LONE_SURROGATE = /\p{Surrogate}/u;
const isWellFormed: (text: string) => boolean =
  typeof (String.prototype as { isWellFormed?: unknown }).isWellFormed === "function"
    ? (text) => (text as unknown as { isWellFormed(): boolean }).isWellFormed()
    : (text) => !LONE_SURROGATE.test(text);

function refuse(code: string, path: string, message: string, cause?: unknown): DikastError {
  return new DikastError({ code, path, message }, cause === undefined ? undefined : { cause });
}

function checkTemplate(template: unknown): asserts template is string {
  if (typeof template !== "string") throw refuse("input.type", "/template", "A template is a string.");
}

function checkOptions(options: unknown): RenderOptions & TextOptions {
  if (options === undefined) return {};
  if (typeof options !== "object" || options === null) {
    throw refuse("input.type", "/options", "Options are an object.");
  }
  const { mode, dialect, partials } = options as Record<string, unknown>;
  if (mode !== undefined && mode !== "strict" && mode !== "kleros-sdk") {
    throw refuse("input.type", "/options/mode", 'The mode is "strict" or "kleros-sdk".');
  }
  if (dialect !== undefined && dialect !== "auto" && dialect !== "mustache" && dialect !== "handlebars") {
    throw refuse("input.type", "/options/dialect", 'The dialect is "auto", "mustache" or "handlebars".');
  }
  if (partials !== undefined && !isContext(partials)) {
    throw refuse("input.type", "/options/partials", "Partials are an object with sources by name.");
  }
  return options as RenderOptions & TextOptions;
}

function partialsText(partials: Readonly<Record<string, string>> | undefined): string {
  if (partials === undefined) return "";
  const sources: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, source] of Object.entries(partials)) {
    if (typeof source !== "string") {
      throw refuse("input.type", `/options/partials/${name}`, "A partial is a string.");
    }
    sources[name] = source;
  }
  return `,"partials":${JSON.stringify(sources)}`;
}

/** The dialect a render reads its template in. */
function dialectOf(options: RenderOptions): Dialect {
  if (options.mode !== "kleros-sdk") return options.dialect ?? "auto";
  return options.dialect === undefined || options.dialect === "mustache" ? "mustacheJs" : options.dialect;
}

/** A template in the core: its number there and, with a skeleton, the names to send values of. */
interface Opened {
  id: number;
  /** undefined: no skeleton. */
  names: string[] | undefined;
}

function open(core: Core, template: string, dialect: Dialect): Opened {
  const compile = core.exports["dikast_template_compile"] as HotFunction;
  // Half a surrogate pair has no UTF-8; JSON can write it.
  const encoded = !isWellFormed(template);
  const size = core.write(encoded ? JSON.stringify(template) : template);
  const [id, skeleton, ...names] = core.take(compile(size, DIALECTS[dialect], Number(encoded))).split(",");
  return { id: Number(id), names: skeleton === "1" ? names : undefined };
}

function close(core: Core, id: number): void {
  (core.exports["dikast_template_dispose"] as HotFunction)(id);
}

/** The top-level names a template can read; undefined where every name may matter. */
function roots(variables: readonly string[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const variable of variables) {
    // Paths of Handlebars (../x, this.x, @root.x, a/b, [a b]) can reach anything.
    if (/^[.@]|^this\b|[/[\]]/.test(variable)) return undefined;
    names.add(variable);
    names.add(variable.split(".", 1)[0] as string);
  }
  return names;
}

interface SdkReport {
  issues: Array<{ code: string; path: Array<string | number>; message: string }>;
  refuse: { index: number | null };
}

const REFUSE = {
  id: "0x0",
  title: "Refuse to Arbitrate / Invalid",
  description: "Refuse to Arbitrate / Invalid",
  reserved: true,
} as const;

/** What was rendered in mode "kleros-sdk", as kleros-sdk reads it. */
function sdkDocument(text: string, report: SdkReport | null): DisputeDetails {
  let details: DisputeDetails;
  try {
    details = JSON.parse(text) as DisputeDetails;
  } catch (cause) {
    throw refuse("json.syntax", "/template", (cause as Error).message, cause);
  }
  if (report === null) {
    throw refuse("json.depth", "/template", "The document is nested deeper than 256 levels.");
  }
  if (report.issues.length > 0) {
    const issues = report.issues.map(
      (issue): Issue => ({
        severity: "error",
        code: `sdk.${issue.code}`,
        path: issue.path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
        message: issue.message,
        line: 1,
        column: 1,
        offset: 0,
        source: "template",
      }),
    );
    const first = issues[0] as Issue;
    const message = `Kleros Court refuses this document: ${first.path}: ${first.message}`;
    throw new DikastError({ code: "template.sdk_invalid", path: "/template", message, issues });
  }
  const { answers } = details;
  const { index } = report.refuse;
  if (index === null) details.answers = [{ ...REFUSE }, ...answers];
  else answers[index] = { ...REFUSE, description: (answers[index] as DisputeDetails["answers"][0]).description };
  return details;
}

/** One template in one dialect, open in the core. */
class Item {
  readonly #core: Core;
  readonly #opened: () => Opened;
  #roots: ReadonlySet<string> | undefined | null = null;

  constructor(core: Core, opened: () => Opened) {
    this.#core = core;
    this.#opened = opened;
  }

  #hot(name: string): HotFunction {
    return this.#core.exports[name] as HotFunction;
  }

  variables(): string[] {
    const { id, names } = this.#opened();
    return names?.slice() ?? (JSON.parse(this.#core.take(this.#hot("dikast_template_variables")(id))) as string[]);
  }

  #reads(): ReadonlySet<string> | undefined {
    if (this.#roots === null) this.#roots = roots(this.variables());
    return this.#roots;
  }

  /** The core's general way. */
  general(context: TemplateContext, what: number, path?: string, partials = ""): string {
    const names = partials === "" ? this.#reads() : undefined;
    const { id } = this.#opened();
    const text = encodeContext(context, names, path);
    const size = this.#core.write(`{"context":${text}${partials}}`);
    return this.#core.take(this.#hot("dikast_template_general")(id, size, what));
  }

  /** The strict document as JSON text. */
  document(context: TemplateContext, path?: string): string {
    const { id, names } = this.#opened();
    if (names !== undefined && isContext(context)) {
      const values = joinValues(context, names);
      if (values !== undefined) {
        const size = this.#hot("dikast_template_render")(id, this.#core.write(values));
        if (size !== 0) return this.#core.take(size);
      }
    }
    return this.general(context, DOCUMENT, path);
  }

  documents(contexts: readonly TemplateContext[]): DisputeDetails[] {
    const { id, names } = this.#opened();
    if (names !== undefined && names.length > 0) {
      const all: string[] = [];
      for (const context of contexts) {
        const values = isContext(context) ? joinValues(context, names) : undefined;
        if (values === undefined) break;
        all.push(values);
      }
      if (all.length === contexts.length && all.length > 0) {
        const size = this.#core.write(all.join("\0"));
        const reply = this.#hot("dikast_template_render_many")(id, size, all.length);
        if (reply !== 0) return JSON.parse(this.#core.take(reply)) as DisputeDetails[];
      }
    }
    return contexts.map((context, i) => JSON.parse(this.document(context, `/contexts/${i}`)) as DisputeDetails);
  }

  check(context: TemplateContext): CheckResult {
    checkContext(context);
    const { id, names } = this.#opened();
    try {
      if (names !== undefined) {
        const values = joinValues(context, names);
        if (values !== undefined && this.#hot("dikast_template_check")(id, this.#core.write(values)) === 1) {
          return { valid: true, issues: [] };
        }
      }
      this.general(context, DOCUMENT);
      return { valid: true, issues: [] };
    } catch (error) {
      if (!(error instanceof DikastError) || error.code === "internal.abort") throw error;
      const { code, path, message } = error;
      const place = { line: 1, column: 1, offset: 0, source: path.startsWith("/context") ? "context" : "template" };
      return { valid: false, issues: error.issues ?? [{ severity: "error", code, path, message, ...place }] };
    }
  }

  render(context: TemplateContext, mode: RenderOptions["mode"], path?: string): DisputeDetails {
    if (mode !== "kleros-sdk") return JSON.parse(this.document(context, path)) as DisputeDetails;
    const { text, report } = JSON.parse(this.general(context, SDK_DOCUMENT, path)) as {
      text: string;
      report: SdkReport | null;
    };
    return sdkDocument(text, report);
  }
}

interface CacheEntry {
  item: Item;
  opened: Opened;
  generation: number;
  length: number;
}

/** Templates rendered by their text, most recent last. */
class Cache {
  readonly #core: Core;
  readonly #entries = new Map<string, CacheEntry>();
  #length = 0;

  constructor(core: Core) {
    this.#core = core;
  }

  #drop(key: string, entry: CacheEntry): void {
    this.#entries.delete(key);
    this.#length -= entry.length;
    if (entry.generation === this.#core.generation) close(this.#core, entry.opened.id);
  }

  get(template: string, dialect: Dialect): Item {
    const key = dialect === "auto" ? template : `${dialect}\0${template}`;
    const found = this.#entries.get(key);
    if (found !== undefined) {
      if (found.generation === this.#core.generation) {
        // Not the latest already: becomes it.
        if (this.#entries.size > KEPT / 2) {
          this.#entries.delete(key);
          this.#entries.set(key, found);
        }
        return found.item;
      }
      this.#drop(key, found);
    }
    const opened = open(this.#core, template, dialect);
    const entry: CacheEntry = {
      item: new Item(this.#core, () => entry.opened),
      opened,
      generation: this.#core.generation,
      length: template.length,
    };
    this.#entries.set(key, entry);
    this.#length += entry.length;
    for (const [old, oldest] of this.#entries) {
      if ((this.#entries.size <= KEPT && this.#length <= KEPT_LENGTH) || oldest === entry) break;
      this.#drop(old, oldest);
    }
    return entry.item;
  }
}

/** A compiled template of the caller's: kept until it is disposed of or collected. */
function compileTemplate(core: Core, cache: Cache, template: string): CompiledTemplate {
  let opened: Opened | undefined;
  const handle = createHandle(
    core,
    () => {
      opened = open(core, template, "auto");
      return opened.id;
    },
    (id) => close(core, id),
  );
  const item = new Item(core, () => {
    // Opens it again where the instance was replaced; handle.invalid after dispose().
    handle.id();
    return opened as Opened;
  });
  const inMode = (options: RenderOptions | undefined): Item => {
    if (options === undefined) return item;
    const dialect = dialectOf(checkOptions(options));
    handle.id();
    return dialect === "auto" ? item : cache.get(template, dialect);
  };
  const variables = item.variables();
  return {
    variables,
    render: (context, options) => inMode(options).render(context, options?.mode),
    renderMany(contexts, options) {
      if (!Array.isArray(contexts)) throw refuse("input.type", "/contexts", "Contexts are an array.");
      const chosen = inMode(options);
      if (options?.mode === "kleros-sdk") {
        return contexts.map((context, i) => chosen.render(context as TemplateContext, "kleros-sdk", `/contexts/${i}`));
      }
      return chosen.documents(contexts as TemplateContext[]);
    },
    renderJson: (context) => item.document(context),
    check: (context) => item.check(context),
    dispose: () => handle.dispose(),
  };
}

function renderText(cache: Cache, template: string, context: TemplateContext, options: TextOptions): string {
  const { mode, dialect } = options;
  const plain = mode === undefined && dialect !== undefined && dialect !== "auto";
  const what = mode === "kleros-sdk" ? SDK_TEXT : plain ? DIALECT_TEXT : STRICT_TEXT;
  const item = cache.get(template, dialectOf(options));
  const partials = what === STRICT_TEXT ? "" : partialsText(options.partials);
  return JSON.parse(item.general(context, what, "/context", partials)) as string;
}

/** Calldata takes one object of named texts. */
function checkInput(input: unknown): Record<string, unknown> {
  if (typeof input !== "object" || input === null) {
    throw refuse("input.type", "", "The argument is one object with named members.");
  }
  return input as Record<string, unknown>;
}

/** dikast.template over the core; validate and diff are the lint's. */
export function createTemplate(core: Core): TemplateApi {
  const cache = new Cache(core);
  return {
    compile(template) {
      checkTemplate(template);
      return compileTemplate(core, cache, template);
    },
    render(template, context, options) {
      checkTemplate(template);
      if (options === undefined) return cache.get(template, "auto").render(context, "strict");
      const checked = checkOptions(options);
      return cache.get(template, dialectOf(checked)).render(context, checked.mode);
    },
    renderText(template, context, options) {
      checkTemplate(template);
      return renderText(cache, template, context, checkOptions(options));
    },
    variables(template) {
      checkTemplate(template);
      return cache.get(template, "auto").variables();
    },
    registrationCalldata(input) {
      const { tag, template, mappings } = checkInput(input);
      return core.call<Hex>("template.registrationCalldata", { tag, template, mappings });
    },
    changeCalldata(input) {
      const { template, mappings } = checkInput(input);
      return core.call<Hex>("template.changeCalldata", { template, mappings });
    },
    createDisputeCalldata(input: CreateDisputeInput) {
      const members = checkInput(input);
      const extra = members["extraData"];
      const bytes = ArrayBuffer.isView(extra)
        ? `0x${Array.from(extra as Uint8Array, (byte) => byte.toString(16).padStart(2, "0")).join("")}`
        : extra;
      const { numberOfRulingOptions, template, mappings, templateUri } = members;
      return core.call<Hex>("template.createDisputeCalldata", {
        extraData: bytes,
        numberOfRulingOptions,
        template,
        mappings,
        templateUri,
      });
    },
  };
}
