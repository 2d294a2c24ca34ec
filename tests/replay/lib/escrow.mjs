// A step of golden/escrow-v1 as a call of the machine.

/** Whether two values are the same, whatever the order of their members. */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a).filter((key) => a[key] !== undefined);
  const others = Object.keys(b).filter((key) => b[key] !== undefined);
  return keys.length === others.length && keys.every((key) => same(a[key], b[key]));
}

export const configOf = ({ config, system, contracts }) => ({
  ...config,
  system,
  escrow: contracts.escrow,
});

export const refusalOf = ({ revert, revertIn, error, to }) => ({
  revert,
  revertIn,
  error: to === "escrow" ? error : "revert",
});

export const tokenBalances = ({ tokens }) =>
  Object.fromEntries(Object.entries(tokens).map(([name, { balance }]) => [name, balance]));

/** What a token that keeps a share of a transfer shows in its own event. */
function received(call, { events }, escrow) {
  const event = events.find(
    ({ address, name, args }) => address === call.to && name === "Transfer" && args.to === escrow,
  );
  return call.function === "transferFrom" && event ? { received: event.args.value } : {};
}

/**
 * The outgoing calls with the answers of outside parties. What a refusal says is told by the step,
 * since it goes up unchanged.
 */
function outgoing(step, escrow) {
  return step.calls
    .filter(({ from }) => from === "escrow")
    .map((call) => ({
      ...call,
      ...received(call, step, escrow),
      ...(!call.ok && step.revert !== null && { revert: step.revert }),
    }));
}

/** The call on the escrow; undefined for a step of the arbitrator or a token that does not reach it. */
export function callOf({ config, contracts }, step) {
  const env = { ...step.env, calls: outgoing(step, contracts.escrow) };
  const { timestamp } = step;
  if (step.to === "escrow") {
    return {
      timestamp,
      from: step.from,
      function: step.function,
      args: step.args,
      value: step.value,
      env,
    };
  }
  const rule = step.calls.find(({ from, to }) => from === "arbitrator" && to === "escrow");
  return rule && { ...rule, timestamp, from: config.arbitrator, to: "", env };
}
