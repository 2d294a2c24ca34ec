#include <memory>
#include <nlohmann/json.hpp>

#include "dikast/arbitrator.hpp"
#include "dikast/machine_io.hpp"
#include "support/shared.hpp"

using namespace dikast;
using namespace dikast::test;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kSelf = "0xA000000000000000000000000000000000000000";
constexpr const char* kAccounts[] = {"0x1000000000000000000000000000000000000001",
                                     "0x2000000000000000000000000000000000000002",
                                     "0x3000000000000000000000000000000000000003"};

class Walk {
 public:
  Walk(std::uint32_t seed, const char* contract) : random_(seed) {
    const Json config = {{"contract", contract},     {"address", kSelf},    {"owner", kAccounts[0]},
                         {"arbitrationPrice", "10"}, {"arbitrator", kSelf}, {"timeOut", "60"}};
    auto made = arbitrator::kind().initial(json::from_nlohmann(config));
    INFO((made ? std::string() : made.error().path));
    REQUIRE(made);
    machine_ = *std::move(made);
    if (random_.below(3) == 0) env_["refusesEth"] = Json::array({kAccounts[0]});
  }

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      now_ += random_.below(4) == 0 ? random_.below(100) : random_.below(4);
      check_boundaries();
      step();
      check_money();
      if (i % 16 != 0) continue;
      const auto loaded = arbitrator::kind().load(machine_->dump());
      INFO((loaded ? std::string() : loaded.error().path + " " + loaded.error().message));
      CHECK(loaded);
    }
  }

  std::size_t accepted = 0;
  std::size_t boundaries = 0;

 private:
  [[nodiscard]] Json state() const { return json::to_nlohmann(machine_->dump()); }

  void step() {
    const std::string actor = kAccounts[random_.below(2) * random_.below(3)];
    const auto actions = machine_->actions({actor, now_, json::from_nlohmann(env_)});
    REQUIRE(actions);
    std::vector<const machine::Action*> picks;
    const bool any = random_.below(4) == 0;
    for (const machine::Action& action : *actions)
      if ((any || action.enabled) && (action.function != "createDispute" || disputes() < 5))
        picks.push_back(&action);
    if (picks.empty()) return;
    const machine::Action& action = *picks[random_.below(static_cast<std::uint32_t>(picks.size()))];
    Json args = json::to_nlohmann(action.args);
    if (action.function == "giveAppealableRuling") {
      args[2] = std::to_string(random_.below(2) * random_.below(40));
      args[3] = std::to_string(random_.below(120));
    }
    const bool ok = call(actor, action.function, args, action.value);
    INFO(action.function << " " << args.dump());
    CHECK(ok == action.enabled);
  }

  [[nodiscard]] std::size_t disputes() const { return state()["disputes"].size(); }

  machine::Call read(const std::string& from, const std::string& function, const Json& args,
                     const Uint256& value, std::uint64_t moment) const {
    const Json call = {{"timestamp", moment}, {"from", from}, {"function", function},
                       {"args", args},        {"env", env_},  {"value", value.to_decimal()}};
    auto made = machine::read_call(json::from_nlohmann(call));
    REQUIRE(made);
    return *std::move(made);
  }

  bool call(const std::string& from, const std::string& function, const Json& args,
            const Uint256& value) {
    const Json before = state();
    const auto outcome = machine_->apply(read(from, function, args, value, now_));
    REQUIRE(outcome);
    if (!outcome->ok()) {
      CHECK(state() == before);
      return false;
    }
    ++accepted;
    held_ = *checked_add(held_, value);
    for (const machine::Transfer& one : outcome->transfers) {
      // An appealed dispute's fee is sent to the arbitrator itself, which takes no ether.
      if (!one.ok) failed_ = wrapping_add(failed_, one.amount);
      const auto rest = one.ok && one.from != one.to ? checked_sub(held_, one.amount) : held_;
      REQUIRE(rest);
      held_ = *rest;
    }
    return true;
  }

  void check_boundaries() {
    const auto deadlines = machine_->deadlines({kAccounts[0], now_, json::from_nlohmann(env_)});
    REQUIRE(deadlines);
    for (const machine::Deadline& deadline : *deadlines) {
      const std::string id = deadline.subject.substr(deadline.subject.find(' ') + 1);
      const Json dispute = state()["disputes"][std::stoul(id)];
      // A period of no length has no second before its end, and an owner that takes no ether may
      // block a ruling.
      if (std::to_string(deadline.timestamp) == dispute.value("appealPeriodStart", "") ||
          env_.contains("refusesEth"))
        continue;
      Json args = Json::array({id});
      Uint256 value;
      if (deadline.function == "appeal") args.push_back("0x");
      if (deadline.function == "appeal") value = *Uint256::parse(text_of(dispute, "appealCost"));
      if (deadline.function == "giveRuling") args.push_back(dispute["ruling"]);
      const auto accepts = [&](std::uint64_t moment) {
        const auto outcome =
            machine_->clone()->apply(read(kAccounts[0], deadline.function, args, value, moment));
        REQUIRE(outcome);
        return outcome->ok();
      };
      INFO(deadline.name << " " << id);
      CHECK(accepts(deadline.timestamp) == deadline.opens);
      CHECK(accepts(deadline.timestamp - 1) != deadline.opens);
      ++boundaries;
    }
  }

  /// It holds the fees of what is not decided, and what its owner did not take.
  void check_money() {
    const Json now = state();
    Uint256 owed = failed_;
    for (const Json& dispute : now["disputes"])
      if (dispute["status"] != "2")
        owed = wrapping_add(owed, *Uint256::parse(text_of(dispute, "fees")));
    CHECK(now["ethBalance"] == held_.to_decimal());
    CHECK(held_ == owed);
  }

  Random random_;
  std::unique_ptr<machine::Machine> machine_;
  Json env_ = Json::object();
  std::uint64_t now_ = 1'700'000'000;
  Uint256 held_;
  Uint256 failed_;
};

}  // namespace

TEST_CASE("arbitrator: random walks conserve money, and what is listed is what is accepted",
          "[arbitrator]") {
  const std::uint32_t walks = long_run() ? 300 : 10;
  for (const char* contract :
       {"CentralizedArbitrator", "AutoAppealableArbitrator",
        "AutoAppealableArbitrator@arbitrable-proxy", "EnhancedAppealableArbitrator"}) {
    std::size_t accepted = 0;
    std::size_t boundaries = 0;
    for (std::uint32_t seed = 1; seed <= walks; ++seed) {
      INFO(contract << " seed " << seed);
      Walk walk(seed * 7919, contract);
      walk.run(60);
      accepted += walk.accepted;
      boundaries += walk.boundaries;
    }
    INFO(contract);
    CHECK(accepted > walks * 5);
    CHECK((boundaries > walks || contract == std::string_view("CentralizedArbitrator")));
  }
}
