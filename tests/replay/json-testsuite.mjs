// Documents that a JSON reader has to take, has to refuse, or may do either with.
// The suite takes duplicate keys, which RFC 8259 section 4 leaves open. We refuse them by policy and
// say so with a code of their own, so json.duplicate_key counts as a well-formed document here.
export const name = "json-testsuite";

const verdicts = ["accept", "reject", "either"];

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every(
    (row) =>
      typeof row?.base64 === "string" &&
      typeof row.name === "string" &&
      verdicts.includes(row.expect),
  );

function verdictOf(dikast, bytes) {
  try {
    dikast.json.check(bytes);
    return { verdict: "accept" };
  } catch (error) {
    if (error.code === "json.duplicate_key") return { verdict: "accept", note: error.code };
    const listed = /^(json\.(syntax|depth|surrogate)|utf8\.invalid|input\.too_large)$/;
    return listed.test(error.code)
      ? { verdict: "reject", note: `${error.code}: ${error.message}` }
      : { verdict: String(error) };
  }
}

export function* run(records, dikast) {
  for (const row of records) {
    const { verdict, note } = verdictOf(dikast, Uint8Array.from(Buffer.from(row.base64, "base64")));
    const ok = row.expect === "either" ? verdicts.includes(verdict) : verdict === row.expect;
    yield { id: row.name, ok, expected: row.expect, actual: verdict, note };
  }
}
