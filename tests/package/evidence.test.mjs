// Evidence: composed, read, held against its hashes, and told from what its author claims.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { importPackage } from "./lib/dist.mjs";

let dikast;
let evidence;
before(async () => {
  dikast = await (await importPackage("index.js")).load();
  evidence = dikast.evidence;
});

const utf8 = (text) => new TextEncoder().encode(text);
const link = "/ipfs/bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4";

describe("build", () => {
  it("knows the address before anything is sent", () => {
    const built = evidence.build(
      { name: "Logo", description: "Never delivered.", fileURI: link },
      { standard: "kleros-v2" },
    );
    assert.equal(
      built.json,
      `{"name":"Logo","description":"Never delivered.","fileURI":"${link}"}`,
    );
    assert.deepEqual(built.bytes, utf8(built.json));
    assert.equal(built.cid, dikast.ipfs.cid(built.json));
    assert.equal(built.uri, `/ipfs/${built.cid}`);
    assert.deepEqual(built.issues, []);
  });

  it("takes a file along", () => {
    const content = utf8("%PDF-1.7 ...");
    const built = evidence.build(
      { name: "Terms", description: "Signed.", file: { name: "Terms of May.PDF", content } },
      { standard: "erc-1497" },
    );
    const document = JSON.parse(built.json);
    assert.equal(document.fileURI, `/ipfs/${dikast.ipfs.cid(content)}`);
    assert.equal(document.fileTypeExtension, "pdf");
    assert.equal(built.file.uri, document.fileURI);
    assert.equal(evidence.verify(built.json, { fileURI: content }).fileURI, "match");
  });

  it("refuses what jurors could not use", () => {
    const refused = (input) => {
      try {
        evidence.build(input, { standard: "kleros-v2" });
      } catch (error) {
        return [error.code, error.issues?.map(({ code }) => code)];
      }
      return "nothing was thrown";
    };
    assert.deepEqual(refused({ name: "x" }), ["evidence.invalid", ["evidence.required"]]);
    const file = { name: "x", description: "y", fileURI: "javascript:alert(1)" };
    assert.deepEqual(refused(file), ["evidence.invalid", ["evidence.link"]]);
    assert.deepEqual(refused([]), ["input.type", undefined]);
    assert.deepEqual(refused({ name: "x", description: "y", file: {} }), ["input.type", undefined]);
  });

  it("builds MetaEvidence", () => {
    const built = evidence.buildMetaEvidence({
      title: "A payment",
      description: "d",
      question: "Who is right?",
      rulingOptions: { titles: ["Pay", "Refund"], descriptions: ["p", "r"] },
    });
    assert.equal(JSON.parse(built.json).title, "A payment");
    assert.throws(
      () =>
        evidence.buildMetaEvidence({
          title: "t",
          question: "q",
          rulingOptions: { titles: ["a"], descriptions: ["b", "c"] },
        }),
      { code: "evidence.invalid" },
    );
  });
});

describe("validate", () => {
  it("places what it finds in the text", () => {
    const text = '{\n  "name": "n",\n  "description": "d",\n  "fileURI": "https://a.example/x"\n}';
    const { valid, issues } = evidence.validate(text, { standard: "kleros-v2" });
    assert.equal(valid, true);
    assert.deepEqual(
      issues.map(({ code, severity, line, column, source }) => [
        code,
        severity,
        line,
        column,
        source,
      ]),
      [["evidence.mutable", "warning", 4, 14, "evidence"]],
    );
  });

  it("keeps claims apart, and prototypes out", () => {
    const text = '{"name":"n","description":"d","sender":"0x1","__proto__":{"x":1}}';
    const { evidence: found } = evidence.validate(text, { standard: "kleros-v2" });
    assert.deepEqual(found.claims, { sender: "0x1" });
    assert.equal(found.sender, undefined);
    assert.equal(found.x, undefined);
  });

  it("says what is no document", () => {
    assert.throws(() => evidence.validate("{", { standard: "kleros-v2" }), { code: "json.syntax" });
    assert.throws(() => evidence.validate("{}", { standard: "x" }), { code: "input.type" });
    assert.throws(() => evidence.validate("{}"), { code: "input.type" });
    assert.throws(() => evidence.validate(), { code: "input.type" });
    assert.equal(evidence.validate("[]", { standard: "erc-1497" }).valid, false);
  });

  it("reads the extra evidence of a template", () => {
    const details = {
      extraEvidences: [
        { name: "Registration", description: "d", fileURI: link, fileTypeExtension: "png" },
        { name: "n", description: "d", sender: "0x1" },
        5,
      ],
    };
    const [first, second, third] = evidence.readExtra(details);
    assert.equal(first.valid, true);
    assert.deepEqual(second.evidence.claims, { sender: "0x1" });
    assert.equal(third.valid, false);
    assert.deepEqual(evidence.readExtra({}), []);
    assert.throws(() => evidence.readExtra({ extraEvidences: {} }), { code: "input.type" });
  });
});

describe("verify", () => {
  it("holds each hash against its content", () => {
    const content = utf8("hello world\n");
    const document = {
      name: "n",
      description: "d",
      fileURI: link,
      fileHash: dikast.keccak256(content),
    };
    const text = JSON.stringify(document);
    const found = evidence.verify(text, { fileURI: content });
    assert.equal(found.fileHash, "match");
    assert.equal(found.fileURI, "match");
    assert.equal(found.selfHash, "absent");
    const other = evidence.verify(text, { fileURI: utf8("hello") });
    assert.equal(other.fileHash, "mismatch");
    assert.equal(other.fileURI, "mismatch");
    assert.equal(evidence.verify(text).fileHash, "absent");
    const selfHash = dikast.keccak256(utf8(text));
    const own = JSON.stringify({ ...document, selfHash });
    assert.equal(evidence.verify(own).selfHash, "match");
    const forged = JSON.stringify({ ...document, name: "m", selfHash });
    assert.equal(evidence.verify(forged).selfHash, "mismatch");
    const bad = JSON.stringify({ ...document, fileHash: "zz" });
    assert.throws(() => evidence.verify(bad, { fileURI: content }), { code: "evidence.hash" });
  });

  it("knows files by what they are", () => {
    const kinds = {
      "%PDF-1.4": "pdf",
      "\ufeff<!DOCTYPE html><p>x": "html",
      "  <script>x</script>": "html",
      '<?xml version="1.0"?><svg onload="x">': "svg",
      "<foo/>": "xml",
      '{"a":1}': "json",
      "# Terms": "text",
      "a\u0001b": "unknown",
      "#!/bin/sh": "script",
      "GIF89a<script>": "gif",
    };
    for (const [text, type] of Object.entries(kinds)) {
      assert.equal(evidence.fileKind(utf8(text)).type, type, text);
    }
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff]);
    assert.deepEqual(evidence.fileKind(png), { type: "png", mime: "image/png", active: false });
    assert.equal(evidence.fileKind(utf8("<svg/>")).active, true);
    assert.equal(evidence.fileKind(new Uint8Array([0xff, 0xfe, 0])).type, "unknown");
  });
});

describe("the chain", () => {
  const party = "0x1111111111111111111111111111111111111111";

  it("makes the calldata of every contract", () => {
    for (const kind of ["evidence-module", "arbitrable-proxy", "escrow", "reality-proxy"]) {
      const calldata = evidence.submitCalldata({
        standard: "erc-1497",
        kind,
        id: 7n,
        evidence: link,
      });
      assert.ok(calldata.startsWith("0xa6a7f0eb"));
      const { args } = dikast.abi.decodeFunctionData(
        "function submitEvidence(uint256 id, string evidence)",
        calldata,
      );
      assert.deepEqual(Object.values(args), [7n, link]);
    }
    const submit = (more) =>
      evidence.submitCalldata({
        standard: "kleros-v2",
        kind: "evidence-module",
        id: 1,
        evidence: link,
        ...more,
      });
    assert.ok(submit({ evidence: '{"name":"n","description":"d"}' }));
    assert.throws(() => submit({ evidence: '{"name":"n"}' }), { code: "evidence.invalid" });
    assert.throws(() => submit({ evidence: "https://a.example/x" }), { code: "ipfs.mutable" });
    assert.throws(() => submit({ evidence: "" }), { code: "input.type" });
    assert.throws(() => submit({ standard: "erc-1497", evidence: "{}" }), { code: "input.type" });
    assert.throws(() => submit({ kind: "wallet" }), { code: "evidence.contract" });
  });

  it("knows which number groups evidence", () => {
    const question = `0x${"ab".repeat(32)}`;
    assert.equal(evidence.groupId({ profile: "kleros-v2", arbitratorDisputeID: "9" }), 9n);
    assert.equal(evidence.groupId({ profile: "kleros-v2-neo", externalDisputeID: 3 }), 3n);
    assert.equal(evidence.groupId({ profile: "arbitrable-proxy", localDisputeID: 4n }), 4n);
    assert.equal(evidence.groupId({ profile: "escrow-v1", transactionID: 5n }), 5n);
    assert.equal(
      evidence.groupId({ profile: "reality-proxy", questionID: question }),
      BigInt(question),
    );
    assert.throws(() => evidence.groupId({ profile: "x" }), { code: "evidence.contract" });
    assert.throws(() => evidence.groupId({ profile: "escrow-v1", transactionID: -1 }), {
      code: "uint256.invalid",
    });
  });

  it("takes provenance from the log and never from the document", () => {
    const text = '{"name":"n","description":"d","sender":"0x2222"}';
    const { topics } = {
      topics: dikast.abi.encodeEventTopics(
        "event Evidence(uint256 indexed group, address indexed party, string evidence)",
        { group: 5n, party },
      ),
    };
    const data = dikast.abi.encodeParameters(["string"], [text]);
    const log = evidence.fromLog({ topics, data, blockNumber: "0x10", transactionHash: "0xaa" });
    assert.equal(log.standard, "kleros-v2");
    assert.equal(log.group, 5n);
    assert.equal(log.party, party);
    assert.deepEqual(log.document.evidence.claims, { sender: "0x2222" });
    assert.deepEqual(log.provenance, { blockNumber: 16n, transactionHash: "0xaa" });
    const old = evidence.fromLog({
      topics: dikast.abi.encodeEventTopics(
        "event Evidence(address indexed arbitrator, uint256 indexed group, address indexed party, string evidence)",
        { arbitrator: party, group: 1n, party },
      ),
      data: dikast.abi.encodeParameters(["string"], [link]),
    });
    assert.equal(old.standard, "erc-1497");
    assert.equal(old.uri, link);
    assert.equal(old.arbitrator, party);
  });
});
