// SPDX-License-Identifier: Apache-2.0
#include "store/change_store.h"

#include <array>
#include <span>
#include <string_view>

#include "base/crypto.h"

namespace darban {
namespace {

constexpr const char* kColumns = "SELECT at, actor, concerns, setting, was, became, link, id FROM changes ";
constexpr int kLink = 6;
constexpr int kNumber = 7;

std::int64_t seconds_of(WallTime time) { return time.time_since_epoch().count(); }

Octets octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

// Each field with its length before it, so that no two rows are the same octets.
std::string link_of(const std::string& before, const Change& change) {
  crypto::Blake2b256 hash;
  const std::string at = std::to_string(seconds_of(change.at));
  for (const std::string* field : {&before, &at, &change.actor, &change.concerns, &change.setting, &change.was, &change.became}) {
    const std::string length = std::to_string(field->size()) + ":";
    hash.add(octets_of(length));
    hash.add(octets_of(*field));
  }
  return crypto::to_hex(hash.finish());
}

Change change_in(const Database::Statement& row) {
  return {WallTime(Seconds(row.number(0))), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5)};
}

Result<std::vector<Change>, StoreTrouble> changes_of(Database::Statement statement) {
  std::vector<Change> changes;
  for (;;) {
    const auto more = statement.step();
    if (!more) return more.error();
    if (!*more) return changes;
    changes.push_back(change_in(statement));
  }
}

}  // namespace

Result<void, StoreTrouble> ChangeStore::add(std::span<const Change> changes) {
  if (changes.empty()) return {};
  Database::Transaction all(database_);
  if (const auto begun = all.begun(); !begun) return begun;
  const auto known = ends();
  if (!known) return known.error();
  const auto found = *known ? Result<Ends, StoreTrouble>(**known) : ends_of_rows();
  if (!found) return found.error();
  Ends log = *found;
  for (const Change& change : changes) {
    if (const auto done = append(change, log); !done) return done;
  }
  if (const auto done = forget(changes.back().at - kKept, log); !done) return done;
  if (const auto done = write(log); !done) return done;
  return all.commit();
}

Result<void, StoreTrouble> ChangeStore::append(const Change& change, Ends& ends) {
  ends.link = link_of(ends.link, change);
  ++ends.last;
  auto statement = database_.prepare(
      "INSERT INTO changes (at, actor, concerns, setting, was, became, link, id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  statement.bind(1, seconds_of(change.at)).bind(2, change.actor).bind(3, change.concerns).bind(4, change.setting);
  return statement.bind(5, change.was).bind(6, change.became).bind(7, ends.link).bind(8, ends.last).run();
}

// By number, and never the new one: a clock that was wrong makes no hole in the chain.
Result<void, StoreTrouble> ChangeStore::forget(WallTime before, Ends& ends) {
  auto kept = database_.prepare("SELECT coalesce(min(id), 0) FROM changes WHERE at >= ?1");
  if (const auto row = kept.bind(1, seconds_of(before)).step(); !row) return row.error();
  const std::int64_t first = kept.number(0);
  auto dropped = database_.prepare("SELECT link FROM changes WHERE id < ?1 ORDER BY id DESC LIMIT 1");
  const auto row = dropped.bind(1, first).step();
  if (!row) return row.error();
  if (!*row) return {};
  ends.first = first;
  ends.before = dropped.text(0);
  return database_.prepare("DELETE FROM changes WHERE id < ?1").bind(1, first).run();
}

Result<std::optional<ChangeStore::Ends>, StoreTrouble> ChangeStore::ends() const {
  auto statement = database_.prepare("SELECT first, last, link, before, before IS NULL FROM change_ends");
  const auto row = statement.step();
  if (!row) return row.error();
  if (!*row) return std::optional<Ends>();
  Ends ends{.first = statement.number(0), .last = statement.number(1), .link = statement.text(2)};
  if (statement.number(4) == 0) ends.before = statement.text(3);
  return std::optional(ends);
}

Result<ChangeStore::Ends, StoreTrouble> ChangeStore::ends_of_rows() const {
  auto statement = database_.prepare("SELECT id, link FROM changes ORDER BY id DESC LIMIT 1");
  const auto row = statement.step();
  if (!row) return row.error();
  if (!*row) return Ends{.before = std::string()};
  const std::int64_t last = statement.number(0);
  return Ends{.first = last + 1, .before = statement.text(1), .last = last, .link = statement.text(1)};
}

Result<void, StoreTrouble> ChangeStore::write(const Ends& ends) {
  auto statement =
      database_.prepare("INSERT OR REPLACE INTO change_ends (id, first, before, last, link) VALUES (1, ?1, ?2, ?3, ?4)");
  statement.bind(1, ends.first).bind(3, ends.last).bind(4, ends.link);
  if (ends.before)
    statement.bind(2, *ends.before);
  else
    statement.bind_nothing(2);
  return statement.run();
}

Result<std::optional<std::string>, StoreTrouble> ChangeStore::household_seen() const {
  auto statement = database_.prepare("SELECT text FROM household_seen");
  const auto row = statement.step();
  if (!row) return row.error();
  return *row ? std::optional(statement.text(0)) : std::nullopt;
}

Result<void, StoreTrouble> ChangeStore::see_household(std::string_view text, std::span<const Change> changes) {
  Database::Transaction both(database_);
  if (const auto begun = both.begun(); !begun) return begun;
  if (const auto added = add(changes); !added) return added;
  auto statement = database_.prepare("INSERT OR REPLACE INTO household_seen (id, text) VALUES (1, ?1)");
  if (const auto done = statement.bind(1, text).run(); !done) return done;
  return both.commit();
}

Result<std::vector<Change>, StoreTrouble> ChangeStore::all() const {
  return changes_of(database_.prepare((std::string(kColumns) + "ORDER BY id DESC").c_str()));
}

Result<std::vector<Change>, StoreTrouble> ChangeStore::concerning(const std::string& person) const {
  auto statement = database_.prepare((std::string(kColumns) + "WHERE concerns IN ('', ?1) ORDER BY id DESC").c_str());
  statement.bind(1, person);
  return changes_of(std::move(statement));
}

Result<bool, StoreTrouble> ChangeStore::verify() const {
  const auto known = ends();
  if (!known) return known.error();
  auto statement = database_.prepare((std::string(kColumns) + "ORDER BY id").c_str());
  const Ends log = known->value_or(Ends{});  // without ends no row may be there
  std::int64_t number = log.first;
  std::optional<std::string> before = log.before;
  for (;; ++number) {
    const auto more = statement.step();
    if (!more) return more.error();
    if (!*more) break;
    if (number > log.last || statement.number(kNumber) != number) return false;
    if (before && statement.text(kLink) != link_of(*before, change_in(statement))) return false;
    before = statement.text(kLink);
  }
  return number == log.last + 1 && (log.last == 0 || before == log.link);
}

}  // namespace darban
