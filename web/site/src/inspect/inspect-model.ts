import type { Dikast, Eip1193Provider, Hex } from "dikast/lean";
import { discover } from "dikast/wallet";
import { net, OfflineError } from "../shell/net.js";
import { goTo } from "../shell/routes.js";
import { draftWith } from "../studio/draft.js";
import { LocalStore } from "../studio/local-store.js";
import { registered } from "../studio/registered.js";
import { findWorld, loadDemoWallet, rpc } from "../world.js";
import { type Finding, logsIn, readAddress, readCall, readExtraData, readLogs } from "./read.js";

export type { Finding } from "./read.js";

interface Source {
  name: string;
  provider: Eip1193Provider;
}

type Question = { kind: "template" | "transaction"; value: string };

/** What was pasted, and what it says by itself or, once somebody presses, by a chain. */
export class InspectModel extends EventTarget {
  findings: Finding[] = [];
  /** The heading of what a chain could add; "" for nothing. */
  ask = "";
  sources: Source[] = [];
  busy = "";
  problem = "";
  #question: Question | undefined;
  #turn = 0;

  constructor(readonly dikast: Dikast) {
    super();
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }

  /** Who could be asked. Nobody is. */
  async start(): Promise<void> {
    const world = await findWorld();
    await loadDemoWallet(world);
    const wallets = await discover();
    const local = world ? [{ name: "the local world", provider: rpc(world.rpcUrl) }] : [];
    this.sources = [...local, ...wallets.map(({ name, provider }) => ({ name, provider }))];
    this.#changed();
  }

  say(problem: string): void {
    this.problem = problem;
    this.#changed();
  }

  /** Reads a text by itself. Any text gets an answer. */
  read(given: string): void {
    const text = given.trim();
    this.#turn += 1;
    this.findings = [];
    this.problem = "";
    this.ask = "";
    this.#question = undefined;
    if (text !== "") {
      try {
        this.#look(text);
      } catch (error) {
        this.problem = error instanceof Error ? error.message : String(error);
      }
    }
    this.#changed();
  }

  #look(text: string): void {
    if (/^\d+$/.test(text)) {
      this.ask = `Is there a dispute template ${text}?`;
      this.#question = { kind: "template", value: text };
      return;
    }
    const link = /^https?:\/\/\S+$/.test(text)
      ? /0x([0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])/i.exec(text)
      : null;
    const hex = link ? link[0] : text;
    if (/^0x[0-9a-f]*$/i.test(hex)) {
      this.#hex(hex as Hex);
      return;
    }
    const logs = logsIn(text);
    if (logs.length > 0) {
      this.findings = readLogs(this.dikast, logs);
      return;
    }
    if (/^[[{]/.test(text)) {
      this.problem =
        "This is a document without logs. If it is a dispute template, the Template studio reads it.";
      this.findings = [
        { title: "A document", rows: [["Text", text]], open: { template: text, mappings: "" } },
      ];
      return;
    }
    this.problem =
      "Nothing here reads this. Paste bytes that begin with 0x, a receipt or logs as JSON, an address, a transaction's hash, or a template's number.";
  }

  #hex(hex: Hex): void {
    if (hex.length === 42) {
      this.findings = [readAddress(hex)];
      return;
    }
    if (hex.length === 66) {
      this.ask = "Is this a transaction?";
      this.#question = { kind: "transaction", value: hex };
      return;
    }
    if (hex.length % 2 !== 0) {
      this.problem = "These are an odd number of hex digits: one is missing or too many.";
      return;
    }
    this.findings = [...readCall(this.dikast, hex), ...readExtraData(this.dikast, hex)];
    if (this.findings.length === 0) {
      this.problem =
        hex.length < 10
          ? "A call begins with four bytes that name its function."
          : `No known function or error begins with ${hex.slice(0, 10)} and has such arguments. The tables hold the contracts of Kleros, its escrows and Reality.eth.`;
    }
  }

  /** Asks one source what the text alone does not say. */
  async askChain(at: number): Promise<void> {
    const source = this.sources[at];
    const question = this.#question;
    if (!source || !question || this.busy) return;
    const turn = this.#turn;
    this.busy = `Asking ${source.name}`;
    this.problem = "";
    this.#changed();
    try {
      if (net.offline) throw new OfflineError();
      const found =
        question.kind === "template"
          ? await this.#template(source.provider, question.value)
          : await this.#transaction(source.provider, question.value);
      if (turn === this.#turn) this.findings = found;
    } catch (error) {
      if (turn === this.#turn)
        this.problem = error instanceof Error ? error.message : String(error);
    }
    this.busy = "";
    this.#changed();
  }

  async #template(provider: Eip1193Provider, id: string): Promise<Finding[]> {
    const found = await registered(this.dikast, provider, id);
    if (typeof found === "string") throw new Error(found);
    return [
      {
        title: `Dispute template ${id}`,
        rows: [
          ["Template", found.template],
          ["Data mappings", found.mappings],
        ],
        note: "From the log of its registration.",
        open: found,
      },
    ];
  }

  async #transaction(provider: Eip1193Provider, hash: string): Promise<Finding[]> {
    const request = (method: string) => provider.request({ method, params: [hash] });
    const [transaction, receipt] = await Promise.all([
      request("eth_getTransactionByHash"),
      request("eth_getTransactionReceipt"),
    ]);
    if (typeof transaction !== "object" || transaction === null) {
      throw new Error("That chain knows no transaction of this hash. It may be on another chain.");
    }
    const { from, to, value, input } = transaction as Record<string, string>;
    const { status } = (receipt ?? {}) as { status?: string };
    const outcome = { "0x1": "went through", "0x0": "was refused by the contract" }[status ?? ""];
    const call = readCall(this.dikast, (input ?? "0x") as Hex);
    return [
      {
        title: `The transaction ${outcome ?? "is not mined yet"}`,
        rows: [
          ["From", from ?? ""],
          ["To", to ?? "(a new contract)"],
          ["Value in wei", value ? BigInt(value).toString() : "0"],
          ["Calldata", input ?? "0x"],
        ],
      },
      ...call,
      ...readLogs(this.dikast, logsIn(JSON.stringify(receipt ?? {}))),
    ];
  }

  /** Opens a found template; the studio's Undo brings back what was there. */
  openInStudio({ open }: Finding): void {
    if (!open) return;
    const store = new LocalStore();
    const before = store.read();
    if (before) store.keepPrevious(before);
    store.writeAll(draftWith(open, before));
    goTo("studio");
  }
}
