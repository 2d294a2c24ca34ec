import type { AbiApi } from "./abi.types.js";
import type { CourtApi } from "./court.types.js";
import type { DisputeApi } from "./dispute.types.js";
import type { EscrowApi } from "./escrow.types.js";
import type { EvidenceApi } from "./evidence.types.js";
import type { IpfsApi } from "./ipfs.types.js";
import type { MachineApi } from "./machine.types.js";
import type { MappingApi } from "./mapping.types.js";
import type { RealityApi } from "./reality.types.js";
import type { TemplateApi } from "./template.types.js";
import type { TimelineApi } from "./timeline.types.js";
import type { ValuesApi } from "./values.types.js";

export type * from "./abi.types.js";
export type * from "./common.types.js";
export type * from "./court.types.js";
export type * from "./court-plan.types.js";
export type * from "./dispute.types.js";
export type * from "./escrow.types.js";
export type * from "./evidence.types.js";
export type * from "./flow.types.js";
export type * from "./ipfs-fetch.types.js";
export type * from "./ipfs.types.js";
export type * from "./lint.types.js";
export type * from "./load.types.js";
export type * from "./machine.types.js";
export type * from "./mapping.types.js";
export type * from "./publish.types.js";
export type * from "./reality.types.js";
export type * from "./template.types.js";
export type * from "./timeline.types.js";
export type * from "./values.types.js";

/** The toolkit: pure functions of their arguments, except those marked [io]. */
export interface Dikast extends ValuesApi {
  /** Dispute templates: what jurors see. */
  readonly template: TemplateApi;
  /** Data mappings: where a template's values come from. */
  readonly mapping: MappingApi;
  /** Calldata, results, logs and errors of contracts. */
  readonly abi: AbiApi;
  /** Disputes on chain, from their announcement to what jurors see. */
  readonly dispute: DisputeApi;
  /** Content addresses: CIDs, CAR files, gateways. */
  readonly ipfs: IpfsApi;
  /** Evidence: composed, read, and held against what was hashed. */
  readonly evidence: EvidenceApi;
  /** Escrow V1: payments, fees, disputes and appeals, to the wei and the second. */
  readonly escrow: EscrowApi;
  /** Reality.eth and the Kleros proxies that arbitrate it: questions, bonds, payouts, Zodiac. */
  readonly reality: RealityApi;
  /** Deadlines of any machine as sentences and calendar files. */
  readonly timeline: TimelineApi;
  /** ArbitrableProxy of Kleros v1: disputes with crowdfunded appeals. */
  readonly arbitrableProxy: MachineApi;
  /** The arbitrators used for testing: centralized, auto-appealable, enhanced appealable. */
  readonly arbitrator: MachineApi;
  /** Kleros v2: the core with its kits, resolver, registries and evidence module as one state. */
  readonly court: CourtApi;
  /** The same, where a call names no contract: the first dispute kit. */
  readonly disputeKit: MachineApi;
  /** The same, where a call names no contract: the DisputeResolver. */
  readonly resolver: MachineApi;
  /** Of the package and its core. */
  readonly version: string;
}
