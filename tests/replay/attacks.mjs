// Hostile input, judged by each row's machine-readable `check`. Rows of surfaces that a later issue
// builds are named, not run.
import { generateMappings, scriptedFetch } from "../package/lib/attacks.mjs";

export const name = "attacks";

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => row.surface !== undefined && row.check?.verdict !== undefined);

/** Verdicts about what a page draws, which the package has no part in. */
const onPages = new Set(["safe-html", "external-link"]);

// M14's gateway trickles for ever: a shorter limit than the default shows the same in less time.
const limits = { milliseconds: 3000 };

const milliseconds = ({ user, system }) => (user + system) / 1000;

/** What an "expand" stands for: nesting, or repetition. */
function expand(source, marks = {}) {
  let text = source;
  for (const [mark, rule] of Object.entries(marks)) {
    const { open = "", close = "", depth = 0, repeat = "", times = 0, tail = "" } = rule;
    const grown = open.repeat(depth) + close.repeat(depth) + repeat.repeat(times) + tail;
    text = text.replace(mark, () => grown);
  }
  return text;
}

/** The row's document as bytes. */
function bytes({ text, base64, generator }) {
  if (base64 !== undefined) {
    return new Uint8Array(Buffer.from(base64, "base64"));
  }
  const grown = generator && expand("@", { "@": { close: "", ...generator } });
  return new TextEncoder().encode(text ?? grown);
}

const answers = (details) =>
  details.answers
    .filter(({ id }) => BigInt(id) !== 0n)
    .map(({ id, title }) => [`0x${BigInt(id).toString(16)}`, title]);

/** Whether an outcome {refused, value, issues, context, requests} is what the check asks for. */
const verdicts = {
  reject: ({ refused }) => refused,
  "reject-or-warn": ({ refused, issues }) =>
    refused || issues().some(({ severity }) => severity !== "info"),
  // The package refuses; showing the character as an escape is for pages.
  "reject-or-visible": ({ refused }) => refused,
  "structure-or-reject": ({ refused, value }, { structure }) =>
    refused ||
    Object.entries(structure).every(([key, wanted]) => {
      const found = key === "answers" ? answers(value) : value[key];
      return JSON.stringify(found) === JSON.stringify(wanted);
    }),
  field: ({ value }, { path, equals }) => value?.[path] === equals,
  answerId: ({ text }, { index, equals }) => JSON.parse(text()).answers[index].id === equals,
  bounded: ({ value, context, time }, { maxMs, maxOutputBytes }) =>
    time < maxMs && (JSON.stringify(value ?? context) ?? "").length <= maxOutputBytes,
  "error-and-alive": ({ alive, time }, { maxMs = Number.POSITIVE_INFINITY }) =>
    alive() && time < maxMs,
  "no-request": ({ requests }) => requests.length === 0,
  "no-secret-in-request": ({ requests }, { secrets }) =>
    secrets.every((secret) => !requests.join("\n").includes(secret)),
  "reject-or-context-absent": ({ refused, context }, { key }) =>
    refused || !Object.hasOwn(context, key),
  context: ({ context }, { key, equals }) => context?.[key] === equals,
  "drop-or-label": ({ value }, { fields }) =>
    fields.every((field) => !Object.hasOwn(value, field) && Object.hasOwn(value.claims, field)),
  // What a browser would run is known by its content, whatever it is called.
  "no-script": ({ refused, kind }) => refused || kind.active,
  state: ({ value }, { equals }) => value === equals,
  "exact-or-reject": ({ refused, value }, { equals }) => refused || value.includes(equals),
};

/** Runs `attack`; a refusal is an error of the package, and not the report of a trap. */
async function outcomeOf(attack) {
  const start = process.cpuUsage();
  let outcome;
  try {
    outcome = { refused: false, ...(await attack()) };
  } catch (error) {
    if (error.name !== "DikastError" || error.code === "internal.abort") {
      throw error;
    }
    outcome = { refused: true, error, context: error.context };
  }
  return { ...outcome, time: milliseconds(process.cpuUsage(start)) };
}

const surfaces = {
  async template({ template: source, data = {}, expand: marks, numberOfRulingOptions }, dikast) {
    const template = expand(source, marks);
    const requests = [];
    const { fetch } = globalThis;
    globalThis.fetch = async (url) => {
      requests.push(String(url));
      throw new TypeError("no network here");
    };
    try {
      const attack = () => ({ value: dikast.template.render(template, data) });
      const outcome = await outcomeOf(attack);
      const options = numberOfRulingOptions ? { numberOfRulingOptions } : {};
      return {
        ...outcome,
        requests,
        issues: () => dikast.template.validate(template, options).issues,
        text: () => dikast.template.renderText(template, data),
      };
    } finally {
      globalThis.fetch = fetch;
    }
  },

  async mapping({ mappings, mappingsGenerator, context = {}, responses }, dikast) {
    const list = mappings ?? generateMappings(mappingsGenerator);
    const { fetch, log } = scriptedFetch(responses);
    const outcome = await outcomeOf(() => dikast.mapping.execute(list, context, { fetch, limits }));
    return {
      ...outcome,
      requests: log.requests,
      issues: () => dikast.mapping.validate(list).issues,
    };
  },

  async evidence({ evidence: document }, { evidence }) {
    const requests = [];
    const { fetch } = globalThis;
    globalThis.fetch = async (url) => {
      requests.push(String(url));
      throw new TypeError("no network here");
    };
    try {
      const { fileBytesUtf8, ...fields } = document;
      const content = new TextEncoder().encode(fileBytesUtf8 ?? "");
      let report = { issues: [] };
      const attack = () => {
        report = evidence.validate(Array.isArray(document) ? document : fields, {
          standard: "erc-1497",
        });
        const files = fileBytesUtf8 === undefined ? {} : { fileURI: content };
        const verdicts = Array.isArray(document)
          ? {}
          : evidence.verify(JSON.stringify(fields), files);
        const lies = Object.entries(verdicts).filter(([, verdict]) => verdict === "mismatch");
        const bad = report.issues.filter(({ severity }) => severity === "error");
        return { value: report.evidence, bad: [...bad.map(({ code }) => code), ...lies.flat()] };
      };
      const outcome = await outcomeOf(attack);
      return {
        ...outcome,
        refused: outcome.refused || outcome.bad.length > 0,
        kind: evidence.fileKind(content),
        requests,
        issues: () => report.issues,
      };
    } finally {
      globalThis.fetch = fetch;
    }
  },

  async cid({ cid, cidBytes, uri, equal }, { ipfs }) {
    const given = cidBytes === undefined ? (cid ?? uri) : Buffer.from(cidBytes, "hex");
    const attack = () => ({
      value: equal
        ? ipfs.same(...equal)
          ? "same"
          : "different"
        : ipfs.parse(given, { verifiable: true }),
    });
    return { ...(await outcomeOf(attack)), issues: () => [] };
  },

  async json(input, dikast) {
    const document = bytes(input);
    const outcome = await outcomeOf(() => ({ value: dikast.json.compact(document) }));
    return { ...outcome, issues: () => [] };
  },
};

/** What a row waits for, if anything. */
function waitsFor({ surface, check }) {
  if (!Object.hasOwn(surfaces, surface)) {
    return `waits: ${surface}`;
  }
  return onPages.has(check.verdict) ? "waits: page" : undefined;
}

export async function* run(records, dikast) {
  const alive = () => dikast.json.compact("[1]") === "[1]";
  const pollution = () => Object.getOwnPropertyNames(Object.prototype).join();
  const before = pollution();
  for (const { id, surface, input, check, expect } of records) {
    const skip = waitsFor({ surface, check });
    if (skip !== undefined) {
      yield { id, skip };
      continue;
    }
    let ok = false;
    let actual;
    try {
      const outcome = await surfaces[surface](input, dikast);
      ok = verdicts[check.verdict]({ ...outcome, alive }, check) && pollution() === before;
      actual = outcome.error?.code ?? outcome.value ?? outcome.context;
    } catch (error) {
      actual = String(error);
    }
    yield { id, ok, expected: `${check.verdict}: ${expect}`, actual };
  }
}
