// A wallet for trying things out, served with the local world and with nothing else. It holds no key:
// the local chain's node signs for accounts everybody knows. It announces itself as wallets do
// (EIP-6963) and asks before it does anything, and it can be told to misbehave as real wallets do.

const RPC = new URL("./rpc", import.meta.url).href;
const ACCOUNTS = {
  // anvil's second account, which has 10,000 ether; see chain.mjs.
  buyer: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  nobody: "0x00000000000000000000000000000000000D1CA5",
};
/** Where it is when it is told to be on another chain. */
const ELSEWHERE = "0x1";

/** What it can be told to be like, by question; the first is a wallet as it should be. */
const BEHAVIOURS = {
  connect: [
    ["normal", "a wallet on the local chain, with money"],
    ["elsewhere", "a wallet on another chain"],
    ["stranger", "a wallet that does not know the local chain"],
    ["poor", "an account without money"],
    ["locked", "a locked wallet, which gives no account"],
    ["pending", "a wallet that still waits for an earlier answer"],
  ],
  switch: [
    ["normal", "a wallet that changes it"],
    ["stays", "a wallet that says yes and stays where it is"],
  ],
  sign: [
    ["normal", "a wallet that signs what is shown"],
    ["less", "a wallet that sends 1 wei less"],
    ["other", "a wallet that signs other bytes"],
    ["elsewhere", "a wallet that goes to another chain"],
    ["lost", "a wallet that loses its connection"],
    ["pending", "a wallet that still waits for an earlier answer"],
  ],
};

const refuse = (code, message) => {
  throw Object.assign(new Error(message), { code });
};
const rejected = () => refuse(4001, "User rejected the request.");
const pending = () => refuse(-32002, "A question is already open in the demo wallet.");

let id = 0;
async function node(method, params = []) {
  id += 1;
  const body = JSON.stringify({ jsonrpc: "2.0", id, method, params });
  const headers = { "content-type": "application/json" };
  let reply;
  try {
    reply = await (await fetch(RPC, { method: "POST", headers, body })).json();
  } catch {
    return refuse(4900, "The demo wallet does not reach the local chain.");
  }
  if (reply.error) throw Object.assign(new Error(reply.error.message), reply.error);
  return reply.result;
}

const style = new CSSStyleSheet();
style.replaceSync(`
  dialog {
    box-sizing: border-box; max-width: min(30rem, calc(100vw - 24px)); padding: 20px;
    border: 3px dashed #b35c00; border-radius: 12px;
    background: #fff8ec; color: #1d1b17; font: 16px/1.5 system-ui, sans-serif;
  }
  dialog::backdrop { background: rgb(0 0 0 / 45%); }
  h2 { margin: 0 0 4px; font-size: 1.125rem; }
  p { margin: 0 0 10px; }
  .mark { font-weight: 700; color: #7d4a00; }
  code { font: 0.8125rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
  .row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
  button, select {
    font: inherit; min-height: 36px; max-width: 100%; padding: 4px 12px;
    border: 1px solid #7d4a00; border-radius: 8px; background: #fff; color: inherit;
  }
  button.yes { background: #7d4a00; color: #fff; font-weight: 600; }
  :focus-visible { outline: 3px solid #4b3fc4; outline-offset: 2px; }
  label { display: grid; grid-template-columns: minmax(0, 1fr); gap: 4px; }
`);

const make = (name, text = "", attributes = {}) => {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

/** The dialog of one question, not yet shown. */
function questionOf({ title, lines, yes, behaviours }) {
  const dialog = make("dialog", "", { "aria-labelledby": "title" });
  const rows = lines.map(([name, value]) => {
    const line = make("p");
    line.append(make("strong", `${name}: `), make("code", value));
    return line;
  });
  const select = make("select");
  for (const [value, text] of behaviours) select.append(make("option", text, { value }));
  const choice = make("label", "Behave as");
  choice.append(select);
  const buttons = make("div", "", { class: "row" });
  const agree = make("button", yes, { class: "yes", autofocus: "" });
  const reject = make("button", "Reject");
  buttons.append(agree, reject);
  dialog.append(
    make("h2", title, { id: "title" }),
    make("p", "Demo wallet - local chain only. No real money.", { class: "mark" }),
    ...rows,
    ...(behaviours.length > 0 ? [choice] : []),
    buttons,
  );
  return { dialog, select, agree, reject };
}

class DemoWallet {
  #account = ACCOUNTS.buyer;
  #knows = true;
  /** undefined on the local chain. */
  #chain;
  #connected = false;
  #open = false;
  #listeners = new Map();

  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
    return this;
  }
  removeListener(event, listener) {
    const others = (this.#listeners.get(event) ?? []).filter((each) => each !== listener);
    this.#listeners.set(event, others);
    return this;
  }
  #tell(event, value) {
    for (const listener of this.#listeners.get(event) ?? []) listener(value);
  }

  /** Asks the person; resolves to the behaviour they chose. A no is 4001. */
  async #ask(title, lines, yes, behaviours = []) {
    if (this.#open) pending();
    this.#open = true;
    const host = make("div");
    const shadow = host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [style];
    const { dialog, select, agree, reject } = questionOf({ title, lines, yes, behaviours });
    shadow.append(dialog);
    document.body.append(host);
    dialog.showModal();
    const agreed = await new Promise((resolve) => {
      agree.addEventListener("click", () => resolve(true));
      reject.addEventListener("click", () => resolve(false));
      dialog.addEventListener("cancel", () => resolve(false));
    });
    // Closed before it is removed: so the focus goes back to where it was in the page.
    dialog.close();
    host.remove();
    this.#open = false;
    if (!agreed) rejected();
    return select.value;
  }

  #move(chain) {
    this.#chain = chain;
    const told = chain === undefined ? node("eth_chainId") : Promise.resolve(chain);
    return told.then((chainId) => this.#tell("chainChanged", chainId));
  }

  async #connect() {
    if (this.#connected) return [this.#account];
    const behaviour = await this.#ask("Connect to this page?", [], "Connect", BEHAVIOURS.connect);
    if (behaviour === "pending") pending();
    if (behaviour === "locked") return [];
    if (behaviour === "poor") this.#account = ACCOUNTS.nobody;
    if (behaviour === "elsewhere" || behaviour === "stranger") this.#chain = ELSEWHERE;
    this.#knows = behaviour !== "stranger";
    this.#connected = true;
    return [this.#account];
  }

  async #switch([{ chainId }]) {
    const local = await node("eth_chainId");
    if (chainId !== ELSEWHERE && (chainId !== local || !this.#knows)) {
      refuse(4902, `Unrecognized chain ID "${chainId}". Try adding the chain first.`);
    }
    const lines = [["To chain", String(Number(chainId))]];
    const behaviour = await this.#ask("Change the chain?", lines, "Change", BEHAVIOURS.switch);
    if (behaviour !== "stays") await this.#move(chainId === local ? undefined : chainId);
    return null;
  }

  async #add([{ chainId, chainName, rpcUrls }]) {
    if (chainId !== (await node("eth_chainId"))) {
      refuse(4200, "The demo wallet adds no chain but the local one.");
    }
    const lines = [
      ["Name", String(chainName)],
      ["Chain", String(Number(chainId))],
      ["Node", String(rpcUrls?.[0])],
    ];
    await this.#ask("Add this chain?", lines, "Add");
    this.#knows = true;
    return null;
  }

  async #send([transaction]) {
    const { from = this.#account, to, value = "0x0", data = "0x", chainId } = transaction;
    if (from.toLowerCase() !== this.#account.toLowerCase()) {
      refuse(4100, "The demo wallet has no such account.");
    }
    if (chainId !== undefined && chainId !== (await node("eth_chainId"))) {
      refuse(4901, "The transaction is for another chain.");
    }
    const wei = BigInt(value);
    const lines = [
      ["To", to],
      ["Value in wei", wei.toString()],
      ["Function selector", data.slice(0, 10)],
      ["Bytes of calldata", String((data.length - 2) / 2)],
    ];
    // Less than nothing cannot be sent.
    const offered = BEHAVIOURS.sign.filter(([name]) => name !== "less" || wei > 0n);
    const behaviour = await this.#ask("Sign this transaction?", lines, "Sign", offered);
    const send = (change) => node("eth_sendTransaction", [{ ...transaction, from, ...change }]);
    switch (behaviour) {
      case "less":
        return send({ value: `0x${(wei - 1n).toString(16)}` });
      case "other":
        // A contract does not look at a byte behind its arguments.
        return send({ data: `${data}00` });
      case "elsewhere":
        await this.#move(ELSEWHERE);
        return refuse(4901, "The demo wallet is on another chain now.");
      case "lost":
        return refuse(4900, "The demo wallet has lost its connection.");
      case "pending":
        return pending();
      default:
        return send({});
    }
  }

  async request({ method, params = [] }) {
    switch (method) {
      case "eth_requestAccounts":
        return this.#connect();
      case "eth_accounts":
        return this.#connected ? [this.#account] : [];
      case "eth_chainId":
        return this.#chain ?? node(method);
      case "wallet_switchEthereumChain":
        return this.#switch(params);
      case "wallet_addEthereumChain":
        return this.#add(params);
      case "eth_sendTransaction":
        if (!this.#connected) refuse(4100, "Connect first.");
        if (this.#chain !== undefined) refuse(4901, "The demo wallet holds nothing on that chain.");
        return this.#send(params);
      case "eth_call":
      case "eth_estimateGas":
      case "eth_gasPrice":
      case "eth_getBalance":
      case "eth_getCode":
      case "eth_getLogs":
      case "eth_blockNumber":
      case "eth_getBlockByNumber":
      case "eth_getTransactionByHash":
      case "eth_getTransactionReceipt":
      case "eth_getTransactionCount":
        // Another chain is only pretended: nothing is known of it.
        if (this.#chain !== undefined) refuse(4901, "The demo wallet cannot read that chain.");
        return node(method, params);
      default:
        return refuse(4200, `The demo wallet does not know ${method}.`);
    }
  }
}

const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='28' height='28' x='2' y='2' rx='7' fill='%23fff8ec' stroke='%23b35c00' stroke-width='3' stroke-dasharray='5 3'/%3E%3C/svg%3E";
const detail = Object.freeze({
  info: Object.freeze({
    uuid: "d1ca57d1-ca57-4d1c-a57d-1ca57d1ca57d",
    name: "Demo wallet (local chain only)",
    rdns: "local.dikast.demo",
    icon,
  }),
  provider: new DemoWallet(),
});
const announce = () => dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
addEventListener("eip6963:requestProvider", announce);
announce();
