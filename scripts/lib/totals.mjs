// Reading what test programs print about themselves. Every reader takes {status, output} and
// returns {passed, failed, skipped}; a program that failed without saying how many counts as one.

const all = (output, pattern) => [...output.matchAll(pattern)];
const sum = (matches, group) => matches.reduce((total, match) => total + Number(match[group]), 0);

// A runner that found nothing to run says "all well" too; that counts as a failure here.
function honest(totals, status) {
  const ran = totals.passed + totals.failed + totals.skipped;
  if ((status !== 0 || ran === 0) && totals.failed === 0) {
    return { ...totals, failed: 1 };
  }
  return totals;
}

/** A check that is either well or not: its exit status says which. */
export const byStatus = ({ status }) => ({
  passed: status === 0 ? 1 : 0,
  failed: status === 0 ? 0 : 1,
  skipped: 0,
});

/** Catch2's console reporter, one summary for each program run (ctest --verbose). */
export function byCatch({ status, output }) {
  const good = all(output, /All tests passed \(\d+ assertions? in (\d+) test cases?\)/g);
  const bad = all(output, /test cases:\s*(\d+)(?: \|\s*(\d+) passed)?(?: \|\s*(\d+) failed)?/g);
  const count = (group) => bad.reduce((total, match) => total + Number(match[group] ?? 0), 0);
  return honest({ passed: sum(good, 1) + count(2), failed: count(3), skipped: 0 }, status);
}

/** Node's test runner (spec reporter). */
export function byNode({ status, output }) {
  const count = (name) => sum(all(output, new RegExp(`^\\S+ ${name} (\\d+)$`, "gm")), 1);
  return honest(
    {
      passed: count("pass"),
      failed: count("fail") + count("cancelled"),
      skipped: count("skipped") + count("todo"),
    },
    status,
  );
}

/** A program of ours that ends with "N passed, N failed, N skipped". */
export function byOurs({ status, output }) {
  const last = all(output, /^(\d+) passed, (\d+) failed, (\d+) skipped$/gm).at(-1);
  const totals = last
    ? { passed: Number(last[1]), failed: Number(last[2]), skipped: Number(last[3]) }
    : { passed: status === 0 ? 1 : 0, failed: 0, skipped: 0 };
  return honest(totals, status);
}

export const add = (a, b) => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

export const none = { passed: 0, failed: 0, skipped: 0 };

export const line = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;
