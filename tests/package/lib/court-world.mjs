// A small court system of dikast.court, and a clock that plays disputes in it.
export const address = (n) => `0x${String(n).padStart(40, "0")}`;

export const people = { owner: address(1), creator: address(2), juror: address(3) };

const zero = { parent: 0, hiddenVotes: false, minStake: "200", alpha: 5000 };

/** The General Court (10 wei a juror) and one below it (20 wei), which is left from 7 jurors on. */
export const courts = [
  {
    ...zero,
    feeForJuror: 10,
    jurorsForCourtJump: 31,
    timesPerPeriod: [100, 100, 100, 200],
    supportedDisputeKits: [1],
  },
  {
    ...zero,
    parent: 1,
    hiddenVotes: true,
    feeForJuror: 20,
    jurorsForCourtJump: 7,
    timesPerPeriod: [86_400, 3600, 3600, 7200],
    supportedDisputeKits: [1],
  },
];

const contracts = { core: 10, kit: 11, resolver: 12, sortition: 13, registry: 14 };

export const configOf = (generation) => ({
  generation,
  contracts: Object.entries(contracts).map(([label, n]) => ({ label, address: address(n) })),
  owner: people.owner,
  whitelist: [people.creator],
  courts,
  disputeKits: [{ address: address(11) }],
  resolver: { owner: people.owner, arbitrator: address(10), templateRegistry: address(14) },
  registries: [{ label: "registry", templates: 0 }],
});

/** Calls that have to be accepted, one second apart. */
export class Play {
  constructor(machine, generation, now = 1000) {
    Object.assign(this, { machine, generation, now });
  }

  call(to, name, args, { from = people.juror, value = 0, env = {} } = {}) {
    this.now += 1;
    const call = { timestamp: this.now, from, to, function: name, args, value, env };
    const outcome = this.machine.apply(call);
    if (!outcome.ok) throw new Error(`${to}.${name}: ${outcome.revert}`);
    return outcome.returns;
  }

  /** A dispute of three choices in the General Court. */
  create(value = 30) {
    return this.call("core", "createDispute", ["3", "0x"], { from: people.creator, value });
  }

  /** To the appeal period of the present round, all votes being for `choice`. */
  vote(id, choice) {
    while (this.call("view", "sortition", []).phase !== "2")
      this.call("sortition", "passPhase", []);
    const votes = Number(this.call("view", "disputes", [id]).round.nbVotes);
    const drawn = Array(votes).fill(people.juror);
    this.call("core", "draw", [id, votes], { env: { drawn } });
    this.now += 100;
    this.call("core", "passPeriod", [id]);
    const ids = drawn.map((_, i) => i);
    this.call("kit", "castVote", [id, ids, choice, 0, ""]);
    this.call("core", "passPeriod", [id]);
  }

  fund(id, choice, from, value) {
    this.call("kit", "fundAppeal", [id, choice], { from, value });
  }

  /** The end of the dispute; then what `account` gets back for `choice` in the first round. */
  withdraw(id, choice, account) {
    this.now += 200;
    this.call("core", "passPeriod", [id]);
    // The creator is an account: it takes no ruling.
    this.call("core", "executeRuling", [id], { env: { arbitrableTakesRuling: true } });
    const args = this.generation === "neo" ? [id, account, 0, choice] : [id, account, choice];
    return BigInt(this.call("kit", "withdrawFeesAndRewards", args) ?? 0);
  }
}
