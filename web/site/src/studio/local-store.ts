import { type Draft, readDraft, type Saved } from "./draft.js";
import type { Store } from "./store.js";

const KEY = "dikast.studio.";
/** The one text of the first page. */
const OLD = "dikast.draft.1";
const PREVIOUS = "previous";
const VERSIONS = "versions";
const MOST_VERSIONS = 50;

/** A field a key, so that typing writes what was typed and nothing else. */
export class LocalStore implements Store {
  full = false;
  readonly #pending = new Map<string, string | null>();
  #versions: Saved[] | undefined;

  read(): Draft | undefined {
    const fields: Record<string, unknown> = {};
    try {
      for (let i = 0; i < localStorage.length; i += 1) {
        const key = localStorage.key(i) ?? "";
        const name = key.slice(KEY.length);
        if (!key.startsWith(KEY) || name === PREVIOUS || name === VERSIONS) continue;
        fields[name] = JSON.parse(localStorage.getItem(key) ?? "null");
      }
      if (!("template" in fields))
        return readDraft(JSON.parse(localStorage.getItem(OLD) ?? "null"));
    } catch {
      // Storage is turned off, or somebody else wrote there.
    }
    return readDraft(fields);
  }

  write(draft: Draft, change: Partial<Draft>): void {
    // What was never written yet is an example: with the first change all of it becomes a draft.
    const fields = this.#get("template") === null ? draft : change;
    for (const [name, value] of Object.entries(fields)) this.#put(name, value);
  }

  writeAll(draft: Draft): void {
    this.#put("fixtures", undefined);
    for (const [name, value] of Object.entries(draft)) this.#put(name, value);
  }

  previous(): Draft | undefined {
    return readDraft(this.#get(PREVIOUS));
  }

  keepPrevious(draft: Draft): void {
    this.#put(PREVIOUS, draft);
  }

  versions(): readonly Saved[] {
    if (!this.#versions) {
      const kept = this.#get(VERSIONS);
      this.#versions = Array.isArray(kept) ? (kept as Saved[]) : [];
    }
    return this.#versions;
  }

  addVersion(version: Saved): void {
    this.#versions = [version, ...this.versions()].slice(0, MOST_VERSIONS);
    this.#put(VERSIONS, this.#versions);
  }

  removeVersion(version: Saved): void {
    this.#versions = this.versions().filter((each) => each !== version);
    this.#put(VERSIONS, this.#versions);
  }

  #get(name: string): unknown {
    try {
      return JSON.parse(localStorage.getItem(KEY + name) ?? "null");
    } catch {
      return null;
    }
  }

  /** Whatever was refused before is tried again: room may have been made. */
  #put(name: string, value: unknown): void {
    this.#pending.set(name, value === undefined ? null : JSON.stringify(value));
    try {
      for (const [waiting, text] of this.#pending) {
        if (text === null) localStorage.removeItem(KEY + waiting);
        else localStorage.setItem(KEY + waiting, text);
        this.#pending.delete(waiting);
      }
      this.full = false;
    } catch {
      this.full = true;
    }
  }
}
