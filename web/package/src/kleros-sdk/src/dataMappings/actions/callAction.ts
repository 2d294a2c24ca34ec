import { getPublicClient } from "../../sdk.js";
import { parseAbiItem } from "../../../viem/abi-items.js";
import type { AbiCallMapping } from "../utils/actionTypes.js";
import { createResultObject } from "../utils/createResultObject.js";

/** The result of a view function; a single value is found under the path "value". */
export const callAction = async (mapping: AbiCallMapping): Promise<Record<string, unknown>> => {
  const { abi, address, functionName, args, seek, populate } = mapping;
  const client = getPublicClient();
  const item = typeof abi === "string" ? parseAbiItem(abi) : abi;
  const data = await client.readContract({ address, abi: [item], functionName, args });
  return createResultObject(typeof data === "object" ? data : { value: data }, seek, populate);
};
