// Prints whether node_modules matches package-lock.json: "current" or "stale".
// npm keeps what it installed in node_modules/.package-lock.json, so nothing has to be asked.
import { readFileSync } from "node:fs";

const read = (path) => {
  try {
    return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8"));
  } catch {
    return undefined;
  }
};

const wanted = read("../package-lock.json");
const installed = read("../node_modules/.package-lock.json");
const current = Object.entries(wanted?.packages ?? {}).every(
  ([path, entry]) =>
    path === "" ||
    entry.optional === true || // such as another platform's binaries
    installed?.packages?.[path]?.version === entry.version,
);
console.log(current ? "current" : "stale");
