// Copies of what would be lost without anybody's doing: a draft that another tab wrote over, and a
// stored text that can no longer be read.

const KEY = "dikast.copies";
const MOST = 10;
/** How things are looked at, and what is a copy itself. */
const UNIMPORTANT = /^dikast\.studio\.(tab|consumer|width|example|previous|versions)$|#versions$/;
const DRAFT = /^dikast\.(studio|kept|sign)\./;

interface Copy {
  /** Milliseconds since 1970. */
  time: number;
  key: string;
  text: string;
}

/** What there are copies of, and why. Fires "change". */
export class Copies extends EventTarget {
  /** Why there is something to tell; "" while there is not. */
  reason: "" | "tab" | "broken" = "";
  /** By key, what another tab wrote last. */
  readonly #theirs = new Map<string, string | null>();

  constructor() {
    super();
    this.#checkStored();
    addEventListener("storage", (event) => this.#overwritten(event));
  }

  dismiss(): void {
    this.reason = "";
    this.dispatchEvent(new Event("change"));
  }

  /** The copies as a file's text. */
  text(): string {
    return `${JSON.stringify(this.#read(), null, 2)}\n`;
  }

  #read(): Copy[] {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]") as unknown;
      return Array.isArray(kept) ? (kept as Copy[]) : [];
    } catch {
      return [];
    }
  }

  #keep(key: string, text: string, reason: "tab" | "broken"): void {
    try {
      const copies = [{ time: Date.now(), key, text }, ...this.#read()].slice(0, MOST);
      localStorage.setItem(KEY, JSON.stringify(copies));
    } catch {
      return; // No room for a copy: the newer text has it.
    }
    this.reason = reason;
    this.dispatchEvent(new Event("change"));
  }

  /** Only the first write of another tab takes something of this one's away. */
  #overwritten({ key, oldValue, newValue }: StorageEvent): void {
    if (key === null || !DRAFT.test(key) || UNIMPORTANT.test(key)) return;
    const ours = oldValue !== null && oldValue !== this.#theirs.get(key);
    this.#theirs.set(key, newValue);
    if (ours && oldValue !== newValue && !/^("")?$/.test(oldValue))
      this.#keep(key, oldValue, "tab");
  }

  /** JSON that was cut or changed is set aside, so that a page starts without it. */
  #checkStored(): void {
    try {
      const keys = Array.from(
        { length: localStorage.length },
        (_, at) => localStorage.key(at) ?? "",
      );
      for (const key of keys.filter((each) => /^dikast\.(studio|sign)\./.test(each))) {
        const text = localStorage.getItem(key) ?? "";
        try {
          JSON.parse(text);
        } catch {
          this.#keep(key, text, "broken");
          localStorage.removeItem(key);
        }
      }
    } catch {
      // Storage is turned off: nothing is stored.
    }
  }
}

export const copies = new Copies();
