// SPDX-License-Identifier: Apache-2.0
#include "store/grant_store.h"

#include <array>

#include "lists/idn.h"
#include "store/schema.h"

namespace darban {
namespace {

constexpr const char* kColumns =
    "SELECT id, who, name, owner, what, mode, door, key, confirmed, given, begins, ends, granted, boot, anchor, remaining, cap, "
    "counted_from, counted, given_by, note, ended, ended_how, ended_by, replaced_by, ran FROM grants ";
enum Column {
  kId,
  kWho,
  kName,
  kOwner,
  kWhat,
  kMode,
  kDoor,
  kKey,
  kConfirmed,
  kGiven,
  kBegins,
  kEnds,
  kGranted,
  kBoot,
  kAnchor,
  kRemaining,
  kCap,
  kCountedFrom,
  kCounted,
  kGivenBy,
  kNote,
  kEnded,
  kEndedHow,
  kEndedBy,
  kReplacedBy,
  kRan
};

constexpr std::array<std::string_view, 4> kWhos{"everyone", "person", "room", "device"};
constexpr std::array kWhats{GrantWhat::pause, GrantWhat::open_all, GrantWhat::mode, GrantWhat::service, GrantWhat::site};
constexpr std::array kModes{Mode::free, Mode::homework, Mode::school, Mode::bedtime, Mode::off};
constexpr std::array kCaps{GrantCap::none, GrantCap::bonus, GrantCap::pause};
constexpr std::array kHows{GrantEnd::time, GrantEnd::revoked, GrantEnd::replaced};

std::int64_t seconds_of(WallTime time) { return time.time_since_epoch().count(); }
WallTime wall_of(std::int64_t seconds) { return WallTime(Seconds(seconds)); }

template <typename E, std::size_t kCount>
E one_of(const std::array<E, kCount>& values, const std::string& word) {
  for (const E value : values) {
    if (text_of(value).view() == word) return value;
  }
  return values.front();
}

GrantWho::Kind who_of(const std::string& word) {
  for (std::size_t i = 0; i < kWhos.size(); ++i) {
    if (kWhos[i] == word) return static_cast<GrantWho::Kind>(i);
  }
  return GrantWho::Kind::everyone;
}

Grant grant_in(const Database::Statement& row) {
  Grant grant;
  grant.id = row.number(kId);
  grant.who = {who_of(row.text(kWho)), row.text(kName), row.text(kOwner)};
  grant.what = one_of(kWhats, row.text(kWhat));
  grant.mode = one_of(kModes, row.text(kMode));
  grant.door = row.text(kDoor) == "close" ? Grant::Door::close : Grant::Door::open;
  grant.key = row.text(kKey);
  grant.confirmed = row.number(kConfirmed) != 0;
  if (grant.what == GrantWhat::site) {
    if (const auto name = name_from_text_idn(grant.key)) grant.site = *name;
  }
  grant.given = wall_of(row.number(kGiven));
  grant.from = wall_of(row.number(kBegins));
  grant.until = row.is_nothing(kEnds) ? kNever : wall_of(row.number(kEnds));
  grant.by = row.text(kGivenBy);
  grant.note = row.text(kNote);
  return grant;
}

GrantRow row_in(const Database::Statement& row) {
  GrantRow kept;
  GivenGrant& given = kept.given;
  given.grant = grant_in(row);
  given.wall_known = !row.is_nothing(kEnds);
  given.granted = Seconds(row.number(kGranted));
  given.cap = one_of(kCaps, row.text(kCap));
  given.counted_from = wall_of(row.number(kCountedFrom));
  given.counted = Seconds(row.number(kCounted));
  if (!row.is_nothing(kEnded))
    given.ended = {wall_of(row.number(kEnded)), one_of(kHows, row.text(kEndedHow)), row.text(kEndedBy), row.number(kReplacedBy),
                   Seconds(row.number(kRan))};
  kept.boot = row.text(kBoot);
  kept.anchor = Milliseconds(row.number(kAnchor));
  kept.remaining = Milliseconds(row.number(kRemaining));
  return kept;
}

// NULL where nobody knew the time. The other times are then what the clock said, right or wrong.
void bind_end(Database::Statement& statement, int place, const GivenGrant& given) {
  if (given.wall_known)
    statement.bind(place, seconds_of(given.grant.until));
  else
    statement.bind_nothing(place);
}

Result<std::vector<GrantRow>, StoreTrouble> rows_of(Database::Statement statement) {
  std::vector<GrantRow> rows;
  for (;;) {
    const auto more = statement.step();
    if (!more) return more.error();
    if (!*more) return rows;
    rows.push_back(row_in(statement));
  }
}

}  // namespace

Result<std::vector<GrantRow>, StoreTrouble> GrantStore::open_ones() const {
  return rows_of(database_.prepare((std::string(kColumns) + "WHERE ended IS NULL ORDER BY id").c_str()));
}

Result<std::vector<GivenGrant>, StoreTrouble> GrantStore::counted_since(WallTime since, const std::string& boot) const {
  auto statement = database_.prepare(
      (std::string(kColumns) +
       "WHERE ended IS NOT NULL AND cap <> '' AND (counted_from >= ?1 OR (ends IS NULL AND boot = ?2)) ORDER BY id")
          .c_str());
  statement.bind(1, seconds_of(since)).bind(2, boot);
  const auto rows = rows_of(std::move(statement));
  if (!rows) return rows.error();
  std::vector<GivenGrant> given;
  for (const GrantRow& row : *rows) given.push_back(row.given);
  return given;
}

Result<std::int64_t, StoreTrouble> GrantStore::last_id() const {
  auto statement = database_.prepare("SELECT coalesce(max(id), 0) FROM grants");
  const auto row = statement.step();
  if (!row) return row.error();
  return *row ? statement.number(0) : 0;
}

Result<void, StoreTrouble> GrantStore::give(std::span<GrantRow> rows, std::span<Replacing> replaced, WallTime forget) {
  Database::Transaction all(database_);
  if (const auto begun = all.begun(); !begun) return begun;
  for (GrantRow& row : rows) {
    if (const auto done = insert(row); !done) return done;
  }
  for (Replacing& each : replaced) {
    if (each.ending.ended.how == GrantEnd::replaced && each.place < rows.size())
      each.ending.ended.other = rows[each.place].given.grant.id;
    if (const auto done = note_end(each.ending); !done) return done;
  }
  auto old = database_.prepare("DELETE FROM grants WHERE ended < ?1");
  if (const auto done = old.bind(1, seconds_of(forget)).run(); !done) return done;
  return all.commit();
}

Result<void, StoreTrouble> GrantStore::end(std::span<const Ending> endings) {
  Database::Transaction all(database_);
  if (const auto begun = all.begun(); !begun) return begun;
  for (const Ending& each : endings) {
    if (const auto done = note_end(each); !done) return done;
  }
  return all.commit();
}

Result<void, StoreTrouble> GrantStore::keep_anchors(std::span<const GrantRow* const> rows) {
  Database::Transaction all(database_);
  if (const auto begun = all.begun(); !begun) return begun;
  for (const GrantRow* row : rows) {
    auto update = database_.prepare(
        "UPDATE grants SET given = ?1, begins = ?2, ends = ?3, counted_from = ?4, boot = ?5, anchor = ?6, remaining = ?7 WHERE "
        "id = ?8");
    const GivenGrant& given = row->given;
    update.bind(1, seconds_of(given.grant.given)).bind(2, seconds_of(given.grant.from));
    bind_end(update, 3, given);
    update.bind(4, seconds_of(given.counted_from));
    update.bind(5, row->boot).bind(6, row->anchor.count()).bind(7, row->remaining.count()).bind(8, given.grant.id);
    if (const auto done = update.run(); !done) return done;
  }
  return all.commit();
}

Result<void, StoreTrouble> GrantStore::rename(const std::string& from, const std::string& to) {
  auto update = database_.prepare(
      "UPDATE grants SET name = iif(who = 'person', ?2, name), owner = iif(who = 'device', ?2, owner) "
      "WHERE (who = 'person' AND name = ?1) OR (who = 'device' AND owner = ?1)");
  return update.bind(1, from).bind(2, to).run();
}

// How long ago each was given is known by the boot's clock.
Result<void, StoreTrouble> GrantStore::date_ended(const Moment& moment) {
  auto update = database_.prepare(
      "UPDATE grants SET given = ?1 + anchor / 1000, begins = ?1 + anchor / 1000, counted_from = ?1 + anchor / 1000, "
      "ends = ?1 + anchor / 1000 + granted, ended = ?1 + anchor / 1000 + ran WHERE ends IS NULL AND ended IS NOT NULL AND boot = "
      "?2");
  const Seconds up = std::chrono::duration_cast<Seconds>(moment.boot.since);
  return update.bind(1, seconds_of(moment.now.wall - up)).bind(2, moment.boot.boot).run();
}

Result<void, StoreTrouble> GrantStore::insert(GrantRow& row) {
  const GivenGrant& given = row.given;
  const Grant& grant = given.grant;
  auto statement = database_.prepare(
      "INSERT INTO grants (id, who, name, owner, what, mode, door, key, confirmed, given, begins, ends, granted, boot, anchor, "
      "remaining, cap, counted_from, counted, given_by, note) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)");
  const bool door = grant.what == GrantWhat::service || grant.what == GrantWhat::site;
  if (grant.id != 0)
    statement.bind(1, grant.id);
  else
    statement.bind_nothing(1);
  statement.bind(2, kWhos[static_cast<std::size_t>(grant.who.kind)]).bind(3, grant.who.name).bind(4, grant.who.owner);
  statement.bind(5, text_of(grant.what).view());
  statement.bind(6, grant.what == GrantWhat::mode ? text_of(grant.mode).view() : "");
  statement.bind(7, !door ? "" : grant.door == Grant::Door::open ? "open" : "close");
  statement.bind(8, grant.key).bind(9, std::int64_t{grant.confirmed});
  statement.bind(10, seconds_of(grant.given)).bind(11, seconds_of(grant.from));
  bind_end(statement, 12, given);
  statement.bind(13, given.granted.count());
  statement.bind(14, row.boot).bind(15, row.anchor.count()).bind(16, row.remaining.count());
  statement.bind(17, text_of(given.cap).view());
  statement.bind(18, seconds_of(given.counted_from)).bind(19, given.counted.count()).bind(20, grant.by).bind(21, grant.note);
  if (const auto done = statement.run(); !done) return done;
  row.given.grant.id = database_.last_id();
  return {};
}

Result<void, StoreTrouble> GrantStore::note_end(const Ending& ending) {
  auto statement = database_.prepare(
      "UPDATE grants SET ended = ?1, ended_how = ?2, ended_by = ?3, replaced_by = ?4, ran = ?5 WHERE id = ?6 AND ended IS NULL");
  statement.bind(1, seconds_of(ending.ended.at)).bind(2, text_of(ending.ended.how).view()).bind(3, ending.ended.by);
  if (ending.ended.other != 0)
    statement.bind(4, ending.ended.other);
  else
    statement.bind_nothing(4);
  return statement.bind(5, ending.ended.ran.count()).bind(6, ending.id).run();
}

Result<std::vector<Grant>, StoreTrouble> read_grants(const std::string& path, const Moment& moment) {
  auto database = Database::open_to_read(path, state_migrations().size());
  if (!database) return database.error();
  auto rows = GrantStore(*database).open_ones();
  if (!rows) return rows.error();
  std::vector<Grant> grants;
  for (GrantRow& row : *rows) {
    wake(row, moment);
    learn_the_time(row, moment);
    if (!row.given.grant.is_over(moment.now)) grants.push_back(row.given.grant);
  }
  return grants;
}

}  // namespace darban
