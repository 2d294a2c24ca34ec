import { DikastError } from "./errors.js";

function told(cause: unknown): unknown {
  if (!(cause instanceof TypeError || cause instanceof RangeError)) return cause;
  if (cause instanceof DikastError) return cause;
  const message = `An argument is missing, or is none that can be read here: ${cause.message}`;
  return new DikastError({ code: "input.type", path: "", message }, { cause });
}

type Called = (...args: unknown[]) => unknown;

function sealedFunction(run: Called): Called {
  return function sealed(this: unknown, ...args) {
    try {
      const result = run.apply(this, args);
      if (!(result instanceof Promise)) return result;
      return result.catch((cause: unknown) => {
        throw told(cause);
      });
    } catch (cause) {
      throw told(cause);
    }
  };
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/**
 * The same functions, where what JavaScript itself throws over arguments of another shape than the
 * types say ends in input.type like every other fault of the input.
 */
export function sealed<T extends object>(api: T): T {
  const members = Object.entries(api).map(([name, value]) => [
    name,
    typeof value === "function"
      ? sealedFunction(value as Called)
      : isPlain(value)
        ? sealed(value)
        : (value as unknown),
  ]);
  return Object.fromEntries(members) as T;
}
