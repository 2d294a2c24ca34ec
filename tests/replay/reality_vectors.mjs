// What reality-eth-lib makes of questions and answers (golden/reality/vectors.json), held against
// dikast.reality: `correct` where a row has it, the independent `check`, else what the library said.
import { sameNumber } from "./lib/reality.mjs";

export const name = "reality vectors";

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => typeof row?.group === "string" && "fn" in row && "in" in row);

const delimiter = "\u241f";
const isUndefined = (value) => value?.undefined === true;

/** {undefined: true} stands for undefined, also as a member. */
const revive = (value) =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => !isUndefined(member)));

/** The library reads numbers as hex even without 0x. */
const hexNumber = (text) =>
  text === null ? undefined : text.startsWith("0x") ? text : `0x${text}`;
const present = (members) =>
  Object.fromEntries(Object.entries(members).filter(([, member]) => (member ?? null) !== null));

const questionKey = (given) =>
  present({
    version: given.version,
    templateId: given.template_id,
    openingTs: given.opening_ts,
    text: given.question,
    arbitrator: given.arbitrator,
    timeout: given.timeout,
    sender: given.sender,
    nonce: given.nonce,
    minBond: hexNumber(given.min_bond),
    contract: given.contract,
  });

const word = (text) => `0x${text.replace(/^0x/, "").padStart(64, "0")}`;
const maskOf = (reality, selections) => {
  const question = { type: "multiple-select", outcomes: selections.map(String) };
  return selections.length === 0 ? "0" : `${BigInt(reality.encodeAnswer(question, selections))}`;
};

/** As the library words it, except that it has no word for an answer out of range. */
const shown = ({ kind, text, exact }) =>
  kind === "outOfRange" ? outOfRange : exact ? text : `[Invalid datetime]: ${text}`;
const outOfRange = "(out of range)";
const saysNothing = (said) => isUndefined(said) || said === "" || said.startsWith("NaN");

/** The one of the two highest words that is read as this kind. */
const reserved = (reality, kind) =>
  ["f", "e"]
    .map((last) => `0x${"f".repeat(63)}${last}`)
    .find((value) => reality.decodeAnswer({}, value).kind === kind);

/** What ours says to a row. */
const ours = {
  encodeText: (reality, given) => reality.encodeText(revive(given)),
  encodeCustomText: (reality, { params }) => reality.encodeCustomText(params),
  populatedJSONForTemplate: (reality, given) =>
    reality.decodeText(given.question, {
      template: given.template,
      errorsToTitle: given.errors_to_title,
    }),
  parseQuestionJSON: (reality, { data, errors_to_title: errorsToTitle }) =>
    reality.decodeText(data, { errorsToTitle }),
  contentHash: (reality, { template_id: templateId, opening_ts: openingTs, question: text }) =>
    reality.contentHash({ templateId, openingTs, text }),
  questionID: (reality, given) => reality.questionId(questionKey(given)),
  answerHash: (reality, { answer, nonce }) => reality.answerHash(word(answer), hexNumber(nonce)),
  commitmentID: (reality, given) =>
    reality.commitmentId(given.question_id, given.answer_hash, hexNumber(given.bond)),
  answerToBytes32: (reality, { question, answer }) => reality.encodeAnswer(question, answer),
  getAnswerString: (reality, { question, answer }) => shown(reality.decodeAnswer(question, answer)),
  bytes32ToString: (reality, { question, bytes32 }) =>
    shown(reality.decodeAnswer(question, bytes32)),
  getInvalidValue: (reality) => reserved(reality, "invalid"),
  getAnsweredTooSoonValue: (reality) => reserved(reality, "tooSoon"),
  arrayToBitmaskBigNumber: (reality, { selections }) => {
    const mask = maskOf(reality, selections);
    return { bignumber: mask, toString: mask };
  },
  defaultTemplateIDForType: (reality, { type }) => {
    const ids = [0, 1, 2, 3, 4];
    const types = ids.map((id) => JSON.parse(reality.template(id).replace("[%s]", "[]")).type);
    const found = types.indexOf(type);
    return found < 0 ? { undefined: true } : found;
  },
};

/** Where ours is another on purpose, or has nothing of the kind. */
function left({ group, fn, in: given }) {
  if (group === "markdown") {
    return "markdown is shown by the site, with its own libraries";
  }
  if (ours[fn] === undefined) return "dikast.reality has no counterpart of this helper";
  const answer = given.answer ?? given.bytes32;
  if (fn === "getAnswerString" && given.answer === null) {
    return "by design: no answer is not the text null";
  }
  if (/^0x[f]{63}[ef]$/i.test(answer) && (fn === "bytes32ToString" || /[A-F]/.test(answer))) {
    return "by design: the two reserved answers are named, in either case of their digits";
  }
  if (fn === "bytes32ToString" && given.question.type === "bool") {
    return "by design: the answer to a bool has a text too";
  }
  const texts = [given.title, ...(Array.isArray(given.outcomes) ? given.outcomes : [])];
  if (fn === "encodeText" && texts.some((text) => `${text}`.includes(delimiter))) {
    return "by design: U+241F inside a field would move the fields after it, so it is refused";
  }
  const scalar = (param) => typeof param === "number" || typeof param === "boolean";
  if (fn === "encodeCustomText" && given.params.some(scalar)) {
    return "by design: a number keeps its digits, of which the library drops the first and the last";
  }
  return undefined;
}

function attempt(fn, reality, given) {
  try {
    return { value: ours[fn](reality, given) };
  } catch (error) {
    if (error?.code === undefined) throw error;
    return { error: `${error.code} ${error.message}` };
  }
}

/** The value a row asks for; undefined where it asks for an error. */
function wanted(row) {
  const known = row.correct ?? row.check ?? row.out;
  if (known?.error !== undefined || (row.throws !== undefined && row.correct === undefined)) {
    return undefined;
  }
  return known;
}

const text = (value) =>
  JSON.stringify(value, (_key, member) =>
    member !== null && typeof member === "object" && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

function matches(row, expected, { value, error }) {
  if (expected === undefined) return error !== undefined;
  if (error !== undefined) return false;
  if (text(value) === text(expected)) return true;
  if (value === outOfRange) return saysNothing(expected);
  const numeric = row.fn === "getAnswerString" || row.fn === "bytes32ToString";
  return numeric && typeof expected === "string" && sameNumber(expected, value);
}

export function* run(records, { reality }) {
  for (const row of records) {
    const skip = left(row);
    if (skip !== undefined) {
      yield { id: row.id, skip };
      continue;
    }
    const expected = wanted(row);
    const actual = attempt(row.fn, reality, row.in);
    yield {
      id: `${row.id} ${row.fn} ${JSON.stringify(row.in)}`,
      ok: matches(row, expected, actual),
      expected: expected === undefined ? `an error: ${row.throws ?? text(row.correct)}` : expected,
      actual: actual.error ?? actual.value,
    };
  }
}
