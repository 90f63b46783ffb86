// SPDX-License-Identifier: Apache-2.0
#include "config/node.h"

#include <algorithm>

#include "config/spelling.h"

namespace darban {
namespace {

Text kind_in_words(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::empty:
      return "nothing";
    case Node::Kind::word:
      return "one value";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::map:
      return "keys with values";
  }
  return "nothing";
}

std::string joined(std::span<const std::string_view> words) {
  std::string all;
  for (const auto word : words) {
    if (!all.empty()) all += ", ";
    all += word;
  }
  return all;
}

void complain_about_unknown(const Node& member, std::string_view what, std::span<const std::string_view> known,
                            Objection& objection) {
  const auto meant = nearest(member.key, known);
  const std::string start = "unknown key " + quote(member.key) + " in " + std::string(what) + ": ";
  if (meant.empty())
    objection.at(member.key_place, start + "the keys here are " + joined(known));
  else
    objection.at(member.key_place, start + "did you mean " + quote(meant) + "?");
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::vector<Word> split_at_commas(const Node& node) {
  std::vector<Word> words;
  const std::string_view whole = node.text;
  std::size_t start = 0;
  while (start <= whole.size()) {
    const auto end = std::min(whole.find(',', start), whole.size());
    auto from = start;
    while (from < end && whole[from] == ' ') ++from;
    Place place = node.place;
    place.column += static_cast<int>(from) + (node.quoted ? 1 : 0);
    words.push_back({std::string(trimmed(whole.substr(start, end - start))), place});
    start = end + 1;
  }
  return words;
}

}  // namespace

void Objection::at(Place place, std::string what) {
  if (!none_) return;
  none_ = false;
  error_.place = place;
  error_.what = std::move(what);
}

Members::Members(const Node& node, std::string_view what, std::span<const std::string_view> known, Objection& objection)
    : node_(node), what_(what), objection_(objection) {
  if (node.kind != Node::Kind::map) {
    objection.at(place_of(node), std::string(what) + " needs keys with values (" + joined(known) + "), not " +
                                     std::string(kind_in_words(node.kind).view()));
    return;
  }
  for (const auto& member : node.items) {
    if (std::find(known.begin(), known.end(), member.key) == known.end()) complain_about_unknown(member, what, known, objection);
  }
}

const Node* Members::find(std::string_view key) const {
  if (node_.kind != Node::Kind::map) return nullptr;
  const auto found = std::find_if(node_.items.begin(), node_.items.end(), [&](const Node& member) { return member.key == key; });
  return found == node_.items.end() ? nullptr : &*found;
}

const Node* Members::required(std::string_view key) const {
  const Node* found = find(key);
  if (found == nullptr) objection_.at(node_.place, what_ + " needs " + quote(key));
  return found;
}

std::string word_of(const Node& node, std::string_view what, Objection& objection) {
  if (node.kind == Node::Kind::word && !trimmed(node.text).empty()) return node.text;
  if (node.kind == Node::Kind::empty && !node.text.empty()) return node.text;
  const Text instead = node.kind == Node::Kind::word ? Text("nothing") : kind_in_words(node.kind);
  const bool brackets = node.kind == Node::Kind::list || node.kind == Node::Kind::map;
  objection.at(place_of(node), std::string(what) + " belongs here, not " + std::string(instead.view()) +
                                   (brackets ? "; text with [ ] or { } needs quotes" : ""));
  return {};
}

std::vector<Word> words_of(const Node& node, std::string_view what, Objection& objection) {
  if (node.kind == Node::Kind::empty && node.text.empty()) return {};
  std::vector<Word> words;
  if (node.kind == Node::Kind::list) {
    for (const auto& item : node.items) words.push_back({word_of(item, what, objection), item.place});
  } else if (!word_of(node, what, objection).empty()) {
    words = split_at_commas(node);
  }
  for (const auto& word : words) {
    if (word.text.empty()) objection.at(word.place, std::string(what) + " belongs here, not nothing");
  }
  return words;
}

std::span<const Node> items_of(const Node& node, std::string_view what, Objection& objection) {
  if (node.kind == Node::Kind::list) return node.items;
  if (node.kind == Node::Kind::empty && node.text.empty()) return {};
  objection.at(place_of(node), "a list belongs here (" + std::string(what) + " on each line that starts with '- '), not " +
                                   std::string(kind_in_words(node.kind).view()));
  return {};
}

Place place_of(const Node& node) {
  return node.kind == Node::Kind::empty && node.key_place.line > 0 ? node.key_place : node.place;
}

}  // namespace darban
