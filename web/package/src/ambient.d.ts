// Modules that the build makes: see scripts/build.mjs.

declare module "dikast:glue" {
  /** Emscripten's factory. It fills the object it is given. */
  export default function createDikast(module: object): PromiseLike<unknown>;
}

declare module "dikast:wasm" {
  /** dikast.wasm in the form of restore-wasm.ts, gzip, base64. */
  export const packed: string;
  /** wasm/restore.cpp compiled, base64. */
  export const restorer: string;
  /** Bytes of that form. */
  export const packedSize: number;
  /** Bytes of dikast.wasm. */
  export const size: number;
}

declare module "dikast:facts" {
  export const version: string;
  /** SHA-256 of dikast.wasm, base64. */
  export const sha256: string;
}
