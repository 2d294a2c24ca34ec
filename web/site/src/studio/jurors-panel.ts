import type { DisputeDetails } from "dikast/lean";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import "./juror-view.js";
import { sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";
import type { ConsumerId } from "./draft.js";
import type { Rendering, Seen } from "./model.js";
import { isUnanswered } from "./runs.js";
import { panelStyles } from "./styles.js";

const SHORT: readonly [ConsumerId, string][] = [
  ["strict", "Strict"],
  ["court-mainnet", "Court mainnet"],
  ["court-testnet", "Court testnet"],
  ["court-devnet", "Court devnet"],
  ["kleros-sdk", "kleros-sdk"],
];

const CHAINS: Record<string, string> = {
  "42161": "Arbitrum One",
  "421614": "Arbitrum Sepolia",
};

const FIELDS = [
  ["title", "the title"],
  ["description", "the description"],
  ["question", "the question"],
  ["answers", "the answers"],
  ["policyURI", "the policy"],
  ["attachment", "the attachment"],
  ["frontendUrl", "the page"],
  ["arbitratorChainID", "the chain"],
  ["arbitratorAddress", "the arbitrator"],
  ["aliases", "the parties"],
  ["metadata", "the details"],
  ["extraEvidences", "the evidence"],
] as const;

const differing = (a: DisputeDetails, b: DisputeDetails) =>
  FIELDS.filter(([field]) => JSON.stringify(a[field]) !== JSON.stringify(b[field]));

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

const detailsOf = (rendering: Rendering | undefined): DisputeDetails | undefined =>
  rendering && "details" in rendering ? rendering.details : undefined;

type Verdict = { kind: "good" | "warning" | "error"; sign: string; words: string };

/** How one page's rendering stands against the strict one. */
function verdict(seen: Seen, strict: Seen | undefined): Verdict {
  const own = detailsOf(seen.rendering);
  const safe = detailsOf(strict?.rendering);
  if (seen.context.consumer === "strict") {
    return own
      ? { kind: "good", sign: "\u2713", words: "renders" }
      : { kind: "error", sign: "\u2716", words: "does not render" };
  }
  if (!own) return { kind: "error", sign: "\u2716", words: "blank" };
  if (!safe) return { kind: "warning", sign: "\u25b2", words: "shows it, and should not" };
  const names = differing(own, safe);
  return names.length === 0
    ? { kind: "good", sign: "\u2713", words: "the same" }
    : { kind: "warning", sign: "\u25b2", words: "differs" };
}

/** What jurors see, in each page that shows disputes, and where they differ. Fires "look". */
export class JurorsPanel extends LitElement {
  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      .choice {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(6.9rem, 1fr));
        gap: 8px;
        margin-bottom: 12px;
      }
      .choice button {
        display: grid;
        gap: 2px;
        text-align: left;
        align-content: start;
        padding: 6px 8px;
        font-size: 0.9375rem;
        line-height: 1.25;
      }
      .choice button[aria-pressed="true"] {
        background: var(--accent-soft);
        border-color: var(--accent);
        box-shadow: inset 0 0 0 1px var(--accent);
      }
      .choice .name {
        font-weight: 600;
      }
      .state {
        font-size: 0.8125rem;
      }
      .state.good {
        color: var(--good);
      }
      .state.warning {
        color: var(--warning);
      }
      .state.error {
        color: var(--error);
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
        justify-content: space-between;
        margin-bottom: 12px;
      }
      .tools .switch {
        display: inline-flex;
        gap: 4px;
      }
      .phone {
        width: 360px;
        max-width: 100%;
        margin: 0 auto;
        border: 6px solid var(--line-strong);
        border-radius: 26px;
        overflow: hidden;
        container-type: inline-size;
      }
    `,
  ];

  @property({ attribute: false }) seen: ReadonlyMap<string, Seen> = new Map();
  @property() consumer: ConsumerId = "strict";
  @property() width: "wide" | "phone" = "wide";
  /** Changes whenever `seen` has other contents. */
  @property({ attribute: false }) revision: unknown;

  #look(change: { consumer?: ConsumerId; width?: "wide" | "phone" }): void {
    this.dispatchEvent(new CustomEvent("look", { detail: change, bubbles: true, composed: true }));
  }

  #choice() {
    const strict = this.seen.get("strict");
    return html`<div class="choice" role="group" aria-label="Render as">
      ${SHORT.map(([id, name]) => {
        const seen = this.seen.get(id);
        const state = seen ? verdict(seen, strict) : undefined;
        return html`<button
          aria-pressed=${this.consumer === id ? "true" : "false"}
          @click=${() => this.#look({ consumer: id })}
        >
          <span class="name">${name}</span>
          ${state ? html`<span class="state ${state.kind}">${state.sign} ${state.words}</span>` : nothing}
        </button>`;
      })}
    </div>`;
  }

  #tools() {
    return html`<div class="tools">
      <div class="switch" role="group" aria-label="Width">
        ${(
          [
            ["wide", "Desktop"],
            ["phone", "Phone"],
          ] as const
        ).map(
          ([id, name]) => html`<button
            class="toggle"
            aria-pressed=${this.width === id ? "true" : "false"}
            @click=${() => this.#look({ width: id })}
          >
            ${name}
          </button>`,
        )}
      </div>
    </div>`;
  }

  /** What is different here, in words. */
  #words(
    seen: Seen,
    marked: readonly (readonly [string, string])[],
  ): TemplateResult | typeof nothing {
    const { context, outcome } = seen;
    const { name } = context;
    const own = detailsOf(seen.rendering);
    const said: string[] = [];
    if (context.consumer !== "strict") {
      if (marked.length > 0) {
        said.push(
          `${name} shows ${list(marked.map(([, words]) => words))} differently from Strict: marked below.`,
        );
      }
      if (context.dropped) {
        said.push(
          `Without data mappings ${name} renders over an empty context: every parameter is lost.`,
        );
      } else if (context.withheld.length > 0) {
        said.push(`${name} does not give ${list(context.withheld)}.`);
      }
      for (const { name: missing, mapping } of context.missing) {
        if (mapping !== undefined) {
          said.push(
            `Mapping ${mapping + 1} reads ${missing}, which ${name} does not give: it stops there, and the case is blank.`,
          );
        }
      }
      if (own && context.chainId && own.arbitratorChainID !== context.chainId) {
        said.push(
          `${name} shows disputes of ${CHAINS[context.chainId] ?? "its chain"} (${context.chainId}); this document says ${own.arbitratorChainID}.`,
        );
      }
    }
    const bare = context.missing.filter(({ mapping }) => mapping === undefined);
    if (bare.length > 0) {
      said.push(`Nothing gives ${list(bare.map((each) => each.name))}.`);
    }
    if (isUnanswered(outcome)) {
      said.push(
        "A mapping has no recorded answer yet: what it would fill is missing here. Run it under Mappings, or give the values by hand.",
      );
    } else if (outcome.problem && own) {
      said.push(`The mappings stop: ${outcome.problem.message}`);
    }
    if (said.length === 0) return nothing;
    return html`<ul class="words">
      ${said.map((words) => html`<li>${visible(words)}</li>`)}
    </ul>`;
  }

  #failed(seen: Seen, rendering: Exclude<Rendering, { details: DisputeDetails }>) {
    const { problem, issues } = rendering;
    return html`<div class="notice bad">
      <p>
        <strong>
          ${
            seen.context.consumer === "strict"
              ? "There is nothing safe to show."
              : `${seen.context.name} shows a blank case and asks jurors to refuse.`
          }
        </strong>
      </p>
      <p><code>${problem.code}</code> ${visible(problem.message)}</p>
      ${
        issues.length > 0
          ? html`<ul>
              ${issues
                .slice(0, 20)
                .map(
                  (issue) =>
                    html`<li><code>${visible(issue.path)}</code> ${visible(issue.message)}</li>`,
                )}
              ${issues.length > 20 ? html`<li>and ${issues.length - 20} more, under Problems</li>` : nothing}
            </ul>`
          : nothing
      }
    </div>`;
  }

  override render() {
    const seen = this.seen.get(this.consumer);
    if (!seen) return html`${this.#choice()}<p class="muted">The core is starting.</p>`;
    const { rendering } = seen;
    const safe = detailsOf(this.seen.get("strict")?.rendering);
    const own = detailsOf(rendering);
    const marked = own && safe && this.consumer !== "strict" ? differing(own, safe) : [];
    return html`
      ${this.#choice()} ${this.#tools()} ${this.#words(seen, marked)}
      ${
        own
          ? html`<div class=${this.width === "phone" ? "phone" : "panel"}>
              <dikast-juror-view
                .details=${own}
                .marked=${new Set<string>(marked.map(([field]) => field))}
              ></dikast-juror-view>
            </div>`
          : this.#failed(seen, rendering as Exclude<Rendering, { details: DisputeDetails }>)
      }
    `;
  }
}

customElements.get("dikast-jurors-panel") ??
  customElements.define("dikast-jurors-panel", JurorsPanel);
