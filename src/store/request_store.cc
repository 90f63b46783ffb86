// SPDX-License-Identifier: Apache-2.0
#include "store/request_store.h"

#include <algorithm>
#include <array>

namespace darban {
namespace {

constexpr std::array kWhats{RequestWhat::site, RequestWhat::time, RequestWhat::school, RequestWhat::unknown};
constexpr std::array kStates{RequestState::open, RequestState::answered, RequestState::taken_back, RequestState::expired};
constexpr std::array kAnswers{RequestAnswer::hour, RequestAnswer::always, RequestAnswer::not_now, RequestAnswer::talk};

constexpr const char* kColumns =
    "SELECT id, person, whom, what, sealed, asked, state, answer, reason, answered_by, coalesce(ended, 0) FROM requests ";
enum Column { kId, kPerson, kWhom, kWhat, kSealed, kAsked, kState, kAnswer, kReason, kAnsweredBy, kEnded };

template <typename E, std::size_t kCount>
std::optional<E> one_of(const std::array<E, kCount>& values, std::string_view word) {
  const auto found = std::find_if(values.begin(), values.end(), [&](E value) { return text_of(value).view() == word; });
  return found == values.end() ? std::nullopt : std::optional(*found);
}

std::int64_t seconds_of(WallTime time) { return time.time_since_epoch().count(); }
WallTime wall_of(std::int64_t seconds) { return WallTime(Seconds(seconds)); }

Octets octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

// Site and note become one text, the site's end marked by a NUL, which neither can hold. A seal belongs to its person: moved to
// another row it opens no more.
std::string sealed_text(const crypto::Secret& key, const ChildRequest& request) {
  std::string plain = request.site + '\0' + request.note;
  const auto sealed = crypto::seal(key, octets_of(request.person), octets_of(plain));
  crypto::wipe({reinterpret_cast<std::uint8_t*>(plain.data()), plain.size()});
  return crypto::to_base64(sealed);
}

}  // namespace

Text text_of(RequestWhat what) {
  switch (what) {
    case RequestWhat::site:
      return "site";
    case RequestWhat::time:
      return "time";
    case RequestWhat::school:
      return "school";
    case RequestWhat::unknown:
      break;
  }
  return "unknown";
}

Text text_of(RequestState state) {
  switch (state) {
    case RequestState::open:
      return "open";
    case RequestState::answered:
      return "answered";
    case RequestState::taken_back:
      return "taken-back";
    case RequestState::expired:
      break;
  }
  return "expired";
}

Text text_of(RequestAnswer answer) {
  switch (answer) {
    case RequestAnswer::hour:
      return "hour";
    case RequestAnswer::always:
      return "always";
    case RequestAnswer::not_now:
      return "not-now";
    case RequestAnswer::talk:
      break;
  }
  return "talk";
}

std::optional<RequestWhat> request_what(std::string_view word) { return one_of(kWhats, word); }
std::optional<RequestAnswer> request_answer(std::string_view word) { return one_of(kAnswers, word); }

Result<std::int64_t, StoreTrouble> RequestStore::add(const ChildRequest& request) {
  auto insert = database_.prepare("INSERT INTO requests (person, whom, what, sealed, asked) VALUES (?1, ?2, ?3, ?4, ?5)");
  insert.bind(1, request.person).bind(2, request.whom).bind(3, text_of(request.what).view());
  const std::string sealed = sealed_text(key_, request);
  if (const auto done = insert.bind(4, sealed).bind(5, seconds_of(request.asked)).run(); !done) return done.error();
  return database_.last_id();
}

ChildRequest RequestStore::request_in(const Database::Statement& row) const {
  ChildRequest request;
  request.id = row.number(kId);
  request.person = row.text(kPerson);
  request.whom = row.text(kWhom);
  request.what = request_what(row.text(kWhat)).value_or(RequestWhat::unknown);
  request.asked = wall_of(row.number(kAsked));
  request.state = one_of(kStates, row.text(kState)).value_or(RequestState::expired);
  request.answer = request_answer(row.text(kAnswer)).value_or(RequestAnswer::talk);
  request.reason = row.text(kReason);
  request.answered_by = row.text(kAnsweredBy);
  request.ended = wall_of(row.number(kEnded));
  const auto sealed = crypto::from_base64(row.text(kSealed));
  const auto plain = sealed ? crypto::unseal(key_, octets_of(request.person), *sealed) : std::nullopt;
  if (plain) {
    const auto end = std::find(plain->begin(), plain->end(), 0);
    request.site.assign(plain->begin(), end);
    if (end != plain->end()) request.note.assign(std::next(end), plain->end());
  }
  return request;
}

Result<std::vector<ChildRequest>, StoreTrouble> RequestStore::rows_of(Database::Statement statement) const {
  std::vector<ChildRequest> requests;
  for (;;) {
    const auto more = statement.step();
    if (!more) return more.error();
    if (!*more) return requests;
    requests.push_back(request_in(statement));
  }
}

Result<std::vector<ChildRequest>, StoreTrouble> RequestStore::open_ones() const {
  return rows_of(database_.prepare((std::string(kColumns) + "WHERE state = 'open' ORDER BY id").c_str()));
}

Result<std::optional<ChildRequest>, StoreTrouble> RequestStore::find(std::int64_t id) const {
  auto statement = database_.prepare((std::string(kColumns) + "WHERE id = ?1").c_str());
  statement.bind(1, id);
  auto rows = rows_of(std::move(statement));
  if (!rows) return rows.error();
  return rows->empty() ? std::nullopt : std::optional(std::move(rows->front()));
}

Result<std::vector<ChildRequest>, StoreTrouble> RequestStore::of_person(const std::string& person) const {
  auto statement = database_.prepare((std::string(kColumns) + "WHERE person = ?1 ORDER BY id DESC").c_str());
  statement.bind(1, person);
  return rows_of(std::move(statement));
}

Result<std::int64_t, StoreTrouble> RequestStore::asked_since(const std::string& person, WallTime since) const {
  auto statement = database_.prepare("SELECT count(*) FROM requests WHERE person = ?1 AND asked >= ?2");
  const auto row = statement.bind(1, person).bind(2, seconds_of(since)).step();
  if (!row) return row.error();
  return *row ? statement.number(0) : 0;
}

// The name was in the row's old place and may be in the write-ahead log: secure_delete fills the place with zeros, and the log is
// written back and cut to nothing.
Result<bool, StoreTrouble> RequestStore::ended(Database::Statement& update) {
  if (const auto done = database_.run("PRAGMA secure_delete = ON"); !done) return done.error();
  if (const auto done = update.run(); !done) return done.error();
  auto count = database_.prepare("SELECT changes()");
  const auto row = count.step();
  if (!row) return row.error();
  const bool any = *row && count.number(0) > 0;
  count = database_.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
  if (const auto done = count.step(); !done) return done.error();
  return any;
}

Result<bool, StoreTrouble> RequestStore::answer(std::int64_t id, RequestAnswer answer, const std::string& reason,
                                                const std::string& by, WallTime now) {
  auto update = database_.prepare(
      "UPDATE requests SET state = 'answered', sealed = '', answer = ?1, reason = ?2, answered_by = ?3, ended = ?4 WHERE id = ?5 "
      "AND state = 'open'");
  update.bind(1, text_of(answer).view()).bind(2, reason).bind(3, by).bind(4, seconds_of(now)).bind(5, id);
  return ended(update);
}

Result<bool, StoreTrouble> RequestStore::take_back(std::int64_t id, const std::string& person, WallTime now) {
  auto update = database_.prepare(
      "UPDATE requests SET state = 'taken-back', sealed = '', ended = ?1 WHERE id = ?2 AND person = ?3 AND state = 'open'");
  update.bind(1, seconds_of(now)).bind(2, id).bind(3, person);
  return ended(update);
}

Result<bool, StoreTrouble> RequestStore::expire(std::int64_t id, WallTime now) {
  auto update =
      database_.prepare("UPDATE requests SET state = 'expired', sealed = '', ended = ?1 WHERE id = ?2 AND state = 'open'");
  update.bind(1, seconds_of(now)).bind(2, id);
  return ended(update);
}

// A seal belongs to its person, so each is made anew.
Result<void, StoreTrouble> RequestStore::rename(const std::string& from, const std::string& to) {
  Database::Transaction all(database_);
  if (const auto begun = all.begun(); !begun) return begun;
  auto theirs = of_person(from);
  if (!theirs) return theirs.error();
  for (ChildRequest& request : *theirs) {
    request.person = to;
    const std::string sealed = request.state == RequestState::open ? sealed_text(key_, request) : std::string();
    auto update = database_.prepare("UPDATE requests SET person = ?1, sealed = ?2 WHERE id = ?3");
    if (const auto done = update.bind(1, to).bind(2, sealed).bind(3, request.id).run(); !done) return done;
  }
  auto asked = database_.prepare("UPDATE requests SET whom = ?2 WHERE whom = ?1");
  if (const auto done = asked.bind(1, from).bind(2, to).run(); !done) return done;
  return all.commit();
}

Result<void, StoreTrouble> RequestStore::forget(WallTime before) {
  return database_.prepare("DELETE FROM requests WHERE ended IS NOT NULL AND ended < ?1").bind(1, seconds_of(before)).run();
}

}  // namespace darban
