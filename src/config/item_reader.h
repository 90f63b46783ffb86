// SPDX-License-Identifier: Apache-2.0
// One item of a list in a data file (a source, an engine, a helpline), asked member by member for what it should be. Whatever is
// missing or wrong goes to the Objection with its place, and a harmless value comes back, so that a loader reads straight on. One
// thread; the node, the known keys and the objection must outlive it.
#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/showable.h"
#include "config/household.h"
#include "config/node.h"
#include "config/scalars.h"

namespace darban {

class ItemReader {
 public:
  // `what` is a noun with its article: "a list source".
  ItemReader(const Node& node, std::string_view what, std::span<const std::string_view> known, Objection& objection)
      : members_(node, what, known, objection), what_(what), place_(node.place), objection_(objection) {}

  Place place() const { return place_; }
  Place place_of_key(std::string_view key) const;  // of its value; of the item when it is not written
  const Node* find(std::string_view key) const { return members_.find(key); }
  const Node* required(std::string_view key) const { return members_.required(key); }

  std::string text(std::string_view key) const;
  std::string text_or_nothing(std::string_view key) const;  // not written, or "", is nothing
  bool flag(std::string_view key) const;
  bool flag_or(std::string_view key, bool otherwise) const;
  std::uint64_t count(std::string_view key, std::uint64_t lowest, std::uint64_t highest) const;
  std::uint64_t count_or(std::string_view key, std::uint64_t lowest, std::uint64_t highest, std::uint64_t otherwise) const;
  std::string date(std::string_view key) const;      // YYYY-MM-DD
  std::string key_word(std::string_view key) const;  // lower-case letters, digits and hyphens, at most 64
  std::string domain(std::string_view key) const;
  std::vector<WrittenDomain> domains(std::string_view key) const;  // not written is none; each once
  char grade(std::string_view key) const;                          // A, B or C

  // The value whose text_of() is written there; the first one when there is none.
  template <typename E>
  E choice(std::string_view key, std::span<const E> values) const {
    const Node* node = members_.required(key);
    return node == nullptr ? values.front() : choice_of(*node, values);
  }
  template <typename E>
  E choice_or(std::string_view key, std::span<const E> values, E otherwise) const {
    const Node* node = members_.find(key);
    return node == nullptr ? otherwise : choice_of(*node, values);
  }

 private:
  template <typename E>
  E choice_of(const Node& node, std::span<const E> values) const {
    std::vector<std::string_view> words;
    for (const E value : values) words.push_back(text_of(value).view());
    return values[index_of(node, words)];
  }
  std::size_t index_of(const Node& node, std::span<const std::string_view> words) const;
  template <typename T>
  T accepted(const Node& node, const Read<T>& read, T otherwise) const {
    if (read) return *read;
    objection_.at(node.place, read.error().sentence);
    return otherwise;
  }

  Members members_;
  std::string what_;
  Place place_;
  Objection& objection_;
};

// Words in a row for a sentence: "A, B or C".
std::string one_of(std::span<const std::string_view> words);

// Complains about the second of two equal names in one file.
class SeenNames {
 public:
  explicit SeenNames(Objection& objection) : objection_(objection) {}
  void add(std::string_view name, Place place);

 private:
  std::map<std::string, Place, std::less<>> seen_;
  Objection& objection_;
};

}  // namespace darban
