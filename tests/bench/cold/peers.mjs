import "../example.mjs";
import { report } from "./report.mjs";

await import("mustache");
await import("zod");
await import("viem");
await import("@reality.eth/reality-eth-lib/formatters/question.js");
report();
