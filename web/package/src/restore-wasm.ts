// The module inside this package is not compressed as it is: its code is taken apart first into one
// stream a kind of operand (opcodes, locals, offsets, ...), because deflate finds like among like:
// a quarter less. scripts/lib/pack-wasm.mjs takes it apart, wasm/restore.cpp puts it together again.
//
// The packed form: numbers in LEB128 (bytes before the first function, functions, the length of each
// stream), then the streams. WebAssembly core specification 5.4 (instructions) and 5.5 (modules).

/** The streams, and from `constants` on one for each opcode that may follow an i32.const. */
export const streams = {
  /** All that is no function. */
  rest: 0,
  opcodes: 1,
  types: 2,
  branches: 3,
  calls: 4,
  variables: 5,
  offsets: 6,
  /** Xor what compilers write for the opcode. */
  alignments: 7,
  locals: 8,
  others: 9,
  constants: 10,
} as const;
export const streamCount = streams.constants + 256;

/** For each opcode the stream of its operand, where all of its operands are one LEB128 number. */
export const operandStreams = new Uint8Array(256)
  .fill(streams.types, 0x02, 0x05)
  .fill(streams.branches, 0x0c, 0x0e)
  .fill(streams.calls, 0x10, 0x11)
  .fill(streams.variables, 0x20, 0x23)
  .fill(streams.others, 0x23, 0x25)
  .fill(streams.offsets, 0x28, 0x3f) // behind the alignment
  .fill(streams.others, 0x3f, 0x41)
  .fill(streams.constants, 0x41, 0x42)
  .fill(streams.others, 0x42, 0x43);

/** The alignments of the loads and stores 0x28 to 0x3e as compilers write them. */
export const alignments = new Uint8Array(256);
alignments.set(Array.from("23230011001122232301012", Number), 0x28);

interface Restorer {
  restore(tables: number, next: number, packed: number, out: number, size: number): void;
}

/** A WebAssembly.Memory in pages of 64 KiB. */
const pagesFor = (bytes: number): number => Math.ceil(bytes / 65_536);

/**
 * The `size` bytes of the module, put together by `restorer`, which is wasm/restore.cpp compiled.
 * What is packed is trusted: the build compares what comes out.
 */
export function restoreWasm(
  packed: Uint8Array,
  size: number,
  restorer: Uint8Array,
): Uint8Array<ArrayBuffer> {
  // Its stack ends where the tables begin; behind them a pointer for each stream, then the two forms.
  const tables = 4096;
  const next = tables + operandStreams.length + alignments.length;
  const from = next + streamCount * 4;
  const to = from + packed.length;
  // A function is written behind room for its size, which may reach past the end for a moment.
  const room = 5;
  const memory = new WebAssembly.Memory({ initial: pagesFor(to + size + room) });
  const bytes = new Uint8Array(memory.buffer);
  bytes.set(operandStreams, tables);
  bytes.set(alignments, tables + operandStreams.length);
  bytes.set(packed, from);
  const stack = new WebAssembly.Global({ value: "i32", mutable: true }, tables);
  const compiled = new WebAssembly.Module(restorer as BufferSource);
  const { exports } = new WebAssembly.Instance(compiled, {
    env: { memory, __stack_pointer: stack },
  });
  (exports as unknown as Restorer).restore(tables, next, from, to, size);
  return bytes.subarray(to, to + size);
}
