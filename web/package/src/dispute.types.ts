import type { Address, BigIntish, BytesLike, Hex, Issue } from "./common.types.js";
import type { DikastError } from "./errors.js";
import type { MappingContext, TraceStep, Transport } from "./mapping.types.js";
import type { DisputeDetails, RenderOptions } from "./template.types.js";

/** A log as nodes give it; of a log alone topics and data are enough. */
export interface DisputeLog {
  readonly address?: string;
  readonly topics: readonly Hex[];
  readonly data: BytesLike;
}

/** The question to the arbitrator, as an arbitrable contract (or a home gateway for it) announced it. */
export interface DisputeRequest {
  /** The event's signature, which tells the generation of the contracts. */
  readonly event: string;
  /** "DisputeRequest", or "CrossChainDisputeIncoming" of a home gateway. */
  readonly eventName: string;
  readonly arbitrator: Address;
  readonly arbitratorDisputeID: bigint;
  /** Who asked: where the log comes from, or the contract on the other chain. Absent without `address`. */
  readonly arbitrable?: Address;
  /** The chain of `arbitrable`, where the event says it: it is another one than the arbitrator's. */
  readonly arbitrableChainId?: bigint;
  /** The id the arbitrable has for it; in events until October 2025. */
  readonly externalDisputeID?: bigint;
  readonly templateId: bigint;
  /** Where the template is, instead of in the registry; absent when empty, and in events since September 2025. */
  readonly templateUri?: string;
}

/** Where one part of a loaded dispute was read. */
export interface DisputeSource {
  readonly what: "arbitrable" | "request" | "template";
  /** The contract, the subgraph's address, or the file's. */
  readonly from: string;
  readonly transactionHash?: Hex;
  readonly blockNumber?: bigint;
}

export interface LoadDisputeOptions extends RenderOptions {
  /** Chain of the arbitrator. */
  chainId: BigIntish;
  /** As the arbitrator counts. */
  disputeId: BigIntish;
  /** "logs" (default) asks the provider, "subgraph" the two subgraphs. */
  from?: "logs" | "subgraph";
  /**
   * The arbitrator's address. Anybody can emit a DisputeRequest, so with "logs" the arbitrator's own
   * DisputeCreation says whose request counts.
   */
  arbitrator: string;
  /** Where the template was registered; default what the arbitrable's templateRegistry() says. */
  templateRegistry?: string;
  /** The first block that may hold the template or the dispute; default 0. */
  fromBlock?: BigIntish;
  /** Subgraph of the arbitrator, for "subgraph". */
  coreSubgraph?: string;
  /** Subgraph of the template registry, for "subgraph". */
  templateSubgraph?: string;
  /** Further values, as the page that shows the dispute gives them. */
  context?: Readonly<Record<string, unknown>>;
  transport: Transport;
}

export interface LoadTemplateOptions {
  /** Chain of the registry. */
  chainId: BigIntish;
  templateId: BigIntish;
  /** The registry's address. */
  templateRegistry: string;
  /** The first block that may hold it; default 0. */
  fromBlock?: BigIntish;
  transport: Transport;
}

/** A template as it was registered. */
export interface RegisteredTemplate {
  readonly templateId: bigint;
  readonly template: string;
  /** "" where there are none, and in registrations before August 2023. */
  readonly mappings: string;
  readonly source: DisputeSource;
}

/** What is known of a dispute so far. */
export interface DisputeParts {
  chainId: bigint;
  disputeId: bigint;
  request?: DisputeRequest;
  template?: string;
  mappings?: string;
  /** Values that the template is rendered with, resolved as far as it went. */
  context: MappingContext;
  trace: TraceStep[];
  /** Of template and mappings, and "dispute.mismatch" where the template names another arbitrator or chain. */
  issues: Issue[];
  sources: DisputeSource[];
}

/** A dispute with everything jurors see. */
export interface LoadedDispute extends Required<DisputeParts> {
  details: DisputeDetails;
}

/** What a failed {@link DisputeApi.load} throws: nothing that was found is lost. */
export interface DisputeLoadError extends DikastError {
  parts: DisputeParts;
}

/** Disputes on chain, from their announcement to what jurors see. */
export interface DisputeApi {
  /**
   * Reads an announcement: DisputeRequest with 5 (2023 to 2025), 4 or 3 arguments (since October 2025),
   * or a home gateway's CrossChainDisputeIncoming with 8 or 6.
   * Errors: dispute.log for another event, and those of abi.decodeEventLog.
   */
  decodeRequest(log: DisputeLog): DisputeRequest;
  /**
   * Finds a dispute's announcement and template, resolves the mappings and renders. [io] Every error is
   * a {@link DisputeLoadError}: dispute.option, dispute.not_found, dispute.template_not_found,
   * dispute.template_uri (a template that is a file: it must hash to its address), dispute.registry, dispute.answer, and those of mapping.execute and template.render.
   */
  load(options: LoadDisputeOptions): Promise<LoadedDispute>;
  /**
   * The texts of a registered template, which only the registry's logs hold. [io] Errors:
   * dispute.option, dispute.template_not_found, dispute.answer, mapping.transport, mapping.timeout,
   * mapping.aborted, address.*.
   */
  loadTemplate(options: LoadTemplateOptions): Promise<RegisteredTemplate>;
  /**
   * The texts in a log of the registry, of both generations. Errors: dispute.log for another event, and
   * those of abi.decodeEventLog.
   */
  decodeTemplate(log: DisputeLog): Pick<RegisteredTemplate, "templateId" | "template" | "mappings">;
}
