import type { DataFlow, FlowVariable, MissingName } from "dikast/lean";
import { css, html, LitElement, nothing, svg } from "lit";
import { property } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";
import { panelStyles } from "./styles.js";

interface Box {
  key: string;
  text: string;
  note: string;
  tone: "" | "bad" | "party";
  x: number;
  y: number;
}

interface Line {
  from: Box;
  to: Box;
  bad: boolean;
}

const COLUMNS = [
  ["Sources", 4, 136],
  ["Mappings", 168, 114],
  ["Variables", 310, 124],
  ["Fields", 462, 134],
] as const;
const WIDTH = 600;
const BOX = 42;
const STEP = 50;
const TOP = 30;

const short = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 1)}\u2026` : text;

/** The end of a path says more than its beginning. */
const shortPath = (text: string, length: number): string =>
  text.length > length ? `\u2026${text.slice(1 - length)}` : text;

/** Whom a mapping asks, for people. */
export function sourceName(type: string, from: string): string {
  if (type === "json") return "written in the mapping";
  if (type === "fetch/ipfs/json") return from === "" ? "IPFS" : `IPFS ${from}`;
  const host = /^https?:\/\/([^/{}]+)/.exec(from)?.[1];
  if (host) return host;
  return from === "" ? type : from;
}

/** Where a variable comes from, for people. */
function origin(variable: FlowVariable, flow: DataFlow, given: boolean): string {
  const { mapping } = variable;
  if (mapping === undefined) return given ? "the page that shows the dispute" : "nobody";
  const step = flow.steps[mapping];
  return step ? `mapping ${mapping + 1} (${step.type}): ${sourceName(step.type, step.from)}` : "";
}

/** From sources over mappings and variables to fields: a drawing, and the same as a table. */
export class FlowView extends LitElement {
  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      svg {
        display: block;
        min-width: 36rem;
        width: 100%;
        height: auto;
      }
      text {
        font: 12px var(--sans);
        fill: var(--text);
      }
      text.mono {
        font-family: var(--mono);
        font-size: 11.5px;
      }
      text.head {
        fill: var(--muted);
        font-weight: 600;
      }
      text.note {
        fill: var(--muted);
        font-size: 10.5px;
      }
      rect {
        fill: var(--surface);
        stroke: var(--line-strong);
      }
      .bad rect {
        fill: var(--error-soft);
        stroke: var(--error);
        stroke-width: 2;
      }
      .bad text.note {
        fill: var(--error);
        font-weight: 600;
      }
      .party rect {
        fill: var(--warning-soft);
        stroke: var(--warning);
      }
      .party text.note {
        fill: var(--warning);
      }
      path {
        fill: none;
        stroke: var(--line-strong);
        stroke-width: 1.25;
      }
      path.bad {
        stroke: var(--error);
        stroke-dasharray: 4 3;
      }
      .picture {
        overflow-x: auto;
        margin-bottom: 16px;
        padding: 8px;
      }
      .legend {
        margin-bottom: 8px;
      }
      h3 {
        font-size: 1rem;
        margin: 16px 0 6px;
      }
    `,
  ];

  @property({ attribute: false }) flow: DataFlow = { steps: [], variables: [], reads: [] };
  /** Names that the page looked at does not give. */
  @property({ attribute: false }) missing: readonly MissingName[] = [];
  /** That page. */
  @property() page = "";

  #isMissing(name: string): boolean {
    return this.missing.some((each) => each.name === name);
  }

  #layout(): { boxes: Box[]; lines: Line[]; height: number } {
    const { flow } = this;
    const columns: Box[][] = [[], [], [], []];
    const put = (
      column: number,
      key: string,
      text: string,
      note: string,
      tone: Box["tone"],
    ): Box => {
      const boxes = columns[column] as Box[];
      const known = boxes.find((each) => each.key === key);
      if (known) return known;
      const box = {
        key,
        text,
        note,
        tone,
        x: COLUMNS[column]?.[1] ?? 0,
        y: TOP + boxes.length * STEP,
      };
      boxes.push(box);
      return box;
    };
    const lines: Line[] = [];
    const rank = ({ mapping }: FlowVariable): number => mapping ?? -1;
    const ordered = [...flow.variables].sort((a, b) => rank(a) - rank(b));
    if (ordered.some((each) => rank(each) < 0 && !this.#isMissing(each.name))) {
      put(1, "page", "The page", "gives it", "");
    }
    const mappings = flow.steps.map(({ type, from, reads }, index) => {
      const source = sourceName(type, from);
      const failing = this.missing.filter((each) => each.mapping === index).map(({ name }) => name);
      const note =
        failing.length > 0
          ? `needs ${failing.join(", ")}`
          : reads.length > 0
            ? `reads ${reads.join(", ")}`
            : "reads nothing";
      const box = put(
        1,
        `${index}`,
        `${index + 1}. ${type}`,
        note,
        failing.length > 0 ? "bad" : "",
      );
      lines.push({
        from: put(0, source, source, type === "json" ? "" : "asked", ""),
        to: box,
        bad: false,
      });
      return box;
    });
    for (const variable of ordered) {
      const { name, mapping, party } = variable;
      const bad = this.#isMissing(name);
      const note = bad
        ? "unresolved"
        : mapping === undefined
          ? "given"
          : party
            ? "others write it"
            : "";
      const box = put(2, name, name, note, bad ? "bad" : party ? "party" : "");
      const from =
        mapping === undefined
          ? bad
            ? undefined
            : put(1, "page", "The page", "gives it", "")
          : mappings[mapping];
      if (from) lines.push({ from, to: box, bad });
    }
    for (const { name, path } of flow.reads) {
      const variable = columns[2]?.find((each) => each.key === name);
      const bad = this.#isMissing(name);
      const field = put(3, path, path === "" ? "(between values)" : path, "", bad ? "bad" : "");
      if (bad) field.tone = "bad";
      if (variable) lines.push({ from: variable, to: field, bad });
    }
    const rows = Math.max(1, ...columns.map((boxes) => boxes.length));
    return { boxes: columns.flat(), lines, height: TOP + rows * STEP };
  }

  #line({ from, to, bad }: Line) {
    const width = COLUMNS.find(([, x]) => x === from.x)?.[2] ?? 0;
    const [x1, y1, x2, y2] = [from.x + width, from.y + BOX / 2, to.x, to.y + BOX / 2];
    const middle = (x1 + x2) / 2;
    return svg`<path class=${bad ? "bad" : ""} d="M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}"/>`;
  }

  #box({ x, y, text, note, tone }: Box) {
    const width = COLUMNS.find(([, at]) => at === x)?.[2] ?? 0;
    const length = Math.floor((width - 12) / 7);
    return svg`<g class=${tone}>
      <title>${visible(note === "" ? text : `${text}: ${note}`)}</title>
      <rect x=${x} y=${y} width=${width} height=${BOX} rx="8"/>
      <text class="mono" x=${x + 8} y=${y + (note === "" ? 25 : 18)}>${(x === COLUMNS[3][1] ? shortPath : short)(visible(text), length)}</text>
      ${note === "" ? nothing : svg`<text class="note" x=${x + 8} y=${y + 33}>${tone === "bad" ? "\u2716 " : ""}${short(visible(note), length + 3)}</text>`}
    </g>`;
  }

  #table() {
    const { flow } = this;
    return html`<table>
      <caption class="visually-hidden">Variables, where they come from and where they are read</caption>
      <thead>
        <tr>
          <th scope="col">Variable</th>
          <th scope="col">Comes from</th>
          <th scope="col">Read in</th>
        </tr>
      </thead>
      <tbody>
        ${flow.variables.map((variable) => {
          const { name } = variable;
          const bad = this.#isMissing(name);
          const fields = flow.reads.filter((read) => read.name === name);
          const mappings = flow.steps.flatMap(({ reads }, index) =>
            reads.includes(name) ? [`mapping ${index + 1}`] : [],
          );
          return html`<tr>
            <th scope="row"><code>${visible(name)}</code></th>
            <td>
              ${
                bad
                  ? html`<span class="badge error">\u2716 unresolved</span> ${this.page} does not give it.`
                  : visible(origin(variable, flow, true))
              }
              ${variable.party && !bad ? html`<span class="badge warning">\u25b2 others write it</span>` : nothing}
            </td>
            <td>
              ${mappings.join(", ")}
              ${fields.map(
                ({ path, raw }, index) => html`${mappings.length + index > 0 ? ", " : ""}<code
                    >${visible(path === "" ? "(between values)" : path)}</code
                  >${raw ? " (raw)" : ""}`,
              )}
              ${mappings.length + fields.length === 0 ? html`<span class="muted">nowhere</span>` : nothing}
            </td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  override render() {
    if (this.flow.variables.length === 0) {
      return html`<p class="muted">The documents read no variable and populate none.</p>`;
    }
    const { boxes, lines, height } = this.#layout();
    const missing = new Set(this.missing.map(({ name }) => name)).size;
    return html`
      <p class="legend">
        ${
          missing === 0
            ? html`<span class="badge good">\u2713 Everything is resolved</span> for ${this.page}.`
            : html`<span class="badge error">\u2716 ${missing} unresolved</span> for ${this.page}.`
        }
      </p>
      <div class="picture panel" tabindex="0" role="region" aria-label="Data flow, drawn. The table below says the same.">
        <svg viewBox="0 0 ${WIDTH} ${height}" aria-hidden="true">
          ${COLUMNS.map(([name, x]) => svg`<text class="head" x=${x} y="18">${name}</text>`)}
          ${lines.map((line) => this.#line(line))} ${boxes.map((box) => this.#box(box))}
        </svg>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label="Data flow as a table">
        ${this.#table()}
      </div>
    `;
  }
}

customElements.get("dikast-flow-view") ?? customElements.define("dikast-flow-view", FlowView);
