import { css, html, LitElement, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { signStyles } from "../sign/sign-styles.js";
import "./answers.js";
import "./ask.js";
import "./money.js";
import "./read.js";
import "./zodiac.js";

interface Tool {
  id: string;
  title: string;
  view(): TemplateResult;
}

const TOOLS: readonly Tool[] = [
  { id: "ask", title: "Ask", view: () => html`<dikast-question-ask></dikast-question-ask>` },
  { id: "read", title: "Read", view: () => html`<dikast-question-read></dikast-question-read>` },
  {
    id: "answers",
    title: "Answers and rulings",
    view: () => html`<dikast-question-answers></dikast-question-answers>`,
  },
  {
    id: "money",
    title: "Bonds and payout",
    view: () => html`<dikast-question-money></dikast-question-money>`,
  },
  {
    id: "zodiac",
    title: "Zodiac proposal",
    view: () => html`<dikast-question-zodiac></dikast-question-zodiac>`,
  },
];

/** Reality.eth questions: asked, read, answered, paid. */
export class Questions extends LitElement {
  static override styles = [
    sharedStyles,
    signStyles,
    css`
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      nav a {
        color: inherit;
        text-decoration: none;
        display: inline-flex;
        align-items: center;
      }
      nav a[aria-current="page"] {
        background: var(--accent);
        border-color: var(--accent);
        color: var(--accent-text);
        font-weight: 600;
      }
    `,
  ];

  /** The tool, as the address names it. */
  @property() tool = "ask";

  override render(): TemplateResult {
    const chosen = TOOLS.find(({ id }) => id === this.tool) ?? (TOOLS[0] as Tool);
    return html`<div class="page">
      <h2>Reality.eth questions</h2>
      <nav aria-label="Tools">
        ${TOOLS.map(
          ({ id, title }) => html`<a
            class="button"
            href="#/question/${id}"
            aria-current=${id === chosen.id ? "page" : "false"}
            >${title}</a
          >`,
        )}
      </nav>
      ${chosen.view()}
    </div>`;
  }
}

customElements.get("dikast-questions") ?? customElements.define("dikast-questions", Questions);
