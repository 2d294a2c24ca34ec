import type { Issue } from "dikast/lean";
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";

type Severity = Issue["severity"];
const SIGN: Record<Severity, string> = { error: "\u2716", warning: "\u25b2", info: "\u2022" };
const NAME: Record<Severity, [string, string]> = {
  error: ["error", "errors"],
  warning: ["warning", "warnings"],
  info: ["note", "notes"],
};

/** The findings, worst first. Fires "reveal" and "fix" with the issue. */
export class ProblemList extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      .filters {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        padding: 0 0 12px;
      }
      .filters button[aria-pressed="false"] {
        opacity: 0.7;
        text-decoration: line-through;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 8px;
      }
      li {
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-left-width: 4px;
        border-radius: 8px;
        background: var(--surface);
      }
      li.error {
        border-left-color: var(--error);
      }
      li.warning {
        border-left-color: var(--warning);
      }
      li.info {
        border-left-color: var(--info);
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
      }
      .place {
        min-height: 28px;
        padding: 0 4px;
      }
      .message {
        margin-top: 4px;
        overflow-wrap: anywhere;
      }
      .fix {
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) issues: Issue[] = [];
  @state() private hidden_ = new Set<Severity>();

  #tell(name: "reveal" | "fix", issue: Issue): void {
    this.dispatchEvent(new CustomEvent(name, { detail: issue, bubbles: true, composed: true }));
  }

  #toggle(severity: Severity): void {
    const next = new Set(this.hidden_);
    if (!next.delete(severity)) next.add(severity);
    this.hidden_ = next;
  }

  #filter(severity: Severity) {
    const count = this.issues.filter((issue) => issue.severity === severity).length;
    if (count === 0) return nothing;
    return html`<button
      aria-pressed=${this.hidden_.has(severity) ? "false" : "true"}
      @click=${() => this.#toggle(severity)}
    >
      <span class="badge ${severity}">${SIGN[severity]} ${count}</span>
      ${NAME[severity][count === 1 ? 0 : 1]}
    </button>`;
  }

  #item(issue: Issue) {
    const { severity, code, source, line, column } = issue;
    return html`<li class=${severity}>
      <div class="top">
        <span class="badge ${severity}">${SIGN[severity]} ${NAME[severity][0]}</span>
        <code>${code}</code>
        <button class="quiet place small" @click=${() => this.#tell("reveal", issue)}>
          ${source}, line ${line}, column ${column}
        </button>
      </div>
      <p class="message">${visible(issue.message)}</p>
      ${issue.hint ? html`<p class="message muted small">${visible(issue.hint)}</p>` : nothing}
      ${
        issue.fix
          ? html`<button class="fix" @click=${() => this.#tell("fix", issue)}>
              Fix: ${visible(issue.fix.description)}
            </button>`
          : nothing
      }
    </li>`;
  }

  override render() {
    if (this.issues.length === 0) {
      return html`<p><span class="badge good">\u2713 No problems</span> Nothing to repair.</p>`;
    }
    const shown = this.issues.filter(({ severity }) => !this.hidden_.has(severity));
    return html`
      <div class="filters" role="group" aria-label="Show">
        ${(["error", "warning", "info"] as const).map((severity) => this.#filter(severity))}
      </div>
      <ul>
        ${shown.map((issue) => this.#item(issue))}
      </ul>
    `;
  }
}

customElements.get("dikast-problem-list") ??
  customElements.define("dikast-problem-list", ProblemList);
