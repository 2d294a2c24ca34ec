// dikast.abi through the package.
import assert from "node:assert/strict";
import { test } from "node:test";
import { importPackage } from "./lib/dist.mjs";

const { DikastError, load } = await importPackage("index.js");
const { abi } = await load();

const fails = (run, code, path) =>
  assert.throws(run, (error) => {
    assert.ok(error instanceof DikastError, String(error));
    assert.deepEqual([error.code, error.path], [code, path], error.message);
    return true;
  });

const word = (digits) => digits.padStart(64, "0");
const transfer = "function transfer(address to, uint256 amount) returns (bool)";
const resolver = "0x991d2df165670b9cac3B022f4B68D65b664222ea";

test("calldata goes out and comes back", () => {
  const data = `0xa9059cbb${word(resolver.slice(2).toLowerCase())}${word("7")}`;
  for (const amount of [7n, 7, "7", "0x7"]) {
    assert.equal(abi.encodeFunctionData(transfer, [resolver, amount]), data);
  }
  assert.equal(abi.encodeFunctionData(transfer, { to: resolver, amount: 7n }), data);
  assert.equal(abi.encodeFunctionData("transfer(address,uint256)", [resolver, 7n]), data);
  assert.equal(abi.encodeFunctionData(abi.parse(transfer), [resolver, 7n]), data);
  assert.equal(abi.encodeFunctionData(JSON.stringify(abi.parse(transfer)), [resolver, 7n]), data);
  assert.deepEqual(abi.decodeFunctionData(transfer, data), {
    functionName: "transfer",
    args: [resolver, 7n],
    signature: "transfer(address,uint256)",
  });
  const several = ["function f(S s)", "struct S { uint8 a; }", transfer];
  assert.equal(abi.decodeFunctionData(several, data).functionName, "transfer");
  assert.equal(abi.encodeFunctionData("f()"), "0x26121ff0");
  assert.deepEqual(abi.decodeFunctionData("f()", "0x26121ff0").args, []);
});

test("bytes are hex or Uint8Array, also in the data", () => {
  const bytes = Uint8Array.of(0, 255, 16);
  const hex = abi.encodeParameters("bytes, bytes3", [bytes, bytes]);
  assert.equal(hex, abi.encodeParameters(["bytes", "bytes3"], ["0x00ff10", "0x00FF10"]));
  const raw = Uint8Array.from(Buffer.from(hex.slice(2), "hex"));
  assert.deepEqual(abi.decodeParameters("bytes, bytes3", raw), ["0x00ff10", "0x00ff10"]);
  fails(() => abi.decodeParameters("bytes", 5), "bytes.invalid", "/data");
  fails(() => abi.decodeParameters("bytes", "00"), "bytes.invalid", "/data");
  fails(() => abi.decodeParameters("bytes", "0x0"), "bytes.invalid", "/data");
  fails(() => abi.decodeParameters("bytes", "0x0g"), "bytes.invalid", "/data");
});

test("text of every kind survives", () => {
  const texts = [
    "",
    "\u0000",
    "\u0001",
    "\u0000a\u0001\u0000",
    "\u0001\u0001\u0000",
    "\ufeffx",
    "\ufffd",
    '{"a":"b\\n"}\n',
    "\u00e9\u20ac\ud83d\ude00",
    "\u007f\u0080\u2028",
  ];
  const data = abi.encodeParameters("string[]", [texts]);
  assert.deepEqual(abi.decodeParameters("string[]", data), [texts]);
  for (const text of texts) {
    assert.deepEqual(abi.decodeParameters("string", abi.encodeParameters("string", [text])), [
      text,
    ]);
  }
  fails(() => abi.encodeParameters("string", ["\ud800"]), "utf8.invalid", "/values/0");
  fails(
    () => abi.encodeParameters("string,string", ["", "\udc00\ud800"]),
    "utf8.invalid",
    "/values/1",
  );
});

test("results: nothing, one value, several", () => {
  const results = (outputs, data) => abi.decodeFunctionResult(`f() returns (${outputs})`, data);
  assert.equal(abi.decodeFunctionResult("f()", "0x"), undefined);
  assert.equal(results("uint8 a", `0x${word("7")}`), 7n);
  assert.deepEqual(results("uint8 a, bool b", `0x${word("7")}${word("1")}`), [7n, true]);
  assert.deepEqual(results("(uint8 a, bool b) c", `0x${word("7")}${word("1")}`), {
    a: 7n,
    b: true,
  });
  assert.deepEqual(results("(uint8, bool) c", `0x${word("7")}${word("1")}`), [7n, true]);
  assert.deepEqual(results("(uint8 a, bool a) c", `0x${word("7")}${word("1")}`), [7n, true]);
  fails(() => results("uint8", "0x"), "abi.decode_short", "/data");
  fails(() => abi.decodeFunctionResult("event E()", "0x"), "abi.item", "/signature");
});

test("keys such as __proto__ are data", () => {
  const tuple = "(uint8 __proto__, uint8 valueOf)";
  const data = abi.encodeParameters(tuple, [JSON.parse('{"__proto__":1,"valueOf":2}')]);
  const [value] = abi.decodeParameters(tuple, data);
  assert.deepEqual(Object.entries(value), [
    ["__proto__", 1n],
    ["valueOf", 2n],
  ]);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
  fails(() => abi.encodeParameters("(uint8 toString)", [{}]), "abi.length", "/values/0/toString");
  fails(() => abi.encodeParameters(tuple, [{}]), "abi.length", "/values/0/__proto__");
});

test("wrong values name their place", () => {
  const encode = (type, value) => abi.encodeFunctionData(`f(bool, ${type})`, [true, value]);
  const rows = [
    ["uint8", 256n, "abi.range", ""],
    ["uint8", -1n, "abi.range", ""],
    ["int8", 128, "abi.range", ""],
    ["uint256", 1.5, "uint256.invalid", ""],
    ["uint256", 2 ** 53, "uint256.invalid", ""],
    ["uint256", "1e3", "uint256.invalid", ""],
    ["uint256", "", "uint256.invalid", ""],
    ["uint256", "1\u00002", "uint256.invalid", ""],
    ["uint256", true, "uint256.invalid", ""],
    ["uint256", null, "uint256.invalid", ""],
    ["uint256", undefined, "uint256.invalid", ""],
    ["uint256", Symbol("x"), "uint256.invalid", ""],
    ["uint256", () => 1, "uint256.invalid", ""],
    ["uint256", Number.NaN, "uint256.invalid", ""],
    ["uint256", 2n ** 256n, "uint256.invalid", ""],
    ["uint8[]", [1, "x"], "uint256.invalid", "/1"],
    ["uint8[2]", [1], "abi.length", ""],
    ["uint8[]", "x", "abi.value", ""],
    ["uint8[]", { length: 1, 0: 1 }, "abi.value", ""],
    ["bool", 1, "abi.value", ""],
    ["bool", "true", "abi.value", ""],
    ["address", "0x", "address.invalid", ""],
    ["address", 5n, "address.invalid", ""],
    ["address", resolver.replace("B", "b"), "address.checksum", ""],
    ["address", `${resolver}\u0000`, "address.invalid", ""],
    ["bytes4", "0x1234", "abi.length", ""],
    ["bytes4", new Uint8Array(5), "abi.length", ""],
    ["bytes", "0x1", "bytes.invalid", ""],
    ["bytes", 5, "abi.value", ""],
    ["string", 5, "abi.value", ""],
    ["(uint8 a, (bool b)[] c)", { a: 1, c: [{ b: 1 }] }, "abi.value", "/c/0/b"],
    ["(uint8 a, bool b)", { a: 1 }, "abi.length", "/b"],
    ["(uint8 a, bool)", { a: 1 }, "abi.value", ""],
    ["(uint8 a)", [1, 2], "abi.length", ""],
    ["(uint8 a)", 5, "abi.value", ""],
  ];
  for (const [type, value, code, path] of rows)
    fails(() => encode(type, value), code, `/args/1${path}`);
  fails(() => abi.encodeFunctionData(transfer, [resolver]), "abi.length", "/args");
  fails(() => abi.encodeFunctionData(transfer, "no"), "abi.value", "/args");
  fails(() => abi.encodeFunctionData(transfer, null), "abi.value", "/args");
  fails(() => abi.encodeParameters("uint8[]", [new Array(1e6)]), "input.too_large", "/values/0");
  const round = [];
  round.push(round);
  fails(() => abi.encodeParameters("uint8[]", round), "uint256.invalid", "/values/0/0");
});

test("signatures that cannot be read", () => {
  fails(() => abi.parse("function f(uint256"), "abi.syntax", "/signature");
  fails(() => abi.encodeFunctionData("f(uint257)", []), "abi.unknown_type", "/signature");
  fails(
    () => abi.decodeFunctionData(["f()", "g(Foo x)"], "0x"),
    "abi.unknown_type",
    "/signature/1",
  );
  fails(() => abi.encodeParameters(["uint8", "uint 256"], []), "abi.syntax", "/types/1");
  fails(() => abi.encodeParameters(undefined, []), "input.type", "/types");
  fails(() => abi.parse(undefined), "input.type", "/signature");
  fails(() => abi.parse([]), "abi.syntax", "/signature");
  fails(() => abi.parse(["f()", "g()"]), "abi.syntax", "/signature");
  fails(() => abi.encodeFunctionData("event E()", []), "abi.item", "/signature");
  fails(() => abi.topic("function f()"), "abi.item", "/signature");
  fails(() => abi.selector("event E()"), "abi.item", "/signature");
  fails(() => abi.encodeEventTopics("function f()"), "abi.item", "/signature");
});

test("logs", () => {
  const event = "event E(address indexed who, string indexed tag, uint8[] list)";
  const topics = abi.encodeEventTopics(event, [resolver, "hey"]);
  const log = { topics, data: abi.encodeParameters("uint8[]", [[1, 2]]) };
  const args = { who: resolver, tag: topics[2], list: [1n, 2n] };
  assert.deepEqual(abi.decodeEventLog(event, log), { eventName: "E", args });
  assert.deepEqual(abi.decodeEventLog(["event F()", event], log).eventName, "E");
  assert.deepEqual(abi.encodeEventTopics(event), [abi.topic(event), null, null]);
  assert.deepEqual(abi.encodeEventTopics(event, { tag: "hey" }), [topics[0], null, topics[2]]);
  assert.deepEqual(abi.encodeEventTopics("event A(bool indexed x) anonymous", [true]), [
    `0x${word("1")}`,
  ]);
  const empty = { topics: [abi.topic("event P()")], data: "0x" };
  assert.deepEqual(abi.decodeEventLog("event P()", empty), { eventName: "P", args: {} });

  fails(() => abi.decodeEventLog(event, undefined), "input.type", "/log");
  fails(() => abi.decodeEventLog(event, { topics }), "bytes.invalid", "/log/data");
  fails(
    () => abi.decodeEventLog(event, { topics: ["0x"], data: "0x" }),
    "abi.topics",
    "/log/topics",
  );
  fails(() => abi.decodeEventLog(event, { topics: [], data: "0x" }), "abi.topics", "/log/topics");
  fails(
    () => abi.decodeEventLog(event, { topics: topics.slice(1), data: "0x" }),
    "abi.topic_mismatch",
    "/log/topics/0",
  );
  fails(
    () => abi.decodeEventLog(event, { topics: topics.slice(0, 2), data: log.data }),
    "abi.topics",
    "/log/topics",
  );
  fails(
    () =>
      abi.decodeEventLog(event, {
        topics: [...topics.slice(0, 2), `0x${"g".repeat(64)}`],
        data: "0x",
      }),
    "bytes.invalid",
    "/log/topics/2",
  );
  fails(
    () =>
      abi.decodeEventLog(event, {
        topics: [topics[0], `0x1${word("").slice(1)}`, topics[2]],
        data: log.data,
      }),
    "abi.decode_padding",
    "/log/topics/1",
  );
  fails(
    () => abi.decodeEventLog(event, { ...log, data: `${log.data}00` }),
    "abi.decode_trailing",
    "/log/data",
  );
});

test("reverts, also Solidity's own", () => {
  const given = ["error OwnerOnly()", "error MinStake(uint256 court)"];
  assert.deepEqual(abi.decodeError(given, abi.selector("error OwnerOnly()")), {
    errorName: "OwnerOnly",
    args: [],
  });
  const message = `0x08c379a0${abi.encodeParameters("string", ["no"]).slice(2)}`;
  for (const signatures of [given, []]) {
    assert.deepEqual(abi.decodeError(signatures, message), { errorName: "Error", args: ["no"] });
  }
  assert.deepEqual(abi.decodeError([], `0x4e487b71${word("11")}`), {
    errorName: "Panic",
    args: [17n],
  });
  fails(() => abi.decodeError(given, "0x12345678"), "abi.selector_mismatch", "/data");
  fails(() => abi.decodeError(given, "0x"), "abi.decode_short", "/data");
});

test("a selector that two signatures share decides nothing", () => {
  const both = ["transfer(address,uint256)", "many_msg_babbage(bytes1)"];
  fails(
    () => abi.decodeFunctionData(both, `0xa9059cbb${word("").repeat(2)}`),
    "abi.ambiguous",
    "/signature",
  );
});

test("strict decoding", () => {
  const refused = (types, data, code) =>
    fails(() => abi.decodeParameters(types, data), code, "/data");
  refused("string", `0x${word("")}`, "abi.decode_offset");
  refused("string", `0x${word("20")}${word("1")}61${"0".repeat(61)}1`, "abi.decode_padding");
  refused("string", `0x${word("20")}${word("1")}ff${"0".repeat(62)}`, "utf8.invalid");
  refused("bool", `0x${word("2")}`, "abi.decode_padding");
  refused("bool", `0x${word("1")}${word("1")}`, "abi.decode_trailing");
  refused("uint256", "0x00", "abi.decode_short");
  refused("bytes", `0x${"00".repeat(1_000_001)}`, "input.too_large");
});

test("many signatures do not pile up, and old ones go on working", () => {
  for (let i = 0; i < 1500; i++) {
    assert.equal(abi.encodeFunctionData(`f${i}(uint8 a)`, [i % 256]).length, 74);
  }
  assert.equal(abi.encodeFunctionData("f0(uint8 a)", [1]).length, 74);
});

test("an ABI object is read as it is when it is used", () => {
  const item = { type: "function", name: "f", inputs: [{ type: "uint8" }], outputs: [] };
  fails(() => abi.encodeFunctionData(item, [256]), "abi.range", "/args/0");
  item.inputs[0].type = "uint16";
  assert.equal(abi.encodeFunctionData(item, [256]).slice(10), word("100"));
});

test("hostile data ends quickly", () => {
  const start = process.cpuUsage();
  let data = word("20");
  for (let i = 0; i < 8; i++) data += word("10") + word("200").repeat(16);
  fails(
    () => abi.decodeParameters("uint256[][][][][][][][]", `0x${data}`),
    "abi.decode_offset",
    "/data",
  );
  fails(
    () => abi.decodeParameters("uint256[]", `0x${word("20")}${word("8000000")}${word("1")}`),
    "abi.decode_short",
    "/data",
  );
  fails(() => abi.parse(`f(${"(".repeat(100_000)}`), "abi.syntax", "/signature");
  const structs = Array.from(
    { length: 60 },
    (_, i) => `struct S${i} { S${i + 1} a; S${i + 1} b; }`,
  );
  fails(
    () => abi.parse(["f(S0 s)", ...structs, "struct S60 { bool a; }"]),
    "abi.syntax",
    "/signature/59",
  );
  assert.ok(process.cpuUsage(start).user < 500_000);
});
