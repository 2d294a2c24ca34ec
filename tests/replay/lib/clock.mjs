// A clock that goes on only when nothing else is left to do: hours pass in milliseconds.
export class VirtualClock {
  #timers = [];
  #next = 1;
  now = 0;

  setTimeout = (run, milliseconds) => {
    const timer = { id: this.#next++, at: this.now + Math.max(0, milliseconds), run };
    this.#timers.push(timer);
    return timer.id;
  };

  clearTimeout = (id) => {
    this.#timers = this.#timers.filter((timer) => timer.id !== id);
  };

  /** Resolves after `milliseconds`, or rejects with the signal's reason. */
  sleep(milliseconds, signal) {
    return new Promise((resolve, reject) => {
      const stop = () => reject(signal.reason);
      if (signal?.aborted) {
        stop();
        return;
      }
      this.setTimeout(() => {
        signal?.removeEventListener("abort", stop);
        resolve();
      }, milliseconds);
      signal?.addEventListener("abort", stop, { once: true });
    });
  }

  /** Runs until `promise` settles; time passes when everything waits for it. */
  async until(promise) {
    let done = false;
    const end = () => {
      done = true;
    };
    promise.then(end, end);
    for (;;) {
      for (let i = 0; i < 8 && !done; i += 1) await new Promise((next) => setImmediate(next));
      if (done) return promise;
      const first = this.#timers.reduce(
        (a, b) => (a === undefined || b.at < a.at ? b : a),
        undefined,
      );
      if (first === undefined) throw new Error("Nothing is left to wait for.");
      this.clearTimeout(first.id);
      this.now = first.at;
      first.run();
    }
  }
}
