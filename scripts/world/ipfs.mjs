// Content-addressed files and an HTTP gateway for them, as https://docs.ipfs.tech/reference/http/gateway
// describes it for single blocks. Every file is one raw block, so its CID is the hash of its bytes
// and whoever fetches it can check it.
import { createHash } from "node:crypto";
import { createServer } from "node:http";

const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

function base32(bytes) {
  let text = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(value >> bits) & 31];
    }
  }
  return bits > 0 ? text + alphabet[(value << (5 - bits)) & 31] : text;
}

/** CIDv1 of one block: version 1, codec raw (0x55), sha2-256 (0x12) of 32 (0x20) bytes, base32. */
export function rawCid(bytes) {
  const digest = createHash("sha256").update(bytes).digest();
  return `b${base32(Buffer.concat([Buffer.from([0x01, 0x55, 0x12, 0x20]), digest]))}`;
}

export class Files {
  constructor() {
    this.files = new Map();
  }

  /** Adds a file and returns its path, /ipfs/<cid>. A value that is not text becomes JSON. */
  add(content) {
    const isText = typeof content === "string";
    const bytes = Buffer.from(isText ? content : JSON.stringify(content));
    const cid = rawCid(bytes);
    this.files.set(cid, { bytes, type: isText ? "text/plain; charset=utf-8" : "application/json" });
    return `/ipfs/${cid}`;
  }
}

function answer(files, request, response) {
  const [pathname, query] = request.url.split("?", 2);
  const [, space, cid, ...rest] = pathname.split("/");
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("x-content-type-options", "nosniff");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.writeHead(405, { allow: "GET, HEAD" }).end();
    return;
  }
  const file = space === "ipfs" && rest.join("") === "" ? files.files.get(cid) : undefined;
  if (!file) {
    response.writeHead(404, { "content-type": "text/plain" }).end("ipfs: no such file here\n");
    return;
  }
  const rawType = "application/vnd.ipld.raw";
  const format = new URLSearchParams(query).get("format");
  if (format !== null && format !== "raw") {
    response.writeHead(400, { "content-type": "text/plain" }).end("only format=raw is here\n");
    return;
  }
  const raw = format === "raw" || (request.headers.accept ?? "").includes(rawType);
  response.writeHead(200, {
    "content-type": raw ? rawType : file.type,
    "content-length": file.bytes.length,
    "cache-control": "public, max-age=31536000, immutable",
    etag: raw ? `"${cid}.raw"` : `"${cid}"`,
    "x-ipfs-path": `/ipfs/${cid}`,
  });
  response.end(request.method === "HEAD" ? undefined : file.bytes);
}

/** Serves the files on a loopback port; resolves to {url, stop}. */
export function startGateway(files) {
  return listen(createServer((request, response) => answer(files, request, response)));
}

/** Starts a server on a loopback port (0: any free one); resolves to {url, stop}. */
export function listen(server, port = 0) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      resolve({
        url: `http://127.0.0.1:${server.address().port}`,
        stop: () =>
          new Promise((done) => {
            server.close(done);
            server.closeAllConnections();
          }),
      });
    });
  });
}
