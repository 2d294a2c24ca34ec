#pragma once

#include <string_view>

namespace dikast::mapping {

/// Whether JSON text fed so far ends inside a string.
class JsonScanner {
 public:
  void feed(std::string_view text) {
    for (const char c : text) {
      if (escaped_) {
        escaped_ = false;
      } else if (in_string_ && c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_string_ = !in_string_;
      }
    }
  }
  [[nodiscard]] bool in_string() const { return in_string_; }
  [[nodiscard]] bool escaped() const { return escaped_; }

 private:
  bool in_string_ = false;
  bool escaped_ = false;
};

}  // namespace dikast::mapping
