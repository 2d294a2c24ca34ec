import createDikast from "dikast:glue";
import { type Core, createCore, type Instance } from "./door.js";
import { DikastError } from "./errors.js";

type Imports = WebAssembly.Imports;
type Done = (made: WebAssembly.Instance, from: WebAssembly.Module) => void;
type Growing = { -readonly [K in keyof Instance]?: Instance[K] | undefined } & Record<
  string,
  unknown
>;

// Names in the compiled file may be shortened, so the memory is found by what it is.
function memoryOf(exports: WebAssembly.Exports): WebAssembly.Memory | undefined {
  return Object.values(exports).find((item) => item instanceof WebAssembly.Memory);
}

function isComplete(instance: Growing): instance is Growing & Instance {
  return typeof instance.call === "function" && instance.memory !== undefined;
}

// Emscripten's glue fills the object it is given; what it would print is reported by errors instead.
function blank(): Growing {
  const quiet = (): void => {};
  return { print: quiet, printErr: quiet };
}

function notOurs(cause?: unknown): DikastError {
  const message = "This is a WebAssembly module, but not the one of this version of the package.";
  return new DikastError({ code: "load.failed", path: "", message }, { cause });
}

async function begin(module: WebAssembly.Module): Promise<Instance> {
  const instance = blank();
  await new Promise((resolve, reject) => {
    const refuse = (cause: unknown): void => reject(notOurs(cause));
    instance.instantiateWasm = (imports: Imports, done: Done) => {
      WebAssembly.instantiate(module, imports)
        .then((made) => {
          instance.memory = memoryOf(made.exports);
          done(made, module);
        })
        .catch(refuse);
      return {};
    };
    createDikast(instance).then(resolve, refuse);
  });
  if (!isComplete(instance)) throw notOurs();
  return instance;
}

// At once. From Emscripten 4 on the glue itself waits, so that this gives undefined there.
function beginNow(module: WebAssembly.Module): Instance | undefined {
  const instance = blank();
  instance.instantiateWasm = (imports: Imports, done: Done) => {
    const made = new WebAssembly.Instance(module, imports);
    instance.memory = memoryOf(made.exports);
    done(made, module);
    return made.exports;
  };
  createDikast(instance).then(undefined, () => {});
  return isComplete(instance) ? instance : undefined;
}

// After a trap the next call needs a new instance without waiting. Where none can be made at once,
// one is kept ready.
function coreOf(module: WebAssembly.Module, first: Instance): Core {
  let spare: Instance | undefined;
  const refill = (): void => {
    begin(module).then(
      (made) => {
        spare = made;
      },
      () => {},
    );
  };
  let waits = false;
  return createCore(first, () => {
    const made = waits ? spare : beginNow(module);
    spare = undefined;
    if (made === undefined) waits = true;
    if (waits) refill();
    if (made !== undefined) return made;
    const message = "The core stopped and is being started again: try again in a moment.";
    throw new DikastError({ code: "internal.abort", path: "", message });
  });
}

/** The doors over a compiled module, with a way back after a trap. Errors: load.failed. */
export async function instantiate(module: WebAssembly.Module): Promise<Core> {
  return coreOf(module, await begin(module));
}

/** As instantiate, at once. Errors: load.failed. */
export function instantiateNow(module: WebAssembly.Module): Core {
  const first = beginNow(module);
  if (first === undefined) throw notOurs();
  return coreOf(module, first);
}
