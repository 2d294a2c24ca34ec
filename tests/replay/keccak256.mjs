// Keccak-256 and SHA-256 of bytes, given as hex digits or as one byte many times.
export const name = "keccak256";

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every(
    (row) =>
      typeof row?.keccak256 === "string" &&
      typeof row.sha256 === "string" &&
      ("hex" in row || "repeat" in row),
  );

const bytesOf = (row) =>
  row.repeat === undefined
    ? Uint8Array.from(Buffer.from(row.hex, "hex"))
    : new Uint8Array(row.repeat.count).fill(row.repeat.byte);

/** The digits of one hash, taken from the bytes and from their hex, which have to agree. */
function digits(hash, bytes) {
  const fromBytes = hash(bytes);
  const fromHex = hash(`0x${Buffer.from(bytes).toString("hex")}`);
  return fromBytes === fromHex
    ? fromBytes.slice(2)
    : `${fromBytes} from bytes, ${fromHex} from hex`;
}

export function* run(records, dikast) {
  for (const row of records) {
    const bytes = bytesOf(row);
    for (const hash of ["keccak256", "sha256"]) {
      const actual = digits(dikast[hash], bytes);
      yield { id: `${row.id} ${hash}`, ok: actual === row[hash], expected: row[hash], actual };
    }
  }
}
