import type { AbiApi } from "./abi.types.js";
import type { Hex } from "./common.types.js";
import type { Core } from "./door.js";
import { DikastError } from "./errors.js";
import type {
  BuiltEvidence,
  EvidenceApi,
  EvidenceContract,
  EvidenceLog,
  EvidenceProfile,
  EvidenceReport,
  EvidenceStandard,
  FetchedFiles,
  HashVerdict,
  RawEvidenceLog,
} from "./evidence.types.js";
import { fileKind } from "./file-kind.js";
import { isBytes } from "./ipfs-content.js";
import type { IpfsApi } from "./ipfs.types.js";
import { stripMetadata } from "./strip-metadata.js";
import type { ValuesApi } from "./values.types.js";

// Every contract that takes evidence has the same function: kleros-v2 EvidenceModule.sol,
// arbitrable-proxy-contracts ArbitrableProxy.sol, kleros-interaction MultipleArbitrableTransaction*.sol,
// the Reality proxies of kleros/cross-chain-realitio-proxy.
const SUBMIT = "function submitEvidence(uint256 id, string evidence)";
const CONTRACTS: readonly EvidenceContract[] = [
  "evidence-module",
  "arbitrable-proxy",
  "escrow",
  "reality-proxy",
];
const EVENTS = [
  "event Evidence(uint256 indexed group, address indexed party, string evidence)",
  "event Evidence(address indexed arbitrator, uint256 indexed group, address indexed party, string evidence)",
];

/** Where each hash of a document points. */
const HASHES = {
  fileHash: "fileURI",
  evidenceDisplayInterfaceHash: "evidenceDisplayInterfaceURI",
  dynamicScriptHash: "dynamicScriptURI",
} as const;

interface Parts {
  core: Core;
  abi: AbiApi;
  ipfs: IpfsApi;
  values: Pick<ValuesApi, "keccak256" | "sha256">;
}

function inputType(path: string, message: string): DikastError {
  return new DikastError({ code: "input.type", path, message });
}

function extensionOf(name: string): string | undefined {
  return /\.([A-Za-z0-9]{1,16})$/.exec(name)?.[1]?.toLowerCase();
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

class Evidence {
  readonly #core: Core;
  readonly #abi: AbiApi;
  readonly #ipfs: IpfsApi;
  readonly #values: Parts["values"];

  constructor({ core, abi, ipfs, values }: Parts) {
    this.#core = core;
    this.#abi = abi;
    this.#ipfs = ipfs;
    this.#values = values;
  }

  build(input: object, standard: EvidenceStandard): BuiltEvidence {
    if (typeof input !== "object" || input === null || Array.isArray(input)) {
      throw inputType("/input", "Evidence is built from an object.");
    }
    const { file, ...fields } = input as Record<string, unknown>;
    const made = file === undefined ? {} : this.#file(file);
    const { link, fileTypeExtension } = made;
    const document = defined({ ...fields, ...defined({ fileURI: link?.uri, fileTypeExtension }) });
    const report = this.validate(document, standard);
    if (!report.valid) {
      throw new DikastError({
        code: "evidence.invalid",
        path: "/input",
        message: report.issues.map(({ message }) => message).join(" "),
        issues: report.issues,
      });
    }
    const json = JSON.stringify(document);
    const bytes = new TextEncoder().encode(json);
    const cid = this.#ipfs.cid(bytes);
    const { issues } = report;
    const built: BuiltEvidence = { json, bytes, cid, uri: `/ipfs/${cid}`, issues };
    if (link !== undefined) built.file = link;
    return built;
  }

  #file(file: unknown): { link?: { cid: string; uri: string }; fileTypeExtension?: string } {
    const { name, content } = (file ?? {}) as { name?: unknown; content?: unknown };
    if (typeof name !== "string" || !isBytes(content)) {
      throw inputType("/input/file", "A file has a name and its content as a Uint8Array.");
    }
    const cid = this.#ipfs.cid(content);
    const extension = extensionOf(name);
    const link = { cid, uri: `/ipfs/${cid}` };
    return extension === undefined ? { link } : { link, fileTypeExtension: extension };
  }

  validate(document: string | object, standard: EvidenceStandard): EvidenceReport {
    return this.#core.call("evidence.validate", { document, standard });
  }

  readExtra(details: { extraEvidences?: unknown }): EvidenceReport[] {
    const list = details?.extraEvidences ?? [];
    if (!Array.isArray(list)) throw inputType("/details/extraEvidences", "It is a list.");
    return list.map((item: unknown) => this.validate((item ?? "null") as object, "kleros-v2"));
  }

  #matches(hash: string, content: Uint8Array): boolean {
    const stated = this.#core.call<{ function: "keccak256" | "sha256"; digest: Hex }>(
      "evidence.hash",
      { hash },
    );
    return this.#values[stated.function](content) === stated.digest;
  }

  verify(document: string, files: FetchedFiles): Record<string, HashVerdict> {
    const { evidence } = this.validate(document, "erc-1497");
    const verdicts: Record<string, HashVerdict> = {};
    for (const [field, uriField] of Object.entries(HASHES) as [string, keyof FetchedFiles][]) {
      const hash = evidence[field];
      const content = files[uriField];
      if (typeof hash !== "string" || hash === "" || content === undefined) {
        verdicts[field] = "absent";
      } else {
        verdicts[field] = this.#matches(hash, content) ? "match" : "mismatch";
      }
    }
    verdicts.fileURI = this.#linkVerdict(evidence.fileURI, files.fileURI);
    const self = this.#core.call<boolean | null>("evidence.selfHash", { document });
    verdicts.selfHash = self === null ? "absent" : self ? "match" : "mismatch";
    return verdicts;
  }

  /** A link that is a hash: of the content itself, cut in a usual way. */
  #linkVerdict(uri: unknown, content: Uint8Array | undefined): HashVerdict {
    if (typeof uri !== "string" || content === undefined) return "absent";
    let address: ReturnType<IpfsApi["parse"]>;
    try {
      address = this.#ipfs.parse(uri, { verifiable: true });
    } catch {
      return "absent";
    }
    // Below a directory only a CAR could prove it.
    if (address.path !== "") return "absent";
    const { version } = address;
    const ways = [
      { profile: "v0-2015", version, rawLeaves: false },
      { profile: "v1-raw-256k" },
      { profile: "v1-2025" },
    ] as const;
    const found = ways.some((way) => this.#ipfs.same(this.#ipfs.cid(content, way), address.cid));
    return found ? "match" : "mismatch";
  }

  submitCalldata(input: Parameters<EvidenceApi["submitCalldata"]>[0]): Hex {
    const { standard, kind, id, evidence } = input;
    if (!CONTRACTS.includes(kind)) {
      const message = `Evidence is submitted to one of ${CONTRACTS.join(", ")}.`;
      throw new DikastError({ code: "evidence.contract", path: "/kind", message });
    }
    if (typeof evidence !== "string" || evidence === "") {
      throw inputType("/evidence", "The evidence is the address of a document, or its JSON text.");
    }
    const isJson = evidence.trimStart().startsWith("{");
    if (isJson && standard !== "kleros-v2") {
      throw inputType(
        "/evidence",
        "ERC-1497 evidence is submitted by the address of its document.",
      );
    }
    if (isJson) this.#refuse(this.validate(evidence, "kleros-v2"));
    else this.#ipfs.parse(evidence, { verifiable: true });
    return this.#abi.encodeFunctionData(SUBMIT, [id, evidence]);
  }

  #refuse({ valid, issues }: EvidenceReport): void {
    if (valid) return;
    const message = issues.map((issue) => issue.message).join(" ");
    throw new DikastError({ code: "evidence.invalid", path: "/evidence", message, issues });
  }

  groupId(given: EvidenceProfile): bigint {
    const value = groupOf(given);
    if (value === undefined) {
      const message = "This deployment profile is not known.";
      throw new DikastError({ code: "evidence.contract", path: "/profile", message });
    }
    return BigInt(this.#core.call<string>("uint256.parse", { value }));
  }

  fromLog(log: RawEvidenceLog): EvidenceLog {
    const v1 = log.topics.length === 4;
    const decoded = this.#abi.decodeEventLog(EVENTS[v1 ? 1 : 0] as string, {
      topics: log.topics as Hex[],
      data: log.data as Hex,
    });
    const args = decoded.args as unknown as {
      arbitrator?: Hex;
      group: bigint;
      party: Hex;
      evidence: string;
    };
    const { blockNumber, logIndex, transactionHash, address } = log;
    const provenance: EvidenceLog["provenance"] = {
      ...(address === undefined ? {} : { address }),
      ...(transactionHash === undefined ? {} : { transactionHash }),
      ...(blockNumber === undefined ? {} : { blockNumber: BigInt(blockNumber) }),
      ...(logIndex === undefined ? {} : { logIndex: BigInt(logIndex) }),
    };
    const { group, party, evidence, arbitrator } = args;
    return {
      standard: v1 ? "erc-1497" : "kleros-v2",
      group,
      party,
      ...(arbitrator === undefined ? {} : { arbitrator }),
      evidence,
      ...this.#submitted(evidence),
      provenance,
    };
  }

  /** The document in the log, or the address of it. */
  #submitted(evidence: string): Pick<EvidenceLog, "document" | "uri"> {
    try {
      return evidence.trimStart().startsWith("{")
        ? { document: this.validate(evidence, "kleros-v2") }
        : { uri: this.#ipfs.parse(evidence).uri };
    } catch {
      // Neither: what was submitted is shown as text.
      return {};
    }
  }
}

function groupOf(given: EvidenceProfile): unknown {
  switch (given?.profile) {
    case "kleros-v2":
      return given.arbitratorDisputeID;
    case "kleros-v2-neo":
      return given.externalDisputeID;
    case "arbitrable-proxy":
      return given.localDisputeID;
    case "escrow-v1":
      return given.transactionID;
    case "reality-proxy":
      return given.questionID;
    default:
      return undefined;
  }
}

/** Evidence over the core. */
export function createEvidence(parts: Parts): EvidenceApi {
  const evidence = new Evidence(parts);
  return {
    build: (input, options) => evidence.build(input, options?.standard),
    buildMetaEvidence: (input) => evidence.build(input, "meta-evidence"),
    validate: (document, options) => evidence.validate(document, options?.standard),
    readExtra: (details) => evidence.readExtra(details),
    verify: (document, files = {}) => evidence.verify(document, files),
    fileKind: (content) => fileKind(content),
    stripMetadata(content) {
      if (!isBytes(content)) throw inputType("/content", "A file's content is a Uint8Array.");
      return stripMetadata(content, fileKind(content).type);
    },
    submitCalldata: (input) => evidence.submitCalldata(input),
    groupId: (profile) => evidence.groupId(profile),
    fromLog: (log) => evidence.fromLog(log),
  };
}
