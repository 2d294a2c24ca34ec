// Somebody who plays with Reality.eth: asks, answers, commits, claims, and often does it wrong.
import { encodePacked, keccak256 } from "viem";

const word = (value) => `0x${BigInt.asUintN(256, value).toString(16).padStart(64, "0")}`;
const zeroWord = word(0n);
const zeroAddress = `0x${"0".repeat(40)}`;
const invalid = word(-1n);
const tooSoon = word(-2n);
const year = 31_536_000;

export class Player {
  constructor({ machine, accounts, people, random, contracts }) {
    Object.assign(this, { machine, accounts, people, random, contracts });
    this.isToken = "token" in accounts;
    this.asked = {}; // by id: what a question was asked with
    this.history = {}; // by id: the entries, first answer first
    this.secrets = []; // what commitments hide
    this.isV3 = this.has("reality", "reopened_questions");
    // How often each is played.
    this.menu = [
      [9, () => this.ask()],
      [24, () => this.answer()],
      [8, () => this.commit()],
      [9, () => this.reveal()],
      [5, () => this.fundBounty()],
      [8, () => this.arbitrate()],
      [16, () => this.claim()],
      [6, () => this.claimMany()],
      [5, () => ({ function: "withdraw", args: [] })],
      [this.isV3 ? 10 : 0, () => this.reopen()],
      [2, () => ({ function: "setQuestionFee", args: [`${random.pick([0, 0, 20])}`] })],
      [2, () => ({ function: "createTemplate", args: [random.pick(["", "%s \u241f", "{}"])] })],
      [accounts.arbitrator ? 20 : 0, () => this.arbitratorsOwn()],
      [30, () => this.listed()],
    ];
  }

  has(label, name) {
    return this.contracts.contracts[label].abi.some((item) => item.name === name);
  }

  chance(part) {
    return this.random.below(part) === 0;
  }

  /** Mostly soon; often exactly when something begins or ends, or a second off. */
  nextMoment(now) {
    const { random, machine } = this;
    if (this.chance(4)) {
      const [actor] = this.people;
      const deadlines = machine.deadlines({ actor, timestamp: now }).map(({ timestamp }) => {
        return Number(timestamp) + random.below(3) - 1;
      });
      const near = deadlines.filter((moment) => moment > now && moment < now + 1000);
      if (near.length > 0) return random.pick(near);
    }
    return now + 1 + (this.chance(6) ? random.below(40) : random.below(3));
  }

  choose(now) {
    this.now = now;
    this.state = this.machine.state();
    this.ids = Object.keys(this.state.questions);
    const { random } = this;
    this.from = random.pick(this.people);
    const total = this.menu.reduce((sum, [weight]) => sum + weight, 0);
    let at = this.ids.length === 0 ? 0 : random.below(total);
    const [, play] = this.menu.find(([weight]) => {
      at -= weight;
      return at < 0;
    });
    const call = { to: "reality", from: this.from, ...play() };
    const known = call.function === "(fallback)" || this.has(call.to, call.function);
    // Not every version has every function.
    if (!known) return { to: "reality", from: this.from, function: "withdraw", args: [] };
    // Wei that nobody asked for.
    return this.chance(40) ? { ...call, value: "1", expected: undefined } : call;
  }

  /** Keeps what later calls have to bring along. */
  note({ events }) {
    for (const { contract, name, args } of events) {
      if (contract !== "reality") continue;
      if (name === "LogNewQuestion") this.asked[args.question_id] = { ...args, min_bond: "0" };
      if (name === "LogMinimumBond") this.asked[args.question_id].min_bond = args.min_bond;
      if (name === "LogNewAnswer") this.history[args.question_id] ??= [];
      if (name === "LogNewAnswer") this.history[args.question_id].push(args);
    }
  }

  id() {
    const { ids, random } = this;
    if (this.chance(40)) return word(7n);
    return this.chance(2) ? ids.at(-1) : random.pick(ids);
  }

  someAnswer() {
    return this.random.pick([zeroWord, word(1n), word(1n), word(2n), invalid, tooSoon, tooSoon]);
  }

  maxPrevious(question) {
    const bond = BigInt(question?.bond ?? 0);
    return `${this.random.pick([0n, 0n, 0n, 0n, bond, bond > 0n ? bond - 1n : 1n])}`;
  }

  /** A bond around the least that is taken. */
  bond(question) {
    const { random } = this;
    const least = question?.bond > 0 ? 2n * BigInt(question.bond) : BigInt(question?.min_bond || 1);
    if (least > 10n ** 15n) return least;
    const off = random.pick([0n, 0n, 0n, 0n, 1n, 30n, -1n, BigInt(random.below(200))]);
    return least + off < 0n ? 0n : least + off;
  }

  /** The same function of the ERC-20 contract takes the amount as its last argument. */
  paid(name, args, amount) {
    if (!this.isToken) return { function: name, args, value: `${amount}` };
    return { function: `${name}ERC20`, args: [...args, `${amount}`] };
  }

  askArgs() {
    const { random, accounts, people, now } = this;
    const arbitrators = [people[4], people[4], people[1], accounts.arbitrator ?? zeroAddress];
    const arbitrator = random.pick(accounts.arbitrator ? [accounts.arbitrator] : arbitrators);
    const timeouts = [1, 7, 8, 9, 17, 40, 40, 60, 100, 400, year - 1, year, 0];
    const soon = (now % 2 ** 32) + random.below(12) - 3;
    const opening = random.pick([0, 0, 0, Math.max(soon, 0), 2 ** 32 - 1]);
    const text = random.pick(["", "Is it so?\u241f", "a \u{1f600}\u241fb\u241fen_US"]);
    const template = `${random.pick([0, 0, 1, 2, 4, 5, 6, 9])}`;
    const nonce = `${random.pick([0, 0, 1, 7])}`;
    return { template, text, arbitrator, timeout: random.pick(timeouts), opening, nonce };
  }

  ask() {
    const { random } = this;
    const { template, text, arbitrator, timeout, opening, nonce } = this.askArgs();
    const tail = [text, arbitrator, `${timeout}`, `${opening}`, nonce];
    const bounty = random.pick([0n, 0n, 19n, 20n, 500n]);
    if (this.chance(5)) {
      const args = [random.pick(["", "t %s"]), ...tail];
      const value = this.isToken ? "0" : `${bounty}`;
      return { function: "createTemplateAndAskQuestion", args, value };
    }
    if (!this.isV3 || this.chance(3)) {
      if (this.isToken && this.chance(3))
        return { function: "askQuestion", args: [template, ...tail] };
      return this.paid("askQuestion", [template, ...tail], bounty);
    }
    const least = random.pick(["0", "1", "40", "100"]);
    return this.paid("askQuestionWithMinBond", [template, ...tail, least], bounty);
  }

  answer() {
    const id = this.id();
    const question = this.state.questions[id];
    const args = [id, this.someAnswer(), this.maxPrevious(question)];
    const bond = this.bond(question);
    if (!this.chance(5)) return this.paid("submitAnswer", args, bond);
    const who = this.random.pick([...this.people, zeroAddress]);
    return this.paid("submitAnswerFor", [...args, who], bond);
  }

  commit() {
    const { random } = this;
    const id = this.id();
    const question = this.state.questions[id];
    const answer = this.someAnswer();
    const nonce = `${random.below(100)}`;
    const bond = this.bond(question);
    this.secrets.push({ id, answer, nonce, bond: `${bond}` });
    const hash = keccak256(encodePacked(["bytes32", "uint256"], [answer, BigInt(nonce)]));
    const who = random.pick([zeroAddress, zeroAddress, random.pick(this.people)]);
    return this.paid("submitAnswerCommitment", [id, hash, this.maxPrevious(question), who], bond);
  }

  reveal() {
    const { random, secrets } = this;
    if (secrets.length === 0) return this.answer();
    const { id, answer, nonce, bond } = random.pick(secrets.slice(-4));
    const args = [id, answer, nonce, bond];
    if (this.chance(10)) args[random.pick([2, 3])] = "5";
    return { function: "submitAnswerReveal", args };
  }

  fundBounty() {
    return this.paid(
      "fundAnswerBounty",
      [this.id()],
      BigInt(this.random.pick([0, 1, 39, 40, 300])),
    );
  }

  lastEntry(id) {
    return this.history[id]?.at(-1);
  }

  previousHash(id) {
    return this.history[id]?.at(-2)?.history_hash ?? zeroWord;
  }

  /** What an account that arbitrates by itself does. */
  arbitrate() {
    const { random } = this;
    const id = this.id();
    const question = this.state.questions[id];
    const from = this.chance(10) ? this.from : (question?.arbitrator ?? this.from);
    const mine = this.people.includes(from) ? { from } : {};
    const who = random.pick([...this.people, zeroAddress]);
    const pending = question?.is_pending_arbitration;
    const kind = pending ? 1 + random.below(6) : random.below(8);
    if (kind === 1) return { ...mine, function: "cancelArbitration", args: [id] };
    if (kind < 4 && kind > 1) {
      return { ...mine, function: "submitAnswerByArbitrator", args: [id, this.someAnswer(), who] };
    }
    if (kind < 7 && kind > 3) return { ...mine, ...this.assign(id, who) };
    const args = [id, who, this.maxPrevious(question)];
    return { ...mine, function: "notifyOfArbitrationRequest", args };
  }

  assign(id, who) {
    const last = this.lastEntry(id);
    const answer = this.chance(2)
      ? (this.state.questions[id]?.best_answer ?? zeroWord)
      : this.someAnswer();
    const args = [id, answer, who, this.previousHash(id), last?.answer ?? zeroWord];
    const user = this.chance(12) ? who : (last?.user ?? who);
    return { function: "assignWinnerAndSubmitAnswerByArbitrator", args: [...args, user] };
  }

  /** The entries that are not claimed yet, last answer first, as the contract wants them. */
  unclaimed(id) {
    const entries = this.history[id] ?? [];
    const current = this.state.questions[id]?.history_hash;
    const end = entries.findIndex(({ history_hash }) => history_hash === current) + 1;
    return entries
      .slice(0, end)
      .map((entry, i) => ({ ...entry, before: entries[i - 1]?.history_hash ?? zeroWord }))
      .reverse();
  }

  lists(entries) {
    return [
      entries.map(({ before }) => before),
      entries.map(({ user }) => user),
      entries.map(({ bond }) => bond),
      entries.map(({ answer }) => answer),
    ];
  }

  claimable() {
    const { ids, state, now } = this;
    const done = ids.filter((id) => {
      const { finalize_ts, is_pending_arbitration, history_hash } = state.questions[id];
      const over = Number(finalize_ts) > 0 && Number(finalize_ts) <= now % 2 ** 32;
      return over && !is_pending_arbitration && history_hash !== zeroWord;
    });
    return done.length > 0 && !this.chance(8) ? done : ids;
  }

  claim() {
    const { random } = this;
    const id = random.pick(this.claimable());
    const all = this.unclaimed(id);
    const entries = this.chance(3) ? all.slice(0, random.below(all.length + 1)) : all;
    const lists = this.lists(entries);
    if (this.chance(9)) random.pick(lists).pop();
    if (this.chance(9)) random.pick(lists.slice(0, 1)).push(zeroWord);
    if (this.chance(12) && lists[2].length > 0) lists[2][0] = "3";
    return { function: "claimWinnings", args: [id, ...lists] };
  }

  claimMany() {
    const { random } = this;
    const ids = [...new Set([0, 1, 2].map(() => random.pick(this.claimable())))];
    const some = this.chance(10) ? [...ids, ids[0]] : ids;
    const entries = some.map((id) => {
      const all = this.unclaimed(id);
      return this.chance(5) ? all.slice(0, random.below(all.length + 1)) : all;
    });
    const lengths = entries.map(({ length }) => `${length}`);
    const lists = this.lists(entries.flat());
    if (this.chance(9)) lengths[0] = random.pick(["0", "9", `${2n ** 256n - 1n}`, `${2n ** 64n}`]);
    if (this.chance(12)) lengths.pop();
    if (this.chance(12)) random.pick(lists).pop();
    return { function: "claimMultipleAndWithdrawBalance", args: [some, lengths, ...lists] };
  }

  reopen() {
    const { random, state } = this;
    const early = this.ids.filter((id) => state.questions[id].best_answer === tooSoon);
    const old = early.length > 0 && !this.chance(8) ? random.pick(early) : this.id();
    const asked = this.asked[old] ?? this.asked[this.ids[0]];
    const args = [asked.template_id, asked.question, asked.arbitrator, asked.timeout];
    args.push(asked.opening_ts, `${random.pick([0, 1, 2, 3, 4, 5])}`, asked.min_bond, old);
    if (this.chance(8)) {
      const [at, other] = random.pick([
        [0, "1"],
        [1, "?"],
        [2, this.people[3]],
        [3, "41"],
        [4, "5"],
        [6, "3"],
      ]);
      args[at] = other;
    }
    return this.paid("reopenQuestion", args, BigInt(random.pick([0, 0, 30])));
  }

  /** The package's Arbitrator: people pay it, its owner decides. */
  arbitratorsOwn() {
    const { random, accounts } = this;
    const id = this.id();
    const question = this.state.questions[id];
    const owner = this.chance(8) ? this.from : this.state.arbitrator.owner;
    const who = random.pick([...this.people, zeroAddress]);
    const fee = `${random.pick([0, 50, 100, 100])}`;
    const plays = [
      ["requestArbitration", [id, this.maxPrevious(question)], random.pick([50, 100, 150, 30, 0])],
      ["requestArbitration", [id, "0"], random.pick([50, 100])],
      ["setDisputeFee", [fee]],
      ["setCustomDisputeFee", [id, fee]],
      ["submitAnswerByArbitrator", [id, this.someAnswer(), who]],
      ["assignWinnerAndSubmitAnswerByArbitrator", this.assign(id, who).args],
      ["cancelArbitration", [id]],
      ["setQuestionFee", [`${random.pick([0, 20])}`]],
      ["withdraw", [random.pick([...this.people, accounts.reality])]],
      ["callWithdraw", []],
      ["setMetaData", ["{}"]],
      ["transferOwnership", [random.pick(this.people)]],
      ["(fallback)", [], 5],
    ];
    if (question?.is_pending_arbitration) plays.splice(0, 4);
    const [name, args, value = 0] = random.pick(plays);
    const anyone = ["requestArbitration", "(fallback)"].includes(name);
    // This variant lets anybody make it withdraw from Reality.eth.
    const nobody = name === "callWithdraw" && owner !== this.state.arbitrator.owner;
    if (nobody) return { to: "arbitrator", from: owner, function: "cancelArbitration", args: [id] };
    return {
      to: "arbitrator",
      from: anyone ? this.from : owner,
      function: name,
      args,
      value: `${value}`,
    };
  }

  /** One of the actions the model lists, exactly as it is listed. */
  listed() {
    const { random, machine, now } = this;
    const history = Object.fromEntries(
      this.ids.map((id) => {
        const [hashes, answerers, bonds, answers] = this.lists(this.unclaimed(id));
        return [id, { hashes, answerers, bonds, answers }];
      }),
    );
    const all = machine.actions({ actor: this.from, timestamp: now, env: { history } });
    const enabled = all.filter((action) => action.enabled);
    const list = enabled.length > 0 && random.below(2) === 0 ? enabled : all;
    const { to, function: name, args, value, enabled: expected } = random.pick(list);
    return { to, function: name, args, value, expected };
  }
}
