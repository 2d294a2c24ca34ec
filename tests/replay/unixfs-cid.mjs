// CIDs of files and directories by the usual ways of cutting them into blocks, each also through a
// CAR of ours: what was put in comes out of it, checked.
import { Buffer } from "node:buffer";
import { contentOf } from "./lib/content.mjs";

export const name = "unixfs-cid";

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => row?.profile?.cidVersion !== undefined && typeof row.cid === "string");

const equal = (a, b) => Buffer.compare(a, b) === 0;

function optionsOf({ profile, wrapWithDirectory }) {
  const { cidVersion: version, rawLeaves, chunk: chunkSize, width: maxLinks } = profile;
  const wrap = wrapWithDirectory ?? false;
  return { version, rawLeaves, chunkSize, maxLinks, wrap };
}

function check(row, { ipfs }) {
  const options = optionsOf(row);
  const files = row.files?.map((file) => ({ path: file.path, content: contentOf(file) }));
  const content = files ?? contentOf(row.content);
  const cid = ipfs.cid(content, options);
  if (cid !== row.cid) return cid;
  const car = ipfs.car(content, options);
  if (files === undefined) {
    if (!equal(ipfs.verify(cid, car), content)) return "the CAR holds another file";
  }
  for (const file of files ?? []) {
    if (!equal(ipfs.verify(cid, car, file.path), file.content)) return `the CAR's ${file.path}`;
  }
  if (row.rootBlock !== undefined) ipfs.verifyBlock(cid, Buffer.from(row.rootBlock, "base64"));
  return cid;
}

export function* run(records, dikast) {
  for (const row of records) {
    let actual;
    try {
      actual = check(row, dikast);
    } catch (error) {
      actual = `${error.code ?? ""} ${error.message}`;
    }
    yield { id: row.id, ok: actual === row.cid, expected: row.cid, actual };
  }
}
