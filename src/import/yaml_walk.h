// SPDX-License-Identifier: Apache-2.0
// Asking somebody else's YAML, which may hold anything: what is not there, or of another kind, is nothing. Pure; any thread.
#pragma once
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "config/node.h"

namespace darban {

const Node* child_of(const Node* node, std::string_view key);  // null: none
// Keys with dots between; the first path that is there.
const Node* first_at(const Node& root, std::initializer_list<std::string_view> paths);

std::string_view word_at(const Node* node);  // empty: none
bool flag_at(const Node* node, bool otherwise = false);
std::optional<long> number_at(const Node* node);
std::span<const Node> list_at(const Node* node);     // items of a list
std::span<const Node> members_at(const Node* node);  // of a map

}  // namespace darban
