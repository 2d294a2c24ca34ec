// The WebAssembly module: CMake's preset "wasm" into a folder of the caller's choice.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

/** Configures when needed and builds dikast.mjs and dikast.wasm. */
export async function buildWasm(folder, must) {
  if (!existsSync(join(folder, "build.ninja"))) {
    await must("cmake", ["--preset", "wasm", "-B", folder], { cwd: root });
  }
  await must("cmake", ["--build", folder, "--target", "dikast"], { cwd: root, seconds: 1200 });
}

/** Where the build put them. */
export function wasmFiles(folder) {
  return { glue: join(folder, "wasm/dikast.mjs"), wasm: join(folder, "wasm/dikast.wasm") };
}
