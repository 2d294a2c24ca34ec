// The content security policy of the site, written here and nowhere else: web/site/vite.config.mjs puts
// it into index.html, scripts/serve.mjs sends it.

/** Nodes, gateways, subgraphs and pinning services that may be asked once somebody presses. */
export const askable = [
  "https://arb1.arbitrum.io",
  "https://sepolia-rollup.arbitrum.io",
  "https://cdn.kleros.link",
  "https://ipfs.io",
  "https://dweb.link",
  "https://trustless-gateway.link",
  "https://4everland.io",
  "https://gateway.thegraph.com",
  "https://api.pinata.cloud",
  "https://api.filebase.io",
  "https://api.4everland.dev",
];

/** A node of one's own, for publishing: on this machine, at any port. */
const ownNode = ["http://127.0.0.1:*", "http://localhost:*"];

/** What stands in index.html. Frames hold cleaned files only, in a sandbox without scripts. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "frame-src blob:",
  `connect-src 'self' ${[...askable, ...ownNode].join(" ")}`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

/** What a server sends: a page's own text cannot say who may frame it. */
export const contentSecurityPolicy = `${pagePolicy}; frame-ancestors 'none'`;
