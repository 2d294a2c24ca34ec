// Types of the platform are looked up, not named: not every project's TypeScript knows the DOM's.
type CompiledModule = typeof globalThis extends {
  WebAssembly: { Module: abstract new (...args: never) => infer M };
}
  ? M
  : never;
type Reply = typeof globalThis extends { Response: abstract new (...args: never) => infer R }
  ? R
  : never;

/** Where the WebAssembly module comes from, when it is not this package's own copy. */
export type WasmSource = ArrayBuffer | ArrayBufferView | URL | Reply | CompiledModule;

export interface LoadOptions {
  /** Bytes, address, response or compiled module of this version's dikast.wasm. */
  wasm?: WasmSource;
}
