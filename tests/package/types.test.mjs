// The hand-written types are what the module is: they compile for people who use the package, and
// name its members, no more and no fewer.
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import ts from "typescript";
import { cleanUp, exec, project } from "./lib/consumer.mjs";
import { importPackage, npm, root } from "./lib/dist.mjs";

after(cleanUp);

const entry = (name) => join(npm, "types", `${name}.d.ts`);
const modules = [
  "index",
  "lean",
  ...["abi-data", "rules", "wallet"].filter((name) => existsSync(join(npm, `${name}.js`))),
  ...readdirSync(join(npm, "kleros-sdk/src"), { recursive: true })
    .filter((name) => name.endsWith(".js"))
    .map((name) => `kleros-sdk/src/${name.slice(0, -3)}`),
];

const program = ts.createProgram(modules.map(entry), {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
});
const checker = program.getTypeChecker();

test("the declarations have no errors", () => {
  const found = ts.getPreEmitDiagnostics(program);
  assert.deepEqual(
    found.map(({ file, messageText }) => `${file?.fileName}: ${JSON.stringify(messageText)}`),
    [],
  );
});

const moduleOf = (name) => checker.getSymbolAtLocation(program.getSourceFile(entry(name)));

test("each module exports the values its declarations name", async () => {
  for (const name of modules) {
    const symbol = moduleOf(name);
    const named = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
    const values = named
      .map((item) => [
        item.name,
        item.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(item) : item,
      ])
      .filter(([, item]) => item.flags & ts.SymbolFlags.Value)
      .map(([key]) => key);
    const actual = Object.keys(await importPackage(`${name}.js`));
    assert.deepEqual(actual.sort(), values.sort(), name);
  }
});

/** Holds an object against its type, member by member. */
function compare(type, value, path) {
  const named = checker.getPropertiesOfType(type);
  const names = named.map((symbol) => symbol.name).sort();
  assert.deepEqual(Object.keys(value).sort(), names, path);
  for (const symbol of named) {
    const member = checker.getTypeOfSymbol(symbol);
    const at = `${path}.${symbol.name}`;
    const found = value[symbol.name];
    if (member.getCallSignatures().length > 0) {
      assert.equal(typeof found, "function", at);
    } else if (member.flags & ts.TypeFlags.StringLike) {
      assert.equal(typeof found, "string", at);
    } else {
      assert.equal(typeof found, "object", at);
      compare(member, found, at);
    }
  }
}

test("the toolkit has the members its type names", async () => {
  const symbol = checker
    .getExportsOfModule(moduleOf("index"))
    .find((item) => item.name === "Dikast");
  const type = checker.getDeclaredTypeOfSymbol(
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
  );
  for (const name of ["index.js", "lean.js"]) {
    const { load } = await importPackage(name);
    compare(type, await load(), "dikast");
  }
});

const consumer = `import { load, DikastError, type Dikast, type Issue, type LoadOptions } from "dikast";
import { load as lean } from "dikast/lean";
import { populateTemplate } from "dikast/kleros-sdk";

const options: LoadOptions = { wasm: new Uint8Array() };
export async function main(): Promise<string> {
  const dikast: Dikast = await load();
  const same: Dikast = await lean(options);
  const hash: \`0x\${string}\` = same.keccak256(new Uint8Array([1]));
  const { valid, issues } = dikast.template.validate("{}", { numberOfRulingOptions: 2n });
  const first: Issue | undefined = issues[0];
  const { title } = dikast.template.render("{}", { a: 1n });
  const variables: string[] = dikast.template.compile("{}").variables;
  if (dikast.address.isAddress(hash)) return dikast.address.checksum(hash);
  try {
    populateTemplate("", {});
  } catch (error) {
    if (error instanceof DikastError) return error.code + error.path + String(error.issues?.length);
  }
  // @ts-expect-error: not a context
  dikast.template.render("{}", 7);
  // @ts-expect-error: no such member
  dikast.nothing;
  return [valid, first?.line.toFixed(), title, ...variables, dikast.abi.selector("f()")].join();
}
`;
const commonJs = `import { load, DikastError, type Dikast } from "dikast";
export async function main(): Promise<string> {
  const dikast: Dikast = await load();
  return dikast.version + String(new Error() instanceof DikastError);
}
`;
const strict = ["--strict", "--noEmit", "--target", "es2022", "--exactOptionalPropertyTypes"];
const toolsOf = (kind) => (kind === "without the DOM" ? ["@types/node", "undici-types"] : []);

for (const [kind, options] of Object.entries({
  bundler: ["--module", "esnext", "--moduleResolution", "bundler"],
  node: ["--module", "nodenext"],
  "without the DOM": ["--module", "nodenext", "--lib", "es2023", "--types", "node"],
})) {
  test(`a consumer's code compiles: ${kind}`, async (t) => {
    const folder = await project(
      t,
      { "main.ts": consumer, "main.cts": commonJs },
      { tools: toolsOf(kind) },
    );
    const files = kind === "bundler" ? ["main.ts"] : ["main.ts", "main.cts"];
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const checks = exec(process.execPath, [tsc, ...strict, ...options, ...files], { cwd: folder });
    const { stdout } = await checks.catch((error) => error);
    assert.equal(stdout, "");
  });
}
