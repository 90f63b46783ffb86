// SPDX-License-Identifier: Apache-2.0
// From what the household wrote about times, windows of the week and exceptions by date, to one Timetable for each profile. What
// can not be is refused, what an adult should know is noted, both at its place. Used by build.cc, for the length of one build.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/household.h"
#include "policy/exception_days.h"
#include "policy/profile.h"
#include "policy/timetable.h"

namespace darban {

class TimetableBuilder {
 public:
  struct Hooks {
    std::function<void(Place, std::string)> refuse;  // the first refusal ends the build, sooner or later
    std::function<void(Place, std::string)> note;
    std::function<CategorySet(const std::vector<WrittenKey>&)> categories_of;
  };
  // `household` must outlive it.
  TimetableBuilder(const Household& household, Hooks hooks) : household_(household), hooks_(std::move(hooks)) {}

  // Once, before the first timetable.
  void read_exceptions(const Zone& zone);
  // Profiles are numbered in the order of the file, the guest first, people before rooms. Nothing when the profile has no times:
  // no windows and no exception.
  std::optional<Timetable> timetable(const std::vector<Window>& written, ProfileId id);

 private:
  DateException compiled(const WrittenException& written, const Zone& zone);
  std::vector<WeekWindow> windows_of(const std::vector<Window>& written);
  WeekWindow effect_of(const Window& window, Origin origin);
  void refuse_strangers(const WrittenException& exception);
  const Calendar* calendar_of(const WrittenException& exception) const;
  bool is_for(const WrittenException& exception, ProfileId id, bool has_week) const;
  std::string_view name_of(ProfileId id) const;
  const WrittenException& written_of(const DateException& exception) const {
    return household_.exceptions[exception.origin - 1U];
  }

  const Household& household_;
  Hooks hooks_;
  std::vector<DateException> exceptions_;
  std::size_t event_days_ = 0;    // of all exceptions so far
  std::size_t special_days_ = 0;  // of all timetables so far
};

}  // namespace darban
