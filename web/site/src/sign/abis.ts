import {
  disputeResolverAbi,
  disputeResolverNeoAbi,
  disputeTemplateRegistryAbi,
  klerosCoreAbi,
  realityEthAbi,
} from "dikast/abi";
import type { AbiItem } from "dikast/lean";

const ofKind = (items: readonly AbiItem[], kind: AbiItem["type"]): readonly AbiItem[] =>
  items.filter(({ type }) => type === kind);

const named = (items: readonly AbiItem[], name: string): readonly AbiItem[] =>
  items.filter((item) => item.name === name);

/** The calls this page offers, and every error the contracts behind them may answer with. */
export const callAbi: readonly AbiItem[] = [
  ...named(disputeTemplateRegistryAbi, "setDisputeTemplate"),
  ...named(disputeResolverAbi, "createDisputeForTemplate"),
  ...distinct([
    ...ofKind(disputeTemplateRegistryAbi, "error"),
    ...ofKind(disputeResolverAbi, "error"),
    ...ofKind(klerosCoreAbi, "error"),
    { type: "error", name: "ShouldBeAtLeastTwoRulingOptions", inputs: [] },
  ]),
];

export const templateEvent: readonly AbiItem[] = named(
  disputeTemplateRegistryAbi,
  "DisputeTemplate",
).filter(({ type }) => type === "event");

export const questionEvent: readonly AbiItem[] = named(realityEthAbi, "LogNewQuestion");

/** Both generations: with and without the external id and the template's URI. */
export const requestEvents: readonly AbiItem[] = distinct([
  ...named(disputeResolverNeoAbi, "DisputeRequest"),
  ...named(disputeResolverAbi, "DisputeRequest"),
]);

function distinct(items: readonly AbiItem[]): AbiItem[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
