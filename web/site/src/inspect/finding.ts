import type { DisputeDetails, EvidenceReport } from "dikast/lean";

/** One named value, with what is inside it. */
export interface Field {
  name: string;
  /** As Solidity writes it; "" where there is none. */
  type: string;
  value: string;
  /** What is known about the value, e.g. whose address it is. */
  known?: string;
  /** What the value is made of, or what its bytes say. */
  inside?: Field[];
}

/** One reading of what was pasted. */
export interface Finding {
  title: string;
  fields: Field[];
  /** Where this comes from: which table, which chain, which gateway. */
  source: string;
  /** The bytes or text it was read from, to copy. */
  raw?: string;
  note?: string;
  /** A template to look at in the studio. */
  open?: { template: string; mappings: string };
  /** A dispute that a chain can be asked for. */
  dispute?: { arbitrator: string; disputeId: string };
  /** What jurors see of it. */
  details?: DisputeDetails;
  /** Evidence, and what is wrong with it. */
  evidence?: EvidenceReport;
  /** A file, its bytes checked. */
  file?: { name: string; content: Uint8Array };
  /** Nothing here knows what it is. */
  unknown?: boolean;
}

export const field = (name: string, value: string, more: Partial<Field> = {}): Field => ({
  name,
  type: "",
  value,
  ...more,
});
