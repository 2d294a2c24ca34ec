// ABI types, values and encodings: one row a round trip, a hostile encoding, a value or a type.
import { attempt, isRefused, plain, same } from "./lib/abi.mjs";

export const name = "abi";

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => Array.isArray(row?.types) && "expect" in row && "id" in row);

/** What the row expects to be accepted or refused. */
function operation(row, { abi }) {
  if (row.op === "type") return () => abi.decodeParameters(row.types, "0x");
  if (row.op === "encode") return () => abi.encodeParameters(row.types, row.values);
  return () => abi.decodeParameters(row.types, row.encoded);
}

// A type is readable when what is wrong with no data is the data.
const typeIsRefused = ({ refused }) => refused === "abi.syntax" || refused === "abi.unknown_type";

function* roundTrip(row, { abi }) {
  const encoded = attempt(() => abi.encodeParameters(row.types, row.values));
  yield {
    id: `${row.id} encode`,
    ok: encoded === row.encoded,
    expected: row.encoded,
    actual: encoded,
  };
  const decoded = attempt(() => abi.decodeParameters(row.types, row.encoded));
  const values = isRefused(decoded) ? decoded : plain(decoded);
  yield {
    id: `${row.id} decode`,
    ok: same(values, row.values),
    expected: row.values,
    actual: values,
  };
}

export function* run(records, dikast) {
  for (const row of records) {
    if (row.op === undefined && row.expect === "accept") {
      yield* roundTrip(row, dikast);
      continue;
    }
    const outcome = attempt(operation(row, dikast));
    const refused = row.op === "type" ? typeIsRefused(outcome) : isRefused(outcome);
    const ok = row.expect === "either" || refused === (row.expect === "reject");
    yield { id: row.id, ok, expected: row.expect, actual: outcome, note: row.why };
  }
}
