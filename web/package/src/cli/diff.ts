import { join } from "node:path";
import type { Dikast } from "../dikast.js";
import type { TemplateChange } from "../lint.types.js";
import { isFolder, readText, type Source } from "./files.js";
import { jsonText, type Output, paint, printable, printableLines } from "./terminal.js";
import { type Arguments, type Command, UsageError } from "./usage.js";

export const DIFF: Command = {
  name: "diff",
  about: "Says what changes for jurors from one template to another.",
  usage: ["dikast diff [options] OLD NEW"],
  options: {
    format: { value: "FORMAT", oneOf: ["text", "json"], about: "text (default) or json" },
    all: { about: "also show what jurors do not see; it never makes the exit status 1" },
  },
  notes: ["OLD and NEW are templates or folders with a template.json; one of them may be -."],
};

function readTemplate(path: string): Source {
  return readText(isFolder(path) ? join(path, "template.json") : path);
}

function changeText(output: Output, change: TemplateChange): string {
  const { kind, weight, path, visible, before, after } = change;
  const seen = visible ? "" : ", not seen by jurors";
  const place = paint(output, "bold", path === "" ? "the whole document" : printable(path));
  const lines = [`${kind} (${weight}${seen}): ${place}`];
  if (before !== undefined) {
    lines.push(`  before: ${paint(output, "red", printableLines(before, "          "))}`);
  }
  if (after !== undefined) {
    lines.push(`  after:  ${paint(output, "green", printableLines(after, "          "))}`);
  }
  return `${lines.join("\n")}\n\n`;
}

/** `dikast diff`. Returns the exit status: 1 when jurors will see something else. */
export async function diff(
  args: Arguments,
  load: () => Promise<Dikast>,
  out: Output,
): Promise<number> {
  const [before, after, more] = args.positionals;
  if (before === undefined || after === undefined || more !== undefined) {
    throw new UsageError("diff takes two templates, the old and the new");
  }
  const [a, b] = [readTemplate(before), readTemplate(after)];
  const dikast = await load();
  const changes = dikast.template.diff(a.text, b.text);
  const visible = changes.filter((change) => change.visible);
  const shown = args.has("all") ? changes : visible;
  if (args.one("format") === "json") {
    out.write(jsonText({ old: a.name, new: b.name, visible: visible.length, changes: shown }));
  } else {
    const hidden = changes.length - visible.length;
    const rest =
      hidden > 0 && !args.has("all") ? ` ${hidden} more that they do not see: --all.` : "";
    const total =
      visible.length === 0 ? "Jurors see the same." : `Changes that jurors see: ${visible.length}.`;
    out.write(`${shown.map((change) => changeText(out, change)).join("")}${total}${rest}\n`);
  }
  return visible.length > 0 ? 1 : 0;
}
