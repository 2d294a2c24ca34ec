// Rows about templates, all against mustache.js + JSON.parse + zod 3.
import { deepStrictEqual } from "node:assert/strict";
import {
  context,
  contexts,
  template,
  template20k,
  template184k,
  unicodeContext,
  unseen,
} from "./data.mjs";
import { forgetTemplates, populate } from "./populate.mjs";

const peer = "mustache + JSON.parse + zod";

/** `theirs` where no parsed template may be left from before. */
const firstSight = (text) => ({
  prepare: (count) => unseen(text, count),
  run: (fresh) => {
    forgetTemplates();
    return populate(fresh, context);
  },
});

/** Whether both sides do the same work. The peer escapes for HTML: words and URIs look the same. */
function checkAgreement(api) {
  const plain = { ...context };
  for (const [key, value] of Object.entries(context)) {
    if (!value.startsWith("/")) plain[key] = value.replace(/[^A-Za-z0-9 .,]/g, "");
  }
  for (const text of [template, template20k, template184k]) {
    deepStrictEqual(api.render(text, plain), populate(text, plain));
  }
}

export function templateRows({ template: api }) {
  checkAgreement(api);
  const compiled = api.compile(template);
  const compiled20k = api.compile(template20k);
  const hundred = contexts(100);
  const cached = { run: () => populate(template, context) };
  const unicode = { run: () => populate(template, unicodeContext) };
  const row = (name, run, theirs) => ({ name, peer, ours: { run }, theirs });
  const cold = (name, text) => ({
    name,
    peer,
    ours: { prepare: (count) => unseen(text, count), run: (fresh) => api.render(fresh, context) },
    theirs: firstSight(text),
  });
  return [
    row("render-cached", () => compiled.render(context), cached),
    row("render-text", () => compiled.renderJson(context), cached),
    row("render-check", () => compiled.check(context), cached),
    cold("render-cold", template),
    cold("render-184k-cold", template184k),
    row("render-batch", () => compiled.renderMany(hundred), {
      run: () => hundred.map((one) => populate(template, one)),
    }),
    row("render-by-text", () => api.render(template, context), cached),
    row("render-cached-unicode", () => compiled.render(unicodeContext), unicode),
    row("render-text-unicode", () => compiled.renderJson(unicodeContext), unicode),
    row("render-20k-cached", () => compiled20k.render(context), {
      run: () => populate(template20k, context),
    }),
    cold("render-20k-cold", template20k),
  ];
}
