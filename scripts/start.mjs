// `npm start`: installs what is missing, builds, starts the local world and serves the site.
//   npm start -- --port=8700
//   npm start -- --built    what is in dist, without setup and build
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { atEnd } from "./lib/end.mjs";
import { root } from "./lib/root.mjs";
import { run } from "./lib/run.mjs";
import { serve } from "./serve.mjs";

const port = Number(
  process.argv.find((text) => text.startsWith("--port="))?.slice("--port=".length) ?? 8600,
);

async function step(name, command, ...args) {
  console.log(`\n== ${name}`);
  const { status } = await run(command, args, { echo: true, seconds: 3600 });
  if (status !== 0) {
    console.error(`npm start: ${name} failed (status ${status})`);
    process.exit(1);
  }
}

if (!process.argv.includes("--built")) {
  await step("setup", "scripts/setup.sh", "build");
  await step("build", "npm", "run", "--silent", "build");
}
const folder = resolve(root, process.env.DIKAST_DIST ?? "dist", "site");
if (!existsSync(`${folder}/index.html`)) {
  console.error("npm start: there is no built site (index.html in dist/site)");
  process.exit(1);
}

console.log("\n== local world");
// These need what setup installed, so they cannot be imported at the top.
const { describeWorld, startWorld, worldRoutes } = await import("./world/index.mjs");
let world;
const site = await serve({
  folder,
  port,
  routes: worldRoutes(() => ({ world, url: site.url })),
});
atEnd(site.stop);
world = await startWorld({ publicUrl: site.url });
atEnd(world.stop);
mkdirSync(`${root}/build/world`, { recursive: true });
writeFileSync(
  `${root}/build/world/world.json`,
  `${JSON.stringify(describeWorld(world, site.url), null, 2)}\n`,
);
console.log(`chain    ${world.rpcUrl}\ngraphql  ${world.graphqlUrl}\ngateway  ${world.gatewayUrl}`);
console.log(`\nDikast is ready. Open ${site.url}/ in a browser; Ctrl-C ends everything.`);
