// Chromium and a small static server on loopback, for pages that use the package.
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

const candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const chromiumPath = process.env.DIKAST_CHROMIUM ?? candidates.find(existsSync);

/** Headless Chromium that asks nothing of the network by itself. */
export const launch = () =>
  chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** Serves `folder` below `base`, with `headers` on every answer. {url, close()}. */
export async function serve(folder, { base = "/", headers = {} } = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const inside = pathname.startsWith(base) ? normalize(pathname.slice(base.length)) : "..";
    let path = join(folder, inside);
    if (!inside.startsWith("..") && existsSync(path) && statSync(path).isDirectory()) {
      path = join(path, "index.html");
    }
    if (inside.startsWith("..") || !existsSync(path)) {
      response.writeHead(404, headers).end();
      return;
    }
    const type = types[extname(path)] ?? "application/octet-stream";
    response.writeHead(200, { ...headers, "content-type": type }).end(readFileSync(path));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

/**
 * Opens `url` and waits for the page to set window.result. {result, errors, reports}: `errors` are
 * the page's, `reports` its Content-Security-Policy violations.
 */
export async function visit(browser, url) {
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    // A page without an icon is no error of the package.
    const icon = message.location().url.endsWith("/favicon.ico");
    if (message.type() === "error" && !icon) {
      errors.push(message.text());
    }
  });
  await page.addInitScript(() => {
    globalThis.reports = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      globalThis.reports.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  try {
    await page.goto(url);
    await page.waitForFunction(() => globalThis.result !== undefined, null, { timeout: 30000 });
    const [result, reports] = await page.evaluate(() => [globalThis.result, globalThis.reports]);
    return { result, reports, errors };
  } catch (error) {
    throw new Error(`${url}: ${error.message}\n${errors.join("\n")}`);
  } finally {
    await page.close();
  }
}
