// SPDX-License-Identifier: Apache-2.0
// What is wanted of an account, and whether it can be had. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "page/account_book.h"
#include "page/account_fault.h"

namespace darban::page {

// What is wanted of an account; what is absent stays as it is.
struct AccountWish {
  std::optional<std::string> name{};
  std::optional<std::string> role{};
  std::optional<std::string> language{};
  std::optional<std::string> hash{};                // of a password that follows the rules
  std::optional<std::vector<std::string>> rooms{};  // of a teacher only: where they give; any order
};

// What is wrong with it, among those in the book; `id` is the account that is to be so, 0: a new one.
std::optional<AccountRefusal> wrong_in(const AccountWish& wish, const AccountBook& book, std::int64_t id);
void fill(AccountRow& row, const AccountWish& wish);
// After fill(). Whoever teaches no more has no rooms: one day they may teach again, and nobody would think of these.
std::optional<AccountRefusal> settle_rooms(AccountRow& row, const AccountWish& wish);

}  // namespace darban::page
