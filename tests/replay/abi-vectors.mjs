// Calldata, results, logs and errors of contracts, recorded with viem and ethers, and damaged ones.
import { attempt, isRefused, plain, positional, same } from "./lib/abi.mjs";

export const name = "abi-vectors";

const kinds = ["function", "result", "event", "error", "malformed-calldata", "malformed-event"];

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => typeof row?.abi === "string" && kinds.includes(row.kind));

const isHashed = ({ type }) => /^(string|bytes|tuple)$|\]$/.test(type);

function* call(row, { abi }) {
  yield ["selector", row.selector, () => abi.selector(row.abi)];
  yield ["encode", row.calldata, () => abi.encodeFunctionData(row.abi, row.args)];
  yield ["decode", row.args, () => plain(abi.decodeFunctionData(row.abi, row.calldata).args)];
}

function* result(row, { abi }) {
  const { outputs } = abi.parse(row.abi);
  yield ["encode", row.data, () => abi.encodeParameters(outputs, row.values)];
  yield [
    "decode",
    row.values,
    () => {
      const value = abi.decodeFunctionResult(row.abi, row.data);
      return plain(outputs.length === 1 ? [value] : value);
    },
  ];
}

function* event(row, { abi }) {
  const { inputs } = abi.parse(row.abi);
  const pick = (wanted) => inputs.flatMap((input, i) => (wanted(input) ? [row.args[i]] : []));
  const inData = inputs.filter((input) => !input.indexed);
  // Of an indexed string the log has the hash, which stands in "decoded" alone. The rest is taken
  // from "args": "decoded" is viem's, which loses leading U+0000.
  const args = inputs.map((input, i) =>
    input.indexed && isHashed(input) ? positional(inputs, row.decoded)[i] : row.args[i],
  );
  yield ["topic", row.topic0, () => abi.topic(row.abi)];
  yield [
    "topics",
    row.topics,
    () =>
      abi.encodeEventTopics(
        row.abi,
        pick((input) => input.indexed),
      ),
  ];
  yield [
    "data",
    row.data,
    () =>
      abi.encodeParameters(
        inData,
        pick((input) => !input.indexed),
      ),
  ];
  yield ["decode", args, () => positional(inputs, abi.decodeEventLog(row.abi, row).args)];
}

function* error(row, { abi }) {
  const { inputs } = abi.parse(row.abi);
  yield ["selector", row.selector, () => abi.selector(row.abi)];
  yield ["encode", row.data, () => row.selector + abi.encodeParameters(inputs, row.args).slice(2)];
  yield ["decode", row.args, () => plain(abi.decodeError(row.abi, row.data).args)];
}

/** Refused; or the damage did none (an event without data, cut to no data), and it encodes back. */
function malformed(row, { abi }) {
  if (row.kind === "malformed-calldata") {
    const call = attempt(() => abi.decodeFunctionData(row.abi, row.calldata));
    const ok = isRefused(call) || abi.encodeFunctionData(row.abi, call.args) === row.calldata;
    return { ok, actual: call };
  }
  const log = attempt(() => abi.decodeEventLog(row.abi, row));
  if (isRefused(log)) return { ok: true };
  const nothing = abi.parse(row.abi).inputs.length === 0 && row.data === "0x";
  return { ok: nothing && same(row.topics, abi.encodeEventTopics(row.abi, [])), actual: log };
}

const rows = { function: call, result, event, error };

export function* run(records, dikast) {
  for (const [number, row] of records.entries()) {
    const id = `${number} ${row.kind} ${row.abi}`;
    if (row.why !== undefined) {
      yield { id: `${id}: ${row.why}`, expected: "refused", ...malformed(row, dikast) };
      continue;
    }
    for (const [part, expected, run] of rows[row.kind](row, dikast)) {
      const actual = attempt(run);
      yield { id: `${id}: ${part}`, ok: same(actual, expected), expected, actual };
    }
  }
}
