// The project's own source files, by kind.
import { readdirSync } from "node:fs";
import { root } from "./root.mjs";

const folders = ["include", "src", "wasm", "web", "tests", "scripts", "examples"];
const skipped = new Set(["node_modules", "vectors", "corpus", "fixtures", "screenshots"]);

function walk(folder, found) {
  let entries = [];
  try {
    entries = readdirSync(`${root}/${folder}`, { withFileTypes: true });
  } catch {
    return found; // a folder that later work adds
  }
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name) && !entry.name.startsWith(".")) {
        walk(path, found);
      }
    } else if (entry.isFile()) {
      found.push(path);
    }
  }
  return found;
}

/** Paths, relative to the root, of the own files whose name ends in one of `endings`. */
export function ownFiles(...endings) {
  return folders
    .flatMap((folder) => walk(folder, []))
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort();
}

export const cppEndings = [".cpp", ".hpp", ".inc", ".h"];
export const scriptEndings = [".ts", ".mts", ".js", ".mjs", ".cjs", ".css"];
