// The WebAssembly module: CMake's preset "wasm" into a folder of the caller's choice.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

/** Configures when needed and builds dikast.mjs, dikast.wasm and what puts the latter together. */
export async function buildWasm(folder, must) {
  if (!existsSync(join(folder, "build.ninja"))) {
    await must("cmake", ["--preset", "wasm", "-B", folder], { cwd: root });
  }
  await must("cmake", ["--build", folder, "--target", "dikast", "restore"], {
    cwd: root,
    seconds: 1200,
  });
}

/** Where the build put them. */
export function wasmFiles(folder) {
  const [glue, wasm, restorer] = ["dikast.mjs", "dikast.wasm", "restore.wasm"].map((name) =>
    join(folder, "wasm", name),
  );
  return { glue, wasm, restorer };
}
