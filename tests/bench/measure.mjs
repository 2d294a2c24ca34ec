// Ours beside a peer: CPU time of this process (all its threads, so that collecting garbage and
// compiling count), in rounds that alternate, so that a busy machine or a warm cache hits both.

/** The middle of `values`, which are sorted in place. */
export function median(values) {
  values.sort((a, b) => a - b);
  const half = values.length >> 1;
  return values.length % 2 === 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

function cpuMicroseconds(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

function wallMilliseconds(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** A side of a comparison: what is called, and how often in a batch. */
class Side {
  #run;
  #prepare;
  #calls = 1;
  times = [];

  constructor({ run, prepare }) {
    this.#run = run;
    this.#prepare = prepare ?? (() => undefined);
  }

  #batch(inputs) {
    const run = this.#run;
    for (let i = 0; i < this.#calls; i += 1) run(inputs?.[i]);
  }

  /** Lets V8 see the code often enough to compile it, and learns how many calls fill a batch. */
  warmUp(batchMs) {
    let spent = 0;
    for (let rounds = 0; spent < 6 * batchMs || rounds < 3; rounds += 1) {
      const inputs = this.#prepare(this.#calls);
      const wall = wallMilliseconds(() => this.#batch(inputs));
      spent += wall;
      if (wall < batchMs / 2) this.#calls *= 2;
    }
  }

  measure() {
    const inputs = this.#prepare(this.#calls);
    this.times.push(cpuMicroseconds(() => this.#batch(inputs)) / this.#calls);
  }
}

/**
 * One row. `ours` and `theirs` are {run, prepare?}: `run` is what is measured; `prepare(n)` makes the
 * inputs of the next n calls outside of the measurement.
 */
export function compare({ name, peer, ours, theirs }, { rounds, batchMs }) {
  const sides = [new Side(ours), new Side(theirs)];
  for (const side of sides) side.warmUp(batchMs);
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? sides : sides.toReversed();
    for (const side of order) side.measure();
  }
  const [oursUs, peerUs] = sides.map(({ times }) => median(times));
  return { name, ours_us: oursUs, peer, peer_us: peerUs, ratio: peerUs / oursUs };
}
