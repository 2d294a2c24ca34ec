// The program `dikast`: every command, exit status, bad usage, streams; without a network.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { dikast, folder, offline, program, template } from "./lib/cli.mjs";
import { importPackage, npm, root } from "./lib/dist.mjs";
import { parseSarif } from "./lib/sarif.mjs";

const version = JSON.parse(readFileSync(join(npm, "package.json"), "utf8")).version;
const esc = "\u001b";
const escrow = join(root, "examples/escrow-v2");
const bad = () => template({ answers: [], extra: "{{x}}" });

test("dikast: help and version need no core and go to standard output", async () => {
  for (const args of [["--help"], ["-h"], ["help"]]) {
    const { status, stdout, stderr } = await dikast(args);
    assert.deepEqual([status, stderr], [0, ""]);
    for (const name of ["lint", "render", "diff", "decode"]) assert.match(stdout, RegExp(name));
  }
  for (const name of ["lint", "render", "diff", "decode"]) {
    const own = await dikast([name, "--help"]);
    assert.deepEqual([own.status, own.stderr], [0, ""]);
    assert.match(own.stdout, RegExp(`Usage: dikast ${name}`));
    assert.equal((await dikast(["help", name])).stdout, own.stdout);
    for (const line of own.stdout.split("\n")) assert.ok(line.length <= 100, line);
  }
  assert.deepEqual(await dikast(["--version"]), { status: 0, stdout: `${version}\n`, stderr: "" });
});

test("dikast: wrong use is status 2, says what was expected and prints no result", async (t) => {
  const here = folder(t, { "t.json": template(), "list.json": "[]", "empty/x.txt": "" });
  const cases = [
    [[], /a command is missing/],
    [["lnt"], /no command "lnt"/],
    [["help", "lnt"], /no command "lnt"/],
    [["lint"], /JSON|empty|name a template/, 1], // standard input is a pipe here: an empty text
    [["lint", "--nope", "t.json"], /--nope/],
    [["lint", "--format"], /--format/],
    [["lint", "--format", "xml", "t.json"], /text, json, sarif/],
    [["lint", "--format", "json", "--format", "text", "t.json"], /twice/],
    [["lint", "--options", "two", "t.json"], /whole number/],
    [["lint", "--chain", "-1", "t.json"], /chain/],
    [["lint", "--profile", "lax", "t.json"], /strict, kleros-sdk/],
    [["lint", "--fail-on", "never", "t.json"], /error, warning, info/],
    [["lint", "absent.json"], /absent\.json: there is no such file/],
    [["lint", "empty"], /no template\.json/],
    [["lint", "--mappings", "t.json", "t.json", "list.json"], /one template/],
    [["lint", "--context", "list.json", "t.json"], /JSON object/],
    [["lint", "--context", "{x", "t.json"], /not JSON/],
    [["lint", "-o", "absent/x", "t.json"], /cannot be written/],
    [["render", "a.json", "b.json"], /one template/],
    [["render", "t.json", "--set", "novalue"], /NAME=TEXT/],
    [["render", "t.json", "--rpc", "http://127.0.0.1:1"], /--rpc needs --live/],
    [["render", "t.json", "--live"], /need --mappings/],
    [
      ["render", "t.json", "--mappings", "list.json", "--fixtures", "t.json"],
      /fixtures are a list/,
    ],
    [["render", "t.json", "--mappings", "list.json", "--live", "--rpc", "ftp://x"], /--rpc is URL/],
    [["render", "t.json", "--mappings", "list.json", "--live", "--gateway", "x"], /--gateway is/],
    [["render", "-", "--context", "-"], /only once/],
    [["diff", "t.json"], /two templates/],
    [["diff", "t.json", "empty"], /there is no such file/],
    [["decode"], /one hex text/],
    [["decode", "--error", "--topic", "0x", "0x"], /not both/],
    [["decode", "--abi", "list.json", "0x"], /names no function/],
  ];
  for (const [args, message, expected = 2] of cases) {
    const { status, stdout, stderr } = await dikast(args, { cwd: here });
    assert.equal(status, expected, args.join(" ") + stderr);
    if (expected === 2) assert.equal(stdout, "", args.join(" "));
    assert.match(stdout + stderr, message, args.join(" "));
    assert.doesNotMatch(stderr, /\n\s+at /, "no stack trace");
  }
});

test("lint: place, excerpt with a caret, status by --fail-on", async (t) => {
  const here = folder(t, { "good.json": template(), "bad.json": bad() });
  const good = await dikast(["lint", "good.json"], { cwd: here });
  assert.deepEqual(good, { status: 0, stdout: "1 document: nothing found.\n", stderr: "" });

  const { status, stdout } = await dikast(["lint", "good.json", "bad.json"], { cwd: here });
  assert.equal(status, 1);
  const lines = stdout.split("\n");
  const at = lines.findIndex((line) => /^bad\.json:5:\d+: error template\.answers/.test(line));
  assert.ok(at >= 0, stdout);
  assert.equal(lines[at + 1], '    5 |   "answers": [],');
  const column = Number(lines[at].split(":")[2]);
  assert.equal(lines[at + 2].indexOf("^"), "    5 | ".length + column - 1);
  assert.match(lines.at(-2), /^2 documents: \d+ errors?/);
  assert.ok(!stdout.includes(esc));

  const only = template({ title: "{{title}}" });
  const warned = folder(t, { "t.json": only });
  const statusOf = async (...more) =>
    (await dikast(["lint", "t.json", ...more], { cwd: warned })).status;
  assert.equal(await statusOf(), 0);
  assert.equal(await statusOf("--fail-on", "warning"), 1);
  assert.equal(await statusOf("--fail-on", "info"), 1);

  const short = await dikast(["lint", "--no-excerpt", "bad.json"], { cwd: here });
  assert.doesNotMatch(short.stdout, /[|^]/);
  for (const line of short.stdout.trimEnd().split("\n").slice(0, -1)) {
    assert.match(line, /^(bad\.json:\d+:\d+: (error|warning|info) \w+\.\w+: | {2}(hint|fix): )/);
  }
});

test("lint: JSON is what the package says", async (t) => {
  const here = folder(t, { "p/template.json": bad(), "p/mappings.json": '[{"type":"x"}]' });
  const { load } = await importPackage("index.js");
  const core = await load();
  const run = async (...args) =>
    JSON.parse((await dikast(["lint", "--format", "json", ...args], { cwd: here })).stdout);
  const own = await run("p", "--options", "0x2", "--chain", "42161", "--profile", "kleros-sdk");
  const { issues } = core.template.validate(bad(), {
    mappings: '[{"type":"x"}]',
    numberOfRulingOptions: 2n,
    chainId: 42161n,
    profile: "kleros-sdk",
  });
  assert.deepEqual(own.documents[0].issues, JSON.parse(JSON.stringify(issues)));
  assert.equal(own.documents[0].template, join("p", "template.json"));
  assert.equal(own.documents[0].mappings, join("p", "mappings.json"));
  assert.equal(own.errors, issues.filter(({ severity }) => severity === "error").length);

  const without = await run("p/template.json", "--no-mappings");
  assert.equal(without.documents[0].mappings, undefined);
  assert.deepEqual(without.documents[0].issues, core.template.validate(bad()).issues);
  // Both of a pair named, as a commit hook does: it is one document.
  assert.equal((await run("p/mappings.json", "p/template.json")).documents.length, 1);
  const alone = await run("p/mappings.json", "--no-mappings");
  const expected = core.mapping.validate('[{"type":"x"}]', { profile: "strict" });
  assert.deepEqual(alone.documents[0].issues, expected.issues);
});

test("lint: folders are searched in order, without node_modules, links and hidden folders", async (t) => {
  const here = folder(t, {
    "d/b/template.json": template(),
    "d/a/sale.template.json": template(),
    "d/a/sale.mappings.json": "[]",
    "d/node_modules/x/template.json": bad(),
    "d/.git/template.json": bad(),
  });
  symlinkSync(join(here, "d"), join(here, "d/again"));
  const { stdout } = await dikast(["lint", "--format", "json", "d"], { cwd: here });
  const names = JSON.parse(stdout).documents.map(({ template, mappings }) => [template, mappings]);
  assert.deepEqual(names, [
    ["d/a/sale.template.json", "d/a/sale.mappings.json"],
    ["d/b/template.json", undefined],
  ]);
});

test("lint: SARIF with rules, regions and repairs that apply", async (t) => {
  const text = template().replace('"lang": "en",', '"lang": "en",,').replace("{\n", "\ufeff{\n");
  const name = "a folder/t\u00e9#1.json";
  const here = folder(t, { [name]: template({ lang: "en_US" }), "broken.json": text });
  const run = async (...args) =>
    await dikast(["lint", "--format", "sarif", ...args], { cwd: here });
  const { status, stdout } = await run(name, "broken.json");
  assert.equal(status, 1);
  const [log] = parseSarif(stdout).runs;
  assert.equal(log.columnKind, "utf16CodeUnits");
  assert.equal(log.tool.driver.version, version);
  const { rules } = await importPackage("rules.js");
  assert.deepEqual(
    log.tool.driver.rules.slice(0, rules.length).map(({ id }) => id),
    rules.map(({ id }) => id),
  );
  const result = log.results.find(({ ruleId }) => ruleId === "template.lang");
  const { artifactLocation, region } = result.locations[0].physicalLocation;
  assert.equal(artifactLocation.uri, "a%20folder/t%C3%A9%231.json");
  const line = template({ lang: "en_US" }).split("\n")[region.startLine - 1];
  assert.match(line.slice(region.startColumn - 1, region.endColumn - 1), /en_US/);
  const [{ deletedRegion, insertedContent }] = result.fixes[0].artifactChanges[0].replacements;
  const repaired =
    line.slice(0, deletedRegion.startColumn - 1) +
    insertedContent.text +
    line.slice(deletedRegion.endColumn - 1);
  assert.match(repaired, /"lang": "en-US"/);

  const clean = folder(t, { "t.json": template() });
  const none = await dikast(["lint", "--format", "sarif", "t.json"], { cwd: clean });
  assert.equal(none.status, 0);
  assert.deepEqual(parseSarif(none.stdout).runs[0].results, []);
  // Standard input and a place outside of the working folder.
  const piped = await dikast(["lint", "--format", "sarif", "-"], { cwd: here, input: bad() });
  assert.equal(parseSarif(piped.stdout).runs[0].artifacts[0].location.uri, "stdin");
  const outside = await dikast(["lint", "--format", "sarif", join(here, name)], { cwd: clean });
  assert.match(parseSarif(outside.stdout).runs[0].artifacts[0].location.uri, /^file:\/\//);
});

test("lint --output: the report in the file, text on standard output", async (t) => {
  const here = folder(t, { "t.json": bad() });
  const args = ["lint", "t.json", "--format", "sarif", "--output", "out.sarif"];
  const { status, stdout } = await dikast(args, { cwd: here });
  assert.equal(status, 1);
  assert.match(stdout, /t\.json:5:\d+: error/);
  assert.ok(parseSarif(readFileSync(join(here, "out.sarif"), "utf8")).runs[0].results.length > 0);
});

test("lint: standard input, its name, and bytes that are no text", async (t) => {
  const named = await dikast(["lint", "-", "--stdin-name", "x/t.json"], { input: bad() });
  assert.match(named.stdout, /^x\/t\.json:5:/m);
  const implied = await dikast(["lint"], { input: template() });
  assert.equal(implied.status, 0, implied.stderr);
  const broken = Buffer.from(template().replace("Late", "\u00e9 L\u0000te"), "latin1");
  const here = folder(t, { "t.json": broken });
  const { status, stdout } = await dikast(["lint", "t.json"], { cwd: here });
  assert.equal(status, 1);
  assert.match(stdout, /^t\.json:2:13: error utf8\.invalid: Byte 14 is not UTF-8/m);
});

test("lint: large and hostile files end soon with a finding", async (t) => {
  const here = folder(t, {
    "large.json": template({ description: "x".repeat(5_000_000) }),
    "line.json": JSON.stringify(JSON.parse(template({ lang: "en_US", x: "y".repeat(900_000) }))),
    "acting.json": template({ title: "a\u202eb \u{1f600} \u001b[31m", lang: "\u001b]0;x\u0007" }),
  });
  const large = await dikast(["lint", "large.json"], { cwd: here });
  assert.equal(large.status, 1);
  assert.match(large.stdout, /template\.too_large/);
  const line = await dikast(["lint", "line.json"], { cwd: here });
  assert.match(line.stdout, /template\.lang/);
  assert.ok(line.stdout.split("\n").every((text) => text.length < 400));
  const raw = template({ title: "a\u202eb" }).replace("Late", "\u001b[2J");
  const acting = await dikast(["lint", "-"], { input: `${raw}\u001b[31m\u009b31m` });
  for (const act of [esc, "\u009b", "\u202e"]) assert.ok(!acting.stdout.includes(act));
  assert.match(acting.stdout, /\\u\{202e\}/);
  const json = await dikast(["lint", "acting.json", "--format", "json"], { cwd: here });
  for (const act of [esc, "\u202e"]) assert.ok(!json.stdout.includes(act));
});

test("render: strict and as Court does, JSON, text and raw", async (t) => {
  const text = template({ title: "{{who}} is late" });
  const here = folder(t, {
    "t.json": text,
    "c.json": '{"who":"O\'Brien","n":12345678901234567890}',
  });
  const run = (...args) => dikast(["render", "t.json", ...args], { cwd: here });
  const { load } = await importPackage("index.js");
  const core = await load();
  const strict = await run("--context", "c.json");
  assert.deepEqual([strict.status, strict.stderr], [0, ""]);
  assert.deepEqual(JSON.parse(strict.stdout), core.template.render(text, { who: "O'Brien" }));
  const court = await run("--context", '{"who":"O\'Brien"}', "--mode", "kleros-sdk");
  assert.equal(JSON.parse(court.stdout).title, "O&#39;Brien is late");
  const raw = await run("--set", "who=a\u001bb", "--format", "raw");
  assert.equal(raw.stdout, core.template.renderText(text, { who: "a\u001bb" }));
  const shown = await run("--set", "who=\u200bA\u001b[31m", "--format", "text");
  assert.match(shown.stdout, /^Title: \\u\{200b\}A\\u\{1b\}\[31m is late$/m);
  assert.match(shown.stdout, /^ {2}0x01: Yes - Pay the seller\.$/m);
  assert.equal(
    JSON.parse((await run("--context", "c.json", "--set", "who=B")).stdout).title,
    "B is late",
  );
  const piped = await dikast(["render", "-", "--set", "who=x"], { input: text });
  assert.equal(JSON.parse(piped.stdout).title, "x is late");
  const own = await dikast(["render", "-", "--set", "__proto__=x"], {
    input: template({ title: "{{__proto__}}" }),
  });
  assert.equal(JSON.parse(own.stdout).title, "x");
  const exact = await dikast(["render", "-", "--context", join(here, "c.json")], {
    input: template({ title: "{{n}}" }),
  });
  assert.equal(JSON.parse(exact.stdout).title, "12345678901234567890");
});

test("render: a refusal says where, and is status 1", async (t) => {
  const here = folder(t, { "t.json": template({ title: "{{who}} is late" }) });
  const missing = await dikast(["render", "t.json"], { cwd: here });
  assert.deepEqual([missing.status, missing.stdout], [1, ""]);
  assert.match(missing.stderr, /^t\.json:2:13: error template\.missing_variable: .*"who"/);
  assert.match(missing.stderr, /\n {4}2 \| .*\n {6}\| {13}\^{7}\n$/);
  const syntax = await dikast(["render", "-"], { input: template({ title: "{{#a}}" }) });
  assert.equal(syntax.status, 1);
  assert.match(syntax.stderr, /^<stdin>:2:13: error template\.syntax: /);
  const refused = await dikast(["render", "-", "--mode", "kleros-sdk"], {
    input: template({ policyURI: 7 }),
  });
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /template\.sdk_invalid/);
});

test("render: mappings from recordings, never from the network", async () => {
  const project = await dikast(["render", escrow]);
  assert.equal(project.status, 0, project.stderr);
  assert.equal(JSON.parse(project.stdout).title, "Escrow dispute: Redesign of the landing page");
  const files = (name) => join(escrow, `${name}.json`);
  const args = ["render", files("template"), "--context", files("parameters")];
  const named = [...args, "--mappings", files("mappings"), "--fixtures", files("fixtures")];
  assert.equal((await dikast(named)).stdout, project.stdout);
  const bare = await dikast([...args, "--mappings", files("mappings")]);
  assert.deepEqual([bare.status, bare.stdout], [1, ""]);
  assert.match(bare.stderr, /--fixtures FILE or --live/);
  assert.match(bare.stderr, /error mapping\./);
  const guarded = await dikast([
    ...args,
    "--mappings",
    files("mappings"),
    "--live",
    "--rpc",
    "http://127.0.0.1:1",
  ]);
  assert.equal(guarded.status, 97, "the guard of these tests works");
});

/** A node, a gateway and a GraphQL server that give what was recorded. */
async function serveRecorded(t, fixtures, chainId) {
  const asked = [];
  const answer = (request, text) => {
    if (request.method === "GET") {
      return fixtures.find((item) => item.request.uri === request.url)?.response.body;
    }
    if (request.url === "/graphql") {
      return fixtures.find((item) => item.request.kind === "graphql").response.body;
    }
    const { method, params } = JSON.parse(text);
    asked.push(method);
    const [first] = params;
    const found = fixtures.find(
      (item) => item.request.kind === method && (first?.data ?? "") === (item.request.data ?? ""),
    );
    const result = method === "eth_chainId" ? chainId : found?.response.body;
    return JSON.stringify({ jsonrpc: "2.0", id: 1, result });
  };
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const body = answer(request, text);
    response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${server.address().port}`, asked };
}

test("render --live: nodes, gateways and hosts that were named, recorded for later", async (t) => {
  const read = (name) => readFileSync(join(escrow, `${name}.json`), "utf8");
  const { url, asked } = await serveRecorded(t, JSON.parse(read("fixtures")), "0xa4b1");
  const mappings = JSON.parse(read("mappings"));
  for (const mapping of mappings) if (mapping.endpoint) mapping.endpoint = `${url}/graphql`;
  const here = folder(t, { "mappings.json": JSON.stringify(mappings) });
  const args = ["render", join(escrow, "template.json"), "--mappings", "mappings.json"];
  args.push("--context", join(escrow, "parameters.json"));
  const live = [...args, "--live", "--gateway", url, "--record", "kept.json"];
  const run = (list) => dikast(list, { cwd: here, online: true });

  const refused = await run([...live, "--rpc", url]);
  assert.equal(refused.status, 1, "loopback over http is not asked unless it is named");
  assert.deepEqual(asked, []);
  const host = ["--allow-host", "127.0.0.1"];
  const { status, stdout, stderr } = await run([...live, ...host, "--rpc", `42161=${url}`]);
  assert.equal(status, 0, stderr);
  assert.deepEqual(asked, ["eth_chainId", "eth_getLogs", "eth_call"]);
  assert.equal(stdout, (await dikast(["render", escrow])).stdout);
  const replayed = await dikast([...args, "--fixtures", "kept.json"], { cwd: here });
  assert.equal(replayed.stdout, stdout, replayed.stderr);

  const otherChain = await run([...live, ...host, "--rpc", `1=${url}`]);
  assert.equal(otherChain.status, 1);
  assert.match(otherChain.stderr, /No --rpc was given for chain 42161/);
  const wrong = await serveRecorded(t, JSON.parse(read("fixtures")), "0x1");
  const wrongChain = await run([...live, ...host, "--rpc", wrong.url]);
  assert.match(wrongChain.stderr, /The node is of chain 1, and chain 42161 is asked/);
});

test("diff: as jurors see it", async (t) => {
  const changed = template({ question: "Was it late?", version: "1.1" });
  const here = folder(t, {
    "a.json": template(),
    "b.json": changed,
    "c/template.json": template(),
  });
  const run = (...args) => dikast(["diff", ...args], { cwd: here });
  assert.deepEqual(await run("a.json", "c"), {
    status: 0,
    stdout: "Jurors see the same.\n",
    stderr: "",
  });
  const { status, stdout } = await run("a.json", "b.json");
  assert.equal(status, 1);
  assert.match(
    stdout,
    /^changed \(meaning\): \/question\n {2}before: Was the work .*\n {2}after: {2}Was it late\?\n/,
  );
  assert.match(stdout, /jurors see: 1\. 1 more/);
  const json = JSON.parse((await run("a.json", "b.json", "--format", "json", "--all")).stdout);
  assert.deepEqual([json.visible, json.changes.length], [1, 2]);
  const hidden = await run("a.json", "-", "--all");
  assert.equal(hidden.status, 1, "an empty text is another document");
  const version2 = await dikast(["diff", "a.json", "-", "--all"], {
    cwd: here,
    input: template({ version: "1.1" }),
  });
  assert.equal(version2.status, 0);
  assert.match(version2.stdout, /not seen by jurors/);
});

test("decode: calldata, logs and reverts of known and given contracts", async () => {
  const { load } = await importPackage("index.js");
  const core = await load();
  const call = core.template.registrationCalldata({ tag: "t", template: "{\n}", mappings: "[]" });
  const { status, stdout } = await dikast(["decode", call]);
  assert.equal(status, 0);
  assert.match(stdout, /^setDisputeTemplate\(string,string,string\) \(function\)\n {2}in: /);
  assert.match(stdout, /_templateTag \(string\): t\n/);
  const json = await dikast(["decode", "-", "--format", "json"], { input: `${call}\n` });
  assert.deepEqual(
    JSON.parse(json.stdout).args.map(({ value }) => value),
    ["t", "{\n}", "[]"],
  );

  const [{ response }] = JSON.parse(readFileSync(join(escrow, "fixtures.json"), "utf8"));
  const [log] = response.body;
  const topics = log.topics.flatMap((topic) => ["--topic", topic]);
  const event = await dikast(["decode", ...topics, log.data]);
  assert.match(event.stdout, /^DisputeRequest\(.*\) \(event\)\n/);
  assert.match(event.stdout, /_arbitratorDisputeID \(uint256\): 42\n/);

  const signature = "error TooLate(uint256 by, (bool a, address[] b) c)";
  const nobody = "0x0000000000000000000000000000000000000000";
  const values = core.abi.encodeParameters("uint256 by, (bool a, address[] b) c", [
    7n,
    { a: true, b: [nobody] },
  ]);
  const revert = core.abi.selector(signature) + values.slice(2);
  const own = await dikast(["decode", "--error", "--abi", signature, revert]);
  assert.match(own.stdout, /by \(uint256\): 7\n {2}c \(\(bool,address\[\]\)\): \{"a":true,/);
  const plain = core.abi.encodeParameters("string", ["no"]);
  const solidity = await dikast(["decode", "--error", `0x08c379a0${plain.slice(2)}`]);
  assert.match(solidity.stdout, /reason \(string\): no\n/);
  const unknown = await dikast(["decode", "0x12345678"]);
  assert.deepEqual([unknown.status, unknown.stdout], [1, ""]);
  assert.match(unknown.stderr, /error abi\.selector_mismatch/);
});

test("streams: a reader that leaves, a slow one, no colours in pipes", async (t) => {
  const many = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`d/${i}/template.json`, bad()]),
  );
  const here = folder(t, many);
  const start = () =>
    spawn(process.execPath, ["--import", offline, program, "lint", "d"], { cwd: here });
  const left = start();
  left.stdout.destroy();
  let noise = "";
  left.stderr.on("data", (text) => {
    noise += text;
  });
  await new Promise((resolve) => left.on("close", resolve));
  assert.equal(noise, "");
  const slow = start();
  // It reads from the start, and dawdles: what nobody reads when a child ends is thrown away.
  let bytes = "";
  for await (const chunk of slow.stdout) {
    if (bytes === "") await new Promise((resolve) => setTimeout(resolve, 300));
    bytes += chunk;
  }
  assert.match(bytes, /\n40 documents: .*\n$/);
});

test("colours only on a terminal, and not with NO_COLOR", (t) => {
  const script = ["/usr/bin/script", "/bin/script"].find(existsSync);
  const probe = script && spawnSync(script, ["--quiet", "--command", "true", "/dev/null"]);
  if (probe?.status !== 0) {
    console.log("SKIPPED: colours on a terminal: util-linux' script cannot make a terminal here");
    return;
  }
  const here = folder(t, { "t.json": bad() });
  const run = (env) =>
    execFileSync(
      script,
      ["--quiet", "--command", `'${process.execPath}' '${program}' lint t.json; true`, "/dev/null"],
      { cwd: here, encoding: "utf8", env: { PATH: process.env.PATH, TERM: "xterm", ...env } },
    );
  assert.ok(run({}).includes(`${esc}[31merror${esc}[0m template`));
  assert.ok(!run({ NO_COLOR: "1" }).includes(esc));
  assert.ok(!run({ TERM: "dumb" }).includes(esc));
});

test("installed under another name, it finds its core", async (t) => {
  const here = folder(t, { "t.json": template() });
  mkdirSync(join(here, "bin"));
  symlinkSync(program, join(here, "bin/dikast"));
  const output = execFileSync(join(here, "bin/dikast"), ["lint", "t.json"], {
    cwd: here,
    encoding: "utf8",
  });
  assert.equal(output, "1 document: nothing found.\n");
});

test("a run costs little more than starting Node", () => {
  // CPU time, the least of several runs: other programs run beside the tests.
  const report = 'process.on("exit",()=>process.stderr.write(JSON.stringify(process.cpuUsage())))';
  const guard = ["--import", `data:text/javascript,${report}`];
  const measure = (args) => {
    const runs = Array.from({ length: 7 }, () => {
      const { stderr } = spawnSync(process.execPath, [...guard, ...args], { encoding: "utf8" });
      const { user, system } = JSON.parse(stderr);
      return (user + system) / 1000;
    });
    return Math.min(...runs);
  };
  const bare = measure(["-e", "0"]);
  const lint = measure([program, "lint", join(escrow, "template.json")]);
  console.log(`dikast lint: ${lint.toFixed(0)} ms of CPU, Node by itself ${bare.toFixed(0)} ms`);
  assert.ok(lint - bare < 150, `${lint} ms against ${bare} ms`);
});
