import type { FileKind } from "./evidence.types.js";

interface Signature {
  bytes: readonly number[];
  at?: number;
  kind: FileKind;
}

const plain = (type: string, mime: string): FileKind => ({ type, mime, active: false });
const ascii = (text: string): number[] => Array.from(text, (c) => c.charCodeAt(0));

// WHATWG MIME Sniffing, sections 6 and 7, for the kinds that evidence comes in.
const SIGNATURES: readonly Signature[] = [
  { bytes: ascii("%PDF-"), kind: plain("pdf", "application/pdf") },
  { bytes: [0x89, ...ascii("PNG\r\n"), 0x1a, 0x0a], kind: plain("png", "image/png") },
  { bytes: [0xff, 0xd8, 0xff], kind: plain("jpg", "image/jpeg") },
  { bytes: ascii("GIF8"), kind: plain("gif", "image/gif") },
  { bytes: ascii("WEBP"), at: 8, kind: plain("webp", "image/webp") },
  { bytes: ascii("BM"), kind: plain("bmp", "image/bmp") },
  { bytes: ascii("WAVE"), at: 8, kind: plain("wav", "audio/wave") },
  { bytes: ascii("ftyp"), at: 4, kind: plain("mp4", "video/mp4") },
  { bytes: [0x1a, 0x45, 0xdf, 0xa3], kind: plain("webm", "video/webm") },
  { bytes: ascii("OggS"), kind: plain("ogg", "application/ogg") },
  { bytes: ascii("ID3"), kind: plain("mp3", "audio/mpeg") },
  { bytes: [0x50, 0x4b, 0x03, 0x04], kind: plain("zip", "application/zip") },
  { bytes: [0x1f, 0x8b], kind: plain("gzip", "application/gzip") },
];

const HTML = [
  "<!doctype html",
  "<html",
  "<head",
  "<script",
  "<iframe",
  "<body",
  "<style",
  "<title",
  "<table",
  "<div",
  "<p",
  "<a",
  "<b",
  "<h1",
  "<br",
  "<img",
  "<!--",
];

function isAt(content: Uint8Array, { bytes, at = 0 }: Signature): boolean {
  return bytes.every((byte, i) => content[at + i] === byte);
}

/** UTF-8, or undefined. A byte-order mark is left out, as a browser does. */
function textOf(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content.subarray(0, 1_000_000));
  } catch {
    return undefined;
  }
}

function kindOfText(text: string): FileKind {
  const start = text.trimStart().slice(0, 4096).toLowerCase();
  const opens = (tag: string): boolean =>
    start.startsWith(tag) && (tag === "<!--" || /^[\s>/]?$|^[\s>/]/.test(start.slice(tag.length)));
  const html = { type: "html", mime: "text/html", active: true };
  // A page may hold drawings, and a comment may stand before a drawing.
  if (HTML.some((tag) => tag !== "<!--" && opens(tag))) return html;
  if (start.includes("<svg")) return { type: "svg", mime: "image/svg+xml", active: true };
  if (opens("<!--")) return html;
  if (start.startsWith("<?xml") || start.startsWith("<")) {
    return { type: "xml", mime: "text/xml", active: true };
  }
  if (start.startsWith("#!")) return { type: "script", mime: "text/plain", active: true };
  try {
    JSON.parse(text);
    return plain("json", "application/json");
  } catch {
    // Not JSON: text.
  }
  // Control characters, and what decodes to U+FFFD, stand in no text.
  const binary = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(text);
  return binary ? plain("unknown", "application/octet-stream") : plain("text", "text/plain");
}

/** What bytes are, whatever their name says. */
export function fileKind(content: Uint8Array): FileKind {
  const found = SIGNATURES.find((signature) => isAt(content, signature));
  const text = textOf(content);
  if (text !== undefined) {
    const kind = kindOfText(text);
    // A file that is text and starts like a picture is judged as what a browser might run.
    if (found === undefined || kind.active) return kind;
  }
  return found?.kind ?? plain("unknown", "application/octet-stream");
}
