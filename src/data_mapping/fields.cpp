#include "fields.hpp"

#include <algorithm>
#include <array>

namespace dikast::mapping {
namespace {

constexpr Field kSeek{"seek", true, FieldType::TextList};
constexpr Field kPopulate{"populate", true, FieldType::TextList};
constexpr std::array kJsonFields{Field{"value", true, FieldType::Any}, kSeek, kPopulate};
constexpr std::array kGraphqlFields{Field{"endpoint", true, FieldType::Text},
                                    Field{"query", true, FieldType::Text},
                                    Field{"variables", false, FieldType::Object}, kSeek, kPopulate};
constexpr std::array kIpfsFields{Field{"ipfsUri", true, FieldType::Text}, kSeek, kPopulate};
constexpr std::array kCallFields{Field{"abi", true, FieldType::Any},
                                 Field{"address", true, FieldType::Text},
                                 Field{"functionName", false, FieldType::Text},
                                 Field{"args", false, FieldType::List},
                                 kSeek,
                                 kPopulate};
constexpr std::array kEventFields{Field{"abi", true, FieldType::Any},
                                  Field{"address", true, FieldType::Text},
                                  Field{"eventName", false, FieldType::Text},
                                  Field{"eventFilter", true, FieldType::Object},
                                  kSeek,
                                  kPopulate};
// kleros-sdk ignores seek and populate here; the names it fills are fixed.
constexpr std::array kRealityFields{Field{"realityQuestionID", true, FieldType::Text},
                                    Field{"seek", false, FieldType::TextList},
                                    Field{"populate", false, FieldType::TextList}};

}  // namespace

std::span<const Field> fields_of(Kind kind) {
  switch (kind) {
    case Kind::Json:
      return kJsonFields;
    case Kind::Graphql:
      return kGraphqlFields;
    case Kind::FetchIpfsJson:
      return kIpfsFields;
    case Kind::AbiCall:
      return kCallFields;
    case Kind::AbiEvent:
      return kEventFields;
    case Kind::Reality:
      return kRealityFields;
  }
  return {};
}

bool has_type(const json::Value& value, FieldType type) {
  switch (type) {
    case FieldType::Text:
      return value.is_string();
    case FieldType::TextList:
      return value.is_array() &&
             std::all_of(value.items().begin(), value.items().end(),
                         [](const json::Value& item) { return item.is_string(); });
    case FieldType::List:
      return value.is_array();
    case FieldType::Object:
      return value.is_object();
    case FieldType::Any:
      return !value.is_null();
  }
  return false;
}

std::string_view type_name(FieldType type) {
  switch (type) {
    case FieldType::Text:
      return "a text";
    case FieldType::TextList:
      return "a list of texts";
    case FieldType::List:
      return "a list";
    case FieldType::Object:
      return "an object";
    case FieldType::Any:
      return "a value other than null";
  }
  return "";
}

}  // namespace dikast::mapping
