// CIDs as text and bytes, multibase texts, and hashes of given input.
export const name = "cid";

const ops = new Set(["parse", "decode-bytes", "multibase-decode", "multihash"]);

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => ops.has(row?.op) && typeof row.expect === "string");

const hexOf = (digits) => Uint8Array.from(Buffer.from(digits, "hex"));
const plain = (hex) => hex.slice(2);

const runs = {
  parse({ input }, { ipfs }) {
    const address = ipfs.parse(input);
    const { version, codec, hash, digest, bytes, base32, verifiable } = address;
    return {
      version,
      codec,
      multihashCode: hash,
      digest: plain(digest),
      bytes: plain(bytes),
      base32,
      v1base32: base32,
      verifiable,
    };
  },
  "decode-bytes": ({ hex }, { ipfs }) => ({ bytes: plain(ipfs.parse(hexOf(hex)).bytes) }),
  "multibase-decode": ({ input }, { ipfs }) => ({ bytes: plain(ipfs.multibase(input)) }),
  // multihash's own tests hash the digits as text.
  multihash({ multihash, inputHex }, { ipfs }) {
    const cid = `f0155${multihash}`;
    ipfs.verify(cid, new TextEncoder().encode(inputHex));
    return { multihash: plain(ipfs.parse(cid).multihash) };
  },
};

export function* run(records, dikast) {
  for (const row of records) {
    let actual;
    try {
      actual = runs[row.op](row, dikast);
    } catch (error) {
      if (error.name !== "DikastError" || error.code === "internal.abort") throw error;
      actual = { refused: error.code };
    }
    const wanted = Object.keys(actual).filter((key) => row[key] !== undefined);
    const right = actual.refused === undefined && wanted.every((key) => actual[key] === row[key]);
    const ok =
      row.expect === "reject"
        ? actual.refused !== undefined
        : right || (row.expect === "either" && actual.refused !== undefined);
    yield { id: row.id, ok, expected: row.expect, actual };
  }
}
