// The sheets that are not looked at first: loaded after the first view stands.
import { html, type TemplateResult } from "lit";
import "./diff-sheet.js";
import "./flow-view.js";
import "./options-table.js";
import "./run-sheet.js";
import type { StudioModel } from "./model.js";

/** One of the further sheets over the model. */
export function sheet(
  tab: "flow" | "run" | "options" | "diff",
  model: StudioModel,
): TemplateResult {
  switch (tab) {
    case "flow": {
      const context = model.contexts.find(({ consumer }) => consumer === model.draft.consumer);
      return html`<dikast-flow-view
        .flow=${model.flow}
        .missing=${context?.missing ?? []}
        .page=${context?.name ?? ""}
      ></dikast-flow-view>`;
    }
    case "run":
      return html`<dikast-run-sheet .model=${model} .revision=${{}}></dikast-run-sheet>`;
    case "options":
      return html`<dikast-options-table
        .dikast=${model.dikast}
        .template=${model.draft.template}
        @edit=${(event: CustomEvent<string>) => model.edit({ template: event.detail })}
      ></dikast-options-table>`;
    case "diff":
      return html`<dikast-diff-sheet .model=${model} .revision=${{}}></dikast-diff-sheet>`;
  }
}
