// SPDX-License-Identifier: Apache-2.0
#include "app/calendar_step.h"

#include <csignal>

#include "app/child_process.h"
#include "calendar/calendar_lines.h"

namespace darban {
namespace {

constexpr std::size_t kMostOctets = std::size_t{4} << 20;  // every bound of a calendar reached at once is less
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__OPTIMIZE__)
constexpr Milliseconds kLongest{60000};
#else
constexpr Milliseconds kLongest{3000};  // by the clock; eight calendars together are less than the service's watchdog
#endif
constexpr int kOutOfProcessor = 128 + SIGKILL;  // both limits of RLIMIT_CPU are one

}  // namespace

Result<Calendar, IcsFault> read_in_own_process(const CalendarOrder& order) {
  std::vector<std::string> words{"calendar", "read-step",
                                 "--zone",   order.zone,
                                 "--from",   std::to_string(order.from.time_since_epoch().count()),
                                 "--to",     std::to_string(order.to.time_since_epoch().count())};
  if (!order.user.empty()) words.insert(words.end(), {"--user", order.user});
  words.insert(words.end(), {"--", order.path});
  auto child = ChildProcess::start(words, ChildProcess::Output::pipe);
  if (!child) return IcsFault{CalendarFault::no_reader, 0};
  const ChildProcess::Ended ended = child->wait_at_most(kLongest, kMostOctets);
  if (ended.killed || ended.code == kOutOfProcessor) return IcsFault{CalendarFault::took_too_long, 0};
  return read_calendar_lines(ended.text);
}

}  // namespace darban
