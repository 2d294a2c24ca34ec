// What a person types, anywhere on the site, outlives the page: each write is done when the call
// returns, so that a reload, a crash or a kill right after a keystroke loses nothing.

const PREFIX = "dikast.kept.";
const VERSIONS = "#versions";
/** In UTF-16 units. Longer texts would fill localStorage: they go to IndexedDB. */
const LARGE = 500_000;
const MOST_VERSIONS = 20;

/** An earlier state of a text. */
export interface Version {
  /** Milliseconds since 1970. */
  time: number;
  text: string;
}

type Put = { name: string; text: string | undefined };

function openLarge(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("dikast", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("kept");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Texts by name. Fires "change" when the browser begins or stops to refuse writes. Texts of more than
 * a megabyte are readable after `ready`.
 */
export class Drafts extends EventTarget {
  /** The browser refused the last write: its storage is full or turned off. */
  full = false;
  readonly ready: Promise<void>;
  readonly #large = new Map<string, string>();
  /** What could not be written, to be written again and to be downloaded. */
  readonly #refused = new Map<string, string>();
  #database: Promise<IDBDatabase> | undefined;

  constructor() {
    super();
    this.ready = this.#readLarge();
  }

  read(name: string): string | undefined {
    const waiting = this.#refused.get(name) ?? this.#large.get(name);
    if (waiting !== undefined) return waiting;
    try {
      return localStorage.getItem(PREFIX + name) ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps a text; false when the browser refused, which is told by `full` too. */
  write(name: string, text: string): boolean {
    this.#refused.set(name, text);
    if (text.length > LARGE) {
      this.#large.set(name, text);
      this.#refused.delete(name);
      this.#remove(name);
      void this.#put({ name, text });
      return true;
    }
    if (this.#large.delete(name)) void this.#put({ name, text: undefined });
    return this.#retry();
  }

  forget(name: string): void {
    this.#refused.delete(name);
    if (this.#large.delete(name)) void this.#put({ name, text: undefined });
    this.#remove(name);
    this.#remove(name + VERSIONS);
  }

  /** The earlier states of a text, the latest first. */
  versions(name: string): readonly Version[] {
    try {
      const kept = JSON.parse(this.read(name + VERSIONS) ?? "[]") as unknown;
      return Array.isArray(kept) ? (kept as Version[]) : [];
    } catch {
      return [];
    }
  }

  /** Replaces a text and keeps what stood there for {@link undo}. */
  replace(name: string, text: string): void {
    const before = this.read(name);
    if (before !== undefined && before !== text && before.trim() !== "") {
      const versions = [{ time: Date.now(), text: before }, ...this.versions(name)];
      this.write(name + VERSIONS, JSON.stringify(versions.slice(0, MOST_VERSIONS)));
    }
    this.write(name, text);
  }

  /** Brings the latest version back; undefined when there is none. */
  undo(name: string): string | undefined {
    const [last, ...rest] = this.versions(name);
    if (!last) return undefined;
    this.write(name + VERSIONS, JSON.stringify(rest));
    this.write(name, last.text);
    return last.text;
  }

  /** What the browser did not keep, as a file's text. */
  refusedText(): string {
    return `${JSON.stringify(Object.fromEntries(this.#refused), null, 2)}\n`;
  }

  #remove(name: string): void {
    try {
      localStorage.removeItem(PREFIX + name);
    } catch {
      // Storage is turned off: there is nothing to remove.
    }
  }

  /** Whatever was refused before is tried again: room may have been made. */
  #retry(): boolean {
    let full = false;
    for (const [name, text] of [...this.#refused]) {
      try {
        localStorage.setItem(PREFIX + name, text);
        this.#refused.delete(name);
      } catch {
        full = true;
      }
    }
    this.#tell(full);
    return !full;
  }

  #tell(full: boolean): void {
    if (full === this.full) return;
    this.full = full;
    this.dispatchEvent(new Event("change"));
  }

  async #put({ name, text }: Put): Promise<void> {
    try {
      this.#database ??= openLarge();
      const database = await this.#database;
      await new Promise<void>((resolve, reject) => {
        const transaction = database.transaction("kept", "readwrite", { durability: "strict" });
        const store = transaction.objectStore("kept");
        if (text === undefined) store.delete(name);
        else store.put(text, name);
        transaction.oncomplete = () => resolve();
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
    } catch {
      if (text === undefined) return;
      this.#refused.set(name, text);
      this.#tell(true);
    }
  }

  async #readLarge(): Promise<void> {
    try {
      // Asking for the list makes no database where there is none.
      const known = (await indexedDB.databases?.()) ?? [{ name: "dikast" }];
      if (!known.some(({ name }) => name === "dikast")) return;
      this.#database ??= openLarge();
      const store = (await this.#database).transaction("kept").objectStore("kept");
      await new Promise<void>((resolve, reject) => {
        const request = store.openCursor();
        request.onsuccess = () => {
          const { result } = request;
          if (!result) return resolve();
          const name = String(result.key);
          if (!this.#large.has(name)) this.#large.set(name, String(result.value));
          result.continue();
        };
        request.onerror = () => reject(request.error);
      });
    } catch {
      // Without IndexedDB there are no large texts to read.
    }
  }
}

/** Everything the site keeps in this browser, as a file's text: the way out of a page that broke. */
export function everythingKept(): string {
  const kept: Record<string, string> = {};
  try {
    for (let at = 0; at < localStorage.length; at += 1) {
      const key = localStorage.key(at) ?? "";
      if (key.startsWith("dikast.")) kept[key] = localStorage.getItem(key) ?? "";
    }
  } catch {
    // Storage is turned off: there is only what could not be written.
  }
  return `${JSON.stringify({ ...kept, refused: JSON.parse(drafts.refusedText()) }, null, 2)}\n`;
}

/** Hands a text over as a file. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export const drafts = new Drafts();
