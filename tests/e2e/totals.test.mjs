// The totals that `npm test` ends with are what the runners printed, and a failure is never lost.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { add, byCatch, byNode, byOurs, byStatus, line } from "../../scripts/lib/totals.mjs";

const totals = (passed, failed, skipped) => ({ passed, failed, skipped });

describe("totals", () => {
  it("adds up Catch2's summaries, good and bad", () => {
    const output = [
      "1: All tests passed (12 assertions in 3 test cases)",
      "2: All tests passed (1 assertion in 1 test case)",
      "3: test cases: 5 | 4 passed | 1 failed",
      "3: assertions: 9 | 8 passed | 1 failed",
      "4: test cases: 2 | 2 failed",
    ].join("\n");
    assert.deepEqual(byCatch({ status: 8, output }), totals(8, 3, 0));
  });

  it("reads Node's summary", () => {
    const output =
      "\u2139 tests 9\n\u2139 pass 5\n\u2139 fail 1\n\u2139 cancelled 1\n\u2139 skipped 1\n\u2139 todo 1\n";
    assert.deepEqual(byNode({ status: 1, output }), totals(5, 2, 2));
  });

  it("reads our own last line", () => {
    const output = "1 passed, 0 failed, 0 skipped\nmore\n7 passed, 0 failed, 2 skipped\n";
    assert.deepEqual(byOurs({ status: 0, output }), totals(7, 0, 2));
    assert.equal(line(totals(7, 0, 2)), "7 passed, 0 failed, 2 skipped");
  });

  it("counts a program that broke without saying so", () => {
    for (const reader of [byCatch, byNode, byOurs, byStatus]) {
      assert.deepEqual(reader({ status: 139, output: "" }), totals(0, 1, 0), reader.name);
    }
    const crash = "All tests passed (1 assertion in 1 test case)\nSEGFAULT";
    assert.deepEqual(byCatch({ status: 8, output: crash }), totals(1, 1, 0));
  });

  it("adds", () => {
    assert.deepEqual(add(totals(1, 2, 3), totals(10, 20, 30)), totals(11, 22, 33));
  });
});
