// SPDX-License-Identifier: Apache-2.0
// The only file that knows yaml-cpp. Its parser's events become our tree; its exceptions end here.
// We listen to events instead of taking its document, because the events tell apart what the document hides: duplicate keys,
// anchors, tags, a second document, quotes. Limits are checked while the tree grows, so a small file can not become a large tree.
#include "config/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <unordered_set>

#include "config/node.h"
#include "config/spelling.h"
#include "config/text_file.h"

namespace darban {
namespace {

// What may stand in a file. A file of ours is written by people, so that it says early what looks like a slip.
struct Terms {
  std::size_t deepest;  // levels of lists and maps
  std::size_t nodes;    // values, lists and maps
  const char* too_deep;
  const char* too_many;
  bool text_over_lines;  // block text, and quotes that close on a later line
};
constexpr Terms kOurs{20, 100000, "more than 20 levels of lists and maps",
                      "more than 100,000 values; names by the thousand belong into a list file", false};
constexpr Terms kForeign{50, 1000000, "more than 50 levels of lists and maps", "more than 1,000,000 values", true};

struct Refused {  // thrown by Tree, caught in read_document
  Place place;
  std::string what;
};

Place place_of_mark(const YAML::Mark& mark) {
  if (mark.is_null() || mark.line < 0) return {};
  return {mark.line + 1, mark.column + 1};
}

// The text as a stream, without a copy.
class TextBuffer final : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* start = const_cast<char*>(text.data());  // never written: there is no put area
    setg(start, start, start + text.size());
  }
};

class Tree final : public YAML::EventHandler {
 public:
  Tree(std::string_view text, const Terms& terms) : text_(text), terms_(terms) {}
  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1)
      throw Refused{place_of_mark(mark),
                    "more after the end of the document; one file holds one, check the spaces before this line"};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node = start(Node::Kind::empty, mark, "", anchor);
    if (is_written_null(mark)) node.text = "null";
    put(std::move(node));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_alias(place_of_mark(mark)); }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
    Node node = start(Node::Kind::word, mark, tag, anchor);
    node.quoted = tag == "!";
    if (node.quoted) check_quotes(mark, node.place);
    for (const char c : value) {
      const bool layout = terms_.text_over_lines && (c == '\n' || c == '\t');
      if (!layout && (static_cast<unsigned char>(c) < 0x20 || c == 0x7f))
        throw Refused{node.place, "a line break or control character in a value; write it on one line"};
    }
    node.text = value;
    put(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(start(Node::Kind::list, mark, tag, anchor));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(start(Node::Kind::map, mark, tag, anchor));
  }
  void OnMapEnd() override { close(); }

  [[noreturn]] static void refuse_alias(Place place) {
    throw Refused{place, "anchors (&name) and aliases (*name) are not used here; put a value that starts with * or & in quotes"};
  }

 private:
  struct Level {
    Node node;
    bool has_key = false;  // of a map: a key waits for its value
    std::string key;
    Place key_place;
    std::unordered_set<std::string> keys;
  };

  // Quotes and block text carry the tag "!", plain words "?", lists and maps "?" or nothing.
  Node start(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    const Place place = place_of_mark(mark);
    if (anchor != 0) refuse_alias(place);
    if (!tag.empty() && tag != "?" && tag != "!") refuse_tag(place);
    if (++nodes_ > terms_.nodes) throw Refused{place, terms_.too_many};
    Node node;
    node.kind = kind;
    node.place = place;
    return node;
  }

  [[noreturn]] static void refuse_tag(Place place) {
    throw Refused{place, "tags (!name) are not used here; put a value that starts with ! in quotes"};
  }

  // yaml-cpp says the same for `x: null`, `x: ~` and `x:`; the text at the mark tells them apart.
  bool is_written_null(const YAML::Mark& mark) const {
    if (mark.pos < 0 || static_cast<std::size_t>(mark.pos) >= text_.size()) return false;
    const auto at = text_.substr(static_cast<std::size_t>(mark.pos));
    const auto word = at.substr(0, at.find_first_of(" \t\r\n,]}"));
    return word == "null" || word == "Null" || word == "NULL" || word == "~";
  }

  // yaml-cpp 0.7 takes the end of the file for a missing quote, and everything up to there for the value. Here quotes close on
  // their line.
  void check_quotes(const YAML::Mark& mark, Place place) const {
    const auto rest =
        mark.pos < 0 ? std::string_view() : text_.substr(std::min(static_cast<std::size_t>(mark.pos), text_.size()));
    if (rest.starts_with('|') || rest.starts_with('>')) {
      if (terms_.text_over_lines) return;
      throw Refused{
          place, "block text (| or >) is not used here; write it on one line, and put a value that starts with | or > in quotes"};
    }
    if (!rest.starts_with('"') && !rest.starts_with('\'')) refuse_tag(place);
    const auto line = terms_.text_over_lines ? rest : rest.substr(0, rest.find('\n'));
    for (std::size_t at = 1; at < line.size(); ++at) {
      if (line[at] == '\\' && rest.front() == '"')
        ++at;
      else if (line[at] == rest.front())
        return;
    }
    throw Refused{place, "a quote that is not closed on its line"};
  }

  void open(Node node) {
    if (levels_.size() >= terms_.deepest) throw Refused{node.place, terms_.too_deep};
    if (!levels_.empty() && levels_.back().node.kind == Node::Kind::map && !levels_.back().has_key) refuse_key(node);
    levels_.push_back({std::move(node), false, {}, {}, {}});
  }
  void close() {
    Node node = std::move(levels_.back().node);
    levels_.pop_back();
    put(std::move(node));
  }
  void put(Node node) {
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.kind == Node::Kind::map && !level.has_key) return remember_key(level, node);
    if (level.has_key) {
      node.key = std::move(level.key);
      node.key_place = level.key_place;
      level.has_key = false;
    }
    level.node.items.push_back(std::move(node));
  }
  void remember_key(Level& level, const Node& node) {
    if (node.kind != Node::Kind::word) refuse_key(node);
    if (!level.keys.insert(node.text).second)
      throw Refused{node.place, "the key " + quote(node.text) + " is written twice; keep one of them"};
    level.has_key = true;
    level.key = node.text;
    level.key_place = node.place;
  }
  [[noreturn]] static void refuse_key(const Node& node) {
    const bool brackets = node.kind == Node::Kind::list || node.kind == Node::Kind::map;
    throw Refused{node.place, brackets ? "a list or map where a key belongs; is a ']' or '}' missing?"
                                       : "a key has to be one word before the ':'"};
  }

  std::string_view text_;
  const Terms& terms_;
  Node root_;
  std::vector<Level> levels_;
  std::size_t nodes_ = 0;
  int documents_ = 0;
};

// What yaml-cpp says, and what a person may have meant.
std::string in_our_words(const YAML::Exception& problem, std::string_view text) {
  const std::string& said = problem.msg;
  const auto at = problem.mark.pos < 0 ? std::string_view::npos : static_cast<std::size_t>(problem.mark.pos);
  const char here = at < text.size() ? text[at] : '\0';
  if (here == '*' || here == '&') return "a value that starts with * or & needs quotes";
  if (here == '%' || here == '@' || here == '`') return "a value that starts with % or @ or ` needs quotes";
  if (here == ':' && at > 0 && text[at - 1] == ']') return "an address in brackets needs quotes: \"[fd00::1]:53\"";
  if (said == "unexpected character in block scalar") return "a value that starts with | or > needs quotes: \"||games.example^\"";
  if (said == "illegal EOF in scalar") return "a quote that is not closed on its line";
  if (said == "illegal map value")
    return "a ':' where none belongs; check the spaces before the line, or put a value with ': ' in it in quotes";
  if (said == "end of map not found" || said == "end of sequence not found")
    return "this line does not stand under its neighbours; check the spaces before it";
  if (said == "end of map flow not found" || said == "end of sequence flow not found")
    return "a bracket is not closed: ']' or '}' is missing";
  return "not YAML: " + said;
}

Node read_tree(std::string_view text, const Terms& terms) {
  TextBuffer buffer(text);
  std::istream stream(&buffer);
  YAML::Parser parser(stream);
  Tree tree(text, terms);
  while (parser.HandleNextDocument(tree)) {
  }
  return tree.take();
}

Result<Node, ConfigError> tree_or_error(std::string_view text, const std::string& file_name, const Terms& terms) {
  const std::string_view content = without_mark(text);
  try {
    return read_tree(content, terms);
  } catch (const Refused& refused) {
    return ConfigError{file_name, refused.place, refused.what};
  } catch (const YAML::Exception& problem) {
    return ConfigError{file_name, place_of_mark(problem.mark), in_our_words(problem, content)};
  } catch (const std::exception&) {
    return ConfigError{file_name, {}, "not YAML that can be read"};
  }
}

}  // namespace

Result<Node, ConfigError> read_document(std::string_view text, const std::string& file_name) {
  if (const auto fit = check_text(text, file_name); !fit) return fit.error();
  return tree_or_error(text, file_name, kOurs);
}

Result<Node, ConfigError> read_foreign_document(std::string_view text, const std::string& file_name) {
  if (const auto fit = check_foreign_text(text, file_name); !fit) return fit.error();
  return tree_or_error(text, file_name, kForeign);
}

Result<Settings, ConfigError> load_settings(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  return parse_settings(*text, path);
}

Result<Household, ConfigError> load_household(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  return parse_household(*text, path);
}

}  // namespace darban
