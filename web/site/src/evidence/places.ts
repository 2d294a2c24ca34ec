import { deployments } from "dikast/abi";
import type { Address, EvidenceContract, EvidenceProfile } from "dikast/lean";
import { type ChainTarget, targetsWith } from "../sign/targets.js";
import type { World } from "../world.js";

export type Profile = EvidenceProfile["profile"];
export type Standard = "erc-1497" | "kleros-v2";

/** A contract that takes evidence. */
export interface Place {
  chainId: string;
  label: string;
  address: Address;
  kind: EvidenceContract;
  profile: Profile;
  standard: Standard;
}

const coin = (name: string, symbol: string) => ({ name, symbol, decimals: 18 });
const ETHER = coin("Ether", "ETH");
const XDAI = coin("xDai", "XDAI");

/** Chains of Kleros v1, which only a wallet reads: this page has no node of its own there. */
const OLDER: readonly (readonly [
  id: string,
  name: string,
  currency: typeof ETHER,
  rpc: string,
  explorer: string,
])[] = [
  ["1", "Ethereum", ETHER, "https://ethereum-rpc.publicnode.com", "https://etherscan.io"],
  ["100", "Gnosis", XDAI, "https://rpc.gnosischain.com", "https://gnosisscan.io"],
  [
    "11155111",
    "Sepolia (test)",
    ETHER,
    "https://ethereum-sepolia-rpc.publicnode.com",
    "https://sepolia.etherscan.io",
  ],
  [
    "10200",
    "Chiado (test)",
    XDAI,
    "https://rpc.chiadochain.net",
    "https://gnosis-chiado.blockscout.com",
  ],
];

const KINDS: Readonly<Record<EvidenceContract, string>> = {
  "evidence-module": "the evidence module of Kleros v2",
  "arbitrable-proxy": "an ArbitrableProxy",
  escrow: "an escrow of Kleros v1",
  "reality-proxy": "an arbitration proxy of Reality.eth",
};

export const kindOfContract = (kind: EvidenceContract): string => KINDS[kind];

/** What the number of a submission is called, and where it is found. */
export const PROFILES: Readonly<Record<Profile, readonly [label: string, hint: string]>> = {
  "kleros-v2": ["Dispute id of the arbitrator", "As Court shows it"],
  "kleros-v2-neo": [
    "External dispute id",
    "The arbitrable's own number, in the DisputeRequest event; not the number Court shows",
  ],
  "arbitrable-proxy": ["Local dispute id of the proxy", "Not the number of the court"],
  "escrow-v1": ["Transaction id of the escrow", "The number of the payment"],
  "reality-proxy": ["Question id", "0x and 64 hex digits"],
};

export const profileOfKind: Readonly<Record<EvidenceContract, Profile>> = {
  "evidence-module": "kleros-v2",
  "arbitrable-proxy": "arbitrable-proxy",
  escrow: "escrow-v1",
  "reality-proxy": "reality-proxy",
};

/** The kinds of contract that take evidence of a standard. */
export const kindsOf = (standard: Standard): readonly EvidenceContract[] =>
  standard === "kleros-v2" ? ["evidence-module"] : ["arbitrable-proxy", "escrow", "reality-proxy"];

function modules(): Place[] {
  const { klerosV2 } = deployments;
  const place = (chainId: string, label: string, address: Address, profile: Profile): Place => ({
    chainId,
    label,
    address,
    kind: "evidence-module",
    profile,
    standard: "kleros-v2",
  });
  return [
    place("42161", "EvidenceModule", klerosV2[42161].EvidenceModule, "kleros-v2-neo"),
    place("421614", "EvidenceModule", klerosV2[421614].EvidenceModule, "kleros-v2-neo"),
    place(
      "421614",
      "EvidenceModule (devnet)",
      klerosV2["421614:devnet"].EvidenceModule,
      "kleros-v2",
    ),
  ];
}

function older(): Place[] {
  return Object.entries(deployments.klerosV1).flatMap(([chainId, contracts]) => {
    const common = { chainId, standard: "erc-1497" } as const;
    const proxy: Place[] =
      "ArbitrableProxy" in contracts
        ? [
            {
              ...common,
              label: "ArbitrableProxy",
              address: contracts.ArbitrableProxy,
              kind: "arbitrable-proxy",
              profile: "arbitrable-proxy",
            },
          ]
        : [];
    const escrows = "EscrowV1" in contracts ? contracts.EscrowV1 : [];
    return [
      ...proxy,
      ...escrows.map(
        (address): Place => ({
          ...common,
          label: `Escrow ${address.slice(0, 8)}\u2026`,
          address,
          kind: "escrow",
          profile: "escrow-v1",
        }),
      ),
    ];
  });
}

function local(world: World | undefined): Place[] {
  const address = world?.addresses?.evidenceModule;
  if (!world || !address) return [];
  const label = "EvidenceModule";
  const { chainId } = world;
  return [
    {
      chainId,
      label,
      address,
      kind: "evidence-module",
      profile: "kleros-v2",
      standard: "kleros-v2",
    },
  ];
}

/** Known contracts that take evidence. */
export const placesWith = (world: World | undefined): readonly Place[] => [
  ...local(world),
  ...modules(),
  ...older(),
];

/** The chains evidence can be submitted on, with what is known to stand there. */
export function evidenceTargets(world: World | undefined): readonly ChainTarget[] {
  const places = placesWith(world);
  const targets: readonly ChainTarget[] = [
    ...targetsWith(world),
    ...OLDER.map(([chainId, chainName, nativeCurrency, rpc, explorer]) => ({
      chainId,
      name: chainName,
      chain: {
        chainId,
        chainName,
        nativeCurrency,
        rpcUrls: [rpc],
        blockExplorerUrls: [explorer],
      },
      explorer: `${explorer}/tx/`,
    })),
  ];
  return targets.map((target) => ({
    ...target,
    names: Object.fromEntries(
      places
        .filter(({ chainId }) => chainId === target.chainId)
        .map(({ address, label }) => [address.toLowerCase(), label]),
    ),
  }));
}
