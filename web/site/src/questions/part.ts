import type { Dikast } from "dikast/lean";
import { html, LitElement, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { core } from "../core.js";
import { drafts } from "../shell/drafts.js";
import { type Editor, type Form, readForm } from "./fields.js";

/** One tool of the page: a form that outlives a reload, and what the core makes of it. */
export abstract class Part<Name extends string> extends LitElement implements Editor<Name> {
  protected abstract readonly key: string;
  protected abstract readonly empty: Form<Name>;
  @state() form: Form<Name> = {} as Form<Name>;
  @state() protected dikast: Dikast | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.form = readForm(this.key, this.empty);
    void this.#start();
  }

  async #start(): Promise<void> {
    const [dikast] = await Promise.all([core, drafts.ready]);
    this.form = readForm(this.key, this.empty);
    this.dikast = dikast;
  }

  edit(change: Partial<Form<Name>>): void {
    this.form = { ...this.form, ...change };
    drafts.write(this.key, JSON.stringify(this.form));
  }

  protected abstract view(dikast: Dikast): TemplateResult;

  override render(): TemplateResult {
    return this.dikast
      ? this.view(this.dikast)
      : html`<p class="muted" role="status">Starting the core. What you type is kept.</p>`;
  }
}
