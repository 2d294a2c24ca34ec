import { resolve } from "node:path";
import { defineConfig } from "vite";

const root = resolve(import.meta.dirname, "../..");
const dist = resolve(root, process.env.DIKAST_DIST ?? "dist");

export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  resolve: {
    alias: [
      { find: "dikast/lean", replacement: resolve(dist, "npm/lean.js") },
      { find: "dikast/wallet", replacement: resolve(dist, "npm/wallet.js") },
      { find: "dikast/abi", replacement: resolve(dist, "npm/abi-data.js") },
      { find: /^dikast\/dikast\.wasm/, replacement: resolve(dist, "npm/dikast.wasm") },
    ],
  },
  build: {
    outDir: resolve(dist, "site"),
    emptyOutDir: true,
    target: "es2022",
    // Everything is a file of its own: inlined data: URLs would need a wider policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
