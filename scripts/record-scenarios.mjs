// Writes the worked examples of the Simulate page: every call in them was accepted by the machines.
//   node scripts/record-scenarios.mjs            rewrites web/site/src/simulate/examples/*.json
//   node scripts/record-scenarios.mjs --check    says which of them are not what would be written now
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./lib/root.mjs";

const folder = join(root, "web/site/src/simulate/examples");
const start = 1_767_603_600; // 5 January 2026, 09:00 UTC
const day = 86_400;
const ether = 10n ** 18n;

/** An address of a name, so that everybody keeps theirs. */
const addressOf = (dikast, name) =>
  dikast.address.checksum(
    `0x${dikast.keccak256(`0x${Buffer.from(name).toString("hex")}`).slice(-40)}`,
  );

const peopleOf = (dikast, rows) =>
  rows.map(([label, role]) => ({ label, role, address: addressOf(dikast, label) }));

function courts() {
  const times = (evidence, commit, vote, appeal) =>
    [evidence, commit, vote, appeal].map((days) => `${days * day}`);
  const common = { hiddenVotes: false, alpha: "5000", supportedDisputeKits: ["1"], nextRounds: [] };
  return [
    {
      ...common,
      parent: "0",
      minStake: `${2000n * ether}`,
      feeForJuror: `${ether / 100n}`,
      jurorsForCourtJump: "511",
      timesPerPeriod: times(3, 2, 3, 3),
    },
    {
      ...common,
      parent: "1",
      minStake: `${1000n * ether}`,
      feeForJuror: `${ether / 200n}`,
      jurorsForCourtJump: "15",
      timesPerPeriod: times(2, 1, 2, 2),
    },
    {
      ...common,
      parent: "2",
      hiddenVotes: true,
      minStake: `${1000n * ether}`,
      feeForJuror: `${ether / 400n}`,
      jurorsForCourtJump: "7",
      timesPerPeriod: times(1, 1, 1, 1),
    },
  ];
}

function courtConfig(dikast, generation, people) {
  const of = (label) => people.find((one) => one.label === label).address;
  const names = ["core", "kit", "resolver", "registry", "evidence", "sortition", "wnative"];
  const contracts = names.map((label) => ({
    label,
    address: addressOf(dikast, `contract ${label}`),
  }));
  const at = (label) => contracts.find((one) => one.label === label).address;
  const owner = of("owner");
  return {
    generation,
    contracts,
    owner,
    guardian: owner,
    whitelist: generation === "neo" ? [at("resolver")] : [],
    jurors: people
      .filter(({ role }) => role === "juror")
      .map(({ address }) => ({ account: address, courts: ["1", "2", "3"] })),
    courts: courts(),
    minStakingTime: "3600",
    maxDrawingTime: "7200",
    disputeKits: [{ address: at("kit") }],
    resolver: { owner, arbitrator: at("core"), templateRegistry: at("registry") },
    registries: [{ label: "registry", templates: 0 }],
    lastPhaseChange: `${start - day}`,
  };
}

/** A court dispute in the making: calls that were accepted, and the clock. */
class CourtStory {
  constructor(dikast, generation) {
    this.dikast = dikast;
    this.generation = generation;
    this.now = start;
    this.calls = [];
    this.people = peopleOf(dikast, [
      ["claimant", "party"],
      ["respondent", "party"],
      ["juror 1", "juror"],
      ["juror 2", "juror"],
      ["juror 3", "juror"],
      ["funder", "anyone"],
      ["owner", "owner"],
    ]);
    this.config = courtConfig(dikast, generation, this.people);
    this.machine = dikast.court.open(dikast.court.initial(this.config));
  }

  of(label) {
    return this.people.find((one) => one.label === label).address;
  }

  call(from, to, name, args, more = {}) {
    const call = {
      timestamp: `${this.now}`,
      from: this.of(from),
      to,
      function: name,
      args,
      value: "0",
      ...more,
    };
    const outcome = this.machine.apply(call);
    if (!outcome.ok) throw new Error(`${to}.${name}: ${outcome.revert}`);
    this.calls.push(call);
    return outcome;
  }

  create(courtId, minJurors) {
    const extraData = this.dikast.court.encodeExtraData({ courtId, minJurors });
    const call = {
      timestamp: this.now,
      from: this.of("claimant"),
      to: "core",
      function: "arbitrationCost",
    };
    const value = this.machine.apply({ ...call, args: [extraData] }).returns;
    const template = JSON.stringify({ title: "Was the flat handed over as agreed?" });
    this.call("claimant", "resolver", "createDisputeForTemplate", [extraData, template, "", "2"], {
      value,
    });
  }

  round(votes) {
    const drawn = votes.map(([juror]) => this.of(juror));
    this.now += 3600;
    this.call("funder", "sortition", "passPhase", []);
    this.call("funder", "sortition", "passPhase", []);
    this.call("funder", "core", "draw", ["0", `${drawn.length}`], { env: { drawn } });
    this.now = start + 2 * day;
    this.call("funder", "core", "passPeriod", ["0"]);
    for (const [at, [juror, choice]] of votes.entries()) {
      this.now += 3600;
      this.call(juror, "kit", "castVote", ["0", [`${at}`], choice, "1", ""]);
    }
    this.call("funder", "core", "passPeriod", ["0"]);
  }

  scenario(title, about) {
    this.machine.dispose();
    return {
      machine: "court",
      title,
      about,
      people: this.people,
      config: this.config,
      now: `${this.now}`,
      calls: this.calls,
    };
  }
}

function courtScenarios(dikast) {
  const fresh = new CourtStory(dikast, "neo");
  fresh.create(2, 3);
  const lost = new CourtStory(dikast, "neo");
  lost.create(2, 3);
  lost.round([
    ["juror 1", "2"],
    ["juror 2", "2"],
    ["juror 3", "1"],
  ]);
  const next = new CourtStory(dikast, "v2");
  next.create(3, 3);
  return {
    "1-court-neo": fresh.scenario(
      "A dispute begins (Arbitrum One's contracts)",
      "Three jurors, two answers. Pass the phases, draw, vote, and see what an appeal costs.",
    ),
    "2-court-appeal": lost.scenario(
      "The claimant lost the first round",
      "The appeal period has begun: the loser has half of it, and pays more.",
    ),
    "3-court-v2": next.scenario(
      "Hidden votes (the next contracts)",
      "Jurors commit to a vote before they show it. The court is the child of a child court.",
    ),
  };
}

function arbitrator(dikast, people, contract) {
  const owner = people.find(({ role }) => role === "arbitrator").address;
  return {
    contract,
    address: addressOf(dikast, "contract arbitrator"),
    owner,
    arbitrationPrice: `${ether / 20n}`,
    timeOut: `${3 * day}`,
  };
}

/** A scenario of one call, tried on the machine. */
function begin(api, machine, { people, config, arbitrator: judge, call, env, ...texts }) {
  const calls = [{ timestamp: `${start}`, to: machine, ...call }];
  const { to: _, ...own } = calls[0];
  const outcome = api.apply(api.initial(config), { ...own, env });
  if (!outcome.ok) throw new Error(`${machine}.${call.function}: ${outcome.revert}`);
  return { machine, ...texts, people, config, arbitrator: judge, now: `${start}`, calls };
}

function pairScenarios(dikast) {
  const parties = peopleOf(dikast, [
    ["sender", "party"],
    ["receiver", "party"],
    ["the arbitrator's owner", "arbitrator"],
    ["somebody", "anyone"],
  ]);
  const [sender, receiver] = parties.map(({ address }) => address);
  const payment = (system, contract, title, about) => {
    const court = arbitrator(dikast, parties, contract);
    const escrow = {
      system,
      escrow: addressOf(dikast, "contract escrow"),
      arbitrator: court.address,
      arbitratorExtraData: "0x",
      feeTimeout: `${7 * day}`,
      sharedStakeMultiplier: "5000",
      winnerStakeMultiplier: "2000",
      loserStakeMultiplier: "8000",
    };
    const call = {
      from: sender,
      function: "createTransaction",
      args: [`${14 * day}`, receiver, "/ipfs/Qm"],
      value: `${2n * ether}`,
    };
    return begin(dikast.escrow, "escrow", {
      title,
      about,
      people: parties,
      config: escrow,
      arbitrator: court,
      call,
      env: {},
    });
  };
  const proxyCourt = arbitrator(dikast, parties, "AutoAppealableArbitrator@arbitrable-proxy");
  const arbitrableProxy = {
    address: addressOf(dikast, "contract proxy"),
    arbitrator: proxyCourt.address,
    governor: proxyCourt.owner,
    winnerStakeMultiplier: "10000",
    loserStakeMultiplier: "20000",
    loserAppealPeriodMultiplier: "5000",
  };
  const cost = proxyCourt.arbitrationPrice;
  return {
    "4-escrow": payment(
      "escrow-v1-eth-2019",
      "AutoAppealableArbitrator",
      "A payment of 2 ETH (the deployed escrow)",
      "Pay, reimburse, let it run out, or dispute it and play the arbitrator.",
    ),
    "5-escrow-appeals": payment(
      "escrow-v1-eth-appeals",
      "EnhancedAppealableArbitrator",
      "An escrow whose appeals anybody can fund",
      "As before, with crowdfunded appeals and an arbitrator whose rulings wait three days.",
    ),
    "6-arbitrable-proxy": begin(dikast.arbitrableProxy, "arbitrableProxy", {
      title: "A dispute of ArbitrableProxy",
      about: "Rule as the arbitrator, fund both sides of an appeal, and withdraw what it brought.",
      people: parties,
      config: arbitrableProxy,
      arbitrator: proxyCourt,
      call: { from: sender, function: "createDispute", args: ["0x", "/ipfs/Qm", "2"], value: cost },
      env: { arbitrationCost: cost, nextDisputeID: "0" },
    }),
  };
}

/** Two who do not agree, and a proxy that asks Kleros. */
function realityScenario(dikast) {
  const people = peopleOf(dikast, [
    ["asker", "party"],
    ["alice", "party"],
    ["bob", "party"],
    ["owner", "arbitrator"],
  ]);
  const names = ["reality", "arbitrator", "kleros"];
  const named = Object.fromEntries(people.map(({ label, address }) => [label, address]));
  const contracts = names.map((name) => [name, addressOf(dikast, `contract ${name}`)]);
  const accounts = { ...named, ...Object.fromEntries(contracts) };
  const config = {
    system: "reality-3.0",
    arbitratorKind: "kleros-v1-with-appeals",
    arbitrationCost: `${ether / 20n}`,
    winnerStakeMultiplier: "3000",
    loserStakeMultiplier: "7000",
    loserAppealPeriodMultiplier: "5000",
    divisor: "10000",
    metadata: "{}",
    arbitratorExtraData: "0x",
    accounts,
  };
  const text = dikast.reality.encodeText({
    type: "bool",
    title: "Did the bridge open to traffic before 2026?",
    category: "news",
    lang: "en_US",
  });
  const machine = dikast.reality.open(dikast.reality.initial(config));
  const calls = [];
  const call = (at, from, name, args, value) => {
    const made = { timestamp: `${at}`, from: named[from], to: "reality", function: name, args };
    const outcome = machine.apply({ ...made, value: `${value}` });
    if (!outcome.ok) throw new Error(`reality.${name}: ${outcome.revert}`);
    calls.push({ ...made, value: `${value}` });
    return outcome.returns;
  };
  const asked = ["0", text, accounts.arbitrator, `${day}`, "0", "0"];
  const [id] = call(start, "asker", "askQuestion", asked, ether / 10n);
  const yes = `0x${"1".padStart(64, "0")}`;
  call(start + 3600, "alice", "submitAnswer", [id, yes, "0"], ether / 100n);
  machine.dispose();
  return {
    machine: "reality",
    title: "A question with an answer (Reality.eth 3.0)",
    about: "Answer with twice the bond, let it become final, or ask Kleros and play the ruling.",
    people,
    config,
    now: `${start + 3600}`,
    calls,
  };
}

/** By file name, the text of each example. */
export function scenarios(dikast) {
  const all = {
    ...courtScenarios(dikast),
    ...pairScenarios(dikast),
    "7-reality": realityScenario(dikast),
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, scenario]) => [
      `${name}.json`,
      `${JSON.stringify(scenario, null, 2)}\n`,
    ]),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const dist = resolve(root, process.env.DIKAST_DIST ?? "dist");
  const { load } = await import(pathToFileURL(join(dist, "npm/index.js")).href);
  const check = process.argv.includes("--check");
  mkdirSync(folder, { recursive: true });
  let stale = 0;
  for (const [name, text] of Object.entries(scenarios(await load()))) {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
    stale += 1;
    if (check) console.error(`${path} is not what record-scenarios.mjs writes`);
    else writeFileSync(path, text);
  }
  process.exit(check && stale > 0 ? 1 : 0);
}
