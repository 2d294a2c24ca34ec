import type { Dikast, FileKind } from "dikast/lean";
import { kindName, sizeName } from "../documents/document-view.js";

/** A chosen file, looked at. */
export interface Attached {
  name: string;
  /** As it was chosen. */
  original: Uint8Array;
  /** As it will be published. */
  content: Uint8Array;
  kind: FileKind;
  /** What was taken out. */
  removed: readonly string[];
  /** Whether there is something that can be taken out. */
  strippable: boolean;
  cid: string;
  /** What its author should know, the worst first. */
  notes: readonly { severity: "error" | "warning" | "info"; text: string }[];
}

/** Larger files are not read whole by {@link Dikast.ipfs}. */
export const LARGEST = 33_554_432;
const LARGE = 10_000_000;

const extensionOf = (name: string): string =>
  /\.([A-Za-z0-9]{1,16})$/.exec(name)?.[1]?.toLowerCase() ?? "";

const ALSO: Readonly<Record<string, readonly string[]>> = {
  jpg: ["jpeg", "jpe", "jfif"],
  html: ["htm", "xhtml"],
  text: ["txt", "md", "markdown", "csv", "log"],
  mp4: ["m4v", "m4a", "mov", "heic", "avif"],
  zip: ["docx", "xlsx", "pptx", "odt", "ods", "epub", "jar"],
  gzip: ["gz", "tgz"],
  ogg: ["oga", "ogv", "opus"],
};

function isNamedRight(name: string, type: string): boolean {
  const extension = extensionOf(name);
  return extension === "" || extension === type || (ALSO[type] ?? []).includes(extension);
}

function notesOn(
  name: string,
  kind: FileKind,
  size: number,
  stripped: { removed: readonly string[]; known: boolean },
): Attached["notes"] {
  const notes: { severity: "error" | "warning" | "info"; text: string }[] = [];
  const what = kindName(kind.type);
  const picture = ["jpg", "png", "webp"].includes(kind.type);
  if (kind.active) {
    const text = `This is ${what}, which a browser could run. Careful front ends show jurors its source or nothing: a PDF or a picture says it better.`;
    notes.push({ severity: "warning", text });
  }
  if (kind.type !== "unknown" && !isNamedRight(name, kind.type)) {
    const text = `Its name ends with \u201c.${extensionOf(name)}\u201d, but by its content it is ${what}. Jurors may not be able to open it.`;
    notes.push({ severity: "warning", text });
  }
  if (size > LARGE) {
    const text = `It is ${sizeName(size)}: jurors on a phone may never see it.`;
    notes.push({ severity: "warning", text });
  }
  if (picture && !stripped.known) {
    const text = "The picture is damaged, so nothing could be taken out of it.";
    notes.push({ severity: "warning", text });
  }
  if (["gif", "bmp", "pdf", "mp4", "zip"].includes(kind.type)) {
    const text = `${what.replace(/^an? /, "").replace(/^\w/, (c) => c.toUpperCase())} files can name their author, place or time. Nothing is taken out of them here.`;
    notes.push({ severity: "info", text });
  }
  return notes;
}

/** Looks at a file: what it is by its content, its address, and what to know before it is public. */
export function attach(
  { evidence, ipfs }: Dikast,
  name: string,
  original: Uint8Array,
  strip: boolean,
): Attached {
  const kind = evidence.fileKind(original);
  const stripped = evidence.stripMetadata(original);
  const content = strip ? stripped.content : original;
  return {
    name,
    original,
    content,
    kind,
    removed: stripped.removed,
    strippable: stripped.removed.length > 0,
    cid: ipfs.cid(content),
    notes: notesOn(name, kind, content.length, stripped),
  };
}

/** What the document says about the file: its type by content; of texts, by its name. */
export function typeOf({ kind, name }: Attached): string | undefined {
  const extension = extensionOf(name);
  const known = kind.type !== "unknown" && kind.type !== "text" && !isNamedRight(name, kind.type);
  if (known) return kind.type;
  return (
    extension || (kind.type === "unknown" ? undefined : kind.type === "text" ? "txt" : kind.type)
  );
}
