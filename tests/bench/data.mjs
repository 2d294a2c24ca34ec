// What the benchmarks work on: the Escrow V2 example and texts made larger from it.
import { context, template } from "./example.mjs";

export { context, mappings, template } from "./example.mjs";

/** The same in a language whose text is not ASCII, and as long as real descriptions are (2 KB). */
export const unicodeContext = {
  ...context,
  escrowTitle: "Refonte de la page d\u2019accueil \u2014 caf\u00e9 \u00ab \u00c9toile \u00bb",
  deliverableText:
    "Trois \u00e9crans livr\u00e9s comme fichiers sources \u2014 d\u00e9lai d\u00e9pass\u00e9, 10 \u20ac. ".repeat(
      32,
    ),
};

/** `count` disputes that differ in their parties and texts. */
export function contexts(count) {
  return Array.from({ length: count }, (_, i) => ({
    ...context,
    escrowTitle: `${context.escrowTitle}, part ${i}`,
    transactionID: String(i),
    buyer: `0x${(i + 1).toString(16).padStart(40, "0")}`,
    amount: String(10n ** 18n + BigInt(i)),
  }));
}

/** The template with a description of `sections` sentences, each with a tag of its own. */
function longTemplate(sections) {
  const sentence = `${"The parties agreed on the terms below and nothing else. ".repeat(4)}{{buyer}} `;
  return template.replace("{{deliverableText}}", sentence.repeat(sections));
}

/** 20 KB with 93 tags, and 184 KB with 720 tags, as long agreements have. */
export const template20k = longTemplate(78);
export const template184k = longTemplate(705);

let made = 0;

/** `count` texts nobody has seen before: `text` with another title each, flat in memory. */
export function unseen(text, count) {
  return Array.from({ length: count }, () => {
    made += 1;
    const changed = text.replace("Escrow dispute", `Escrow dispute ${made}`);
    // Through bytes: V8 joins pieces lazily, and whoever reads first would pay for it.
    return Buffer.from(changed, "utf8").toString("utf8");
  });
}

/** 20 KB of bytes. */
export const bytes20k = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 31 + (i >> 8)) & 255);
