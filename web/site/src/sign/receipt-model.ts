import type { Dikast, DisputeDetails, Eip1193Provider, EvidenceLog, Hex } from "dikast/lean";
import { DikastError, discover, type Receipt, waitFor, type WalletChoice } from "dikast/wallet";
import { core } from "../core.js";
import { net, OfflineError } from "../shell/net.js";
import { findWorld, loadDemoWallet, rpc } from "../world.js";
import { questionEvent, requestEvents, templateEvent } from "./abis.js";
import { Keep, readSent, type Sent } from "./keep.js";
import { evidenceTargets } from "../evidence/places.js";
import { questionTargets } from "../questions/places.js";
import type { ChainTarget, Target } from "./targets.js";

/** A template as an event of the chain has it. */
export interface OnChain {
  templateId: bigint;
  template: string;
  mappings: string;
}

/** A dispute the transaction created. */
export interface NewDispute {
  /** The arbitrator's id. */
  disputeId: bigint;
  templateId: bigint;
  arbitrator: string;
}

/** A question the transaction asked of Reality.eth. */
export interface AskedQuestion {
  id: string;
  text: string;
  arbitrator: string;
}

type Stage = "starting" | "choose" | "waiting" | "mined" | "failed";

const fail = (error: unknown): string =>
  error instanceof DikastError || error instanceof OfflineError || error instanceof Error
    ? error.message
    : String(error);

/**
 * What became of a transaction: its logs, the template as the chain gives it back, and whether that is
 * what was meant and renders the same. Fires "change".
 */
export class ReceiptModel extends EventTarget {
  stage: Stage = "starting";
  confirmations = 0;
  problem = "";
  target: ChainTarget | undefined;
  sent: Sent | undefined;
  receipt: Receipt | undefined;
  /** From the transaction's own logs. */
  logged: OnChain | undefined;
  dispute: NewDispute | undefined;
  evidence: EvidenceLog | undefined;
  question: AskedQuestion | undefined;
  /** Asked for again, by its id. */
  fetched: OnChain | undefined;
  details: DisputeDetails | undefined;
  rendersAs: "same" | "differs" | "unknown" = "unknown";
  wallets: readonly WalletChoice[] = [];

  #abort = new AbortController();

  constructor(
    readonly chainId: string,
    readonly hash: Hex,
  ) {
    super();
    this.sent = readSent(new Keep()).find((each) => each.hash === hash && each.chainId === chainId);
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }

  stop(): void {
    this.#abort.abort();
  }

  /** The local chain is read at once; for any other the person chooses a wallet to read with. */
  async start(): Promise<void> {
    const world = await findWorld();
    const targets = [...evidenceTargets(world), ...questionTargets(world)];
    this.target = targets.find(({ chainId }) => chainId === this.chainId);
    if (world && world.chainId === this.chainId) {
      await this.read(rpc(world.rpcUrl));
      return;
    }
    await loadDemoWallet(world);
    this.wallets = await discover();
    this.stage = "choose";
    this.#changed();
  }

  async read(provider: Eip1193Provider): Promise<void> {
    this.stage = "waiting";
    this.problem = "";
    this.#changed();
    try {
      if (net.offline) throw new OfflineError();
      this.receipt = await waitFor(provider, this.hash, {
        pollMilliseconds: 500,
        signal: this.#abort.signal,
        onProgress: ({ confirmations }) => {
          this.confirmations = confirmations;
          this.#changed();
        },
      });
      const dikast = await core;
      this.#decode(dikast, this.receipt);
      await this.#fetchBack(dikast, provider);
      this.#compare(dikast);
      this.stage = "mined";
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.problem = fail(error);
      this.stage = "failed";
    }
    this.#changed();
  }

  #decode(dikast: Dikast, { logs }: Receipt): void {
    for (const log of logs) {
      const template = templateOf(dikast, log);
      if (template) this.logged = template;
      const dispute = disputeOf(dikast, log);
      if (dispute) this.dispute = dispute;
      const evidence = evidenceOf(dikast, log);
      if (evidence) this.evidence = evidence;
      this.question ??= questionOf(dikast, log);
    }
  }

  async #fetchBack(dikast: Dikast, provider: Eip1193Provider): Promise<void> {
    const { logged, receipt, target } = this;
    if (!logged || !receipt) return;
    const topics = dikast.abi.encodeEventTopics(templateEvent, [logged.templateId]);
    const block = `0x${receipt.blockNumber.toString(16)}`;
    const filter = { topics, fromBlock: block, toBlock: block };
    const { registry } = (target ?? {}) as Partial<Target>;
    const params = [registry ? { ...filter, address: registry } : filter];
    const found = await provider.request({ method: "eth_getLogs", params });
    const logs = Array.isArray(found) ? found : [];
    this.fetched = logs.map((log) => templateOf(dikast, log)).find((each) => each !== undefined);
  }

  #compare(dikast: Dikast): void {
    const { sent, fetched } = this;
    if (!fetched) return;
    const context = (sent?.context ?? {}) as Record<string, never>;
    const render = (template: string): DisputeDetails | undefined => {
      try {
        return dikast.template.render(template, context);
      } catch {
        return undefined;
      }
    };
    this.details = render(fetched.template);
    if (!sent) return;
    const same = sent.template === fetched.template && sent.mappings === fetched.mappings;
    const looks = JSON.stringify(render(sent.template)) === JSON.stringify(this.details);
    this.rendersAs = same && looks ? "same" : "differs";
  }
}

function templateOf(
  dikast: Dikast,
  log: { topics: readonly Hex[]; data: Hex },
): OnChain | undefined {
  try {
    const { args } = dikast.abi.decodeEventLog(templateEvent, log) as {
      args: Record<string, unknown>;
    };
    return {
      templateId: args._templateId as bigint,
      template: String(args._templateData),
      mappings: String(args._templateDataMappings),
    };
  } catch {
    return undefined;
  }
}

function questionOf(
  dikast: Dikast,
  log: { topics: readonly Hex[]; data: Hex },
): AskedQuestion | undefined {
  try {
    const { args } = dikast.abi.decodeEventLog(questionEvent, log) as {
      args: Record<string, unknown>;
    };
    const { question_id: id, question: text, arbitrator } = args;
    return { id: String(id), text: String(text), arbitrator: String(arbitrator) };
  } catch {
    return undefined;
  }
}

function evidenceOf(
  dikast: Dikast,
  log: { topics: readonly Hex[]; data: Hex },
): EvidenceLog | undefined {
  try {
    return dikast.evidence.fromLog(log);
  } catch {
    return undefined;
  }
}

function disputeOf(
  dikast: Dikast,
  log: { topics: readonly Hex[]; data: Hex },
): NewDispute | undefined {
  for (const event of requestEvents) {
    try {
      const { args } = dikast.abi.decodeEventLog(event, log) as { args: Record<string, unknown> };
      return {
        disputeId: args._arbitratorDisputeID as bigint,
        templateId: args._templateId as bigint,
        arbitrator: String(args._arbitrator),
      };
    } catch {
      // Another event, or the other generation.
    }
  }
  return undefined;
}
