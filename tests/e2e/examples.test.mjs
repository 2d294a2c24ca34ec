// Every example renders: offline from its recordings, and from the local world; strictly, and as
// Court shows it.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { root } from "../../scripts/lib/root.mjs";
import { exampleNames, readExample } from "../../scripts/world/examples.mjs";
import { startWorld } from "../../scripts/world/index.mjs";

const dist = resolve(root, process.env.DIKAST_DIST ?? "dist");
const { load } = await import(pathToFileURL(`${dist}/npm/index.js`).href);
const dikast = await load();

/** The ruling that each answer stands for, with its title. */
const answersOf = (details) =>
  Object.fromEntries(details.answers.map(({ id, title }) => [Number(id), title]));

const refuse = "Refuse to Arbitrate / Invalid";
const expected = {
  "curate-registration": {
    title: "Add PNK to Reviewed tokens",
    answers: { 0: refuse, 1: "Yes, Add It", 2: "No, Reject It" },
  },
  "curate-removal": {
    title: "Remove PNK from Reviewed tokens",
    answers: { 0: refuse, 1: "Yes, Remove It", 2: "No, Keep It" },
  },
  "escrow-v2": {
    title: "Escrow dispute: Redesign of the landing page",
    answers: { 0: refuse, 1: "Refund the Buyer", 2: "Pay the Seller" },
  },
  lease: {
    title: "Ms. Jamie Zachreson v. Mr. Craig Veale: Appeal of Prior Decision",
    answers: { 0: refuse, 1: "Yes", 2: "No", 3: "Partially", 4: "Not enough evidence" },
  },
  reality: {
    title:
      "Reality.eth dispute: Will the upgrade proposed on 1 March 2026 be active on mainnet by 30 June 2026?",
    answers: { 0: refuse, 1: "Yes", 2: "No", 3: "Answered Too Soon" },
  },
};

/** Checks both renderings of a resolved context, and what only some examples have. */
function check(name, template, context) {
  for (const mode of ["strict", "kleros-sdk"]) {
    const details = dikast.template.render(template, context, { mode });
    assert.equal(details.title, expected[name].title, mode);
    assert.deepEqual(answersOf(details), expected[name].answers, mode);
    assert.doesNotMatch(JSON.stringify(details), /\{\{|undefined/, mode);
    if (name === "escrow-v2") {
      assert.deepEqual(
        details.answers.map(({ description }) => description),
        [
          "Buyer gets 0.75 ETH, seller gets 0.75 ETH.",
          "Buyer gets 1.5 ETH, seller gets 0 ETH.",
          "Buyer gets 0 ETH, seller gets 1.5 ETH.",
        ],
      );
      assert.match(details.attachment.uri, /^\/ipfs\/bafkrei/);
      assert.equal(details.metadata.amount, "1500000000000000000");
      // The parties' text has a quote and an ampersand: Court shows entities, a strict render text.
      const text = mode === "strict" ? /Buyer & seller .*"unusable"/ : /Buyer &amp; seller/;
      assert.match(details.description, text);
    }
    if (name.startsWith("curate")) {
      assert.deepEqual(
        details.extraEvidences.map((evidence) => evidence.name),
        ["Why it belongs here", "The logo is missing"],
      );
    }
  }
}

it("has an expectation for every example", () => {
  assert.deepEqual(Object.keys(expected).sort(), exampleNames());
});

describe("offline, from the recordings", () => {
  for (const name of exampleNames()) {
    it(name, async () => {
      const { template, mappings, parameters, fixtures } = readExample(name);
      const transport = dikast.mapping.replayTransport(fixtures);
      const { context } = await dikast.mapping.execute(mappings, parameters, transport);
      check(name, template, context);
    });
  }

  it("has no errors in the documents", () => {
    for (const name of exampleNames()) {
      const { template, mappings, parameters } = readExample(name);
      const issues = [
        ...dikast.template.validate(template, { mappings }).issues,
        ...dikast.mapping.validate(mappings, { template, context: Object.keys(parameters) }).issues,
      ].filter(({ severity }) => severity === "error");
      assert.deepEqual(issues, [], name);
    }
  });
});

describe("live, from the local world", () => {
  let world;
  before(async () => {
    world = await startWorld();
  });
  after(() => world.stop());

  const transport = () => ({
    gateways: [world.gatewayUrl],
    allowHost: (host) => host === "127.0.0.1",
    provider: { request: ({ method, params }) => world.chain.rpc(method, params) },
  });

  for (const name of exampleNames()) {
    it(name, async () => {
      const {
        template,
        mappings,
        context: given,
      } = world.disputes.find((dispute) => dispute.name === name);
      const { context, trace } = await dikast.mapping.execute(mappings, given, transport());
      check(name, template, context);
      const ipfs = trace.filter((step) => step.type === "fetch/ipfs/json");
      assert.ok(ipfs.every((step) => step.response.verified));
    });
  }

  it("refuses a gateway that serves other bytes", async () => {
    const { mappings, context } = world.disputes.find(({ name }) => name === "escrow-v2");
    const lying = {
      ...transport(),
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (!new URL(url).pathname.startsWith("/ipfs/")) {
          return response;
        }
        const text = (await response.text()).replace("Redesign", "Demolition");
        return new Response(text, { headers: { "content-type": "application/json" } });
      },
    };
    await assert.rejects(dikast.mapping.execute(mappings, context, lying), {
      code: "mapping.ipfs_mismatch",
    });
  });
});
