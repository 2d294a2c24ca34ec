// Reality.eth on anvil, with the bytecode that @reality.eth/contracts publishes, and on the model:
// random walks, compared step by step.
//   DIKAST_LONG=1   more and longer walks
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { getAddress } from "viem";
import { startChain } from "../../scripts/world/chain.mjs";
import { importPackage } from "../package/lib/dist.mjs";
import { Player } from "./lib/reality-player.mjs";
import { startWorld, versions } from "./lib/reality-world.mjs";
import { Random, sameOutcome } from "./lib/walk.mjs";

const long = process.env.DIKAST_LONG === "1";

let dikast;
const chains = [];
before(async () => {
  dikast = await (await importPackage("index.js")).load();
});
after(() => Promise.all(chains.map((chain) => chain.stop())));

const questionGetters = [
  ...["questions", "question_claims", "isFinalized", "resultFor", "getFinalAnswer"],
  ...["getContentHash", "getArbitrator", "getOpeningTS", "getTimeout", "getFinalizeTS"],
  ...["getBounty", "getBestAnswer", "getHistoryHash", "getBond", "isPendingArbitration"],
  ...["getMinBond", "resultForOnceSettled", "isSettledTooSoon"],
  ...["reopened_questions", "reopener_questions"],
];
const arbitratorGetters = [
  ...["getDisputeFee", "arbitration_bounties", "metadata", "owner", "realitio", "realitycheck"],
];

class Walk {
  constructor({ world, people, random, now }) {
    Object.assign(this, { ...world, people, random, now });
    Object.assign(this, { accepted: 0, refused: 0, listed: 0 });
    this.player = new Player({ ...world, people, random });
  }

  has(label, name) {
    return this.contracts.contracts[label].abi.some((item) => item.name === name);
  }

  async run(steps) {
    for (let i = 0; i < steps; i++) {
      this.now = this.player.nextMoment(this.now);
      const call = this.player.choose(this.now);
      const where = `step ${i} at ${this.now} ${call.to}.${call.function} ${JSON.stringify(call.args)}`;
      await this.step({ timestamp: this.now, value: "0", ...call }, where);
      if (i % 6 === 0 || i === steps - 1) await this.compareMoney(where);
    }
    this.machine.dispose();
  }

  /** Labels as addresses: the trace has nothing else. */
  address(name) {
    return this.accounts[name] ?? name;
  }

  /** The model also lists what came with the call. */
  withoutValue(outcome, { value }) {
    const transfers = (outcome.transfers ?? []).map((one) => ({
      ...one,
      from: this.address(one.from),
      to: this.address(one.to),
    }));
    return { ...outcome, transfers: transfers.slice(value === "0" ? 0 : 1) };
  }

  async step({ expected, ...call }, where) {
    const mined = await this.contracts.send(call);
    const outcome = this.machine.apply({ ...call, env: { block: mined.block } });
    // An approval says nothing that the transfer does not.
    const events = mined.events?.filter(({ name }) => name !== "Approval");
    // The published token reverts without a word where the recorded one says no.
    const { kind, revert } = outcome;
    const said = kind === "panic" ? "Panic" : revert?.startsWith("Transfer of") ? null : revert;
    const ours = { ...this.withoutValue(outcome, call), revert: said };
    sameOutcome(ours, { ...mined, ...(events && { events }) }, where);
    if (expected !== undefined) {
      assert.equal(expected, mined.ok, `${where} was listed otherwise`);
      this.listed++;
    }
    this[mined.ok ? "accepted" : "refused"]++;
    if (outcome.ok) this.player.note(outcome);
    await this.compareGetters(this.questions(call), where);
  }

  /** What the call may have changed, and one other question. */
  questions(call) {
    const ids = Object.keys(this.machine.state().questions);
    const touched = ids.filter((id) => JSON.stringify(call.args).includes(id));
    const some = ids.length > 0 ? [...touched, this.random.pick(ids)] : [];
    const about = (id) => [
      ...questionGetters
        .filter((name) => this.has("reality", name))
        .map((name) => ({ to: "reality", function: name, args: [id] })),
      ...(this.accounts.arbitrator ? this.aboutArbitration(id) : []),
    ];
    return [...new Set(some)].flatMap(about);
  }

  aboutArbitration(id) {
    return arbitratorGetters
      .filter((name) => this.has("arbitrator", name))
      .map((name) => {
        const { inputs } = this.contracts.contracts.arbitrator.abi.find(
          (item) => item.name === name,
        );
        return { to: "arbitrator", function: name, args: inputs.length === 0 ? [] : [id] };
      });
  }

  async compareGetters(questions, where) {
    const answers = await this.contracts.ask(questions);
    for (const [i, question] of questions.entries()) {
      const outcome = this.machine.apply({
        ...question,
        timestamp: this.now,
        from: this.people[0],
      });
      const returns =
        outcome.returns?.length === 1 && question.to === "reality"
          ? outcome.returns[0]
          : outcome.returns;
      const single = Array.isArray(returns) && returns.length === 1 ? returns[0] : returns;
      const ours = outcome.ok ? { ok: true, returns: single } : { ok: false };
      assert.deepEqual(ours, answers[i], `${where}: ${question.function} ${question.args}`);
    }
  }

  async compareMoney(where) {
    const { machine, contracts, people, accounts } = this;
    const { ether, token } = machine.state();
    for (const label of ["reality", "arbitrator"].filter((one) => one in accounts)) {
      const held = await contracts.balance(label);
      const ours = Object.entries(ether).find(
        ([address]) => address.toLowerCase() === accounts[label].toLowerCase(),
      );
      assert.equal(ours[1], held, `${where} ${label}'s ether`);
    }
    const holders = [...people, ...Object.values(accounts)];
    const balances = holders.flatMap((who) =>
      ["balanceOf", "arbitrator_question_fees"].map((name) => ({
        to: "reality",
        function: name,
        args: [who],
      })),
    );
    const commitments = Object.keys(machine.state().commitments).slice(-5);
    const of = (id) => ({ to: "reality", function: "commitments", args: [id] });
    const templates = ["templates", "template_hashes"].flatMap((name) =>
      ["4", "5", "6", "99"].map((id) => ({ to: "reality", function: name, args: [id] })),
    );
    await this.compareGetters([...balances, ...commitments.map(of), ...templates], where);
    if (token === undefined) return;
    for (const who of holders) {
      const held = await contracts.read("token", "balanceOf", [who]);
      assert.equal(token.balances[who] ?? "0", held, `${where} tokens of ${who}`);
    }
  }
}

/** Walks of one kind on a chain of their own, which begins at `from` where that is given. */
async function walks({ system, arbitratorKind, seeds, steps, from }) {
  const chain = await startChain();
  chains.push(chain);
  const people = (await chain.rpc("eth_accounts")).slice(0, 5).map((one) => getAddress(one));
  const totals = { accepted: 0, refused: 0, listed: 0 };
  const failures = [];
  for (const seed of seeds) {
    const world = await startWorld({ chain, dikast, system, arbitratorKind, people });
    const { timestamp } = await chain.rpc("eth_getBlockByNumber", ["latest", false]);
    const now = Math.max(Number(timestamp) + 1, from ?? 0);
    const walk = new Walk({ world, people, random: new Random(seed * 7919), now });
    try {
      await walk.run(steps);
    } catch (error) {
      failures.push(`seed ${seed}: ${error.message}`);
    }
    for (const key of Object.keys(totals)) totals[key] += walk[key];
  }
  assert.deepEqual(failures, []);
  assert.ok(totals.accepted > steps / 4 && totals.refused > 3, JSON.stringify(totals));
  assert.ok(totals.listed > 2, JSON.stringify(totals));
}

const seedsOf = (count) => Array.from({ length: count }, (_, i) => i + 1);
for (const system of Object.keys(versions)) {
  for (const arbitratorKind of ["eoa", "realitykeys-arbitrator"]) {
    // The published arbitrator calls functions that 2.0 does not have, and knows no tokens.
    const together = ["reality-2.1", "reality-3.0"].includes(system);
    if (arbitratorKind !== "eoa" && !together) continue;
    test(`${system} with ${arbitratorKind} on anvil and on the model`, {
      timeout: 900_000,
    }, async () => {
      const seeds = seedsOf(long ? 10 : 1);
      await walks({ system, arbitratorKind, seeds, steps: long ? 250 : 60 });
    });
  }
}

// Reality.eth keeps seconds in 32 bits, which end in 2106.
for (const system of ["reality-2.1", "reality-3.0"]) {
  test(`${system} across 2^32 seconds on anvil and on the model`, {
    timeout: 900_000,
  }, async () => {
    const seeds = long ? [11, 12, 13, 14] : [11];
    const steps = long ? 200 : 40;
    await walks({ system, arbitratorKind: "eoa", seeds, steps, from: 2 ** 32 - 100 });
  });
}
