import "../example.mjs";
import { report } from "./report.mjs";

report();
