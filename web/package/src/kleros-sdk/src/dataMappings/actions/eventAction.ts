import { getPublicClient } from "../../sdk.js";
import { parseAbiItem } from "../../../viem/abi-items.js";
import type { AbiEventMapping } from "../utils/actionTypes.js";
import { createResultObject } from "../utils/createResultObject.js";

/** The arguments of the first log that matches the filter. */
export const eventAction = async (mapping: AbiEventMapping): Promise<Record<string, unknown>> => {
  const { abi, address, eventFilter, seek, populate } = mapping;
  const client = getPublicClient();
  const event = parseAbiItem(abi);
  const filter = await client.createEventFilter({
    address,
    event,
    args: eventFilter.args,
    fromBlock: eventFilter.fromBlock,
    toBlock: eventFilter.toBlock,
  });
  const logs = await client.getFilterLogs({ filter });
  // No log at all is a TypeError in the SDK too; callers that catch it keep working.
  return createResultObject((logs[0] as (typeof logs)[number]).args, seek, populate);
};
