import type { Review } from "dikast/wallet";
import { html, nothing, type TemplateResult } from "lit";
import { visible } from "../text.js";
import { type ChainTarget, nameOf } from "./targets.js";

/** Wei with the same amount in whole coins, every digit of it. */
export function amount(wei: bigint, symbol = "ETH"): string {
  const digits = wei.toString().padStart(19, "0");
  const whole = digits.slice(0, -18);
  const part = digits.slice(-18).replace(/0+$/, "");
  return `${wei} wei (${part === "" ? whole : `${whole}.${part}`} ${symbol})`;
}

const ASK = ["Template", "Question", "Arbitrator", "Timeout, seconds", "Opens at", "Nonce"];
const NAMES: Record<string, readonly string[]> = {
  askQuestion: ASK,
  askQuestionWithMinBond: [...ASK, "Minimum bond"],
  askQuestionERC20: [...ASK, "Tokens"],
  askQuestionWithMinBondERC20: [...ASK, "Minimum bond", "Tokens"],
  setDisputeTemplate: ["Template tag", "Template", "Data mappings"],
  createDisputeForTemplate: [
    "Extra data (court, jurors, dispute kit)",
    "Template",
    "Data mappings",
    "Number of ruling options",
  ],
  submitEvidence: ["Evidence group", "Evidence"],
};

function argument(name: string, value: unknown): TemplateResult {
  const text = String(value);
  return html`<dt>${name}</dt>
    <dd>
      ${
        text.length > 100
          ? html`<details>
              <summary>${text.length} characters</summary>
              <pre tabindex="0">${visible(text)}</pre>
            </details>`
          : html`<code>${text === "" ? "(empty)" : visible(text)}</code>`
      }
    </dd>`;
}

function result(reviewed: Review, cost: bigint | undefined): TemplateResult {
  const { simulation, value } = reviewed;
  if (simulation.ok) return html`<span class="badge good">\u2713 It would go through now</span>`;
  const low = simulation.errorName === "ArbitrationFeesNotEnough";
  return html`<span class="badge error">\u2716 The contract would refuse it</span>
    <p>
      ${
        low
          ? html`The value is too low:
            ${
              cost === undefined
                ? "the court asks for more."
                : html`the court asks for ${amount(cost)}, and ${amount(value)} would be sent.`
            }
            Set the value to what the court asks.`
          : visible(simulation.message)
      }
    </p>`;
}

/** What is about to be signed, as it stands in the bytes. */
export function reviewCard(
  reviewed: Review,
  target: ChainTarget,
  cost: bigint | undefined,
): TemplateResult {
  const { symbol } = target.chain.nativeCurrency;
  const name = nameOf(target, reviewed.to);
  const names = NAMES[reviewed.functionName] ?? [];
  return html`<dl>
    <dt>Contract</dt>
    <dd>
      ${
        name
          ? html`<strong>${name}</strong> of ${target.name}`
          : html`<span class="badge error">\u2716 unknown contract</span>`
      }<br /><code>${reviewed.to}</code>
    </dd>
    <dt>Chain</dt>
    <dd>${target.name} (${reviewed.chainId.toString()})</dd>
    <dt>Function</dt>
    <dd><code>${reviewed.signature}</code></dd>
    ${reviewed.args.map((value, at) => argument(names[at] ?? `Argument ${at + 1}`, value))}
    <dt>Value</dt>
    <dd>${amount(reviewed.value, symbol)}</dd>
    <dt>From</dt>
    <dd><code>${reviewed.from}</code>, which holds ${amount(reviewed.balance, symbol)}</dd>
    ${
      reviewed.gas === undefined || reviewed.fee === undefined
        ? nothing
        : html`<dt>Network fee</dt>
          <dd>about ${amount(reviewed.fee, symbol)} for ${reviewed.gas.toString()} gas</dd>`
    }
    <dt>Simulation</dt>
    <dd>${result(reviewed, cost)}</dd>
    <dt>For a hardware wallet</dt>
    <dd>
      selector <code>${reviewed.selector}</code>, keccak256 of the calldata
      <code>${reviewed.dataHash}</code>
    </dd>
  </dl>`;
}
