#include "archive.hpp"

namespace dikast::arbitration_proxy {

using machine::Key;
using machine::Reader;
using reality::Commitment;
using reality::Question;
using reality::Template;

namespace {

void visit_question(Archive& a, Question& q, bool v3) {
  a.word("content_hash", q.content_hash);
  a.address("arbitrator", q.arbitrator);
  a.u32("opening_ts", q.opening_ts);
  a.u32("timeout", q.timeout);
  a.u32("finalize_ts", q.finalize_ts);
  a.flag("is_pending_arbitration", q.is_pending_arbitration);
  a.number("bounty", q.bounty);
  a.word("best_answer", q.best_answer);
  a.word("history_hash", q.history_hash);
  a.number("bond", q.bond);
  if (v3) a.number("min_bond", q.min_bond);
  a.part("claim", q, [](Archive& c, Question& of) {
    c.address("payee", of.claim_payee);
    c.number("last_bond", of.claim_last_bond);
    c.number("queued_funds", of.claim_queued_funds);
  });
  if (v3) a.word("reopened_by", q.reopened_by);
  if (v3) a.flag("is_reopener", q.is_reopener);
}

/// What no calls lead to.
void check_question(Reader& reader, const Question& q) {
  if (q.timeout == 0 || q.timeout >= 31'536'000)
    reader.refuse("timeout", "A question's timeout is from 1 second to less than 365 days.");
  if (q.is_pending_arbitration && q.bond.is_zero())
    reader.refuse("is_pending_arbitration", "Without an answer there is no arbitration.");
  if (!q.bond.is_zero() && q.bond < q.min_bond)
    reader.refuse("bond", "The bond is below the minimum.");
  if (q.bond.is_zero() && q.finalize_ts != 0)
    reader.refuse("finalize_ts", "Without an answer nothing gets final.");
  if (q.finalize_ts == 0 && !q.best_answer.is_zero())
    reader.refuse("best_answer", "An answer sets when it gets final.");
}

void visit_commitment(Archive& a, Commitment& commitment) {
  a.u32("reveal_ts", commitment.reveal_ts);
  a.flag("is_revealed", commitment.is_revealed);
  a.word("revealed_answer", commitment.revealed_answer);
}

void visit_reality(Archive& a, World& world) {
  reality::Contract& contract = world.reality;
  const bool v3 = contract.profile->v3;
  a.records("questions", KeyKind::Bytes32, contract.questions, [v3](Archive& inner, Question& q) {
    visit_question(inner, q, v3);
    if (inner.reading()) check_question(inner.reader(), q);
  });
  a.records("commitments", KeyKind::Bytes32, contract.commitments, visit_commitment);
  a.number_table("balances", KeyKind::Address, contract.balances);
  a.number_table("questionFees", KeyKind::Address, contract.question_fees);
  a.list("templates", contract.templates, [](Archive& inner, Template& one) {
    inner.number("block", one.block);
    inner.word("hash", one.hash);
  });
  a.number_table("ether", KeyKind::Address, world.ledger.ether);
  if (!contract.profile->token) return;
  a.part("token", world.ledger, [](Archive& inner, Ledger& ledger) {
    inner.address("address", ledger.token);
    inner.number_table("balances", KeyKind::Address, ledger.token_balances);
    inner.number_table("allowances", KeyKind::Address, ledger.allowances);
  });
}

void visit_round(Archive& a, Round& round) {
  a.number_table("paidFees", KeyKind::Number, round.paid_fees);
  a.numbers("fundedAnswers", round.funded);
  a.number("feeRewards", round.fee_rewards);
  a.table("contributions", KeyKind::Address, round.contributions,
          [](Archive& inner, Key key, Table<Uint256>& by_ruling) {
            inner.number_table(key.name, KeyKind::Number, by_ruling);
          });
}

void visit_request(Archive& a, Request& request) {
  a.choice("status", request.status, Status::Reported);
  a.address("requester", request.requester);
  a.number("disputeID", request.dispute_id);
  a.number("ruling", request.ruling);
  a.number("arbitrationParamsIndex", request.params_index);
  a.list("rounds", request.rounds, visit_round);
}

void visit_foreign(Archive& a, ForeignRequest& request) {
  a.choice("status", request.status, Foreign::Failed);
  a.number("deposit", request.deposit);
  a.number("disputeID", request.dispute_id);
  a.number("answer", request.answer);
  a.list("rounds", request.rounds, visit_round);
}

void visit_dispute(Archive& a, Dispute& dispute) {
  a.address("arbitrated", dispute.arbitrated);
  a.number("choices", dispute.choices);
  a.number("fees", dispute.fees);
  a.number("ruling", dispute.ruling);
  a.choice("status", dispute.status, DisputeStatus::Solved);
  a.number("appealCost", dispute.appeal_cost);
  a.number("appealPeriodStart", dispute.appeal_start);
  a.number("appealPeriodEnd", dispute.appeal_end);
}

void visit_court(Archive& a, Kleros& court) {
  a.number("cost", court.cost);
  a.list("disputes", court.disputes, visit_dispute);
}

void visit_keys(Archive& a, World& world) {
  a.number("disputeFee", world.dispute_fee);
  a.number_table("customFees", KeyKind::Bytes32, world.custom_fees);
  a.number_table("bounties", KeyKind::Bytes32, world.bounties);
  a.address("realitio", world.reality_of_arbitrator);
}

void visit_multipliers(Archive& a, World& world) {
  a.number("winnerMultiplier", world.winner_multiplier_bps);
  a.number("loserMultiplier", world.loser_multiplier_bps);
  a.number("loserAppealPeriodMultiplier", world.loser_period_bps);
  a.number("divisor", world.divisor);
}

void visit_words(Archive& a, Key key, Word& value) { a.number(key, value); }
void visit_addresses(Archive& a, Key key, Word& value) { a.address(key, value); }

void visit_bridge(Archive& a, World& world) {
  a.table("foreignRequests", KeyKind::Bytes32, world.foreign_requests,
          [](Archive& inner, Key key, Table<ForeignRequest>& by_requester) {
            inner.records(key.name, KeyKind::Address, by_requester, visit_foreign);
          });
  a.table("homeRequests", KeyKind::Bytes32, world.home_requests,
          [](Archive& inner, Key key, Table<HomeRequest>& by_requester) {
            inner.records(key.name, KeyKind::Address, by_requester,
                          [](Archive& one, HomeRequest& request) {
                            one.choice("status", request.status, Home::Finished);
                            one.word("arbitratorAnswer", request.answer);
                          });
          });
  a.table("homeRequesters", KeyKind::Bytes32, world.home_requester, visit_addresses);
  a.table("disputeRequesters", KeyKind::Bytes32, world.created_by, visit_addresses);
  a.records("disputeDetails", KeyKind::Number, world.disputes,
            [](Archive& inner, DisputeDetails& details) {
              inner.word("arbitrationID", details.arbitration);
              inner.address("requester", details.requester);
              inner.number("block", details.block);
            });
  a.list("messages", world.messages, [](Archive& inner, Message& message) {
    inner.address("sender", message.sender);
    inner.address("to", message.to);
    std::string data = inner.reading() ? std::string() : to_hex(message.data);
    inner.hex("data", data);
    if (inner.reading()) message.data = from_hex(data).value_or(Bytes());
    inner.flag("delivered", message.delivered);
  });
  a.address("wNative", world.w_native);
}

void visit_reality_v2(Archive& a, World& world) {
  a.table("questionIDs", KeyKind::Address, world.question_ids,
          [](Archive& inner, Key key, Table<Word>& by_dispute) {
            inner.table(key.name, KeyKind::Number, by_dispute, visit_words);
          });
  a.list("arbitrationParams", world.params, [](Archive& inner, Params& params) {
    inner.address("arbitrator", params.arbitrator);
    inner.hex("extraData", params.extra_data);
    inner.address("wNative", params.w_native);
  });
  a.number("templateId", world.template_id);
  a.number("nextTemplate", world.next_template);
}

void visit_arbitrator(Archive& a, World& world) {
  a.address("owner", world.owner);
  a.text("metadata", world.metadata);
  if (world.kind == Kind::RealityKeys) return visit_keys(a, world);
  a.hex("extraData", world.extra_data);
  a.address("courtOwner", world.court_owner);
  a.part("kleros", world.kleros[0], visit_court);
  if (world.kind == Kind::HomeForeign) {
    visit_multipliers(a, world);
    a.number("chainId", world.chain_id);
    return visit_bridge(a, world);
  }
  a.records("requests", KeyKind::Bytes32, world.requests, visit_request);
  if (world.kind == Kind::WithAppeals) {
    visit_multipliers(a, world);
    a.table("localIDs", KeyKind::Number, world.local_ids, visit_words);
    return;
  }
  a.part("kleros2", world.kleros[1], visit_court);
  visit_reality_v2(a, world);
}

void visit_world(Archive& a, World& world) {
  visit_reality(a, world);
  if (world.kind != Kind::Eoa) a.part("arbitrator", world, visit_arbitrator);
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::Eoa:
      return "eoa";
    case Kind::RealityKeys:
      return "realitykeys-arbitrator";
    case Kind::WithAppeals:
      return "kleros-v1-with-appeals";
    case Kind::HomeForeign:
      return "kleros-v1-home-foreign";
    case Kind::RealityV2:
      return "kleros-reality-v2";
    case Kind::SingleRuling:
      return "kleros-v1-single-ruling";
  }
  return {};
}

/// Version, kind and who is who: the same in a configuration and in a state.
void read_names(Reader& reader, World& world) {
  world.reality.profile = reality::find_profile(reader.text("system"));
  if (world.reality.profile == nullptr) {
    reader.refuse("system", "This is no version of Reality.eth that is modelled.");
    return;
  }
  const auto kind = find_kind(reader.text("arbitratorKind"));
  if (!kind || *kind == Kind::SingleRuling) {
    reader.refuse("arbitratorKind", "This arbitrator is not modelled.");
    return;
  }
  world.kind = *kind;
  Reader accounts = reader.part("accounts");
  for (std::size_t i = 0; i < accounts.size() && reader.good(); ++i) {
    const std::string_view label = accounts.name(i);
    world.ledger.accounts.push_back(
        {std::string(label), reality::to_word(accounts.address(label))});
  }
}

/// The contract that goes by a label this kind of world needs.
Word need(Reader& reader, const World& world, std::string_view label) {
  for (const Ledger::Account& account : world.ledger.accounts)
    if (account.label == label) return account.address;
  reader.refuse("accounts", "An account named " + std::string(label) + " is needed.");
  return {};
}

void find_contracts(Reader& reader, World& world) {
  world.reality.self = need(reader, world, "reality");
  if (world.reality.profile->token) world.ledger.token = need(reader, world, "token");
  if (world.kind == Kind::Eoa) return;
  world.arbitrator = need(reader, world, "arbitrator");
  world.owner = need(reader, world, "owner");
  world.court_owner = world.owner;
  if (world.kind == Kind::RealityKeys) {
    world.reality_of_arbitrator = world.reality.self;
    return;
  }
  world.kleros[0].self = need(reader, world, "kleros");
  if (world.kind == Kind::HomeForeign) {
    world.foreign = need(reader, world, "foreign");
    world.amb = need(reader, world, "amb");
  }
  if (world.kind == Kind::RealityV2) {
    world.kleros[1].self = world.ledger.address("kleros2").value_or(Word());
    world.registry = need(reader, world, "registry");
  }
}

/// Wei are counted for contracts only.
void open_purses(World& world) {
  for (const Word& contract : {world.reality.self, world.arbitrator, world.foreign,
                               world.kleros[0].self, world.kleros[1].self})
    if (!contract.is_zero() && world.kind != Kind::Eoa) world.ledger.ether.at(contract);
  world.ledger.ether.at(world.reality.self);
}

void read_multipliers(Reader& reader, World& world) {
  const bool home = world.kind == Kind::HomeForeign;
  world.winner_multiplier_bps = reader.number(home ? "winnerMultiplier" : "winnerStakeMultiplier");
  world.loser_multiplier_bps = reader.number(home ? "loserMultiplier" : "loserStakeMultiplier");
  world.loser_period_bps = reader.number("loserAppealPeriodMultiplier");
  world.divisor = reader.number("divisor");
  if (world.divisor.is_zero()) reader.refuse("divisor", "The divisor of multipliers is not zero.");
}

void read_holdings(Reader& reader, World& world, std::string_view field, Table<Uint256>& to) {
  if (!reader.has(field)) return;
  Reader amounts = reader.part(field);
  for (std::size_t i = 0; i < amounts.size() && reader.good(); ++i) {
    const auto owner = world.ledger.address(amounts.name(i));
    if (!owner) amounts.refuse(amounts.name(i), "Nobody has this name.");
    to.at(owner.value_or(Word())) = amounts.number(amounts.name(i));
  }
}

void read_arbitrator(Reader& reader, World& world) {
  if (reader.has("metadata")) world.metadata = reader.text("metadata");
  if (world.kind == Kind::RealityKeys) return;
  world.extra_data = reader.has("arbitratorExtraData") ? to_hex(reader.bytes("arbitratorExtraData"))
                                                       : std::string("0x");
  world.kleros[0].cost = reader.number("arbitrationCost");
  if (world.kind != Kind::RealityV2) read_multipliers(reader, world);
  if (reader.has("wNative")) world.w_native = reality::to_word(reader.address("wNative"));
  if (world.kind == Kind::HomeForeign) world.chain_id = reader.number("chainId");
  if (world.kind != Kind::RealityV2) return;
  if (reader.has("arbitrationCost2")) world.kleros[1].cost = reader.number("arbitrationCost2");
  world.params.push_back({world.kleros[0].self, world.extra_data, world.w_native});
  world.next_template = Uint256(1);
}

void check_disputes(Reader& reader, const World& world) {
  for (const auto& [id, request] : world.requests.rows) {
    if (request.status == Status::None) continue;
    const bool second =
        world.kind == Kind::RealityV2 && request.params_index < Uint256(world.params.size()) &&
        world.params[static_cast<std::size_t>(request.params_index.words[0])].arbitrator ==
            world.kleros[1].self;
    const Kleros& court = world.kleros[second ? 1 : 0];
    if (request.params_index >= Uint256(world.params.size()) && world.kind == Kind::RealityV2)
      reader.refuse("arbitrator", "A request points to parameters that are not there.");
    if (request.dispute_id >= Uint256(court.disputes.size()))
      reader.refuse("arbitrator", "A request points to a dispute that is not there.");
    if (world.kind == Kind::WithAppeals && request.rounds.empty())
      reader.refuse("arbitrator", "A request without a round cannot be.");
  }
  for (const auto& [id, by_requester] : world.foreign_requests.rows)
    for (const auto& [requester, request] : by_requester.rows)
      if (!request.rounds.empty() && request.dispute_id >= Uint256(world.kleros[0].disputes.size()))
        reader.refuse("arbitrator", "A request points to a dispute that is not there.");
      else if (request.rounds.empty() &&
               (request.status == Foreign::Created || request.status == Foreign::Ruled ||
                request.status == Foreign::Relayed))
        reader.refuse("arbitrator", "A dispute without a round cannot be.");
}

}  // namespace

Result<World> read_config(const json::Value& config) {
  Reader reader(config, "", ErrorCode::machine_config);
  World world;
  read_names(reader, world);
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  find_contracts(reader, world);
  open_purses(world);
  const Uint256 block =
      reader.has("initialTemplateBlock") ? reader.number("initialTemplateBlock") : Uint256();
  for (std::uint64_t id = 0;; ++id) {
    const std::string text = built_in_template(*world.reality.profile, id);
    if (text.empty()) break;
    world.reality.templates.push_back({block, reality::to_word(keccak256(ByteView(text)))});
  }
  if (world.kind != Kind::Eoa) read_arbitrator(reader, world);
  read_holdings(reader, world, "tokenBalances", world.ledger.token_balances);
  read_holdings(reader, world, "tokenAllowances", world.ledger.allowances);
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return world;
}

Result<World> read_world(const json::Value& state) {
  Reader reader(state, "", ErrorCode::machine_state);
  World world;
  read_names(reader, world);
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  find_contracts(reader, world);
  Archive archive(reader);
  visit_world(archive, world);
  if (world.kind == Kind::RealityV2 && world.params.empty())
    reader.refuse("arbitrator", "RealityV2 has parameters from its constructor on.");
  check_disputes(reader, world);
  if (auto checked = reader.check(); !checked) return tl::unexpected(checked.error());
  return world;
}

json::Value write_world(const World& world) {
  json::Value state = json::Value::object();
  put(state, "system", world.reality.profile->name);
  put(state, "arbitratorKind", name_of(world.kind));
  json::Value accounts = json::Value::object();
  for (const Ledger::Account& account : world.ledger.accounts)
    put_value(accounts, account.label, as_address(account.address));
  put_value(state, "accounts", std::move(accounts));
  World copy = world;
  Archive archive(state);
  visit_world(archive, copy);
  return state;
}

}  // namespace dikast::arbitration_proxy
