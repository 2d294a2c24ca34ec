// Builds the static site into dist/site, over the package in dist/npm: modules for http, and one
// classic script for a page that was opened as a file, where browsers load no modules.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "vite";
import { root } from "./lib/root.mjs";

const config = join(root, "web/site/vite.config.mjs");
const site = resolve(root, process.env.DIKAST_DIST ?? "dist", "site");

/** Which of the two a page loads. The policy's type for script addresses is kept to this one. */
const boot = (entry) => `"use strict";
if (location.protocol === "file:") {
  const address = new URL("./classic.js", document.currentScript.src).href;
  const policy = globalThis.trustedTypes?.createPolicy("dikast-boot", {
    createScriptURL: () => address,
  });
  const script = document.createElement("script");
  script.src = policy ? policy.createScriptURL("") : address;
  document.head.append(script);
} else {
  import("./${entry}");
}
`;

function boots(html) {
  const script = /<script type="module" crossorigin src="\.\/(assets\/[^"]+)"><\/script>/.exec(
    html,
  );
  if (!script) throw new Error("index.html names no module to start with");
  writeFileSync(join(site, "boot.js"), boot(script[1]));
  // A file has no origin, so nothing of it may be asked for across origins.
  return html
    .replace(script[0], '<script async src="./boot.js"></script>')
    .replaceAll(" crossorigin ", " ");
}

await build({ configFile: config, logLevel: "warn" });
await build({ configFile: config, logLevel: "warn", mode: "classic" });
const page = join(site, "index.html");
writeFileSync(page, boots(readFileSync(page, "utf8")));
