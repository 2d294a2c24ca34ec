import type { Dikast } from "dikast/lean";
import { chains } from "../shell/chains.js";
import { targetsWith } from "../sign/targets.js";
import { liveOf } from "./live.js";

/** The registered template of that number on the chosen chain, or a sentence about why there is none. */
export async function registered(
  dikast: Dikast,
  typed: string,
): Promise<{ template: string } | string> {
  const id = typed.trim();
  if (!/^\d{1,78}$/.test(id)) return "A template id is a number.";
  const chain = chains.current;
  const target = targetsWith(chain.world).find(({ chainId }) => chainId === chain.id);
  if (!target) return `This page knows no registry on ${chain.name}.`;
  try {
    return await dikast.dispute.loadTemplate({
      chainId: chain.id,
      templateId: id,
      templateRegistry: target.registry,
      transport: liveOf(chain).transport(new AbortController().signal),
    });
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    return code === "dispute.template_not_found"
      ? `No template ${id} is registered on ${chain.name}.`
      : `${chain.name} did not say: ${message ?? String(error)}`;
  }
}
