import type { BigIntish } from "./common.types.js";
import type { MachineApi, MachineCall, MachineQuery } from "./machine.types.js";

/** A transaction as it was made, to hold its MetaEvidence against. */
export interface EscrowAgreement {
  readonly sender: string;
  readonly receiver: string;
  /** Seconds. */
  readonly timeoutPayment: BigIntish;
  /** Of the creation, in wei or the token's smallest unit. */
  readonly amount?: BigIntish;
  /** The token's address; absent for ether. */
  readonly token?: string;
  /** Of the token. */
  readonly decimals?: number;
  readonly escrow?: string;
  readonly chainId?: BigIntish;
}

/** What is wrong with a MetaEvidence document. */
export interface MetaEvidenceIssue {
  readonly severity: "error" | "warning";
  readonly code:
    | "escrow.text"
    | "escrow.ruling_options"
    | "escrow.party"
    | "escrow.alias"
    | "escrow.amount"
    | "escrow.token"
    | "escrow.timeout"
    | "escrow.arbitrable";
  /** JSON Pointer into the document. */
  readonly path: string;
  readonly message: string;
}

/** What somebody gets less what he pays from now on; negative is a loss. */
export interface EscrowChange {
  /** Wei. */
  readonly eth: bigint;
  /** The token's smallest unit; 0n for ether contracts. */
  readonly token: bigint;
}

/** One way the transaction can end from here. */
export interface EscrowEnding {
  readonly name:
    | "paid"
    | "reimbursed"
    | "executed"
    | "receiverTimedOut"
    | "senderTimedOut"
    | "refusedToRule"
    | "senderWins"
    | "receiverWins";
  /** Whether the contract accepts every call of it. */
  readonly possible: boolean;
  /** What the contract says to the first call it refuses; null where it says nothing. */
  readonly reason?: string | null;
  /** Without appeals, and without the gas. */
  readonly sender: EscrowChange;
  readonly receiver: EscrowChange;
  /** Stays in the contract for ever: odd units, refused sends, the 2019 contract's late fee. */
  readonly locked: EscrowChange;
  /** What the arbitrator keeps, in wei. */
  readonly arbitrator: bigint;
  /** The calls that lead there, each at the earliest second. */
  readonly calls: readonly MachineCall[];
}

/**
 * Escrow V1 (MultipleArbitrableTransaction and its variants), told apart by `config.system`:
 * "escrow-v1-eth-2019" (the deployed contract for ether), "escrow-v1-eth", "escrow-v1-token" (the
 * deployed one for tokens), "escrow-v1-eth-appeals", "escrow-v1-token-appeals".
 *
 * `initial({ system, escrow, arbitrator, arbitratorExtraData, feeTimeout, sharedStakeMultiplier?,
 * winnerStakeMultiplier?, loserStakeMultiplier?, tokens?: { name: { address } } })`. A call's `env`:
 * what the arbitrator answers just before it (`arbitrationCost`, `nextDisputeID`, and of `disputeID`
 * `disputeStatus`, `currentRuling`, `appealCost`, `appealPeriodStart`, `appealPeriodEnd`; null says
 * that the getter reverts), and either `calls`, the outgoing calls in order with what became of them,
 * or `refusesEth`, addresses that take no ether. `fromChain` takes the same object as a state, where
 * each transaction may be what `transactions(id)` returns by position.
 */
export interface EscrowApi extends MachineApi {
  /**
   * Holds a MetaEvidence document against the transaction on the chain; the document is JSON text or
   * the object. Errors: machine.argument, and json.* for text that is no JSON.
   */
  checkMetaEvidence(
    metaEvidence: string | object,
    transaction: EscrowAgreement,
  ): MetaEvidenceIssue[];
  /**
   * Every way transaction `id` can end from this state, with what everybody gains or loses to the wei;
   * none for a resolved one. `query.env` needs `arbitrationCost` and `nextDisputeID`; the cost is taken
   * to stay. Errors: machine.state, machine.env.
   */
  endings(state: object, id: BigIntish, query: MachineQuery): EscrowEnding[];
}
