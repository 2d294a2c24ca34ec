// The README shows what happens: each js block runs against the built package and prints the text
// block that follows it; every command and every link it names exists.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { root } from "../../scripts/lib/root.mjs";

const readme = readFileSync(join(root, "README.md"), "utf8");
const dist = resolve(root, process.env.DIKAST_DIST ?? "dist");

describe("README.md", () => {
  const shown = [...readme.matchAll(/```js\n(.*?)```\n\nprints\n\n```text\n(.*?)```/gs)];

  it("has an output for every program", () => {
    assert.ok(shown.length >= 2);
    assert.equal(readme.split("```js\n").length - 1, shown.length);
  });

  shown.forEach(([, program, output], index) => {
    it(`prints what it says, program ${index + 1}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), "dikast-readme-"));
      try {
        mkdirSync(join(folder, "node_modules"));
        symlinkSync(join(dist, "npm"), join(folder, "node_modules", "dikast"), "dir");
        symlinkSync(join(root, "examples"), join(folder, "examples"), "dir");
        writeFileSync(join(folder, "program.mjs"), program);
        const { stdout } = await promisify(execFile)(process.execPath, ["program.mjs"], {
          cwd: folder,
        });
        assert.equal(stdout, output);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });

  const commands = [...readme.matchAll(/^npx dikast ([^#\n]+)/gm)].map(([, text]) => text.trim());
  const statuses = { render: 0, lint: 0, diff: 1 }; // the two templates do differ
  for (const command of commands) {
    it(`runs dikast ${command}`, async () => {
      const args = [join(dist, "npm", "cli.js"), ...command.split(/\s+/)];
      const { code = 0, stdout } = await promisify(execFile)(process.execPath, args, {
        cwd: root,
      }).catch((failed) => failed);
      assert.equal(code, statuses[command.split(" ")[0]], stdout);
      assert.notEqual(stdout, "");
    });
  }

  it("shows every command of the command line", () => assert.equal(commands.length, 3));

  it("names commands and files that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    for (const [, name] of readme.matchAll(/`npm (?:run )?(start|test|build|lint)`/g)) {
      assert.ok(scripts[name], name);
    }
    const documents = [
      "README.md",
      "CONTRIBUTING.md",
      "SECURITY.md",
      "CHANGELOG.md",
      "examples/README.md",
    ];
    for (const document of documents) {
      const text = readFileSync(join(root, document), "utf8");
      for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
        const folder = document.includes("/") ? document.replace(/\/[^/]*$/, "") : "";
        assert.ok(existsSync(join(root, folder, target)), `${document}: ${target}`);
      }
    }
  });
});
