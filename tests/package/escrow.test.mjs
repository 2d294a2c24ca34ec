// dikast.escrow in the package: endings to the wei, MetaEvidence, actions and deadlines.
import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./lib/dist.mjs";

const { escrow } = await (await importPackage("index.js")).load();
const sender = "0x1000000000000000000000000000000000000001";
const receiver = "0x2000000000000000000000000000000000000002";
const arbitrator = "0xa000000000000000000000000000000000000000";
const config = {
  system: "escrow-v1-eth-2019",
  escrow: "0xe000000000000000000000000000000000000000",
  arbitrator,
  arbitratorExtraData: "0x",
  feeTimeout: 100,
};
const env = { arbitrationCost: "10", nextDisputeID: "4" };

function created(system = config.system) {
  const { ok, state, returns } = escrow.apply(escrow.initial({ ...config, system }), {
    timestamp: 1000,
    from: sender,
    function: "createTransaction",
    args: ["700000", receiver, "/ipfs/Qm"],
    value: 1001n,
  });
  assert.ok(ok);
  assert.equal(returns, "0");
  return state;
}

test("every ending is told to the wei", () => {
  const endings = escrow.endings(created(), 0, { timestamp: 2000, env });
  const money = Object.fromEntries(
    endings.map(({ name, possible, sender: s, receiver: r, locked, arbitrator: a }) => [
      name,
      [possible, s.eth, r.eth, locked.eth, a],
    ]),
  );
  assert.deepEqual(money, {
    paid: [true, 0n, 1001n, 0n, 0n],
    reimbursed: [true, 1001n, 0n, 0n, 0n],
    executed: [true, 0n, 1001n, 0n, 0n],
    receiverTimedOut: [true, 1001n, 0n, 0n, 0n],
    senderTimedOut: [true, 0n, 1001n, 0n, 0n],
    // 10 + 1001 halved: one wei stays.
    refusedToRule: [true, 495n, 495n, 1n, 10n],
    senderWins: [true, 1001n, -10n, 0n, 10n],
    receiverWins: [true, -10n, 1001n, 0n, 10n],
  });
});

test("a recipient that takes no ether blocks a payment, and loses a ruling's money", () => {
  const query = { timestamp: 2000, env: { ...env, refusesEth: [receiver] } };
  const endings = escrow.endings(created(), 0, query);
  const of = (wanted) => endings.find(({ name }) => name === wanted);
  assert.deepEqual([of("paid").possible, of("paid").reason], [false, null]);
  assert.equal(of("receiverWins").possible, true);
  assert.equal(of("receiverWins").locked.eth, 1011n);
});

test("actions say what and why not, deadlines when", () => {
  const actions = escrow.actions(created(), { actor: receiver, timestamp: 2000, env });
  const of = (wanted) => actions.find(({ function: name }) => name === wanted);
  assert.equal(of("pay").reason, "The caller must be the sender.");
  assert.deepEqual(of("reimburse").args, ["0", "1001"]);
  assert.equal(of("payArbitrationFeeByReceiver").value, "10");
  const deadlines = escrow.deadlines(created(), { timestamp: 2000 });
  assert.deepEqual(
    deadlines.map(({ name, timestamp }) => [name, timestamp]),
    [
      ["deliveryDeadlineByConvention", "96200"],
      ["paymentTimeout", "701000"],
    ],
  );
});

test("MetaEvidence is held against its transaction", () => {
  const document = { title: "t", description: "d", question: "q", sender, receiver, amount: "1" };
  const agreed = { sender, receiver, timeoutPayment: 5, amount: 10n ** 18n };
  const issues = escrow.checkMetaEvidence({ ...document, timeout: 5 }, agreed);
  assert.deepEqual(
    issues.map(({ code, path }) => [code, path]),
    [["escrow.ruling_options", "/rulingOptions"]],
  );
  assert.throws(() => escrow.checkMetaEvidence("{", agreed), { code: "json.syntax" });
  assert.throws(() => escrow.checkMetaEvidence("{}", { sender }), {
    code: "machine.argument",
    path: "/transaction/receiver",
  });
});
