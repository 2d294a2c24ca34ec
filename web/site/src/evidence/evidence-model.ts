import { evidenceModuleAbi } from "dikast/abi";
import type {
  AbiItem,
  BuiltEvidence,
  Dikast,
  EvidenceContract,
  EvidenceDocument,
  EvidenceProfile,
  Hex,
  Issue,
} from "dikast/lean";
import { DikastError } from "dikast/wallet";
import { core } from "../core.js";
import { drafts } from "../shell/drafts.js";
import type { Sent } from "../sign/keep.js";
import { type Call, Signing } from "../sign/signing.js";
import type { ChainTarget } from "../sign/targets.js";
import { findWorld, loadDemoWallet } from "../world.js";
import { type Attached, attach, LARGEST, typeOf } from "./attached.js";
import { forgetFile, keepFile, readFile } from "./file-store.js";
import {
  evidenceTargets,
  kindsOf,
  type Place,
  placesWith,
  type Profile,
  profileOfKind,
  type Standard,
} from "./places.js";

/** Everything a person gives on this page, besides the file. */
export interface EvidenceForm {
  standard: Standard;
  name: string;
  description: string;
  strip: boolean;
  /** Kleros v2 alone: the document itself goes into the transaction, instead of its address. */
  inline: boolean;
  chainId: string;
  /** Of a known contract, or "" for `other`. */
  address: string;
  other: string;
  kind: EvidenceContract;
  profile: Profile;
  number: string;
}

const FORM: EvidenceForm = {
  standard: "kleros-v2",
  name: "",
  description: "",
  strip: true,
  inline: true,
  chainId: "",
  address: "",
  other: "",
  kind: "evidence-module",
  profile: "kleros-v2",
  number: "",
};

const KEY = "evidence.form";
const FILE = "evidence.file";

const SUBMIT: readonly AbiItem[] = (evidenceModuleAbi as readonly AbiItem[]).filter(
  ({ type, name }) => type === "error" || (type === "function" && name === "submitEvidence"),
);

function readForm(): EvidenceForm {
  try {
    const kept = JSON.parse(drafts.read(KEY) ?? "{}") as Record<string, unknown>;
    const fits = Object.entries(FORM).filter(([name, value]) => typeof kept[name] === typeof value);
    return { ...FORM, ...Object.fromEntries(fits.map(([name]) => [name, kept[name]])) };
  } catch {
    return { ...FORM };
  }
}

/** Evidence from the first word to the transaction that submits it. Fires "change". */
export class EvidenceModel extends Signing {
  form = readForm();
  file: Attached | undefined;
  fileProblem = "";
  /** The document, once it is complete. */
  built: BuiltEvidence | undefined;
  /** As a reader takes it, also while something is missing or wrong. */
  shown: EvidenceDocument | undefined;
  issues: readonly Issue[] = [];
  targets: readonly ChainTarget[] = evidenceTargets(undefined);
  places: readonly Place[] = placesWith(undefined);
  ready = false;

  protected readonly abi = SUBMIT;
  protected readonly callName = "Submit evidence";
  #dikast: Dikast | undefined;

  protected get core(): Dikast {
    if (!this.#dikast) throw new Error("The core is still being loaded.");
    return this.#dikast;
  }

  get dikast(): Dikast | undefined {
    return this.#dikast;
  }

  async start(): Promise<void> {
    const [dikast, world, kept] = await Promise.all([core, findWorld(), readFile(FILE)]);
    await drafts.ready;
    this.form = readForm();
    this.#dikast = dikast;
    this.targets = evidenceTargets(world);
    this.places = placesWith(world);
    if (this.form.chainId === "") this.#settle();
    if (kept && !this.file) this.file = attach(dikast, kept.name, kept.content, this.form.strip);
    this.ready = true;
    this.#build();
    this.changed();
    await loadDemoWallet(world);
  }

  get target(): ChainTarget {
    const wanted = this.targets.find(({ chainId }) => chainId === this.form.chainId);
    return wanted ?? (this.targets[0] as ChainTarget);
  }

  /** Known contracts that take this standard on the chosen chain. */
  get choices(): readonly Place[] {
    const { standard } = this.form;
    const { chainId } = this.target;
    return this.places.filter((place) => place.standard === standard && place.chainId === chainId);
  }

  /** The known contract that is chosen; undefined for one given by its address. */
  get place(): Place | undefined {
    return this.choices.find(({ address }) => address === this.form.address);
  }

  get kind(): EvidenceContract {
    return this.place?.kind ?? this.form.kind;
  }

  get profile(): Profile {
    return this.place?.profile ?? this.form.profile;
  }

  /** Whether the document itself goes into the transaction. */
  get inline(): boolean {
    return this.form.standard === "kleros-v2" && this.form.inline;
  }

  /** Brings chain, contract and kind back to what goes together. */
  #settle(): void {
    const { form } = this;
    const here = (chainId: string): readonly Place[] =>
      this.places.filter((each) => each.standard === form.standard && each.chainId === chainId);
    if (form.chainId === "") {
      const first = this.targets.find(({ chainId }) => here(chainId).length > 0);
      form.chainId = first?.chainId ?? this.target.chainId;
    }
    const known = here(form.chainId);
    if (!known.some(({ address }) => address === form.address)) {
      form.address = form.other === "" ? (known[0]?.address ?? "") : "";
    }
    if (!kindsOf(form.standard).includes(form.kind)) {
      form.kind = kindsOf(form.standard)[0] as EvidenceContract;
      form.profile = profileOfKind[form.kind];
    }
  }

  edit(change: Partial<EvidenceForm>): void {
    this.form = { ...this.form, ...change };
    if (change.standard !== undefined) {
      const some = this.places.some(
        ({ standard, chainId }) => standard === change.standard && chainId === this.form.chainId,
      );
      if (!some) this.form.chainId = "";
    }
    if (change.kind !== undefined) this.form.profile = profileOfKind[change.kind];
    if ("standard" in change || "chainId" in change) this.#settle();
    drafts.write(KEY, JSON.stringify(this.form));
    this.edited();
    const { file } = this;
    if (change.strip !== undefined && file && this.#dikast) {
      this.file = attach(this.#dikast, file.name, file.original, this.form.strip);
    }
    this.#build();
    this.changed();
  }

  /** Starts anew; {@link undo} brings the words back, not the file. */
  async clear(): Promise<void> {
    const { standard, chainId, address } = this.form;
    this.form = { ...FORM, standard, chainId, address };
    drafts.replace(KEY, JSON.stringify(this.form));
    await this.removeFile();
  }

  get undoable(): boolean {
    return drafts.versions(KEY).length > 0;
  }

  undo(): void {
    drafts.undo(KEY);
    this.form = readForm();
    this.edited();
    this.#build();
    this.changed();
  }

  async choose(chosen: File): Promise<void> {
    this.fileProblem = "";
    if (chosen.size > LARGEST) {
      this.fileProblem = `${chosen.name} is larger than ${LARGEST} bytes: front ends would not load it.`;
      this.changed();
      return;
    }
    try {
      const content = new Uint8Array(await chosen.arrayBuffer());
      this.file = attach(await core, chosen.name, content, this.form.strip);
      this.edited();
      this.#build();
      this.changed();
      if (!(await keepFile(FILE, { name: chosen.name, content }))) {
        this.fileProblem = "This browser does not keep the file: choose it again after a reload.";
      }
    } catch (error) {
      this.fileProblem = `${chosen.name} cannot be read: ${error instanceof Error ? error.message : error}`;
    }
    this.changed();
  }

  async removeFile(): Promise<void> {
    this.file = undefined;
    this.fileProblem = "";
    this.edited();
    this.#build();
    this.changed();
    await forgetFile(FILE);
  }

  #build(): void {
    const dikast = this.#dikast;
    if (!dikast) return;
    const { form, file } = this;
    const { standard, name, description } = form;
    const type = file && typeOf(file);
    const input = {
      name,
      description,
      ...(file ? { fileURI: dikast.ipfs.toUri(file.cid) } : {}),
      ...(type ? { fileTypeExtension: type } : {}),
    };
    this.built = undefined;
    this.shown = undefined;
    try {
      if (name.trim() === "" && description.trim() === "") {
        this.issues = [];
        return;
      }
      this.shown = dikast.evidence.validate(input, { standard }).evidence;
      this.built = dikast.evidence.build(input, { standard });
      this.issues = this.built.issues;
    } catch (error) {
      if (!(error instanceof DikastError)) throw error;
      this.issues = error.issues ?? [];
    }
  }

  /** The group the evidence is filed under, as the contract's deployment counts. */
  group(): bigint {
    const given = this.form.number.trim();
    const by: Record<Profile, EvidenceProfile> = {
      "kleros-v2": { profile: "kleros-v2", arbitratorDisputeID: given },
      "kleros-v2-neo": { profile: "kleros-v2-neo", externalDisputeID: given },
      "arbitrable-proxy": { profile: "arbitrable-proxy", localDisputeID: given },
      "escrow-v1": { profile: "escrow-v1", transactionID: given },
      "reality-proxy": { profile: "reality-proxy", questionID: given },
    };
    return this.core.evidence.groupId(by[this.profile]);
  }

  /** What goes into the transaction: the document, or its address. */
  get submission(): string {
    return (this.inline ? this.built?.json : this.built?.uri) ?? "";
  }

  call(): Call {
    const { standard, number, other } = this.form;
    if (!this.built) throw new Error("The evidence needs a name and a description first.");
    if (number.trim() === "") throw new Error("The number of the dispute is missing.");
    const address = this.place?.address ?? other.trim();
    if (address === "") throw new Error("The address of the contract is missing.");
    const data = this.core.evidence.submitCalldata({
      standard,
      kind: this.kind,
      id: this.group(),
      evidence: this.submission,
    });
    return { to: this.core.address.checksum(address) as Hex, data, value: "0" };
  }

  protected sentRecord(): Omit<Sent, "hash" | "chainId" | "time"> {
    return { template: "", mappings: "", context: {}, evidence: this.submission };
  }
}
