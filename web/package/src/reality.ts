import type { Hex } from "./common.types.js";
import type { Core } from "./door.js";
import { createMachine } from "./machine.js";
import { clarity } from "./reality-clarity.js";
import type {
  RealityAnswer,
  RealityApi,
  RealityPayout,
  RealityQuestion,
  RealityQuestionFields,
  ZodiacCondition,
  ZodiacQuestion,
} from "./reality.types.js";

/** The fields in the order of the built-in templates' placeholders. */
function fieldsOf(given: RealityQuestionFields): unknown[] {
  const { type, title, outcomes = [], category = "", lang = "" } = given;
  const selects = type === "single-select" || type === "multiple-select";
  return [title, ...(selects ? [outcomes] : []), category, lang];
}

interface RawPayout {
  readonly payments: readonly { readonly to: Hex; readonly amount: string }[];
  readonly keptFees: string;
  readonly keptBounty: string;
}

/** dikast.reality over a loaded core. */
export function createReality(core: Core): RealityApi {
  const encode = (fields: readonly unknown[]): string =>
    core.call<string>("reality.encodeText", { fields });
  const template = (id: number, version = "3.0"): string | null =>
    core.call<string | null>("reality.template", { id, version });
  const hex = (method: string, params: object): Hex => core.call<Hex>(`reality.${method}`, params);
  return {
    ...createMachine(core, "reality"),
    encodeText: (question) => encode(fieldsOf(question)),
    encodeCustomText: encode,
    clarity,
    template,
    decodeText(text, options = {}) {
      const { template: given, version, errorsToTitle = false } = options;
      const pattern = typeof given === "number" ? template(given, version) : given;
      return core.call<RealityQuestion>("reality.decodeText", {
        text,
        errorsToTitle,
        ...(pattern !== undefined && { template: pattern }),
      });
    },
    contentHash: (content) => hex("contentHash", content),
    questionId: (key) => hex("questionId", key),
    answerHash: (answer, nonce) => hex("answerHash", { answer, nonce }),
    commitmentId: (questionId, answerHash, bond) =>
      hex("commitmentId", { questionId, answerHash, bond }),
    historyHash: (entry) => hex("historyHash", entry),
    encodeAnswer: (question, answer) => hex("encodeAnswer", { question, answer }),
    decodeAnswer: (question, answer) =>
      core.call<RealityAnswer>("reality.decodeAnswer", { question, answer }),
    payout(input) {
      const raw = core.call<RawPayout>("reality.payout", input);
      const payments = raw.payments.map(({ to, amount }) => ({ to, amount: BigInt(amount) }));
      const kept = { keptFees: BigInt(raw.keptFees), keptBounty: BigInt(raw.keptBounty) };
      return { payments, ...kept } satisfies RealityPayout;
    },
    bondLadder: (input) => core.call<string[]>("reality.bondLadder", input).map(BigInt),
    answerOfRuling: (proxy, ruling) => hex("ruling", { proxy, ruling }),
    rulingOfAnswer(proxy, answer) {
      const ruling = core.call<string | null>("reality.ruling", { proxy, answer });
      return ruling === null ? null : BigInt(ruling);
    },
    zodiacQuestion: (proposal) => core.call<ZodiacQuestion>("reality.zodiacQuestion", proposal),
    zodiacMissing: (execution) => core.call<ZodiacCondition[]>("reality.zodiacMissing", execution),
  };
}
