import type { Issue } from "./common.types.js";

const brand = Symbol.for("dikast.error");

/** What a {@link DikastError} is made of. */
export interface ErrorParts {
  code: string;
  path: string;
  message: string;
  issues?: Issue[];
}

/**
 * The only error this package throws. `code` is stable ("domain.reason"); `path` is a JSON Pointer
 * (RFC 6901) into the caller's input, "" for the whole of it; `message` is for people and may change.
 */
export class DikastError extends Error {
  readonly code: string;
  readonly path: string;
  /** What was found, where the error stands for several findings. */
  readonly issues?: Issue[];
  declare readonly cause?: unknown;

  constructor(parts: ErrorParts, options?: { cause?: unknown }) {
    super(parts.message, options);
    this.name = "DikastError";
    this.code = parts.code;
    this.path = parts.path;
    if (parts.issues !== undefined) this.issues = parts.issues;
    Object.defineProperty(this, brand, { value: true });
  }

  /** Also true for errors of another copy of this package (the CommonJS door, the script build). */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }
}
