// What the ABI formats have in common: recorded values are JSON, so integers are decimal strings.

/** A decoded value as the recordings write it. */
export function plain(value) {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.values(value).map(plain); // tuples are positional there
}

/** Arguments by position, also where they came by name. */
export const positional = (inputs, args) =>
  (Array.isArray(args) ? args : inputs.map(({ name }) => args[name])).map(plain);

/** Some rows have addresses without a checksum. */
export const same = (a, b) => {
  if (typeof a !== "string" || typeof b !== "string") {
    if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
    return a.length === b.length && a.every((item, i) => same(item, b[i]));
  }
  return a === b || (/^0x[0-9a-f]{40}$/i.test(a) && a.toLowerCase() === b.toLowerCase());
};

/** The value, or the error's code in an object, so that it equals no value. */
export function attempt(run) {
  try {
    return run();
  } catch (error) {
    if (error?.code === undefined || error.name !== "DikastError") throw error;
    return { refused: error.code };
  }
}

export const isRefused = (outcome) => outcome?.refused !== undefined;
