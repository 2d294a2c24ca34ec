import { mustacheVariables } from "../../../core.js";

/** Names of the top-level `{{x}}`, `{{{x}}}` and `{{&x}}` tags, with repetitions. */
const retrieveVariables = (template: string): string[] => mustacheVariables(template);

export default retrieveVariables;
