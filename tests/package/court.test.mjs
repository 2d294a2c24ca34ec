// dikast.court in the package: the appeal planner against what funding and withdrawing do, cost
// projections against the machine, Kleros v1.
import assert from "node:assert/strict";
import { test } from "node:test";
import { address, configOf, courts, Play } from "./lib/court-world.mjs";
import { importPackage } from "./lib/dist.mjs";

const { court } = await (await importPackage("index.js")).load();
const [payer, other] = [address(20), address(21)];

/** A dispute in its first appeal period, choice 1 having won. */
function inAppeal(generation, value) {
  const play = new Play(court.open(court.initial(configOf(generation))), generation);
  const id = play.create(value);
  play.vote(id, 1);
  return { play, id, state: play.machine.state() };
}

const playFrom = ({ play, state }) => new Play(court.open(state), play.generation, play.now);

for (const generation of ["neo", "v2"]) {
  test(`${generation}: what the planner says comes back is what is withdrawn`, () => {
    const start = inAppeal(generation);
    const { id, state, play } = start;
    const plan = court.plan(state, { disputeID: id, timestamp: play.now, rounds: 2 });
    assert.equal(plan.appealCost, 70n);
    assert.deepEqual(plan.currentRuling, { ruling: 1n, tied: false, overridden: false });
    assert.deepEqual(
      plan.choices.map(({ choice, winner, total, open }) => [choice, winner, total, open]),
      [0n, 1n, 2n, 3n].map((choice) => [choice, choice === 1n, choice === 1n ? 140n : 210n, true]),
    );
    assert.equal(plan.rounds.length, 2);
    assert.equal(plan.rounds[1].nbVotes, 7n);
    for (const row of plan.choices) {
      const alone = playFrom(start);
      alone.fund(id, row.choice, payer, row.stake);
      assert.equal(alone.withdraw(id, row.choice, payer), row.ifUnopposed);
      const third = [0n, 1n, 2n, 3n].find((c) => c !== row.choice && c !== row.opponent);
      for (const [ruling, expected] of [
        [row.choice, row.ifWins],
        [row.opponent, row.ifOpponentWins],
        [third, row.ifAnotherWins],
      ]) {
        const run = playFrom(start);
        run.fund(id, row.choice, payer, row.stake);
        run.fund(id, row.opponent, other, row.opponentTotal);
        run.vote(id, ruling);
        assert.equal(run.withdraw(id, row.choice, payer), expected, `${row.choice} ${ruling}`);
      }
      assert.equal(row.worst, row.stake);
    }
  });

  test(`${generation}: what is paid already, and what the clock ends`, () => {
    const { play, id } = inAppeal(generation);
    play.fund(id, 2, payer, 200);
    play.fund(id, 1, payer, 140);
    const at = (timestamp) => court.plan(play.machine, { disputeID: id, timestamp }).choices;
    const [, winner, loser] = at(play.now);
    assert.deepEqual([winner.funded, winner.remaining, winner.open], [true, 0n, false]);
    assert.deepEqual([loser.paid, loser.remaining, loser.stake], [200n, 10n, 10n]);
    // The rest of a side shares in the reward by what it paid: 10 of 210, of 280.
    assert.equal(loser.ifWins, 13n);
    assert.equal(at(loser.end - 1n)[2].open, true);
    assert.equal(at(loser.end)[2].open, false);
    assert.match(at(loser.end)[2].reason, /loser|Loser/);
    assert.match(
      loser.words.pays,
      /needs 0\.00000000000000021 ETH in all; 0\.00000000000000001 ETH/,
    );
    assert.match(loser.words.reward, /\(0\.000000000000000003 ETH more than paid\)/);
    assert.match(loser.words.worst, /^At worst 0\.00000000000000001 ETH is lost/);
    assert.match(winner.words.pays, /funded in full/);
  });
}

test("fundings and deadlines without a state are those of the machine", () => {
  for (const generation of ["neo", "v2"]) {
    const { play, id } = inAppeal(generation);
    play.fund(id, 2, payer, 200);
    const plan = court.plan(play.machine, { disputeID: id, timestamp: play.now });
    const found = court.appealFunding({
      generation,
      appealCost: plan.appealCost,
      currentRuling: plan.currentRuling.ruling,
      numberOfChoices: plan.numberOfChoices,
      contributions: [{ choice: 2, paid: 200 }],
      period: plan.appealPeriod,
      now: play.now,
    });
    assert.deepEqual(found, plan.choices);
    const dispute = { period: 3, lastPeriodChange: plan.appealPeriod.start, id };
    const listed = court.periods(dispute, courts[0], play.now, { generation });
    const machine = play.machine.deadlines({ timestamp: play.now });
    assert.deepEqual(
      listed,
      machine.filter(({ subject }) => subject === `dispute ${id}`),
    );
    assert.ok(listed.length >= 4);
  }
  assert.throws(() => court.periods({ period: 9, lastPeriodChange: 1 }, courts[0], 1), {
    code: "machine.argument",
    path: "/dispute/period",
  });
});

test("an appeal nobody can pay is said to be one", () => {
  const { play, id } = inAppeal("neo", 310);
  const plan = court.plan(play.machine, { disputeID: id, timestamp: play.now, rounds: 5 });
  assert.equal(plan.appealCost, (2n ** 256n - 2n) / 2n);
  assert.deepEqual([plan.choices[1].open, plan.choices[1].reason], [false, "Panic(0x11)"]);
  assert.equal(plan.choices[1].total, undefined);
  assert.match(plan.choices[1].words.pays, /cannot be funded/);
  assert.deepEqual([plan.rounds.length, plan.rounds[0].payable], [1, false]);
});

test("a dispute that is not there is an error with a path", () => {
  const state = court.initial(configOf("v2"));
  assert.throws(() => court.plan(state, { disputeID: 7, timestamp: 1 }), {
    code: "machine.argument",
    path: "/options/disputeID",
  });
  assert.throws(() => court.project({ generation: "v2", courts, courtID: 1, nbVotes: 3 }, 64), {
    path: "/appeals",
  });
});

test("a projection is what the machine charges, round by round", () => {
  for (const generation of ["neo", "v2"]) {
    const input = { generation, courts, courtID: 1, nbVotes: 3 };
    const found = court.project(input, 2);
    const { play, id } = inAppeal(generation);
    for (const round of found.rounds) {
      const now = play.call("view", "disputes", [id]);
      assert.equal(BigInt(now.round.nbVotes), round.nbVotes);
      assert.equal(BigInt(now.round.totalFeesForJurors), round.feesForJurors);
      if (round.round === found.appeals) break;
      play.fund(id, 2, payer, round.loserTotal);
      play.fund(id, 1, other, round.winnerTotal);
      play.vote(id, 1);
    }
    assert.deepEqual(
      [found.arbitrationCost, found.jurors, found.fees, found.winnerTotal, found.loserTotal],
      [30n, 25n, 250n, 440n, 660n],
    );
    assert.equal(found.worst, 690n);
    assert.equal(found.seconds, 400n + 300n + 300n);
    assert.deepEqual(
      found.payments.map(({ round, who, when, amount }) => `${round} ${who} ${when} ${amount}`),
      [
        "0 creator creation 30",
        "1 loser firstHalf 210",
        "1 winner appealPeriod 140",
        "2 loser firstHalf 450",
        "2 winner appealPeriod 300",
      ],
    );
  }
});

test("two courts are compared", () => {
  const input = { generation: "neo", courts, courtID: 1, nbVotes: 3 };
  const { a, b, difference } = court.compare(input, { ...input, courtID: 2 }, 1);
  assert.deepEqual([a.fees, b.fees], [100n, 200n]);
  assert.deepEqual(difference, {
    arbitrationCost: 30n,
    appeals: 0,
    jurors: 0n,
    fees: 100n,
    worst: 240n,
    seconds: b.seconds - a.seconds,
  });
});

test("Kleros v1: courts from 0, no kits, the arbitrable's stakes", () => {
  const v1 = [
    { parent: 0, feeForJuror: 5, jurorsForCourtJump: 15 },
    { parent: 0, feeForJuror: 10, jurorsForCourtJump: 7 },
  ];
  const input = { generation: "v1", courts: v1, courtID: 1, nbVotes: 3 };
  const bare = court.project(input, 9);
  assert.deepEqual([bare.appeals, bare.winnerTotal, bare.worst], [2, undefined, undefined]);
  assert.deepEqual(
    bare.rounds.map(({ courtID, nbVotes, payable }) => [courtID, nbVotes, payable]),
    [
      [1n, 3n, true],
      [1n, 7n, true],
      [0n, 15n, false],
    ],
  );
  assert.equal(bare.fees, 30n + 70n + 75n);
  const multipliers = { winner: 10_000, loser: 20_000, shared: 15_000 };
  const staked = court.project({ ...input, multipliers }, 1);
  assert.deepEqual([staked.winnerTotal, staked.loserTotal], [140n, 210n]);
  assert.equal(staked.rounds[0].sharedTotal, 175n);
  const funding = { appealCost: 75, winner: false, multiplier: 5000, start: 100, end: 201 };
  assert.deepEqual(court.appealFunding(funding), {
    payable: true,
    total: 112n,
    remaining: 112n,
    end: 150n,
  });
});
