// SPDX-License-Identifier: Apache-2.0
// Updates of the lists by the clock: a while after the start and then every hour a child asks for the lists whose time has come,
// or the publisher's folder (lists.bundle-url), where an hour is the most that a name closed by mistake may wait. It runs apart,
// with the lowest priority, and the new image comes in as any file that changed does: a question never waits for it. The minute
// is random, so that a million boxes do not ask at once. Control thread only.
#pragma once
#include <optional>
#include <string>

#include "app/child_process.h"
#include "app/event_loop.h"
#include "base/clock.h"
#include "config/settings.h"

namespace darban {

class ListSchedule {
 public:
  // When the first update is: at once for a box that has no lists at all, else once the network had time to come up.
  enum class Begin : bool { later, soon };
  // `settings_path` is what the child is told to read.
  ListSchedule(std::string settings_path, EventLoop& loop, Begin begin, MonoTime now);
  ~ListSchedule();
  // When tick() is wanted next.
  MonoTime next() const { return next_; }
  // Starts a child if it is time; nothing when updates are switched off, or when neither a catalogue is installed nor a publisher
  // named.
  void tick(const Settings& settings, MonoTime now);

 private:
  void start();
  void ended();
  std::string settings_path_;
  EventLoop& loop_;
  MonoTime next_;
  std::optional<ChildProcess> child_;
};

}  // namespace darban
