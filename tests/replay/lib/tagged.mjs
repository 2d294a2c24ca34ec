// The recordings' notation for what JSON has no word for (golden/sdk/FORMAT.md).

/** A recorded value as JavaScript had it. */
export function untag(value) {
  if (Array.isArray(value)) {
    return value.map(untag);
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const [tag] = Object.keys(value);
  switch (tag) {
    case "$undefined":
      return undefined;
    case "$bigint":
      return BigInt(value.$bigint);
    case "$number":
      return Number(value.$number);
    case "$date":
      return new Date(value.$date);
    case "$concat":
      return value.$concat.map(([text, times]) => text.repeat(times)).join("");
  }
  const plain = {};
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(plain, key, {
      value: untag(item),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return plain;
}
