import DOMPurify from "dompurify";
import { micromark } from "micromark";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";
import { visible } from "../text.js";

/** What a document's link leads to. */
export type Destination =
  | { kind: "web"; url: URL }
  | { kind: "ipfs"; uri: string }
  /** Neither can be followed from here: a script, a file of this site, a mail address. */
  | { kind: "none"; text: string };

/** A picture that is fetched only when somebody presses. */
export interface RemoteImage {
  destination: Destination;
  text: string;
}

/** Markdown as elements that load nothing and lead nowhere by themselves. */
export interface SafeMarkdown {
  content: DocumentFragment;
  links: Map<Element, Destination>;
  images: Map<Element, RemoteImage>;
}

// The time to read a paragraph grows with the square of its length, and with the depth of what is in it.
const LONGEST = 100_000;
const LONGEST_PARAGRAPH = 10_000;
const DEEPEST = 16;

const TAGS =
  "p br hr h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong a img table thead tbody tr th td".split(
    " ",
  );

/** Whether a line opens more quotes and lists than anybody reads. */
function isTooDeep(line: string): boolean {
  let depth = 0;
  for (const char of line) {
    if (">-*+.)".includes(char)) depth += 1;
    else if (!" \t0123456789".includes(char)) break;
    if (depth > DEEPEST) break;
  }
  // A line across the page is no list.
  return depth > DEEPEST && !/^[\s*-]*$/.test(line);
}

/** Whether a text can be formatted in a moment. */
export function isReadable(text: string): boolean {
  if (text.length > LONGEST) return false;
  if (text.split(/\n\s*\n/).some((paragraph) => paragraph.length > LONGEST_PARAGRAPH)) return false;
  return !text.split("\n").some(isTooDeep);
}

const HERE = "https://here.invalid";

/** Where a link leads, judged as a browser would read it: "//host" and "/\host" leave the page too. */
export function destinationOf(link: string): Destination {
  const text = link.trim();
  if (/^(ipfs:\/\/|\/ipfs\/)/i.test(text)) return { kind: "ipfs", uri: text };
  try {
    const url = new URL(text, HERE);
    const isWeb = url.protocol === "https:" || url.protocol === "http:";
    if (isWeb && url.origin !== HERE && url.username === "" && url.password === "") {
      return { kind: "web", url };
    }
  } catch {
    // No address at all.
  }
  return { kind: "none", text };
}

/** Takes addresses off elements before a browser sees them. */
const purify = DOMPurify();
purify.addHook("beforeSanitizeAttributes", (element) => {
  for (const [tag, name, kept] of [
    ["A", "href", "data-link"],
    ["IMG", "src", "data-image"],
  ] as const) {
    if (element.tagName !== tag) continue;
    element.setAttribute(kept, element.getAttribute(name) ?? "");
    element.removeAttribute(name);
  }
});

/** Headings of a document are parts of the page they stand in: none skips a level. */
function lowerHeadings(content: DocumentFragment, level: number): void {
  const open: number[] = [];
  for (const heading of content.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const given = Number(heading.tagName[1]);
    while (open.length > 0 && (open.at(-1) ?? 0) >= given) open.pop();
    open.push(given);
    const lowered = document.createElement(`h${Math.min(level + open.length - 1, 6)}`);
    lowered.append(...heading.childNodes);
    heading.replaceWith(lowered);
  }
}

function showHidden(content: DocumentFragment): void {
  const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { currentNode } = texts;
    const given = currentNode.nodeValue ?? "";
    const shown = visible(given);
    if (shown !== given) currentNode.nodeValue = shown;
  }
}

function button(label: string | readonly Node[], part: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = part;
  made.append(...label);
  return made;
}

/** Markdown (CommonMark with tables), raw HTML as text. */
export function readMarkdown(text: string, level: number): SafeMarkdown {
  const html = micromark(text, {
    extensions: [gfmTable()],
    htmlExtensions: [gfmTableHtml()],
    // Every address is taken off below, and judged there.
    allowDangerousProtocol: true,
  });
  const content = purify.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ["data-link", "data-image", "alt", "align", "start"],
    // Kept as words: they are judged below and never followed as they are.
    ADD_URI_SAFE_ATTR: ["data-link", "data-image"],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  lowerHeadings(content, level);
  showHidden(content);
  const links = new Map<Element, Destination>();
  const images = new Map<Element, RemoteImage>();
  for (const image of content.querySelectorAll("img")) {
    const words = visible(image.alt) || "no description";
    if (image.closest("a")) {
      image.replaceWith(`[picture: ${words}]`);
      continue;
    }
    const destination = destinationOf(image.getAttribute("data-image") ?? "");
    const made = button(`Picture, not loaded: ${words}`, "image");
    images.set(made, { destination, text: words });
    image.replaceWith(made);
  }
  for (const link of content.querySelectorAll("a")) {
    const destination = destinationOf(link.getAttribute("data-link") ?? "");
    if (destination.kind === "none") {
      const plain = document.createElement("span");
      plain.append(...link.childNodes, ` [no link: ${visible(destination.text).slice(0, 200)}]`);
      link.replaceWith(plain);
      continue;
    }
    const made = button([...link.childNodes], "link");
    links.set(made, destination);
    link.replaceWith(made);
  }
  for (const wide of content.querySelectorAll("pre, table")) {
    const scroller = document.createElement("div");
    scroller.className = "wide";
    scroller.tabIndex = 0;
    scroller.setAttribute("role", "region");
    scroller.setAttribute("aria-label", wide.tagName === "PRE" ? "Code" : "Table");
    wide.replaceWith(scroller);
    scroller.append(wide);
  }
  return { content, links, images };
}
