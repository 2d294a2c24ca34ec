import type { AbiItem, AbiOutput, AbiParameter, Dikast, Hex } from "dikast/lean";
import { type Field, type Finding, field } from "./finding.js";
import type { Known, KnownItem } from "./catalogue.js";

/** A log as it was pasted or came from a node. */
export interface Log {
  address?: string;
  topics: Hex[];
  data: Hex;
}

const DEEPEST = 6;

export const isHex = (value: unknown): value is Hex =>
  typeof value === "string" && /^0x([0-9a-f]{2})*$/i.test(value);

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** Reads bytes with everything that is known; nothing is computed here but by the core. */
export class Decoder {
  constructor(
    readonly dikast: Dikast,
    readonly known: Known,
  ) {}

  #bytes(name: string, value: Hex, depth: number): Partial<Field> {
    if (/extradata/i.test(name)) {
      const inside = this.extraData(value)[0]?.fields;
      return inside ? { inside, known: "read as extra data of a court" } : {};
    }
    const call = depth < DEEPEST ? this.call(value, depth + 1)[0] : undefined;
    return call && !call.unknown ? { inside: call.fields, known: call.title } : {};
  }

  #field(parameter: AbiParameter, value: AbiOutput | undefined, at: number, depth: number): Field {
    const name = parameter.name || `argument ${at + 1}`;
    const { type } = parameter;
    const array = /^(.*)\[\d*\]$/.exec(type);
    if (array && Array.isArray(value)) {
      const element = { ...parameter, type: array[1] as string };
      const inside = value.map((item, index) =>
        this.#field({ ...element, name: `${name}[${index}]` }, item, index, depth),
      );
      return { name, type, value: plural(value.length, "element"), inside };
    }
    if (type === "tuple" && typeof value === "object" && value !== null) {
      const inside = (parameter.components ?? []).map((component, index) => {
        const item = Array.isArray(value) ? value[index] : value[component.name ?? ""];
        return this.#field(component, item, index, depth);
      });
      return { name, type: "struct", value: plural(inside.length, "member"), inside };
    }
    const text = String(value);
    if (type === "address") {
      const [place] = this.known.placesOf(text);
      return { name, type, value: text, ...(place ? { known: place } : {}) };
    }
    if (type === "bytes" && isHex(text)) {
      return { name, type, value: text, ...this.#bytes(name, text, depth) };
    }
    return { name, type, value: text };
  }

  #fields(item: AbiItem, args: readonly (AbiOutput | undefined)[], depth: number): Field[] {
    return (item.inputs ?? []).map((input, at) => this.#field(input, args[at], at, depth));
  }

  #source({ contracts }: KnownItem): string {
    return `the ABI of ${contracts.join(", ")}`;
  }

  /** Every known function or error that the bytes can be; one finding that says so when there is none. */
  call(data: Hex, depth = 0): Finding[] {
    const selector = data.slice(0, 10).toLowerCase() as Hex;
    if (data.length < 10) {
      return [
        {
          title: data === "0x" ? "No bytes" : "Fewer bytes than a function's name has",
          fields: [],
          source: "the bytes alone",
          note: "A call begins with four bytes that name its function. Without them it only moves ether.",
          unknown: true,
        },
      ];
    }
    const functions = this.known.calls.get(selector) ?? [];
    const errors = this.known.errors.get(selector) ?? [];
    const found: Finding[] = [];
    let why = "";
    for (const known of [...functions, ...errors]) {
      const { item } = known;
      const isError = item.type === "error";
      try {
        const { args } = isError
          ? this.dikast.abi.decodeError(item, data)
          : this.dikast.abi.decodeFunctionData(item, data);
        const open = templateIn(item, args);
        found.push({
          title: `${isError ? "The error" : "A call of"} ${item.name}`,
          fields: this.#fields(item, args, depth),
          source: this.#source(known),
          raw: data,
          ...(open ? { open } : {}),
        });
      } catch (error) {
        why = `${item.name} begins with these four bytes, but the rest are not its arguments: ${
          error instanceof Error ? error.message : error
        }`;
      }
    }
    if (found.length > 0) return found;
    return [
      {
        title: `No known function is named ${selector}`,
        fields: [],
        source: "the ABIs of Kleros, its escrows, Reality.eth, Safe and ERC-20",
        raw: data,
        note:
          why ||
          "Its signature or the contract's ABI, under \u201cRead with another ABI\u201d, would read it.",
        unknown: true,
      },
    ];
  }

  /** A court's extra data: three words, as Kleros reads them; empty when the bytes cannot be that. */
  extraData(data: Hex): Finding[] {
    const words = (data.length - 2) / 64;
    if (!Number.isInteger(words) || words < 2 || words > 5) return [];
    const names = ["court", "jurors at least", "dispute kit", "token of the gate", "token id"];
    const types = Array.from({ length: words }, () => "uint256");
    const values = this.dikast.abi.decodeParameters(types, data) as bigint[];
    // Larger numbers are no courts: the bytes mean something else.
    if (values.slice(0, 3).some((value) => value > 1_000_000n)) return [];
    const standsFor = ["the general court", "3", "the classic kit"];
    return [
      {
        title:
          words === 2 ? "Extra data: court and jurors" : "Extra data: court, jurors, dispute kit",
        fields: values.map((value, at) => {
          const given = at > 2 ? `0x${value.toString(16)}` : `${value}`;
          return field(names[at] ?? "", given, {
            type: "uint256",
            ...(value === 0n && at < 3 ? { known: `0 stands for ${standsFor[at]}` } : {}),
          });
        }),
        source: "the order of words that Kleros courts read",
        raw: data,
        note: "Courts count from 0 in Kleros v1 and from 1 in v2. In v1 the third word has no meaning.",
      },
    ];
  }

  log(log: Log, at: number): Finding {
    const topic = log.topics[0]?.toLowerCase() as Hex | undefined;
    const place = log.address ? this.known.placesOf(log.address)[0] : undefined;
    const from = log.address
      ? [field("contract", log.address, { type: "address", ...(place ? { known: place } : {}) })]
      : [];
    const raw = JSON.stringify(log);
    for (const known of (topic && this.known.events.get(topic)) || []) {
      try {
        const { args } = this.dikast.abi.decodeEventLog(known.item, log);
        const inputs = known.item.inputs ?? [];
        const values = inputs.map(({ name }, index) =>
          Array.isArray(args) ? args[index] : args[name ?? ""],
        );
        const fields = this.#fields(known.item, values, 0).map((each, index) => {
          const { indexed, type = "" } = inputs[index] ?? {};
          const hashed = indexed && /^(string|bytes|tuple)|\]$/.test(type) && type !== "bytes32";
          return hashed ? { ...each, known: "its keccak-256: the log has no more" } : each;
        });
        const open = templateIn(known.item, values);
        return {
          title: `Event ${at + 1}: ${known.item.name}`,
          fields: [...from, ...fields],
          source: this.#source(known),
          raw,
          ...(open ? { open } : {}),
          ...this.#dispute(log),
          ...this.#evidence(log),
        };
      } catch {
        // The same topic with other indexed arguments, or data that do not fit: the next one may.
      }
    }
    return this.#announcement(log, at, from, raw) ?? this.#unknownLog(log, at, from, raw);
  }

  #dispute(log: Log): Pick<Finding, "dispute"> {
    try {
      const { arbitrator, arbitratorDisputeID } = this.dikast.dispute.decodeRequest(log);
      return { dispute: { arbitrator, disputeId: `${arbitratorDisputeID}` } };
    } catch {
      return {};
    }
  }

  #evidence(log: Log): Pick<Finding, "evidence"> {
    try {
      const { document } = this.dikast.evidence.fromLog(log);
      return document ? { evidence: document } : {};
    } catch {
      return {};
    }
  }

  /** Announcements and registrations of generations that no ABI at hand has. */
  #announcement(log: Log, at: number, from: Field[], raw: string): Finding | undefined {
    try {
      const { event, eventName, ...values } = this.dikast.dispute.decodeRequest(log);
      const fields = Object.entries(values).map(([name, value]) => field(name, String(value)));
      const source = event;
      return { title: `Event ${at + 1}: ${eventName}`, fields, source, raw, ...this.#dispute(log) };
    } catch {
      // No announcement.
    }
    try {
      const { templateId, ...open } = this.dikast.dispute.decodeTemplate(log);
      const fields = [
        ...from,
        field("_templateId", `${templateId}`),
        field("template", open.template),
      ];
      const source = "DisputeTemplate as it was before August 2023";
      return { title: `Event ${at + 1}: DisputeTemplate`, fields, source, raw, open };
    } catch {
      return undefined;
    }
  }

  #unknownLog(log: Log, at: number, from: Field[], raw: string): Finding {
    const topics = log.topics.map((topic, index) => field(`topic ${index}`, topic));
    return {
      title: `Event ${at + 1}: not known here`,
      fields: [...from, ...topics, field("data", log.data)],
      source: "the log alone",
      raw,
      note: "Its signature or the contract's ABI, under \u201cRead with another ABI\u201d, would read it.",
      unknown: true,
    };
  }

  address(given: string): Finding {
    const places = this.known.placesOf(given);
    const source = `the deployments as the projects' repositories list them (${this.known.asOf}); nothing was asked`;
    const raw = this.dikast.address.checksum(given);
    if (places.length > 0) {
      const fields = [field("address", raw), ...places.map((place) => field("known as", place))];
      return { title: "A known contract", fields, source, raw };
    }
    return {
      title: "An address that is in no table of known contracts",
      fields: [field("address", raw)],
      source,
      raw,
      note: "That says nothing about it: only deployments of Kleros and its escrows are in the tables.",
      unknown: true,
    };
  }
}

/** The template in a call's or event's text arguments, when there is one. */
function templateIn(item: AbiItem, values: readonly (AbiOutput | undefined)[]): Finding["open"] {
  const at = (pattern: RegExp): number =>
    (item.inputs ?? []).findIndex(({ name, indexed }) => !indexed && pattern.test(name ?? ""));
  const template = values[at(/^_?(templateData|disputeTemplate)$/)];
  const mappings = values[at(/DataMappings$/i)];
  return typeof template === "string"
    ? { template, mappings: typeof mappings === "string" ? mappings : "" }
    : undefined;
}
