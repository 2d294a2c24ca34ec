// RFC 1951 and RFC 1952, for the one place that cannot wait for DecompressionStream and has no zlib:
// a page that calls a function of dikast/kleros-sdk before anything was loaded.

const at = (list: ArrayLike<number>, index: number): number => list[index] ?? 0;

// RFC 1951 section 3.2.5: code lengths 257.. and distances as (extra bits, base).
function bases(extra: number[], first: number): number[] {
  const out: number[] = [];
  let base = first;
  for (const bits of extra) {
    out.push(base);
    base += 1 << bits;
  }
  return out;
}

const lengthExtra = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5,
];
const distanceExtra = [0, 0, 0, 0, ...Array.from({ length: 26 }, (_, i) => (i >> 1) + 1)];
const lengthBase = bases(lengthExtra, 3);
const distanceBase = bases(distanceExtra, 1);
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

interface Code {
  /** How many symbols have each length, and the symbols in the order of their codes. */
  counts: Uint16Array;
  symbols: Uint16Array;
}

function code(lengths: ArrayLike<number>): Code {
  const counts = new Uint16Array(16);
  for (let i = 0; i < lengths.length; i += 1)
    counts[at(lengths, i)] = at(counts, at(lengths, i)) + 1;
  counts[0] = 0;
  const next = new Uint16Array(16);
  for (let i = 1; i < 16; i += 1) next[i] = at(next, i - 1) + at(counts, i - 1);
  const symbols = new Uint16Array(lengths.length);
  for (let i = 0; i < lengths.length; i += 1) {
    const length = lengths[i] ?? 0;
    if (length === 0) continue;
    symbols[at(next, length)] = i;
    next[length] = at(next, length) + 1;
  }
  return { counts, symbols };
}

class Reader {
  #bits = 0;
  #count = 0;
  constructor(
    readonly bytes: Uint8Array,
    public next: number,
  ) {}

  take(count: number): number {
    while (this.#count < count) {
      if (this.next >= this.bytes.length) throw new RangeError("not a deflate stream");
      this.#bits |= at(this.bytes, this.next) << this.#count;
      this.next += 1;
      this.#count += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#count -= count;
    return value;
  }

  align(): void {
    this.#bits = 0;
    this.#count = 0;
  }

  symbol({ counts, symbols }: Code): number {
    let value = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length += 1) {
      value |= this.take(1);
      const count = at(counts, length);
      if (value - count < first) return at(symbols, index + value - first);
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw new RangeError("not a deflate stream");
  }
}

const fixed: [Code, Code] = [
  code(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8))),
  code(new Uint8Array(30).fill(5)),
];

function dynamic(reader: Reader): [Code, Code] {
  const literals = reader.take(5) + 257;
  const distances = reader.take(5) + 1;
  const ordered = new Uint8Array(19);
  const given = reader.take(4) + 4;
  for (let i = 0; i < given; i += 1) ordered[at(codeLengthOrder, i)] = reader.take(3);
  const lengthsCode = code(ordered);
  const lengths = new Uint8Array(literals + distances);
  for (let i = 0; i < lengths.length; ) {
    const symbol = reader.symbol(lengthsCode);
    if (symbol < 16) {
      lengths[i++] = symbol;
      continue;
    }
    const value = symbol === 16 ? at(lengths, i - 1) : 0;
    const times =
      symbol === 16 ? 3 + reader.take(2) : symbol === 17 ? 3 + reader.take(3) : 11 + reader.take(7);
    lengths.fill(value, i, i + times);
    i += times;
  }
  return [code(lengths.subarray(0, literals)), code(lengths.subarray(literals))];
}

function compressed(
  reader: Reader,
  [literals, distances]: [Code, Code],
  out: Uint8Array,
  start: number,
) {
  let end = start;
  for (;;) {
    const symbol = reader.symbol(literals);
    if (symbol === 256) return end;
    if (symbol < 256) {
      out[end] = symbol;
      end += 1;
      continue;
    }
    const slot = symbol - 257;
    const length = symbol === 285 ? 258 : at(lengthBase, slot) + reader.take(at(lengthExtra, slot));
    const back = reader.symbol(distances);
    const from = end - (at(distanceBase, back) + reader.take(at(distanceExtra, back)));
    if (from < 0 || end + length > out.length) throw new RangeError("not a deflate stream");
    for (let i = 0; i < length; i += 1) out[end + i] = at(out, from + i);
    end += length;
  }
}

/** The `size` bytes inside a gzip file without optional header fields (as `gzip -n` writes it). */
export function inflateGzip(file: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(size);
  const reader = new Reader(file, 10);
  let end = 0;
  for (let last = false; !last; ) {
    last = reader.take(1) === 1;
    const kind = reader.take(2);
    if (kind === 0) {
      reader.align();
      const start = reader.next + 4;
      const stop = start + (at(file, reader.next) | (at(file, reader.next + 1) << 8));
      out.set(file.subarray(start, stop), end);
      end += stop - start;
      reader.next = stop;
    } else {
      end = compressed(reader, kind === 1 ? fixed : dynamic(reader), out, end);
    }
  }
  if (end !== size) throw new RangeError("not a deflate stream");
  return out;
}
