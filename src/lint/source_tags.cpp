#include "source_tags.hpp"

#include <array>

#include "text.hpp"

namespace dikast::source {
namespace {

bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

// "if x" and the like: the helper and its path, when the name has that form.
bool split_block(std::string_view name, std::string& helper, std::string& path) {
  constexpr std::array<std::string_view, 4> kHelpers{"if", "unless", "each", "with"};
  const std::size_t gap = name.find_first_of(" \t\r\n");
  if (gap == std::string_view::npos) return false;
  for (const auto known : kHelpers) {
    if (name.substr(0, gap) == known) {
      helper = std::string(known);
      path = std::string(trimmed(name.substr(gap)));
      return true;
    }
  }
  return false;
}

class Scanner {
 public:
  Scanner(std::string_view text, std::uint32_t end, std::vector<Tag>& out)
      : text_(text.substr(0, end)), out_(out) {}

  void run(std::uint32_t begin) {
    std::size_t at = begin;
    while ((at = text_.find(open_, at)) != std::string_view::npos) {
      const std::size_t after = tag(at);
      if (after == std::string_view::npos) return;
      at = after;
    }
  }

 private:
  // Returns the position after the tag, npos when it is not closed.
  std::size_t tag(std::size_t at) {
    std::size_t inner = at + open_.size();
    bool tilde = inner < text_.size() && text_[inner] == '~';
    if (tilde) ++inner;
    const char sigil = inner < text_.size() ? text_[inner] : '\0';
    const bool triple = sigil == '{' && open_ == "{{";
    std::string closing = triple         ? text_of({"}", close_})
                          : sigil == '=' ? text_of({"=", close_})
                                         : close_;
    const bool has_sigil =
        triple || std::string_view("#^/&>!=").find(sigil) != std::string_view::npos;
    const std::size_t name_at = inner + (has_sigil && sigil != '\0' ? 1 : 0);
    const std::size_t end = text_.find(closing, name_at);
    if (end == std::string_view::npos) return end;
    Tag found;
    found.span = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end + closing.size())};
    std::string_view name = trimmed(text_.substr(name_at, end - name_at));
    if (!name.empty() && name.back() == '~') name = trimmed(name.substr(0, name.size() - 1));
    found.name = std::string(name);
    classify(found, triple ? '{' : has_sigil ? sigil : '\0');
    return found.span.end;
  }

  void classify(Tag& found, char sigil) {
    const std::int32_t top = open_tags_.empty() ? -1 : open_tags_.back();
    found.enclosing = top;
    const bool in_block = top >= 0 && out_[static_cast<std::size_t>(top)].kind == TagKind::Block;
    switch (sigil) {
      case '{':
      case '&':
        found.kind = TagKind::Raw;
        break;
      case '#': {
        std::string path;
        found.kind =
            split_block(found.name, found.helper, path) ? TagKind::Block : TagKind::Section;
        if (found.kind == TagKind::Block) {
          full_names_.push_back(found.name);
          found.name = path;
        } else {
          full_names_.push_back(found.name);
        }
        push(std::move(found));
        return;
      }
      case '^':
        if (found.name.empty() && in_block) {
          found.kind = TagKind::Else;
          break;
        }
        found.kind = TagKind::Inverted;
        full_names_.push_back(found.name);
        push(std::move(found));
        return;
      case '/':
        close(found);
        return;
      case '>':
        found.kind = TagKind::Partial;
        break;
      case '!':
        found.kind = TagKind::Comment;
        break;
      case '=':
        found.kind = TagKind::Delimiter;
        delimiters(found.name);
        break;
      default:
        if (in_block && (found.name == "else" || found.name.starts_with("else ")))
          found.kind = TagKind::Else;
        break;
    }
    out_.push_back(std::move(found));
  }

  void push(Tag found) {
    open_tags_.push_back(static_cast<std::int32_t>(out_.size()));
    out_.push_back(std::move(found));
  }

  void close(Tag& found) {
    found.kind = TagKind::Close;
    if (!open_tags_.empty()) {
      Tag& opener = out_[static_cast<std::size_t>(open_tags_.back())];
      const std::string& full = full_names_.back();
      const bool by_helper = opener.kind == TagKind::Block && found.name == opener.helper;
      if (by_helper || found.name == full) {
        if (!by_helper && opener.kind == TagKind::Block) {
          // {{#if x}} ... {{/if x}} is a plain mustache section named "if x".
          opener.kind = TagKind::Section;
          opener.name = full;
          opener.helper.clear();
        }
        found.partner = open_tags_.back();
        opener.partner = static_cast<std::int32_t>(out_.size());
        found.enclosing = opener.enclosing;
        open_tags_.pop_back();
        full_names_.pop_back();
      }
    }
    out_.push_back(std::move(found));
  }

  void delimiters(std::string_view pair) {
    const std::size_t gap = pair.find_first_of(" \t\r\n");
    if (gap == std::string_view::npos || gap == 0) return;
    open_ = std::string(pair.substr(0, gap));
    close_ = std::string(trimmed(pair.substr(gap)));
  }

  std::string_view text_;
  std::vector<Tag>& out_;
  std::string open_ = "{{";
  std::string close_ = "}}";
  std::vector<std::int32_t> open_tags_;
  std::vector<std::string> full_names_;
};

}  // namespace

void scan_tags(std::string_view text, std::uint32_t begin, std::uint32_t end,
               std::vector<Tag>& out) {
  Scanner(text, end, out).run(begin);
}

}  // namespace dikast::source
