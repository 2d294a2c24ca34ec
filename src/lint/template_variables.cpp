#include <set>

#include "rules.hpp"

namespace dikast::lint {
namespace {

using source::Node;
using source::NodeKind;
using source::Tag;
using source::TagKind;
using source::TagPlace;

/// How Court shows a field.
enum class Field : std::uint8_t { PlainText, Markdown, Uri, Data };

class Variables {
 public:
  Variables(Reporter& report, const Flow& flow)
      : report_(report), doc_(report.document()), flow_(flow) {}

  void run() {
    for (const Tag& tag : doc_.tags) {
      if (reads_variable(tag)) check_name(tag);
      if (tag.kind == TagKind::Variable || tag.kind == TagKind::Raw) check_place(tag);
    }
  }

 private:
  // --- does anything give this name a value? ----------------------------------------------------

  void check_name(const Tag& tag) {
    const std::string_view name = base_name(tag.name);
    const std::string path = doc_.pointer(tag.node);
    if (is_inherited(name)) {
      report_.add(
          RuleId::template_prototype_name, tag.span, path,
          text_of({"\"", name,
                   "\" is inherited by every JavaScript object and no value of the dispute: ",
                   "choose another name."}));
      return;
    }
    if (is_secret(name)) {
      report_.add(RuleId::template_secret, tag.span, path,
                  text_of({"\"", name,
                           "\" is the host page's key; jurors would see it. Use it in a mapping's ",
                           "endpoint only."}));
      return;
    }
    if (flow_.populated.contains(name) || host_adds(flow_, name)) return;
    if (name == "externalDisputeID") {
      report_.add(
          RuleId::template_external_dispute_id, tag.span, path,
          "Court's current code gives no externalDisputeID: this place stays empty. Use "
          "{{arbitratorDisputeID}}, or say in your app's address how to find the dispute by it.",
          "Court mainnet gives it; Court's dev branch, devnet and kleros-sdk 2.4.0 do not.");
      return;
    }
    if (only_devtools_gives(name)) return devtools_name(tag, name, path);
    if (court_gives(name)) return host_name(tag, name, path);
    unpopulated(tag, name, path);
  }

  void devtools_name(const Tag& tag, std::string_view name, const std::string& path) {
    const bool arbitrable = name == "arbitrable";
    report_.add(
        RuleId::template_devtools_name, tag.span, path,
        arbitrable
            ? "Court calls it \"arbitrableAddress\"; \"arbitrable\" exists in the devtools preview "
              "only."
            : "\"templateID\" exists in the devtools preview only; Court leaves this place empty.");
    if (arbitrable) rename(tag, "arbitrableAddress");
  }

  void rename(const Tag& tag, const std::string& name) {
    std::string text = doc_.source.substr(tag.span.begin, tag.span.end - tag.span.begin);
    const std::size_t at = text.find(tag.name);
    if (at == std::string::npos) return;
    std::vector<Reporter::ByteEdit> edits{{tag.span, text.replace(at, tag.name.size(), name)}};
    if (tag.partner >= 0)
      edits.push_back(
          {doc_.tags[static_cast<std::size_t>(tag.partner)].span, text_of({"{{/", name, "}}"})});
    report_.fix(text_of({"Rename to ", name}), std::move(edits));
  }

  void host_name(const Tag& tag, std::string_view name, const std::string& path) {
    if (flow_.known && flow_.empty) {
      report_.add(
          RuleId::template_context_dropped, tag.span, path,
          text_of({"Without data mappings kleros-sdk gives the template no context at all, so \"",
                   name, "\" stays empty. Add a mapping, e.g. one of type json."}));
      return;
    }
    if (sdk_gives(name)) return;
    report_.add(
        RuleId::template_court_name, tag.span, path,
        text_of({"Court gives \"", name,
                 "\"; other pages that use kleros-sdk must add it to the context themselves."}));
  }

  void unpopulated(const Tag& tag, std::string_view name, const std::string& path) {
    if (!flow_.known) return;
    if (tag.kind == TagKind::Section || tag.kind == TagKind::Inverted ||
        tag.kind == TagKind::Block) {
      report_.add(RuleId::template_unpopulated_section, tag.span, path,
                  text_of({"Nothing populates \"", name, "\": this part is ",
                           (tag.kind == TagKind::Inverted ? "always" : "never"), " shown."}));
      return;
    }
    if (may_be_item_property(tag)) return;
    report_.add(RuleId::template_unpopulated, tag.span, path,
                text_of({"Nothing populates \"", name,
                         "\": add it to a mapping's \"populate\", or write the text itself."}),
                near_name(name));
  }

  // Inside a section over an object or list, its members are names too.
  bool may_be_item_property(const Tag& tag) const {
    for (std::int32_t i = tag.enclosing; i >= 0;
         i = doc_.tags[static_cast<std::size_t>(i)].enclosing) {
      const Tag& around = doc_.tags[static_cast<std::size_t>(i)];
      const bool scope =
          around.kind == TagKind::Section || around.helper == "each" || around.helper == "with";
      if (scope && around.name != "hex") return true;
    }
    return false;
  }

  std::string near_name(std::string_view name) const {
    std::vector<std::string_view> names;
    for (const auto& [known, populated] : flow_.populated) {
      if (names.size() < 200) names.push_back(known);
    }
    const std::string_view meant = nearest(name, names);
    return meant.empty() ? std::string() : text_of({"Did you mean \"", meant, "\"?"});
  }

  // --- what does the value do to the text around it? --------------------------------------------

  Origin origin(const Tag& tag) const {
    std::string_view name = base_name(tag.name);
    for (std::int32_t i = tag.enclosing; name.empty() && i >= 0;
         i = doc_.tags[static_cast<std::size_t>(i)].enclosing) {
      if (doc_.tags[static_cast<std::size_t>(i)].name != "hex")
        name = base_name(doc_.tags[static_cast<std::size_t>(i)].name);
    }
    const auto found = flow_.populated.find(name);
    if (found != flow_.populated.end()) {
      if (found->second.plain) return Origin::Host;
      if (found->second.origin == Origin::Author && found->second.constant &&
          harmless(*found->second.constant))
        return Origin::Host;
      return found->second.origin;
    }
    if (court_gives(name) || only_devtools_gives(name) || name == "externalDisputeID" ||
        host_adds(flow_, name))
      return Origin::Host;
    return flow_.known && !may_be_item_property(tag) ? Origin::Host : Origin::Unknown;
  }

  // "." says nothing to a reader: the list it walks does.
  std::string shown_name(const Tag& tag) const {
    if (!base_name(tag.name).empty()) return tag.name;
    for (std::int32_t i = tag.enclosing; i >= 0;
         i = doc_.tags[static_cast<std::size_t>(i)].enclosing) {
      const std::string& name = doc_.tags[static_cast<std::size_t>(i)].name;
      if (name != "hex") return "an item of " + name;
    }
    return tag.name;
  }

  static bool harmless(std::string_view text) {
    return text.find_first_of("&<>\"'/`=\\\n\r\t") == std::string_view::npos;
  }

  bool in_hex(const Tag& tag) const {
    return tag.enclosing >= 0 && doc_.tags[static_cast<std::size_t>(tag.enclosing)].name == "hex";
  }

  void check_place(const Tag& tag) {
    const Origin from = origin(tag);
    const bool foreign = from == Origin::Party || from == Origin::Unknown;
    switch (tag.place) {
      case TagPlace::String:
        return in_string(tag, from, foreign);
      case TagPlace::Value:
        return in_value(tag, foreign);
      case TagPlace::Key:
        report_.add(RuleId::template_key_tag, tag.span, doc_.pointer(tag.node),
                    "A tag stands in a key: write the key itself, and put the value after it.");
        return;
      case TagPlace::Structure:
        return;
    }
  }

  void in_value(const Tag& tag, bool foreign) {
    const std::string path = doc_.pointer(tag.node);
    if (tag.kind == TagKind::Variable) {
      report_.add(
          RuleId::template_escaped_value, tag.span, path,
          text_of({"{{", tag.name,
                   "}} works here for numbers, true and false only. For other values put it in ",
                   "double quotes, or write {{{", tag.name, "}}}."}));
      return;
    }
    if (!foreign) return;
    report_.add(
        RuleId::template_raw_value, tag.span, path,
        text_of({"\"", tag.name,
                 "\" comes from outside and stands here as JSON: in Court, text that is not one ",
                 "complete JSON value breaks or rewrites the document. If it is a text, put {{",
                 tag.name, "}} in double quotes."}));
  }

  void in_string(const Tag& tag, Origin from, bool foreign) {
    if (tag.node < 0 || in_hex(tag)) return;
    const Node& node = doc_.node(tag.node);
    const std::string path = doc_.pointer(tag.node);
    const Field field = field_of(path);
    const bool whole = tag.span.begin == node.span.begin + 1;
    if (tag.kind == TagKind::Variable) {
      if (field == Field::Uri && whole && from != Origin::Host) {
        report_.add(RuleId::template_escaped_uri, tag.span, path,
                    text_of({"{{", tag.name, "}} breaks the address: / becomes &#x2F;. Write {{{",
                             tag.name, "}}}."}));
        report_.fix(text_of({"Write {{{", tag.name, "}}}"}), tag.span,
                    text_of({"{{{", tag.name, "}}}"}));
      } else if (field == Field::PlainText && from != Origin::Host) {
        report_.add(
            RuleId::template_escaped_text, tag.span, path,
            text_of({"In Court, & ' \" and / in \"", tag.name,
                     "\" will show as &amp; &#39; &quot; &#x2F; here. Strict rendering shows ",
                     "the text itself."}));
      }
    } else if (foreign) {
      raw_in_string(tag, path, field);
    }
    if (from == Origin::Party) line_break(tag, path);
  }

  void raw_in_string(const Tag& tag, const std::string& path, Field field) {
    const bool text = field == Field::PlainText || field == Field::Markdown;
    report_.add(
        RuleId::template_raw_in_string, tag.span, path,
        text_of({"{{{", tag.name,
                 "}}} comes from outside: in Court a quote in it ends this string, and what ",
                 "follows can replace the answers. ",
                 (text ? text_of({"Write {{", tag.name, "}}."})
                       : std::string("An address needs the triple braces: render strictly, or "
                                     "let the contract check the value before the dispute."))}));
    if (text)
      report_.fix(text_of({"Write {{", tag.name, "}}"}), tag.span, text_of({"{{", tag.name, "}}"}));
  }

  // Said once: it holds for every such tag.
  void line_break(const Tag& tag, const std::string& path) {
    if (line_break_told_) return;
    line_break_told_ = true;
    report_.add(
        RuleId::template_line_break, tag.span, path,
        text_of({"A line break, tab or backslash in \"", shown_name(tag),
                 "\" (and in every other value from outside) makes the dispute unreadable in ",
                 "Court. Strict rendering escapes it."}));
  }

  static Field field_of(std::string_view path) {
    if (path == "/policyURI" || path == "/attachment/uri" || path == "/frontendUrl")
      return Field::Uri;
    if (path == "/title" || path == "/category" || path == "/attachment/label" || path == "/lang" ||
        path == "/type")
      return Field::PlainText;
    if (path.starts_with("/answers/") && path.ends_with("/title")) return Field::PlainText;
    if (path.starts_with("/extraEvidences/")) {
      if (path.ends_with("/fileURI")) return Field::Uri;
      if (path.ends_with("/name")) return Field::PlainText;
    }
    if (path == "/question" || path == "/description" ||
        (path.starts_with("/answers/") && path.ends_with("/description")))
      return Field::Markdown;
    return Field::Data;
  }

  Reporter& report_;
  const source::Document& doc_;
  const Flow& flow_;
  bool line_break_told_ = false;
};

}  // namespace

void check_variables(Reporter& report, const Flow& flow) { Variables(report, flow).run(); }

}  // namespace dikast::lint
