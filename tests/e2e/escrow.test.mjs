// Escrow V1 and the test arbitrators on anvil, with the bytecode that @kleros/kleros-interaction
// publishes, and on the model: random walks, compared step by step.
//   DIKAST_LONG=1   more and longer walks
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startChain } from "../../scripts/world/chain.mjs";
import { importPackage } from "../package/lib/dist.mjs";
import { Arbitrated } from "./lib/arbitrated.mjs";
import { artifact, Contracts, PairWalk, Random, sameOutcome } from "./lib/walk.mjs";

const build = "@kleros/kleros-interaction/build/contracts";
const long = process.env.DIKAST_LONG === "1";
const feeTimeout = 50;

let chain;
let dikast;
let people;
before(async () => {
  chain = await startChain();
  dikast = await (await importPackage("index.js")).load();
  people = (await chain.rpc("eth_accounts")).slice(0, 5);
});
after(() => chain.stop());

async function deploy(name, args) {
  const { abi, bytecode } = artifact(`${build}/${name}.json`);
  return { abi, address: await chain.deploy({ abi, bytecode }, args) };
}

async function deployArbitrator(name) {
  if (name !== "EnhancedAppealableArbitrator") return deploy(name, [10n]);
  const zero = "0x0000000000000000000000000000000000000000";
  const made = await deploy(name, [10n, zero, "0x", 60n]);
  // It is its own back-up, as in the recordings.
  const { abi, address: to } = made;
  await chain.transact({ from: people[0], to, abi, functionName: "changeArbitrator", args: [to] });
  return made;
}

async function deployToken(escrow) {
  const token = await deploy("ERC20Mock", [people[0], 10n ** 12n]);
  const { abi, address: to } = token;
  for (const from of people) {
    if (from !== people[0]) {
      const args = [from, 10n ** 9n];
      await chain.transact({ from: people[0], to, abi, functionName: "transfer", args });
    }
    await chain.transact({ from, to, abi, functionName: "approve", args: [escrow, 10n ** 12n] });
  }
  return token;
}

class Walk extends PairWalk {
  transactions() {
    return this.pair.arbitrable.state().transactions;
  }

  create() {
    const receiver = this.random.pick(people);
    const amount = `${this.random.below(1000)}`;
    const timeout = `${this.random.below(300)}`;
    const args = this.token
      ? [amount, this.token.address, timeout, receiver, "/ipfs/Qm"]
      : [timeout, receiver, "/ipfs/Qm"];
    const from = this.random.pick(people);
    return {
      to: "escrow",
      function: "createTransaction",
      args,
      from,
      value: this.token ? "0" : amount,
    };
  }

  choose(i) {
    const { random, pair } = this;
    if (i === 0 || random.below(15) === 0) return this.create();
    const disputes = pair.arbitrator.state().disputes.length;
    const to = random.below(disputes > 0 ? 3 : 40) === 0 ? "arbitrator" : "escrow";
    const { sender, receiver } = random.pick(this.transactions());
    const party = random.pick([sender, receiver, ...people]);
    const from = to === "arbitrator" && random.below(4) > 0 ? people[0] : party;
    return { to, from, ...this.action(to, from) };
  }

  // Mostly what is allowed, and what leads to a dispute; sometimes what is not, or another amount.
  action(to, actor) {
    const { random, pair } = this;
    const machine = to === "escrow" ? pair.arbitrable : pair.arbitrator;
    const dispute = random.pick(this.transactions()).disputeId;
    const env = pair.env(dispute, this.now);
    const all = machine
      .actions({ actor, timestamp: this.now, env })
      // Disputes are made by the escrow here.
      .filter(({ function: name }) => to === "escrow" || name !== "createDispute");
    const enabled = all.filter((action) => action.enabled);
    const fees = enabled.filter(({ function: name }) => /^payArb|ppeal/.test(name));
    const lists = random.below(5) === 0 ? [all] : [fees, enabled, all];
    const list = lists.find((one) => one.length > 0 && (one !== fees || random.below(2) === 0));
    if (list === undefined) return { function: "giveRuling", args: ["7", "1"] };
    const { function: name, args, value } = random.pick(list);
    return { function: name, ...this.changed(name, args, BigInt(value)) };
  }

  changed(name, args, exact) {
    const { random } = this;
    // 2^255-1 says "not now": nobody has as much.
    const value = exact > 10n ** 18n ? 5n : exact;
    if (name === "pay" || name === "reimburse") {
      return { args: [args[0], `${random.below(120)}`], value: random.below(12) === 0 ? "1" : "0" };
    }
    if (name === "giveAppealableRuling") {
      return {
        args: [...args.slice(0, 2), `${random.below(30)}`, `${random.below(60)}`],
        value: "0",
      };
    }
    if (random.below(12) === 0) return { args: ["99", ...args.slice(1)], value: `${value}` };
    const extra = BigInt(random.below(3) === 0 ? random.below(9) : 0);
    const payable = name.startsWith("payArb") || name === "appeal";
    return { args: [...args], value: `${payable ? value + extra : value}` };
  }

  async step(call, where) {
    const { pair, contracts } = this;
    const id = call.to === "escrow" && call.function !== "createTransaction" ? call.args[0] : "0";
    const dispute = this.transactions()[Number(id)]?.disputeId ?? "0";
    const own = { ...call };
    delete own.to;
    const outcome =
      call.to === "escrow" ? pair.callArbitrable(own, dispute) : pair.callArbitrator(own);
    const mined = await contracts.send(call);
    // Tokens are outside of the model.
    const events = mined.events?.filter(({ contract }) => contract !== "token");
    sameOutcome(outcome, { ...mined, ...(events && { events }) }, where);
    this[mined.ok ? "accepted" : "refused"]++;
    await this.compareState(where);
  }

  async compareState(where) {
    const { pair, contracts } = this;
    const state = pair.arbitrable.state();
    assert.equal(state.ethBalance, await contracts.balance("escrow"), `${where} escrow's ether`);
    const held = await contracts.balance("arbitrator");
    assert.equal(pair.arbitrator.state().ethBalance, held, `${where} arbitrator's ether`);
    for (const [id, transaction] of state.transactions.entries()) {
      const onChain = await contracts.read("escrow", "transactions", [BigInt(id)]);
      assert.deepEqual(Object.values(transaction), onChain, `${where} transaction ${id}`);
    }
    if (!this.token) return;
    const balance = await contracts.read("token", "balanceOf", [
      contracts.contracts.escrow.address,
    ]);
    assert.equal(state.tokens.token.balance, balance, `${where} tokens`);
  }
}

async function startWalk(seed, system, arbitratorName) {
  const arbitrator = await deployArbitrator(arbitratorName);
  const name =
    system === "escrow-v1-token"
      ? "MultipleArbitrableTokenTransaction"
      : "MultipleArbitrableTransaction";
  const escrow = await deploy(name, [arbitrator.address, "0x", BigInt(feeTimeout)]);
  const token = system === "escrow-v1-token" ? await deployToken(escrow.address) : undefined;
  const addresses = { escrow: escrow.address, arbitrator: arbitrator.address };
  const pair = new Arbitrated({
    dikast,
    kind: dikast.escrow,
    name: "escrow",
    addresses,
    arbitrable: dikast.escrow.open({
      ...dikast.escrow.initial({
        system,
        ...addresses,
        arbitratorExtraData: "0x",
        feeTimeout,
        ...(token && { tokens: { token: { address: token.address } } }),
      }),
    }),
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
  const contracts = new Contracts(chain, { escrow, arbitrator, ...(token && { token }) });
  const { timestamp } = await chain.rpc("eth_getBlockByNumber", ["latest", false]);
  return new Walk({ contracts, pair, token, random: new Random(seed), now: Number(timestamp) + 1 });
}

for (const system of ["escrow-v1-eth", "escrow-v1-token"]) {
  for (const arbitrator of [
    "AutoAppealableArbitrator",
    "EnhancedAppealableArbitrator",
    "CentralizedArbitrator",
  ]) {
    test(`${system} with ${arbitrator} on anvil and on the model`, {
      timeout: 600_000,
    }, async () => {
      const totals = { accepted: 0, refused: 0 };
      for (let seed = 1; seed <= (long ? 12 : 2); seed++) {
        const walk = await startWalk(seed * 7919, system, arbitrator);
        await walk.run(long ? 150 : 40);
        totals.accepted += walk.accepted;
        totals.refused += walk.refused;
      }
      assert.ok(totals.accepted > 20 && totals.refused > 3, JSON.stringify(totals));
    });
  }
}
