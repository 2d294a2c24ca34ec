// What gateways answer to trustless requests, right and wrong: given to verify, and sent through
// fetch by a gateway of the test's own.
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

export const name = "gateway-car";

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every(
    (row) => typeof row?.request === "string" && typeof row.root === "string" && "body" in row,
  );

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The verified bytes, or the code of the refusal. */
async function attempt(work) {
  try {
    return { bytes: await work() };
  } catch (error) {
    if (error.name !== "DikastError" || error.code === "internal.abort") throw error;
    return { refused: error.code };
  }
}

function judge({ expect, content }, { refused, bytes }, isBlock) {
  if (refused !== undefined) return expect !== "accept";
  if (expect === "reject") return false;
  return content?.sha256 === undefined || isBlock || sha256(bytes) === content.sha256;
}

async function throughFetch({ ipfs }, { root, contentType }, body) {
  const headers = { "content-type": contentType };
  const fetch = async () => new Response(body, { headers });
  const gateways = ["https://gateway.example"];
  return (await ipfs.fetch(`/ipfs/${root}`, { fetch, gateways })).bytes;
}

export async function* run(records, dikast) {
  const { ipfs } = dikast;
  for (const row of records) {
    const body = Uint8Array.from(Buffer.from(row.body, "base64"));
    const isBlock = row.request.includes("format=raw");
    const [, path = ""] = /^\/ipfs\/[^/?]+\/?([^?]*)/.exec(row.request) ?? [];
    const read = isBlock
      ? () => ipfs.verifyBlock(row.root, body)
      : () => ipfs.verify(row.root, body, decodeURIComponent(path));
    const found = await attempt(read);
    const ok = judge(row, found, isBlock);
    const fetched = path === "" ? await attempt(() => throughFetch(dikast, row, body)) : found;
    // A directory, and one block of several, are right answers but no file.
    const noFile = row.expect === "accept" && row.content === undefined;
    const fetchedOk =
      fetched.refused === undefined
        ? row.expect !== "reject" && judge(row, fetched, false)
        : row.expect !== "accept" || isBlock || noFile;
    const text = ({ refused, bytes }) => refused ?? `${bytes.length} bytes, ${sha256(bytes)}`;
    const actual = `verify: ${text(found)}; fetch: ${text(fetched)}`;
    yield { id: row.id, ok: ok && fetchedOk, expected: row.expect, actual };
  }
}
