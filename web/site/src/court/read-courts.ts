import { klerosCoreAbi, klerosCoreNeoAbi } from "dikast/abi";
import type {
  AbiItem,
  AbiOutput,
  CourtParameters,
  Dikast,
  Eip1193Provider,
  Hex,
} from "dikast/lean";

/** More courts than there are, in case a node never says no. */
const MOST = 128;
const AT_ONCE = 8;

const named = (abi: readonly AbiItem[], name: string): AbiItem =>
  abi.find((item) => item.type === "function" && item.name === name) as AbiItem;

const COURTS = { neo: named(klerosCoreNeoAbi, "courts"), v2: named(klerosCoreAbi, "courts") };
const TIMES = named(klerosCoreAbi, "getTimesPerPeriod");
const SUPPORTED = named(klerosCoreAbi, "isSupported");
const KITS = named(klerosCoreAbi, "getDisputeKitsLength");
const COST = "function arbitrationCost(bytes extraData) view returns (uint256)";

/** What a chain says: its courts, or only a price, where the arbitrator has no courts. */
export type Reading =
  | { generation: "neo" | "v2"; courts: CourtParameters[]; disputeKits: number }
  | { price: bigint };

type Seen = { [name: string]: AbiOutput };

/** The getters of a KlerosCore, one by one. */
class CoreReader {
  constructor(
    readonly dikast: Dikast,
    readonly provider: Eip1193Provider,
    readonly core: string,
  ) {}

  async call(data: Hex): Promise<Hex> {
    const params = [{ to: this.core, data }, "latest"];
    return (await this.provider.request({ method: "eth_call", params })) as Hex;
  }

  async ask(item: AbiItem | string, args: readonly unknown[]): Promise<AbiOutput | undefined> {
    const { abi } = this.dikast;
    return abi.decodeFunctionResult(item, await this.call(abi.encodeFunctionData(item, args)));
  }

  /** A court's own numbers; the tuple of neo is the one with hidden votes in it. */
  decode(data: Hex): { generation: "neo" | "v2"; values: Seen } {
    for (const generation of ["neo", "v2"] as const) {
      try {
        const item = COURTS[generation];
        const list = this.dikast.abi.decodeFunctionResult(item, data) as AbiOutput[];
        const names = (item.outputs ?? []).map(({ name }) => name ?? "");
        return {
          generation,
          values: Object.fromEntries(names.map((name, at) => [name, list[at] ?? 0n])),
        };
      } catch {
        // It is the other generation's.
      }
    }
    throw new Error("The contract answers courts(id), but not as a KlerosCore does.");
  }

  async court(
    id: number,
    kits: number,
  ): Promise<{ generation: "neo" | "v2"; court: CourtParameters }> {
    const { abi } = this.dikast;
    const data = await this.call(abi.encodeFunctionData(COURTS.neo, [id]));
    const { generation, values } = this.decode(data);
    const times = (await this.ask(TIMES, [id])) as bigint[];
    const supported: string[] = [];
    for (let kit = 1; kit <= kits; kit += 1) {
      if ((await this.ask(SUPPORTED, [id, kit])) === true) supported.push(`${kit}`);
    }
    const text = (name: string): string => String(values[name] ?? 0n);
    return {
      generation,
      court: {
        parent: text("parent"),
        hiddenVotes: values.hiddenVotes === true,
        minStake: text("minStake"),
        alpha: text("alpha"),
        feeForJuror: text("feeForJuror"),
        jurorsForCourtJump: text("jurorsForCourtJump"),
        timesPerPeriod: times.map(String),
        supportedDisputeKits: supported,
      },
    };
  }
}

/** Reads the courts of the contract at `core`; asks the node for nothing else. */
export async function readCourts(
  dikast: Dikast,
  provider: Eip1193Provider,
  core: string,
): Promise<Reading> {
  const reader = new CoreReader(dikast, provider, core);
  let kits: number;
  try {
    kits = Number(await reader.ask(KITS, [])) - 1;
  } catch {
    const extraData = dikast.court.encodeExtraData({ courtId: 1, minJurors: 1 });
    return { price: (await reader.ask(COST, [extraData])) as bigint };
  }
  const found: { generation: "neo" | "v2"; court: CourtParameters }[] = [];
  for (let id = 1; id < MOST; id += AT_ONCE) {
    const ids = Array.from({ length: AT_ONCE }, (_, at) => id + at);
    const batch = await Promise.all(
      ids.map((one) => reader.court(one, kits).catch(() => undefined)),
    );
    const end = batch.indexOf(undefined);
    found.push(...batch.slice(0, end < 0 ? AT_ONCE : end).filter((one) => one !== undefined));
    if (end >= 0) break;
  }
  if (found.length === 0) throw new Error("The contract has no court that could be read.");
  const generation = found[0]?.generation ?? "neo";
  return { generation, courts: found.map(({ court }) => court), disputeKits: kits };
}
