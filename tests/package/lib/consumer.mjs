// Projects of people who use the package: a temporary folder with the packed tarball installed.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { npm, root } from "./dist.mjs";

export const exec = promisify(execFile);

let tarball;
/** `npm pack` of the built package, once a process. */
function pack() {
  tarball ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), "dikast-pack-"));
    const { stdout } = await exec("npm", ["pack", npm, "--pack-destination", folder, "--json"], {
      cwd: folder,
    });
    return { folder, path: join(folder, JSON.parse(stdout)[0].filename) };
  })();
  return tarball;
}

/** Removes the tarball. */
export async function cleanUp() {
  if (tarball !== undefined) {
    rmSync((await tarball).folder, { recursive: true, force: true });
  }
}

/**
 * A project with `files` ({path: text}) and the package installed from its tarball; `tools` are
 * packages of ours it shall find too. Removed when the test ends.
 */
export async function project(test, files, { tools = [], packageJson = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "dikast-consumer-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  const manifest = { name: "consumer", private: true, type: "module", ...packageJson };
  const all = { "package.json": JSON.stringify(manifest), ...files };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { path } = await pack();
  const options = ["--offline", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"];
  await exec("npm", ["install", ...options, path], { cwd: folder });
  for (const name of tools) {
    const place = join(folder, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, "node_modules", name), place);
  }
  return folder;
}
