import { css, html, LitElement, nothing, svg } from "lit";
import { property } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";
import type { Diagram, DiagramEdge, DiagramNode, Position } from "./system.types.js";

const BOX = { width: 150, height: 52 } as const;
/** Distances of the grid: drawn wide, and turned for a phone. */
const WIDE = { column: 242, row: 150 } as const;
const TALL = { column: 222, row: 148 } as const;
const EDGE = 46;

interface Point {
  x: number;
  y: number;
}

/** Where the line from the middle of a box towards a point leaves the box. */
function border(from: Point, to: Point): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const scale = Math.min(
    dx === 0 ? Number.POSITIVE_INFINITY : (BOX.width / 2 + 5) / Math.abs(dx),
    dy === 0 ? Number.POSITIVE_INFINITY : (BOX.height / 2 + 5) / Math.abs(dy),
  );
  return { x: from.x + dx * scale, y: from.y + dy * scale };
}

/** A machine with what is where in it; the table below says the same. */
export class MachineDiagram extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .picture {
        overflow-x: auto;
      }
      svg {
        display: block;
        width: 100%;
        height: auto;
        margin: 0 auto;
      }
      .wide {
        min-width: 600px;
        max-width: 960px;
      }
      .tall {
        display: none;
        max-width: 420px;
      }
      rect {
        fill: var(--surface);
        stroke: var(--line-strong);
        stroke-width: 1.5;
      }
      .here rect {
        fill: var(--accent-soft);
        stroke: var(--accent);
        stroke-width: 3;
      }
      text {
        fill: var(--text);
        font-size: 15px;
        font-weight: 600;
        text-anchor: middle;
      }
      .subject {
        font-size: 12px;
        font-weight: 400;
        fill: var(--accent);
      }
      .label {
        font-size: 12.5px;
        font-weight: 400;
        fill: var(--muted);
        paint-order: stroke;
        stroke: var(--surface);
        stroke-width: 5px;
      }
      path {
        fill: none;
        stroke: var(--line-strong);
        stroke-width: 1.5;
      }
      marker path {
        fill: var(--line-strong);
        stroke: none;
      }
      .open path {
        stroke: var(--accent);
        stroke-width: 2.5;
      }
      .open .label {
        fill: var(--accent);
        font-weight: 600;
      }
      marker.open path {
        fill: var(--accent);
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 0.9375rem;
      }
      th,
      td {
        padding: 6px 8px;
        text-align: left;
        vertical-align: top;
        border-bottom: 1px solid var(--line);
      }
      summary {
        cursor: pointer;
        padding: 6px 0;
      }
      @media (max-width: 40rem) {
        th,
        td {
          overflow-wrap: anywhere;
        }
        .wide {
          display: none;
        }
        .tall {
          display: block;
        }
      }
    `,
  ];

  @property({ attribute: false }) diagram: Diagram = { nodes: [], edges: [] };
  @property({ attribute: false }) positions: readonly Position[] = [];
  /** Functions that somebody may call now. */
  @property({ attribute: false }) open: ReadonlySet<string> = new Set();

  #here(id: string): Position[] {
    return this.positions.filter(({ node }) => node === id);
  }

  /** An arrow is open where something is in its state and somebody may go. */
  #isOpen({ from, functions }: DiagramEdge): boolean {
    return this.#here(from).length > 0 && functions.some((name) => this.open.has(name));
  }

  #place({ column, row }: DiagramNode, tall: boolean): Point {
    const grid = tall ? TALL : WIDE;
    const [x, y] = tall ? [row, column] : [column, row];
    return {
      x: EDGE + BOX.width / 2 + x * grid.column,
      y: EDGE + BOX.height / 2 + 22 + y * grid.row,
    };
  }

  /** How far aside a bowed arrow is pulled, and where its label stands. */
  #bow(edge: DiagramEdge, from: Point, to: Point, tall: boolean): { middle: Point; at: Point } {
    const bend = (edge.bend ?? 0) * (tall ? -1 : 1);
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    // Aside of the line, to its left as it goes.
    const middle = {
      x: (from.x + to.x) / 2 + (bend * (to.y - from.y)) / length,
      y: (from.y + to.y) / 2 - (bend * (to.x - from.x)) / length,
    };
    const [start, end] = [
      border(from, bend === 0 ? to : middle),
      border(to, bend === 0 ? from : middle),
    ];
    // On a phone lines run down, and what loops at their end has a label as well.
    const part = tall && bend === 0 && start.y !== end.y ? 0.4 : 0.5;
    const [near, far] = [1 - part, part];
    const at = {
      x: near * near * start.x + 2 * near * far * middle.x + far * far * end.x,
      y: near * near * start.y + 2 * near * far * middle.y + far * far * end.y,
    };
    return { middle, at };
  }

  #ends(edge: DiagramEdge, tall: boolean): [Point, Point] | undefined {
    const [a, b] = [edge.from, edge.to].map((id) =>
      this.diagram.nodes.find((node) => node.id === id),
    );
    return a && b && [this.#place(a, tall), this.#place(b, tall)];
  }

  #edge(edge: DiagramEdge, tall: boolean, marks: string) {
    const ends = this.#ends(edge, tall);
    if (!ends) return nothing;
    const [from, to] = ends;
    const open = this.#isOpen(edge);
    const marker = `url(#${marks}${open ? "open" : "shut"})`;
    if (edge.from === edge.to) {
      const [x, y] = [from.x, from.y - BOX.height / 2];
      return svg`<g class=${open ? "open" : ""}>
        <path d="M${x - 30} ${y - 3}C${x - 34} ${y - 38} ${x + 34} ${y - 38} ${x + 30} ${y - 5}" marker-end=${marker}/>
        <text class="label" x=${x} y=${y - 34}>${edge.label}</text>
      </g>`;
    }
    const { middle, at } = this.#bow(edge, from, to, tall);
    const [start, end] = [
      border(from, edge.bend ? middle : to),
      border(to, edge.bend ? middle : from),
    ];
    return svg`<g class=${open ? "open" : ""}>
      <path d="M${start.x} ${start.y}Q${middle.x} ${middle.y} ${end.x} ${end.y}" marker-end=${marker}/>
      <text class="label" x=${at.x} y=${at.y - 5}>${edge.label}</text>
    </g>`;
  }

  #node(node: DiagramNode, tall: boolean) {
    const { x, y } = this.#place(node, tall);
    const here = this.#here(node.id);
    const subjects = here.map(({ subject }) => subject);
    const text =
      subjects.length > 2 ? `${subjects[0]} and ${subjects.length - 1} more` : subjects.join(", ");
    return svg`<g class=${here.length > 0 ? "here" : ""}>
      <rect x=${x - BOX.width / 2} y=${y - BOX.height / 2} width=${BOX.width} height=${BOX.height} rx="10"/>
      <text x=${x} y=${y + (here.length > 0 ? -2 : 5)}>${node.title}</text>
      ${here.length > 0 ? svg`<text class="subject" x=${x} y=${y + 17}>\u25cf ${visible(text)}</text>` : nothing}
    </g>`;
  }

  #drawing(tall: boolean) {
    const { nodes, edges } = this.diagram;
    const points = nodes.map((node) => this.#place(node, tall));
    const labels = edges.flatMap((edge) => {
      const ends = this.#ends(edge, tall);
      return ends && edge.from !== edge.to ? [this.#bow(edge, ...ends, tall).at] : [];
    });
    const right = points.map(({ x }) => x + BOX.width / 2 + EDGE / 2);
    const below = points.map(({ y }) => y + BOX.height / 2 + EDGE / 2);
    const width = Math.max(...right, ...labels.map(({ x }) => x + BOX.width / 2));
    const height = Math.max(...below, ...labels.map(({ y }) => y + EDGE / 2));
    const marks = tall ? "tall-" : "wide-";
    const arrow = (kind: string) => svg`<marker id=${marks + kind} class=${kind} viewBox="0 0 10 10"
      refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto-start-reverse">
      <path d="M0 0 10 5 0 10z"/></marker>`;
    return html`<svg class=${tall ? "tall" : "wide"} viewBox="0 0 ${width} ${height}" aria-hidden="true">
      <defs>${arrow("open")}${arrow("shut")}</defs>
      ${edges.map((edge) => this.#edge(edge, tall, marks))}
      ${nodes.map((node) => this.#node(node, tall))}
    </svg>`;
  }

  #table() {
    const title = (id: string): string =>
      this.diagram.nodes.find((node) => node.id === id)?.title ?? id;
    return html`<table>
      <caption class="visually-hidden">The machine: states, calls and where they lead</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Here now</th>
          <th scope="col">Calls and where they lead</th>
        </tr>
      </thead>
      <tbody>
        ${this.diagram.nodes.map((node) => {
          const ways = this.diagram.edges.filter(({ from }) => from === node.id);
          return html`<tr>
            <th scope="row">${node.title}</th>
            <td>${
              this.#here(node.id)
                .map(({ subject }) => visible(subject))
                .join(", ") || "\u2013"
            }</td>
            <td>
              ${ways.map(
                (edge) => html`<div>
                  <code>${edge.functions.join(", ")}</code> \u2192 ${title(edge.to)}
                  ${this.#isOpen(edge) ? html`<span class="badge good">\u2713 possible now</span>` : nothing}
                </div>`,
              )}
            </td>
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  override render() {
    return html`
      <div class="picture" tabindex="0" role="region" aria-label="The machine, drawn. The table below says the same.">
        ${this.#drawing(false)} ${this.#drawing(true)}
      </div>
      <details>
        <summary>The same as a table</summary>
        ${this.#table()}
      </details>
    `;
  }
}

customElements.get("dikast-machine-diagram") ??
  customElements.define("dikast-machine-diagram", MachineDiagram);
