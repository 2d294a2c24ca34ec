import type { Core } from "./door.js";
import type {
  AnswerEdit,
  AnswerSource,
  Consumer,
  ConsumerContext,
  ContextsOptions,
  DataFlow,
  FlowApi,
  MissingName,
} from "./flow.types.js";
import { checkContext, guarded, refuse } from "./template-context.js";
import type { TemplateContext } from "./template.types.js";

type Giver = Exclude<Consumer, "strict">;

// The deployments: facts of kleros-v2's contracts and web (Court mainnet shows Arbitrum One; testnet
// and devnet are both on Arbitrum Sepolia).
const CONSUMERS: readonly { consumer: Consumer; name: string; chainId?: string }[] = [
  { consumer: "strict", name: "Strict" },
  { consumer: "court-mainnet", name: "Court mainnet", chainId: "42161" },
  { consumer: "court-testnet", name: "Court testnet", chainId: "421614" },
  { consumer: "court-devnet", name: "Court devnet", chainId: "421614" },
  { consumer: "kleros-sdk", name: "kleros-sdk" },
];

interface Node {
  path: string;
  kind: "object" | "array" | "string" | "other";
  /** Of the member with its key, or of the value. */
  start: number;
  offset: number;
  endOffset: number;
  text: string;
}

function missingNames(flow: DataFlow, has: (name: string) => boolean): MissingName[] {
  const missing: MissingName[] = [];
  const populatedBy = new Map(flow.variables.map(({ name, mapping }) => [name, mapping]));
  flow.steps.forEach(({ reads }, index) => {
    for (const name of reads) {
      const by = populatedBy.get(name);
      if (!(by !== undefined && by < index) && !has(name)) missing.push({ name, mapping: index });
    }
  });
  for (const name of new Set(flow.reads.map((read) => read.name))) {
    const known = missing.some((each) => each.name === name);
    if (populatedBy.get(name) === undefined && !has(name) && !known) missing.push({ name });
  }
  return missing;
}

function contexts(
  core: Core,
  values: TemplateContext,
  { template = "", mappings = "" }: ContextsOptions,
): ConsumerContext[] {
  checkContext(values);
  const flow = core.call<DataFlow>("template.flow", { template, mappings });
  const names = Object.keys(values);
  const given = core.call<Record<Giver, string[]>>("template.givers", { names });
  const populated = new Set(flow.steps.flatMap((step) => step.populates));
  return CONSUMERS.map(({ consumer, name, chainId }) => {
    const dropped = consumer !== "strict" && flow.steps.length === 0 && mappings.trim() === "";
    const passes = new Set(consumer === "strict" ? names : dropped ? [] : given[consumer]);
    const isKept = (each: string): boolean => passes.has(each) || (populated.has(each) && !dropped);
    const kept = names.filter(isKept);
    return {
      consumer,
      name,
      mode: consumer === "strict" ? "strict" : "kleros-sdk",
      ...(chainId === undefined ? {} : { chainId }),
      values: Object.fromEntries(kept.map((each) => [each, values[each]])),
      withheld: names.filter((each) => !isKept(each)),
      missing: missingNames(flow, (each) => passes.has(each)),
      dropped,
    };
  });
}

function outline(core: Core, template: string): Node[] {
  return core.call<Node[]>("template.outline", { template, path: "/answers" });
}

function rulingOf(id: string): { ruling?: bigint } {
  return /^0x[0-9a-fA-F]{1,64}$/.test(id) ? { ruling: BigInt(id) } : {};
}

function answers(core: Core, template: string): AnswerSource[] {
  const nodes = outline(core, template);
  const at = new Map(nodes.map((node) => [node.path, node]));
  return nodes
    .filter(({ path }) => /^\/answers\/\d+$/.test(path))
    .map(({ path, kind }, index) => {
      const text = (field: string): string => at.get(`${path}/${field}`)?.text ?? "";
      return {
        index,
        id: text("id"),
        ...rulingOf(text("id")),
        title: text("title"),
        description: text("description"),
        reserved: text("reserved") === "true",
        fixed: kind !== "object",
      };
    });
}

const splice = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to);

/** The white space in front of a value that stands on a line of its own, with its line break. */
function indentOf(text: string, offset: number): string {
  return /\r?\n[ \t]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? "";
}

/** Puts `value` behind the last child of `parent`, laid out as that one is. */
function append(text: string, parent: Node, children: Node[], value: string): string {
  const last = children.at(-1);
  if (last === undefined) return splice(text, parent.offset + 1, parent.endOffset - 1, value);
  const indent = indentOf(text, last.start) || " ";
  return splice(text, last.endOffset, last.endOffset, `,${indent}${value}`);
}

function setField(
  text: string,
  nodes: Node[],
  answer: Node,
  field: string,
  value: string | boolean,
): string {
  const path = `${answer.path}/${field}`;
  // The last one counts where a key stands twice, as in JSON.parse.
  const node = nodes.filter((each) => each.path === path).at(-1);
  if (node) return splice(text, node.offset, node.endOffset, JSON.stringify(value));
  const depth = answer.path.split("/").length + 1;
  const members = nodes.filter(
    (each) => each.path.startsWith(`${answer.path}/`) && each.path.split("/").length === depth,
  );
  return append(text, answer, members, `${JSON.stringify(field)}: ${JSON.stringify(value)}`);
}

/** Without the element and one of the commas beside it. */
function remove(text: string, answer: Node): string {
  const after = /^\s*,/.exec(text.slice(answer.endOffset))?.[0];
  if (after !== undefined) {
    const end = answer.endOffset + after.length;
    const space = /^\s*/.exec(text.slice(end))?.[0].length ?? 0;
    return splice(text, answer.offset, end + space, "");
  }
  const before = /,\s*$/.exec(text.slice(0, answer.offset))?.[0].length ?? 0;
  return splice(text, answer.offset - before, answer.endOffset, "");
}

function editAnswers(core: Core, template: string, edit: AnswerEdit): string {
  const nodes = outline(core, template);
  const list = nodes[0];
  if (list?.kind !== "array") {
    throw refuse("input.type", "/template", "There is no list of answers to edit.");
  }
  const elements = nodes.filter(({ path }) => /^\/answers\/\d+$/.test(path));
  if ("add" in edit) {
    const indent = elements.length > 0 ? indentOf(template, elements.at(-1)?.offset ?? 0) : "";
    const { id, title, description } = edit.add;
    const shown = JSON.stringify({ id, title, description }, null, indent ? 2 : 0);
    return append(template, list, elements, shown.replaceAll("\n", indent || "\n"));
  }
  const answer = elements["set" in edit ? edit.set : edit.remove];
  if (answer === undefined) {
    throw refuse("input.type", "/edit", "There is no answer at this place.");
  }
  if ("remove" in edit) return remove(template, answer);
  if (answer.kind !== "object") {
    throw refuse("input.type", "/edit", "A variable gives this answer: edit its source.");
  }
  return setField(template, nodes, answer, edit.field, edit.value);
}

/** The part of dikast.template that editors use. */
export function createFlow(core: Core): FlowApi {
  return {
    contexts: (values, options = {}) => guarded(() => contexts(core, values, options)),
    flow: (template, mappings = "") =>
      guarded(() => core.call<DataFlow>("template.flow", { template, mappings })),
    answers: (template) => guarded(() => answers(core, template)),
    editAnswers: (template, edit) => guarded(() => editAnswers(core, template, edit)),
  };
}
