// SPDX-License-Identifier: Apache-2.0
#include "app/list_schedule.h"

#include <unistd.h>

#include "app/exit_code.h"
#include "base/errc.h"
#include "base/log.h"
#include "base/random.h"

namespace darban {
namespace {

constexpr Seconds kAtOnce{1};
constexpr Seconds kSoonest{60};  // the network is seldom up before
constexpr Seconds kLatest{600};
constexpr Seconds kHour{3600};
constexpr Seconds kUnblocksSoonest{3000};  // what maintainers open must be open within the hour
constexpr Seconds kUnblocksLatest{3420};

MonoTime random_between(MonoTime now, Seconds soonest, Seconds latest) {
  const auto span = static_cast<std::uint64_t>((latest - soonest).count());
  return now + soonest + Seconds(static_cast<std::int64_t>(Random().u64() % span));
}

}  // namespace

ListSchedule::ListSchedule(std::string settings_path, EventLoop& loop, Begin begin, MonoTime now)
    : settings_path_(std::move(settings_path)),
      loop_(loop),
      next_(begin == Begin::soon ? now + kAtOnce : random_between(now, kSoonest, kLatest)) {}

ListSchedule::~ListSchedule() {
  if (child_ && child_->descriptor() >= 0) loop_.remove(child_->descriptor());
}

void ListSchedule::tick(const Settings& settings, MonoTime now) {
  if (now < next_) return;
  const bool is_signed = !settings.bundle_url.empty();
  next_ = is_signed ? random_between(now, kUnblocksSoonest, kUnblocksLatest) : random_between(now, kHour, kHour + kLatest);
  const std::string catalogue = settings.blocklists + "/catalogue.yaml";
  if (child_ || !settings.update_lists || (!is_signed && ::access(catalogue.c_str(), R_OK) != 0)) return;
  start();
}

void ListSchedule::start() {
  auto child =
      ChildProcess::start({"lists", "update", "--due", "--quiet", "--config", settings_path_}, ChildProcess::Output::nowhere);
  if (!child) return log::warn("lists could not be updated: {}", text_of(child.error().code));
  if (child->descriptor() < 0) {  // a kernel without pidfd_open(2): nothing would tell us, so it is waited for when it is over
    log::warn("this kernel is too old for updates by the clock; run `darban lists update --due` from cron");
    return;
  }
  child_.emplace(std::move(*child));
  loop_.add(child_->descriptor(), [this] { ended(); });
}

void ListSchedule::ended() {
  loop_.remove(child_->descriptor());
  const int code = child_->wait();
  child_.reset();
  if (code != kExitOk) log::warn("an update of the lists needs your eye: `darban lists status` says why");
}

}  // namespace darban
