// The words of a web page without the page: tags that give a text its shape, stripped of everything they
// say, and the text between them. A browser is not asked to read the page itself, because it would act on
// some of it, and report the rest against the policy of this site, before anybody could clean it.

const SHAPE = new Set(
  "h1 h2 h3 h4 h5 h6 p br hr ul ol li dl dt dd blockquote pre code em strong b i u s sub sup small table caption thead tbody tfoot tr th td div section article header footer main figure figcaption".split(
    " ",
  ),
);
const WITHOUT_END = new Set(["br", "hr"]);
/** What is inside is no text of the page. */
const UNSEEN = new Set(
  "script style template iframe object noscript noembed noframes title textarea xmp svg math select".split(
    " ",
  ),
);
const DEEPEST = 64;

const isLetter = (code: number): boolean =>
  (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);

/** Where the tag that begins at `at` ends: behind its ">", or at the end of the text. */
function tagEnd(source: string, at: number): number {
  let quote = "";
  for (let i = at; i < source.length; i += 1) {
    const char = source[i] ?? "";
    if (quote !== "") {
      if (char === quote) quote = "";
    } else if (char === ">") {
      return i + 1;
    } else if ((char === '"' || char === "'") && source[i - 1] === "=") {
      quote = char;
    }
  }
  return source.length;
}

function nameAt(source: string, at: number): string {
  let end = at;
  while (isLetter(source.charCodeAt(end)) || /[0-9]/.test(source[end] ?? "")) end += 1;
  return source.slice(at, end).toLowerCase();
}

/** Behind the end tag of an element whose content is not shown. */
function behind(lower: string, name: string, at: number): number {
  const end = lower.indexOf(`</${name}`, at);
  return end < 0 ? lower.length : tagEnd(lower, end);
}

const escaped = (text: string): string => text.replaceAll("<", "&lt;").replaceAll(">", "&gt;");

class Words {
  out = "";
  readonly #open: string[] = [];

  begin(name: string): void {
    if (!SHAPE.has(name) || this.#open.length >= DEEPEST) return;
    this.out += `<${name}>`;
    if (!WITHOUT_END.has(name)) this.#open.push(name);
  }

  end(name: string): void {
    const at = this.#open.lastIndexOf(name);
    if (at < 0) return;
    for (const each of this.#open.splice(at).reverse()) this.out += `</${each}>`;
  }
}

/** HTML of `source` in which nothing is left but shapes without attributes, and text. */
export function wordsOfPage(source: string): string {
  const lower = source.toLowerCase();
  const words = new Words();
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf("<", at);
    if (open < 0) break;
    words.out += escaped(source.slice(at, open));
    const isEnd = source[open + 1] === "/";
    const first = open + (isEnd ? 2 : 1);
    if (source.startsWith("<!--", open)) {
      const end = source.indexOf("-->", open + 4);
      at = end < 0 ? source.length : end + 3;
    } else if (source[open + 1] === "!" || source[open + 1] === "?") {
      at = tagEnd(source, open);
    } else if (!isLetter(source.charCodeAt(first))) {
      words.out += "&lt;";
      at = open + 1;
    } else {
      const name = nameAt(source, first);
      at = tagEnd(source, open);
      if (isEnd) words.end(name);
      else if (UNSEEN.has(name)) at = behind(lower, name, at);
      else words.begin(name);
    }
  }
  words.out += escaped(source.slice(at));
  return words.out;
}
