type Indexable = Record<string, unknown>;

// One step of a seek path. Falsy values end the walk, and only the first [i] of a part counts:
// both are the SDK's behaviour and part of what this drop-in reproduces.
const step = (value: unknown, part: string): unknown => {
  if (!value) return undefined;
  if (!part.includes("[")) return (value as Indexable)[part];
  const [key = "", index = ""] = part.replaceAll("]", "").split("[");
  const inner = (value as Indexable)[key];
  return inner ? (inner as Indexable)[index] : undefined;
};

/**
 * Takes the values at the `seek` paths out of `sourceData` and names them as `populate` says, by
 * position. Paths that lead nowhere are left out.
 */
export const createResultObject = (
  sourceData: unknown,
  seek: string[],
  populate: string[],
): Record<string, unknown> => {
  const result: Record<string, unknown> = {};
  seek.forEach((path, index) => {
    const value = path.split(".").reduce(step, sourceData);
    if (value !== undefined) result[populate[index] as string] = value;
  });
  return result;
};
