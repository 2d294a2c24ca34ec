// Addresses: taken or refused, and their checksum.
// accept: the text is the checksummed form; accept-unchecked: its case carries no checksum.
export const name = "eip55";

const verdicts = ["accept", "accept-unchecked", "accept-warn", "reject", "either"];

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => typeof row?.input === "string" && verdicts.includes(row.expect)) &&
  records.some((row) => /^0x[0-9a-fA-F]{40}$/.test(row.checksummed ?? ""));

function verdictOf(dikast, input) {
  let checksummed;
  try {
    checksummed = dikast.address.checksum(input);
  } catch (error) {
    if (error.code !== "address.invalid" && error.code !== "address.checksum") throw error;
    return { verdict: "reject" };
  }
  return { verdict: checksummed === input ? "accept" : "accept-unchecked", checksummed };
}

/** The checksum of the digits, whatever their case says. */
const checksumOfDigits = (dikast, input) => dikast.address.checksum(input.toLowerCase());

function check(row, dikast) {
  const actual = verdictOf(dikast, row.input);
  const taken = actual.verdict !== "reject";
  if (dikast.address.isAddress(row.input) !== taken) {
    return { ok: false, actual: "address.isAddress and address.checksum disagree" };
  }
  if (row.checksummed !== undefined) {
    const checksummed = checksumOfDigits(dikast, row.input);
    if (checksummed !== row.checksummed) {
      return { ok: false, expected: row.checksummed, actual: checksummed };
    }
  }
  const same =
    row.expect === "either" ||
    actual.verdict === row.expect ||
    (row.expect === "accept-warn" && taken);
  return { ok: same, expected: row.expect, actual: actual.verdict };
}

export function* run(records, dikast) {
  for (const row of records) {
    let result;
    try {
      result = check(row, dikast);
    } catch (error) {
      result = { ok: false, expected: row.expect, actual: String(error) };
    }
    yield { id: row.id ?? row.input, ...result };
  }
}
