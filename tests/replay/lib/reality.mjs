// Scenarios of golden/reality/traces.jsonl as configurations and calls of dikast.reality.

/** "alice,bob: 1e24; frank (poor): 1e15" as amounts by label. */
function amountsOf(text) {
  const amounts = {};
  for (const group of text.split(";")) {
    const [labels, number] = group.split(":").map((part) => part.trim());
    const [digits, zeros = "0"] = number.split("e");
    for (const label of labels.split(",")) {
      amounts[label.trim().split(" ")[0]] = digits + "0".repeat(Number(zeros));
    }
  }
  return amounts;
}

// What the recorded contracts were deployed with and FORMAT.md does not say, as their getters have it.
const deployedWith = {
  "kleros-v1-with-appeals": { metadata: '{"tos":"ipfs://x"}' },
  "kleros-v1-home-foreign-gnosis-0.8": {
    metadata: '{"foreignProxy":true}',
    wNative: "0x59a667a6430CBcED19023a97c0A6faC758259Bfc",
  },
  "kleros-reality-v2": { metadata: '{"tos":"x"}' },
};
const arbitratorExtraData = `0x${"0".repeat(126)}1f`;

export function configOf({ config, system, actors }) {
  const amounts = Object.fromEntries(
    ["tokenBalances", "tokenAllowances"]
      .filter((field) => field in config)
      .map((field) => [field, amountsOf(config[field])]),
  );
  const deployed = deployedWith[config.arbitratorKind];
  return { ...config, system, accounts: actors, ...deployed, arbitratorExtraData, ...amounts };
}

/** As the recordings write it. */
export function refusalOf({ ok, kind, revert }) {
  if (ok) return "ok";
  if (kind === "custom") return `${revert}()`;
  if (kind === "invalid-opcode") return "INVALID-OPCODE";
  return revert ?? "NO-REASON";
}

/** As text, addresses without their checksum and members sorted. */
export const lower = (value) =>
  (
    JSON.stringify(value, (_key, member) =>
      member !== null && typeof member === "object" && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
        : member,
    ) ?? "undefined"
  ).toLowerCase();

/** "1.5e-7" as "0.00000015". */
function plain(text) {
  const parts = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (parts === null) return text;
  const [, sign, whole, fraction = "", exponent] = parts;
  const point = whole.length + Number(exponent);
  const digits = `${"0".repeat(Math.max(0, 1 - point))}${whole}${fraction}`;
  const at = Math.max(point, 1);
  const padded = digits.padEnd(at, "0");
  return `${sign}${padded.slice(0, at)}.${padded.slice(at)}`.replace(/\.?0*$/, "");
}

// The library's numbers have 20 decimal places at most, rounded half up.
const places = 20;
function rounded(text) {
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (fraction.length <= places) return text;
  const kept = BigInt(whole + fraction.slice(0, places)) + (fraction[places] >= "5" ? 1n : 0n);
  const digits = `${kept}`.padStart(places + 1, "0");
  const value = `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0*$/, "");
  return value === "0" ? "0" : `${sign}${value}`;
}

/** Whether the library's writing of a number is ours, which is exact and has no exponents. */
export const sameNumber = (library, mine) =>
  /^-?\d/.test(library) && /^-?\d+(\.\d+)?$/.test(mine) && plain(library) === rounded(mine);
