/**
 * The page's own words, by language. English is the only one so far; another is another table of the
 * same keys. What the core says (problems, errors) comes in English.
 */
const english = {
  skip: "Skip to the page",
  claim: "See what Kleros jurors will see",
  menu: "Pages",
  search: "Find or paste anything",
  searchHint: "Template id, transaction, CID, calldata, JSON",
  theme: "Theme",
  offline: "Offline",
  offlineOn: "Offline: nothing leaves this page",
  offlineOff: "Online: asked only when you press",
  nowhere: "There is no such page.",
  toStart: "Go to the start",
  loading: "This page is being loaded.",
  broken: "This page stopped because of a mistake of ours. What you typed is kept.",
  again: "Try again",
  notLoaded: "This part of the site could not be loaded.",
  footer:
    "Everything is computed in this page and stays in this browser. Nothing is asked or sent unless you press for it.",
} as const;

export type Words = Record<keyof typeof english, string>;

const catalogue: Readonly<Record<string, Words>> = { en: english };

export const languages = Object.keys(catalogue);

/** The words of the browser's language, or English. */
export const words: Words = catalogue[navigator.language.slice(0, 2)] ?? english;
