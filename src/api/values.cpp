#include <array>

#include "dikast/address.hpp"
#include "dikast/api.hpp"
#include "dikast/uint256.hpp"
#include "params.hpp"

namespace dikast::api {
namespace {

using Reply = Result<json::Value>;

/// {address} -> the address with its EIP-55 checksum.
Reply address_checksum(const json::Value& params) {
  const auto address = address_param(params, "address");
  if (!address) return tl::unexpected<Error>(address.error());
  return json::Value::string(address->to_checksum());
}

/// {address, strict = true} -> whether it is an address; strict also looks at the checksum of mixed
/// case. Anything at all may be asked about.
Reply address_is_address(const json::Value& params) {
  const auto strict = bool_param(params, "strict", true);
  if (!strict) return tl::unexpected<Error>(strict.error());
  const json::Value* address = optional_param(params, "address");
  if (address == nullptr || !address->is_string()) return json::Value::boolean(false);
  return json::Value::boolean(
      (*strict ? Address::parse(address->text()) : Address::parse_unchecked(address->text()))
          .has_value());
}

/// {value} -> the decimal digits of a uint256.
Reply uint256_parse(const json::Value& params) {
  const auto value = uint256_param(params, "value");
  if (!value) return tl::unexpected<Error>(value.error());
  return json::Value::string(value->to_decimal());
}

constexpr std::array kMethods{
    Method{"address.checksum", address_checksum},
    Method{"address.isAddress", address_is_address},
    Method{"uint256.parse", uint256_parse},
};

}  // namespace

std::span<const Method> values_methods() { return kMethods; }

}  // namespace dikast::api
