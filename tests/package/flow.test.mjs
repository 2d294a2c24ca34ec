// What editors read from the documents: data flow, consumers, answers, and single exchanges.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { importPackage, root } from "./lib/dist.mjs";

const dikast = await (await importPackage("index.js")).load();
const example = (name) => readFileSync(join(root, "examples/escrow-v2", name), "utf8");
const [template, mappings] = [example("template.json"), example("mappings.json")];
const parameters = JSON.parse(example("parameters.json"));
const fixtures = JSON.parse(example("fixtures.json"));

test("flow: every variable of the example has a source and a place", () => {
  const flow = dikast.template.flow(template, mappings);
  assert.equal(flow.steps.length, JSON.parse(mappings).length);
  for (const name of dikast.template.variables(template)) {
    assert.ok(
      flow.variables.some((variable) => variable.name === name),
      name,
    );
  }
  for (const { name, path } of flow.reads) {
    assert.ok(name.length > 0);
    assert.ok(path.startsWith("/"), path);
  }
  const own = dikast.template.flow("{}");
  assert.deepEqual(own, { steps: [], variables: [], reads: [] });
});

test("contexts: what each consumer gives is what facts say of it", () => {
  const values = { ...parameters, externalDisputeID: "7", mine: "x" };
  const contexts = dikast.template.contexts(values, { template, mappings });
  const of = (consumer) => contexts.find((context) => context.consumer === consumer);
  assert.deepEqual(
    contexts.map(({ consumer }) => consumer),
    ["strict", "court-mainnet", "court-testnet", "court-devnet", "kleros-sdk"],
  );
  assert.deepEqual(of("strict").values, values);
  assert.equal(of("court-mainnet").values.externalDisputeID, "7");
  assert.equal(of("court-testnet").values.externalDisputeID, "7");
  assert.deepEqual(of("court-mainnet").withheld, ["mine"]);
  assert.deepEqual(of("court-devnet").withheld, ["externalDisputeID", "mine"]);
  assert.deepEqual(Object.keys(of("kleros-sdk").values), [
    "arbitrableAddress",
    "arbitrableChainID",
  ]);
  assert.equal(of("court-mainnet").chainId, "42161");
  assert.equal(of("strict").mode, "strict");
  assert.equal(of("kleros-sdk").mode, "kleros-sdk");
});

test("contexts: a missing name says which mapping reads it", () => {
  const list = JSON.stringify([
    {
      type: "graphql",
      endpoint: "https://x.org",
      query: "{a}",
      variables: { id: "{{externalDisputeID}}" },
      seek: ["a"],
      populate: ["a"],
    },
  ]);
  const contexts = dikast.template.contexts(
    { externalDisputeID: "7", a: "by hand" },
    { template: '{"title":"{{a}} {{nobody}}"}', mappings: list },
  );
  const devnet = contexts.find(({ consumer }) => consumer === "court-devnet");
  assert.deepEqual(devnet.missing, [{ name: "externalDisputeID", mapping: 0 }, { name: "nobody" }]);
  // What a mapping populates may be given by hand, whoever shows it.
  assert.deepEqual(devnet.values, { a: "by hand" });
  assert.deepEqual(contexts[0].missing, [{ name: "nobody" }]);
});

test("contexts: without mappings kleros-sdk drops what it was given", () => {
  const contexts = dikast.template.contexts({ arbitrableAddress: "0x1" }, { template: "{}" });
  for (const { consumer, dropped, values } of contexts) {
    assert.equal(dropped, consumer !== "strict", consumer);
    assert.deepEqual(values, dropped ? {} : { arbitrableAddress: "0x1" });
  }
});

const written = (text) => dikast.template.answers(text);

test("answers: read as they are written", () => {
  const answers = written(template);
  assert.deepEqual(
    answers.map(({ ruling }) => ruling),
    JSON.parse(template).answers.map(({ id }) => BigInt(id)),
  );
  assert.deepEqual(written("{}"), []);
  assert.deepEqual(written("not json"), []);
  const loose = written('{"answers":[{"id":"{{n}}","title":"T","reserved":true},{{{more}}}]}');
  assert.equal(loose[0].ruling, undefined);
  assert.equal(loose[0].reserved, true);
  assert.equal(loose[1]?.fixed ?? true, true);
});

test("answers: an edit changes one answer and nothing else", () => {
  const edit = (text, change) => dikast.template.editAnswers(text, change);
  const titled = edit(template, { set: 1, field: "title", value: 'A "quoted" title {{x}}' });
  assert.equal(written(titled)[1].title, 'A "quoted" title {{x}}');
  const before = JSON.parse(template);
  before.answers[1].title = 'A "quoted" title {{x}}';
  assert.deepEqual(JSON.parse(titled), before);

  const added = edit(template, { add: { id: "0x09", title: "New", description: "" } });
  assert.equal(written(added).at(-1).ruling, 9n);
  assert.equal(written(added).length, before.answers.length + 1);
  assert.deepEqual(edit(added, { remove: before.answers.length }), template);

  const reserved = edit(template, { set: 0, field: "reserved", value: true });
  assert.equal(JSON.parse(reserved).answers[0].reserved, true);
  assert.equal(edit(reserved, { set: 0, field: "reserved", value: false }).includes("false"), true);

  for (let index = 0; index < before.answers.length; index += 1) {
    const less = JSON.parse(edit(template, { remove: index })).answers;
    assert.deepEqual(
      less,
      JSON.parse(template).answers.filter((_, at) => at !== index),
    );
  }
});

test("answers: every layout stays JSON", () => {
  const layouts = [
    '{"answers":[]}',
    '{"answers":[ ]}',
    '{"answers":[{}]}',
    '{"answers":[{"id":"0x1"}]}',
    '{"answers":[{"id":"0x1"},{"id":"0x2"}]}',
    '{\r\n\t"answers": [\r\n\t\t{\r\n\t\t\t"id": "0x1"\r\n\t\t}\r\n\t]\r\n}',
  ];
  for (const text of layouts) {
    const count = JSON.parse(text).answers.length;
    const more = dikast.template.editAnswers(text, {
      add: { id: "0x5", title: "T", description: "D" },
    });
    assert.equal(JSON.parse(more).answers.length, count + 1, text);
    for (let index = 0; index < count; index += 1) {
      const set = { set: index, field: "title", value: "N" };
      assert.equal(JSON.parse(dikast.template.editAnswers(text, set)).answers[index].title, "N");
      const less = dikast.template.editAnswers(text, { remove: index });
      assert.equal(JSON.parse(less).answers.length, count - 1);
    }
  }
  const refused = { code: "input.type", name: "DikastError" };
  assert.throws(() => dikast.template.editAnswers("{}", { remove: 0 }), refused);
  assert.throws(() => dikast.template.editAnswers(template, { remove: 99 }), refused);
});

test("single exchanges: recorded, asked and typed answers resolve the same", async () => {
  const all = await dikast.mapping.execute(
    mappings,
    parameters,
    dikast.mapping.replayTransport(fixtures),
  );
  const resolution = dikast.mapping.start(mappings, parameters);
  for (let request = resolution.next(); request !== null; request = resolution.next()) {
    const fixture = dikast.mapping.recorded(request, fixtures);
    const asked = await dikast.mapping.ask(request, { replay: fixtures });
    assert.deepEqual(asked, fixture);
    const { body } = fixture.response;
    const typed = dikast.mapping.typed(
      request,
      typeof body === "string" ? body : JSON.stringify(body),
    );
    assert.deepEqual(typed.request, fixture.request);
    resolution.provide(typed.response);
  }
  assert.deepEqual(resolution.context, all.context);
  resolution.dispose();
  const other = dikast.mapping.start(mappings, parameters);
  assert.equal(dikast.mapping.recorded(other.next(), []), undefined);
  await assert.rejects(dikast.mapping.ask(other.next(), { replay: [] }), {
    code: "mapping.transport",
  });
  other.dispose();
  const foreign = { id: 1, kind: "graphql", mapping: 0, url: "https://a.org/", body: "{}" };
  const asked = [];
  const transport = { allowHost: (host) => asked.push(host) < 0, fetch: () => assert.fail() };
  await assert.rejects(dikast.mapping.ask({ ...foreign, maskedUrl: foreign.url }, transport), {
    code: "mapping.host_refused",
  });
  assert.deepEqual(asked, ["a.org"]);
});
