import { fixtureOf, fixtureRequest, isChainRequest, recordedAnswer } from "./mapping-fixtures.js";
import type { Fixture, MappingExchangeApi, MappingRequest, Transport } from "./mapping.types.js";
import { type Answer, askUntil, failure, sourcesOf, toError } from "./transport.js";

/** One exchange at a time, for pages that show the conversation. The core judges the answers. */
export const exchanges: MappingExchangeApi = {
  recorded: (request: MappingRequest, fixtures: readonly Fixture[]) =>
    recordedAnswer(request, fixtures),
  typed(request: MappingRequest, body: string): Fixture {
    if (!isChainRequest(request)) {
      const response = { status: 200, contentType: "application/json", body };
      return { request: fixtureRequest(request), response };
    }
    let value: unknown = body.trim();
    if (request.kind === "eth_getLogs") {
      try {
        value = JSON.parse(body);
      } catch (cause) {
        throw failure("mapping.response_invalid", "Logs are a JSON list.", cause);
      }
    }
    return { request: fixtureRequest(request), response: { body: value } };
  },
  async ask(request: MappingRequest, transport: Transport): Promise<Fixture> {
    if (transport.signal?.aborted) {
      throw failure("mapping.aborted", "The caller stopped the requests.", transport.signal.reason);
    }
    if (transport.replay !== undefined) {
      const found = recordedAnswer(request, transport.replay);
      if (found) return found;
      throw failure("mapping.transport", `No recording answers this ${request.kind} request.`);
    }
    if (request.kind === "graphql" && transport.allowHost) {
      const { hostname, origin } = new URL(request.url);
      if (!transport.allowHost(hostname, origin)) {
        throw failure("mapping.host_refused", `The caller does not allow ${hostname} to be asked.`);
      }
    }
    let used: Answer | undefined;
    const name = request.kind === "ipfs" ? request.uri : request.kind;
    try {
      await askUntil(
        sourcesOf(request, transport),
        name,
        transport,
        (answer) => {
          used = answer;
        },
        () => false,
      );
    } catch (cause) {
      throw toError(cause);
    }
    const fixture = fixtureOf(request, used as Answer);
    transport.record?.(fixture);
    return fixture;
  },
};
