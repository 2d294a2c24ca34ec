// The Escrow V2 example: what is rendered.
import { readFileSync } from "node:fs";

const example = (name) =>
  readFileSync(new URL(`../../examples/escrow-v2/${name}.json`, import.meta.url), "utf8");

/** As registered on chain: 1.2 KB, 16 tags. */
export const template = example("template");
export const mappings = example("mappings");

/** What the mappings find for the example's dispute. */
export const context = {
  escrowTitle: "Redesign of the landing page",
  deliverableText:
    "Three screens (home, pricing, contact), delivered as source files. Buyer & seller agreed on " +
    'two rounds of changes; the second was called "unusable".',
  noWinner: "No one wins: the amount stays where the contract puts it",
  buyerWins: "The buyer gets the amount back",
  sellerWins: "The seller receives the amount",
  extraDescriptionUri: "/ipfs/bafkreicxng2jxs5c6ftd6xjduxzyy3so6itmgs6v6qgybpx4ir2x3ioofa",
  transactionUri: "/ipfs/bafkreihsbbvkpp63f6kdi4j7c37bvkvwfare5ijpzwgv5g5bsmj6wdnnzq",
  transactionID: "2",
  buyer: "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
  seller: "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc",
  amount: "1500000000000000000",
  token: "0x0000000000000000000000000000000000000000",
  deadline: "1768435200",
};
