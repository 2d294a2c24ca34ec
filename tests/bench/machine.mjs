// machine-apply: steps of a court in WebAssembly, as the package's callers get them (objects in,
// objects out), beside the same core compiled natively (text in, text out). The native program is
// built on first use, in build/bench; DIKAST_NATIVE names another folder with it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { root } from "../../scripts/lib/root.mjs";
import { address, configOf, Play } from "../package/lib/court-world.mjs";
import { median } from "./measure.mjs";

const folder = resolve(root, process.env.DIKAST_NATIVE ?? "build/bench");
const program = join(folder, "bench_machine");

function build() {
  const configure = [
    ...["-S", root, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release"],
    ...["-DDIKAST_BENCH=ON", "-DDIKAST_TESTING=OFF"],
    "-DDIKAST_ONLY=error;values;json;machine;court",
  ];
  for (const args of [configure, ["--build", folder, "--target", "bench_machine"]]) {
    if (spawnSync("cmake", args, { stdio: "ignore" }).status !== 0) return false;
  }
  return true;
}

/** Twenty disputes with an appeal each: the state before them and every call. */
function recorded({ court }) {
  const state = court.initial(configOf("v2"));
  const calls = [];
  const machine = court.open(state);
  const recorder = {
    apply(call) {
      calls.push(call);
      return machine.apply(call);
    },
  };
  const play = new Play(recorder, "v2");
  for (let i = 0; i < 20; i += 1) {
    const id = play.create();
    play.vote(id, 1);
    for (const choice of [0, 2, 3]) play.fund(id, choice, address(40 + choice), 30 * choice);
    play.fund(id, 1, address(41), 140);
    play.fund(id, 2, address(42), 210);
    play.vote(id, 2);
    play.withdraw(id, 2, address(42));
  }
  machine.dispose();
  return { state, calls };
}

function nativeMicroseconds(file, milliseconds) {
  const { status, stdout } = spawnSync(program, [file, String(milliseconds)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return Number(stdout);
}

/** The row, or undefined where there is no native program and none can be made. */
export function machineApply(dikast, { rounds, batchMs, mayBuild }) {
  if (!existsSync(program) && !(mayBuild && build())) {
    console.error(`machine-apply: left out, there is no ${program}`);
    return undefined;
  }
  const { state, calls } = recorded(dikast);
  const pass = () => {
    const machine = dikast.court.open(state);
    for (const call of calls) machine.apply(call);
    machine.dispose();
  };
  const temporary = mkdtempSync(join(tmpdir(), "dikast-bench-"));
  try {
    const file = join(temporary, "calls");
    writeFileSync(file, [state, ...calls].map((part) => `${JSON.stringify(part)}\n`).join(""));
    for (let i = 0; i < 5; i += 1) pass();
    const ours = [];
    const native = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = process.cpuUsage();
      let passes = 0;
      let spent = 0;
      while (spent < 1000 * batchMs || passes < 2) {
        pass();
        passes += 1;
        const { user, system } = process.cpuUsage(start);
        spent = user + system;
      }
      ours.push(spent / passes / calls.length);
      native.push(nativeMicroseconds(file, batchMs));
    }
    const [oursUs, peerUs] = [median(ours), median(native)];
    const peer = "the same core, native";
    return {
      name: "machine-apply",
      ours_us: oursUs,
      peer,
      peer_us: peerUs,
      ratio: peerUs / oursUs,
    };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
