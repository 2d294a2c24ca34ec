import * as data from "dikast/abi";
import type { AbiItem, Dikast, Hex } from "dikast/lean";

/** An item of an ABI, and the contracts that have it. */
export interface KnownItem {
  item: AbiItem;
  contracts: string[];
}

const isItems = (value: unknown): value is readonly AbiItem[] =>
  Array.isArray(value) && value.every((item) => typeof item === "object" && "type" in item);

/** What other calls travel in, and what tokens are moved by. */
const CARRIERS: readonly (readonly [contract: string, signature: string])[] = [
  [
    "Safe",
    "function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool success)",
  ],
  ["Multicall", "function multicall(bytes[] data) returns (bytes[] results)"],
  [
    "Multicall3",
    "function aggregate3((address target, bool allowFailure, bytes callData)[] calls) payable returns ((bool success, bytes returnData)[])",
  ],
  ["ERC-20", "function approve(address spender, uint256 value) returns (bool)"],
  ["ERC-20", "function transfer(address to, uint256 value) returns (bool)"],
  ["ERC-20", "function transferFrom(address from, address to, uint256 value) returns (bool)"],
  ["ERC-20", "event Transfer(address indexed from, address indexed to, uint256 value)"],
  ["ERC-20", "event Approval(address indexed owner, address indexed spender, uint256 value)"],
  ["Solidity", "error Error(string reason)"],
  ["Solidity", "error Panic(uint256 code)"],
];

const CHAINS: Readonly<Record<string, string>> = {
  1: "Ethereum",
  5: "Goerli",
  10: "OP Mainnet",
  100: "Gnosis",
  130: "Unichain",
  137: "Polygon",
  8453: "Base",
  10200: "Chiado",
  42161: "Arbitrum One",
  421614: "Arbitrum Sepolia",
  11155111: "Sepolia",
};

/** "Arbitrum One", "Arbitrum Sepolia (devnet)", "chain 7". */
export function chainName(key: string): string {
  const [id = "", second] = key.split(":");
  const name = CHAINS[id] ?? `chain ${id}`;
  return second === undefined ? name : `${name} (${second})`;
}

const contractName = (name: string): string =>
  `${name[0]?.toUpperCase()}${name.slice(1).replace(/Abi$/, "")}`;

/** Functions, events and errors of every contract the package knows, by what names them in bytes. */
export class Known {
  readonly calls = new Map<Hex, KnownItem[]>();
  readonly errors = new Map<Hex, KnownItem[]>();
  readonly events = new Map<Hex, KnownItem[]>();
  readonly #places = new Map<string, string[]>();
  readonly #dikast: Dikast;

  constructor(dikast: Dikast) {
    this.#dikast = dikast;
    for (const [name, items] of Object.entries<unknown>({ ...data })) {
      if (isItems(items)) for (const item of items) this.add(item, contractName(name));
    }
    for (const [contract, text] of CARRIERS) this.add(dikast.abi.parse(text), contract);
    for (const { address, version, chainId } of data.realityContracts) {
      this.place(address, `Reality.eth ${version} on ${chainName(`${chainId}`)}`);
    }
    for (const proxy of data.realityProxies as readonly data.RealityProxy[]) {
      const state = proxy.state ? `, ${proxy.state}` : "";
      this.place(
        proxy.address,
        `Kleros proxy of Reality.eth${state} on ${chainName(`${proxy.chainId}`)}`,
      );
    }
    for (const [project, chains] of Object.entries<unknown>(data.deployments)) {
      if (project === "asOf") continue;
      for (const [chain, contracts] of Object.entries(chains as Record<string, object>)) {
        for (const [contract, address] of Object.entries<unknown>(contracts as never)) {
          this.place(String(address), `${contract} on ${chainName(chain)}`);
        }
      }
    }
  }

  /** Where the tables come from. */
  readonly asOf = data.deployments.asOf.join(", ");

  add(item: AbiItem, contract: string): void {
    const { abi } = this.#dikast;
    const into = { function: this.calls, error: this.errors, event: this.events }[
      item.type as string
    ];
    if (!into) return;
    const key = item.type === "event" ? abi.topic(item) : abi.selector(item);
    const items = into.get(key) ?? [];
    const indexed = (each: AbiItem): string =>
      (each.inputs ?? []).map((input) => (input.indexed ? "1" : "0")).join("");
    const same = items.find(
      (each) => each.item.name === item.name && indexed(each.item) === indexed(item),
    );
    if (same) {
      if (!same.contracts.includes(contract)) same.contracts.push(contract);
    } else {
      items.push({ item, contracts: [contract] });
    }
    into.set(key, items);
  }

  place(address: string, name: string): void {
    const key = address.toLowerCase();
    const names = this.#places.get(key) ?? [];
    if (!names.includes(name)) names.push(name);
    this.#places.set(key, names);
  }

  /** What stands at an address, on any chain of the tables; empty when it is in none. */
  placesOf(address: string): readonly string[] {
    return this.#places.get(address.toLowerCase()) ?? [];
  }
}
