import type { Fixture, MappingContext } from "dikast/lean";
import { type Example, examples } from "../examples.js";

export type ConsumerId =
  | "strict"
  | "court-mainnet"
  | "court-testnet"
  | "court-devnet"
  | "kleros-sdk";
export type Tab = "jurors" | "problems" | "flow" | "run" | "diff" | "options";

/** A version put aside, to come back to or to compare with. */
export interface Saved {
  name: string;
  /** Milliseconds since 1970. */
  time: number;
  template: string;
  mappings: string;
}

/** Everything a person gives to the studio. Plain JSON: it is what a project file holds. */
export interface Draft {
  /** The example it began from; "" for none. */
  example: string;
  template: string;
  mappings: string;
  parameters: MappingContext;
  /** Recorded answers of the mappings; absent: the example's. */
  fixtures?: Fixture[];
  /** The tag to register under. */
  tag: string;
  /** What the diff compares with: typed or opened. */
  other: string;
  /** Small fields, by name. */
  fields: Record<string, string>;
  consumer: ConsumerId;
  width: "wide" | "phone";
  tab: Tab;
}

export const exampleOf = (draft: Draft): Example | undefined =>
  examples.find(({ id }) => id === draft.example);

/** The recordings a draft is shown with. */
export const fixturesOf = (draft: Draft): readonly Fixture[] =>
  draft.fixtures ?? exampleOf(draft)?.fixtures ?? [];

const EMPTY: Draft = {
  example: "",
  template: "",
  mappings: "",
  parameters: {},
  tag: "",
  other: "",
  fields: {},
  consumer: "strict",
  width: "wide",
  tab: "jurors",
};

/** A draft of these documents; how things are looked at stays as in `like`. */
export function draftWith(documents: Partial<Draft>, like: Draft = EMPTY): Draft {
  const { tab, consumer, width, other, fields } = like;
  return { ...EMPTY, tab, consumer, width, other, fields, ...documents };
}

export function draftOf(example: Example, like?: Draft): Draft {
  const { id, template, mappings, parameters } = example;
  return draftWith({ example: id, template, mappings, parameters: { ...parameters } }, like);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Recordings as they stand in a file; undefined when these are none. */
export function readFixtures(value: unknown): Fixture[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const whole = value.every(
    (item) => isObject(item) && isObject(item.request) && isObject(item.response),
  );
  return whole ? (value as Fixture[]) : undefined;
}

// Values that came as JSON numbers are typed as text, as everything in a form is.
function readParameters(value: unknown): MappingContext {
  if (!isObject(value)) return {};
  const entries = Object.entries(value).map(([name, item]) => [
    name,
    typeof item === "number" || typeof item === "boolean" ? String(item) : item,
  ]);
  return Object.fromEntries(entries) as MappingContext;
}

const one = <T extends string>(value: unknown, known: readonly T[], otherwise: T): T =>
  known.includes(value as T) ? (value as T) : otherwise;

/** The draft in a project's JSON, whoever wrote it; undefined when it holds no template as text. */
export function readDraft(value: unknown): Draft | undefined {
  if (!isObject(value) || typeof value.template !== "string") return undefined;
  const fixtures = readFixtures(value.fixtures);
  return {
    ...EMPTY,
    example: text(value.example),
    template: value.template,
    mappings: text(value.mappings),
    parameters: readParameters(value.parameters ?? value.context),
    ...(fixtures ? { fixtures } : {}),
    tag: text(value.tag),
    other: text(value.other),
    fields: isObject(value.fields)
      ? Object.fromEntries(Object.entries(value.fields).map(([name, item]) => [name, text(item)]))
      : {},
    consumer: one(
      value.consumer,
      ["strict", "court-mainnet", "court-testnet", "court-devnet", "kleros-sdk"],
      "strict",
    ),
    width: one(value.width, ["wide", "phone"], "wide"),
    tab: one(value.tab, ["jurors", "problems", "flow", "run", "diff", "options"], "jurors"),
  };
}

/** What a file turned out to hold. */
export type Opened =
  | { kind: "project"; draft: Draft }
  | { kind: "template"; text: string }
  | { kind: "mappings"; text: string }
  | { kind: "fixtures"; fixtures: Fixture[] }
  | { kind: "unknown"; why: string };

const LARGEST = 8_000_000;

/** Reads any file of a project: the whole of it, a template, mappings or recordings. */
export async function openFile(file: File): Promise<Opened> {
  const { name } = file;
  if (file.size > LARGEST) return { kind: "unknown", why: `${name} is larger than 8 MB.` };
  let content: string;
  try {
    content = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      await file.arrayBuffer(),
    );
  } catch {
    return { kind: "unknown", why: `${name} is no text (UTF-8).` };
  }
  return recognise(content);
}

/** What a text is: anything that is none of the others is a template, maybe a faulty one. */
export function recognise(content: string): Opened {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return { kind: "template", text: content };
  }
  const draft = readDraft(value);
  if (draft) return { kind: "project", draft };
  const fixtures = readFixtures(value);
  if (fixtures && fixtures.length > 0) return { kind: "fixtures", fixtures };
  if (Array.isArray(value)) return { kind: "mappings", text: content };
  return { kind: "template", text: content };
}

/** Hands a text over as a file. */
export function download(name: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** The project as a file's text: what was given, without how it is looked at. */
export function projectText(draft: Draft): string {
  const { example, template, mappings, parameters, tag } = draft;
  const fixtures = fixturesOf(draft);
  return `${JSON.stringify({ example, tag, template, mappings, parameters, fixtures }, null, 2)}\n`;
}
