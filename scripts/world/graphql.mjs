// A GraphQL server with the parts of the Escrow V2 and Curate V2 subgraphs that the examples ask
// for. The data are those of the local chain; index.mjs puts them in.
import { createServer } from "node:http";
import { buildSchema, graphql } from "graphql";
import { listen } from "./ipfs.mjs";

const schema = buildSchema(`
  scalar BigInt
  scalar Bytes

  type Escrow {
    id: ID!
    transactionUri: String!
    buyer: Bytes!
    seller: Bytes!
    amount: BigInt!
    token: Bytes
    asset: Bytes!
    deadline: BigInt!
    status: String!
  }

  type User { id: ID! }
  type Registry { id: ID!, title: String!, description: String!, policyURI: String! }
  type Item { id: ID!, itemID: Bytes!, data: String!, status: String!, registry: Registry! }
  type Request {
    id: ID!
    disputeID: BigInt!
    requester: User!
    challenger: User
    requestType: String!
    requesterEvidence: String
    challengerEvidence: String
    item: Item!
  }
  input RequestFilter { disputeID: BigInt, requestType: String }

  type Query {
    escrow(id: ID!): Escrow
    requests(first: Int = 100, skip: Int = 0, where: RequestFilter): [Request!]!
  }
`);

const mostBytes = 100_000;

/** Answers from `data` = {escrows: Map of id to escrow, requests: array}. */
function resolvers(data) {
  return {
    escrow: ({ id }) => data.escrows.get(id) ?? null,
    requests: ({ first, skip, where }) =>
      data.requests
        .filter((request) =>
          Object.entries(where ?? {}).every(([field, value]) => request[field] === `${value}`),
        )
        .slice(skip, skip + first),
  };
}

async function body(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > mostBytes) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function answer(data, request, response) {
  const reply = (status, value) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  };
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-allow-headers", "content-type");
  if (request.method === "OPTIONS") {
    response.writeHead(204, { "access-control-allow-methods": "POST" }).end();
    return;
  }
  const text = request.method === "POST" ? await body(request) : undefined;
  if (text === undefined) {
    reply(request.method === "POST" ? 413 : 405, { errors: [{ message: "POST a small query" }] });
    return;
  }
  let query;
  try {
    query = JSON.parse(text);
  } catch {
    reply(400, { errors: [{ message: "the body is not JSON" }] });
    return;
  }
  reply(
    200,
    await graphql({
      schema,
      source: `${query?.query}`,
      rootValue: resolvers(data),
      variableValues: query?.variables,
      operationName: query?.operationName,
    }),
  );
}

/** Serves `data` on a loopback port; resolves to {url, stop}. */
export function startGraphql(data) {
  return listen(createServer((request, response) => void answer(data, request, response)));
}
