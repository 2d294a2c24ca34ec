import type { TemplateResult } from "lit";
import { html } from "lit";

export type PageId =
  | "start"
  | "studio"
  | "ship"
  | "receipt"
  | "inspect"
  | "evidence"
  | "simulate"
  | "court"
  | "question";

/** Where the address leads: the page and what stands behind its name. */
export interface Route {
  page: PageId;
  /** Path segments after the page's own, decoded. */
  path: readonly string[];
  query: URLSearchParams;
}

export interface Page {
  id: PageId;
  /** As the browser's title and the menu say it. */
  title: string;
  /** Whether the menu has it; others are reached from a page. */
  menu: boolean;
  load(): Promise<unknown>;
  view(route: Route): TemplateResult;
}

/** The pages in the order of the menu. Each is loaded when it is first shown. */
export const pages: readonly Page[] = [
  {
    id: "start",
    title: "Start",
    menu: true,
    load: () => import("../start/start.js"),
    view: () => html`<dikast-start></dikast-start>`,
  },
  {
    id: "studio",
    title: "Template studio",
    menu: true,
    load: () => import("../studio/studio.js"),
    view: () => html`<dikast-studio></dikast-studio>`,
  },
  {
    id: "ship",
    title: "Register",
    menu: true,
    load: () => import("../sign/ship.js"),
    view: () => html`<dikast-ship></dikast-ship>`,
  },
  {
    id: "evidence",
    title: "Evidence",
    menu: true,
    load: () => import("../evidence/evidence.js"),
    view: () => html`<dikast-evidence></dikast-evidence>`,
  },
  {
    id: "court",
    title: "Court",
    menu: true,
    load: () => import("../court/court.js"),
    view: () => html`<dikast-court></dikast-court>`,
  },
  {
    id: "simulate",
    title: "Simulate",
    menu: true,
    load: () => import("../simulate/simulate.js"),
    view: ({ query }) => html`<dikast-simulate .packed=${query.get("s") ?? ""}></dikast-simulate>`,
  },
  {
    id: "question",
    title: "Questions",
    menu: true,
    load: () => import("../questions/questions.js"),
    view: ({ path: [tool = "ask"] }) => html`<dikast-questions .tool=${tool}></dikast-questions>`,
  },
  {
    id: "inspect",
    title: "Inspect",
    menu: true,
    load: () => import("../inspect/inspect.js"),
    view: ({ query }) => html`<dikast-inspect .given=${query.get("q") ?? ""}></dikast-inspect>`,
  },
  {
    id: "receipt",
    title: "Receipt",
    menu: false,
    load: () => import("../sign/receipt.js"),
    view: ({ path: [chain = "", hash = ""] }) =>
      html`<dikast-receipt .chain=${chain} .hash=${hash}></dikast-receipt>`,
  },
];

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Reads "#/page/segment?name=value"; undefined when there is no such page. */
export function readRoute(hash: string): Route | undefined {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [name = "", ...rest] = path.split("/").map(decoded);
  const page = name === "" ? "start" : pages.find(({ id }) => id === name)?.id;
  return page && { page, path: rest, query: new URLSearchParams(search) };
}

/** Goes to a page; the browser's back button comes back. */
export function goTo(path: string): void {
  location.hash = `#/${path}`;
}
