// SPDX-License-Identifier: Apache-2.0
// Children's requests, with the rules of product.md 3.8: five a day for each person, nobody raises one for somebody else, the
// name is gone with the answer and after a day at the latest. A day is counted by the clock on the wall, where it is trusted, and
// by the one that nobody sets, whichever ends first. Control thread only.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/zone.h"
#include "store/request_store.h"

namespace darban::page {

inline constexpr std::int64_t kRequestsADay = 5;
inline constexpr std::size_t kLongestNote = 140;  // code points

class RequestDesk {
 public:
  // `state` is the path of state.db: the key lies beside it.
  explicit RequestDesk(std::string state) : state_(std::move(state)) {}

  enum class Refused : std::uint8_t { enough_today, not_kept };
  // Person, whom, what, site and note of `request` count. Its id.
  Result<std::int64_t, Refused> ask(Database& database, const Now& now, const Zone& zone, ChildRequest request);
  // How many this person may ask today yet; nothing: it can not be read, and nothing could be kept.
  std::optional<std::int64_t> left_today(Database& database, const Now& now, const Zone& zone, const std::string& person);
  // Empty too when they can not be read now.
  std::vector<ChildRequest> of_person(Database& database, const Now& now, const std::string& person);
  std::vector<ChildRequest> open_ones(Database& database, const Now& now);
  std::optional<ChildRequest> find(Database& database, const Now& now, std::int64_t id);
  bool take_back(Database& database, const Now& now, std::int64_t id, const std::string& person);
  // False: it was not open any more, or the disk.
  bool answer(Database& database, const Now& now, std::int64_t id, RequestAnswer answer, const std::string& reason,
              const std::string& by);

  // A person has another name from now on. False: the disk.
  bool rename(Database& database, const std::string& from, const std::string& to);

  // Ends what is a day old; how many that were. Every call above does it too; somebody has to call it when nobody asks.
  std::size_t tidy(Database& database, const Now& now);

 private:
  std::optional<RequestStore> store(Database& database);
  std::string state_;
  std::optional<crypto::Secret> key_;
  std::map<std::int64_t, MonoTime> seen_;  // open ones, and since when this process knows of them
};

// Whether an adult's reason is one of ours: shared.reason.* in every language.
bool is_request_reason(std::string_view word);

}  // namespace darban::page
