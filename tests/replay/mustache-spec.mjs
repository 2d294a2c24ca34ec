// mustache/spec, as its YAML is published in JSON: one module a file, `tests` inside.
export const name = "mustache-spec";

export const recognises = (document) =>
  Array.isArray(document?.tests) &&
  document.tests.every((test) => "template" in test && "expected" in test);

/** Modules the specification calls optional start with "~". */
const optional = (file) => file.startsWith("~");

export function* run(document, dikast, { name: file }) {
  for (const test of document.tests) {
    const id = `${file}: ${test.name}`;
    if (optional(file)) {
      yield { id, skip: "an optional module of the specification" };
      continue;
    }
    const options = { dialect: "mustache", partials: test.partials ?? {} };
    let actual;
    try {
      actual = dikast.template.renderText(test.template, test.data, options);
    } catch (error) {
      actual = error;
    }
    const ok = actual === test.expected;
    yield { id, ok, expected: test.expected, actual: ok ? undefined : String(actual) };
  }
}
