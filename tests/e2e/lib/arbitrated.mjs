// An arbitrable machine and an arbitrator machine that act on each other as their contracts do.

const answers = [
  ["disputeStatus", "disputeStatus", 0],
  ["currentRuling", "currentRuling", 0],
  ["appealCost", "appealCost", 0],
  ["appealPeriod", "appealPeriodStart", 0],
  ["appealPeriod", "appealPeriodEnd", 1],
];

/** @param arbitrable, arbitrator: open machines; names and addresses by which they call each other */
export class Arbitrated {
  constructor({ dikast, kind, arbitrable, arbitrator, name, addresses }) {
    this.dikast = dikast;
    this.kind = kind;
    this.arbitrable = arbitrable;
    this.arbitrator = arbitrator;
    this.name = name;
    this.addresses = addresses;
  }

  #ask(getter, args, timestamp) {
    const from = this.addresses.arbitrator;
    const outcome = this.arbitrator.apply({ timestamp, from, function: getter, args });
    return outcome.ok ? outcome.returns : null;
  }

  /** What the arbitrator answers about a dispute at that second. */
  env(disputeID, timestamp) {
    const env = {
      arbitrationCost: this.#ask("arbitrationCost", ["0x"], timestamp),
      nextDisputeID: `${this.arbitrator.state().disputes.length}`,
      disputeID,
    };
    for (const [getter, key, index] of answers) {
      const args = getter === "appealCost" ? [disputeID, "0x"] : [disputeID];
      const answer = this.#ask(getter, args, timestamp);
      env[key] = Array.isArray(answer) ? answer[index] : answer;
    }
    return env;
  }

  /** A call on the arbitrable, and what it makes the arbitrator do. */
  callArbitrable(call, disputeID) {
    const env = this.env(disputeID, call.timestamp);
    const trial = this.kind.open(this.arbitrable.state());
    const first = trial.apply({ ...call, env });
    const outgoing = this.#outgoing(call, first, env, trial.state());
    trial.dispose();
    if (outgoing === undefined) return this.arbitrable.apply({ ...call, env });
    const done = this.arbitrator.apply({
      timestamp: call.timestamp,
      from: this.addresses[this.name],
      ...outgoing,
    });
    // A refusal goes up unchanged.
    if (!done.ok)
      return {
        ...done,
        in: done.in ?? "arbitrator",
        kind: done.kind === "reason" ? "reason" : "empty",
      };
    const outcome = this.arbitrable.apply({ ...call, env });
    if (!outcome.ok)
      throw new Error(`${call.function}: the model changed its mind: ${outcome.revert}`);
    return { ...outcome, events: this.#woven(outcome.events, done.events, outgoing.function) };
  }

  #outgoing(call, first, env, after) {
    if (call.function === "appeal") {
      const id = this.arbitrable.state().transactions[Number(call.args[0])]?.disputeId;
      const args = [id, "0x"];
      return id === undefined ? undefined : { function: "appeal", args, value: call.value };
    }
    if (call.function === "createDispute" && (first.ok || first.in === "arbitrator")) {
      // What is paid is handed on, and the refusal is in the arbitrator's words.
      const args = [this.choices(call), "0x"];
      return { function: "createDispute", args, value: call.value };
    }
    if (!first.ok) return undefined;
    const paid = first.transfers.find(({ to }) => to === this.addresses.arbitrator);
    const value = paid?.amount ?? "0";
    if (first.events.some(({ name }) => name === "Dispute")) {
      return { function: "createDispute", args: ["2", "0x"], value };
    }
    return this.appeals(call, after)
      ? { function: "appeal", args: [env.disputeID, "0x"], value }
      : undefined;
  }

  /** How many rulings the dispute that `createDispute` makes has. */
  choices({ args }) {
    return args[2];
  }

  /** Whether a call that led to the state `after` appealed. */
  appeals() {
    return false;
  }

  // The arbitrator's log stands where the call to it is made.
  #woven(own, theirs, function_) {
    if (function_ === "appeal") return [...own, ...theirs];
    const at = own.findIndex(({ name }) => name === "Dispute" || name === "MetaEvidence");
    return [...own.slice(0, at), ...theirs, ...own.slice(at)];
  }

  #solvedBy(before) {
    const own = this.addresses[this.name].toLowerCase();
    return this.arbitrator
      .state()
      .disputes.findIndex(
        ({ status, arbitrated }, id) =>
          status === "2" && before[id]?.status !== "2" && arbitrated.toLowerCase() === own,
      );
  }

  /** Whether a dispute, or the one that was appealed to it, is an account's, which has no rule(). */
  #isAccounts(id, disputes) {
    const { arbitrated } = disputes[id] ?? {};
    if (arbitrated?.toLowerCase() !== this.addresses.arbitrator.toLowerCase()) {
      return arbitrated?.toLowerCase() !== this.addresses[this.name].toLowerCase();
    }
    const appealed = ({ arbitrator, appealDisputeID }) =>
      arbitrator === arbitrated && appealDisputeID === `${id}`;
    return this.#isAccounts(disputes.findIndex(appealed), disputes);
  }

  /** A call on the arbitrator, and the ruling it may give. */
  callArbitrator(given) {
    const before = this.arbitrator.state();
    const noRule =
      /Ruling$/.test(given.function) && this.#isAccounts(+given.args[0], before.disputes);
    const call = noRule ? { ...given, env: { rule: { ok: false } } } : given;
    const outcome = this.arbitrator.apply(call);
    const id = outcome.ok ? this.#solvedBy(before.disputes) : -1;
    if (id < 0) return outcome;
    const { ruling } = this.arbitrator.state().disputes[id];
    const { timestamp } = call;
    const ruled = this.arbitrable.apply({
      timestamp,
      from: this.addresses.arbitrator,
      function: "rule",
      args: [`${id}`, ruling],
      env: this.env(`${id}`, timestamp),
    });
    if (ruled.ok) {
      const events = [...outcome.events, ...ruled.events];
      return { ...outcome, events, transfers: [...outcome.transfers, ...ruled.transfers] };
    }
    this.arbitrator.dispose();
    this.arbitrator = this.dikast.arbitrator.open(before);
    const { revert } = ruled;
    return this.arbitrator.apply({
      ...call,
      env: { rule: { ok: false, ...(revert && { revert }) } },
    });
  }

  dispose() {
    this.arbitrable.dispose();
    this.arbitrator.dispose();
  }
}
