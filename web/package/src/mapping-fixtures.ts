import type { Fixture, FixtureRequest, MappingRequest } from "./mapping.types.js";
import type { Answer } from "./transport.js";

export function isChainRequest(request: MappingRequest | null): boolean {
  return request?.kind === "eth_call" || request?.kind === "eth_getLogs";
}

/** The part of a request that decides its answer, without keys. */
export function fixtureRequest(request: MappingRequest): FixtureRequest {
  switch (request.kind) {
    case "graphql":
      return { kind: request.kind, url: request.maskedUrl, body: request.body };
    case "ipfs":
      return { kind: request.kind, uri: request.uri };
    case "eth_call":
      return { kind: request.kind, ...chainOf(request), to: request.to, data: request.data };
    case "eth_getLogs": {
      const { kind, address, topics, fromBlock, toBlock } = request;
      return { kind, ...chainOf(request), address, topics, fromBlock, toBlock };
    }
  }
}

function chainOf(request: { chainId?: bigint }): { chainId?: string } {
  return request.chainId === undefined ? {} : { chainId: request.chainId.toString() };
}

/** One text for the same request, whatever the order of its members. */
function keyOf(request: FixtureRequest): string {
  const entries = Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(entries).toLowerCase();
}

export function base64(bytes: Uint8Array): string {
  const step = 32_768;
  let binary = "";
  for (let i = 0; i < bytes.length; i += step) {
    binary += String.fromCharCode(...bytes.subarray(i, i + step));
  }
  return btoa(binary);
}

/** The exchange as a recording. */
export function fixtureOf(request: MappingRequest, answer: Answer): Fixture {
  if (answer.contentType.startsWith("application/vnd.ipld.")) {
    const { status, contentType } = answer;
    const response = {
      status,
      contentType,
      body: base64(answer.body),
      encoding: "base64" as const,
    };
    return { request: fixtureRequest(request), response };
  }
  const text = new TextDecoder().decode(answer.body);
  if (isChainRequest(request)) {
    return { request: fixtureRequest(request), response: { body: JSON.parse(text) as unknown } };
  }
  const { status, contentType } = answer;
  return { request: fixtureRequest(request), response: { status, contentType, body: text } };
}

/** The recorded exchange that answers a request. */
export function recordedAnswer(
  request: MappingRequest,
  fixtures: readonly Fixture[],
): Fixture | undefined {
  const key = keyOf(fixtureRequest(request));
  return fixtures.find((fixture) => keyOf(fixture.request) === key);
}
