// The editor proper: loaded on demand, so that the first view does not wait for it.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, Transaction } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { Issue } from "dikast/lean";
import { visible } from "../text.js";

export interface EditorOptions {
  parent: HTMLElement;
  /** Where styles are adopted: the shadow root. */
  root: ShadowRoot;
  text: string;
  label: string;
  description: string;
  onEdit: (text: string) => void;
  onFix: (issue: Issue) => void;
}

/** What the element does with an editor. */
export interface Editor {
  text(): string;
  /** Replaces what differs; the caret stays where it can. */
  setText(text: string): void;
  setIssues(issues: readonly Issue[]): void;
  select(from: number, to: number): void;
  selection(): { from: number; to: number };
  focus(): void;
  destroy(): void;
}

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--info)" },
  { tag: tags.string, color: "var(--good)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warning)" },
  {
    tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket],
    color: "var(--muted)",
  },
]);

const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { font: "13px/20px var(--mono)", overflow: "auto" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)", borderLeftWidth: "2px" },
  ".cm-gutters": {
    backgroundColor: "var(--sunken)",
    color: "var(--muted)",
    borderRight: "1px solid var(--line)",
  },
  ".cm-activeLine, .cm-activeLineGutter": {
    backgroundColor: "color-mix(in srgb, var(--sunken) 70%, transparent)",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { background: "color-mix(in srgb, var(--accent) 28%, transparent)" },
  ".cm-selectionMatch": { backgroundColor: "var(--accent-soft)" },
  ".cm-searchMatch": {
    backgroundColor: "var(--warning-soft)",
    outline: "1px solid var(--warning)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)" },
  ".cm-foldPlaceholder": {
    background: "var(--accent-soft)",
    color: "var(--accent)",
    border: "1px solid var(--line-strong)",
    padding: "0 6px",
  },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--text)" },
  ".cm-panels.cm-panels-bottom": { borderTop: "1px solid var(--line)" },
  ".cm-panel input, .cm-panel button": {
    background: "var(--surface)",
    color: "var(--text)",
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    minHeight: "28px",
    fontSize: "13px",
  },
  ".cm-panel.cm-search label": { fontSize: "13px" },
  ".cm-button": { backgroundImage: "none" },
  ".cm-tooltip": {
    backgroundColor: "var(--surface)",
    color: "var(--text)",
    border: "1px solid var(--line-strong)",
    borderRadius: "8px",
    maxWidth: "32rem",
  },
  ".cm-diagnostic": { padding: "6px 10px", font: "14px/1.4 var(--sans)" },
  ".cm-diagnosticAction": {
    backgroundColor: "var(--accent)",
    color: "var(--accent-text)",
    borderRadius: "6px",
    padding: "3px 8px",
    font: "inherit",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--error) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-warning": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warning) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-info": {
    backgroundImage: "none",
    textDecoration: "underline dotted var(--info) 1px",
    textUnderlineOffset: "3px",
  },
  // The package's own marks are data: images, which the policy of the page does not allow.
  ".cm-lint-marker": { content: "none", font: "700 12px/20px var(--mono)", width: "1em" },
  ".cm-lint-marker-error": { content: "none" },
  ".cm-lint-marker-warning": { content: "none" },
  ".cm-lint-marker-info": { content: "none" },
  ".cm-lint-marker-error::before": { content: '"\\2716"', color: "var(--error)" },
  ".cm-lint-marker-warning::before": { content: '"\\25b2"', color: "var(--warning)" },
  ".cm-lint-marker-info::before": { content: '"\\2022"', color: "var(--info)" },
  ".cm-specialChar": { color: "var(--error)" },
  ".cm-tag": {
    color: "var(--accent)",
    backgroundColor: "var(--accent-soft)",
    borderRadius: "3px",
  },
  ".cm-tag-raw": { textDecoration: "underline", textUnderlineOffset: "3px" },
});

// Mustache tags, wherever they stand. Bounded: a tag is at most 200 characters here.
const tagMarks = new MatchDecorator({
  regexp: /\{\{\{?[^{}]{0,200}\}?\}\}/g,
  decoration: (match) =>
    Decoration.mark({ class: match[0].startsWith("{{{") ? "cm-tag cm-tag-raw" : "cm-tag" }),
});

const mustacheTags = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = tagMarks.createDeco(view);
    }
    update(update: ViewUpdate): void {
      this.decorations = tagMarks.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const clamp = (at: number, length: number): number => Math.min(Math.max(0, at), length);

function diagnostics(
  issues: readonly Issue[],
  length: number,
  onFix: (issue: Issue) => void,
): Diagnostic[] {
  return issues.map((issue) => {
    const from = clamp(issue.offset, length);
    const { fix } = issue;
    return {
      from,
      to: Math.max(from, clamp(issue.endOffset ?? issue.offset, length)),
      severity: issue.severity,
      source: issue.code,
      message: visible(issue.message),
      ...(fix
        ? { actions: [{ name: `Fix: ${visible(fix.description)}`, apply: () => onFix(issue) }] }
        : {}),
    };
  });
}

/** The smallest replacement that makes `before` into `after`. */
function difference(before: string, after: string): { from: number; to: number; insert: string } {
  const least = Math.min(before.length, after.length);
  let from = 0;
  while (from < least && before.charCodeAt(from) === after.charCodeAt(from)) from += 1;
  let end = 0;
  while (
    end < least - from &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end += 1;
  }
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

// Left to itself the browser writes what replaces a selection with the style of what was selected, as
// style attributes, which the policy of the page refuses (and reports); and of a text with line breaks
// that arrives in one piece (dictation, a tool) it can lose the first.
const replaceSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType, isComposing } = event;
    if (inputType !== "insertText" || data === null || isComposing) return false;
    const selected = view.state.selection.ranges.some(({ empty }) => !empty);
    if (!selected && !data.includes("\n")) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(data), {
      scrollIntoView: true,
      userEvent: "input.type",
    });
    return true;
  },
});

const fixed: Extension = [
  replaceSelection,
  lineNumbers(),
  foldGutter(),
  codeFolding(),
  lintGutter(),
  history(),
  drawSelection(),
  highlightSpecialChars(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  bracketMatching(),
  indentOnInput(),
  search({ top: false }),
  json(),
  syntaxHighlighting(colours),
  mustacheTags,
  theme,
  EditorState.tabSize.of(2),
  // Tab is not taken: it leaves the editor, as everywhere on the page.
  keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap, ...lintKeymap]),
];

export function createEditor(options: EditorOptions): Editor {
  const silent = Symbol("set from outside");
  let outside: symbol | undefined;
  const view = new EditorView({
    parent: options.parent,
    root: options.root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        fixed,
        // A carriage return stays a character: the text goes out as it came in, and the core's
        // positions are the editor's.
        EditorState.lineSeparator.of("\n"),
        EditorView.contentAttributes.of({
          "aria-label": options.label,
          "aria-describedby": options.description,
          spellcheck: "false",
          tabindex: "0",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && outside !== silent) options.onEdit(text());
        }),
      ],
    }),
  });
  const text = (): string => view.state.sliceDoc();
  return {
    text,
    setText(next) {
      const present = text();
      if (present === next) return;
      outside = silent;
      view.dispatch({
        changes: difference(present, next),
        annotations: Transaction.userEvent.of("input.replace"),
      });
      outside = undefined;
    },
    setIssues(issues) {
      const found = diagnostics(issues, view.state.doc.length, options.onFix);
      view.dispatch(setDiagnostics(view.state, found));
    },
    select(from, to) {
      const { length } = view.state.doc;
      const selection = { anchor: clamp(from, length), head: clamp(to, length) };
      view.dispatch({
        selection,
        effects: EditorView.scrollIntoView(selection.anchor, { y: "center" }),
      });
    },
    selection() {
      const { from, to } = view.state.selection.main;
      return { from, to };
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
