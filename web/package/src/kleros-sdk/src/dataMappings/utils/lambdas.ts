import { renderMustache } from "../../../core.js";

/**
 * The lambda `{{#hex}}...{{/hex}}` of the SDK. The core knows it by itself; this object is here for
 * programs that import it.
 */
export const lambdas = {
  hex:
    () =>
    (text: string, render: (value: string) => string): string =>
      renderMustache("{{#hex}}{{{value}}}{{/hex}}", { value: render(text) }, true),
};
