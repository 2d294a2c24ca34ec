import type { AbiParameter } from "./abi-items.js";
import { values } from "../core.js";

/** viem's strict isAddress: all lower case, or the right checksum. */
export const isAddress = (value: unknown): value is `0x${string}` => {
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]{40}$/.test(value)) return false;
  if (value === value.toLowerCase()) return true;
  return values().address.checksum(value.toLowerCase()) === value;
};

/**
 * Decoded values as viem types them: integers of up to 48 bits are numbers, larger ones bigints.
 */
export const narrow = (parameter: AbiParameter, value: unknown): unknown => {
  const array = /^(.*)\[\d*\]$/.exec(parameter.type);
  if (array) {
    const element = { ...parameter, type: array[1] ?? "" };
    return (value as unknown[]).map((item) => narrow(element, item));
  }
  if (parameter.type === "tuple") {
    const components = parameter.components ?? [];
    if (Array.isArray(value)) {
      return components.map((component, index) => narrow(component, value[index]));
    }
    const source = value as Record<string, unknown>;
    return Object.fromEntries(
      components.map((component) => [
        component.name ?? "",
        narrow(component, source[component.name ?? ""]),
      ]),
    );
  }
  const int = /^u?int(\d*)$/.exec(parameter.type);
  return int && Number(int[1] || 256) <= 48 ? Number(value) : value;
};
