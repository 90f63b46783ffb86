// SPDX-License-Identifier: Apache-2.0
// A YAML document as a tree of our own, where everything knows its line and column, and the way to walk it: ask for members,
// complain once. Everything is a word until somebody asks for a number: `no`, `off`, 21:00 and 10-12 mean what they look like.
// One thread.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/household.h"

namespace darban {

struct Node {
  enum class Kind : std::uint8_t { empty, word, list, map };
  Kind kind = Kind::empty;
  bool quoted = false;  // a word in quotes
  std::string text;     // of a word; "null" for an empty one that was written so
  std::string key;      // when it is a member of a map
  Place key_place;
  Place place;
  std::vector<Node> items;  // of a list; of a map the members, in the order written, keys unique
};

// The whole of `text` as one node; Kind::empty for a file with nothing in it. Defined in yaml.cc.
Result<Node, ConfigError> read_document(std::string_view text, const std::string& file_name);
// The same for a file of another program, which may be larger (16 MiB, 50 levels, 1,000,000 values) and have block text and
// quotes over several lines. Anchors, tags and a second document are refused here too.
Result<Node, ConfigError> read_foreign_document(std::string_view text, const std::string& file_name);

// The first thing that was refused. Readers go on after an objection and look once at the end.
class Objection {
 public:
  explicit Objection(std::string file) { error_.file = std::move(file); }
  void at(Place place, std::string what);
  bool none() const { return none_; }
  const ConfigError& error() const { return error_; }
  const std::string& file() const { return error_.file; }

 private:
  bool none_ = true;
  ConfigError error_;
};

// The members of one map. The constructor complains about anything but a map and about keys that are not among `known`.
// `node` and `known` must outlive it.
class Members {
 public:
  Members(const Node& node, std::string_view what, std::span<const std::string_view> known, Objection& objection);
  const Node* find(std::string_view key) const;      // null when it is not written
  const Node* required(std::string_view key) const;  // complains when it is not written

 private:
  const Node& node_;
  std::string what_;
  Objection& objection_;
};

// A word in a list, and where it stands.
struct Word {
  std::string text;
  Place place;
};

// The text of one word that is not empty; complains about anything else. `what` is a noun with its article: "a time".
std::string word_of(const Node& node, std::string_view what, Objection& objection);
// Words of a list, or of a single word with commas between.
std::vector<Word> words_of(const Node& node, std::string_view what, Objection& objection);
// The items of a list; complains about anything else. Nothing written is an empty list.
std::span<const Node> items_of(const Node& node, std::string_view what, Objection& objection);

// Where to point for a node: at its key when nothing stands behind it.
Place place_of(const Node& node);

}  // namespace darban
