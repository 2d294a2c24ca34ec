import { html, type TemplateResult } from "lit";

// Direction controls, zero-width and tag characters, fillers, and control characters except line
// breaks and tabs: what changes a text without being seen in it. First and last of each range.
const HIDDEN: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0xe0000, 0xe007f],
];

const isHidden = (code: number): boolean =>
  HIDDEN.some(([first, last]) => code >= first && code <= last);

/** `text` with each invisible or direction-changing character written as U+XXXX. */
export function visible(text: string): string {
  let shown = "";
  let done = 0;
  for (let i = 0; i < text.length; i += 1) {
    // Nearly all of a text is printable ASCII, and texts are long.
    const unit = text.charCodeAt(i);
    if (unit >= 0x20 && unit < 0x7f) continue;
    const code = text.codePointAt(i) ?? 0;
    const length = code > 0xffff ? 2 : 1;
    if (isHidden(code)) {
      shown += `${text.slice(done, i)}[U+${code.toString(16).toUpperCase().padStart(4, "0")}]`;
      done = i + length;
    }
    i += length - 1;
  }
  return done === 0 ? text : shown + text.slice(done);
}

/** A value of a document as text: never markup, and nothing hidden in it. */
export function asText(value: unknown): string {
  if (typeof value === "string") return visible(value);
  return visible(JSON.stringify(value) ?? "");
}

/** A text of several lines, with its line breaks. */
export function paragraphs(text: string): TemplateResult {
  return html`<span class="lines">${visible(text)}</span>`;
}
