#include "dikast/court.hpp"

#include "dikast/api.hpp"

namespace dikast::api {
namespace {

constexpr Method kMethods[] = {
    {"court.encodeExtraData", court::encode_extra_data},
    {"court.decodeExtraData", court::decode_extra_data},
    {"court.arbitrationCost", court::arbitration_cost},
    {"court.appealPlan", court::appeal_plan},
    {"court.appealFunding", court::appeal_funding},
    {"court.periods", court::periods},
    {"court.choiceFunding", court::choice_funding},
};

}  // namespace

std::span<const Method> court_methods() { return kMethods; }

}  // namespace dikast::api
