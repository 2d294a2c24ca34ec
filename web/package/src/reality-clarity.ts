import type { ClarityHint, ClarityInput } from "./reality.types.js";

type Found = readonly [
  code: string,
  field: ClarityHint["field"],
  severity: ClarityHint["severity"],
  message: string,
];

const DAY = 86_400n;
const YEAR = 365n * DAY;
const ZERO = /^0x0{40}$/i;

/** Words that two honest people read differently. */
const VAGUE =
  /\b(soon|significant(?:ly)?|major|substantial(?:ly)?|popular|successful(?:ly)?|good|bad|better|best|worst|likely|approximately|roughly|around|about \d|many|few|several|large|small|high|low|reasonabl[ey]|fair(?:ly)?|adequate(?:ly)?|important|widely|generally|mostly|effectively)\b/gi;
/** Times that depend on when the question is read. */
const RELATIVE =
  /\b(today|tomorrow|yesterday|tonight|now|currently|recently|(?:this|next|last|the coming) (?:day|week|month|quarter|year|season|weekend|monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b/gi;
const PERSONAL = /\b(I|me|my|mine|we|us|our|you|your)\b/g;
const FUTURE = /\b(will|shall|going to|by|before|until|within|between)\b/i;
const DATE =
  /\b\d{4}-\d{1,2}-\d{1,2}\b|\b(19|20|21)\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bblock \d+\b/i;
const CLOCK = /\b\d{1,2}:\d{2}\b|\b\d{1,2} ?[ap]\.?m\b|\bmidnight\b|\bnoon\b/i;
const ZONE = /\b(UTC|GMT|[ECMP][SD]?T|CEST|BST|JST)\b|[+-]\d{2}:?\d{2}\b|\d{2}Z\b/;
const SOURCE =
  /\b(according to|as (?:reported|published|listed|shown|stated|recorded|measured) (?:by|on|in|at)|as per|per the|source|resolves? (?:to|by|according)|based on)\b|https?:\/\/|\bwww\.|\bipfs:|\/ipfs\//i;
const OTHER = /\b(other|none|neither|another|no one|nobody|not|draw|tie|cancel)/i;
const SELECT = /^(single|multiple)-select$/;

const named = (text: string, pattern: RegExp): string =>
  [...new Set([...text.matchAll(pattern)].map(([word]) => `\u201c${word}\u201d`))].join(", ");

function titleHints(title: string): Found[] {
  const found: Found[] = [];
  const add = (code: string, severity: ClarityHint["severity"], message: string): void => {
    found.push([code, "title", severity, message]);
  };
  const vague = named(title, VAGUE);
  if (vague)
    add("vague", "warning", `${vague}: people read it differently. Say how it is measured.`);
  const relative = named(title, RELATIVE);
  if (relative) {
    add(
      "relative_time",
      "warning",
      `${relative} means another time to each reader. Write the date.`,
    );
  }
  const personal = named(title, PERSONAL);
  if (personal) {
    add("personal", "warning", `${personal}: readers do not know who that is. Write the name.`);
  }
  if (!SOURCE.test(title)) {
    add(
      "source",
      "warning",
      "No source is named. Say who or which page decides, e.g. \u201caccording to \u2026\u201d.",
    );
  }
  if (FUTURE.test(title) && !DATE.test(title)) {
    add("date", "warning", "It asks about a time and names no date: when is it too late?");
  }
  if (CLOCK.test(title) && !ZONE.test(title)) {
    add("zone", "warning", "It names a time of day without a time zone, e.g. UTC.");
  }
  if ((title.match(/\?/g) ?? []).length > 1 || /\band\/or\b/i.test(title)) {
    add(
      "compound",
      "warning",
      "It asks more than one thing: half-right has no answer. Ask one at a time.",
    );
  }
  if (/\bnot\b.*\bnot\b|n't\b.*\bnot\b/i.test(title)) {
    add(
      "negation",
      "info",
      "It says \u201cnot\u201d twice: which answer means what is easily mistaken.",
    );
  }
  if (title.length > 1500) {
    add("long", "info", "It is long: put the details into a document and name its IPFS address.");
  }
  return found;
}

function outcomeHints(outcomes: readonly string[]): Found[] {
  const found: Found[] = [];
  const add = (code: string, severity: ClarityHint["severity"], message: string): void => {
    found.push([code, "outcomes", severity, message]);
  };
  const plain = outcomes.map((outcome) => outcome.trim().toLowerCase());
  if (outcomes.length < 2) add("few_outcomes", "error", "A choice needs two outcomes or more.");
  if (plain.some((outcome) => outcome === ""))
    add("empty_outcome", "error", "An outcome is empty.");
  const twice = plain.filter((outcome, at) => plain.indexOf(outcome) !== at);
  if (twice.length > 0) {
    add(
      "same_outcomes",
      "error",
      `${named(twice.join("\n"), /.+/g)} is there twice: two answers mean the same.`,
    );
  }
  if (outcomes.length > 1 && !outcomes.some((outcome) => OTHER.test(outcome))) {
    add(
      "no_other",
      "info",
      "If none of the outcomes is right, only \u201cInvalid\u201d is left. Is there an \u201cOther\u201d?",
    );
  }
  return found;
}

function timeHints({ openingTs = 0, timeout, title }: ClarityInput): Found[] {
  const found: Found[] = [];
  const opening = BigInt(openingTs);
  const wait = timeout === undefined ? undefined : BigInt(timeout);
  if (opening === 0n && /\bwill\b/i.test(title)) {
    found.push([
      "opens_now",
      "openingTs",
      "warning",
      "It asks about the future and may be answered at once. Open it when the answer can be known.",
    ]);
  }
  if (opening >= 1n << 32n) {
    found.push([
      "opening_range",
      "openingTs",
      "error",
      "The contract holds no time after 7 February 2106.",
    ]);
  }
  if (opening > 0n && opening < 1n << 32n) {
    const day = new Date(Number(opening) * 1000).toISOString().slice(0, 10);
    const [last] = [...title.matchAll(/\b\d{4}-\d{2}-\d{2}\b/g)]
      .map(([date]) => date)
      .sort()
      .reverse();
    if (last !== undefined && last > day) {
      found.push([
        "opens_early",
        "openingTs",
        "warning",
        `It opens on ${day}, before ${last}, which it asks about: a first answer can only guess.`,
      ]);
    }
  }
  if (wait === undefined) return found;
  if (wait <= 0n || wait >= YEAR) {
    found.push([
      "timeout_range",
      "timeout",
      "error",
      "The contract refuses a timeout of 0, and one of 365 days or more.",
    ]);
  } else if (wait < DAY) {
    found.push([
      "timeout_short",
      "timeout",
      "warning",
      "Less than a day: a wrong answer may become final before anybody has seen it.",
    ]);
  } else if (wait > 14n * DAY) {
    found.push(["timeout_long", "timeout", "info", "Every new answer starts this wait anew."]);
  }
  return found;
}

function moneyHints({ minBond, arbitrator, version = "3.0" }: ClarityInput): Found[] {
  const found: Found[] = [];
  if (minBond !== undefined && BigInt(minBond) === 0n) {
    found.push([
      "no_bond",
      "minBond",
      "warning",
      "Without a minimum bond a first answer costs next to nothing, and so does a wrong one.",
    ]);
  }
  if (arbitrator !== undefined && ZERO.test(arbitrator)) {
    found.push(
      version.startsWith("2.")
        ? [
            "no_arbitrator",
            "arbitrator",
            "error",
            "This contract refuses a question without an arbitrator.",
          ]
        : [
            "no_arbitrator",
            "arbitrator",
            "warning",
            "Without an arbitrator the longest purse decides: nobody can be asked to judge.",
          ],
    );
  }
  return found;
}

/** What makes a question ambiguous, unanswerable or unsafe; {@link RealityApi.clarity}. */
export function clarity(input: ClarityInput): ClarityHint[] {
  const { type, title, outcomes = [], lang = "" } = input;
  const english = lang === "" || /^en\b|^en_/i.test(lang);
  const found: Found[] = [];
  if (title.trim() === "") {
    found.push(["empty", "title", "error", "Nothing is asked yet."]);
  } else if (english) {
    found.push(...titleHints(title));
  }
  if (SELECT.test(type)) found.push(...outcomeHints(outcomes));
  if (type === "datetime" && !ZONE.test(title) && english) {
    found.push([
      "zone_answer",
      "title",
      "info",
      "The answer is a date in UTC: say so in the question.",
    ]);
  }
  if (
    type === "uint" &&
    !/\b(how many|how much|what number|price|amount|number of)\b/i.test(title) &&
    english
  ) {
    found.push([
      "unit",
      "title",
      "info",
      "The answer is a number: say in which unit, and how it is rounded.",
    ]);
  }
  found.push(...timeHints(input), ...moneyHints(input));
  return found.map(([code, field, severity, message]) => ({ code, field, severity, message }));
}
