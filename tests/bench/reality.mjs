// Rows about Reality.eth, against reality-eth-lib: what every question needs before it is asked.
import { equal } from "node:assert/strict";
import library from "@reality.eth/reality-eth-lib/formatters/question.js";

const peer = "reality-eth-lib";
const question = {
  type: "single-select",
  title: "Which proposal won the vote of March, as the forum's final count \u201chas it\u201d?",
  outcomes: ["Proposal A", 'Proposal "B"', "Neither", "The vote was cancelled"],
  category: "governance",
  lang: "en_US",
};
const key = {
  version: "3.0",
  templateId: 2,
  openingTs: 1_767_225_600,
  arbitrator: "0xf72CfD1B34a91A64f9A98537fe63FBaB7530AdCA",
  timeout: 129_600,
  sender: "0xbDecc64831d18b049DBc37942D7559fd54ABf31A",
  nonce: 0,
  minBond: 10n ** 18n,
  contract: "0x5b7dD1E86623548AF054A4985F7fc8Ccbb554E2c",
};

export function realityRows({ reality }) {
  const { type, title, outcomes, category, lang } = question;
  const text = reality.encodeText(question);
  const asked = { ...key, text };
  const row = (name, ours, theirs) => {
    equal(ours(), theirs());
    return { name: `reality-${name}`, peer, ours: { run: ours }, theirs: { run: theirs } };
  };
  // It reads bonds as hex.
  const bond = `0x${key.minBond.toString(16)}`;
  const rest = [key.openingTs, key.sender, key.nonce, bond, key.contract, key.version];
  return [
    row(
      "encode-text",
      () => reality.encodeText(question),
      () => library.encodeText(type, title, outcomes, category, lang),
    ),
    row(
      "question-id",
      () => reality.questionId(asked),
      () => library.questionID(key.templateId, text, key.arbitrator, key.timeout, ...rest),
    ),
  ];
}
