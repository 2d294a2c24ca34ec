// KlerosLiquid, as @kleros/kleros-interaction publishes it, on anvil: what dikast.court says disputes
// and appeals of Kleros v1 cost, and where they go, is what the contract answers.
//   DIKAST_LONG=1   more courts and disputes
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { decodeFunctionResult, encodeFunctionData } from "viem";
import { accounts, startChain } from "../../scripts/world/chain.mjs";
import { importPackage } from "../package/lib/dist.mjs";
import { artifact, Random } from "./lib/walk.mjs";

const build = "@kleros/kleros-interaction/build/contracts";
const count = process.env.DIKAST_LONG === "1" ? 400 : 40;
const random = new Random(20261121);
const NON_PAYABLE = (2n ** 256n - 2n) / 2n;

let chain;
let court;
let liquid;
const courts = [];

async function ask(functionName, args) {
  const { abi, address: to } = liquid;
  const data = encodeFunctionData({ abi, functionName, args });
  const answer = await chain.rpc("eth_call", [{ to, data }, "latest"]);
  return decodeFunctionResult({ abi, functionName, data: answer });
}

const randomCourt = (parent) => ({
  parent,
  feeForJuror: BigInt(1 + random.below(1000)) * 10n ** BigInt(random.below(4)),
  jurorsForCourtJump: BigInt([3, 7, 15, 31, 5][random.below(5)]),
});

async function deploy() {
  const library = artifact(`${build}/SortitionSumTreeFactory.json`);
  const linked = (await chain.deploy(library, [])).slice(2);
  const { abi, bytecode } = artifact(`${build}/KlerosLiquid.json`);
  const code = bytecode.replace(/__SortitionSumTreeFactory_+/g, linked);
  const general = { ...randomCourt(0), jurorsForCourtJump: 15n };
  courts.push(general);
  const times = [100n, 100n, 100n, 100n];
  const { owner } = accounts;
  const address = await chain.deploy({ abi, bytecode: code }, [
    ...[owner, owner, owner, 1n, 1n, false, 100n, 10_000n],
    ...[general.feeForJuror, general.jurorsForCourtJump, times, 5n],
  ]);
  liquid = { abi, address };
  for (let i = 1; i < 8; i += 1) {
    const made = randomCourt(random.below(courts.length));
    const { parent, feeForJuror, jurorsForCourtJump } = made;
    const args = [parent, false, 100n, 10_000n, feeForJuror, jurorsForCourtJump, times, 5n];
    await chain.transact({ from: owner, to: address, abi, functionName: "createSubcourt", args });
    courts.push(made);
  }
}

before(async () => {
  chain = await startChain();
  ({ court } = await (await importPackage("index.js")).load());
  await deploy();
});
after(() => chain.stop());

const word = (number) => BigInt(number).toString(16).padStart(64, "0");

/** Words as an arbitrable gives them, and as nobody should. */
function randomExtraData() {
  const ids = [random.below(10), random.below(10), 2n ** 96n + 2n, 2n ** 95n, 2n ** 256n - 1n];
  const jurors = [0, 1, 3, random.below(500), 2n ** 255n, 2n ** 256n - 1n];
  const data = word(random.pick(ids)) + word(random.pick(jurors)) + word(random.below(5));
  return `0x${data.slice(0, random.pick([192, 128, 128, 126, 64, 0]))}`;
}

test("arbitrationCost, with every fallback, and where it wraps", async () => {
  for (let i = 0; i < count; i += 1) {
    const extraData = randomExtraData();
    const { courtId } = court.decodeExtraData(extraData, { version: 1, courts: courts.length });
    const { feeForJuror } = courts[Number(courtId)];
    const ours = court.arbitrationCost({ feeForJuror, extraData, version: 1 });
    assert.equal(ours, await ask("arbitrationCost", [extraData]), extraData);
  }
});

test("every round of a plan costs what the contract asks in its court for as many jurors", async () => {
  let rounds = 0;
  let unpayable = 0;
  for (let i = 0; i < count / 2; i += 1) {
    const [courtID, nbVotes] = [random.below(courts.length), 1 + random.below(40)];
    const input = { generation: "v1", courts, courtID, nbVotes };
    for (const row of court.appealPlan(input, 8)) {
      const parts = { courtId: row.courtID, minJurors: row.nbVotes };
      const extraData = court.encodeExtraData(parts, { version: 1 });
      const { _disputeID: id } = (
        await chain.transact({
          from: accounts.owner,
          to: liquid.address,
          abi: liquid.abi,
          functionName: "createDispute",
          args: [2n, extraData],
          value: courts[Number(row.courtID)].feeForJuror * row.nbVotes,
        })
      ).DisputeCreation;
      assert.equal(row.appealCost, await ask("appealCost", [id, extraData]));
      assert.equal(row.payable, row.appealCost !== NON_PAYABLE);
      rounds += 1;
      unpayable += row.payable ? 0 : 1;
    }
  }
  assert.ok(rounds > count / 2 && unpayable > 0, `${rounds} rounds, ${unpayable} unpayable`);
});
