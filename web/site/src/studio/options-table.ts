import type { AnswerEdit, AnswerSource, Dikast } from "dikast/lean";
import { css, html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { sharedStyles } from "../shared-styles.js";
import { visible } from "../text.js";
import { panelStyles } from "./styles.js";

type Field = "id" | "title" | "description";

/** The answers as a table: id, ruling, texts. Fires "edit" with the changed template. */
export class OptionsTable extends LitElement {
  static override styles = [
    sharedStyles,
    panelStyles,
    css`
      th:first-child,
      td:first-child {
        width: 6.5rem;
      }
      input.mono {
        font-family: var(--mono);
      }
      td.number {
        width: 4.5rem;
      }
      .number {
        font: 600 1rem var(--mono);
        padding-top: 14px;
      }
      textarea {
        width: 100%;
        min-height: 60px;
        padding: 6px 10px;
        border: 1px solid var(--line-strong);
        border-radius: 8px;
        background: var(--surface);
        resize: vertical;
      }
      td {
        border-bottom: 0;
      }
      tbody {
        border-bottom: 1px solid var(--line);
      }
      .texts {
        display: grid;
        gap: 6px;
      }
      .flags {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 16px;
        align-items: center;
        justify-content: space-between;
      }
      .flags label {
        display: inline-flex;
        gap: 8px;
        align-items: center;
        min-height: 28px;
      }
      .flags input {
        width: 20px;
        min-height: 20px;
      }
    `,
  ];

  @property({ attribute: false }) dikast: Dikast | undefined;
  @property() template = "";
  @state() private refusal = "";

  #apply(edit: AnswerEdit): void {
    try {
      const detail = this.dikast?.template.editAnswers(this.template, edit);
      this.refusal = "";
      if (detail !== undefined) {
        this.dispatchEvent(new CustomEvent("edit", { detail, bubbles: true, composed: true }));
      }
    } catch (error) {
      this.refusal = error instanceof Error ? error.message : String(error);
    }
  }

  // The lowest ruling that no answer has.
  #add(answers: readonly AnswerSource[]): void {
    const taken = new Set(answers.map(({ ruling }) => ruling));
    let ruling = 1n;
    while (taken.has(ruling)) ruling += 1n;
    const id = `0x${ruling.toString(16).padStart(2, "0")}`;
    this.#apply({ add: { id, title: "", description: "" } });
  }

  #field(answer: AnswerSource, field: Field, label: string) {
    const name = `${label} of answer ${answer.index + 1}`;
    const edit = (event: Event): void =>
      this.#apply({ set: answer.index, field, value: (event.target as HTMLInputElement).value });
    if (field === "description") {
      return html`<textarea aria-label=${name} .value=${answer[field]} @input=${edit}></textarea>`;
    }
    return html`<input
      class=${field === "id" ? "mono" : ""}
      aria-label=${name}
      autocomplete="off"
      spellcheck=${field === "id" ? "false" : "true"}
      .value=${answer[field]}
      @input=${edit}
    />`;
  }

  #row(answer: AnswerSource) {
    const { index, ruling } = answer;
    if (answer.fixed) {
      return html`<tbody>
        <tr>
          <td colspan="3" class="muted">Answer ${index + 1} comes from a variable or a section: edit it in the template.</td>
        </tr>
      </tbody>`;
    }
    return html`<tbody>
      <tr>
        <td>${this.#field(answer, "id", "Id")}</td>
        <td class="number">
          ${
            ruling === undefined
              ? html`<span class="muted small">${answer.id.includes("{{") ? "from data" : "no id"}</span>`
              : ruling.toString().length > 12
                ? html`<span title=${ruling.toString()}>${ruling.toString().slice(0, 6)}\u2026</span>`
                : ruling.toString()
          }
        </td>
        <td>
          <div class="texts">
            ${this.#field(answer, "title", "Title")} ${this.#field(answer, "description", "Description")}
            <div class="flags">
              <label>
                <input
                  type="checkbox"
                  .checked=${answer.reserved}
                  @change=${(event: Event) =>
                    this.#apply({
                      set: index,
                      field: "reserved",
                      value: (event.target as HTMLInputElement).checked,
                    })}
                />
                Reserved<span class="visually-hidden"> answer ${index + 1}</span>
              </label>
              ${ruling === 0n ? html`<span class="badge info">Court writes its own title over 0</span>` : nothing}
              <button @click=${() => this.#apply({ remove: index })}>
                Remove<span class="visually-hidden"> answer ${index + 1}</span>
              </button>
            </div>
          </div>
        </td>
      </tr>
    </tbody>`;
  }

  override render() {
    let answers: AnswerSource[] = [];
    try {
      answers = this.dikast?.template.answers(this.template) ?? [];
    } catch {
      // Too large a text: the findings say so.
    }
    return html`
      <p class="muted small">
        The number is what the contract is told; jurors see the title. 0, \u201crefuse to
        arbitrate\u201d, is always there.
      </p>
      ${this.refusal ? html`<p class="notice warn" role="alert">${visible(this.refusal)}</p>` : nothing}
      ${
        answers.length === 0
          ? html`<p>The template has no list of answers that can be read.</p>`
          : html`<div class="scroll">
              <table>
                <caption class="visually-hidden">Answers</caption>
                <thead>
                  <tr>
                    <th scope="col">Id</th>
                    <th scope="col">Ruling</th>
                    <th scope="col">What jurors read</th>
                  </tr>
                </thead>
                ${answers.map((answer) => this.#row(answer))}
              </table>
            </div>`
      }
      <p><button @click=${() => this.#add(answers)}>Add an answer</button></p>
    `;
  }
}

customElements.get("dikast-options-table") ??
  customElements.define("dikast-options-table", OptionsTable);
