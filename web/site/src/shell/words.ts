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
  chain: "Chain",
  chainHint: "Where templates, disputes and transactions are looked for",
  language: "Language",
  draftsKept: "What you type is kept in this browser.",
  draftsRefused: "This browser does not keep what you type: its storage is full or turned off.",
  draftsDownload: "Download what was not kept",
  draftsAll: "Download everything kept here",
  close: "Close",
  footer:
    "Everything is computed in this page and stays in this browser. Nothing is asked or sent unless you press for it.",
} as const;

export type Words = Record<keyof typeof english, string>;

const catalogue: Readonly<Record<string, Words>> = { en: english };

/** Codes of the languages there are, with their own names. */
export const languages: readonly (readonly [code: string, name: string])[] = [["en", "English"]];

const KEY = "dikast.language";

function chosen(): string {
  try {
    return localStorage.getItem(KEY) ?? navigator.language.slice(0, 2);
  } catch {
    return navigator.language.slice(0, 2);
  }
}

/** The code of the language that is shown. */
export const language: string = chosen() in catalogue ? chosen() : "en";

/** The words of the chosen language, the browser's, or English. */
export const words: Words = catalogue[language] ?? english;

/** Shows the site in another language; drafts are kept, so the page is loaded anew. */
export function chooseLanguage(code: string): void {
  try {
    localStorage.setItem(KEY, code);
  } catch {
    // The browser's own language it is.
  }
  location.reload();
}
