// dikast.reality in the package: texts, answers, ids, payouts and the machine, through dist/npm.
import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./lib/dist.mjs";

const { reality } = await (await importPackage("index.js")).load();
const ether = 10n ** 18n;
const alice = "0x1000000000000000000000000000000000000001";
const bob = "0x2000000000000000000000000000000000000002";
const arbitrator = "0xA000000000000000000000000000000000000001";
const word = (number) => `0x${BigInt(number).toString(16).padStart(64, "0")}`;
const code = (expected) => (error) => error.code === expected;

/** Texts of any characters but the delimiter, the same in each run. */
function textSource(seed) {
  let state = seed;
  const below = (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pieces = ["\u0000", '"', "\\", "%s", "%", "\u2028", "\ud83d\ude00", "{{x}}", "<b>", ","];
  const piece = () => {
    const kind = below(3);
    if (kind === 0) return pieces[below(pieces.length)];
    const point = kind === 1 ? 32 + below(95) : 0xa0 + below(0x2000);
    return point === 0x241f ? "" : String.fromCodePoint(point);
  };
  return { below, text: () => Array.from({ length: below(12) }, piece).join("") };
}

test("a question's text says what was written, for any text", () => {
  const random = textSource(5);
  for (let i = 0; i < 500; i++) {
    const title = random.text();
    const outcomes = Array.from({ length: 1 + random.below(5) }, () => random.text());
    const text = reality.encodeText({ type: "single-select", title, outcomes, category: "art" });
    const read = reality.decodeText(text, { template: 2 });
    assert.deepEqual([read.title, read.outcomes, read.category], [title, outcomes, "art"]);
  }
});

test("what the delimiter cannot carry is refused", () => {
  const question = { type: "bool", title: "a\u241fb" };
  assert.throws(() => reality.encodeText(question), code("reality.delimiter"));
  assert.throws(() => reality.encodeCustomText(["ok", "\u241f"]), code("reality.delimiter"));
});

test("a text that is no question is told as broken, with what was read", () => {
  const { type, errors } = reality.decodeText('an "open\u241fart\u241fen', { template: 0 });
  assert.equal(type, "broken-question");
  assert.equal(errors.json_parse_failed, true);
  assert.equal(reality.template(5, "3.0"), null);
  assert.match(reality.template(5, "3.2"), /"hash"/);
});

test("answers of every type go into 32 bytes and come back", () => {
  const outcomes = Array.from({ length: 20 }, (_, i) => `o${i}`);
  const rows = [
    [{ type: "bool" }, true, 1n, "Yes"],
    [{ type: "uint", decimals: 18 }, "1.5", (ether * 3n) / 2n, "1.5"],
    [{ type: "int" }, "-1000", 2n ** 256n - 1000n, "-1000"],
    [{ type: "single-select", outcomes }, 16, 16n, "o16"],
    [{ type: "multiple-select", outcomes }, [true, false, true], 5n, "o0 / o2"],
    [{ type: "datetime", precision: "s" }, "1700000000", 1700000000n, "2023-11-14 22:13:20"],
    [{ type: "hash" }, "0xab", 0xabn, word(0xab)],
  ];
  for (const [question, answer, value, text] of rows) {
    const encoded = reality.encodeAnswer(question, answer);
    assert.equal(encoded, word(value), question.type);
    const { kind, text: shown } = reality.decodeAnswer(question, encoded);
    assert.deepEqual([kind, shown], ["value", text], question.type);
  }
  const kinds = [2n ** 256n - 1n, 2n ** 256n - 2n, 7n].map(
    (value) => reality.decodeAnswer({ type: "bool" }, word(value)).kind,
  );
  assert.deepEqual(kinds, ["invalid", "tooSoon", "outOfRange"]);
  assert.throws(() => reality.encodeAnswer({ type: "uint" }, "1.5"), code("reality.answer"));
});

test("rulings and answers of each proxy", () => {
  const max = 2n ** 256n - 1n;
  assert.equal(reality.answerOfRuling("kleros-v1-with-appeals", 0), word(max));
  assert.equal(reality.answerOfRuling("kleros-v1-with-appeals", 1), word(0));
  assert.equal(reality.answerOfRuling("kleros-reality-v2", 1), word(max - 1n));
  assert.equal(reality.rulingOfAnswer("kleros-reality-v2", word(0)), null);
  assert.equal(reality.rulingOfAnswer("kleros-v1-with-appeals", word(4)), 5n);
  assert.throws(() => reality.answerOfRuling("nobody", 0), code("input.type"));
});

test("bonds double, from the least on", () => {
  assert.deepEqual(reality.bondLadder({ minBond: ether, steps: 3 }), [
    ether,
    2n * ether,
    4n * ether,
  ]);
  assert.deepEqual(reality.bondLadder({ bond: 5n, minBond: ether, steps: 2 }), [10n, 20n]);
  assert.throws(() => reality.bondLadder({ bond: 1n, steps: 257 }), code("input.type"));
});

const config = {
  system: "reality-3.0",
  arbitratorKind: "eoa",
  accounts: { alice, bob, arb: arbitrator, reality: "0xe000000000000000000000000000000000000000" },
};

/** Alice and Bob disagree; Bob has the last word. */
function played() {
  const machine = reality.open(reality.initial(config));
  const call = (timestamp, from, name, args, value = 0n) => {
    const outcome = machine.apply({ timestamp, from, to: "reality", function: name, args, value });
    assert.ok(outcome.ok, `${name} ${outcome.revert}`);
    return outcome;
  };
  const ask = ["0", "Is it so?\u241f\u241f", arbitrator, "86400", "0", "0"];
  const id = call(1000, "alice", "askQuestion", ask, 7n).returns[0];
  call(2000, "alice", "submitAnswer", [id, word(1), "0"], ether);
  const { events } = call(3000, "bob", "submitAnswer", [id, word(0), "0"], 2n * ether);
  return { machine, call, id, last: events.at(-1).args };
}

test("a played question pays what payout says, and its id is questionId's", () => {
  const { machine, call, id, last } = played();
  const expected = reality.questionId({
    version: "3.0",
    templateId: 0,
    text: "Is it so?\u241f\u241f",
    arbitrator,
    timeout: 86400,
    sender: alice,
    nonce: 0,
    minBond: 0,
    contract: config.accounts.reality,
  });
  assert.equal(id, expected);
  const first = reality.historyHash({
    previous: word(0),
    answer: word(1),
    bond: ether,
    answerer: alice,
  });
  const second = { previous: first, answer: word(0), bond: 2n * ether, answerer: bob };
  assert.equal(reality.historyHash(second), last.history_hash);
  const entries = [
    { answerer: alice, bond: ether, answer: word(1) },
    { answerer: bob, bond: 2n * ether, answer: word(0) },
  ];
  const told = reality.payout({ version: "3.0", entries, bestAnswer: word(0), bounty: 7n });
  const claim = [id, [first, word(0)], [bob, alice], [2n * ether, ether], [word(0), word(1)]].map(
    (value) => (Array.isArray(value) ? value.map(String) : value),
  );
  call(3000 + 86400, "bob", "claimWinnings", claim);
  const balance = machine.apply({
    timestamp: 100000,
    from: "bob",
    to: "reality",
    function: "balanceOf",
    args: [bob],
  }).returns[0];
  const toBob = told.payments
    .filter(({ to }) => to.toLowerCase() === bob)
    .reduce((sum, { amount }) => sum + amount, 0n);
  assert.equal(BigInt(balance), toBob);
  assert.equal(toBob + told.keptFees, 3n * ether + 7n);
  machine.dispose();
});

test("what can be done now, and until when", () => {
  const { machine, id } = played();
  const actions = machine.actions({ actor: bob, timestamp: 3000 + 86399 });
  const answer = actions.find(({ function: name }) => name === "submitAnswer");
  assert.equal(answer.enabled, true);
  assert.equal(BigInt(answer.value), 4n * ether);
  const late = machine.actions({ actor: bob, timestamp: 3000 + 86400 });
  const refused = late.find(({ function: name }) => name === "submitAnswer");
  assert.equal(refused.enabled, false);
  assert.equal(refused.reason, "finalization deadline must not have passed");
  const times = machine.deadlines({ timestamp: 3000 }).map(({ timestamp }) => `${timestamp}`);
  assert.ok(times.includes(`${3000 + 86400}`), `${id}: ${times}`);
  machine.dispose();
});

test("Zodiac: the question of a proposal, and what is missing to execute it", () => {
  const to = bob;
  const asked = reality.zodiacQuestion({
    chainId: 1,
    module: alice,
    proposalId: "QmX",
    transactions: [{ to, value: 1n }],
  });
  assert.ok(asked.question.startsWith("QmX\u241f"));
  assert.equal(asked.txHashes.length, 1);
  const missing = reality.zodiacMissing({ result: word(1), cooldown: 5, finalizeTs: 10, now: 12 });
  assert.deepEqual(missing, ["cooldown"]);
});
