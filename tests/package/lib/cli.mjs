// The program as a process of its own.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { npm, root } from "./dist.mjs";

export const program = join(npm, "cli.js");
export const offline = new URL("offline.mjs", import.meta.url).href;

/**
 * Runs the program. Whatever it would send over a network ends it with status 97, unless `online`.
 * {status, stdout, stderr}.
 */
export function dikast(args, { cwd = root, input = "", env = {}, online = false } = {}) {
  const guard = online ? [] : ["--import", offline];
  const child = spawn(process.execPath, [...guard, program, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].setEncoding("utf8").on("data", (text) => {
      output[name] += text;
    });
  }
  child.stdin.on("error", () => {}); // it may have ended without reading
  child.stdin.end(input);
  return new Promise((resolve) => {
    child.on("close", (status) => resolve({ status, ...output }));
  });
}

/** A folder with `files` ({path: text or bytes}), removed when the test ends. */
export function folder(test, files) {
  const path = mkdtempSync(join(tmpdir(), "dikast-cli-"));
  test.after(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

/** A template in which nothing is wrong but what `changes` brings. */
export const template = (changes = {}) =>
  `${JSON.stringify(
    {
      title: "Late delivery",
      description: "The parties disagree about the date.",
      question: "Was the work delivered in time?",
      answers: [
        { id: "0x01", title: "Yes", description: "Pay the seller." },
        { id: "0x02", title: "No", description: "Refund the buyer." },
      ],
      policyURI: "/ipfs/QmTaZuQjJT9NZCYsqyRmEwLb1Vt3gme1a6BS4NQLiWXtH2",
      arbitratorChainID: "42161",
      arbitratorAddress: "0x991d2df165670b9cac3B022f4B68D65b664222ea",
      category: "Escrow",
      lang: "en",
      version: "1.0",
      ...changes,
    },
    null,
    2,
  )}\n`;
