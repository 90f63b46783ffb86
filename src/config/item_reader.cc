// SPDX-License-Identifier: Apache-2.0
#include "config/item_reader.h"

#include <algorithm>
#include <array>

#include "config/spelling.h"

namespace darban {
namespace {

constexpr std::size_t kLongestKey = 64;
constexpr std::array<std::string_view, 3> kGrades{"A", "B", "C"};

}  // namespace

Place ItemReader::place_of_key(std::string_view key) const {
  const Node* node = members_.find(key);
  return node == nullptr ? place_ : darban::place_of(*node);
}

std::string ItemReader::text(std::string_view key) const {
  const Node* node = members_.required(key);
  return node == nullptr ? std::string() : word_of(*node, "some text", objection_);
}

std::string ItemReader::text_or_nothing(std::string_view key) const {
  const Node* node = members_.find(key);
  if (node == nullptr || (node->kind == Node::Kind::word && node->text.empty())) return {};
  if (node->kind == Node::Kind::empty) return {};
  return word_of(*node, "some text", objection_);
}

bool ItemReader::flag(std::string_view key) const {
  const Node* node = members_.required(key);
  return node != nullptr && accepted(*node, read_flag(word_of(*node, "true or false", objection_)), false);
}

bool ItemReader::flag_or(std::string_view key, bool otherwise) const {
  const Node* node = members_.find(key);
  return node == nullptr ? otherwise : accepted(*node, read_flag(word_of(*node, "true or false", objection_)), otherwise);
}

std::uint64_t ItemReader::count(std::string_view key, std::uint64_t lowest, std::uint64_t highest) const {
  const Node* node = members_.required(key);
  return node == nullptr ? lowest : accepted(*node, read_count(word_of(*node, "a number", objection_), lowest, highest), lowest);
}

std::uint64_t ItemReader::count_or(std::string_view key, std::uint64_t lowest, std::uint64_t highest,
                                   std::uint64_t otherwise) const {
  return members_.find(key) == nullptr ? otherwise : count(key, lowest, highest);
}

std::string ItemReader::date(std::string_view key) const {
  const Node* node = members_.required(key);
  return node == nullptr ? std::string() : accepted(*node, read_date(word_of(*node, "a date", objection_)), std::string());
}

std::string ItemReader::key_word(std::string_view key) const {
  const Node* node = members_.required(key);
  if (node == nullptr) return {};
  const std::string word = word_of(*node, "a key", objection_);
  const bool fits = !word.empty() && word.size() <= kLongestKey && word.front() != '-' && word.back() != '-' &&
                    word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  if (!fits) objection_.at(node->place, quote(word) + " is not a key; write lower-case letters, digits and hyphens, at most 64");
  return word;
}

std::string ItemReader::domain(std::string_view key) const {
  const Node* node = members_.required(key);
  return node == nullptr ? std::string() : accepted(*node, read_domain(word_of(*node, "a name", objection_)), std::string());
}

std::vector<WrittenDomain> ItemReader::domains(std::string_view key) const {
  std::vector<WrittenDomain> domains;
  const Node* node = members_.find(key);
  if (node == nullptr) return domains;
  SeenNames seen(objection_);
  for (const Word& word : words_of(*node, "a name", objection_)) {
    const auto name = read_domain(word.text);
    if (!name) objection_.at(word.place, name.error().sentence);
    seen.add(word.text, word.place);
    domains.push_back({word.text, word.place});
  }
  return domains;
}

char ItemReader::grade(std::string_view key) const {
  const Node* node = members_.required(key);
  return node == nullptr ? 'C' : kGrades[index_of(*node, kGrades)].front();
}

std::size_t ItemReader::index_of(const Node& node, std::span<const std::string_view> words) const {
  const std::string word = word_of(node, "one of " + one_of(words), objection_);
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  objection_.at(node.place, quote(word) + " can not stand here; write " + one_of(words));
  return 0;
}

std::string one_of(std::span<const std::string_view> words) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) all += i + 1 == words.size() ? " or " : ", ";
    all += words[i];
  }
  return all;
}

void SeenNames::add(std::string_view name, Place place) {
  const auto [first, is_new] = seen_.emplace(name, place);
  if (!is_new) objection_.at(place, quote(name) + " stands already in line " + std::to_string(first->second.line));
}

}  // namespace darban
