// dikast.timeline: calendar files by the letter of RFC 5545, merged lists, sentences.
import assert from "node:assert/strict";
import { test } from "node:test";
import { configOf, Play } from "./lib/court-world.mjs";
import { importPackage } from "./lib/dist.mjs";

const { court, timeline } = await (await importPackage("index.js")).load();

const deadline = (more = {}) => ({
  name: "loserFundingEnd",
  timestamp: "1767225600",
  who: "funders of choices that did not win",
  closes: true,
  function: "fundAppeal",
  certainty: "fixed",
  subject: "dispute 3",
  ...more,
});

/** Content lines as a calendar reads them: unfolded. */
function linesOf(text) {
  assert.ok(text.endsWith("\r\n"));
  assert.doesNotMatch(text, /[^\r]\n|\r[^\n]/);
  const physical = text.split("\r\n").slice(0, -1);
  for (const line of physical) {
    assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.equal(Buffer.from(line).toString(), line);
  }
  return physical.join("\n").replaceAll("\n ", "").split("\n");
}

const values = (text, name) =>
  linesOf(text)
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1));

test("ics: one entry, every line of it", () => {
  const text = timeline.ics([deadline()], {
    title: "Lease; deposit, 2",
    url: "https://example.org/d/3",
    now: 1_767_000_000,
    remindBefore: [86_400, "3600"],
  });
  const lines = linesOf(text);
  assert.deepEqual(lines.slice(0, 6), [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Dikast//Deadlines//EN",
    "CALSCALE:GREGORIAN",
    "X-WR-CALNAME:Lease\\; deposit\\, 2",
    "BEGIN:VEVENT",
  ]);
  assert.match(lines[6], /^UID:[0-9a-f]{32}@dikast$/);
  const what = "Lease\\; deposit\\, 2: Funding of choices that did not win ends (dispute 3)";
  const about =
    "Ends by itself: the clock alone decides.\\nConcerns: funders of choices that did not win.\\n" +
    "Call: fundAppeal.\\n2026-01-01 00:00:00 UTC\\, Unix time 1767225600.\\nhttps://example.org/d/3";
  assert.deepEqual(lines.slice(7), [
    "DTSTAMP:20251229T092000Z",
    "DTSTART:20260101T000000Z",
    `SUMMARY:${what}`,
    `DESCRIPTION:${about}`,
    "URL:https://example.org/d/3",
    "TRANSP:TRANSPARENT",
    ...[86_400, 3600].flatMap((seconds) => [
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      `DESCRIPTION:${what}`,
      `TRIGGER:-PT${seconds}S`,
      "END:VALARM",
    ]),
    "END:VEVENT",
    "END:VCALENDAR",
  ]);
});

test("ics: long lines are folded between characters, and nothing breaks out of a line", () => {
  const title = `${"\u00e9\u{1f600}".repeat(60)}\r\nBEGIN:VEVENT\\\u0007`;
  const text = timeline.ics([deadline()], { title });
  assert.deepEqual(values(text, "X-WR-CALNAME"), [
    `${"\u00e9\u{1f600}".repeat(60)}\\nBEGIN:VEVENT\\\\ `,
  ]);
  assert.equal(linesOf(text).filter((line) => line === "BEGIN:VEVENT").length, 1);
});

test("ics: an entry keeps its UID when it moves, and two entries never share one", () => {
  const uids = (list, options = { title: "a" }) => values(timeline.ics(list, options), "UID");
  const [first] = uids([deadline()]);
  assert.deepEqual(uids([deadline({ timestamp: "1767225999" })]), [first]);
  const all = [
    ...uids([deadline(), deadline(), deadline({ subject: "dispute 4" })]),
    ...uids([deadline()], { title: "b" }),
    ...uids([deadline()], { title: "a", id: "eip155:1" }),
  ];
  assert.equal(new Set(all).size, 5);
  assert.equal(all[0], first);
});

test("ics: certainty in words; what a calendar cannot write is left out", () => {
  const list = ["fixed", "awaitsCall", "canBeCut"].map((certainty, i) =>
    deadline({ certainty, timestamp: `${i}` }),
  );
  const far = deadline({ timestamp: "253402300800" });
  const text = timeline.ics([...list, far], { title: "x" });
  const [fixed, awaits, cut, ...rest] = values(text, "DESCRIPTION");
  assert.match(fixed, /^Ends by itself/);
  assert.match(awaits, /^Waits for somebody's call of fundAppeal/);
  assert.match(cut, /^May be cut short/);
  assert.deepEqual(rest, []);
  assert.deepEqual(values(text, "DTSTART")[0], "19700101T000000Z");
});

test("ics: what is no time or no address is named", () => {
  const fails = (list, options, path) =>
    assert.throws(() => timeline.ics(list, options), { code: "machine.argument", path });
  fails([deadline(), deadline({ timestamp: "soon" })], { title: "x" }, "/deadlines/1/timestamp");
  fails([], { title: "x", url: "javascript:alert(1)" }, "/options/url");
  fails([], { title: "x", url: "no address" }, "/options/url");
  fails([deadline()], { title: "x", now: -1 }, "/options/now");
});

test("merge: by time, each once", () => {
  const [a, b] = [deadline({ timestamp: "300" }), deadline({ timestamp: "20" })];
  const c = deadline({ timestamp: "20", name: "winnerFundingEnd" });
  assert.deepEqual(timeline.merge([a, b], [{ ...b }, c]), [b, c, a]);
});

test("describe: what, when, how far away, how certain", () => {
  const text = timeline.describe(deadline(), 1_767_000_000).replaceAll("\u202f", " ");
  assert.equal(
    text,
    "Funding of choices that did not win ends (dispute 3): Jan 1, 2026, 12:00:00 AM UTC, in 2 days. " +
      "Ends by itself: the clock alone decides.",
  );
  assert.match(timeline.describe(deadline(), 1_767_225_601n, "de"), /vor 1 Sekunde/);
  const own = deadline({ name: "revealEnd", subject: undefined, timestamp: `${2n ** 64n}` });
  assert.match(timeline.describe(own, 0), /^Reveal end at Unix time 18446744073709551616\. /);
  assert.throws(() => timeline.describe(deadline(), 0, "no locale"), { code: "input.type" });
});

test("every deadline of a court has a title of its own, and goes into a calendar", () => {
  for (const generation of ["neo", "v2"]) {
    const play = new Play(court.open(court.initial(configOf(generation))), generation);
    const id = play.create();
    const seen = new Set();
    const look = () => {
      const list = play.machine.deadlines({ timestamp: play.now });
      for (const each of list) seen.add(timeline.title(each));
      const text = court.calendar(list, { title: "Court" });
      assert.equal(values(text, "UID").length, list.length);
    };
    look();
    play.vote(id, 1);
    look();
    assert.ok(seen.size >= 5, [...seen].join());
    for (const title of seen) assert.match(title, /^[A-Z][a-z]+ /);
  }
});
