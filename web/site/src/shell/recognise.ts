/** What a pasted text turned out to be, and where it is looked at. */
export interface Recognised {
  /** In words, for the person who pasted it. */
  kind: string;
  /** What can be done with it here. */
  next: string;
  /** The route that does it; undefined when nothing here can. */
  route?: string;
}

/** Longer texts are handed over beside the address. */
const LONGEST = 1500;

const inspect = (text: string): string =>
  text.length > LONGEST ? "inspect" : `inspect?q=${encodeURIComponent(text)}`;

const CID =
  /^(Qm[1-9A-HJ-NP-Za-km-z]{44}|b[a-z2-7]{58,}|f[0-9a-f]{70,}|z[1-9A-HJ-NP-Za-km-z]{45,})$/;

function hexKind(text: string): Recognised {
  const digits = text.length - 2;
  if (digits === 40)
    return { kind: "An address", next: "See whether it is a known contract", route: inspect(text) };
  if (digits === 64) {
    return {
      kind: "A transaction or another 32-byte value",
      next: "Read the transaction, when it is one",
      route: inspect(text),
    };
  }
  if (digits % 2 !== 0) {
    return {
      kind: "Hex digits, an odd number of them",
      next: "A digit is missing or too many: bytes have two digits each",
      route: inspect(text),
    };
  }
  if (digits >= 192 && digits % 64 === 0) {
    return {
      kind: "Bytes: maybe extra data of a court",
      next: "Decode them",
      route: inspect(text),
    };
  }
  return { kind: "Bytes: maybe calldata", next: "Decode them", route: inspect(text) };
}

function jsonKind(text: string): Recognised | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const logs = Array.isArray(value) ? value : ((value as { logs?: unknown }).logs ?? [value]);
  if (
    Array.isArray(logs) &&
    logs.some((log) => Array.isArray((log as { topics?: unknown })?.topics))
  ) {
    return { kind: "Logs of a transaction", next: "Decode them", route: inspect(text) };
  }
  return { kind: "A JSON document", next: "See what it is", route: inspect(text) };
}

/** What a text is, by its form alone; nothing is asked. Any text gets an answer. */
export function recognise(given: string): Recognised {
  const text = given.trim();
  if (text === "") return { kind: "Nothing", next: "Paste or type something." };
  if (/^0x[0-9a-fA-F]*$/.test(text)) return hexKind(text);
  if (/^\d+$/.test(text)) {
    return {
      kind: "A number: of a template or a dispute, maybe",
      next: "Look for it",
      route: inspect(text),
    };
  }
  if (/^([0-9a-fA-F]{2}){4,}$/.test(text)) return hexKind(`0x${text}`);
  const cid = text.replace(/^(ipfs:\/\/|.*\/ipfs\/)/, "").split(/[/?#]/, 1)[0] ?? "";
  if (CID.test(cid)) {
    return { kind: "An IPFS address", next: "See what it says", route: inspect(text) };
  }
  const pasted = /^https?:\/\/\S+$/.exec(text)
    ? /(0x[0-9a-fA-F]{64}|0x[0-9a-fA-F]{40})/.exec(text)
    : null;
  if (pasted?.[1])
    return { ...hexKind(pasted[1]), kind: `A link with ${hexKind(pasted[1]).kind.toLowerCase()}` };
  const json = jsonKind(text);
  if (json) return json;
  if (text.includes("{{") || text.startsWith("{") || text.startsWith("[")) {
    return {
      kind: "A template, or JSON with a mistake",
      next: "See what it is",
      route: inspect(text),
    };
  }
  return {
    kind: "A text of no known kind",
    next: "Paste a template id, a transaction, bytes that begin with 0x, an IPFS address, or a JSON document.",
  };
}
