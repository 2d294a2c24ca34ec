// web/package/src/abi-data/reality-deployments.ts from deployments/reality.json: Reality.eth's contracts as
// its own repository lists them, and the Kleros proxies from four lists that overlap: the proxy
// files and the deployment records of cross-chain-realitio-proxy, the records of
// realitio-arbitrator-with-appeals, and the arbitrators that Reality.eth's page offers.
import { getAddress } from "viem";

const same = (a, b) => a.toLowerCase() === b.toLowerCase();
const version = (name) =>
  /^RealityETH(_ERC20)?-/.test(name)
    ? name
        .replace(/^RealityETH_ERC20-/, "ERC20-")
        .replace(/^RealityETH-/, "")
        .replace(/-rc\d+$/, "")
    : undefined;

/** Path of an IPFS file, without the gateway it was named with. */
const path = (uri) =>
  uri?.replace(/^(https:\/\/[^/]+)?(ipfs:\/)?\/(?!ipfs)/, "/ipfs/").replace(/^https:\/\/[^/]+/, "");

const policyIn = (metadata) => {
  const { tos } = JSON.parse(metadata);
  return tos && path(tos);
};

/** Court and least number of jurors in an arbitrator's extra data. */
const courtIn = (extraData) => ({
  court: Number(BigInt(extraData.slice(0, 66))),
  jurors: Number(BigInt(`0x${extraData.slice(66, 130)}`)),
});

function contractsOf(chains) {
  const rows = [];
  for (const [chainId, { reality }] of Object.entries(chains)) {
    for (const each of reality) {
      const known = version(each.version);
      if (known === undefined) continue;
      rows.push({
        chainId: Number(chainId),
        version: known,
        token: each.token,
        address: getAddress(each.address.toLowerCase()),
        ...(each.token_address && { tokenAddress: getAddress(each.token_address.toLowerCase()) }),
      });
    }
  }
  return rows;
}

const crossChain = (row) => ({
  chainId: row.homeChainId,
  reality: row.reality.address,
  name: row.name,
  address: row.homeProxy,
  kind: "kleros-v1-home-foreign-gnosis-0.8",
  foreign: { chainId: Number(row.foreignChainId), address: row.foreignProxy },
  court: Number(row.courtId),
  jurors: Number(row.minJurors),
  ...(row.homeTos && { policy: path(row.homeTos) }),
  ...(row.broken && { state: "broken" }),
  source: row.file,
});

const singleChain = (row) => ({
  chainId: row.chainId,
  reality: row.args[0],
  name: "With appeals",
  address: row.address,
  kind: "kleros-v1-with-appeals",
  ...courtIn(row.args[3]),
  policy: policyIn(row.args[1]),
  source: row.contract,
});

/** A home proxy's record, with the court from that of the foreign one that names it. */
function recorded(home, records, realities) {
  const reality = home.args.find((arg) => realities.some(({ address }) => same(address, `${arg}`)));
  const names = (arg, address) => typeof arg === "string" && same(arg, address);
  const foreign = records.find(
    (each) =>
      each !== home &&
      each.args.some((arg) => names(arg, home.address)) &&
      home.args.some((arg) => names(arg, each.address)),
  );
  if (!reality || !foreign) return undefined;
  const metadata = home.args.find((arg) => `${arg}`.startsWith("{"));
  const extraData = foreign.args.find((arg) => /^0x[0-9a-f]{128}$/i.test(`${arg}`));
  return {
    chainId: home.chainId,
    reality,
    name: "Default",
    address: home.address,
    kind: "kleros-v1-home-foreign-gnosis-0.8",
    foreign: { chainId: foreign.chainId, address: foreign.address },
    ...courtIn(extraData),
    ...(metadata && { policy: policyIn(metadata) }),
    source: home.file,
  };
}

/** Records of foreign proxies whose constructor takes no multipliers: they have no appeals. */
const withoutAppeals = (records) =>
  records
    .filter(({ file, args }) => /ForeignProxy/.test(file) && !args.flat().includes(7000))
    .map(({ address }) => address);

const listed = (row, { entries }) => {
  const doc = entries.find(
    (each) => each.chainId === row.chainId && same(each.address, row.arbitrator),
  );
  return {
    chainId: row.chainId,
    reality: row.reality,
    name: row.name,
    address: row.arbitrator,
    ...(/With Appeals/.test(doc?.name) && { kind: "kleros-v1-with-appeals" }),
    ...(/Without Appeals/.test(doc?.name) && { appeals: false }),
    ...(/deprecated/.test(row.name) && { state: "deprecated" }),
    source: "Reality.eth's list",
  };
};

function proxiesOf(data) {
  const records = data.kleros_artifacts;
  const rows = [
    ...data.kleros_cross_chain_proxies.map(crossChain),
    ...data.kleros_single_chain_with_appeals.map(singleChain),
  ];
  const add = (row) => {
    const known = rows.find(
      (each) => each.chainId === row.chainId && same(each.address, row.address),
    );
    if (!known) rows.push(row);
  };
  const homes = records.filter(({ file }) => /Home/.test(file));
  for (const home of homes) {
    const row = recorded(home, records, data.chains[home.chainId]?.reality ?? []);
    if (row) add(row);
  }
  for (const row of data.kleros_arbitrators_listed_by_reality_eth)
    add(listed(row, data.kleros_docs));
  const silent = withoutAppeals(records);
  for (const row of rows)
    if (row.foreign && silent.some((each) => same(each, row.foreign.address))) row.appeals = false;
  return rows;
}

/** What works in place of a broken proxy: of the same contract, the latest file's default. */
function replacement(row, rows) {
  const others = rows.filter(
    (each) =>
      each.chainId === row.chainId &&
      same(each.reality, row.reality) &&
      !each.state &&
      (each.name === "Default" || !row.foreign),
  );
  return others.sort((a, b) => (a.source < b.source ? 1 : -1))[0]?.address;
}

function finished(row, rows, contracts, courts) {
  const address = (text) => getAddress(text.toLowerCase());
  const contract = contracts.find(
    (each) => each.chainId === row.chainId && same(each.address, row.reality),
  );
  const { foreign, state, source, ...rest } = row;
  const instead = state === "broken" ? replacement(row, rows) : undefined;
  const courtChain = foreign?.chainId ?? row.chainId;
  const courtName = courts[`v1:${courtChain}`]?.find(({ id }) => id === row.court)?.name;
  return {
    ...rest,
    address: address(row.address),
    reality: address(row.reality),
    ...(contract && { token: contract.token }),
    ...(foreign && { foreign: { ...foreign, address: address(foreign.address) } }),
    ...(courtName && { courtName }),
    ...(state && { state }),
    ...(instead && { instead: address(instead) }),
    source,
  };
}

const lines = (rows) => rows.map((row) => `  ${JSON.stringify(row)},\n`).join("");

/** The file's text after its head. */
export function realityFile(data, courts) {
  const contracts = contractsOf(data.chains);
  const raw = proxiesOf(data);
  const rows = raw.map((row) => finished(row, raw, contracts, courts));
  const proxies = rows.sort((a, b) => a.chainId - b.chainId || (a.address < b.address ? -1 : 1));
  return `import type { RealityContract, RealityProxy } from "../reality-deployments.types.js";

/** Repositories and commits that the two tables were read from. */
export const realityAsOf = ${JSON.stringify(Object.values(data.source))} as const;

/**
 * Reality.eth's contracts, as its repository lists them. Nothing was checked on the chains: compare with what
 * you know before money moves.
 */
export const realityContracts = [
${lines(contracts)}] as const satisfies readonly RealityContract[];

/**
 * The Kleros proxies that arbitrate questions: for which contract, and in which court. The court's name is
 * that of Kleros v1's configuration of 2024-01-09. Nothing was checked on the chains.
 */
export const realityProxies = [
${lines(proxies)}] as const satisfies readonly RealityProxy[];
`;
}
