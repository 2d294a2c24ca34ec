#pragma once

#include "dikast/arbitration_proxy.hpp"
#include "dikast/reality_contract.hpp"

/// Reality, the arbitrator of its questions and what stands behind it. Checks stand in the
/// contracts' order.
namespace dikast::arbitration_proxy {

using machine::put;
using machine::put_value;
using reality::Args;
using reality::as_address;
using reality::as_word;
using reality::Contract;
using reality::Ledger;
using reality::Msg;
using reality::Run;
using reality::Table;
using reality::Word;

/// Status numbers of the proxies that are on Reality's own chain.
enum class Status : std::uint8_t { None, Disputed, Ruled, Reported };
enum class Foreign : std::uint8_t { None, Requested, Created, Ruled, Relayed, Failed };
enum class Home : std::uint8_t { None, Rejected, Notified, AwaitingRuling, Ruled, Finished };
/// Of the ERC-792 mock.
enum class DisputeStatus : std::uint8_t { Waiting, Appealable, Solved };

struct Round {
  Table<Uint256> paid_fees;     ///< by ruling
  std::vector<Uint256> funded;  ///< fully paid rulings, first funded first
  Uint256 fee_rewards;
  Table<Table<Uint256>> contributions;  ///< by contributor, then by ruling

  [[nodiscard]] bool has_paid(const Uint256& ruling) const;
};

/// A dispute that a proxy has asked for.
struct Request {
  Status status = Status::None;
  Word requester;
  Uint256 dispute_id;
  Uint256 ruling;
  std::vector<Round> rounds;
  Uint256 params_index;  ///< RealityV2
};

struct ForeignRequest {
  Foreign status = Foreign::None;
  Uint256 deposit;
  Uint256 dispute_id;
  Uint256 answer;
  std::vector<Round> rounds;
};

struct HomeRequest {
  Home status = Home::None;
  Word answer;
};

struct Dispute {
  Word arbitrated;
  Uint256 choices;
  Uint256 fees;
  Uint256 ruling;
  DisputeStatus status = DisputeStatus::Waiting;
  Uint256 appeal_cost;
  Uint256 appeal_start;
  Uint256 appeal_end;
};

/// A stand-in for the court: one owner gives the rulings.
struct Kleros {
  Word self;
  Uint256 cost;
  std::vector<Dispute> disputes;
};

struct Message {
  Word sender;
  Word to;
  Bytes data;
  bool delivered = false;
};

struct Params {
  Word arbitrator;
  std::string extra_data;
  Word w_native;
};

struct DisputeDetails {
  Word arbitration;
  Word requester;
  Uint256 block;
};

struct World {
  Kind kind = Kind::Eoa;
  Ledger ledger;
  Contract reality;
  Word arbitrator;  ///< the contract, for the cross-chain kind the home proxy
  Word foreign;
  Word amb;
  Word registry;
  Word owner;  ///< of the arbitrator, or its governor
  Word court_owner;
  std::string metadata;
  std::string extra_data;  ///< 0x-hex
  Word w_native;
  Uint256 chain_id;
  Uint256 winner_multiplier_bps;
  Uint256 loser_multiplier_bps;
  Uint256 loser_period_bps;
  Uint256 divisor;

  Kleros kleros[2];
  Table<Request> requests;                        ///< by uint256(questionID)
  Table<Word> local_ids;                          ///< externalIDtoLocalID
  Table<Table<Word>> question_ids;                ///< RealityV2: by arbitrator and dispute
  Table<Table<ForeignRequest>> foreign_requests;  ///< by arbitration and requester
  Table<DisputeDetails> disputes;                 ///< of the foreign proxy
  Table<Word> created_by;                         ///< requester, where a dispute exists
  Table<Table<HomeRequest>> home_requests;
  Table<Word> home_requester;
  std::vector<Message> messages;
  std::vector<Params> params;
  Uint256 template_id;
  Uint256 next_template;
  Uint256 dispute_fee;  ///< RealityKeys
  Table<Uint256> custom_fees;
  Table<Uint256> bounties;
  Word reality_of_arbitrator;
};

/// One function while it runs.
struct Frame {
  Run& run;
  World& world;
  Msg msg;
  const Args& args;
  /// Of the message that is being delivered.
  std::optional<Word> bridge_sender{};

  [[nodiscard]] const Word& word(std::size_t i) const { return args.words[i]; }
};

using Rule = bool (*)(Frame&);

struct Function {
  std::string_view name;
  std::string_view params;
  bool payable;
  Rule rule;
};

/// A contract's functions, ended by one without a name.
[[nodiscard]] const Function* functions_of(const World& world, const Word& contract);

/// What every contract of the world answers to a call from outside.
[[nodiscard]] Result<bool> run_call(Run& run, World& world, const machine::Call& call,
                                    const Word& from, const Word& to);

extern const Function kRealityKeysFunctions[];
extern const Function kWithAppealsFunctions[];
extern const Function kWithAppeals20Functions[];
extern const Function kHomeFunctions[];
extern const Function kForeignFunctions[];
extern const Function kRealityV2Functions[];
extern const Function kKlerosFunctions[];
extern const Function kKlerosV2Functions[];
extern const Function kAmbFunctions[];

// kleros.cpp
[[nodiscard]] bool create_dispute(Frame& f, const Uint256& wei, Uint256& id);
[[nodiscard]] bool appeal(Frame& f, const Uint256& id, const Uint256& wei);
[[nodiscard]] bool create_dispute_v2(Frame& f, Kleros& court, const Uint256& wei, Uint256& id);
/// The court that has this address, or nullptr.
[[nodiscard]] Kleros* find_court(World& world, const Word& address);

// rule() of the arbitrables
[[nodiscard]] bool rule_with_appeals(Frame& f);
[[nodiscard]] bool rule_foreign(Frame& f);
[[nodiscard]] bool rule_reality_v2(Frame& f);

// appeals.cpp: crowdfunding, the same in both proxies but for their words.
struct Funding {
  std::vector<Round>& rounds;
  Uint256 dispute_id;
  Word local_id;
  Uint256 multiplier_bps;
  std::string_view paid_already;
};
[[nodiscard]] bool fund(Frame& f, const Funding& funding, const Uint256& ruling);
/// The side that won, if only one was funded in the last round; else the ruling.
[[nodiscard]] Uint256 final_ruling(const std::vector<Round>& rounds, const Uint256& ruling);
/// What a contributor gets back in a round; false where the contract divides by zero.
[[nodiscard]] bool reward(Frame& f, const Round& round, const Word& beneficiary,
                          const Uint256& ruling, const Uint256& winner, Uint256& amount);
/// Pays it and forgets the contribution; where there is nothing to pay, nothing is forgotten.
[[nodiscard]] bool withdraw_round(Frame& f, std::vector<Round>& rounds, std::size_t round,
                                  const Word& local_id, const Word& beneficiary,
                                  const Uint256& ruling, const Uint256& winner,
                                  Uint256& reward_wei);

// bridge.cpp
[[nodiscard]] bool send_message(Frame& f, const Word& from, const Word& to, std::uint32_t selector,
                                const std::vector<Word>& words);
inline constexpr std::uint32_t kReceiveRequest = 0xccd6e8d2;
inline constexpr std::uint32_t kReceiveAcknowledgement = 0xe742e2ed;
inline constexpr std::uint32_t kReceiveCancelation = 0xbe26fc88;
inline constexpr std::uint32_t kReceiveAnswer = 0xd75a86e0;
inline constexpr std::uint32_t kReceiveFailure = 0xbf6569e0;
bool receive_request(Frame& f);
bool receive_acknowledgement(Frame& f);
bool receive_cancelation(Frame& f);
bool receive_answer(Frame& f);
bool receive_failure(Frame& f);

bool answer_one(Frame& f, json::Value value);

// state.cpp
[[nodiscard]] Result<World> read_config(const json::Value& config);
[[nodiscard]] Result<World> read_world(const json::Value& state);
[[nodiscard]] json::Value write_world(const World& world);

// schedule.cpp
[[nodiscard]] Result<std::vector<machine::Action>> list_actions(const machine::Machine& machine,
                                                                const World& world,
                                                                const machine::Query& query);
[[nodiscard]] std::vector<machine::Deadline> list_deadlines(const World& world, std::uint64_t now);

}  // namespace dikast::arbitration_proxy
