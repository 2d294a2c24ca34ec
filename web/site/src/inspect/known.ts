import * as abis from "dikast/abi";
import type { AbiItem } from "dikast/lean";

/** A contract of the tables, with the places it is known to be at. */
export interface Place {
  /** "KlerosCore", "DisputeResolver" ... */
  contract: string;
  /** The table's key: a chain id, maybe with ":devnet". */
  chain: string;
}

const isItems = (value: unknown): value is readonly AbiItem[] =>
  Array.isArray(value) && value.every((item) => typeof item === "object" && "type" in item);

/** Every ABI the package has, by the name of its constant without "Abi". */
export const allAbis: readonly (readonly [name: string, items: readonly AbiItem[]])[] =
  Object.entries<unknown>({ ...abis })
    .filter((entry): entry is [string, readonly AbiItem[]] => isItems(entry[1]))
    .map(([name, items]) => [name.replace(/Abi$/, ""), items]);

/** Where an address stands in the deployments, in all projects and on all chains. */
export function placesOf(address: string): Place[] {
  const wanted = address.toLowerCase();
  const places: Place[] = [];
  for (const project of Object.values(abis.deployments)) {
    if (Array.isArray(project)) continue;
    for (const [chain, contracts] of Object.entries(project)) {
      for (const [contract, at] of Object.entries(contracts as Record<string, unknown>)) {
        if (String(at).toLowerCase() === wanted) places.push({ contract, chain });
      }
    }
  }
  return places;
}
