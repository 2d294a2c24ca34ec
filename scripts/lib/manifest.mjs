// package.json of the published package.
import { existsSync } from "node:fs";
import { join } from "node:path";

/** `types` first in each condition, because the first match wins. */
const module_ = (name, types = name) => ({
  types: `./types/${types}.d.ts`,
  default: `./${name}.js`,
});

/** The manifest for what was built in `out`. */
export function manifest(version, out) {
  const has = (name) => existsSync(join(out, name));
  return {
    name: "dikast",
    version,
    description:
      "Dispute toolkit for Kleros: templates, data mappings, ABI and more, computed by one WebAssembly core.",
    keywords: ["kleros", "arbitration", "dispute", "escrow", "evidence", "erc-792", "erc-1497"],
    license: "MIT",
    type: "module",
    engines: { node: ">=20" },
    sideEffects: false,
    main: "./index.cjs",
    module: "./index.js",
    types: "./types/index.d.ts",
    unpkg: "./dikast.iife.js",
    jsdelivr: "./dikast.iife.js",
    ...(has("cli.js") && { bin: { dikast: "cli.js" } }),
    exports: {
      ".": {
        import: module_("index"),
        require: { types: "./types/index.d.cts", default: "./index.cjs" },
        default: "./index.js",
      },
      "./lean": module_("lean"),
      ...(has("rules.js") && { "./rules": module_("rules") }),
      ...(has("abi-data.js") && { "./abi": module_("abi-data") }),
      ...(has("wallet.js") && { "./wallet": module_("wallet") }),
      ...(has("kleros-sdk/src/index.js") && {
        "./kleros-sdk": module_("kleros-sdk/src/index"),
        "./kleros-sdk/src": module_("kleros-sdk/src/index"),
        "./kleros-sdk/src/*": module_("kleros-sdk/src/*"),
      }),
      "./dikast.wasm": "./dikast.wasm",
      "./dikast.iife.js": "./dikast.iife.js",
      "./package.json": "./package.json",
    },
    files: ["*.js", "*.cjs", "chunks", "kleros-sdk", "types", "dikast.wasm"],
  };
}
