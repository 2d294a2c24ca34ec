import type { Core, HotFunction } from "./door.js";
import { DikastError } from "./errors.js";
import {
  checkContext,
  encodeAnything,
  encodeContext,
  isContext,
  joinValues,
} from "./template-context.js";
import { type SdkReport, sdkDocument } from "./template-sdk.js";
import type {
  CheckResult,
  DisputeDetails,
  RenderOptions,
  TemplateContext,
} from "./template.types.js";

// The core's numbers for dialects and for what its general way gives.
const DIALECTS = { auto: 0, mustache: 1, handlebars: 2, mustacheJs: 3 } as const;
export type Dialect = keyof typeof DIALECTS;
export const DOCUMENT = 0;
export const STRICT_TEXT = 1;
export const DIALECT_TEXT = 2;
export const SDK_TEXT = 3;
export const SDK_DOCUMENT = 4;

// Templates that were rendered lately stay compiled, up to this number and this length together.
const KEPT = 64;
const KEPT_LENGTH = 4_000_000;

const LONE_SURROGATE = /\p{Surrogate}/u;
const isWellFormed: (text: string) => boolean =
  typeof (String.prototype as { isWellFormed?: unknown }).isWellFormed === "function"
    ? (text) => (text as unknown as { isWellFormed(): boolean }).isWellFormed()
    : (text) => !LONE_SURROGATE.test(text);

/** A template in the core: its number there and, with a skeleton, the names to send values of. */
export interface Opened {
  id: number;
  /** undefined: no skeleton. */
  names: string[] | undefined;
  /** Paths of Handlebars (../x, this, @root) can reach anything. */
  handlebars: boolean;
}

export function open(core: Core, template: string, dialect: Dialect): Opened {
  const compile = core.exports.dikast_template_compile as HotFunction;
  // Half a surrogate pair has no UTF-8; JSON can write it.
  const encoded = !isWellFormed(template);
  const size = core.write(encoded ? JSON.stringify(template) : template);
  const [id, kind, ...names] = core
    .take(compile(size, DIALECTS[dialect], Number(encoded)))
    .split(",");
  return { id: Number(id), names: kind === "1" ? names : undefined, handlebars: kind === "2" };
}

export function close(core: Core, id: number): void {
  (core.exports.dikast_template_dispose as HotFunction)(id);
}

/** The top-level names a mustache template can read. */
function roots(variables: readonly string[]): ReadonlySet<string> {
  return new Set(variables.flatMap((name) => [name, name.split(".", 1)[0] as string]));
}

/** One template in one dialect, open in the core. */
export class Item {
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
    return (
      names?.slice() ??
      (JSON.parse(this.#core.take(this.#hot("dikast_template_variables")(id))) as string[])
    );
  }

  #reads(): ReadonlySet<string> | undefined {
    if (this.#roots === null) {
      this.#roots = this.#opened().handlebars ? undefined : roots(this.variables());
    }
    return this.#roots;
  }

  /** The core's general way. */
  general(context: TemplateContext, what: number, partials = ""): string {
    const names = partials === "" ? this.#reads() : undefined;
    const { id } = this.#opened();
    const text =
      what === DIALECT_TEXT && !isContext(context)
        ? encodeAnything(context)
        : encodeContext(context, names);
    const size = this.#core.write(`{"context":${text}${partials}}`);
    return this.#core.take(this.#hot("dikast_template_general")(id, size, what));
  }

  /** The strict document as JSON text. */
  document(context: TemplateContext): string {
    const { id, names } = this.#opened();
    if (names !== undefined && isContext(context)) {
      const values = joinValues(context, names);
      if (values !== undefined) {
        const size = this.#hot("dikast_template_render")(id, this.#core.write(values));
        if (size !== 0) return this.#core.take(size);
      }
    }
    return this.general(context, DOCUMENT);
  }

  /** All in one call where the skeleton does it; errors name the place in the list. */
  renderMany(contexts: readonly TemplateContext[], mode: RenderOptions["mode"]): DisputeDetails[] {
    const { id, names } = this.#opened();
    if (mode !== "kleros-sdk" && names !== undefined && names.length > 0 && contexts.length > 0) {
      const all: string[] = [];
      for (const context of contexts) {
        const values = isContext(context) ? joinValues(context, names) : undefined;
        if (values === undefined) break;
        all.push(values);
      }
      if (all.length === contexts.length) {
        const size = this.#core.write(all.join("\0"));
        const reply = this.#hot("dikast_template_render_many")(id, size, all.length);
        if (reply !== 0) return JSON.parse(this.#core.take(reply)) as DisputeDetails[];
      }
    }
    return contexts.map((context, i) => {
      try {
        return this.render(context, mode);
      } catch (error) {
        if (!(error instanceof DikastError) || !error.path.startsWith("/context")) throw error;
        const path = `/contexts/${i}${error.path.slice("/context".length)}`;
        throw Object.assign(error, { path });
      }
    });
  }

  check(context: TemplateContext): CheckResult {
    checkContext(context);
    const { id, names } = this.#opened();
    try {
      if (names !== undefined) {
        const values = joinValues(context, names);
        if (
          values !== undefined &&
          this.#hot("dikast_template_check")(id, this.#core.write(values)) === 1
        ) {
          return { valid: true, issues: [] };
        }
      }
      this.general(context, DOCUMENT);
      return { valid: true, issues: [] };
    } catch (error) {
      if (!(error instanceof DikastError) || error.code === "internal.abort") throw error;
      const { code, path, message } = error;
      const place = {
        line: 1,
        column: 1,
        offset: 0,
        source: path.startsWith("/context") ? "context" : "template",
      };
      return {
        valid: false,
        issues: error.issues ?? [{ severity: "error", code, path, message, ...place }],
      };
    }
  }

  render(context: TemplateContext, mode: RenderOptions["mode"]): DisputeDetails {
    if (mode !== "kleros-sdk") return JSON.parse(this.document(context)) as DisputeDetails;
    const { text, report } = JSON.parse(this.general(context, SDK_DOCUMENT)) as {
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
export class Cache {
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

  /** Where the core is full, what is kept here makes room first. */
  #open(template: string, dialect: Dialect): Opened {
    try {
      return open(this.#core, template, dialect);
    } catch (error) {
      if (!(error instanceof DikastError) || error.code !== "template.handles") throw error;
      for (const [key, entry] of this.#entries) this.#drop(key, entry);
      return open(this.#core, template, dialect);
    }
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
    const opened = this.#open(template, dialect);
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
