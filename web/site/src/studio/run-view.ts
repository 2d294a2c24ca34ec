import type { Fixture, MappingRequest, TraceStep } from "dikast/lean";
import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { asText, visible } from "../text.js";
import type { Stepper } from "./runs.js";
import { panelStyles } from "./styles.js";

type Request = NonNullable<TraceStep["request"]>;

function asked(request: Request | MappingRequest): string {
  switch (request.kind) {
    case "graphql":
      return `POST ${"maskedUrl" in request ? request.maskedUrl : request.url}\n${request.body}`;
    case "ipfs":
      return request.uri;
    case "eth_call":
      return `eth_call to ${request.to}\n${request.data}`;
    case "eth_getLogs":
      return `eth_getLogs of ${request.address} from ${request.fromBlock} to ${request.toBlock}\n${request.topics.map((topic) => JSON.stringify(topic)).join("\n")}`;
  }
}

function bodyOf({ response }: Fixture): string {
  if ("error" in response) return response.error;
  return typeof response.body === "string" ? response.body : JSON.stringify(response.body);
}

const LONGEST = 4000;

const shortened = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}\u2026 (${text.length} characters)` : text;

/**
 * The mappings, one step after the other: what is asked, what came, which variables it filled. Fires
 * "restart" with "step", "all" or "live", "recorded" with recordings made here, and "field".
 */
export class RunView extends LitElement {
  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 8px;
      }
      li {
        padding: 10px 12px;
        border: 1px solid var(--line);
        border-radius: 8px;
        background: var(--surface);
      }
      li.failed {
        border-color: var(--error);
      }
      li.waiting {
        border: 2px solid var(--accent);
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
      }
      pre {
        margin: 6px 0;
        padding: 6px 8px;
        max-height: 9rem;
        overflow: auto;
        background: var(--sunken);
        border-radius: 6px;
        font: 12px/18px var(--mono);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      summary {
        cursor: pointer;
        min-height: 24px;
      }
      dl {
        margin: 6px 0 0;
        display: grid;
        grid-template-columns: minmax(7rem, auto) 1fr;
        gap: 2px 12px;
      }
      dt {
        font-family: var(--mono);
        font-size: 0.875rem;
        color: var(--muted);
      }
      dd {
        margin: 0;
        overflow-wrap: anywhere;
      }
      textarea {
        width: 100%;
        min-height: 5rem;
        padding: 6px 10px;
        border: 1px solid var(--line-strong);
        border-radius: 8px;
        background: var(--surface);
        font: 13px/20px var(--mono);
      }
    `,
  ];

  @property({ attribute: false }) stepper: Stepper | undefined;
  /** Changes whenever the stepper has moved. */
  @property({ attribute: false }) revision: unknown;
  /** Who may be asked live; "" for nobody. */
  @property() live = "";
  /** The answer being typed. */
  @property() typed = "";

  #tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  #step(step: TraceStep, index: number) {
    const { request, response, error } = step;
    const extracted = Object.entries(step.extracted);
    const answer = request ? this.stepper?.answers.get(request.id) : undefined;
    return html`<li class=${error ? "failed" : ""}>
      <div class="top">
        <strong>${index + 1}. ${visible(step.type)}</strong>
        ${
          error
            ? html`<span class="badge error">\u2716 ${error.code}</span>`
            : html`<span class="badge good">\u2713 ${extracted.length}
                ${extracted.length === 1 ? "variable" : "variables"}</span>`
        }
        ${response?.verified ? html`<span class="badge good">\u2713 bytes match their CID</span>` : nothing}
        ${response ? html`<span class="muted small">${response.bytes} bytes</span>` : nothing}
      </div>
      ${
        request
          ? html`<pre tabindex="0" role="region" aria-label="Request of step ${index + 1}">${visible(shortened(asked(request)))}</pre>`
          : html`<p class="muted small">No request: the values stand in the mapping.</p>`
      }
      ${
        answer
          ? html`<details>
              <summary>Response</summary>
              <pre tabindex="0" role="region" aria-label="Response of step ${index + 1}">${visible(shortened(bodyOf(answer)))}</pre>
            </details>`
          : nothing
      }
      ${error ? html`<p>${visible(error.message)}</p>` : nothing}
      ${step.notes.map((note) => html`<p class="muted small">${visible(note)}</p>`)}
      ${
        extracted.length > 0
          ? html`<dl>
              ${extracted.map(
                ([name, value]) => html`<dt>${visible(name)}</dt>
                  <dd>${asText(value)}</dd>`,
              )}
            </dl>`
          : nothing
      }
    </li>`;
  }

  #waiting(stepper: Stepper, waiting: MappingRequest) {
    const recorded = stepper.recorded;
    return html`<li class="waiting">
      <div class="top">
        <strong>Next: mapping ${waiting.mapping + 1} asks</strong>
        <span class="badge info">${waiting.kind}</span>
      </div>
      <pre tabindex="0" role="region" aria-label="Next request">${visible(shortened(asked(waiting)))}</pre>
      <div class="row">
        <button class=${recorded ? "primary" : ""} ?disabled=${!recorded} @click=${() => stepper.answerRecorded()}>
          ${recorded ? "Use the recorded answer" : "No recorded answer"}
        </button>
        ${
          this.live
            ? html`<button ?disabled=${stepper.busy} @click=${() => void stepper.answerLive()}>
                ${stepper.busy ? "Asking\u2026" : `Ask ${this.live}`}
              </button>`
            : nothing
        }
        ${stepper.busy ? html`<button @click=${() => stepper.cancel()}>Stop</button>` : nothing}
      </div>
      <details>
        <summary>Type the answer by hand</summary>
        <textarea
          aria-label="Answer typed by hand"
          spellcheck="false"
          .value=${this.typed}
          @input=${(event: Event) => {
            this.#tell("field", { answer: (event.target as HTMLTextAreaElement).value });
          }}
        ></textarea>
        <button
          @click=${() => {
            stepper.answerTyped(this.typed);
            if (!stepper.problem) this.#tell("field", { answer: "" });
          }}
        >
          Answer with this
        </button>
      </details>
    </li>`;
  }

  override render() {
    const { stepper } = this;
    if (!stepper) return html`<p class="muted">The core is starting.</p>`;
    const { problem, waiting, made } = stepper;
    // What waits stands in the trace already, without anything to tell.
    const trace = stepper.trace.filter(
      ({ request, response, error }) =>
        response || error || request?.id !== waiting?.id || !waiting,
    );
    const told = trace.some(({ error }) => error !== undefined);
    return html`
      <div class="row">
        <button @click=${() => this.#tell("restart", "step")}>Step by step</button>
        <button @click=${() => this.#tell("restart", "all")}>Run all from recordings</button>
        ${this.live ? html`<button @click=${() => this.#tell("restart", "live")}>Resolve live</button>` : nothing}
      </div>
      ${
        this.live
          ? html`<p class="muted small">
              Live: ${this.live}, and the servers and gateways the mappings name, where the page may
              ask them. Nobody is asked before you press.
            </p>`
          : nothing
      }
      ${
        problem && !told
          ? html`<p class="notice bad"><span class="badge error">\u2716 ${problem.code}</span> ${visible(problem.message)}</p>`
          : nothing
      }
      ${
        trace.length === 0 && !problem && !waiting
          ? html`<p class="muted">There are no mappings: the template is filled from the parameters alone.</p>`
          : nothing
      }
      <ol>
        ${trace.map((step, index) => this.#step(step, index))}
        ${waiting ? this.#waiting(stepper, waiting) : nothing}
      </ol>
      ${
        waiting === null && trace.length > 0
          ? html`<p><span class="badge good">\u2713 All mappings are resolved</span></p>`
          : nothing
      }
      ${
        made.length > 0
          ? html`<p class="notice">
              ${made.length} ${made.length === 1 ? "answer is" : "answers are"} new here.
              <button @click=${() => this.#tell("recorded", made)}>Keep as recordings</button>
            </p>`
          : nothing
      }
    `;
  }
}

customElements.get("dikast-run-view") ?? customElements.define("dikast-run-view", RunView);
