import { amountText } from "../court-plan.js";
import type { CostProjection } from "../court-plan.types.js";
import type { AppealPlanInput } from "../court.types.js";
import type { Dikast } from "../dikast.js";
import { parseExactly, readSource } from "./files.js";
import { jsonText, type Output } from "./terminal.js";
import { type Arguments, type Command, UsageError } from "./usage.js";

export const COST: Command = {
  name: "cost",
  about: "Says what a dispute costs, with its appeals, to the wei.",
  usage: ["dikast cost [options] COURTS", "dikast cost [options] --fee WEI"],
  options: {
    court: { value: "ID", whole: true, about: "the court (default: the General Court)" },
    jurors: { value: "N", whole: true, about: "jurors of the first round (default 3)" },
    kit: { value: "ID", whole: true, about: "the dispute kit (default 1)" },
    appeals: { value: "N", whole: true, about: "how many appeals, at most 63 (default 3)" },
    compare: { value: "ID", whole: true, about: "another court beside it" },
    fee: {
      value: "WEI",
      whole: true,
      about: "a juror's fee, in place of COURTS: appeals stay there",
    },
    "extra-data": { value: "HEX", about: "court, jurors and kit from extraData" },
    unit: { value: "NAME", about: "what the native currency is called (default ETH)" },
    format: { value: "FORMAT", oneOf: ["text", "json"], about: "text (default) or json" },
  },
  notes: [
    'COURTS is JSON: { "generation": "neo" | "v2" | "v1", "courts": [...], "disputeKits": 1 }, courts ' +
      "by id with the names of the core's getters: parent, feeForJuror, jurorsForCourtJump, " +
      "timesPerPeriod, hiddenVotes, minStake, alpha, supportedDisputeKits. A configuration or a " +
      'state of the machine "court" is one too. For v1 "multipliers" are the arbitrable\'s.',
  ],
};

type Courts = Omit<AppealPlanInput, "courtID" | "nbVotes" | "disputeKitID">;

function courtsOf(args: Arguments): Courts {
  const fee = args.one("fee");
  const [path, ...rest] = args.positionals;
  if ((fee === undefined) === (path === undefined) || rest.length > 0) {
    throw new UsageError("name a file with courts, or give a juror's fee with --fee");
  }
  if (fee !== undefined) {
    const general = {
      ...{ parent: 0, hiddenVotes: false, minStake: 0, alpha: 0, feeForJuror: fee },
      ...{ jurorsForCourtJump: 1, timesPerPeriod: [0, 0, 0, 0], supportedDisputeKits: [1] },
    };
    return { generation: "v2", courts: [general] };
  }
  const { name, text } = readSource(path as string);
  const read = parseExactly(text, name) as Partial<Courts> & { readonly config?: Courts };
  const given = (read?.config ?? read) as Partial<Courts> | null;
  if (typeof given !== "object" || given === null || !Array.isArray(given.courts)) {
    throw new UsageError(`${name}: "generation" and a list "courts" are needed`);
  }
  const { generation, courts, disputeKits, multipliers } = given;
  return {
    generation: generation as AppealPlanInput["generation"],
    courts,
    ...(disputeKits !== undefined && { disputeKits }),
    ...(multipliers !== undefined && { multipliers }),
  };
}

function inputOf(args: Arguments, courts: Courts, { court }: Dikast): AppealPlanInput {
  const data = args.one("extra-data");
  const v1 = courts.generation === "v1";
  if (data === undefined) {
    const disputeKitID = args.one("kit");
    return {
      ...courts,
      courtID: args.one("court") ?? (v1 ? 0 : 1),
      nbVotes: args.one("jurors") ?? 3,
      ...(disputeKitID !== undefined && { disputeKitID }),
    };
  }
  if (["court", "jurors", "kit"].some((name) => args.has(name))) {
    throw new UsageError("--extra-data says court, jurors and kit; they are not given beside it");
  }
  const { disputeKits } = courts;
  const kits = Array.isArray(disputeKits) ? disputeKits.length : Number(disputeKits ?? 1);
  const read = court.decodeExtraData(data as `0x${string}`, {
    version: v1 ? 1 : 2,
    courts: courts.courts.length + (v1 ? 0 : 1),
    disputeKits: kits + 1,
  });
  const { courtId: courtID, minJurors: nbVotes, disputeKitId } = read;
  return {
    ...courts,
    courtID,
    nbVotes,
    ...(disputeKitId !== undefined && { disputeKitID: disputeKitId }),
  };
}

function duration(seconds: bigint): string {
  const days = seconds / 86_400n;
  const hours = (seconds % 86_400n) / 3600n;
  const left = seconds % 3600n;
  const parts = [days > 0n && `${days} d`, hours > 0n && `${hours} h`, left > 0n && `${left} s`];
  return parts.filter((part) => part !== false).join(" ") || "0 s";
}

function told(input: AppealPlanInput, found: CostProjection, unit: string, asked: number): string {
  const money = (wei: bigint): string => amountText(wei, unit);
  const lines = [
    `Court ${input.courtID}, ${input.nbVotes} jurors: ${money(found.arbitrationCost)} to create the dispute.`,
  ];
  for (const row of found.rounds.slice(0, found.appeals)) {
    const next = found.rounds[row.round + 1];
    if (next === undefined) break;
    const sides =
      row.winnerTotal === undefined || row.loserTotal === undefined
        ? ""
        : ` The losing side raises ${money(row.loserTotal)} in the first half of the appeal period, the winning side ${money(row.winnerTotal)}.`;
    const jump = row.courtJump === true ? `, now in court ${next.courtID}` : "";
    lines.push(
      `Appeal ${next.round}: ${money(row.appealCost)} for ${next.nbVotes} jurors${jump}.${sides}`,
    );
  }
  if (found.appeals < asked) lines.push("No further appeal can be paid.");
  lines.push(`In all: ${found.jurors} jurors, who get ${money(found.fees)}.`);
  if (found.worst !== undefined) {
    lines.push(`The most one party pays: ${money(found.worst)}.`);
  }
  if (found.seconds !== undefined && found.seconds > 0n) {
    lines.push(`Periods, each closed as soon as its time is over: ${duration(found.seconds)}.`);
  }
  return `${lines.join("\n")}\n`;
}

export async function cost(
  args: Arguments,
  load: () => Promise<Dikast>,
  out: Output,
): Promise<number> {
  const courts = courtsOf(args);
  const dikast = await load();
  const input = inputOf(args, courts, dikast);
  const appeals = Number(args.one("appeals") ?? 3);
  const unit = args.one("unit") ?? "ETH";
  const other = args.one("compare");
  const { court } = dikast;
  const parts = {
    courtId: input.courtID,
    minJurors: input.nbVotes,
    ...(input.generation !== "v1" && { disputeKitId: input.disputeKitID ?? 1 }),
  };
  const version = input.generation === "v1" ? 1 : 2;
  const extraData = court.encodeExtraData(parts, { version });
  if (other === undefined) {
    const found = court.project(input, appeals);
    if (args.one("format") === "json") out.write(jsonText({ extraData, ...found }));
    else out.write(`${told(input, found, unit, appeals)}extraData ${extraData}\n`);
    return 0;
  }
  const second = { ...input, courtID: other };
  const found = court.compare(input, second, appeals);
  if (args.one("format") === "json") {
    out.write(jsonText({ extraData, ...found }));
    return 0;
  }
  const { difference } = found;
  const sign = difference.fees < 0n ? "less" : "more";
  const amount = difference.fees < 0n ? -difference.fees : difference.fees;
  out.write(told(input, found.a, unit, appeals));
  out.write(`\n${told(second, found.b, unit, appeals)}`);
  out.write(`\nCourt ${other} costs ${amountText(amount, unit)} ${sign} in all.\n`);
  return 0;
}
