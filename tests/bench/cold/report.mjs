/** Prints the CPU time of this process so far, in microseconds. */
export function report() {
  const { user, system } = process.cpuUsage();
  process.stdout.write(String(user + system));
}
