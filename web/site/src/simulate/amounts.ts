/** Wei with all their digits: "0.21 ETH". */
export function ether(wei: bigint | string): string {
  const amount = BigInt(wei);
  const digits = `${amount < 0n ? -amount : amount}`.padStart(19, "0");
  const fraction = digits.slice(-18).replace(/0+$/, "");
  return `${amount < 0n ? "\u2212" : ""}${digits.slice(0, -18)}${fraction && `.${fraction}`} ETH`;
}

/** The same for people: small amounts in wei. */
export function money(wei: bigint | string): string {
  const amount = BigInt(wei);
  const size = amount < 0n ? -amount : amount;
  if (size >= 10n ** 40n) return "more ether than there is";
  if (size !== 0n && size < 10n ** 9n) return `${amount < 0n ? "\u2212" : ""}${size} wei`;
  return ether(amount);
}

const LAST = 253_402_300_799n;

/** "2026-01-05 12:00:00 UTC". */
export function utc(seconds: bigint | string): string {
  const time = BigInt(seconds);
  if (time > LAST) return `Unix time ${time}`;
  return new Date(Number(time) * 1000).toISOString().replace("T", " ").replace(".000Z", " UTC");
}

const UNITS = [
  [86_400n, "d"],
  [3600n, "h"],
  [60n, "min"],
  [1n, "s"],
] as const;

/** "2 d 3 h": the two largest units. */
export function duration(seconds: bigint | string): string {
  let rest = BigInt(seconds);
  if (rest === 0n) return "0 s";
  const parts: string[] = [];
  for (const [size, unit] of UNITS) {
    if (rest >= size) parts.push(`${rest / size} ${unit}`);
    rest %= size;
  }
  return parts.slice(0, 2).join(" ");
}
