import type { Core } from "./door.js";
import type { EscrowApi, EscrowChange, EscrowEnding, MetaEvidenceIssue } from "./escrow.types.js";
import { createMachine } from "./machine.js";
import type { MachineApi, MachineCall, MachineQuery, MachineState } from "./machine.types.js";

/** What the contract stores about one transaction, as far as it is needed here. */
interface Transaction {
  readonly sender: string;
  readonly receiver: string;
  readonly amount: string;
  readonly token?: string;
  readonly timeoutPayment: string;
  readonly disputeId: string;
  readonly senderFee: string;
  readonly receiverFee: string;
  readonly lastInteraction: string;
  readonly status: string;
}

type Step = readonly [
  from: string,
  name: string,
  args: string[],
  value: bigint,
  not_before: bigint,
];
type Plan = readonly [name: EscrowEnding["name"], steps: readonly Step[]];

const Status = { noDispute: "0", waitingSender: "1", waitingReceiver: "2", disputed: "3" } as const;
const rulings = ["refusedToRule", "senderWins", "receiverWins"] as const;

const positive = (value: bigint): bigint => (value > 0n ? value : 0n);

/** The calls of each ending. */
function plans(state: MachineState, tx: Transaction, id: string, query: MachineQuery): Plan[] {
  const cost = BigInt(String(query.env?.arbitrationCost ?? 0));
  const now = BigInt(query.timestamp);
  const last = BigInt(tx.lastInteraction);
  const timeout = BigInt(String(state.feeTimeout));
  const at = (steps: Step[], name: EscrowEnding["name"]): Plan => [name, steps];
  const bySender: Step = [
    tx.sender,
    "payArbitrationFeeBySender",
    [id],
    positive(cost - BigInt(tx.senderFee)),
    now,
  ];
  const byReceiver: Step = [
    tx.receiver,
    "payArbitrationFeeByReceiver",
    [id],
    positive(cost - BigInt(tx.receiverFee)),
    now,
  ];
  const dispute =
    tx.status === Status.disputed ? tx.disputeId : String(query.env?.nextDisputeID ?? "0");
  const ruled = (before: Step[]): Plan[] =>
    rulings.map((name, ruling) =>
      at([...before, [String(state.arbitrator), "rule", [dispute, `${ruling}`], 0n, now]], name),
    );
  // The side that pays second, or tops up, creates the dispute; at cost 0 the first call does.
  const fees = (steps: Step[]): Step[] => (cost === 0n ? steps.slice(0, 1) : steps);
  const out = (who: "Sender" | "Receiver", from: bigint): Step => [
    who === "Sender" ? tx.sender : tx.receiver,
    `timeOutBy${who}`,
    [id],
    0n,
    from + timeout,
  ];
  switch (tx.status) {
    case Status.noDispute:
      return [
        at([[tx.sender, "pay", [id, tx.amount], 0n, now]], "paid"),
        at([[tx.receiver, "reimburse", [id, tx.amount], 0n, now]], "reimbursed"),
        at(
          [[tx.receiver, "executeTransaction", [id], 0n, last + BigInt(tx.timeoutPayment)]],
          "executed",
        ),
        at([bySender, out("Sender", now)], "receiverTimedOut"),
        at([byReceiver, out("Receiver", now)], "senderTimedOut"),
        ...ruled(fees([bySender, byReceiver])),
      ];
    case Status.waitingSender:
      return [at([out("Receiver", last)], "senderTimedOut"), ...ruled([bySender])];
    case Status.waitingReceiver:
      return [at([out("Sender", last)], "receiverTimedOut"), ...ruled([byReceiver])];
    case Status.disputed:
      return ruled([]);
    default:
      return [];
  }
}

/** Money by account: what came less what went. */
class Ledger {
  readonly #eth = new Map<string, bigint>();
  readonly #token = new Map<string, bigint>();

  move(account: string, asset: string, amount: bigint): void {
    const purse = asset === "eth" ? this.#eth : this.#token;
    const key = account.toLowerCase();
    purse.set(key, (purse.get(key) ?? 0n) + amount);
  }

  of(account: string): EscrowChange {
    const key = account.toLowerCase();
    return { eth: this.#eth.get(key) ?? 0n, token: this.#token.get(key) ?? 0n };
  }
}

function follow(
  machine: MachineApi,
  state: MachineState,
  tx: Transaction,
  [name, steps]: Plan,
  query: MachineQuery,
): EscrowEnding {
  const open = machine.open(state);
  const ledger = new Ledger();
  const calls: MachineCall[] = [];
  const escrow = String(state.escrow);
  const disputed = tx.status === Status.disputed;
  // What belongs to the transaction; of the fees of a dispute one went to the arbitrator already.
  ledger.move(escrow, tx.token === undefined ? "eth" : "token", BigInt(tx.amount));
  ledger.move(escrow, "eth", BigInt(tx.senderFee));
  ledger.move(escrow, "eth", disputed ? 0n : BigInt(tx.receiverFee));
  let moment = BigInt(query.timestamp);
  let refused: { reason: string | null } | undefined;
  try {
    for (const [from, function_, args, value, earliest] of steps) {
      moment = earliest > moment ? earliest : moment;
      const call: MachineCall = {
        timestamp: moment,
        from,
        function: function_,
        args,
        value,
        ...(query.env && { env: query.env }),
      };
      calls.push(call);
      const outcome = open.apply(call);
      if (!outcome.ok) {
        refused = { reason: outcome.revert };
        break;
      }
      ledger.move(from, "eth", -value);
      ledger.move(escrow, "eth", value);
      for (const { asset, to, amount, ok } of outcome.transfers) {
        if (!ok) continue;
        ledger.move(escrow, asset, -BigInt(amount));
        ledger.move(to, asset, BigInt(amount));
      }
    }
  } finally {
    open.dispose();
  }
  return {
    name,
    possible: refused === undefined,
    ...refused,
    sender: ledger.of(tx.sender),
    receiver: ledger.of(tx.receiver),
    locked: ledger.of(escrow),
    arbitrator: ledger.of(String(state.arbitrator)).eth,
    calls,
  };
}

/** Escrow V1 over the core. */
export function createEscrow(core: Core): EscrowApi {
  const machine = createMachine(core, "escrow");
  return {
    ...machine,
    checkMetaEvidence: (metaEvidence, transaction) =>
      core.call<MetaEvidenceIssue[]>("escrow.checkMetaEvidence", { metaEvidence, transaction }),
    endings(given, id, query) {
      const { env } = query;
      // As the core reads it, so that numbers and addresses have one form.
      const open = machine.open(given);
      const state = open.state();
      open.dispose();
      const list = state.transactions as unknown as readonly Transaction[];
      const tx = list[Number(id)];
      if (tx === undefined) return [];
      return plans(state, tx, `${id}`, query).map((plan) =>
        follow(machine, state, tx, plan, { ...query, ...(env && { env }) }),
      );
    },
  };
}
