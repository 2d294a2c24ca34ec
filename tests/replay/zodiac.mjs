// Proposals of the Zodiac Reality module (golden/reality/zodiac.json): the question it asks, and what
// it is made of.
export const name = "zodiac";

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => typeof row?.proposalId === "string" && Array.isArray(row.txHashes));

export function* run(records, { reality }) {
  for (const [index, row] of records.entries()) {
    const { chainId, module, proposalId, txs } = row;
    const asked = reality.zodiacQuestion({ chainId, module, proposalId, transactions: txs });
    const questionId = reality.questionId({
      version: "3.0",
      templateId: row.template,
      openingTs: 0,
      text: asked.question,
      arbitrator: row.questionArbitrator,
      timeout: row.questionTimeout,
      sender: module,
      nonce: row.nonce,
      minBond: row.minimumBond,
      contract: row.oracle,
    });
    const actual = { ...asked, questionId };
    for (const [field, value] of Object.entries(actual)) {
      const ok = JSON.stringify(value) === JSON.stringify(row[field]);
      yield { id: `${row.id ?? index} ${field}`, ok, expected: row[field], actual: value };
    }
  }
}
