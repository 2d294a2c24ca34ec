// Writes javascript.jsonl: what JSON.parse of the running Node takes, and JSON.stringify of it.
// Numbers are plain integers, and keys are no array indices, because JSON.stringify rewrites both.
import { writeFileSync } from "node:fs";

let state = 20240611;
const next = (bound) => {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % bound;
};
const pick = (list) => list[next(list.length)];

const seeds = [
  '{"a":1,"b":[true,false,null,"x"],"a":2}',
  '["\\ud83d\\ude00","\\ud800","\\u00e9","\\n\\t\\/"]',
  ' {"k" : {"k":1,"k":{"z":[]}} , "m":"v"}\n',
  '{"__proto__":{"x":1},"constructor":2,"__proto__":3}',
  '"caf\u00e9 \u20ac \u{1f600}"',
  "[[[1,2],[3]],{}]",
];
const pieces = ['"', "\\", "\\u", "\\ud83d", "\\ude00", "{", "}", "[", "]", ",", ":", "7", "-", "'", "\t", "\n",
  "\u0000", "\u001f", "\u007f", "\ufeff", "\u00a0", "\u2028", "null", "tru", "//", " ", '"a":5,', ',"b":6'];

const rows = new Map();
for (const seed of seeds) rows.set(seed, true);
while (rows.size < 400) {
  let text = pick(seeds);
  for (let n = 1 + next(3); n > 0; n -= 1) {
    const at = next(text.length + 1);
    const kind = next(3);
    if (kind === 0) text = text.slice(0, at) + text.slice(at + 1 + next(3));
    if (kind === 1) text = text.slice(0, at) + pick(pieces) + text.slice(at);
    if (kind === 2) text = text.slice(0, at) + pick(pieces) + text.slice(at + 1);
  }
  if (text.isWellFormed() && !/-0|"\d+"/.test(text)) rows.set(text, true);
}
const lines = [...rows.keys()].map((text) => {
  try {
    return JSON.stringify({ text, stringified: JSON.stringify(JSON.parse(text)) });
  } catch {
    return JSON.stringify({ text });
  }
});
writeFileSync(new URL("javascript.jsonl", import.meta.url), `${lines.join("\n")}\n`);
