// dikast/wallet against scripted EIP-1193 providers: every code, and the wallet scripts of the
// recorded faults. tests/e2e and tests/browser run it on a real chain.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { importPackage, root } from "./lib/dist.mjs";

const { load } = await importPackage("index.js");
const wallet = await importPackage("wallet.js");
const core = await load();

const from = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const other = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const to = "0xe78996A233895bE74a66F451f1019cA9734205cc";
const hash = `0x${"ab".repeat(32)}`;
const abi = [
  "function setDisputeTemplate(string tag, string data, string mappings) returns (uint256)",
  "error ArbitrationFeesNotEnough()",
  "error Odd(uint256 number)",
];
const data = core.template.registrationCalldata({ tag: "t", template: "{}", mappings: "[]" });
const call = { chainId: 31337n, from, to, data, value: 5n };

/** A wallet on a healthy chain; `answers` replaces single methods by a value or a function. */
function provider(answers = {}) {
  const healthy = {
    eth_chainId: "0x7a69",
    eth_accounts: [from],
    eth_requestAccounts: [from, other],
    eth_getCode: "0x60",
    eth_getBalance: "0xde0b6b3a7640000",
    eth_call: "0x",
    eth_estimateGas: "0x5208",
    eth_gasPrice: "0x3b9aca00",
    eth_sendTransaction: hash,
    eth_blockNumber: "0x10",
    eth_getTransactionCount: "0x0",
    eth_getTransactionByHash: {
      from,
      to,
      input: data,
      value: "0x5",
      nonce: "0x3",
      chainId: "0x7a69",
    },
    eth_getTransactionReceipt: { status: "0x1", blockNumber: "0x10", gasUsed: "0x5208", logs: [] },
    ...answers,
  };
  const asked = [];
  return {
    asked,
    async request({ method, params }) {
      asked.push({ method, params });
      const answer = healthy[method];
      if (answer === undefined) throw Object.assign(new Error("no such method"), { code: -32601 });
      return typeof answer === "function" ? answer(params) : answer;
    },
  };
}

const throwing = (error) => () => {
  throw error;
};
const coded = (code, message = "no") => Object.assign(new Error(message), { code });

async function failing(run) {
  try {
    await run();
  } catch (error) {
    assert.equal(error.name, "DikastError");
    assert.ok(error.message.length > 20, error.message);
    return error;
  }
  assert.fail("it should have failed");
}
const codeOf = async (run) => (await failing(run)).code;
const reviewed = (answers) => wallet.review(core, provider(answers), call, { abi });

describe("what wallets throw", () => {
  const cases = [
    [coded(4001), "wallet.rejected"],
    [coded(4100), "wallet.unauthorized"],
    [coded(4200), "wallet.unsupported"],
    [coded(-32601), "wallet.unsupported"],
    [coded(4900), "wallet.disconnected"],
    [coded(4901), "wallet.disconnected"],
    [coded(4902), "wallet.unknown_chain"],
    [coded(-32002), "wallet.pending"],
    [coded(-32000, "insufficient funds for gas * price + value"), "wallet.insufficient_funds"],
    ["boom", "wallet.failed"],
    [undefined, "wallet.failed"],
    [null, "wallet.failed"],
    [{ code: "4001" }, "wallet.failed"],
    [{ code: -32603, data: { originalError: { code: 4001 } } }, "wallet.rejected"],
    [{ code: -32603, data: { cause: { code: -32002 } } }, "wallet.pending"],
  ];
  for (const [thrown, code] of cases) {
    it(`${JSON.stringify(thrown) ?? "nothing"} ${thrown?.code ?? ""} is ${code}`, () => {
      const error = wallet.walletError(thrown);
      assert.equal(error.code, code);
      assert.ok(error instanceof wallet.DikastError);
      assert.equal(error.cause, thrown);
      assert.equal(wallet.walletError(error), error);
    });
  }
  it("a wallet's own words are kept, and a circle of causes ends", () => {
    assert.match(wallet.walletError("boom").message, /boom/);
    const circle = new Error("round");
    circle.cause = circle;
    assert.equal(wallet.walletError(circle).code, "wallet.failed");
  });
});

describe("discover", () => {
  const announcing = (...details) => {
    const target = new EventTarget();
    target.addEventListener("eip6963:requestProvider", () => {
      for (const detail of details) {
        target.dispatchEvent(Object.assign(new Event("eip6963:announceProvider"), { detail }));
      }
    });
    return target;
  };
  const info = (uuid, name) => ({ uuid, name, rdns: "test.wallet", icon: "data:image/svg+xml,x" });

  it("lists the announced ones, each once, and nothing that is none", async () => {
    const window = announcing(
      { info: info("1", "One"), provider: provider() },
      { info: info("2", "Two"), provider: provider() },
      { info: info("1", "One again"), provider: provider() },
      { info: info("3", "No provider"), provider: {} },
      { info: { uuid: 4 }, provider: provider() },
      null,
    );
    window.ethereum = provider();
    const found = await wallet.discover({ window, milliseconds: 5 });
    assert.deepEqual(
      found.map(({ name, source }) => [name, source]),
      [
        ["One", "eip-6963"],
        ["Two", "eip-6963"],
      ],
    );
    assert.deepEqual(window.ethereum.asked, []);
  });
  it("takes window.ethereum only when nobody announces, and nothing where there is none", async () => {
    const window = Object.assign(new EventTarget(), { ethereum: provider() });
    const [only] = await wallet.discover({ window, milliseconds: 1 });
    assert.equal(only.source, "injected");
    assert.equal(only.provider, window.ethereum);
    assert.deepEqual(await wallet.discover({ window: new EventTarget(), milliseconds: 1 }), []);
    assert.deepEqual(await wallet.discover({ milliseconds: 1 }), []);
  });
});

describe("connect, switchChain, watch", () => {
  it("gives the first account and the chain", async () => {
    assert.deepEqual(await wallet.connect(provider()), {
      account: from,
      accounts: [from, other],
      chainId: 31337n,
    });
  });
  it("says when the wallet is locked, or answers nonsense", async () => {
    const locked = provider({ eth_requestAccounts: [] });
    assert.equal(await codeOf(() => wallet.connect(locked)), "wallet.locked");
    const odd = provider({ eth_requestAccounts: "yes" });
    assert.equal(await codeOf(() => wallet.connect(odd)), "wallet.answer");
    const chain = provider({ eth_chainId: 31337 });
    assert.equal(await codeOf(() => wallet.connect(chain)), "wallet.answer");
  });
  const chain = {
    chainId: 42161,
    chainName: "Arbitrum One",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: ["https://arb1.example/rpc"],
  };
  it("offers a chain the wallet does not know, then goes there", async () => {
    let known = false;
    let on = "0x1";
    const one = provider({
      eth_chainId: () => on,
      wallet_switchEthereumChain: () => {
        if (!known) throw coded(4902);
        on = "0xa4b1";
        return null;
      },
      wallet_addEthereumChain: () => {
        known = true;
        return null;
      },
    });
    await wallet.switchChain(one, chain);
    assert.deepEqual(
      one.asked.map(({ method }) => method).filter((method) => method.startsWith("wallet_")),
      ["wallet_switchEthereumChain", "wallet_addEthereumChain", "wallet_switchEthereumChain"],
    );
  });
  it("says when the wallet stays where it was, or the person says no", async () => {
    const stays = provider({ wallet_switchEthereumChain: null });
    assert.equal(await codeOf(() => wallet.switchChain(stays, chain)), "wallet.wrong_chain");
    const no = provider({ wallet_switchEthereumChain: throwing(coded(4001)) });
    assert.equal(await codeOf(() => wallet.switchChain(no, chain)), "wallet.rejected");
    const never = provider({
      wallet_switchEthereumChain: throwing(coded(4902)),
      wallet_addEthereumChain: throwing(coded(4902)),
    });
    assert.equal(await codeOf(() => wallet.switchChain(never, chain)), "wallet.unknown_chain");
  });
  it("tells of changes until it is ended", () => {
    const listeners = new Map();
    const one = {
      ...provider(),
      on: (event, listener) => listeners.set(event, listener),
      removeListener: (event) => listeners.delete(event),
    };
    const seen = [];
    const stop = wallet.watch(one, (change) => seen.push(change));
    listeners.get("accountsChanged")([other]);
    listeners.get("chainChanged")("0x1");
    listeners.get("chainChanged")({});
    listeners.get("disconnect")();
    assert.deepEqual(seen, [
      { kind: "accounts", accounts: [other] },
      { kind: "chain", chainId: 1n },
      { kind: "disconnect" },
    ]);
    stop();
    assert.equal(listeners.size, 0);
  });
});

describe("review", () => {
  it("reads the bytes back, and says what they cost", async () => {
    const found = await reviewed();
    assert.equal(found.functionName, "setDisputeTemplate");
    assert.deepEqual(found.args, ["t", "{}", "[]"]);
    assert.equal(found.selector, data.slice(0, 10));
    assert.equal(found.dataHash, core.keccak256(data));
    assert.equal(found.value, 5n);
    assert.equal(found.gas, 21000n);
    assert.equal(found.fee, 21000n * 10n ** 9n);
    assert.equal(found.balance, 10n ** 18n);
    assert.deepEqual(found.simulation, { ok: true, returned: "0x" });
    assert.ok(Object.isFrozen(found));
  });
  it("tells a revert in the contract's words, and still shows the call", async () => {
    const revert = (payload) => ({
      eth_call: throwing(
        Object.assign(new Error("execution reverted"), { code: 3, data: payload }),
      ),
    });
    const named = await reviewed(revert(core.abi.selector("error ArbitrationFeesNotEnough()")));
    assert.equal(named.simulation.ok, false);
    assert.equal(named.simulation.errorName, "ArbitrationFeesNotEnough");
    assert.equal(named.gas, undefined);
    const reason = core.abi.encodeFunctionData("function Error(string a)", ["Not enough ETH."]);
    assert.equal((await reviewed(revert(reason))).simulation.message, "Not enough ETH.");
    const odd = core.abi.encodeFunctionData("function Odd(uint256 a)", [7n]);
    assert.equal((await reviewed(revert(odd))).simulation.message, "Odd(7)");
    assert.match((await reviewed(revert("0x12345678"))).simulation.message, /0x12345678/);
    assert.equal((await reviewed(revert(undefined))).simulation.ok, false);
  });
  it("goes on without an estimate, and stops without a connection", async () => {
    const without = await reviewed({ eth_estimateGas: throwing(coded(-32000)) });
    assert.equal(without.gas, undefined);
    const gone = () => reviewed({ eth_call: throwing(coded(4900)) });
    assert.equal(await codeOf(gone), "wallet.disconnected");
  });
  it("refuses another chain, an empty address, and bytes it cannot read", async () => {
    assert.equal(await codeOf(() => reviewed({ eth_chainId: "0x1" })), "wallet.wrong_chain");
    assert.equal(await codeOf(() => reviewed({ eth_getCode: "0x" })), "wallet.no_contract");
    assert.equal(await codeOf(() => reviewed({ eth_getBalance: null })), "wallet.answer");
    const of = (change) => () => wallet.review(core, provider(), { ...call, ...change }, { abi });
    assert.equal(await codeOf(of({ data: "0x12345678" })), "wallet.unreadable");
    assert.equal(await codeOf(of({ data: `${data}00` })), "wallet.unreadable");
    assert.equal(await codeOf(of({ data: "0x1" })), "bytes.invalid");
    assert.equal(await codeOf(of({ to: "0x12" })), "address.invalid");
    for (const value of [-1, "", 1.5, {}, "x", 1n << 256n, true]) {
      assert.equal(await codeOf(of({ value })), "uint256.invalid", String(value));
    }
  });
});

describe("send", () => {
  it("sends what was reviewed, and nothing else", async () => {
    const one = provider();
    assert.equal(await wallet.send(core, one, await reviewed()), hash);
    assert.deepEqual(one.asked.at(-1), {
      method: "eth_sendTransaction",
      params: [{ from, to, data, value: "0x5" }],
    });
  });
  it("refuses when a single digit has changed since the review", async () => {
    const good = await reviewed();
    const flip = (text, at) =>
      text.slice(0, at) + (text[at] === "0" ? "1" : "0") + text.slice(at + 1);
    const changes = [
      { value: 4n },
      { chainId: 31338n },
      { to: flip(to, 20) },
      { from: flip(from, 20) },
      ...Array.from({ length: data.length - 2 }, (_, at) => ({ data: flip(data, at + 2) })),
    ];
    for (const change of changes) {
      const one = provider();
      const code = await codeOf(() => wallet.send(core, one, { ...good, ...change }));
      assert.equal(code, "wallet.changed");
      assert.deepEqual(one.asked, []);
    }
  });
  it("stops before the wallet is asked when it cannot go well", async () => {
    const poor = await reviewed({ eth_getBalance: "0x5" });
    const one = provider();
    assert.equal(await codeOf(() => wallet.send(core, one, poor)), "wallet.insufficient_funds");
    const refused = await reviewed({ eth_call: throwing(coded(3)) });
    assert.equal(await codeOf(() => wallet.send(core, one, refused)), "wallet.reverted");
    assert.deepEqual(one.asked, []);
    const good = await reviewed();
    const cases = [
      [{ eth_accounts: [] }, "wallet.unauthorized"],
      [{ eth_accounts: [other] }, "wallet.account_changed"],
      [{ eth_chainId: "0x1" }, "wallet.wrong_chain"],
    ];
    for (const [answers, code] of cases) {
      const changed = provider(answers);
      assert.equal(await codeOf(() => wallet.send(core, changed, good)), code);
      assert.ok(!changed.asked.some(({ method }) => method === "eth_sendTransaction"));
    }
  });
  it("tells what the wallet answers", async () => {
    const good = await reviewed();
    const sending = (answer) => () =>
      wallet.send(core, provider({ eth_sendTransaction: answer }), good);
    assert.equal(await codeOf(sending(throwing(coded(4001)))), "wallet.rejected");
    assert.equal(await codeOf(sending(throwing(coded(-32002)))), "wallet.pending");
    assert.equal(await codeOf(sending("0x12")), "wallet.answer");
    assert.equal(await codeOf(sending(null)), "wallet.answer");
  });
});

describe("sendCalls", () => {
  it("asks once where the wallet can (EIP-5792)", async () => {
    const one = provider({ wallet_sendCalls: { id: "0x01" } });
    const good = await reviewed();
    assert.deepEqual(await wallet.sendCalls(core, one, [good, good]), {
      kind: "batch",
      id: "0x01",
    });
    const [{ params }] = one.asked.filter(({ method }) => method === "wallet_sendCalls");
    assert.equal(params[0].chainId, "0x7a69");
    assert.deepEqual(params[0].calls[1], { to, data, value: "0x5" });
    const odd = provider({ wallet_sendCalls: {} });
    assert.equal(await codeOf(() => wallet.sendCalls(core, odd, [good])), "wallet.answer");
  });
  it("goes one by one where it cannot, and says how far it came", async () => {
    const good = await reviewed();
    assert.deepEqual(await wallet.sendCalls(core, provider(), [good, good]), {
      kind: "one by one",
      hashes: [hash, hash],
    });
    let sent = 0;
    const second = provider({
      eth_sendTransaction: () => {
        sent += 1;
        if (sent === 2) throw coded(4001);
        return hash;
      },
    });
    const error = await failing(() => wallet.sendCalls(core, second, [good, good]));
    assert.equal(error.code, "wallet.rejected");
    assert.deepEqual(error.cause.hashes, [hash]);
    assert.equal(await codeOf(() => wallet.sendCalls(core, second, [])), "input.type");
  });
});

describe("waitFor and matchesReview", () => {
  const quick = { pollMilliseconds: 1, milliseconds: 20 };
  it("waits through pending and a reorganisation to the wished depth", async () => {
    const receipt = { status: "0x1", blockNumber: "0x10", gasUsed: "0x1", logs: [] };
    const receipts = [null, receipt, null, receipt, receipt];
    const blocks = ["0x10", "0x10", "0x11"];
    const states = [];
    const found = await wallet.waitFor(
      provider({
        eth_getTransactionReceipt: () => receipts.shift(),
        eth_blockNumber: () => blocks.shift(),
      }),
      hash,
      { ...quick, confirmations: 2, onProgress: ({ state }) => states.push(state) },
    );
    assert.deepEqual(states, ["pending", "mined", "pending", "mined", "mined"]);
    assert.equal(found.blockNumber, 16n);
  });
  it("tells a refusal on the chain, a replacement, and that nothing is known", async () => {
    const failed = { status: "0x0", blockNumber: "0x10", gasUsed: "0x1", logs: [] };
    const waiting = (answers) => () => wallet.waitFor(provider(answers), hash, quick);
    const error = await failing(waiting({ eth_getTransactionReceipt: failed }));
    assert.equal(error.code, "wallet.failed_on_chain");
    assert.equal(error.cause.blockNumber, 16n);
    const known = [{ from, nonce: "0x3" }, null, null];
    assert.equal(
      await codeOf(
        waiting({
          eth_getTransactionReceipt: null,
          eth_getTransactionByHash: () => known.shift(),
          eth_getTransactionCount: "0x4",
        }),
      ),
      "wallet.replaced",
    );
    assert.equal(
      await codeOf(waiting({ eth_getTransactionReceipt: null, eth_getTransactionByHash: null })),
      "wallet.unknown",
    );
    const odd = { eth_getTransactionReceipt: { status: "1" } };
    assert.equal(await codeOf(waiting(odd)), "wallet.answer");
  });
  it("ends when told to", async () => {
    const signal = AbortSignal.timeout(5);
    const waiting = () =>
      wallet.waitFor(provider({ eth_getTransactionReceipt: null }), hash, {
        pollMilliseconds: 1000,
        signal,
      });
    assert.equal(await codeOf(waiting), "wallet.aborted");
    assert.equal(await codeOf(waiting), "wallet.aborted");
  });
  it("compares what was sent with what was reviewed", async () => {
    const good = await reviewed();
    assert.equal(await wallet.matchesReview(provider(), hash, good), true);
    const unknown = provider({ eth_getTransactionByHash: null });
    assert.equal(await wallet.matchesReview(unknown, hash, good), false);
    const sent = { from, to, input: data, value: "0x5", nonce: "0x3", chainId: "0x7a69" };
    for (const change of [{ to: other }, { value: "0x6" }, { input: "0x" }, { chainId: "0x1" }]) {
      const one = provider({ eth_getTransactionByHash: { ...sent, ...change } });
      assert.equal(await codeOf(() => wallet.matchesReview(one, hash, good)), "wallet.tampered");
    }
  });
});

describe("safeBatch", () => {
  it("writes a file of the transaction builder", () => {
    const file = JSON.parse(
      wallet.safeBatch({ chainId: 1, calls: [call], name: "Register", createdAt: 1, safe: to }),
    );
    assert.equal(file.chainId, "1");
    assert.equal(file.meta.createdFromSafeAddress, to);
    assert.deepEqual(file.transactions, [
      { to, value: "5", data, contractMethod: null, contractInputsValues: null },
    ]);
  });
  it("refuses what is no call", async () => {
    const writing = (calls) => async () =>
      wallet.safeBatch({ chainId: 1, calls, name: "x", createdAt: 1 });
    assert.equal(await codeOf(writing([])), "input.type");
    assert.equal(await codeOf(writing([{ ...call, to: "x" }])), "address.invalid");
    assert.equal(await codeOf(writing([{ ...call, data: "0x1" }])), "bytes.invalid");
  });
});

const faults = `${process.env.DIKAST_SHARED ?? `${root}/../shared`}/data/faults.jsonl`;
describe("the recorded faults of wallets", () => {
  if (!existsSync(faults)) {
    it("SKIPPED: the recordings are not here", { skip: `${faults} does not exist` }, () => {});
    return;
  }
  const rows = readFileSync(faults, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === "wallet");
  const codes = {
    4001: "wallet.rejected",
    4100: "wallet.unauthorized",
    4200: "wallet.unsupported",
    4900: "wallet.disconnected",
    4902: "wallet.unknown_chain",
    [-32002]: "wallet.pending",
  };
  const outcomes = {
    code: (code) => [{ eth_sendTransaction: throwing(coded(code)) }, codes[code]],
    throws: (thrown) => [{ eth_sendTransaction: throwing(thrown) }, "wallet.failed"],
    accounts: (accounts) => [{ eth_accounts: accounts }, "wallet.unauthorized"],
    event: () => [{ eth_accounts: [other] }, "wallet.account_changed"],
    chainIdThenSignsOn: (chainId) => [{ eth_chainId: chainId }, "wallet.wrong_chain"],
  };
  for (const { id, script } of rows) {
    const [name, value] = Object.entries(script[0][0])[0];
    const outcome = outcomes[name]?.(value);
    if (outcome === undefined) {
      // No provider, two providers and a dropped transaction are other functions: see above.
      assert.ok(["provider", "eip6963", "dropped"].includes(name), `${id}: ${name} is unknown`);
      continue;
    }
    it(id, async () => {
      const [answers, code] = outcome;
      const good = await reviewed();
      assert.equal(await codeOf(() => wallet.send(core, provider(answers), good)), code);
    });
  }
});
