import type { Dikast, Eip1193Provider } from "dikast/lean";

const EVENT =
  "event DisputeTemplate(uint256 indexed _templateId, string indexed _templateTag, string _templateData, string _templateDataMappings)";

interface Log {
  topics: `0x${string}`[];
  data: `0x${string}`;
}

/** A template as it was registered. */
export interface Registered {
  template: string;
  mappings: string;
}

/** The registered template of that number, or a sentence about why there is none. */
export async function registered(
  dikast: Dikast,
  provider: Eip1193Provider,
  id: string,
): Promise<Registered | string> {
  if (!/^\d{1,78}$/.test(id.trim())) return "A template id is a number.";
  try {
    const topics = dikast.abi.encodeEventTopics(EVENT, [id.trim()]);
    const params = [{ fromBlock: "earliest", toBlock: "latest", topics }];
    const logs = (await provider.request({ method: "eth_getLogs", params })) as Log[];
    const log = logs.at(-1);
    if (!log) return `No template ${id.trim()} is registered there.`;
    const { args } = dikast.abi.decodeEventLog(EVENT, log) as {
      args: Record<string, unknown>;
    };
    const { _templateData: template, _templateDataMappings: mappings } = args;
    return { template: String(template ?? ""), mappings: String(mappings ?? "") };
  } catch (error) {
    return `The chain did not say: ${error instanceof Error ? error.message : String(error)}`;
  }
}
