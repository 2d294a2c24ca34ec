// The built package under test.
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const root = fileURLToPath(new URL("../../..", import.meta.url));
export const dist = resolve(root, process.env.DIKAST_DIST ?? "dist");
export const npm = join(dist, "npm");

/** A module of the package, e.g. importPackage("index.js"). */
export const importPackage = (path) => import(pathToFileURL(join(npm, path)).href);

/** keccak256 of no bytes: the shortest proof that the core runs. */
export const emptyKeccak = "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";
