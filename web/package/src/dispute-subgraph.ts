import { badAnswer } from "./dispute-chain.js";
import { DikastError } from "./errors.js";
import type { MappingApi, Transport } from "./mapping.types.js";

type Reply = { data?: Record<string, unknown> | null; errors?: { message?: unknown }[] };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

async function ask(
  mapping: MappingApi,
  transport: Transport,
  url: string,
  query: string,
  id: bigint,
): Promise<Reply> {
  const body = JSON.stringify({ query, variables: { id: id.toString() } });
  const request = { id: 0, kind: "graphql", mapping: 0, url, maskedUrl: url, body } as const;
  const { response } = await mapping.ask(request, transport);
  const text = "body" in response ? response.body : undefined;
  let reply: unknown = text;
  try {
    if (typeof text === "string") reply = JSON.parse(text);
  } catch (cause) {
    throw badAnswer(`${url} did not answer with JSON.`, cause);
  }
  if (!isObject(reply)) throw badAnswer(`${url} answered nothing of GraphQL.`);
  return reply as Reply;
}

function checked(url: string, { data, errors }: Reply): Record<string, unknown> {
  if (errors?.length) {
    const said = errors.map(({ message }) => String(message)).join("; ");
    throw badAnswer(`${url} answered with an error: ${said}`);
  }
  if (!isObject(data)) throw badAnswer(`${url} answered without data.`);
  return data;
}

const integer = (value: unknown): bigint | undefined =>
  (typeof value === "string" && /^\d{1,78}$/.test(value)) ||
  (typeof value === "number" && Number.isSafeInteger(value) && value >= 0)
    ? BigInt(value)
    : undefined;

export interface IndexedDispute {
  arbitrable: string;
  arbitrableChainId: bigint | undefined;
  templateId: bigint;
  externalDisputeID: bigint | undefined;
}

const disputeQuery = (more: string): string =>
  `query D($id: ID!) { dispute(id: $id) { arbitrated { id } arbitrableChainId templateId ${more} } }`;

/** A dispute as the arbitrator's subgraph has it. */
export async function indexedDispute(
  mapping: MappingApi,
  transport: Transport,
  url: string,
  id: bigint,
): Promise<IndexedDispute> {
  // Subgraphs since the end of 2025 have no externalDisputeId, and refuse the whole question for it.
  let reply = await ask(mapping, transport, url, disputeQuery("externalDisputeId"), id);
  if (reply.errors?.length) reply = await ask(mapping, transport, url, disputeQuery(""), id);
  const { dispute } = checked(url, reply);
  if (dispute === null || dispute === undefined) {
    const message = `${url} has no dispute ${id}.`;
    throw new DikastError({ code: "dispute.not_found", path: "/options/disputeId", message });
  }
  const { arbitrated, arbitrableChainId, templateId, externalDisputeId } = dispute as Record<
    string,
    unknown
  >;
  const template = integer(templateId);
  const arbitrable = isObject(arbitrated) ? arbitrated.id : undefined;
  if (typeof arbitrable !== "string" || template === undefined) {
    throw badAnswer(`${url} does not say who asked, or which template it is.`);
  }
  return {
    arbitrable,
    arbitrableChainId: integer(arbitrableChainId),
    templateId: template,
    externalDisputeID: integer(externalDisputeId),
  };
}

const TEMPLATE =
  "query T($id: ID!) { disputeTemplate(id: $id) { templateData templateDataMappings } }";

/** A template as the registry's subgraph has it. */
export async function indexedTemplate(
  mapping: MappingApi,
  transport: Transport,
  url: string,
  id: bigint,
): Promise<{ template: string; mappings: string }> {
  const { disputeTemplate } = checked(url, await ask(mapping, transport, url, TEMPLATE, id));
  if (disputeTemplate === null || disputeTemplate === undefined) {
    const message = `${url} has no template ${id}.`;
    throw new DikastError({ code: "dispute.template_not_found", path: "", message });
  }
  const { templateData, templateDataMappings } = disputeTemplate as Record<string, unknown>;
  if (typeof templateData !== "string") throw badAnswer(`${url} has no text for template ${id}.`);
  const mappings = typeof templateDataMappings === "string" ? templateDataMappings : "";
  return { template: templateData, mappings };
}
