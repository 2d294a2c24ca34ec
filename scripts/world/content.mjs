// What the parties of the sample disputes wrote. The files go to the local IPFS gateway; the
// recorded fixtures of examples/ carry the same texts.

/** Adds the documents to `files`; resolves every one to its /ipfs/ path. */
export function addDocuments(files) {
  const terms = files.add(
    "Landing page: home, pricing and contact. Delivered as source files and as a running page.\n" +
      "Two rounds of changes are included. Delivery by 15 January 2026.\n",
  );
  const transaction = files.add({
    title: "Redesign of the landing page",
    description:
      "Three screens (home, pricing, contact), delivered as source files. Buyer & seller agreed " +
      'on two rounds of changes; the second was called "unusable".',
    extraDescriptionUri: terms,
  });
  const policies = {
    escrow: files.add("Escrow policy: rule for the party that kept to the agreed terms.\n"),
    registry: files.add("Registry policy: a token needs a verified contract and a working logo.\n"),
    lease: files.add("Lease policy: the signed lease decides; local law fills its gaps.\n"),
    reality: files.add("Oracle policy: answer from the sources the question names.\n"),
  };
  const evidence = files.add("The logo at the address given answers 404.\n");
  return { terms, transaction, policies, evidence };
}
