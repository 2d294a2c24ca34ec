#pragma once

#include <span>
#include <unordered_map>

#include "answer_rules.hpp"
#include "dikast/template_skeleton.hpp"
#include "schema.hpp"

namespace dikast::dispute_template {

/// Reads a template in one pass: its JSON, its tags and the rules of a dispute document at once.
/// Every member function returns false for "take the general way".
class SkeletonBuilder {
 public:
  explicit SkeletonBuilder(std::string_view source);
  std::optional<Skeleton> build();

 private:
  /// Which part of a dispute document an object or list is.
  enum class Part : std::uint8_t {
    Other,
    Document,
    Answers,
    Answer,
    Attachment,
    Aliases,
    Evidences,
    Evidence,
  };

  /// A string as read: where it stands in the source and in the output.
  struct Text {
    std::string_view raw;  ///< between the quotes
    std::uint32_t out_begin = 0;
    std::uint32_t out_end = 0;
    std::uint32_t slot_begin = 0;
    std::uint32_t slot_end = 0;
    bool escapes = false;
    [[nodiscard]] bool has_slots() const { return slot_end > slot_begin; }
  };

  struct AnswerParts {
    Text id;
    Text title;
    Text description;
  };

  bool value(Part part, const document::detail::Field* field, std::uint32_t depth);
  bool object(Part part, std::uint32_t depth);
  bool members(Part part, std::span<const document::detail::Field> fields, std::uint32_t depth);
  bool member(Part part, std::span<const document::detail::Field> fields, std::string_view key,
              std::uint32_t& required, std::uint32_t depth);
  bool list(Part part, std::uint32_t depth);
  bool answer(std::uint32_t depth);
  void answers_end(std::uint32_t list_begin);
  bool refuse_in_place(std::uint32_t begin, std::uint32_t slots_before);
  bool text(Text& out);
  bool escape(Text& out);
  bool non_ascii();
  bool tag();
  bool literal(json::Value::Kind& kind);
  bool apply_rule(const Text& text, std::optional<document::Fault> (*test)(std::string_view));
  bool key(std::size_t first, std::string_view& name);
  [[nodiscard]] std::uint32_t variable(std::string_view name);
  void add_check(std::optional<document::Fault> (*test)(std::string_view), Skeleton::Piece first);
  void flush();
  void pass_space();
  void skip_space();
  /// Where in the output the source stands.
  [[nodiscard]] std::uint32_t position() const {
    return static_cast<std::uint32_t>(out_.size() + (at_ - copied_));
  }
  [[nodiscard]] bool at(char c) const { return at_ < source_.size() && source_[at_] == c; }

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t copied_ = 0;  ///< the source before it is in the output
  std::string out_;
  Skeleton skeleton_;
  std::vector<std::pair<std::size_t, std::size_t>> tags_;  ///< where each slot's tag stands
  std::vector<std::string_view> names_;
  std::unordered_map<std::string_view, std::uint32_t> index_;  ///< of many names
  AnswerParts answer_;
  document::detail::AnswerRules answer_rules_;
  document::Findings findings_;
  std::vector<std::string_view> keys_;     ///< of the objects that are open, outermost first
  std::vector<std::string_view> aliases_;  ///< their names
  bool has_answers_ = false;
  std::string_view type_;
  bool has_refuse_ = false;
};

}  // namespace dikast::dispute_template
