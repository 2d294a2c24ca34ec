import type { AbiItem, Dikast, Eip1193Provider, Hex } from "dikast/lean";
import { discover } from "dikast/wallet";
import { chains, providerOf, type SiteChain } from "../shell/chains.js";
import { net, OfflineError } from "../shell/net.js";
import { goTo } from "../shell/routes.js";
import { draftWith } from "../studio/draft.js";
import { LocalStore } from "../studio/local-store.js";
import { loadDemoWallet } from "../world.js";
import { Known } from "./catalogue.js";
import { Decoder } from "./decode.js";
import { type Call, documentIn } from "./documents.js";
import { type Finding, field } from "./finding.js";
import { type Asked, answer, HostWanted, type Question } from "./questions.js";

/** Somebody who can be asked. */
export interface Source {
  name: string;
  provider: Eip1193Provider;
}

const NOTHING =
  "Nothing here reads this. Paste bytes that begin with 0x, a receipt or logs as JSON, an address, a transaction's hash, the number of a template or dispute, or an IPFS address.";

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** The items of an ABI as people have it: JSON, or signatures one a line. */
export function itemsIn(dikast: Dikast, text: string): AbiItem[] {
  const given = text.trim();
  if (given === "") return [];
  if (/^[[{]/.test(given)) {
    const value = JSON.parse(given) as unknown;
    const abi = Array.isArray(value) ? value : ((value as { abi?: unknown }).abi ?? [value]);
    const items = (Array.isArray(abi) ? abi : []).filter(
      ({ type }) => type === "function" || type === "event" || type === "error",
    );
    return items.map((item) => dikast.abi.parse(item));
  }
  const lines = given.split(/[\n;]/).map((line) => line.trim());
  return lines.filter((line) => line !== "").map((line) => dikast.abi.parse(line));
}

/** What was pasted, and what it says by itself or, once somebody presses, by a chain. Fires "change". */
export class InspectModel extends EventTarget {
  findings: Finding[] = [];
  /** What somebody else could add. */
  questions: { label: string; question: Question }[] = [];
  wallets: readonly Source[] | undefined;
  busy = "";
  problem = "";
  /** A host that the last question needs, and nobody allowed yet. */
  wanted = "";
  abiProblem = "";
  /** The IPFS address that was pasted, "" when there is none. */
  address = "";
  #decoder: Decoder;
  #text = "";
  #last: { question: Question; source: Source | undefined } | undefined;
  #hosts = new Set<string>();
  #turn = 0;
  #abort = new AbortController();

  constructor(readonly dikast: Dikast) {
    super();
    this.#decoder = new Decoder(dikast, this.#known([]));
  }

  #known(items: readonly AbiItem[]): Known {
    const known = new Known(this.dikast);
    for (const item of items) known.add(item, "what you pasted");
    for (const { name, world } of chains.list) {
      for (const [contract, address] of Object.entries(world?.addresses ?? {})) {
        known.place(address, `${contract} of the ${name.toLowerCase()}`);
      }
    }
    return known;
  }

  #changed(): void {
    this.dispatchEvent(new Event("change"));
  }

  stop(): void {
    this.#abort.abort();
  }

  /** Reads with further signatures, too. */
  readWith(text: string): void {
    this.abiProblem = "";
    let items: AbiItem[] = [];
    try {
      items = itemsIn(this.dikast, text);
    } catch (error) {
      this.abiProblem = messageOf(error);
    }
    this.#decoder = new Decoder(this.dikast, this.#known(items));
    this.read(this.#text);
  }

  say(problem: string): void {
    this.problem = problem;
    this.#changed();
  }

  /** Reads a text by itself. Any text gets an answer. */
  read(given: string): void {
    const text = given.trim();
    this.#text = text;
    this.#turn += 1;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.findings = [];
    this.questions = [];
    this.problem = "";
    this.wanted = "";
    this.busy = "";
    this.address = "";
    if (text !== "") {
      try {
        this.#look(text);
      } catch (error) {
        this.problem = messageOf(error);
      }
    }
    this.#changed();
  }

  #ask(label: string, question: Question): void {
    this.questions.push({ label, question });
  }

  #look(text: string): void {
    if (/^\d{1,78}$/.test(text)) {
      this.#ask(`Template ${text}`, { kind: "template", id: text });
      this.#ask(`Dispute ${text}`, { kind: "dispute", id: text });
      return;
    }
    const bare = /^([0-9a-f]{2}){4,}$/i.test(text);
    const linked = /^https?:\/\/\S+$/.test(text)
      ? /0x(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])/i.exec(text)?.[0]
      : undefined;
    if (/^0x[0-9a-f]*$/i.test(text)) this.#hex(text as Hex);
    else if (bare) this.#hex(`0x${text}`);
    else if (this.#address(text)) return;
    else if (linked) this.#hex(linked as Hex);
    else this.#document(text);
  }

  /** An IPFS address says something by itself. */
  #address(text: string): boolean {
    // A document may hold addresses; then it is the document that is meant.
    if (/^[[{]/.test(text)) return false;
    const meant = /^(ipfs:|\/ipfs\/|Qm|baf)|\/ipfs\/|\.ipfs\./.test(text) && !/\s/.test(text);
    if (!meant) return false;
    const parsed = this.dikast.ipfs.parse(text, { gateways: true });
    const { cid, version, codec, hash, digest, base32, path, uri, verifiable } = parsed;
    this.address = uri;
    const codecs: Record<number, string> = { 85: "raw bytes", 112: "a file or directory" };
    this.findings = [
      {
        title: "An IPFS address",
        fields: [
          field("CID", cid),
          ...(path === "" ? [] : [field("path", path)]),
          field("version", `${version}`),
          field("names", codecs[codec] ?? `codec 0x${codec.toString(16)}`),
          field("hash", digest, {
            known: hash === 0x12 ? "SHA-256" : `function 0x${hash.toString(16)}`,
          }),
          ...(version === 0 ? [field("the same as CIDv1", base32)] : []),
        ],
        source: "the address alone",
        raw: uri,
        ...(verifiable
          ? {}
          : { note: "Its hash is not a full SHA-256: what comes cannot be checked here." }),
      },
    ];
    if (verifiable) this.#ask("The file, checked against its address", { kind: "file", uri });
    return true;
  }

  #hex(hex: Hex): void {
    if (hex.length % 2 !== 0) {
      throw new Error("These are an odd number of hex digits: one is missing or too many.");
    }
    if (hex.length === 42) {
      this.findings = [this.#decoder.address(hex)];
      return;
    }
    if (hex.length === 66) {
      const events = this.#decoder.known.events.get(hex.toLowerCase() as Hex) ?? [];
      this.findings = events.slice(0, 1).map(({ item, contracts }) => ({
        title: `The first topic of the event ${item.name}`,
        fields: (item.inputs ?? []).map(({ name = "", type }) => field(name, type)),
        source: `the ABI of ${contracts.join(", ")}`,
        raw: hex,
      }));
      this.#ask("The transaction of this hash", { kind: "transaction", hash: hex });
      return;
    }
    if (hex.length === 10) {
      this.findings = this.#selector(hex);
      return;
    }
    const calls = this.#decoder.call(hex);
    const extra = this.#decoder.extraData(hex);
    // Words of a court look like no call; only when they are none, that is worth saying.
    this.findings =
      extra.length > 0 && calls.every(({ unknown }) => unknown) ? extra : [...calls, ...extra];
  }

  #selector(hex: Hex): Finding[] {
    const { calls, errors } = this.#decoder.known;
    const key = hex.toLowerCase() as Hex;
    const items = [...(calls.get(key) ?? []), ...(errors.get(key) ?? [])];
    if (items.length === 0) return this.#decoder.call(hex);
    return items.map(({ item, contracts }) => ({
      title: `${item.type === "error" ? "The error" : "The function"} ${item.name}`,
      fields: (item.inputs ?? []).map(({ name = "", type }) => field(name, type)),
      source: `the ABI of ${contracts.join(", ")}`,
      raw: hex,
      note: "These are only the four bytes that name it; its arguments would follow.",
    }));
  }

  #document(text: string): void {
    const document = documentIn(text);
    switch (document.kind) {
      case "logs":
        this.findings = document.logs.map((log, at) => this.#decoder.log(log, at));
        for (const { dispute } of this.findings) {
          if (!dispute) continue;
          const { arbitrator, disputeId: id } = dispute;
          this.#ask(`Dispute ${id}, whole`, { kind: "dispute", id, arbitrator });
        }
        if (document.logs.length === 0) {
          this.problem =
            "The receipt has no logs: the transaction emitted no events, or was refused.";
        }
        return;
      case "calls":
        this.findings = document.calls.flatMap((call, at) => this.#call(call, at));
        return;
      case "template": {
        const { template, mappings } = document;
        this.findings = [
          {
            title: "A dispute template",
            fields: [field("characters", `${template.length}`)],
            source: "the text itself",
            note: "The Template studio shows what jurors see of it, and every problem.",
            open: { template, mappings },
          },
        ];
        return;
      }
      case "mappings":
        this.findings = [
          {
            title: "Data mappings of a dispute template",
            fields: [],
            source: "the text itself",
            note: "The Template studio runs them. Its template stays empty until you give one.",
            open: { template: "", mappings: text },
          },
        ];
        return;
      case "evidence":
        this.findings = [
          {
            title: "Evidence",
            fields: [],
            source: "the text itself; what it says of its own submission proves nothing",
            evidence: this.dikast.evidence.validate(text, { standard: "erc-1497" }),
          },
        ];
        return;
      case "other":
        this.problem =
          "This is JSON, but no receipt, log, transaction, batch of calls or dispute template.";
        return;
      case "none":
        this.problem = NOTHING;
    }
  }

  #call({ to, value, data }: Call, at: number): Finding[] {
    const [place] = to === undefined ? [] : this.#decoder.known.placesOf(to);
    const around = [
      ...(to === undefined
        ? []
        : [field("to", to, { type: "address", ...(place ? { known: place } : {}) })]),
      ...(value === undefined ? [] : [field("value in wei", value)]),
    ];
    return this.#decoder.call(data).map((finding) => ({
      ...finding,
      title: `Call ${at + 1}: ${finding.title}`,
      fields: [...around, ...finding.fields],
    }));
  }

  /** Who there is besides the chosen chain's node. */
  async findWallets(): Promise<void> {
    const local = chains.list.find(({ world }) => world)?.world;
    await loadDemoWallet(local);
    this.wallets = (await discover()).map(({ name, provider }) => ({ name, provider }));
    this.#changed();
  }

  /** Asks what the text alone does not say: the chosen chain's node, or a wallet's. */
  async ask(question: Question, source?: Source): Promise<void> {
    if (this.busy) return;
    const turn = this.#turn;
    this.#last = { question, source };
    this.problem = "";
    this.wanted = "";
    this.busy = `Asking ${source?.name ?? chains.current.name}`;
    this.#changed();
    try {
      if (net.offline) throw new OfflineError();
      const found = await answer(this.#decoder, await this.#asked(source), question);
      if (turn === this.#turn) this.#show(question, found);
    } catch (error) {
      if (turn !== this.#turn) return;
      if (error instanceof HostWanted) this.wanted = error.host;
      else this.problem = messageOf(error);
    }
    if (turn !== this.#turn) return;
    this.busy = "";
    this.#changed();
  }

  #show(question: Question, found: Finding[]): void {
    const keep = question.kind === "file" || question.kind === "dispute";
    this.findings = keep
      ? [...found, ...this.findings.filter(({ source }) => !source.startsWith("request"))]
      : found;
    for (const { dispute } of found) {
      if (!dispute) continue;
      const { arbitrator, disputeId: id } = dispute;
      const label = `Dispute ${id}, whole`;
      if (!this.questions.some((each) => each.label === label)) {
        this.#ask(label, { kind: "dispute", id, arbitrator });
      }
    }
  }

  /** Allows the host that the last question wanted, and asks again. */
  async allow(): Promise<void> {
    if (this.wanted === "" || !this.#last) return;
    this.#hosts.add(this.wanted);
    await this.ask(this.#last.question, this.#last.source);
  }

  async #asked(source: Source | undefined): Promise<Asked> {
    const { signal } = this.#abort;
    const chain = chains.current;
    const hosts = this.#hosts;
    if (!source) return { name: chain.name, chain, provider: providerOf(chain), signal, hosts };
    const answered = await source.provider.request({ method: "eth_chainId" });
    const text = String(answered);
    if (!/^0x[0-9a-f]{1,64}$/i.test(text))
      throw new Error(`${source.name} does not say which chain it is on.`);
    const id = BigInt(text).toString();
    const known = chains.list.find((each) => each.id === id);
    const other: SiteChain = known ?? { id, name: `chain ${id}`, rpcUrl: "" };
    return {
      name: `${source.name} (${other.name})`,
      chain: other,
      provider: source.provider,
      signal,
      hosts,
    };
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
