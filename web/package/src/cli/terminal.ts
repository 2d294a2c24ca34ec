import { writeSync } from "node:fs";

/** What the program writes to: standard output and standard error of the process, or a test's. */
export interface Output {
  /** Whether a person looks at it and wants colours. */
  readonly colour: boolean;
  write(text: string): void;
}

/** The reader of our output has gone (`dikast lint ... | head`): nothing more is to be said. */
export class OutputClosed extends Error {}

const PAUSE = new Int32Array(new SharedArrayBuffer(4));

/**
 * One of the process' own streams, written at once so that nothing is lost when the process ends. A
 * pipe that is full is waited for.
 */
export function standard(fd: 1 | 2, isTTY: boolean, env: NodeJS.ProcessEnv): Output {
  const { NO_COLOR = "", TERM } = env;
  const plain = NO_COLOR !== "" || TERM === "dumb";
  const write = (text: string): void => {
    let bytes: Uint8Array = Buffer.from(text);
    while (bytes.length > 0) {
      try {
        bytes = bytes.subarray(writeSync(fd, bytes));
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        if (code === "EPIPE") throw new OutputClosed();
        if (code !== "EAGAIN") throw cause;
        Atomics.wait(PAUSE, 0, 0, 5);
      }
    }
  };
  return { colour: isTTY && !plain, write };
}

// Characters that act on a terminal or reorder and hide text: C0 and C1 controls, soft hyphen,
// Arabic letter mark, Mongolian vowel separator, zero width and bidirectional controls, line and
// paragraph separators, invisible operators, byte order mark, annotations, tags.
const ACTING =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

const escaped = (character: string): string =>
  `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** One line of somebody else's text, with what acts on a terminal written out: \u{1b}. */
export function printable(text: string): string {
  return text.replace(ACTING, escaped);
}

/** As printable, with line breaks and tabs kept: lines after the first begin with `indent`. */
export function printableLines(text: string, indent: string): string {
  return text
    .split(/\r\n|\n/)
    .map((line) => line.split("\t").map(printable).join("\t"))
    .join(`\n${indent}`);
}

/** JSON with two spaces, in which nothing acts on a terminal either. bigint becomes its digits. */
export function jsonText(value: unknown): string {
  const plain = (_key: string, item: unknown): unknown =>
    typeof item === "bigint" ? item.toString() : item;
  const text = JSON.stringify(value, plain, 2).replace(ACTING, (character) => {
    if (character === "\n") return character; // JSON.stringify's own; those of values are "\\n"
    let units = "";
    for (let i = 0; i < character.length; i += 1) {
      units += `\\u${character.charCodeAt(i).toString(16).padStart(4, "0")}`;
    }
    return units;
  });
  return `${text}\n`;
}

const CODES = { red: 31, yellow: 33, blue: 34, green: 32, bold: 1, dim: 2 } as const;

/** `text` in a colour, where `output` wants colours. */
export function paint(output: Output, colour: keyof typeof CODES, text: string): string {
  return output.colour ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
}
