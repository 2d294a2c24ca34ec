import type { Address } from "./common.types.js";

/** A Reality.eth contract. */
export interface RealityContract {
  readonly chainId: number;
  /** As `dikast.reality` takes it: "3.0", "ERC20-3.0". */
  readonly version: string;
  /** What bonds are paid in. */
  readonly token: string;
  readonly address: Address;
  /** Of the ERC-20 contracts. */
  readonly tokenAddress?: Address;
}

/** A Kleros arbitrator of Reality.eth questions. */
export interface RealityProxy {
  /** Of the questions. */
  readonly chainId: number;
  /** The contract whose questions it arbitrates. */
  readonly reality: Address;
  /** What bonds are paid in there; absent of a contract that Reality.eth does not list. */
  readonly token?: string;
  readonly name: string;
  /** What a question names as its arbitrator. */
  readonly address: Address;
  /** The arbitratorKind of `dikast.reality` whose rulings it reports alike; absent where no record says. */
  readonly kind?: "kleros-v1-with-appeals" | "kleros-v1-home-foreign-gnosis-0.8";
  /** False where the proxy takes no appeals and no ruling says "too soon". */
  readonly appeals?: boolean;
  /** Where arbitration is requested, paid and given evidence; absent where that is the proxy itself. */
  readonly foreign?: { readonly chainId: number; readonly address: Address };
  /** Of Kleros v1, on the foreign chain; absent where no record says. */
  readonly court?: number;
  readonly courtName?: string;
  /** The least number of jurors; 0 stands for the court's own. */
  readonly jurors?: number;
  /** The policy that jurors decide by. */
  readonly policy?: string;
  /**
   * broken: Kleros' own repository calls it so, whatever lists still offer it. deprecated: Reality.eth's
   * list does. Absent where nobody says either.
   */
  readonly state?: "broken" | "deprecated";
  /** Another one for the same contract. */
  readonly instead?: Address;
  /** The record it was read from. */
  readonly source: string;
}
