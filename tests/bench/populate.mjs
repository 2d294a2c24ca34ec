// What kleros-sdk's populateTemplate does, from the public libraries it uses: mustache.js renders,
// JSON.parse reads, zod checks, and the "refuse to arbitrate" answer is put in its place. The schema
// is made once, as zod's documentation advises; mustache.js keeps parsed templates by itself.
import Mustache from "mustache";
import { z } from "zod";

const address = z.string().refine((value) => /^0x[a-fA-F0-9]{40}$/.test(value));
const ensName = z.string().refine((value) => value.endsWith(".eth"));
const policy =
  /^(\/(ip4|ip6|dns4|dns6|dnsaddr|tcp|udp|utp|tls|ws|wss|p2p-circuit|onion|ipfs)(\/[^\s/]+)+|ipfs:\/\/[A-Za-z0-9]+\/[A-Za-z0-9]+(\.[A-Za-z0-9]+)?)$/;

const schema = z.object({
  title: z.string(),
  description: z.string(),
  question: z.string(),
  answers: z.array(
    z.object({
      id: z.string().regex(/^0x[0-9a-fA-F]+$/),
      title: z.string(),
      description: z.string(),
      reserved: z.boolean().optional(),
    }),
  ),
  policyURI: z.string().refine((value) => policy.test(value)),
  attachment: z.object({ label: z.string(), uri: z.string() }).optional(),
  frontendUrl: z.string().optional(),
  metadata: z.record(z.unknown()).optional(),
  arbitratorChainID: z.string(),
  arbitratorAddress: address,
  category: z.string().optional(),
  lang: z.string().optional(),
  specification: z.string().optional(),
  aliases: z.record(z.union([address, ensName])).optional(),
  extraEvidences: z
    .array(
      z.object({
        name: z.string(),
        description: z.string(),
        fileURI: z.string().optional(),
        fileTypeExtension: z.string().optional(),
        transactionHash: z.string().optional(),
        sender: z.union([address, ensName]).optional(),
        timestamp: z.number().optional(),
      }),
    )
    .default([]),
  version: z.string(),
});

const hex = () => (text, render) => `0x${Number.parseInt(render(text), 10).toString(16)}`;

/** The dispute, or a throw. */
export function populate(template, context) {
  const dispute = JSON.parse(Mustache.render(template, { hex, ...context }));
  const checked = schema.safeParse(dispute);
  if (!checked.success) throw checked.error;
  const refuse = {
    id: "0x0",
    title: "Refuse to Arbitrate / Invalid",
    description: "Refuse to Arbitrate / Invalid",
    reserved: true,
  };
  const index = dispute.answers.findIndex(({ id }) => BigInt(id) === 0n);
  if (index === -1) dispute.answers.unshift(refuse);
  else dispute.answers[index] = { ...refuse, description: dispute.answers[index].description };
  return dispute;
}

/** Forgets the parsed templates: the next render of any is its first. */
export function forgetTemplates() {
  Mustache.clearCache();
}
