import { type Core, createHandle, type HotFunction, stringify } from "./door.js";
import { DikastError } from "./errors.js";
import type {
  MachineAction,
  MachineApi,
  MachineDeadline,
  MachineOutcome,
  MachineState,
  OpenMachine,
} from "./machine.types.js";

// What a machine is made from, and what is asked of it: wasm/hot_machine.cpp.
const From = { config: 0, state: 1, chain: 2 } as const;
const Ask = { apply: 0, actions: 1, deadlines: 2, state: 3 } as const;
type FromNumber = (typeof From)[keyof typeof From];
type AskNumber = (typeof Ask)[keyof typeof Ask];

function lost(): DikastError {
  const message = "The core was replaced after a fault, and the machine's state with it.";
  return new DikastError({ code: "handle.invalid", path: "", message });
}

class Machine implements OpenMachine {
  readonly #core: Core;
  readonly #handle: ReturnType<typeof createHandle>;

  constructor(core: Core, name: string, value: unknown, from: FromNumber) {
    this.#core = core;
    const open = core.exports.dikast_machine_open as HotFunction;
    const close = core.exports.dikast_machine_dispose as HotFunction;
    let opened = false;
    const make = (): number => {
      // What was done since cannot be done again, so a fresh instance has no such machine.
      if (opened) throw lost();
      const id = Number(core.take(open(core.write(`${name}\0${stringify(value)}`), from)));
      opened = true;
      return id;
    };
    this.#handle = createHandle(core, make, (id) => {
      close(id);
    });
  }

  #ask<T>(what: AskNumber, input?: unknown): T {
    const id = this.#handle.id();
    const size = input === undefined ? 0 : this.#core.write(stringify(input));
    const ask = this.#core.exports.dikast_machine_ask as HotFunction;
    return JSON.parse(this.#core.take(ask(id, what, size))) as T;
  }

  apply(call: object): MachineOutcome {
    return this.#ask(Ask.apply, call);
  }

  actions(query: object): MachineAction[] {
    return this.#ask(Ask.actions, query);
  }

  deadlines(query: object): MachineDeadline[] {
    return this.#ask(Ask.deadlines, query);
  }

  state(): MachineState {
    return this.#ask(Ask.state);
  }

  dispose(): void {
    this.#handle.dispose();
  }
}

/** The machine `name` of the core's table. */
export function createMachine(core: Core, name: string): MachineApi {
  function once<T>(value: object, from: FromNumber, use: (machine: Machine) => T): T {
    const machine = new Machine(core, name, value, from);
    try {
      return use(machine);
    } finally {
      machine.dispose();
    }
  }
  return {
    initial: (config) => once(config, From.config, (machine) => machine.state()),
    fromChain: (values) => once(values, From.chain, (machine) => machine.state()),
    apply: (state, call) =>
      once(state, From.state, (machine) => {
        const outcome = machine.apply(call);
        return { ...outcome, state: machine.state() };
      }),
    actions: (state, query) => once(state, From.state, (machine) => machine.actions(query)),
    deadlines: (state, query) => once(state, From.state, (machine) => machine.deadlines(query)),
    open: (state) => new Machine(core, name, state, From.state),
  };
}
