// One place that hears Ctrl-C: whatever a script started registers here how it is ended.
const work = [];

/** Has `cleanup` (which may be async) run when the program is asked to end. */
export function atEnd(cleanup) {
  if (work.length === 0) {
    for (const [signal, status] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
      ["SIGHUP", 129],
    ]) {
      process.once(signal, async () => {
        for (const cleanup of work.splice(0).reverse()) {
          await cleanup();
        }
        process.exit(status);
      });
    }
  }
  work.push(cleanup);
}
