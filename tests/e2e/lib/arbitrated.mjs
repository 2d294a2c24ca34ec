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
    trial.dispose();
    const outgoing = this.#outgoing(call, first, env);
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

  #outgoing(call, first, env) {
    if (call.function === "appeal") {
      const id = this.arbitrable.state().transactions[Number(call.args[0])]?.disputeId;
      const args = [id, "0x"];
      return id === undefined ? undefined : { function: "appeal", args, value: call.value };
    }
    if (!first.ok) return undefined;
    const paid = first.transfers.find(({ to }) => to === this.addresses.arbitrator);
    const value = paid?.amount ?? "0";
    if (first.events.some(({ name }) => name === "Dispute")) {
      return { function: "createDispute", args: [this.choices(call), "0x"], value };
    }
    return this.appealsIn(first, call)
      ? { function: "appeal", args: [env.disputeID, "0x"], value }
      : undefined;
  }

  choices() {
    return "2";
  }

  appealsIn() {
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

  /** A call on the arbitrator, and the ruling it may give. */
  callArbitrator(call) {
    const before = this.arbitrator.state();
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
    if (ruled.ok) return { ...outcome, events: [...outcome.events, ...ruled.events] };
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
