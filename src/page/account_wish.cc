// SPDX-License-Identifier: Apache-2.0
#include "page/account_wish.h"

#include <algorithm>

#include "base/crypto.h"
#include "page/account_name.h"
#include "page/roles.h"

namespace darban::page {
namespace {

constexpr std::string_view kTeacher = "teacher";
constexpr std::size_t kLongestRoom = 200;  // code points; a room's label in the household file is shorter
constexpr std::size_t kLongestLanguage = 16;

// RFC 5646, as far as anybody here writes it: "ur", "zh-Hant".
bool is_language(std::string_view tag) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (tag.size() > kLongestLanguage || tag.size() < 2) return tag.empty();
  if (!letter(tag[0]) || !letter(tag[1]) || tag.back() == '-') return false;
  return std::all_of(tag.begin(), tag.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; });
}

// What a room may be called is the household file's to say; whether there is one is not known here, for it may come and go.
bool are_rooms(const std::vector<std::string>& rooms) {
  return rooms.size() <= kMostRooms && std::all_of(rooms.begin(), rooms.end(), [](const std::string& room) {
           return !room.empty() && is_plain_text(room, kLongestRoom);
         });
}

}  // namespace

std::optional<AccountRefusal> wrong_in(const AccountWish& wish, const AccountBook& book, std::int64_t id) {
  if (wish.name) {
    if (!is_account_name(*wish.name)) return refused(AccountFault::bad_name);
    const AccountRow* const other = book.named(name_key_of(*wish.name));
    if (other != nullptr && other->id != id) return refused(AccountFault::name_taken);
  }
  if (wish.role && !account_role_named(*wish.role)) return refused(AccountFault::bad_role);
  if (wish.language && !is_language(*wish.language)) return refused(AccountFault::bad_language);
  if (wish.hash && !crypto::is_password_hash(*wish.hash)) return refused(AccountFault::strange_password);
  if (wish.rooms && !are_rooms(*wish.rooms)) return refused(AccountFault::bad_rooms);
  return std::nullopt;
}

std::optional<AccountRefusal> settle_rooms(AccountRow& row, const AccountWish& wish) {
  const bool teaches = row.role == kTeacher;
  if (!teaches && wish.rooms && !wish.rooms->empty()) return refused(AccountFault::rooms_of_teachers);
  if (!teaches) row.rooms.clear();
  return std::nullopt;
}

void fill(AccountRow& row, const AccountWish& wish) {
  if (wish.name) {
    row.name = *wish.name;
    row.name_key = name_key_of(*wish.name);
  }
  if (wish.role) row.role = *wish.role;
  if (wish.language) row.language = *wish.language;
  if (wish.hash) row.password = *wish.hash;
  if (wish.rooms) {
    row.rooms = *wish.rooms;
    std::sort(row.rooms.begin(), row.rooms.end());
    row.rooms.erase(std::unique(row.rooms.begin(), row.rooms.end()), row.rooms.end());
  }
}

}  // namespace darban::page
