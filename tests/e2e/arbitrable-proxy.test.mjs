// ArbitrableProxy and the arbitrators used for testing on anvil, with the bytecode that
// @kleros/arbitrable-proxy-contracts and @kleros/kleros-interaction publish, and on the model: random
// walks, compared step by step.
//   DIKAST_LONG=1   more and longer walks
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startChain } from "../../scripts/world/chain.mjs";
import { importPackage } from "../package/lib/dist.mjs";
import { Arbitrated } from "./lib/arbitrated.mjs";
import { artifact, Contracts, PairWalk, Random, sameOutcome } from "./lib/walk.mjs";

const interaction = "@kleros/kleros-interaction/build/contracts";
const proxyContracts = "@kleros/arbitrable-proxy-contracts/build/contracts";
const long = process.env.DIKAST_LONG === "1";
const zero = "0x0000000000000000000000000000000000000000";
const everyRuling = (2n ** 256n - 2n).toString();

let chain;
let dikast;
let people;
before(async () => {
  chain = await startChain();
  dikast = await (await importPackage("index.js")).load();
  people = (await chain.rpc("eth_accounts")).slice(0, 4);
});
after(() => chain.stop());

async function deploy(folder, name, args) {
  const { abi, bytecode } = artifact(`${folder}/${name}.json`);
  return { abi, address: await chain.deploy({ abi, bytecode }, args) };
}

async function deployArbitrator(name) {
  if (name === "AutoAppealableArbitrator@arbitrable-proxy") {
    return deploy(proxyContracts, "AutoAppealableArbitrator", [10n]);
  }
  if (name !== "EnhancedAppealableArbitrator") return deploy(interaction, name, [10n]);
  const made = await deploy(interaction, name, [10n, zero, "0x", 60n]);
  // It is its own back-up: that is how it is used.
  const { abi, address: to } = made;
  await chain.transact({ from: people[0], to, abi, functionName: "changeArbitrator", args: [to] });
  return made;
}

class Pair extends Arbitrated {
  choices({ args }) {
    return args[2] === "0" ? everyRuling : args[2];
  }

  // A round more than before is an appeal.
  appeals({ args, function: name }, after) {
    if (name !== "fundAppeal") return false;
    const before = this.arbitrable.state().disputes[Number(args[0])];
    return after.disputes[Number(args[0])].rounds.length > before.rounds.length;
  }
}

const proxyGetters = [
  ["numberOfRulingOptions", (id) => [id]],
  ["disputes", (id) => [id]],
  ["disputeIDtoRoundArray", (id) => [id, "0"]],
  ["disputeIDtoRoundArray", (id) => [id, "1"]],
  ["externalIDtoLocalID", (id) => [id]],
  ["getMultipliers", () => []],
  ["governor", () => []],
];
const arbitratorGetters = ["disputes", "disputeStatus", "currentRuling", "appealPeriod"];

class Walk extends PairWalk {
  listed = 0;

  disputes() {
    return this.pair.arbitrable.state().disputes;
  }

  /** The arbitrator's number of local dispute `id`. */
  external(id) {
    return this.disputes()[Number(id)]?.disputeIDOnArbitratorSide ?? "0";
  }

  create() {
    const { random } = this;
    const choices = random.pick(["0", "1", "2", "2", "3", "3", `${2n ** 256n - 1n}`]);
    const args = ["0x", "/ipfs/Qm", choices];
    return { function: "createDispute", args, value: `${random.pick([10, 10, 10, 12, 9, 0])}` };
  }

  govern() {
    const { random } = this;
    const parts = ["10000", "0", "3333", "20001"];
    const args = [random.pick(parts), random.pick(parts), random.pick(["5000", "0", "10000"])];
    if (random.below(3) > 0) return { function: "changeMultipliers", args };
    return { function: "setGovernor", args: [random.pick(people.slice(0, 2))] };
  }

  choose(i) {
    const { random } = this;
    if (i === 0) return { to: "arbitrableProxy", from: people[0], ...this.create(), value: "10" };
    const to = random.below(3) === 0 ? "arbitrator" : "arbitrableProxy";
    const actor = random.pick(people);
    const from = random.below(4) > 0 && to === "arbitrator" ? people[0] : actor;
    return { to, from, ...(to === "arbitrator" ? this.rule(from) : this.act(from)) };
  }

  act(actor) {
    const { random } = this;
    const kind = random.below(20);
    if (kind === 0) return this.govern();
    if (kind < 3) return this.create();
    const id = `${random.below(this.disputes().length + (random.below(9) === 0 ? 2 : 0))}`;
    if (kind === 3) return { function: "submitEvidence", args: [id, "/ipfs/e"] };
    if (kind === 4) return { function: "rule", args: [id, "1"] };
    const ruling = `${random.below(5)}`;
    if (kind < 10) {
      const who = random.pick(people);
      if (random.below(2) === 0) {
        return { function: "withdrawFeesAndRewardsForAllRounds", args: [id, who, ruling] };
      }
      return { function: "withdrawFeesAndRewards", args: [id, who, `${random.below(3)}`, ruling] };
    }
    return this.listedFor(this.pair.arbitrable, actor, id) ?? this.fund(id, ruling);
  }

  fund(id, ruling) {
    return { function: "fundAppeal", args: [id, ruling], value: `${this.random.below(60)}` };
  }

  /** One of the actions that the model lists, more often an enabled one, with less or more wei. */
  listedFor(machine, actor, id) {
    const { random } = this;
    const env = this.pair.env(this.external(id), this.now);
    const all = machine.actions({ actor, timestamp: this.now, env });
    const enabled = all.filter((action) => action.enabled);
    const list = enabled.length > 0 && random.below(5) > 0 ? enabled : all;
    if (list.length === 0) return undefined;
    const { function: name, args, value, enabled: expected } = random.pick(list);
    const exact = BigInt(value) > 10n ** 18n ? 5n : BigInt(value);
    const off = name === "fundAppeal" ? random.pick([0n, 0n, 0n, 7n, -1n, -5n]) : 0n;
    const sent = exact + off < 0n ? 0n : exact + off;
    const same = sent === BigInt(value);
    return { function: name, args, value: `${sent}`, ...(same && { expected }) };
  }

  rule(actor) {
    const { random, pair } = this;
    const count = pair.arbitrator.state().disputes.length;
    const id = `${random.below(count + (random.below(9) === 0 ? 1 : 0))}`;
    const ruling = `${random.below(4)}`;
    const kind = random.below(12);
    const has = (name) =>
      this.contracts.contracts.arbitrator.abi.some((item) => item.name === name);
    if (kind === 0) {
      return { function: "setArbitrationPrice", args: [`${random.pick([10, 10, 0, 11])}`] };
    }
    if (kind === 1 && has("changeAppealFee")) {
      return { function: "changeAppealFee", args: [id, `${random.below(30)}`] };
    }
    if (kind < 6 && has("giveAppealableRuling")) {
      const cost = random.pick(["0", "7", "33", "10"]);
      return {
        function: "giveAppealableRuling",
        args: [id, ruling, cost, `${random.below(60)}`],
      };
    }
    if (kind < 8 && has("executeRuling")) return { function: "executeRuling", args: [id] };
    if (kind === 8) {
      return { function: "appeal", args: [id, "0x"], value: `${random.pick([0, 7, 10, 40])}` };
    }
    if (kind === 9 && has("changeTimeOut")) {
      const [name, arg] = random.pick([
        ["changeTimeOut", `${random.pick([60, 5, 0])}`],
        ["rule", id],
      ]);
      return { function: name, args: name === "rule" ? [arg, ruling] : [arg] };
    }
    const { expected: _, ...listed } = this.listedFor(pair.arbitrator, actor, "0") ?? {};
    const usable = listed.function !== undefined && random.below(3) > 0;
    return usable ? listed : { function: "giveRuling", args: [id, ruling] };
  }

  async step({ expected, ...call }, where) {
    const { pair, contracts } = this;
    const own = { ...call };
    delete own.to;
    const isLocal = call.to === "arbitrableProxy" && /^(fund|withdraw|submit)/.test(call.function);
    const dispute = this.external(isLocal ? call.args[0] : "0");
    const outcome =
      call.to === "arbitrableProxy" ? pair.callArbitrable(own, dispute) : pair.callArbitrator(own);
    const mined = await contracts.send(call);
    sameOutcome(outcome, mined, where);
    if (expected !== undefined) {
      assert.equal(expected, mined.ok, `${where} was listed otherwise`);
      this.listed++;
    }
    this[mined.ok ? "accepted" : "refused"]++;
    await this.compareState(where);
  }

  #questions() {
    const { length } = this.disputes();
    const ids = Array.from({ length: length + 1 }, (_, id) => `${id}`);
    const of = (to, name, args) => ({ to, function: name, args });
    return [
      ...ids.flatMap((id) =>
        proxyGetters.map(([name, args]) => of("arbitrableProxy", name, args(id))),
      ),
      ...ids.flatMap((id) => arbitratorGetters.map((name) => of("arbitrator", name, [id]))),
      ...people.map((who) =>
        of("arbitrableProxy", "getTotalWithdrawableAmount", ["0", who, `${length % 4}`]),
      ),
    ];
  }

  async compareState(where) {
    const { pair, contracts, now } = this;
    for (const label of ["arbitrableProxy", "arbitrator"]) {
      const machine = label === "arbitrator" ? pair.arbitrator : pair.arbitrable;
      const held = await contracts.balance(label);
      assert.equal(machine.state().ethBalance, held, `${where} ${label}'s ether`);
    }
    const questions = this.#questions();
    const answers = await contracts.ask(questions);
    for (const [i, { to, function: name, args }] of questions.entries()) {
      const machine = to === "arbitrator" ? pair.arbitrator : pair.arbitrable;
      const call = { timestamp: now, from: people[0], function: name, args, env: {} };
      const { ok, returns } = machine.apply(call);
      const ours = ok ? { ok, returns } : { ok };
      assert.deepEqual(ours, answers[i], `${where}: ${to}.${name} ${args}`);
    }
  }
}

async function startWalk(seed, arbitratorName) {
  const arbitrator = await deployArbitrator(arbitratorName);
  const proxy = await deploy(proxyContracts, "ArbitrableProxy", [arbitrator.address]);
  const addresses = { arbitrableProxy: proxy.address, arbitrator: arbitrator.address };
  const pair = new Pair({
    dikast,
    kind: dikast.arbitrableProxy,
    name: "arbitrableProxy",
    addresses,
    arbitrable: dikast.arbitrableProxy.open(
      dikast.arbitrableProxy.initial({
        address: proxy.address,
        arbitrator: arbitrator.address,
        governor: people[0],
      }),
    ),
    arbitrator: dikast.arbitrator.open(
      dikast.arbitrator.initial({
        contract: arbitratorName,
        address: arbitrator.address,
        owner: people[0],
        arbitrationPrice: 10,
        timeOut: 60,
      }),
    ),
  });
  const contracts = new Contracts(chain, { arbitrableProxy: proxy, arbitrator });
  const { timestamp } = await chain.rpc("eth_getBlockByNumber", ["latest", false]);
  return new Walk({ contracts, pair, random: new Random(seed), now: Number(timestamp) + 1 });
}

for (const arbitrator of [
  "AutoAppealableArbitrator@arbitrable-proxy",
  "AutoAppealableArbitrator",
  "EnhancedAppealableArbitrator",
  "CentralizedArbitrator",
]) {
  test(`ArbitrableProxy with ${arbitrator} on anvil and on the model`, {
    timeout: 600_000,
  }, async () => {
    const totals = { accepted: 0, refused: 0, listed: 0 };
    const failures = [];
    for (let seed = 1; seed <= (long ? 12 : 2); seed++) {
      const walk = await startWalk(seed * 7919, arbitrator);
      try {
        await walk.run(long ? 150 : 60);
      } catch (error) {
        failures.push(`seed ${seed}: ${error.message}`);
      }
      for (const key of Object.keys(totals)) totals[key] += walk[key];
    }
    assert.deepEqual(failures, []);
    assert.ok(totals.accepted > 20 && totals.refused > 3, JSON.stringify(totals));
    assert.ok(totals.listed > 5, JSON.stringify(totals));
  });
}
