import type { Dikast, MachineInput } from "dikast/lean";
import type { Scenario } from "./scenario.js";
import { worked } from "./systems.js";

export interface CourtDispute {
  generation: "neo" | "v2";
  courts: readonly object[];
  disputeKits: number;
  courtID: string;
  nbVotes: string;
  disputeKitID: string;
  /** When it is created, Unix seconds. */
  timestamp: string;
}

const DAY = 86_400n;

/** The address that stands for a contract of that name. */
function addressOf(dikast: Dikast, name: string): string {
  const hex = [...new TextEncoder().encode(`contract ${name}`)].map((byte) =>
    byte.toString(16).padStart(2, "0"),
  );
  return dikast.address.checksum(`0x${dikast.keccak256(`0x${hex.join("")}`).slice(-40)}`);
}

/** A dispute in courts such as these, as a scenario that begins with its creation. */
export function courtScenario(dikast: Dikast, given: CourtDispute): Scenario {
  const base = worked.find(({ system }) => system === "court") as Scenario;
  const config = base.config.court as { [name: string]: MachineInput };
  const labels = Array.from({ length: given.disputeKits }, (_, at) =>
    at === 0 ? "kit" : `kit${at + 1}`,
  );
  const known = config.contracts as unknown as { label: string; address: string }[];
  const kits = labels.map((label) => ({
    label,
    address: known.find((one) => one.label === label)?.address ?? addressOf(dikast, label),
  }));
  const contracts = [...known.filter(({ label }) => !label.startsWith("kit")), ...kits];
  const resolver = known.find(({ label }) => label === "resolver")?.address ?? "";
  const ids = given.courts.map((_, at) => `${at + 1}`);
  const parts = {
    ...config,
    generation: given.generation,
    contracts,
    whitelist: given.generation === "neo" ? [resolver] : [],
    jurors: base.people
      .filter(({ role }) => role === "juror")
      .map(({ address }) => ({ account: address, courts: ids })),
    courts: given.courts.map((court) => ({ nextRounds: [], ...court })),
    disputeKits: kits.map(({ address }) => ({ address })),
    lastPhaseChange: `${BigInt(given.timestamp) - DAY}`,
  } as unknown as { [name: string]: MachineInput };
  const extraData = dikast.court.encodeExtraData({
    courtId: given.courtID,
    minJurors: given.nbVotes,
    disputeKitId: given.disputeKitID,
  });
  const { timestamp } = given;
  const from = base.people[0]?.address ?? "";
  const machine = dikast.court.open(dikast.court.initial(parts));
  try {
    const ask = { timestamp, from, to: "core", function: "arbitrationCost", args: [extraData] };
    const cost = machine.apply(ask);
    const value = cost.ok ? String(cost.returns) : "0";
    const args = [extraData, '{"title":"A dispute in this court"}', "", "2"];
    return {
      system: "court",
      title: `A dispute in court ${given.courtID}`,
      about: "Made on the Court page, with its courts.",
      people: base.people,
      config: { court: parts },
      now: timestamp,
      calls: [
        { timestamp, from, to: "resolver", function: "createDisputeForTemplate", args, value },
      ],
    };
  } finally {
    machine.dispose();
  }
}
