// dikast.template through the built package. The oracle of mode "kleros-sdk" is what kleros-sdk does:
// mustache.js, JSON.parse and (in the recordings) zod.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRequire } from "node:module";
import { importPackage } from "./lib/dist.mjs";

const Mustache = createRequire(import.meta.url)("mustache");
const { load, DikastError } = await importPackage("index.js");
const dikast = await load();
const { template } = dikast;

const base = {
  title: "T",
  description: "D",
  question: "Q",
  answers: [
    { id: "0x1", title: "Yes", description: "y" },
    { id: "0x2", title: "No", description: "n" },
  ],
  policyURI: "/ipfs/QmTaZuQjJT9NZCYsqyRmEwLb1Vt3gme1a6BS4NQLiWXtH2",
  arbitratorChainID: "42161",
  arbitratorAddress: "0x991d2df165670b9cac3B022f4B68D65b664222ea",
  version: "1.0",
};
const dispute = (fields = {}) => JSON.stringify({ ...base, ...fields });
const refuse = {
  id: "0x0",
  title: "Refuse to Arbitrate / Invalid",
  description: "Refuse to Arbitrate / Invalid",
  reserved: true,
};

const refuses = (run, code, path) =>
  assert.throws(run, (error) => {
    assert.ok(error instanceof DikastError, String(error));
    assert.equal(error.code, code);
    if (path !== undefined) assert.equal(error.path, path);
    return true;
  });

test("render gives the document with the refuse answer, by either way", () => {
  const source = dispute({ title: "{{a}}", metadata: { b: "{{{b}}}" } });
  const expected = {
    ...base,
    title: 'O\'Brien "&" \n',
    answers: [refuse, ...base.answers],
    metadata: { b: "\u00e9\ud83d\ude00" },
  };
  const context = { a: 'O\'Brien "&" \n', b: "\u00e9\ud83d\ude00", unused: { deep: [1] } };
  assert.deepEqual(template.render(source, context), expected);
  const sections = dispute({ title: "{{#a}}{{a}}{{/a}}", metadata: { b: "{{{b}}}" } });
  assert.deepEqual(template.render(sections, context), expected);
  const compiled = template.compile(source);
  assert.deepEqual(compiled.variables, ["a", "b"]);
  assert.deepEqual(compiled.render(context), expected);
  assert.deepEqual(JSON.parse(compiled.renderJson(context)), expected);
  assert.deepEqual(compiled.renderMany([context, context]), [expected, expected]);
  assert.deepEqual(compiled.check(context), { valid: true, issues: [] });
  compiled.dispose();
  compiled.dispose();
  refuses(() => compiled.render(context), "handle.invalid");
});

test("values print as mustache.js prints them", () => {
  class Money {
    toString() {
      return "1 ETH";
    }
  }
  const values = [
    1,
    -0,
    1.5,
    1e21,
    Number.NaN,
    Infinity,
    12n,
    -3n,
    true,
    false,
    "",
    "\u0001x",
    "\0",
    new Date(0),
    new Money(),
    () => "called",
  ];
  for (const value of values) {
    const context = { v: value };
    const text = Mustache.render("{{{v}}}", context);
    for (const source of [
      dispute({ title: "{{v}}" }),
      dispute({ title: "{{v}}{{#none}}{{/none}}" }),
    ]) {
      assert.equal(template.render(source, context).title, text, text);
    }
    assert.equal(template.renderText("<{{{v}}}>", context, { mode: "kleros-sdk" }), `<${text}>`);
  }
});

test("values never change the structure, and come out as they went in", () => {
  const compiled = template.compile(
    dispute({ title: "{{a}}", metadata: { x: "pre {{{b}}} post" } }),
  );
  let state = 42;
  const random = (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % bound;
  };
  const pieces = [
    '"',
    "\\",
    "{{a}}",
    '"},"answers":[',
    "\n",
    "\0",
    "\u0001",
    "\u007f",
    "\u00e9",
    "\ud83d\ude00",
    "\ufffd",
    "<",
    "\u2028",
  ];
  const value = () =>
    Array.from({ length: random(5) }, () => pieces[random(pieces.length)]).join("");
  for (let i = 0; i < 20_000; i += 1) {
    const context = { a: value(), b: value() };
    const details = compiled.render(context);
    assert.equal(details.title, context.a);
    assert.equal(details.metadata.x, `pre ${context.b} post`);
    assert.deepEqual(Object.keys(details), [...Object.keys(base), "metadata"]);
    assert.equal(details.answers.length, 3);
  }
});

test("half a surrogate pair is refused by the strict render and kept by mode kleros-sdk", () => {
  const source = dispute({ title: "{{a}}" });
  refuses(() => template.render(source, { a: "x\ud800" }), "json.surrogate");
  assert.equal(template.render(source, { a: "\ufffd" }).title, "\ufffd");
  assert.equal(template.renderText("<{{a}}>", { a: "\ud800" }, { mode: "kleros-sdk" }), "<\ud800>");
  assert.equal(
    template.renderText("\ud800{{a}}", { a: "\u00e9" }, { mode: "kleros-sdk" }),
    "\ud800\u00e9",
  );
});

test("every refusal has its code and a path into the arguments", () => {
  const rows = [
    ["template.missing_variable", "/context/seller", dispute({ title: "{{seller}}" }), {}],
    ["template.missing_variable", "/context/toString", dispute({ title: "{{toString}}" }), {}],
    ["template.missing_variable", "/context/__proto__", dispute({ title: "{{__proto__}}" }), {}],
    [
      "template.missing_variable",
      "/context/a",
      dispute({ title: "{{a}}" }),
      Object.create({ a: "inherited" }),
    ],
    ["template.missing_variable", "/context/a", dispute({ title: "{{a}}" }), { a: undefined }],
    ["template.value_type", "/context/a", dispute({ title: "{{a}}" }), { a: [1] }],
    ["template.value_type", "/context/a", dispute({ title: "{{a}}" }), { a: {} }],
    ["template.lambda", "/context/a", dispute({ title: "{{#a}}x{{/a}}" }), { a: () => () => "x" }],
    ["template.hex", undefined, dispute({ title: "{{#hex}}{{a}}{{/hex}}" }), { a: "0x1" }],
    ["template.slot_value", "/context/a", dispute({ x: 0 }).replace(":0", ":{{{a}}}"), { a: "{" }],
    ["template.slot_position", "/context/a", dispute({ "{{a}}": 0 }), { a: "x" }],
    ["template.not_json", "/template", `${dispute()},`, {}],
    ["template.partial", "/template", dispute({ title: "{{>a}}" }), {}],
    ["template.delimiter", "/template", dispute({ title: "{{=<% %>=}}" }), {}],
    ["template.syntax", "/template", dispute({ title: "{{#a}}" }), {}],
    [
      "template.output_limit",
      undefined,
      dispute({ title: "{{a}}{{a}}" }),
      { a: "x".repeat(600_000) },
    ],
    ["json.duplicate_key", "/template", `{"title":"t",${dispute().slice(1)}`, {}],
    ["input.too_large", undefined, "x".repeat(1_000_001), {}],
    ["input.type", "/context/a", dispute({ title: "{{a}}" }), { a: Symbol("s") }],
    [
      "input.type",
      undefined,
      dispute({ title: "{{a}}" }),
      {
        get a() {
          throw new Error("no");
        },
      },
    ],
  ];
  for (const [code, path, source, context] of rows) {
    refuses(() => template.render(source, context), code, path);
  }
  const loop = {};
  loop.loop = loop;
  refuses(() => template.render(dispute({ title: "{{#loop}}{{/loop}}" }), { loop }), "json.depth");
});

test("a document that breaks rules is template.invalid with its issues", () => {
  const source = dispute({ policyURI: "{{p}}", arbitratorChainID: "0xa4b1" });
  assert.throws(
    () => template.render(source, { p: "https://x" }),
    (error) => {
      assert.equal(error.code, "template.invalid");
      assert.deepEqual(
        error.issues.map(({ severity, code, path }) => [severity, code, path]),
        [
          ["error", "template.policy_uri_form", "/policyURI"],
          ["error", "template.arbitrator_chain", "/arbitratorChainID"],
        ],
      );
      return true;
    },
  );
  const compiled = template.compile(dispute({ aliases: { Buyer: "{{buyer}}" } }));
  assert.equal(compiled.check({ buyer: "0x1111111111111111111111111111111111111111" }).valid, true);
  const bad = compiled.check({ buyer: "0x11" });
  assert.equal(bad.valid, false);
  assert.equal(bad.issues[0].code, "template.alias_value");
  assert.equal(compiled.check({}).issues[0].code, "template.missing_variable");
});

test("mode kleros-sdk gives what Court shows", () => {
  const source = dispute({ title: "{{a}} {{{a}}}", x: "{{#hex}}{{n}}{{/hex}}", __proto__: null });
  const context = { a: "A & B", n: "255" };
  const details = template.render(source, context, { mode: "kleros-sdk" });
  assert.equal(details.title, "A &amp; B A & B");
  assert.equal(details.x, "0xff");
  assert.deepEqual(details.answers, [refuse, ...base.answers]);
  assert.equal(template.render(dispute({ title: "{{a}}" }), {}, { mode: "kleros-sdk" }).title, "");
  const own = { id: "0x00", title: "Mine", description: "own", extra: 1 };
  assert.deepEqual(
    template.render(dispute({ answers: [...base.answers, own] }), {}, { mode: "kleros-sdk" })
      .answers[2],
    { ...refuse, description: "own" },
  );
  refuses(() => template.render("{", {}, { mode: "kleros-sdk" }), "json.syntax");
  assert.throws(
    () => template.render(dispute({ title: 1, policyURI: "x" }), {}, { mode: "kleros-sdk" }),
    (error) => {
      assert.equal(error.code, "template.sdk_invalid");
      assert.deepEqual(
        error.issues.map(({ code, path, message }) => [code, path, message]),
        [
          ["sdk.invalid_type", "/title", "Expected string, received number"],
          ["sdk.custom", "/policyURI", "Provided policy URI is not a valid multiaddr."],
        ],
      );
      return true;
    },
  );
  refuses(
    () => template.render("{{#if a}}{{/if}}", { a: 1 }, { mode: "kleros-sdk" }),
    "template.syntax",
  );
  const many = template.compile(source);
  assert.equal(many.renderMany([context], { mode: "kleros-sdk" })[0].x, "0xff");
});

test("renderText renders any text in a named dialect", () => {
  assert.equal(
    template.renderText(
      "Hi {{n}}! {{>p}}",
      { n: "<" },
      { dialect: "mustache", partials: { p: "[{{n}}]" } },
    ),
    "Hi &lt;! [&lt;]",
  );
  assert.equal(
    template.renderText("{{#if n}}y{{else}}n{{/if}}", { n: 0 }, { dialect: "handlebars" }),
    "n",
  );
  assert.equal(template.renderText('{ "a" : "{{n}}\u00e9" }', { n: '"' }), '{ "a" : "\\"\u00e9" }');
  refuses(() => template.renderText("Hi {{n}}", { n: "x" }), "template.not_json", "/template");
  refuses(
    () => template.renderText("{{n}}", { n: "x" }, { mode: "strict", dialect: "mustache" }),
    "template.slot_value",
  );
});

test("keys such as __proto__ are data, and nothing of the process changes", () => {
  const before = Object.getOwnPropertyNames(Object.prototype);
  const source = dispute({ metadata: { constructor: "{{a}}" } }).replace(
    '"constructor"',
    '"__proto__"',
  );
  const details = template.render(source, JSON.parse('{"a":"x","__proto__":{"isAdmin":true}}'));
  assert.deepEqual(Object.keys(details.metadata), ["__proto__"]);
  assert.equal({}.isAdmin, undefined);
  assert.deepEqual(Object.getOwnPropertyNames(Object.prototype), before);
});

test("a template bomb ends at once and the core lives on", () => {
  let bomb = "lol";
  for (let i = 0; i < 7; i += 1) bomb = `{{#a}}${bomb}{{/a}}`;
  const start = process.cpuUsage();
  assert.throws(
    () => template.render(dispute({ title: bomb }), { a: Array(10).fill({}) }),
    DikastError,
  );
  assert.ok(process.cpuUsage(start).user < 200_000);
  refuses(
    () =>
      template.render(dispute({ title: "{{#a}}".repeat(20_000) + "{{/a}}".repeat(20_000) }), {
        a: true,
      }),
    "template.depth",
  );
  assert.equal(template.render(dispute(), {}).title, "T");
});

test("many templates and many handles stay within bounds", () => {
  for (let i = 0; i < 500; i += 1) {
    assert.equal(template.render(dispute({ title: `${i} {{a}}` }), { a: "x" }).title, `${i} x`);
  }
  const handles = Array.from({ length: 100 }, (_, i) =>
    template.compile(dispute({ title: `${i}{{a}}` })),
  );
  for (const [i, handle] of handles.entries()) {
    assert.equal(handle.render({ a: "!" }).title, `${i}!`);
  }
  for (const handle of handles) handle.dispose();
});

test("compiled templates that nobody disposes of meet a limit, not the end of memory", () => {
  const source = dispute({ description: "d".repeat(900_000) });
  const kept = [];
  refuses(() => {
    for (let i = 0; i < 1000; i += 1) kept.push(template.compile(source));
  }, "template.handles");
  assert.ok(kept.length > 20);
  for (const compiled of kept) compiled.dispose();
  template.compile(source).dispose();
});

test("calldata of registration and creation", () => {
  const data = template.registrationCalldata({ tag: "t", template: dispute(), mappings: "[]" });
  const signature = "function setDisputeTemplate(string tag, string data, string mappings)";
  assert.equal(data, dikast.abi.encodeFunctionData(signature, ["t", dispute(), "[]"]));
  assert.equal(
    template.changeCalldata({ template: "{}", mappings: "[]" }),
    dikast.abi.encodeFunctionData("function changeDisputeTemplate(string, string)", ["{}", "[]"]),
  );
  const creation = { extraData: "0x0102", template: "{}", mappings: "", numberOfRulingOptions: 2n };
  assert.equal(
    template.createDisputeCalldata(creation),
    dikast.abi.encodeFunctionData(
      "function createDisputeForTemplate(bytes, string, string, uint256)",
      ["0x0102", "{}", "", 2n],
    ),
  );
  assert.equal(
    template.createDisputeCalldata({
      extraData: new Uint8Array([1, 2]),
      templateUri: "/ipfs/x",
      numberOfRulingOptions: 2,
    }),
    dikast.abi.encodeFunctionData("function createDisputeForTemplateUri(bytes, string, uint256)", [
      "0x0102",
      "/ipfs/x",
      2n,
    ]),
  );
  refuses(
    () => template.registrationCalldata({ tag: 1, template: "{}", mappings: "" }),
    "input.type",
    "/tag",
  );
  refuses(
    () => template.createDisputeCalldata({ ...creation, numberOfRulingOptions: -1n }),
    "uint256.invalid",
  );
});

test("arguments of any type give a DikastError or a result", () => {
  const odd = [
    undefined,
    null,
    0,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    1n,
    "",
    "x".repeat(1_100_000),
    true,
    Symbol("s"),
    {},
    [],
    () => 1,
    new Date(Number.NaN),
    new Proxy(
      {},
      {
        ownKeys() {
          throw new Error("trap");
        },
      },
    ),
    Object.create(null),
    new Uint8Array(3),
  ];
  const compiled = template.compile(dispute({ title: "{{a}}" }));
  const calls = [
    (x, y) => template.render(x, y),
    (x, y) => template.render(dispute({ title: "{{a}}" }), x, y),
    (x, y) =>
      template.renderText("{{a}}", { a: "1" }, { partials: x, dialect: "mustache", mode: y }),
    (x, y) => template.renderText(x, y, { mode: "kleros-sdk" }),
    (x, y) => template.render(dispute({ title: "{{a}}" }), { a: x, b: y }, { mode: "kleros-sdk" }),
    (x) => template.compile(x),
    (x) => template.variables(x),
    (x, y) => compiled.render(x, y),
    (x, y) => compiled.renderMany(x, y),
    (x) => compiled.renderMany([x]),
    (x) => compiled.check(x),
    (x) => compiled.renderJson({ a: x }),
    (x) => template.registrationCalldata(x),
    (x, y) => template.changeCalldata({ template: x, mappings: y }),
    (x, y) =>
      template.createDisputeCalldata({ extraData: x, numberOfRulingOptions: y, templateUri: "" }),
    (x, y) => template.validate(x, y),
    (x, y) => template.diff(x, y),
  ];
  for (const call of calls) {
    for (const x of odd) {
      for (const y of odd) {
        try {
          call(x, y);
        } catch (error) {
          assert.ok(error instanceof DikastError, `${call}: ${error?.stack}`);
          assert.notEqual(error.code, "internal.abort", String(call));
        }
      }
    }
  }
  assert.equal(compiled.render({ a: "alive" }).title, "alive");
});
