import type { Dikast, Hex } from "dikast/lean";
import { html, nothing, type TemplateResult } from "lit";
import { drafts } from "../shell/drafts.js";
import { visible } from "../text.js";

/** A form whose fields are texts, as they were typed. */
export type Form<Name extends string = string> = Record<Name, string>;

/** Whoever keeps a form. */
export interface Editor<Name extends string> {
  readonly form: Form<Name>;
  edit(change: Partial<Form<Name>>): void;
}

export interface FieldOptions {
  hint?: string | TemplateResult;
  type?: "text" | "datetime-local";
  placeholder?: string;
  rows?: number;
}

export const typed = (event: Event): string =>
  (event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value;

const wrapped = (label: TemplateResult, hint?: string | TemplateResult): TemplateResult =>
  html`<div class="field">
    ${label} ${hint === undefined ? nothing : html`<p class="small muted">${hint}</p>`}
  </div>`;

export const input = <Name extends string>(
  editor: Editor<Name>,
  name: NoInfer<Name>,
  label: string,
  { hint, type = "text", placeholder = "" }: FieldOptions = {},
): TemplateResult =>
  wrapped(
    html`<label>
      ${label}
      <input
        name=${name}
        type=${type}
        .value=${editor.form[name]}
        placeholder=${placeholder}
        autocomplete="off"
        spellcheck="false"
        @input=${(event: Event) => editor.edit({ [name]: typed(event) } as Partial<Form<Name>>)}
      />
    </label>`,
    hint,
  );

export const area = <Name extends string>(
  editor: Editor<Name>,
  name: NoInfer<Name>,
  label: string,
  { hint, rows = 3, placeholder = "" }: FieldOptions = {},
): TemplateResult =>
  wrapped(
    html`<label>
      ${label}
      <textarea
        name=${name}
        rows=${rows}
        .value=${editor.form[name]}
        placeholder=${placeholder}
        @input=${(event: Event) => editor.edit({ [name]: typed(event) } as Partial<Form<Name>>)}
      ></textarea>
    </label>`,
    hint,
  );

export const select = <Name extends string>(
  editor: Editor<Name>,
  name: NoInfer<Name>,
  label: string,
  choices: readonly (readonly [value: string, text: string])[],
  { hint }: FieldOptions = {},
): TemplateResult =>
  wrapped(
    html`<label>
      ${label}
      <select
        name=${name}
        @change=${(event: Event) => editor.edit({ [name]: typed(event) } as Partial<Form<Name>>)}
      >
        ${choices.map(
          ([value, text]) =>
            html`<option value=${value} .selected=${value === editor.form[name]}>${visible(text)}</option>`,
        )}
      </select>
    </label>`,
    hint,
  );

/** A form as it was kept; fields that are missing or no texts are as in `empty`. */
export function readForm<Name extends string>(key: string, empty: Form<Name>): Form<Name> {
  try {
    const kept = JSON.parse(drafts.read(key) ?? "{}") as Record<string, unknown>;
    const fits = Object.keys(empty).filter((name) => typeof kept[name] === "string");
    return { ...empty, ...Object.fromEntries(fits.map((name) => [name, kept[name]])) };
  } catch {
    return { ...empty };
  }
}

/** What a step gave, or why it gave nothing. */
export type Tried<T> = { value: T; problem?: undefined } | { value?: undefined; problem: string };

export function attempt<T>(run: () => T): Tried<T> {
  try {
    return { value: run() };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

export const problemLine = (problem: string): TemplateResult =>
  html`<p class="problem" role="alert"><span class="badge error">\u2716</span> ${visible(problem)}</p>`;

/** The non-empty lines of a text. */
export const linesOf = (text: string): string[] =>
  text.split("\n").filter((line) => line.trim() !== "");

/** Unix seconds of what a datetime field holds, read as UTC; "" of an empty one. */
export function secondsOf(text: string): string {
  if (text === "") return "";
  const milliseconds = Date.parse(`${text}Z`);
  return Number.isNaN(milliseconds) ? "" : String(milliseconds / 1000);
}

/** "1 day 12 hours". */
export function duration(seconds: bigint): string {
  const units: readonly (readonly [bigint, string])[] = [
    [86_400n, "day"],
    [3600n, "hour"],
    [60n, "minute"],
    [1n, "second"],
  ];
  let left = seconds;
  const parts = units.flatMap(([size, name]) => {
    const count = left / size;
    left %= size;
    return count === 0n ? [] : [`${count} ${name}${count === 1n ? "" : "s"}`];
  });
  return parts.join(" ") || "0 seconds";
}

/** Unix seconds as a person reads them, in UTC. */
export const utc = (seconds: bigint): string =>
  seconds < 1n << 43n
    ? `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`
    : `${seconds}`;

/** An amount of smallest units in whole coins, every digit of it. */
export const coins = ({ reality }: Dikast, units: bigint, decimals: string): string => {
  const word: Hex = `0x${units.toString(16).padStart(64, "0")}`;
  return reality.decodeAnswer({ type: "uint", decimals }, word).text;
};

/** Smallest units of an amount as it is typed. */
export function unitsOf({ reality }: Dikast, text: string, decimals: string, what: string): bigint {
  if (text.trim() === "") return 0n;
  try {
    return BigInt(reality.encodeAnswer({ type: "uint", decimals }, text.trim()));
  } catch {
    throw new Error(`${what}: a number with at most ${decimals} decimals.`);
  }
}
