// Content as the vectors describe it: text, or bytes of xorshift32, one step a byte.
export function contentOf({ utf8, seed, size }) {
  if (utf8 !== undefined) return new TextEncoder().encode(utf8);
  const bytes = new Uint8Array(size);
  let x = seed | 0;
  for (let i = 0; i < size; i += 1) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    bytes[i] = x & 255;
  }
  return bytes;
}
