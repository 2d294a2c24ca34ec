/**
 * The page's own words, by language. English is the only one so far; another is another table of the
 * same keys. What the core says (problems, errors) comes in English.
 */
const english = {
  skip: "Skip to the page",
  claim: "See what Kleros jurors will see",
  menu: "Pages",
  search: "Find or paste anything",
  searchHint: "template id, transaction, CID, calldata, JSON",
  theme: "Theme",
  offline: "Offline",
  offlineOn: "Offline: nothing leaves this page",
  offlineOff: "Online: asked only when you press",
  nowhere: "There is no such page.",
  toStart: "Go to the start",
  loading: "This page is being loaded.",
  broken: "This page stopped because of a mistake of ours. What you typed is kept.",
  again: "Try again",
  notLoaded:
    "This part of the site could not be loaded. There may be a newer version: reload the page; drafts are kept.",
  chain: "Chain",
  chainHint: "Where templates, disputes and transactions are looked for",
  wallet: "Wallet",
  walletNone: "none",
  walletLook: "Look for wallets again",
  walletForget: "Forget it in this page",
  walletMissing:
    "No wallet is announced in this browser. Everything but signing works without one.",
  language: "Language",
  draftsKept: "What you type is kept in this browser.",
  draftsRefused: "This browser does not keep what you type: its storage is full or turned off.",
  draftsDownload: "Download what was not kept",
  draftsAll: "Download everything kept here",
  close: "Close",
  reload: "Reload the page",
  copyOfTab:
    "Another tab of this site changed the same draft. The newer text is kept, and a copy of what stood here.",
  copyOfBroken:
    "A stored draft was cut or changed and cannot be read. The page starts without it; what there was is set aside.",
  copyDownload: "Download the copy",
  noCore:
    "The part that computes everything could not be loaded. What you type is kept; nothing can be checked or shown until it is there.",
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
