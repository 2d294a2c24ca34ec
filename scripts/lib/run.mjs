// Running other programs: children in their own process group, so that a time limit or Ctrl-C
// ends the whole group and nothing is left behind.
import { spawn } from "node:child_process";
import { atEnd } from "./end.mjs";
import { root } from "./root.mjs";

const running = new Set();

function endGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group ended by itself.
  }
}

atEnd(() => {
  for (const child of running) {
    endGroup(child, "SIGTERM");
  }
});

/**
 * Runs a program to its end and resolves to {status, output}. `output` is standard output and
 * standard error as they came. Options: env (added to ours), echo (show the output while it comes),
 * seconds (time limit; the status is then 124), cwd.
 */
export function run(command, args, { env = {}, echo = false, seconds = 900, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    running.add(child);
    let output = "";
    let timedOut = false;
    const take = (chunk) => {
      output += chunk;
      if (echo) {
        process.stdout.write(chunk);
      }
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    const limit = setTimeout(() => {
      timedOut = true;
      endGroup(child, "SIGKILL");
    }, seconds * 1000);
    const finish = (status) => {
      clearTimeout(limit);
      endGroup(child, "SIGKILL"); // what it may have left running
      running.delete(child);
      resolve({ status, output });
    };
    child.on("error", (error) => {
      output += `${command}: ${error.message}\n`;
      finish(127);
    });
    child.on("close", (code, signal) => {
      if (timedOut) {
        output += `\n${command}: ended after ${seconds} s\n`;
      }
      finish(timedOut ? 124 : (code ?? (signal ? 128 : 1)));
    });
  });
}

/** Runs `work(item)` for all items, at most `width` at a time; results in the items' order. */
export async function inParallel(items, width, work) {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
