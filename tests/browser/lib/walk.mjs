// A walk written for people, as steps: numbered items, whose sentences with something in bold say what
// to do or what is seen.

const BOLD = /\*\*(.+?)\*\*/;
const MOMENT = "\u0000";

/** Each kind of sentence, and what it asks for. `**x**` and `` `x` `` stand for what is between. */
const KINDS = [
  ["press", "(?:[^`*]*: )?[Pp]ress **x**", ([name]) => ({ name })],
  ["see", "You see **x**", ([text]) => ({ text })],
  ["choose", "Choose **x**", ([name]) => ({ name })],
  ["type", "Type `x` into **x**", ([text, name]) => ({ text, name })],
  ["empty", "Empty **x**", ([name]) => ({ name })],
  ["change", "In **x**, replace `x` with `x`", ([name, from, to]) => ({ name, from, to })],
  ["replace", "Replace everything in **x** with:", ([name]) => ({ name })],
  ["reload", "Reload the page", () => ({})],
  ["open", "Open the address that it prints", () => ({})],
].map(([kind, pattern, read]) => {
  const source = pattern
    .replaceAll("**x**", "\\*\\*(.+?)\\*\\*")
    .replaceAll("`x`", "`([^`]+)`")
    .replaceAll(" ", "\\s+");
  return { kind, pattern: new RegExp(`^${source}$`), read };
});

/** Sentences of a text; a full stop inside bold or code ends none. */
function sentences(text) {
  const kept = [];
  const hidden = text.replace(/\*\*.+?\*\*|`[^`]+`/gs, (match) => {
    kept.push(match);
    return `${MOMENT}${kept.length - 1}${MOMENT}`;
  });
  const restored = new RegExp(`${MOMENT}(\\d+)${MOMENT}`, "g");
  return hidden
    .split(/(?<=\.)\s+/)
    .map((part) => part.replace(restored, (_, at) => kept[Number(at)]).trim())
    .filter((part) => part !== "");
}

function read(sentence, line) {
  const plain = sentence
    .replace(/\s+/g, " ")
    .replace(/(?<!\*)\.$/, "")
    .replace(/\*\*\.$/, "**");
  for (const { kind, pattern, read } of KINDS) {
    const match = pattern.exec(plain);
    if (match) return { kind, line, ...read(match.slice(1)) };
  }
  if (BOLD.test(plain)) throw new Error(`line ${line}: nobody knows how to do this: ${plain}`);
  return undefined;
}

/** One numbered item: its sentences as steps, its fenced text given to the step before it. */
function stepsOf({ text, line }) {
  const [before, fence] = text.split(/^ *```/m);
  const found = sentences(before)
    .map((sentence) => read(sentence, line))
    .filter((step) => step !== undefined);
  if (fence === undefined) return found;
  const [language, ...lines] = fence.split("\n");
  const indent = Math.min(...lines.filter((each) => each.trim()).map((each) => each.search(/\S/)));
  const body = lines
    .map((each) => each.slice(indent))
    .join("\n")
    .trim();
  if (language.trim() === "sh") return [{ kind: "terminal", line, commands: body.split("\n") }];
  const last = found.at(-1);
  if (last?.kind !== "replace") throw new Error(`line ${line}: what is this text for?`);
  last.text = body;
  return found;
}

/** The steps of a walk in Markdown, in their order. Whatever is in bold in an item must be a step. */
export function readWalk(markdown) {
  const items = [];
  let open = false;
  markdown.split("\n").forEach((text, index) => {
    if (/^\d+\. /.test(text)) {
      items.push({ text: text.replace(/^\d+\. /, ""), line: index + 1 });
      open = true;
    } else if (open && (text === "" || text.startsWith("   "))) {
      items.at(-1).text += `\n${text}`;
    } else {
      open = false;
    }
  });
  return items.flatMap(stepsOf);
}
