const KEY = "dikast.sign.";

/** What of the signing survives a reload: the form, and what was sent. Refused writes are told. */
export class Keep {
  full = false;

  read<T>(name: string): T | undefined {
    try {
      return JSON.parse(localStorage.getItem(KEY + name) ?? "null") ?? undefined;
    } catch {
      return undefined;
    }
  }

  write(name: string, value: unknown): void {
    try {
      localStorage.setItem(KEY + name, JSON.stringify(value));
      this.full = false;
    } catch {
      this.full = true;
    }
  }
}

/** A transaction that was handed to a wallet, with what it was meant to do. */
export interface Sent {
  hash: `0x${string}`;
  chainId: string;
  template: string;
  mappings: string;
  /** The values the template was rendered with when it was reviewed. */
  context: Record<string, unknown>;
  /** What was submitted as evidence: an address, or the document itself. */
  evidence?: string;
  /** The text of a question that was asked. */
  question?: string;
  /** Milliseconds since 1970. */
  time: number;
}

const MOST = 20;

export const readSent = (keep: Keep): Sent[] => {
  const kept = keep.read<Sent[]>("sent");
  return Array.isArray(kept) ? kept : [];
};

export function addSent(keep: Keep, sent: Sent): void {
  keep.write("sent", [sent, ...readSent(keep)].slice(0, MOST));
}
