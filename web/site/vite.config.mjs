import { resolve } from "node:path";
import { defineConfig } from "vite";
import { pagePolicy } from "./policy.mjs";

const root = resolve(import.meta.dirname, "../..");
const dist = resolve(root, process.env.DIKAST_DIST ?? "dist");
const npm = (name) => resolve(dist, "npm", name);

const shared = [
  { find: "dikast/wallet", replacement: npm("wallet.js") },
  { find: "dikast/abi", replacement: npm("abi-data.js") },
];

/** Modules, each loaded when its page is; the core is a file of its own. */
const modules = {
  alias: [
    ...shared,
    { find: "dikast/lean", replacement: npm("lean.js") },
    { find: /^dikast\/dikast\.wasm/, replacement: npm("dikast.wasm") },
  ],
  build: { emptyOutDir: true },
};

/** One script with everything in it, the core too: a page opened as a file can load nothing else. */
const classic = {
  alias: [
    ...shared,
    { find: "dikast/lean", replacement: npm("index.js") },
    {
      find: /^dikast\/dikast\.wasm.*$/,
      replacement: resolve(import.meta.dirname, "src/no-wasm.ts"),
    },
  ],
  build: {
    emptyOutDir: false,
    chunkSizeWarningLimit: 4000, // everything is meant to be in it
    copyPublicDir: false,
    rollupOptions: {
      input: resolve(import.meta.dirname, "src/main.ts"),
      output: { format: "iife", inlineDynamicImports: true, entryFileNames: "classic.js" },
    },
  },
};

/** index.html names the policy; it is written in policy.mjs. */
const policy = {
  name: "dikast-policy",
  transformIndexHtml: {
    order: "pre",
    handler: (html) => html.replace("%CONTENT_SECURITY_POLICY%", pagePolicy),
  },
};

export default defineConfig(({ mode }) => {
  const { alias, build } = mode === "classic" ? classic : modules;
  return {
    root: import.meta.dirname,
    base: "./",
    plugins: [policy],
    resolve: { alias },
    define: { "process.env.NODE_ENV": '"production"' },
    build: {
      outDir: resolve(dist, "site"),
      target: "es2022",
      // Everything is a file of its own: inlined data: URLs would need a wider policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      ...build,
    },
  };
});
