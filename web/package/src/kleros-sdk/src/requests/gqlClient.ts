/** The shape of urql's CombinedError, which the SDK let through. */
export class CombinedError extends Error {
  graphQLErrors: { message: string }[];
  networkError: Error | undefined;

  constructor(graphQLErrors: { message: string }[], networkError?: Error) {
    super(
      networkError
        ? `[Network] ${networkError.message}`
        : graphQLErrors.map((error) => `[GraphQL] ${error.message}`).join("\n"),
    );
    this.name = "CombinedError";
    this.graphQLErrors = graphQLErrors;
    this.networkError = networkError;
  }
}

type GraphQLReply<T> = { data?: T | null; errors?: { message: string }[] };

const ACCEPT =
  "application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed";

/**
 * One GraphQL query by POST. `data` is returned as it came, undefined when the reply has none.
 * Throws CombinedError for a failed request or a reply with `errors`.
 */
export const query = async <T>(
  endpoint: string,
  operationName: string,
  text: string,
  variables: Record<string, unknown>,
): Promise<T | null | undefined> => {
  let response: Response;
  let body: string;
  try {
    response = await fetch(endpoint, {
      method: "POST",
      headers: { "content-type": "application/json", accept: ACCEPT },
      body: JSON.stringify({ operationName, query: text, variables }),
    });
    body = await response.text();
  } catch (error) {
    throw new CombinedError([], error instanceof Error ? error : new Error(String(error)));
  }
  let reply: GraphQLReply<T>;
  try {
    reply = JSON.parse(body) as GraphQLReply<T>;
  } catch {
    throw new CombinedError([], new Error(response.ok ? body : response.statusText));
  }
  if (reply.errors?.length) throw new CombinedError(reply.errors);
  if (!response.ok && reply.data === undefined) {
    throw new CombinedError([], new Error(response.statusText));
  }
  return reply.data;
};
