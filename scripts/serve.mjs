// Serves a built folder on the loopback interface under the content security policy the site is
// made for, and forwards chosen paths to the local world, so that the page talks to its own origin.
//   node scripts/serve.mjs [folder] [port]
import { createReadStream, realpathSync, statSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { extname } from "node:path";
import { contentSecurityPolicy } from "../web/site/policy.mjs";
import { root } from "./lib/root.mjs";
import { listen } from "./world/ipfs.mjs";

export { contentSecurityPolicy };

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

/** The file for a URL path, or undefined when there is none below `folder`. */
function fileFor(folder, pathname) {
  try {
    const wanted = decodeURIComponent(pathname);
    let path = realpathSync(`${folder}/${wanted}`);
    if (statSync(path).isDirectory()) {
      path = realpathSync(`${path}/index.html`);
    }
    const inside = path.startsWith(`${realpathSync(folder)}/`);
    return inside && statSync(path).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}

function forward(target, request, response) {
  const { "content-type": type, accept } = request.headers;
  const headers = { ...(type && { "content-type": type }), ...(accept && { accept }) };
  const onward = httpRequest(target, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode, {
      "content-type": answer.headers["content-type"] ?? "application/octet-stream",
    });
    answer.pipe(response);
  });
  onward.on("error", (error) => {
    response.writeHead(502, { "content-type": "text/plain" }).end(`${error.message}\n`);
  });
  request.pipe(onward);
}

/**
 * Resolves to {url, stop}. `routes` maps a path prefix to a function from the rest of the path
 * (with its query) to either a URL to forward to, or {json} or {file} to answer with.
 */
export async function serve({ folder, port = 0, routes = {} }) {
  const server = createServer((request, response) => {
    const [pathname] = request.url.split("?", 1);
    const search = request.url.slice(pathname.length);
    response.setHeader("content-security-policy", contentSecurityPolicy);
    response.setHeader("x-content-type-options", "nosniff");
    response.setHeader("referrer-policy", "no-referrer");
    response.setHeader("cross-origin-opener-policy", "same-origin");
    response.setHeader("cross-origin-resource-policy", "same-origin");
    response.setHeader("cache-control", "no-cache");
    for (const [prefix, route] of Object.entries(routes)) {
      if (pathname === prefix || pathname.startsWith(`${prefix}/`)) {
        const target = route(pathname.slice(prefix.length) + search);
        if (typeof target === "string") {
          forward(target, request, response);
        } else if (target.file) {
          response.writeHead(200, { "content-type": types[extname(target.file)] });
          createReadStream(target.file).pipe(response);
        } else {
          response.writeHead(200, { "content-type": "application/json" });
          response.end(JSON.stringify(target.json));
        }
        return;
      }
    }
    const path = fileFor(folder, pathname);
    if (!path || (request.method !== "GET" && request.method !== "HEAD")) {
      response.writeHead(path ? 405 : 404, { "content-type": "text/plain" }).end("not here\n");
      return;
    }
    response.writeHead(200, {
      "content-type": types[extname(path)] ?? "application/octet-stream",
      "content-length": statSync(path).size,
    });
    if (request.method === "HEAD") {
      response.end();
    } else {
      createReadStream(path).pipe(response);
    }
  });
  try {
    return await listen(server, port);
  } catch (error) {
    if (error.code !== "EADDRINUSE" || port === 0) {
      throw error;
    }
    return listen(server, 0); // the usual port is taken: any free one
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [folder = `${root}/dist/site`, port = "8600"] = process.argv.slice(2);
  const { url } = await serve({ folder, port: Number(port) });
  console.log(`${folder} on ${url}/`);
}
