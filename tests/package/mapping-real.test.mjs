// Data mappings against real sources on loopback: anvil with published bytecode (Kleros'
// arbitrable proxy with its test arbitrator, RealityETH 3.0), a GraphQL server and an IPFS gateway.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { accounts, startChain } from "../../scripts/world/chain.mjs";
import { startGraphql } from "../../scripts/world/graphql.mjs";
import { Files, listen, startGateway } from "../../scripts/world/ipfs.mjs";
import { importPackage } from "./lib/dist.mjs";

const require = createRequire(import.meta.url);
const truffle = (name) =>
  require(`@kleros/arbitrable-proxy-contracts/build/contracts/${name}.json`);
const realityFolder = dirname(require.resolve("@reality.eth/contracts/package.json"));
const reality = {
  abi: JSON.parse(
    readFileSync(join(realityFolder, "abi/solc-0.8.6/RealityETH-3.0.abi.json"), "utf8"),
  ),
  bytecode: `0x${readFileSync(join(realityFolder, "bytecode/RealityETH-3.0.bin"), "utf8").trim().replace(/^0x/, "")}`,
};
const separator = "\u241F";

let mapping;
let chain;
let proxy;
let arbitrator;
let realityAddress;
let provider;
let subgraph;
let gateway;
let files;
let liar;
const questions = {};

const allowHost = (host) => host === "127.0.0.1";

async function startChainSources() {
  chain = await startChain();
  provider = { request: ({ method, params }) => chain.rpc(method, params) };
  arbitrator = await chain.deploy(truffle("AutoAppealableArbitrator"), [1_000n]);
  const proxyContract = truffle("ArbitrableProxy");
  proxy = await chain.deploy(proxyContract, [arbitrator]);
  const dispute = (uri, choices, from) =>
    chain.transact({
      from,
      to: proxy,
      abi: proxyContract.abi,
      functionName: "createDispute",
      args: ["0x1234", uri, choices],
      value: 1_000n,
    });
  await dispute("/ipfs/QmFirst/metaEvidence.json", 2n, accounts.buyer);
  await dispute('/ipfs/QmSecond/{{x}} "quoted" <b>', 3n, accounts.seller);
}

async function startReality() {
  realityAddress = await chain.deploy(reality, []);
  const ask = async (name, template, text) => {
    const { LogNewQuestion } = await chain.transact({
      from: accounts.buyer,
      to: realityAddress,
      abi: reality.abi,
      functionName: "askQuestion",
      args: [template, text, accounts.owner, 86_400, 0, 0n],
      value: 0n,
    });
    questions[name] = LogNewQuestion.question_id;
  };
  await ask("bool", 0n, ['Did \\"it\\" happen?', "news", "en"].join(separator));
  await ask("uint", 1n, ["How much?", "crypto", "en"].join(separator));
  await ask(
    "single",
    2n,
    ["Which team?", '"Lakers","Celtics","Bucks"', "sports", "en"].join(separator),
  );
  await ask("multiple", 3n, ["Which of them?", '"red","blue"', "art", "en"].join(separator));
  await ask("datetime", 4n, ["When?", "news", "en"].join(separator));
}

before(async () => {
  const { load } = await importPackage("index.js");
  mapping = (await load()).mapping;
  await startChainSources();
  await startReality();
  files = new Files();
  gateway = await startGateway(files);
  liar = await listen(
    createServer((_request, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end('{"title":"LIES"}'),
    ),
  );
  const uri = files.add({ title: "Redesign & <more>", description: 'He said "no"\nand left' });
  const escrow = { id: "7", transactionUri: uri, buyer: accounts.buyer, seller: accounts.seller };
  const money = {
    amount: "1000000000000000000000",
    asset: "0x",
    deadline: "1767225600",
    status: "Disputed",
  };
  subgraph = await startGraphql({
    escrows: new Map([["7", { ...escrow, ...money }]]),
    requests: [],
  });
});

after(async () => {
  await Promise.all([subgraph, gateway, liar].map((server) => server?.stop()));
  await chain?.stop();
});

const at = (server) => server.url.replace(/\/$/, "");

describe("a real chain", () => {
  it("abi/call: several outputs by position and by name, struct getters, numbers exactly", async () => {
    const call = (abi, address, args, seek, populate) => ({
      type: "abi/call",
      abi,
      functionName: /function (\w+)/.exec(abi)[1],
      address,
      args,
      seek,
      populate,
    });
    const { context, trace } = await mapping.execute(
      [
        call(
          "function disputes(uint256) view returns (bytes arbitratorExtraData, bool isRuled, uint256 ruling, uint256 disputeIDOnArbitratorSide)",
          "{{proxy}}",
          ["{{local}}"],
          ["0", "1", "disputeIDOnArbitratorSide"],
          ["extraData", "ruled", "arbitratorID"],
        ),
        call(
          "function disputes(uint256) view returns (address arbitrated, uint256 choices, uint256 fees, uint256 ruling, uint8 status, uint256 appealCost, uint256 appealPeriodStart, uint256 appealPeriodEnd)",
          arbitrator,
          ["{{arbitratorID}}"],
          ["arbitrated", "1", "fees"],
          ["arbitrated", "choices", "fees"],
        ),
        call(
          "function arbitrator() view returns (address)",
          "{{proxy}}",
          [],
          ["value"],
          ["arbitratorAddress"],
        ),
      ],
      { proxy, local: 1n },
      { provider },
    );
    assert.equal(context.extraData, "0x1234");
    assert.equal(context.ruled, false);
    assert.equal(context.arbitratorID, 1);
    assert.equal(context.arbitrated, proxy);
    assert.equal(context.choices, 3);
    assert.equal(context.fees, 1000);
    assert.equal(context.arbitratorAddress, arbitrator);
    assert.equal(trace.length, 3);
  });

  it("abi/call: no contract, a revert and a wrong ABI are errors", async () => {
    const call = (abi, address, args = []) => [
      { type: "abi/call", abi, address, args, seek: ["value"], populate: ["v"] },
    ];
    const run = (list) => mapping.execute(list, {}, { provider });
    await assert.rejects(run(call("function f() view returns (uint256)", accounts.seller)), {
      code: "mapping.response_invalid",
    });
    const beyond = call("function disputes(uint256) view returns (uint256)", proxy, ["99"]);
    await assert.rejects(run(beyond), { code: "mapping.transport" });
    await assert.rejects(run(call("function arbitrator() view returns (string)", proxy)), {
      code: "mapping.response_invalid",
    });
  });

  it("abi/event: the first log, by indexed and by other arguments, text as it was written", async () => {
    const event = (filter, seek = ["_evidence"]) => [
      {
        type: "abi/event",
        abi: "event MetaEvidence(uint256 indexed _metaEvidenceID, string _evidence)",
        eventName: "MetaEvidence",
        address: "{{proxy}}",
        eventFilter: { fromBlock: "0", toBlock: "latest", ...filter },
        seek,
        populate: ["uri"],
      },
    ];
    const run = async (filter) =>
      (await mapping.execute(event(filter), { proxy, id: "1" }, { provider })).context.uri;
    assert.equal(await run({}), "/ipfs/QmFirst/metaEvidence.json");
    const second = '/ipfs/QmSecond/{{x}} "quoted" <b>';
    assert.equal(await run({ args: { _metaEvidenceID: "{{id}}" } }), second);
    assert.equal(await run({ args: ["{{id}}"] }), second);
    assert.equal(await run({ args: { _metaEvidenceID: ["5", "1"] } }), second);
    const written = event({ args: { _evidence: "{{{wanted}}}" } });
    const { context } = await mapping.execute(written, { proxy, wanted: second }, { provider });
    assert.equal(context.uri, second);
    await assert.rejects(run({ args: { _metaEvidenceID: "9" } }), { code: "mapping.no_event" });
    await assert.rejects(run({ toBlock: "0x0" }), { code: "mapping.no_event" });
  });

  it("reality: every type of question, from the contract's own templates", async () => {
    const resolve = async (name) => {
      const list = [{ type: "reality", realityQuestionID: "{{{qid}}}" }];
      const given = { qid: questions[name], arbitrableAddress: realityAddress };
      return (await mapping.execute(list, given, { provider })).context;
    };
    const answers = ({ answers: list }) =>
      list.map(({ id, title }) => `${id.slice(0, 4)} ${title}`);
    const late = "0xFF Answered Too Soon";
    const bool = await resolve("bool");
    assert.equal(bool.question, 'Did "it" happen?');
    assert.equal(bool.type, "bool");
    assert.equal(bool.realityAddress, realityAddress);
    assert.equal(bool.realityUser, accounts.buyer);
    assert.equal(bool.questionId, questions.bool);
    assert.deepEqual(answers(bool), ["0x01 No", "0x02 Yes", late]);
    assert.deepEqual(answers(await resolve("uint")), [late]);
    const single = await resolve("single");
    assert.equal(single.type, "single-select");
    assert.deepEqual(answers(single), ["0x01 Lakers", "0x02 Celtics", "0x03 Bucks", late]);
    const multiple = await resolve("multiple");
    assert.deepEqual(answers(multiple), [
      "0x01 None of them",
      "0x02 red",
      "0x03 blue",
      "0x04 red, blue",
      late,
    ]);
    assert.equal((await resolve("datetime")).type, "datetime");
    questions.none = `0x${"12".repeat(32)}`;
    await assert.rejects(resolve("none"), { code: "mapping.no_event" });
  });
});

describe("a real GraphQL server and gateway", () => {
  const escrow = (query, more = {}) => ({
    type: "graphql",
    endpoint: `${at(subgraph)}/subgraphs/{{name}}`,
    query,
    variables: { id: "{{id}}" },
    seek: ["escrow.transactionUri", "escrow.amount"],
    populate: ["uri", "amount"],
    ...more,
  });
  const query = "query($id: ID!) { escrow(id: $id) { transactionUri amount } }";
  const file = {
    type: "fetch/ipfs/json",
    ipfsUri: "{{{uri}}}",
    seek: ["title", "description"],
    populate: ["title", "description"],
  };
  const context = { id: "7", name: "escrow v2" };

  it("resolve a chain of mappings, past a lying gateway, and replay offline", async () => {
    const recorder = mapping.recordFixtures();
    const gateways = [at(liar), at(gateway)];
    const transport = { allowHost, gateways, record: recorder.record };
    const live = await mapping.execute([escrow(query), file], context, transport);
    assert.equal(live.context.title, "Redesign & <more>");
    assert.equal(live.context.description, 'He said "no"\nand left');
    assert.equal(live.context.amount, "1000000000000000000000");
    assert.equal(live.trace[1].response.verified, true);
    assert.match(live.trace[1].notes.join(), /did not tell the truth/);
    const fixtures = JSON.parse(JSON.stringify(recorder.fixtures));
    const replayed = await mapping.execute(
      [escrow(query), file],
      context,
      mapping.replayTransport(fixtures),
    );
    assert.deepEqual(replayed.context, live.context);
  });

  it("report GraphQL errors, a missing entity, and a host nobody allowed", async () => {
    const run = (list, given = context, more = {}) =>
      mapping.execute(list, given, { allowHost, ...more });
    await assert.rejects(run([escrow("{ nothing }")]), { code: "mapping.graphql_error" });
    await assert.rejects(run([escrow(query)], { ...context, id: "99" }), {
      code: "mapping.seek_missing",
      path: "/mappings/0/seek/0",
    });
    await assert.rejects(mapping.execute([escrow(query)], context, {}), {
      code: "mapping.host_refused",
    });
    await assert.rejects(
      run(
        [file],
        { uri: "/ipfs/bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq" },
        { gateways: [at(gateway)] },
      ),
      {
        code: "mapping.http_status",
      },
    );
  });
});

describe("servers that misbehave", () => {
  const servers = [];
  after(() => Promise.all(servers.map((server) => server.stop())));
  const serve = async (handler) => {
    const server = await listen(createServer(handler));
    servers.push(server);
    return at(server);
  };
  const graphql = (endpoint) => [
    { type: "graphql", endpoint, query: "{x}", seek: ["x"], populate: ["x"] },
  ];
  const run = (endpoint, milliseconds = 2_000) =>
    mapping.execute(graphql(endpoint), {}, { allowHost, limits: { milliseconds } });

  it("redirect: not followed, the other server hears nothing", async () => {
    let heard = 0;
    const target = await serve((_request, response) => {
      heard += 1;
      response.end('{"data":{"x":1}}');
    });
    const from = await serve((_request, response) =>
      response.writeHead(307, { location: target }).end(),
    );
    await assert.rejects(run(`${from}/`), { code: "mapping.redirect" });
    assert.equal(heard, 0);
  });

  it("endless, slow, cut, hanging and refused connections all end in an error", async () => {
    const endless = await serve((_request, response) => {
      const more = () =>
        response.write("x".repeat(65_536), () => response.destroyed || setImmediate(more));
      more();
    });
    await assert.rejects(run(`${endless}/`), { code: "mapping.response_too_large" });
    const slow = await serve((_request, response) => {
      const timer = setInterval(() => response.write("x"), 50);
      response.on("close", () => clearInterval(timer));
    });
    await assert.rejects(run(`${slow}/`, 400), { code: "mapping.timeout" });
    const hanging = await serve(() => {});
    await assert.rejects(run(`${hanging}/`, 200), { code: "mapping.timeout" });
    const cut = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "999" }).write("{");
      setTimeout(() => response.destroy(), 20);
    });
    await assert.rejects(run(`${cut}/`), { code: "mapping.transport" });
    const html = await serve((_request, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
    );
    await assert.rejects(run(`${html}/`), { code: "mapping.response_invalid" });
    await assert.rejects(run("http://127.0.0.1:1/"), { code: "mapping.transport" });
  });

  it("busy: asked again after the pause it wants", async () => {
    let times = 0;
    const busy = await serve((_request, response) => {
      times += 1;
      if (times === 1) response.writeHead(429, { "retry-after": "1" }).end();
      else
        response.writeHead(200, { "content-type": "application/json" }).end('{"data":{"x":"ok"}}');
    });
    const { context } = await run(`${busy}/`, 5_000);
    assert.equal(context.x, "ok");
  });
});
