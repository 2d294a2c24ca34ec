import type { Fixture } from "dikast/lean";

/** A worked example: the documents, and the answers recorded for its mappings. */
export interface Example {
  id: string;
  title: string;
  template: string;
  mappings: string;
  parameters: Record<string, string>;
  fixtures: Fixture[];
}

const files = import.meta.glob<string>("../../../examples/*/*.json", {
  query: "?raw",
  import: "default",
  eager: true,
});

const TITLES: Record<string, string> = {
  "escrow-v2": "Escrow V2: who gets the money?",
  "curate-registration": "Curate: may an item join the list?",
  "curate-removal": "Curate: must an item leave the list?",
  reality: "Reality.eth: what is the answer?",
  lease: "Residential lease: a case by hand",
};

const file = (id: string, name: string): string =>
  files[`../../../examples/${id}/${name}.json`] ?? "";

function read(id: string): Example {
  return {
    id,
    title: TITLES[id] ?? id,
    template: file(id, "template"),
    mappings: file(id, "mappings"),
    parameters: JSON.parse(file(id, "parameters") || "{}") as Record<string, string>,
    fixtures: JSON.parse(file(id, "fixtures") || "[]") as Fixture[],
  };
}

const present = new Set(Object.keys(files).map((path) => path.split("/").at(-2) ?? ""));
const order = [...Object.keys(TITLES).filter((id) => present.has(id))];
for (const id of present) if (!order.includes(id)) order.push(id);

/** The worked examples, the one to begin with first. */
export const examples: readonly Example[] = order.map(read);
