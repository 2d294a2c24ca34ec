import type { Hex } from "./common.types.js";
import type { Core } from "./door.js";
import { createHandle } from "./door.js";
import { createFlow } from "./flow.js";
import type { TemplateChange } from "./lint.types.js";
import { guarded, isContext, refuse } from "./template-context.js";
import {
  Cache,
  close,
  type Dialect,
  DIALECT_TEXT,
  Item,
  open,
  type Opened,
  SDK_TEXT,
  STRICT_TEXT,
} from "./template-core.js";
import type {
  CheckResult,
  CompiledTemplate,
  CreateDisputeInput,
  RenderOptions,
  TemplateApi,
  TemplateContext,
  TextOptions,
} from "./template.types.js";

function checkTemplate(template: unknown): asserts template is string {
  if (typeof template !== "string")
    throw refuse("input.type", "/template", "A template is a string.");
}

function checkOptions(options: unknown): RenderOptions & TextOptions {
  if (options === undefined) return {};
  if (typeof options !== "object" || options === null) {
    throw refuse("input.type", "/options", "Options are an object.");
  }
  const { mode, dialect, partials } = options as Record<string, unknown>;
  if (mode !== undefined && mode !== "strict" && mode !== "kleros-sdk") {
    throw refuse("input.type", "/options/mode", 'The mode is "strict" or "kleros-sdk".');
  }
  if (
    dialect !== undefined &&
    dialect !== "auto" &&
    dialect !== "mustache" &&
    dialect !== "handlebars"
  ) {
    throw refuse(
      "input.type",
      "/options/dialect",
      'The dialect is "auto", "mustache" or "handlebars".',
    );
  }
  if (partials !== undefined && !isContext(partials)) {
    throw refuse("input.type", "/options/partials", "Partials are an object with sources by name.");
  }
  return options as RenderOptions & TextOptions;
}

function partialsText(partials: Readonly<Record<string, string>> | undefined): string {
  if (partials === undefined) return "";
  const sources: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, source] of Object.entries(partials)) {
    if (typeof source !== "string") {
      throw refuse("input.type", `/options/partials/${name}`, "A partial is a string.");
    }
    sources[name] = source;
  }
  return `,"partials":${JSON.stringify(sources)}`;
}

/** The dialect a render reads its template in. */
function dialectOf(options: RenderOptions): Dialect {
  if (options.mode !== "kleros-sdk") return options.dialect ?? "auto";
  return options.dialect === undefined || options.dialect === "mustache"
    ? "mustacheJs"
    : options.dialect;
}

/** A compiled template of the caller's: kept until it is disposed of or collected. */
function compileTemplate(core: Core, cache: Cache, template: string): CompiledTemplate {
  let opened: Opened | undefined;
  const handle = createHandle(
    core,
    () => {
      opened = open(core, template, "auto");
      return opened.id;
    },
    (id) => close(core, id),
  );
  const reopened = (): Opened => {
    // Opens it again where the instance was replaced; handle.invalid after dispose().
    handle.id();
    return opened as Opened;
  };
  const item = new Item(core, reopened);
  const inMode = (options: RenderOptions | undefined): Item => {
    if (options === undefined) return item;
    const dialect = dialectOf(checkOptions(options));
    handle.id();
    return dialect === "auto" ? item : cache.get(template, dialect);
  };
  const variables = item.variables();
  return {
    variables,
    render: (context, options) => guarded(() => inMode(options).render(context, options?.mode)),
    renderMany: (contexts, options) =>
      guarded(() => {
        if (!Array.isArray(contexts)) {
          throw refuse("input.type", "/contexts", "Contexts are an array.");
        }
        // Array.from: a hole in the array is undefined, not left out.
        return inMode(options).renderMany(Array.from(contexts), options?.mode);
      }),
    renderJson: (context) => guarded(() => item.document(context)),
    check: (context) => guarded(() => item.check(context)),
    dispose: () => handle.dispose(),
  };
}

function renderText(
  cache: Cache,
  template: string,
  context: TemplateContext,
  options: TextOptions,
): string {
  const { mode, dialect } = options;
  const plain = mode === undefined && dialect !== undefined && dialect !== "auto";
  const what = mode === "kleros-sdk" ? SDK_TEXT : plain ? DIALECT_TEXT : STRICT_TEXT;
  const item = cache.get(template, dialectOf(options));
  const partials = what === STRICT_TEXT ? "" : partialsText(options.partials);
  return JSON.parse(item.general(context, what, partials)) as string;
}

/** Calldata takes one object of named texts. */
function checkInput(input: unknown): Record<string, unknown> {
  if (typeof input !== "object" || input === null) {
    throw refuse("input.type", "", "The argument is one object with named members.");
  }
  return input as Record<string, unknown>;
}

function createDisputeCalldata(core: Core, input: CreateDisputeInput): Hex {
  const { extraData, numberOfRulingOptions, template, mappings, templateUri } = checkInput(input);
  const hex = (byte: number): string => byte.toString(16).padStart(2, "0");
  return core.call<Hex>("template.createDisputeCalldata", {
    extraData: ArrayBuffer.isView(extraData)
      ? `0x${Array.from(extraData as Uint8Array, hex).join("")}`
      : extraData,
    numberOfRulingOptions,
    template,
    mappings,
    templateUri,
  });
}

/** dikast.template over the core. */
export function createTemplate(core: Core): TemplateApi {
  const cache = new Cache(core);
  const get = (template: unknown, dialect: Dialect): Item => {
    checkTemplate(template);
    return cache.get(template, dialect);
  };
  return {
    compile(template) {
      checkTemplate(template);
      return compileTemplate(core, cache, template);
    },
    render: (template, context, options) =>
      guarded(() => {
        if (options === undefined) return get(template, "auto").render(context, "strict");
        const checked = checkOptions(options);
        return get(template, dialectOf(checked)).render(context, checked.mode);
      }),
    renderText: (template, context, options) =>
      guarded(() => {
        checkTemplate(template);
        return renderText(cache, template, context, checkOptions(options));
      }),
    validate: (template, options) =>
      guarded(() => {
        if (options !== undefined && (typeof options !== "object" || options === null)) {
          throw refuse("input.type", "/options", "Options are an object.");
        }
        return core.call<CheckResult>("template.validate", { template, options });
      }),
    diff: (a, b) => core.call<TemplateChange[]>("template.diff", { a, b }),
    variables: (template) => get(template, "auto").variables(),
    registrationCalldata: (input) =>
      guarded(() => {
        const { tag, template, mappings } = checkInput(input);
        return core.call<Hex>("template.registrationCalldata", { tag, template, mappings });
      }),
    changeCalldata: (input) =>
      guarded(() => {
        const { template, mappings } = checkInput(input);
        return core.call<Hex>("template.changeCalldata", { template, mappings });
      }),
    createDisputeCalldata: (input) => guarded(() => createDisputeCalldata(core, input)),
    ...createFlow(core),
  };
}
