// From an announcement on a chain to what jurors see: against the local world, and against nodes and
// subgraphs that do not behave.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { keccak256, toHex } from "viem";
import { startWorld } from "../../scripts/world/index.mjs";
import { importPackage } from "./lib/dist.mjs";

const { load, DikastError } = await importPackage("index.js");
const dikast = await load();

const word = (value) => `0x${BigInt(value).toString(16).padStart(64, "0")}`;
const topic = (signature) => keccak256(toHex(signature));
const arbitrator = "0x991d2df165670b9cac3B022f4B68D65b664222ea";
const arbitrable = "0xb5526D022962A1fFf6eD32C93e8b714c901F4323";
const types = "(address,uint256,uint256,uint256,string)";

/** Topics 0 as kleros-v2's artifacts have them. */
const topics = {
  five: "0x8bd32f430ff060e6bd204709b3790c9807987263d3230c580dc80b5f89e27186",
  four: "0xa8a9266995639bff048ad93524a5a561269d3f742d2ee429089990d4d1bb09d4",
  three: "0xee1017dcbefba87397fcdaab31f187328533572b6a5568177fa2eb64026003b6",
};

describe("decodeRequest", () => {
  const request = (first, data) =>
    dikast.dispute.decodeRequest({
      address: arbitrable,
      topics: [first, word(arbitrator), word(77)],
      data,
    });

  test("five arguments, with and without a URI", () => {
    assert.equal(topics.five, topic(`DisputeRequest${types}`));
    const data = (uri) => dikast.abi.encodeParameters("uint256, uint256, string", [5n, 9n, uri]);
    const plain = request(topics.five, data(""));
    assert.deepEqual(plain, {
      event: plain.event,
      eventName: "DisputeRequest",
      arbitrator,
      arbitratorDisputeID: 77n,
      arbitrable,
      externalDisputeID: 5n,
      templateId: 9n,
    });
    assert.equal(request(topics.five, data("/ipfs/Qm")).templateUri, "/ipfs/Qm");
  });

  test("four and three arguments", () => {
    const four = request(topics.four, dikast.abi.encodeParameters("uint256, uint256", [5n, 9n]));
    assert.equal(four.externalDisputeID, 5n);
    assert.equal(four.templateId, 9n);
    const three = request(topics.three, word(9));
    assert.equal(three.templateId, 9n);
    assert.equal("externalDisputeID" in three, false);
  });

  test("a home gateway's, of both generations", () => {
    const cross = (signature, data) =>
      dikast.dispute.decodeRequest({
        address: arbitrable,
        topics: [topic(signature), word("0x11"), word(3), word(77)],
        data,
      });
    const eight =
      "CrossChainDisputeIncoming(address,uint256,address,uint256,uint256,uint256,uint256,string)";
    assert.match(topic(eight), /^0x2ecee3c6/);
    const eightData = dikast.abi.encodeParameters("address, uint256, uint256, uint256, string", [
      arbitrator,
      100n,
      5n,
      9n,
      "",
    ]);
    const found = cross(eight, eightData);
    assert.equal(found.eventName, "CrossChainDisputeIncoming");
    assert.equal(found.arbitrator, arbitrator);
    assert.equal(found.arbitratorDisputeID, 77n);
    assert.equal(found.arbitrable, "0x0000000000000000000000000000000000000011");
    assert.equal(found.arbitrableChainId, 100n);
    assert.equal(found.externalDisputeID, 5n);
    const six = "CrossChainDisputeIncoming(address,uint256,address,uint256,uint256,uint256)";
    assert.match(topic(six), /^0x7bdd9428/);
    const sixData = dikast.abi.encodeParameters("address, uint256, uint256", [
      arbitrator,
      100n,
      9n,
    ]);
    assert.equal(cross(six, sixData).templateId, 9n);
  });

  test("another event, and no log at all, are told", () => {
    assert.throws(() => request(topic("Ruling(address,uint256,uint256)"), word(1)), {
      code: "dispute.log",
      path: "/log/topics/0",
    });
    assert.throws(() => request(topics.three, "0x01"), { code: "abi.decode_short" });
    for (const log of [undefined, null, 7, {}]) {
      assert.throws(() => dikast.dispute.decodeRequest(log), { code: "input.type" });
    }
    assert.throws(() => dikast.dispute.decodeRequest({ topics: [], data: "0x" }), {
      code: "dispute.log",
    });
  });
});

describe("load from logs", () => {
  let world;
  before(async () => {
    world = await startWorld();
  });
  after(() => world?.stop());

  let id = 0;
  const request = async ({ method, params }) => {
    id += 1;
    const reply = await fetch(world.rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id, method, params }),
    });
    const { result, error } = await reply.json();
    if (error) throw new Error(error.message);
    return result;
  };
  const transport = (more = {}) => ({
    provider: { request },
    gateways: [world.gatewayUrl],
    allowHost: (host) => host === "127.0.0.1",
    ...more,
  });
  const options = (name, more) => {
    const { context } = world.disputes.find((each) => each.name === name);
    return {
      chainId: world.chainId,
      disputeId: context.arbitratorDisputeID,
      arbitrator: world.addresses.arbitrator,
      transport: transport(),
      ...more,
    };
  };

  for (const name of ["lease", "escrow-v2", "curate-registration", "reality"]) {
    test(`${name}: the texts that were registered, resolved and rendered`, async () => {
      const known = world.disputes.findLast((each) => each.name === name);
      const loaded = await dikast.dispute.load(
        options(name, { disputeId: known.context.arbitratorDisputeID }),
      );
      assert.equal(loaded.template, known.template);
      assert.equal(loaded.mappings, known.mappings);
      assert.equal(`${loaded.request.templateId}`, known.templateId);
      assert.equal(`${loaded.request.externalDisputeID}`, known.externalDisputeID);
      assert.equal(loaded.request.arbitrable, known.context.arbitrableAddress);
      const given = { ...known.context, externalDisputeID: known.externalDisputeID };
      const { context } = await dikast.mapping.execute(known.mappings || "[]", given, {
        ...transport(),
        chainId: world.chainId,
      });
      assert.deepEqual(loaded.details, dikast.template.render(known.template, context));
      assert.deepEqual(
        loaded.issues.filter(({ code }) => code === "dispute.mismatch"),
        [],
      );
      assert.deepEqual(
        loaded.sources.map(({ what }) => what),
        ["arbitrable", "request", "template"],
      );
      assert.match(loaded.sources[1].transactionHash, /^0x[0-9a-f]{64}$/);
    });
  }

  test("a node that limits the span of a question is asked in parts", async () => {
    const spans = [];
    const narrow = async ({ method, params }) => {
      if (method !== "eth_getLogs") return request({ method, params });
      const [{ fromBlock, toBlock }] = params;
      spans.push([fromBlock, toBlock]);
      if (BigInt(toBlock) - BigInt(fromBlock) > 4n) throw new Error("block range is too large");
      return request({ method, params });
    };
    const loaded = await dikast.dispute.load(
      options("lease", { transport: transport({ provider: { request: narrow } }) }),
    );
    assert.ok(loaded.details.title);
    assert.ok(spans.length > 3);
  });

  test("a stranger's announcement of the same dispute changes nothing", async () => {
    const forge = async ({ method, params }) => {
      const result = await request({ method, params });
      if (method !== "eth_getLogs" || params[0].address === world.addresses.arbitrator)
        return result;
      const [first] = result;
      if (first?.topics.length !== 3) return result;
      return [{ ...first, topics: [first.topics[0], word(0xbad), first.topics[2]] }, ...result];
    };
    const loaded = await dikast.dispute.load(
      options("lease", { transport: transport({ provider: { request: forge } }) }),
    );
    assert.equal(loaded.request.arbitrator, world.addresses.arbitrator);
  });

  test("what is missing is told, and what was found is kept", async () => {
    const fails = (more, code) =>
      assert.rejects(dikast.dispute.load(options("lease", more)), (error) => {
        assert.ok(error instanceof DikastError);
        assert.equal(error.code, code);
        assert.ok(error.parts);
        return true;
      });
    await fails({ disputeId: 999n }, "dispute.not_found");
    await fails({ arbitrator: undefined }, "dispute.option");
    await fails({ arbitrator: "0x12" }, "address.invalid");
    await fails({ disputeId: "seven" }, "dispute.option");
    await fails({ disputeId: -1 }, "dispute.option");
    await fails({ from: "memory" }, "dispute.option");
    await fails({ transport: undefined }, "dispute.option");
    await fails({ transport: {} }, "dispute.option");
    const other = world.addresses.escrowView;
    await fails({ templateRegistry: other }, "dispute.template_not_found");
    const answers = (method, answer) =>
      transport({
        provider: { request: (args) => (args.method === method ? answer() : request(args)) },
      });
    await fails({ transport: answers("eth_blockNumber", () => "soon") }, "dispute.answer");
    await fails({ transport: answers("eth_getLogs", () => ({})) }, "dispute.answer");
    await fails({ transport: answers("eth_getLogs", () => [{ topics: [] }]) }, "dispute.answer");
    const down = () => {
      throw new Error("connection refused");
    };
    await fails({ transport: answers("eth_getLogs", down) }, "mapping.transport");
    await fails({ transport: answers("eth_call", () => "0x") }, "dispute.registry");
    await fails({ transport: transport({ limits: { requests: 1 } }) }, "dispute.answer");
    await assert.rejects(dikast.dispute.load(undefined), { code: "input.type" });
  });

  test("a template that is a file is fetched, and has to hash to its address", async () => {
    const template = world.disputes.find((each) => each.name === "lease").template;
    const create = async (uri) => {
      const { DisputeRequest } = await world.chain.transact({
        from: world.accounts.buyer,
        to: world.addresses.resolver,
        abi: world.abi,
        functionName: "createDisputeForTemplateUri",
        args: ["0x", uri, 4n],
        value: 30_000_000_000_000_000n,
      });
      return DisputeRequest._arbitratorDisputeID;
    };
    const uri = `/ipfs/${dikast.ipfs.cid(template)}`;
    const disputeId = await create(uri);
    const answering = (body) =>
      transport({
        gateways: ["https://gateway.example"],
        fetch: async () => new Response(body, { headers: { "content-type": "text/plain" } }),
      });
    const raw = { "content-type": "application/vnd.ipld.raw" };
    const honest = transport({
      gateways: ["https://gateway.example"],
      fetch: async () => new Response(template, { headers: raw }),
    });
    const loaded = await dikast.dispute.load(options("lease", { disputeId, transport: honest }));
    assert.equal(loaded.template, template);
    assert.equal(loaded.mappings, "");
    assert.equal(loaded.request.templateUri, uri);
    assert.match(loaded.sources[2].from, /gateway\.example/);
    const lying = options("lease", { disputeId, transport: answering(`${template} `) });
    await assert.rejects(dikast.dispute.load(lying), (error) => {
      assert.equal(error.code, "dispute.template_uri");
      assert.equal(error.parts.request.templateUri, uri);
      return true;
    });
    const other = options("lease", { disputeId: await create("https://example.com/a.json") });
    await assert.rejects(dikast.dispute.load(other), { code: "dispute.template_uri" });
  });

  test("a template by its number", async () => {
    const known = world.disputes.find((each) => each.name === "escrow-v2");
    const of = (more) =>
      dikast.dispute.loadTemplate({
        chainId: world.chainId,
        templateId: known.templateId,
        templateRegistry: world.addresses.registry,
        transport: transport(),
        ...more,
      });
    const found = await of();
    assert.equal(found.template, known.template);
    assert.equal(found.mappings, known.mappings);
    assert.equal(`${found.templateId}`, known.templateId);
    assert.equal(found.source.from, world.addresses.registry);
    await assert.rejects(of({ templateId: 999 }), { code: "dispute.template_not_found" });
    await assert.rejects(of({ templateId: "" }), { code: "dispute.option" });
    await assert.rejects(of({ transport: undefined }), { code: "dispute.option" });
    await assert.rejects(dikast.dispute.loadTemplate(), { code: "input.type" });
    const [log] = await request({
      method: "eth_getLogs",
      params: [{ address: world.addresses.registry, fromBlock: "earliest", toBlock: "latest" }],
    });
    assert.equal(dikast.dispute.decodeTemplate(log).templateId, 0n);
    const early = {
      topics: [topic("DisputeTemplate(uint256,string,string)"), word(3), word(0)],
      data: dikast.abi.encodeParameters("string", ["{}"]),
    };
    assert.match(early.topics[0], /^0x9684b36e/);
    const read = dikast.dispute.decodeTemplate(early);
    assert.deepEqual(read, { templateId: 3n, template: "{}", mappings: "" });
    const other = { topics: [word(1)], data: "0x" };
    assert.throws(() => dikast.dispute.decodeTemplate(other), { code: "dispute.log" });
    assert.throws(() => dikast.dispute.decodeTemplate(7), { code: "input.type" });
  });

  test("a failing mapping keeps request, texts and trace", async () => {
    const closed = transport({ allowHost: () => false });
    await assert.rejects(
      dikast.dispute.load(options("escrow-v2", { transport: closed })),
      (error) => {
        assert.equal(error.code, "mapping.host_refused");
        assert.match(error.parts.template, /Escrow dispute/);
        assert.equal(error.parts.sources.length, 3);
        return true;
      },
    );
  });
});

describe("load from subgraphs", () => {
  const template = JSON.stringify({
    title: "Who?",
    description: "A case.",
    question: "Which one?",
    answers: [
      { id: "0x01", title: "A", description: "the first" },
      { id: "0x02", title: "B", description: "the second" },
    ],
    policyURI: "/ipfs/QmTaZuQjJT9NZCYsqyRmEwLb1Vt3gme1a6BS4NQLiWXtH2",
    arbitratorChainID: "1",
    arbitratorAddress: arbitrator,
    version: "1.0",
  });
  const dispute = { arbitrated: { id: arbitrable }, arbitrableChainId: "100", templateId: "9" };

  const answering =
    (answers) =>
    async (url, { body }) => {
      const { query } = JSON.parse(body);
      const core = `${url}`.includes("core");
      const answer = core ? answers.core(query) : answers.templates(query);
      const text = typeof answer === "string" ? answer : JSON.stringify(answer);
      return new Response(text, { headers: { "content-type": "application/json" } });
    };
  const ask = (answers, more) =>
    dikast.dispute.load({
      chainId: 42161,
      disputeId: "77",
      from: "subgraph",
      arbitrator,
      coreSubgraph: "https://core.example/g",
      templateSubgraph: "https://templates.example/g",
      transport: { fetch: answering(answers) },
      ...more,
    });
  const good = {
    core: (query) =>
      query.includes("externalDisputeId")
        ? { errors: [{ message: "Type Dispute has no field externalDisputeId" }] }
        : { data: { dispute } },
    templates: () => ({
      data: { disputeTemplate: { templateData: template, templateDataMappings: null } },
    }),
  };

  test("both are asked, and another chain in the template is told", async () => {
    const loaded = await ask(good);
    assert.equal(loaded.details.title, "Who?");
    assert.equal(loaded.context.arbitrableChainID, "100");
    const mismatch = loaded.issues.filter(({ code }) => code === "dispute.mismatch");
    assert.deepEqual(
      mismatch.map(({ path }) => path),
      ["/arbitratorChainID"],
    );
  });

  test("what they do not say is told", async () => {
    const core = (answer) => ({ ...good, core: () => answer });
    const templates = (answer) => ({ ...good, templates: () => answer });
    const cases = [
      [core({ data: { dispute: null } }), "dispute.not_found"],
      [core({ data: { dispute: {} } }), "dispute.answer"],
      [core("nothing"), "dispute.answer"],
      [core("7"), "dispute.answer"],
      [core({}), "dispute.answer"],
      [core({ errors: [{ message: "down" }] }), "dispute.answer"],
      [templates({ data: { disputeTemplate: null } }), "dispute.template_not_found"],
      [templates({ data: { disputeTemplate: {} } }), "dispute.answer"],
      [good, "dispute.option", { coreSubgraph: undefined }],
      [good, "dispute.option", { templateSubgraph: undefined }],
    ];
    for (const [answers, code, more] of cases) {
      await assert.rejects(ask(answers, more), { code });
    }
  });
});
