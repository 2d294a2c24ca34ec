// Escrow V1: every call of a scenario on the machine, and what it says against what the chain said
// (golden/escrow-v1/FORMAT.md). Arbitrators and tokens are outside here: their answers are input, and
// of a step that calls them only what reaches the escrow is replayed.
import { callOf, configOf, refusalOf, same, tokenBalances } from "./lib/escrow.mjs";

export const name = "escrow-v1";

export const recognises = (records) =>
  Array.isArray(records) &&
  records.length > 0 &&
  records.every((row) => /^escrow-v1-/.test(row?.system) && Array.isArray(row.steps));

const anybody = "0x0000000000000000000000000000000000000001";

/** The differences of one thing, if it differs. */
function* compare(id, expected, actual) {
  yield { id, ok: same(expected, actual), expected, actual };
}

class Replay {
  constructor(scenario, { escrow }) {
    this.scenario = scenario;
    this.machine = escrow.open({ ...escrow.initial(configOf(scenario)), transactions: [] });
    this.load = (state) => escrow.open(state);
  }

  ask(getter, args) {
    const call = { timestamp: 1, from: anybody, function: getter, args };
    return this.machine.apply(call).returns;
  }

  *step(step, id) {
    const call = callOf(this.scenario, step);
    if (call !== undefined) {
      let outcome;
      try {
        outcome = this.machine.apply(call);
      } catch (error) {
        yield { id, ok: false, expected: "an outcome", actual: `${error.path} ${error.message}` };
        return;
      }
      yield* compare(`${id} ok`, step.ok, outcome.ok);
      yield* outcome.ok ? this.done(step, outcome, id) : this.refused(step, outcome, id);
    }
    yield* this.state(step.stateAfter, `${id} state`);
  }

  *refused(step, outcome, id) {
    yield* compare(`${id} refusal`, refusalOf(step), {
      revert: outcome.revert,
      revertIn: outcome.in ?? "escrow",
      // An invalid opcode below the arbitrator is a plain revert above it.
      error:
        step.to === "escrow" && outcome.kind === "invalid-opcode" ? "invalid-opcode" : "revert",
    });
  }

  *done(step, outcome, id) {
    const events = step.events
      .filter(({ address }) => address === "escrow")
      .map(({ name, args }) => ({ contract: "escrow", name, args }));
    const from = this.scenario.contracts.escrow;
    const transfers = step.transfers.map((transfer) => ({ from, ...transfer }));
    yield* compare(`${id} returns`, step.returns ?? null, outcome.returns ?? null);
    yield* compare(`${id} events`, events, outcome.events);
    yield* compare(`${id} transfers`, transfers, outcome.transfers);
  }

  withdrawable(id) {
    const amounts = Object.values(this.scenario.actors).map((actor) => [
      actor,
      this.ask("amountWithdrawable", [id, actor]),
    ]);
    return Object.fromEntries(amounts.filter(([, amount]) => amount !== "0"));
  }

  *state(recorded, id) {
    const state = this.machine.state();
    const transactions = {};
    for (const [number, transaction] of Object.entries(recorded.transactions)) {
      transactions[number] = {
        ...state.transactions[number],
        ...(transaction.withdrawable && { withdrawable: this.withdrawable(number) }),
      };
    }
    const { count, ethBalance, tokenBalances: balances } = recorded;
    yield* compare(
      id,
      { count, ethBalance, balances, transactions: recorded.transactions },
      {
        count: `${state.transactions.length}`,
        ethBalance: state.ethBalance,
        balances: balances && tokenBalances(state),
        transactions,
      },
    );
  }

  *final(final, id) {
    yield* this.state(final, id);
    const { disputeIDtoTransactionID: links, transactionIDsByAddress: byAddress } = final;
    const answer = (getter, keys) =>
      Object.fromEntries(Object.keys(keys).map((key) => [key, this.ask(getter, [key])]));
    yield* compare(`${id} links`, links, answer("disputeIDtoTransactionID", links));
    yield* compare(`${id} ids`, byAddress, answer("getTransactionIDsByAddress", byAddress));
    const state = this.machine.state();
    const loaded = this.load(state);
    yield* compare(`${id} loaded`, state, loaded.state());
    loaded.dispose();
  }

  *run() {
    const { id, steps, final } = this.scenario;
    for (const [index, step] of steps.entries()) yield* this.step(step, `${id}#${index}`);
    yield* this.final(final, `${id} final`);
    this.machine.dispose();
  }
}

export function* run(records, dikast) {
  for (const scenario of records) yield* new Replay(scenario, dikast).run();
}
