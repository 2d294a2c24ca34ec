import { MAX_BYTE_SIZE } from "../../consts.js";
import { RequestError } from "../../errors/index.js";
import type { FetchIpfsJsonMapping } from "../utils/actionTypes.js";
import { createResultObject } from "../utils/createResultObject.js";

const GATEWAY = "https://ipfs.io";

// The SDK's reading of an IPFS URI: everything that is not http(s) hangs under one fixed gateway.
const gatewayUrl = (ipfsUri: string): string => {
  if (ipfsUri.startsWith("/ipfs/")) return `${GATEWAY}${ipfsUri}`;
  if (ipfsUri.startsWith("ipfs://")) return ipfsUri.replace("ipfs://", `${GATEWAY}/ipfs/`);
  if (ipfsUri.startsWith("http")) throw new RequestError("Invalid IPFS URI format");
  return `${GATEWAY}/ipfs/${ipfsUri}`;
};

/** A JSON document from IPFS. The bytes are not held against the CID here; `dikast` does that. */
export const fetchIpfsJsonAction = async (
  mapping: FetchIpfsJsonMapping,
): Promise<Record<string, unknown>> => {
  const { ipfsUri, seek, populate } = mapping;
  const url = gatewayUrl(ipfsUri);
  const response = await fetch(url, { method: "GET" });
  if (!response.ok) throw new RequestError("Failed to fetch data from IPFS", url);

  const length = response.headers.get("content-length");
  if (length && Number.parseInt(length, 10) > MAX_BYTE_SIZE) {
    throw new RequestError("Response size is too large", url);
  }
  if (!response.headers.get("content-type")?.includes("application/json")) {
    throw new RequestError("Fetched data is not JSON", url);
  }
  return createResultObject(await response.json(), seek, populate);
};
