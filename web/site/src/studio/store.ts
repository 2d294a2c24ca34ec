import type { Draft, Saved } from "./draft.js";

/** Where the studio keeps what a person gives. Every write is done when the call returns. */
export interface Store {
  /** The browser refused the last write: its storage is full or turned off. */
  readonly full: boolean;
  read(): Draft | undefined;
  /** Writes the fields of `change`. */
  write(draft: Draft, change: Partial<Draft>): void;
  writeAll(draft: Draft): void;
  /** The draft that the present one replaced. */
  previous(): Draft | undefined;
  keepPrevious(draft: Draft): void;
  versions(): readonly Saved[];
  addVersion(version: Saved): void;
  removeVersion(version: Saved): void;
}
