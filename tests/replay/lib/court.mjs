// Recordings of kleros-v2 (golden/kleros-v2/FORMAT.md) as states and calls of dikast.court.
import { isDeepStrictEqual } from "node:util";

/** What the model leaves out; the replayer's help says it. */
export const leftOut =
  "Left out: PNK transfers, stakes and the sortition trees. Jurors drawn are taken from the Draw events; " +
  "a juror's stake is taken to cover every penalty. viem's reading of logs is followed where it drops " +
  "leading U+0000 of strings.";

const kitLabels = ["kit", "kit2", "kit3"];

function courts(world) {
  return world.courts.map(({ nextRoundSettings = {}, ...court }) => ({
    ...court,
    nextRounds: kitLabels.flatMap((label, i) =>
      nextRoundSettings[label] === undefined
        ? []
        : [{ disputeKitID: i + 1, ...nextRoundSettings[label] }],
    ),
  }));
}

const word = (number) => BigInt(number).toString(16).padStart(64, "0");
const sequence = (first, count) => {
  const kits = {};
  for (let i = 0; i < count; i++) kits[kitLabels[i]] = first[i];
  return kits;
};

// The courts and periods files name fewer contracts than the others; what is missing gets an address
// of its own.
const invented = (i) => `0x${"e".repeat(36)}${String(i).padStart(4, "0")}`;

/** A recording's world as a configuration of dikast.court. */
export function configOf(scenario, more = {}) {
  const { world, generation } = scenario;
  const neo = generation === "neo";
  const names = ["core", "resolver", "registry", "registry2", "evidence", "sortition", "wnative"];
  const contracts = Object.fromEntries(names.map((name, i) => [name, invented(i)]));
  Object.assign(contracts, sequence(world.disputeKits.slice(1), world.disputeKits.length - 1));
  Object.assign(contracts, world.contracts ?? more.contracts ?? {});
  const accounts = { owner: invented(100), guardian: invented(101), ...world.accounts };
  const resolver = {
    owner: accounts.owner,
    arbitrator: contracts.core,
    templateRegistry: contracts.registry,
  };
  const phase = (scenario.steps ?? []).find((step) => step.function === "passPhase");
  return {
    generation,
    contracts: Object.entries(contracts).map(([label, address]) => ({ label, address })),
    owner: accounts.owner,
    guardian: accounts.guardian,
    whitelist: neo ? [contracts.resolver, accounts.P1, accounts.P2].filter(Boolean) : [],
    refusing: contracts.noreceive === undefined ? [] : [contracts.noreceive],
    jurors: (world.jurors ?? []).map(({ account, stakes }) => ({
      account,
      courts: stakes.map(({ court }) => court),
    })),
    courts: courts(world),
    minStakingTime: world.minStakingTime,
    maxDrawingTime: world.maxDrawingTime,
    disputeKits: world.disputeKits.slice(1).map((address) => ({ address })),
    resolver,
    // One constructor: extraData for the General court with 3 jurors.
    ...(neo ? {} : { example: { ...resolver, arbitratorExtraData: `0x${word(1)}${word(3)}` } }),
    registries: [
      { label: "registry", templates: neo ? 0 : 1 },
      { label: "registry2", templates: 0 },
    ],
    // The one fact the recordings have only in the env of a step.
    ...(phase === undefined ? {} : { lastPhaseChange: phase.env.lastPhaseChange }),
    ...more.config,
  };
}

/** The step as a call; the jurors drawn come from its events. */
export function callOf(step) {
  const { timestamp = step.t, from, to, args, value } = step;
  const call = { timestamp, from, to, function: step.function, args, value };
  if (step.function !== "draw") return call;
  const names = (step.events ?? []).filter(({ name }) => name === "Draw");
  return { ...call, env: { drawn: names.map((event) => event.args._address) } };
}

// viem drops leading U+0000 of strings (but a last one), and gives no arguments as null.
const seen = (text) => text.replace(/^\0+(?=.)/s, "");

export const eventsOf = (outcome) =>
  outcome.events.map(({ contract, name, args }) => ({
    contract,
    name,
    args:
      Object.keys(args).length === 0
        ? null
        : Object.fromEntries(
            Object.entries(args).map(([key, value]) => [
              key,
              typeof value === "string" ? seen(value) : value,
            ]),
          ),
  }));

/** Wei gained and lost by the accounts in `followed`; zeros are left out. */
export function balancesOf(outcome, followed) {
  const sums = {};
  for (const { asset, from, to, amount, ok } of outcome.transfers) {
    if (asset !== "eth" || !ok) continue;
    sums[from] = (sums[from] ?? 0n) - BigInt(amount);
    sums[to] = (sums[to] ?? 0n) + BigInt(amount);
  }
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([account, sum]) => sum !== 0n && followed.has(account))
      .map(([account, sum]) => [account, String(sum)]),
  );
}

/** What the contracts say of themselves at this time. */
export const view = (machine, { timestamp, t }, name, ...args) =>
  machine.apply({ timestamp: timestamp ?? t, from: "", to: "view", function: name, args }).returns;

export const same = isDeepStrictEqual;

/** Errors with their kind where it was recorded. */
export function sameRefusal(step, outcome) {
  return (
    (step.errorKind === undefined || step.errorKind === outcome.kind) &&
    step.error === (outcome.revert ?? "")
  );
}
