// Builds the static site into dist/site, over the package in dist/npm.
import { join } from "node:path";
import { build } from "vite";
import { root } from "./lib/root.mjs";

await build({ configFile: join(root, "web/site/vite.config.mjs"), logLevel: "warn" });
