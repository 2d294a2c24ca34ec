/** Pinning services that the site's content security policy (web/site/policy.mjs) lets it ask. */
export const SERVICES: readonly { name: string; url: string }[] = [
  { name: "Pinata", url: "https://api.pinata.cloud/psa" },
  { name: "Filebase", url: "https://api.filebase.io/v1/ipfs" },
  { name: "4EVERLAND", url: "https://api.4everland.dev" },
];
