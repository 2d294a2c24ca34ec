import type { AbiApi, AbiOutput } from "./abi.types.js";
import type { Address, Hex } from "./common.types.js";
import type { DisputeLog, DisputeRequest } from "./dispute.types.js";
import { DikastError } from "./errors.js";

/** Every announcement there was: which contract emits which, facts of kleros-v2 2023 to 2026. */
const REQUESTS = [
  "event DisputeRequest(address indexed _arbitrator, uint256 indexed _arbitratorDisputeID, uint256 _externalDisputeID, uint256 _templateId, string _templateUri)",
  "event DisputeRequest(address indexed _arbitrator, uint256 indexed _arbitratorDisputeID, uint256 _externalDisputeID, uint256 _templateId)",
  "event DisputeRequest(address indexed _arbitrator, uint256 indexed _arbitratorDisputeID, uint256 _templateId)",
] as const;

const CROSS_CHAIN = [
  "event CrossChainDisputeIncoming(address _arbitrator, uint256 _arbitrableChainId, address indexed _arbitrable, uint256 indexed _arbitrableDisputeID, uint256 indexed _arbitratorDisputeID, uint256 _externalDisputeID, uint256 _templateId, string _templateUri)",
  "event CrossChainDisputeIncoming(address _arbitrator, uint256 _arbitrableChainId, address indexed _arbitrable, uint256 indexed _arbitrableDisputeID, uint256 indexed _arbitratorDisputeID, uint256 _templateId)",
] as const;

/** As emitted since August 2023, and before. */
const TEMPLATES = [
  "event DisputeTemplate(uint256 indexed _templateId, string indexed _templateTag, string _templateData, string _templateDataMappings)",
  "event DisputeTemplate(uint256 indexed _templateId, string indexed _templateTag, string _templateData)",
] as const;

export const CREATION =
  "event DisputeCreation(uint256 indexed _disputeID, address indexed _arbitrable)";

const topicOf = (abi: AbiApi, signature: string): Hex => abi.topic(signature);

/** Topics 0 of the announcements, and of the templates. */
export const requestTopics = (abi: AbiApi): Hex[] => REQUESTS.map((each) => topicOf(abi, each));
export const crossChainTopics = (abi: AbiApi): Hex[] =>
  CROSS_CHAIN.map((each) => topicOf(abi, each));
export const templateTopics = (abi: AbiApi): Hex[] => TEMPLATES.map((each) => topicOf(abi, each));

type Args = { [name: string]: AbiOutput };

function decode(abi: AbiApi, signatures: readonly string[], log: DisputeLog) {
  const event = signatures.find((each) => topicOf(abi, each) === log.topics[0]?.toLowerCase());
  if (event === undefined) return undefined;
  return { event, args: abi.decodeEventLog(event, log).args as Args };
}

function checkLog(log: DisputeLog): void {
  if (typeof log !== "object" || log === null || !Array.isArray(log.topics)) {
    const message = "A log is an object with topics and data.";
    throw new DikastError({ code: "input.type", path: "/log", message });
  }
}

/** Reads any announcement. */
export function decodeRequest(abi: AbiApi, log: DisputeLog): DisputeRequest {
  checkLog(log);
  const found = decode(abi, [...REQUESTS, ...CROSS_CHAIN], log);
  if (!found) {
    const message = "This log is no announcement of a dispute: its first topic is another event's.";
    throw new DikastError({ code: "dispute.log", path: "/log/topics/0", message });
  }
  const { event, args } = found;
  const optional = <K extends string>(key: K, value: AbiOutput | undefined) =>
    value === undefined || value === "" ? {} : { [key]: value };
  const arbitrable = args._arbitrable ?? (log.address as Address | undefined);
  return {
    event,
    eventName: event.slice("event ".length, event.indexOf("(")),
    arbitrator: args._arbitrator as Address,
    arbitratorDisputeID: args._arbitratorDisputeID as bigint,
    ...optional("arbitrable", arbitrable),
    ...optional("arbitrableChainId", args._arbitrableChainId),
    ...optional("externalDisputeID", args._externalDisputeID),
    templateId: args._templateId as bigint,
    ...optional("templateUri", args._templateUri),
  };
}

/** The texts of a registered template. */
export function decodeTemplate(
  abi: AbiApi,
  log: DisputeLog,
): { templateId: bigint; template: string; mappings: string } {
  checkLog(log);
  const found = decode(abi, TEMPLATES, log);
  if (!found) {
    const message = "This log registers no template: its first topic is another event's.";
    throw new DikastError({ code: "dispute.log", path: "/log/topics/0", message });
  }
  return {
    templateId: found.args._templateId as bigint,
    template: found.args._templateData as string,
    mappings: (found.args._templateDataMappings ?? "") as string,
  };
}
