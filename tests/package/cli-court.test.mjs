// dikast simulate, deadlines and cost: exit status, streams and wrong use; without a network.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { dikast, folder } from "./lib/cli.mjs";
import { configOf, courts, people } from "./lib/court-world.mjs";

const creation = {
  timestamp: 1000,
  from: people.creator,
  to: "core",
  function: "createDispute",
  args: ["2", "0x"],
  value: "30",
};
const early = {
  timestamp: 1001,
  from: people.juror,
  to: "core",
  function: "passPeriod",
  args: ["0"],
};
const scenario = (calls) => JSON.stringify({ machine: "court", config: configOf("v2"), calls });
const jsonLines = (text) => text.trimEnd().split("\n").map(JSON.parse);

test("simulate: a line for each call, what was expected, and the state", async (t) => {
  const expected = { ...early, ok: false, revert: "EvidenceNotPassedAndNotAppeal" };
  const wrong = { ...early, ok: false, revert: "Something" };
  const cwd = folder(t, {
    "a.json": scenario([creation, expected]),
    "b.json": scenario([creation, { ...early, ok: true }, wrong]),
  });
  const good = await dikast(["simulate", "--state", "a.json"], { cwd });
  assert.deepEqual([good.status, good.stderr], [0, ""]);
  const [first, second, last] = jsonLines(good.stdout);
  assert.deepEqual([first.step, first.ok, first.returns], [0, true, "0"]);
  assert.deepEqual(
    first.events.map(({ name }) => name),
    ["DisputeCreation", "DisputeCreation"],
  );
  assert.deepEqual(
    [second.ok, second.revert, second.wrong],
    [false, "EvidenceNotPassedAndNotAppeal", undefined],
  );
  assert.equal(last.state.disputes.length, 1);

  const bad = await dikast(["simulate", "b.json"], { cwd });
  assert.equal(bad.status, 1);
  assert.match(
    bad.stderr,
    /call 1: it was expected to be accepted\ncall 2: "Something" was expected/,
  );
  // The state of one run begins another.
  const state = JSON.stringify({ state: last.state, calls: [expected] });
  const piped = await dikast(["simulate", "-"], { cwd, input: state });
  assert.deepEqual([piped.status, jsonLines(piped.stdout)[0].ok], [0, false]);
});

test("simulate: text, actions and deadlines", async (t) => {
  const cwd = folder(t, { "a.json": scenario([creation, early]) });
  const text = await dikast(
    ["simulate", "--format", "text", "--actor", people.juror, "--deadlines", "a.json"],
    { cwd },
  );
  assert.equal(text.status, 0);
  assert.match(
    text.stdout,
    /^0\. 1000 0x0+2: core\.createDispute\("2", "0x"\) with 30 wei\n {3}accepted\n/,
  );
  assert.match(text.stdout, /refused: EvidenceNotPassedAndNotAppeal/);
  assert.match(
    text.stdout,
    /may not \(EvidenceNotPassedAndNotAppeal\) core\.passPeriod\("0"\), 0 wei/,
  );
  assert.match(text.stdout, /1100 evidencePeriodEnd/);
});

test("simulate: what is no scenario ends with status 2, what is no call with its path", async (t) => {
  const cwd = folder(t, {
    "list.json": "[]",
    "both.json": JSON.stringify({ config: {}, state: {}, calls: [] }),
    "machine.json": JSON.stringify({ machine: "spaceship", config: {}, calls: [] }),
    "none.json": JSON.stringify({ calls: [creation] }),
    "call.json": scenario([creation, { ...early, args: ["x"] }]),
    "config.json": JSON.stringify({ config: { generation: "v9" }, calls: [] }),
  });
  for (const name of ["list", "both", "machine", "none"]) {
    const { status, stderr } = await dikast(["simulate", `${name}.json`], { cwd });
    assert.equal(status, 2, name);
    assert.match(stderr, new RegExp(`${name}.json: `));
  }
  assert.equal((await dikast(["simulate"], { cwd })).status, 2);
  const call = await dikast(["simulate", "call.json"], { cwd });
  assert.equal(call.status, 1);
  assert.match(call.stderr, /machine\.argument at \/calls\/1\/args\/0/);
  assert.match((await dikast(["simulate", "config.json"], { cwd })).stderr, /machine\.config/);
});

test("deadlines: text, JSON and a calendar", async (t) => {
  const cwd = folder(t, { "a.json": scenario([creation]) });
  const run = (...args) => dikast(["deadlines", ...args, "a.json"], { cwd });
  const text = await run();
  assert.deepEqual([text.status, text.stderr], [0, ""]);
  assert.match(text.stdout, /The evidence period can be closed \(dispute 0\): .* in \d+ seconds\./);
  const json = JSON.parse((await run("--format", "json", "--actor", people.juror)).stdout);
  assert.equal(json.at, "1000");
  assert.ok(json.deadlines.some(({ name }) => name === "evidencePeriodEnd"));
  assert.ok(json.actions.some((action) => action.function === "passPeriod" && !action.enabled));
  const calendar = await run("--ics", "--title", "Lease", "--remind", "60", "-o", "a.ics");
  assert.deepEqual([calendar.status, calendar.stdout], [0, ""]);
  const ics = readFileSync(join(cwd, "a.ics"), "utf8");
  assert.match(ics, /^BEGIN:VCALENDAR\r\n/);
  assert.match(ics, /DTSTART:19700101T001820Z\r\n/);
  assert.match(ics, /TRIGGER:-PT60S\r\n/);
  assert.equal((await run("--at", "soon")).status, 2);
});

test("cost: a court, two courts, extraData, one fee", async (t) => {
  const cwd = folder(t, {
    "courts.json": JSON.stringify({ generation: "neo", courts }),
    "none.json": JSON.stringify({ generation: "neo" }),
  });
  const run = (...args) => dikast(["cost", ...args], { cwd });
  const unit = ["--unit", "xDAI"];
  const one = await run("courts.json", "--court", "2", "--appeals", "9", ...unit);
  assert.deepEqual([one.status, one.stderr], [0, ""]);
  const amount = (wei) => `0.${String(wei).padStart(18, "0").replace(/0+$/, "")} xDAI`;
  assert.ok(one.stdout.startsWith(`Court 2, 3 jurors: ${amount(60)} to create the dispute.\n`));
  assert.ok(one.stdout.includes(`Appeal 2: ${amount(150)} for 15 jurors, now in court 1. `));
  assert.match(one.stdout, /No further appeal can be paid\.\nIn all: 56 jurors/);
  const both = await run("courts.json", "--compare", "2", "--appeals", "1", "--format", "json");
  assert.equal(JSON.parse(both.stdout).difference.fees, "100");
  assert.ok((await run("courts.json", "--compare", "2", ...unit)).stdout.includes("in all.\n"));
  const data = `0x${[2, 5, 1].map((n) => n.toString(16).padStart(64, "0")).join("")}`;
  const read = JSON.parse(
    (await run("courts.json", "--extra-data", data, "--format", "json")).stdout,
  );
  assert.deepEqual([read.extraData, read.arbitrationCost], [data, "100"]);
  const fee = JSON.parse((await run("--fee", "10", "--appeals", "2", "--format", "json")).stdout);
  assert.deepEqual(
    fee.rounds.map(({ nbVotes, feesForJurors }) => [nbVotes, feesForJurors]),
    [
      ["3", "30"],
      ["7", "70"],
      ["15", "150"],
    ],
  );
  for (const args of [[], ["courts.json", "--fee", "1"], ["none.json"], ["missing.json"]]) {
    assert.equal((await run(...args)).status, 2, args.join(" "));
  }
  assert.equal((await run("courts.json", "--court", "9")).status, 1);
});
