import { context, template } from "../example.mjs";
import { report } from "./report.mjs";

const { load } = await import(process.env.DIKAST_BENCH_ENTRY);
const dikast = await load();
const { answers } = dikast.template.render(template, context);
if (answers.length !== 3) throw new Error("not rendered");
report();
