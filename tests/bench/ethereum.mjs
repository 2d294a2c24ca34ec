// Rows about the contract ABI and Keccak-256, against viem, ox and @noble/hashes. The peers get their
// ABI parsed once, as their documentation advises; ours gets the signature's text on each call.
import { deepStrictEqual, equal } from "node:assert/strict";
import { keccak_256 } from "@noble/hashes/sha3";
import { bytesToHex } from "@noble/hashes/utils";
import { AbiEvent, AbiFunction, Hash } from "ox";
import * as viem from "viem";
import { bytes20k, mappings, template } from "./data.mjs";

const createDispute =
  "function createDisputeForTemplate(bytes _arbitratorExtraData, string _disputeTemplate, string _disputeTemplateDataMappings, uint256 _numberOfRulingOptions) payable returns (uint256 disputeID)";
const disputeRequest =
  "event DisputeRequest(address indexed _arbitrator, uint256 indexed _arbitratorDisputeID, uint256 _externalDisputeID, uint256 _templateId, string _templateUri)";
const disputeTemplate =
  "event DisputeTemplate(uint256 indexed _templateId, string indexed _templateTag, string _templateData, string _templateDataMappings)";

/** Court 1 and three jurors, a template and its mappings, two answers. */
const callArgs = [
  `0x${viem.toHex(1, { size: 32 }).slice(2)}${viem.toHex(3, { size: 32 }).slice(2)}`,
  template,
  mappings,
  2n,
];

function logOf(signature, indexed, types, values) {
  const abi = viem.parseAbi([signature]);
  const { name } = abi[0];
  return {
    abi,
    topics: viem.encodeEventTopics({ abi, eventName: name, args: indexed }),
    data: viem.encodeAbiParameters(viem.parseAbiParameters(types), values),
  };
}

/** ox leaves addresses without their checksum. */
const lowerCase = (args) =>
  Object.entries(args).map(([name, value]) => [name, String(value).toLowerCase()]);

function encodeRows({ abi }) {
  const name = "abi-encode";
  const parsed = viem.parseAbi([createDispute]);
  const functionName = "createDisputeForTemplate";
  const prepared = viem.prepareEncodeFunctionData({ abi: parsed, functionName });
  const oxItem = AbiFunction.from(createDispute);
  const ours = { run: () => abi.encodeFunctionData(createDispute, callArgs) };
  const row = (suffix, peer, run) => {
    equal(ours.run(), run());
    return { name: `${name}${suffix}`, peer, ours, theirs: { run } };
  };
  return [
    row("", "viem", () => viem.encodeFunctionData({ abi: parsed, functionName, args: callArgs })),
    row("-prepared", "viem, prepared", () =>
      viem.encodeFunctionData({ ...prepared, args: callArgs }),
    ),
    row("-ox", "ox", () => AbiFunction.encodeData(oxItem, callArgs)),
  ];
}

function decodeRows({ abi }) {
  const request = logOf(
    disputeRequest,
    { _arbitrator: "0x991d2df165670b9cac3B022f4B68D65b664222ea", _arbitratorDisputeID: 42n },
    "uint256, uint256, string",
    [2n, 7n, ""],
  );
  const registered = logOf(
    disputeTemplate,
    { _templateId: 7n, _templateTag: "escrow" },
    "string, string",
    [template, mappings],
  );
  const row = (suffix, peer, signature, log, run) => {
    const ours = { run: () => abi.decodeEventLog(signature, log) };
    deepStrictEqual(lowerCase(ours.run().args), lowerCase(run()));
    return { name: `abi-decode-log${suffix}`, peer, ours, theirs: { run } };
  };
  const oxItem = AbiEvent.from(disputeRequest);
  return [
    row("", "viem", disputeRequest, request, () => viem.decodeEventLog(request).args),
    row("-ox", "ox", disputeRequest, request, () => AbiEvent.decode(oxItem, request)),
    row(
      "-template",
      "viem",
      disputeTemplate,
      registered,
      () => viem.decodeEventLog(registered).args,
    ),
  ];
}

function keccakRows({ keccak256 }) {
  const ours = { run: () => keccak256(bytes20k) };
  const row = (suffix, peer, run) => {
    equal(ours.run(), run());
    return { name: `keccak-20k${suffix}`, peer, ours, theirs: { run } };
  };
  return [
    row("", "viem", () => viem.keccak256(bytes20k)),
    row("-ox", "ox", () => Hash.keccak256(bytes20k, { as: "Hex" })),
    row("-noble", "@noble/hashes", () => `0x${bytesToHex(keccak_256(bytes20k))}`),
  ];
}

export function ethereumRows(dikast) {
  return [...encodeRows(dikast), ...decodeRows(dikast), ...keccakRows(dikast)];
}
