import type { StrippedFile } from "./evidence.types.js";

/** A picture that is not built as its format says. */
class Damaged extends Error {}

type Range = readonly [from: number, to: number];

const text = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));

function big32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at);
}

function little32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
}

function need(holds: boolean): void {
  if (!holds) throw new Damaged();
}

function gather(bytes: Uint8Array, ranges: readonly (Range | Uint8Array)[]): Uint8Array {
  const parts = ranges.map((range) =>
    range instanceof Uint8Array ? range : bytes.subarray(range[0], range[1]),
  );
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

// JPEG: ITU-T T.81 annex B. What decodes the picture stays: frames, tables, scans, the colour
// transform (APP14 "Adobe"), the colour profile (APP2 "ICC_PROFILE"), and how the picture is turned.

const ORIENTATION = 0x0112;

/** How an Exif block (CIPA DC-008) turns the picture, 1 to 8; 1 when it does not say. */
function orientationIn(exif: Uint8Array): number {
  const order = text(exif, 0, 2);
  if (exif.length < 14 || (order !== "II" && order !== "MM")) return 1;
  const little = order === "II";
  const view = new DataView(exif.buffer, exif.byteOffset, exif.length);
  const start = view.getUint32(4, little);
  if (start + 2 > exif.length) return 1;
  const count = view.getUint16(start, little);
  for (let i = 0; i < count; i += 1) {
    const entry = start + 2 + i * 12;
    if (entry + 12 > exif.length) return 1;
    if (view.getUint16(entry, little) !== ORIENTATION) continue;
    const value = view.getUint16(entry + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** An Exif segment that holds the orientation alone: without it the picture would lie on its side. */
function exifWith(orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation];
  const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff, 0, 0, 0, 0, 0, 0];
  return Uint8Array.from([0xff, 0xe1, 0, body.length + 2, ...body]);
}

/** A JFIF segment without the small picture that may follow its 14 bytes. */
function jfifWithoutThumbnail(segment: Uint8Array): Uint8Array {
  const out = segment.slice(0, 18);
  out.set([0, 16], 2);
  out.set([0, 0], 16);
  return out;
}

/** Whether a segment is one that {@link exifWith} made. */
function isOurs(segment: Uint8Array): boolean {
  const made = exifWith(orientationIn(segment.subarray(10)));
  return made.length === segment.length && made.every((byte, i) => segment[i] === byte);
}

function keptSegment(marker: number, segment: Uint8Array): Uint8Array | undefined {
  const name = text(segment, 4, 12);
  if (marker === 0xe1 && isOurs(segment)) return segment;
  if (marker === 0xe0) {
    return name.startsWith("JFIF\0") && segment.length >= 18
      ? jfifWithoutThumbnail(segment)
      : undefined;
  }
  if (marker === 0xe2) return name === "ICC_PROFILE\0" ? segment : undefined;
  if (marker === 0xee) return name.startsWith("Adobe") ? segment : undefined;
  return (marker > 0xe0 && marker <= 0xef) || marker === 0xfe ? undefined : segment;
}

/** Where the compressed data that begins at `at` end. */
function scanEnd(bytes: Uint8Array, at: number): number {
  let end = at;
  for (;;) {
    end = bytes.indexOf(0xff, end);
    need(end >= 0 && end + 1 < bytes.length);
    const next = bytes[end + 1] ?? 0;
    // A stuffed zero, a restart marker, or a fill byte.
    if (next !== 0 && (next < 0xd0 || next > 0xd7) && next !== 0xff) return end;
    end += next === 0xff ? 1 : 2;
  }
}

function labelOf(marker: number, segment: Uint8Array): string {
  if (marker === 0xfe) return "comment";
  const name = text(segment, 4, 6);
  if (marker === 0xe1) return name.startsWith("Exif") ? "Exif" : "XMP";
  if (marker === 0xed) return "IPTC";
  return marker === 0xe0 ? "thumbnail" : `APP${marker - 0xe0}`;
}

function stripJpeg(bytes: Uint8Array): StrippedFile {
  const parts: (Range | Uint8Array)[] = [[0, 2]];
  const removed: string[] = [];
  let orientation = 1;
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
    need(bytes[at] === 0xff && at + 1 < bytes.length);
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xd9) break;
    need(at + 4 <= bytes.length);
    const end = at + 2 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
    need(end >= at + 4 && end <= bytes.length);
    const segment = bytes.subarray(at, end);
    const kept = keptSegment(marker, segment);
    if (kept === undefined) {
      removed.push(labelOf(marker, segment));
      if (removed.at(-1) === "Exif") orientation = orientationIn(segment.subarray(10));
    } else {
      if (kept.length < segment.length) removed.push("thumbnail");
      parts.push(kept);
    }
    at = end;
    if (marker !== 0xda) continue;
    at = scanEnd(bytes, end);
    parts.push([end, at]);
  }
  parts.push([at, at + 2]);
  if (at + 2 < bytes.length) removed.push("what follows the picture");
  // Behind the JFIF segment, where readers look for it.
  const place = parts[1] instanceof Uint8Array && parts[1][1] === 0xe0 ? 2 : 1;
  if (orientation !== 1) parts.splice(place, 0, exifWith(orientation));
  return { content: gather(bytes, parts), removed, known: true };
}

// PNG, third edition, clause 11, and the chunks of APNG: those that decide how the picture looks.
const PNG_KEPT = new Set(
  "tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs sPLT hIST acTL fcTL fdAT".split(" "),
);

function stripPng(bytes: Uint8Array): StrippedFile {
  const parts: Range[] = [[0, 8]];
  const removed: string[] = [];
  let at = 8;
  for (let name = ""; name !== "IEND"; ) {
    need(at + 12 <= bytes.length);
    const end = at + 12 + big32(bytes, at);
    need(end <= bytes.length);
    name = text(bytes, at + 4, 4);
    // A capital first letter: no reader can do without it.
    if (/^[A-Z]/.test(name) || PNG_KEPT.has(name)) parts.push([at, end]);
    else removed.push(name === "eXIf" ? "Exif" : name);
    at = end;
  }
  if (at < bytes.length) removed.push("what follows the picture");
  return { content: gather(bytes, parts), removed, known: true };
}

// WebP container specification: RFC 9649, section 2.
const WEBP_KEPT = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
const WEBP_FLAGS = 0x08 | 0x04; // Exif, XMP

function stripWebp(bytes: Uint8Array): StrippedFile {
  const length = little32(bytes, 4) + 8;
  need(length >= 12 && length <= bytes.length);
  const parts: (Range | Uint8Array)[] = [];
  const removed: string[] = [];
  for (let at = 12; at < length; ) {
    need(at + 8 <= length);
    const size = little32(bytes, at + 4);
    // A chunk of odd length has a byte of padding.
    const end = Math.min(at + 8 + size + (size % 2), length);
    need(at + 8 + size <= length);
    const name = text(bytes, at, 4);
    if (name === "VP8X") {
      const header = bytes.slice(at, end);
      header[8] = (header[8] ?? 0) & ~WEBP_FLAGS;
      parts.push(header);
    } else if (WEBP_KEPT.has(name)) {
      parts.push([at, end]);
    } else {
      removed.push(name === "EXIF" ? "Exif" : name.trim());
    }
    at = end;
  }
  if (length < bytes.length) removed.push("what follows the picture");
  const head = bytes.slice(0, 12);
  const content = gather(bytes, [head, ...parts]);
  new DataView(content.buffer).setUint32(4, content.length - 8, true);
  return { content, removed, known: true };
}

const WAYS: Readonly<Record<string, (bytes: Uint8Array) => StrippedFile>> = {
  jpg: stripJpeg,
  png: stripPng,
  webp: stripWebp,
};

/** The picture without what it says about its author, place and device. */
export function stripMetadata(content: Uint8Array, type: string): StrippedFile {
  const strip = Object.hasOwn(WAYS, type) ? WAYS[type] : undefined;
  if (strip === undefined) return { content, removed: [], known: false };
  try {
    const stripped = strip(content);
    return stripped.removed.length === 0 ? { ...stripped, content } : stripped;
  } catch (error) {
    if (error instanceof Damaged || error instanceof RangeError) {
      return { content, removed: [], known: false };
    }
    throw error;
  }
}
