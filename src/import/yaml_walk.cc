// SPDX-License-Identifier: Apache-2.0
#include "import/yaml_walk.h"

#include <algorithm>
#include <charconv>

namespace darban {

const Node* child_of(const Node* node, std::string_view key) {
  if (node == nullptr || node->kind != Node::Kind::map) return nullptr;
  const auto found =
      std::find_if(node->items.begin(), node->items.end(), [key](const Node& member) { return member.key == key; });
  return found == node->items.end() ? nullptr : &*found;
}

const Node* first_at(const Node& root, std::initializer_list<std::string_view> paths) {
  for (std::string_view path : paths) {
    const Node* node = &root;
    while (node != nullptr && !path.empty()) {
      const auto dot = std::min(path.find('.'), path.size());
      node = child_of(node, path.substr(0, dot));
      path.remove_prefix(std::min(dot + 1, path.size()));
    }
    if (node != nullptr) return node;
  }
  return nullptr;
}

std::string_view word_at(const Node* node) {
  return node != nullptr && node->kind == Node::Kind::word ? std::string_view(node->text) : std::string_view();
}

bool flag_at(const Node* node, bool otherwise) {
  const std::string_view word = word_at(node);
  if (word == "true" || word == "yes" || word == "on") return true;
  if (word == "false" || word == "no" || word == "off") return false;
  return otherwise;
}

std::optional<long> number_at(const Node* node) {
  const std::string_view word = word_at(node);
  long number = 0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (word.empty() || problem != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return number;
}

std::span<const Node> list_at(const Node* node) {
  if (node == nullptr || node->kind != Node::Kind::list) return {};
  return node->items;
}

std::span<const Node> members_at(const Node* node) {
  if (node == nullptr || node->kind != Node::Kind::map) return {};
  return node->items;
}

}  // namespace darban
