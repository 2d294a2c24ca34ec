// dikast.reality.clarity: what is told before a question is asked, and that a good one is left alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./lib/dist.mjs";

const { reality } = await (await importPackage("index.js")).load();
const codes = (question) => reality.clarity({ type: "bool", ...question }).map(({ code }) => code);
const day = 86400;

test("the question of Kleros' own guide is left alone", () => {
  const title =
    "Did the S&P 500 close above 5,000 on April 10, 2025, according to the official S&P website?";
  const openingTs = Date.UTC(2025, 3, 11) / 1000;
  const rest = {
    openingTs,
    timeout: 2 * day,
    minBond: 10n ** 17n,
    arbitrator: `0x${"1".repeat(40)}`,
  };
  assert.deepEqual(codes({ title, ...rest }), []);
});

for (const [title, ...expected] of [
  ["  ", "empty"],
  ["Will the launch be successful in 2030 per the https://a.example/ page?", "vague", "opens_now"],
  ["Is it raining today according to the weather office?", "relative_time"],
  ["Did I win in 2024 according to https://a.example/?", "personal"],
  ["Did Alice win the 2024 final?", "source"],
  ["Did it end before the deadline, according to https://a.example/?", "date"],
  ["Did it end on 2024-05-01 at 12:00 according to https://a.example/?", "zone"],
  ["Did it rain? And/or snow, in 2024, according to https://a.example/?", "compound"],
  ["Was it not said in 2024 that it is not so, according to https://a.example/?", "negation"],
]) {
  test(`${title.trim() || "nothing"}: ${expected.join(", ")}`, () => {
    assert.deepEqual(codes({ title }), expected);
  });
}

test("outcomes: too few, twice, empty, none for the rest", () => {
  const select = (outcomes) =>
    codes({
      type: "single-select",
      title: "Who won in 2024 according to https://a.example/?",
      outcomes,
    });
  assert.deepEqual(select(["Alice"]), ["few_outcomes"]);
  assert.deepEqual(select(["Alice", "alice "]), ["same_outcomes", "no_other"]);
  assert.deepEqual(select(["Alice", "", "Other"]), ["empty_outcome"]);
  assert.deepEqual(select(["Alice", "Bob", "Other"]), []);
});

test("times and money as the contract takes them", () => {
  const title = "Did it happen on 2026-05-01 UTC according to https://a.example/?";
  const openingTs = Date.UTC(2026, 3, 1) / 1000;
  assert.deepEqual(codes({ title, openingTs }), ["opens_early"]);
  assert.deepEqual(codes({ title, openingTs: 2n ** 32n }), ["opening_range"]);
  const timeouts = [0, day - 1, day, 15 * day, 365 * day];
  assert.deepEqual(
    timeouts.map((timeout) => codes({ title, timeout })[0]),
    ["timeout_range", "timeout_short", undefined, "timeout_long", "timeout_range"],
  );
  assert.deepEqual(codes({ title, minBond: 0 }), ["no_bond"]);
  const nobody = { title, arbitrator: `0x${"0".repeat(40)}` };
  assert.equal(reality.clarity({ type: "bool", ...nobody, version: "2.1" })[0].severity, "error");
  assert.equal(reality.clarity({ type: "bool", ...nobody })[0].severity, "warning");
});

test("words are judged in English only", () => {
  assert.deepEqual(codes({ title: "Wird es bald regnen?", lang: "de_DE" }), []);
});
