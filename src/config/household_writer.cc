// SPDX-License-Identifier: Apache-2.0
// One row a key, in the order of the file. A key that a reader knows (household_yaml.cc, profile_yaml.cc) and no row here writes
// is lost when the page saves the file: tests/unit/config/household_writer_test.cc compares them.
#include "config/household_writer.h"

#include <array>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "config/safe_search_choice_yaml.h"
#include "config/yaml_writer.h"

namespace darban {
namespace {

template <typename Part>
struct Row {
  std::string_view key;
  YamlValue (*value)(const Part&);  // nothing: not written
};

template <typename Part, std::size_t N>
void add_rows(std::vector<YamlMember>& members, const std::array<Row<Part>, N>& rows, const Part& part) {
  for (const auto& row : rows) members.push_back({std::string(row.key), row.value(part)});
}

template <typename Named>
YamlValue word(const Named& named) {
  return yaml_word(std::string(text_of(named).view()));
}
template <typename Named>
YamlValue word_if(const std::optional<Named>& named) {
  return named ? word(*named) : yaml_nothing();
}
YamlValue flag(bool value) { return value ? yaml_bare("true") : yaml_nothing(); }

YamlValue keys(const std::vector<WrittenKey>& written) {
  std::vector<YamlValue> items;
  for (const WrittenKey& each : written) items.push_back(yaml_word(each.key));
  return yaml_list(std::move(items));
}

YamlValue domains(const std::vector<WrittenDomain>& written) {
  std::vector<YamlValue> items;
  for (const WrittenDomain& each : written) items.push_back(yaml_word(each.name));
  return yaml_list(std::move(items));
}

// One word alone, several as a list. A word alone is cut at its commas by the reader.
YamlValue words(std::vector<YamlValue> items) {
  if (items.size() == 1 && items.front().text.find(',') == std::string::npos) return std::move(items.front());
  return yaml_list(std::move(items));
}

template <typename Address>
YamlValue addresses(const std::vector<Address>& written) {
  std::vector<YamlValue> items;
  for (const Address& each : written) items.push_back(yaml_word(each.written));
  return words(std::move(items));
}

template <typename Part>
YamlValue each_of(const std::vector<Part>& parts, YamlValue (*value)(const Part&)) {
  std::vector<YamlValue> items;
  for (const Part& part : parts) items.push_back(value(part));
  return yaml_list(std::move(items));
}

YamlValue rules(const std::vector<WrittenRule>& written) {
  std::vector<YamlValue> items;
  for (const WrittenRule& each : written) items.push_back(yaml_word(each.text));
  return yaml_list(std::move(items));
}

constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// The runs of a week, which is a ring: three days and more are a range.
std::vector<std::string> day_words(std::uint8_t days) {
  const auto on = [days](std::size_t day) { return (days >> (day % 7) & 1) != 0; };
  std::vector<std::string> runs;
  if ((days & 0x7f) == 0x7f) return {"daily"};
  for (std::size_t day = 0; day < 7; ++day) {
    if (!on(day) || on(day + 6)) continue;  // not the first of a run
    std::size_t last = day;
    while (on(last + 1)) ++last;
    if (last - day >= 2) {
      runs.push_back(std::string(kDays[day]) + "-" + std::string(kDays[last % 7]));
    } else {
      for (std::size_t each = day; each <= last; ++each) runs.emplace_back(kDays[each % 7]);
    }
  }
  return runs;
}

YamlValue days_value(std::uint8_t days) {
  std::vector<YamlValue> items;
  for (const std::string& run : day_words(days)) items.push_back(yaml_word(run));
  return words(std::move(items));
}

using WindowRow = Row<Window>;
constexpr std::array kWindowRows{
    WindowRow{"days", [](const Window& window) { return days_value(window.days); }},
    WindowRow{"start", [](const Window& window) { return yaml_word(time_of_day_text(window.start)); }},
    WindowRow{"end", [](const Window& window) { return yaml_word(time_of_day_text(window.end)); }},
    WindowRow{"mode", [](const Window& window) { return word(window.mode); }},
    WindowRow{"services", [](const Window& window) { return keys(window.services); }},
    WindowRow{"open", [](const Window& window) { return keys(window.open); }},
};

YamlValue window_value(const Window& window) {
  std::vector<YamlMember> members;
  add_rows(members, kWindowRows, window);
  return yaml_map(std::move(members));
}

using ModeEditRow = Row<WrittenModeEdit>;
constexpr std::array kModeEditRows{
    ModeEditRow{"close", [](const WrittenModeEdit& edit) { return keys(edit.close); }},
    ModeEditRow{"open", [](const WrittenModeEdit& edit) { return keys(edit.open); }},
    ModeEditRow{"allow-list", [](const WrittenModeEdit& edit) { return flag(edit.allow_list); }},
};

YamlValue modes_value(const std::vector<WrittenModeEdit>& edits) {
  std::vector<YamlMember> modes;
  for (const WrittenModeEdit& edit : edits) {
    std::vector<YamlMember> members;
    add_rows(members, kModeEditRows, edit);
    modes.push_back({std::string(text_of(edit.mode).view()), yaml_map(std::move(members))});
  }
  return yaml_map(std::move(modes));
}

YamlValue minutes_if(const std::optional<std::uint32_t>& minutes) {
  return minutes ? yaml_bare(std::to_string(*minutes)) : yaml_nothing();
}

using ProfileRow = Row<WrittenProfile>;
constexpr std::array kProfileRows{
    ProfileRow{"close", [](const WrittenProfile& profile) { return keys(profile.close); }},
    ProfileRow{"open", [](const WrittenProfile& profile) { return keys(profile.open); }},
    ProfileRow{"allow-list", [](const WrittenProfile& profile) { return flag(profile.allow_list); }},
    ProfileRow{"allow", [](const WrittenProfile& profile) { return domains(profile.allow); }},
    ProfileRow{"block", [](const WrittenProfile& profile) { return domains(profile.block); }},
    ProfileRow{"rules", [](const WrittenProfile& profile) { return rules(profile.rules); }},
    ProfileRow{"timetable", [](const WrittenProfile& profile) { return each_of(profile.timetable, window_value); }},
    ProfileRow{"modes", [](const WrittenProfile& profile) { return modes_value(profile.modes); }},
    ProfileRow{"open-doors", [](const WrittenProfile& profile) { return keys(profile.open_doors); }},
    ProfileRow{"open-door-names", [](const WrittenProfile& profile) { return domains(profile.open_door_names); }},
    ProfileRow{"bypass", [](const WrittenProfile& profile) { return word_if(profile.bypass); }},
    // `null` is a word of YAML, and here one of ours: it stands without quotes, as in the example.
    ProfileRow{"answer",
               [](const WrittenProfile& profile) {
                 return profile.answer ? yaml_bare(std::string(text_of(*profile.answer).view())) : yaml_nothing();
               }},
    ProfileRow{"blocked-ttl",
               [](const WrittenProfile& profile) {
                 return profile.blocked_ttl ? yaml_bare(std::to_string(*profile.blocked_ttl)) : yaml_nothing();
               }},
    ProfileRow{"safe-search", safe_search_value},
    ProfileRow{"youtube", youtube_value},
    ProfileRow{"strip-ech", [](const WrittenProfile& profile) { return flag(profile.strip_ech); }},
    ProfileRow{"never-pause", [](const WrittenProfile& profile) { return flag(profile.never_pause); }},
    ProfileRow{"resolved-only", [](const WrittenProfile& profile) { return flag(profile.resolved_only); }},
    ProfileRow{"bonus-cap", [](const WrittenProfile& profile) { return minutes_if(profile.caps.bonus); }},
    ProfileRow{"pause-cap", [](const WrittenProfile& profile) { return minutes_if(profile.caps.pause); }},
};

// A device is of one kind, which stands first; what it runs follows.
constexpr std::string_view kKindTag = "device_";
bool has_kind(const WrittenDevice& device) { return !device.tags.empty() && device.tags.front().key.starts_with(kKindTag); }

using DeviceRow = Row<WrittenDevice>;
constexpr std::array kDeviceRows{
    DeviceRow{"label", [](const WrittenDevice& device) { return yaml_word(device.label); }},
    DeviceRow{"mac", [](const WrittenDevice& device) { return addresses(device.macs); }},
    DeviceRow{"address", [](const WrittenDevice& device) { return addresses(device.addresses); }},
    DeviceRow{"kind",
              [](const WrittenDevice& device) {
                return has_kind(device) ? yaml_word(device.tags.front().key.substr(kKindTag.size())) : yaml_nothing();
              }},
    DeviceRow{"tags",
              [](const WrittenDevice& device) {
                return keys({device.tags.begin() + (has_kind(device) ? 1 : 0), device.tags.end()});
              }},
    DeviceRow{"never-pause", [](const WrittenDevice& device) { return flag(device.never_pause); }},
};

YamlValue device_value(const WrittenDevice& device) {
  std::vector<YamlMember> members;
  add_rows(members, kDeviceRows, device);
  return yaml_map(std::move(members));
}

using PersonRow = Row<WrittenPerson>;
constexpr std::array kPersonRows{
    PersonRow{"name", [](const WrittenPerson& person) { return yaml_word(person.name); }},
    PersonRow{"band", [](const WrittenPerson& person) { return word(person.profile.band); }},
    PersonRow{"devices", [](const WrittenPerson& person) { return each_of(person.devices, device_value); }},
};

YamlValue person_value(const WrittenPerson& person) {
  std::vector<YamlMember> members;
  add_rows(members, kPersonRows, person);
  add_rows(members, kProfileRows, person.profile);
  return yaml_map(std::move(members));
}

using RoomRow = Row<WrittenRoom>;
constexpr std::array kRoomRows{
    RoomRow{"label", [](const WrittenRoom& room) { return yaml_word(room.label); }},
    RoomRow{"prefix", [](const WrittenRoom& room) { return yaml_word(room.prefix.written); }},
    RoomRow{"band", [](const WrittenRoom& room) { return word(room.profile.band); }},
};

YamlValue room_value(const WrittenRoom& room) {
  std::vector<YamlMember> members;
  add_rows(members, kRoomRows, room);
  add_rows(members, kProfileRows, room.profile);
  return yaml_map(std::move(members));
}

YamlValue guest_value(const WrittenProfile& guest) {
  std::vector<YamlMember> members;
  if (guest.band != Band::guest) members.push_back({"band", word(guest.band)});
  add_rows(members, kProfileRows, guest);
  return yaml_map(std::move(members));
}

using ServiceRow = Row<WrittenOwnService>;
constexpr std::array kServiceRows{
    ServiceRow{"key", [](const WrittenOwnService& service) { return yaml_word(service.key); }},
    ServiceRow{
        "title",
        [](const WrittenOwnService& service) { return service.title.empty() ? yaml_nothing() : yaml_word(service.title); }},
    ServiceRow{"names", [](const WrittenOwnService& service) { return domains(service.names); }},
};

YamlValue service_value(const WrittenOwnService& service) {
  std::vector<YamlMember> members;
  add_rows(members, kServiceRows, service);
  return yaml_map(std::move(members));
}

std::string date_text(std::int32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" +
         two(static_cast<unsigned>(date.day()));
}

// A window of an exception: the dates say its days.
YamlValue dated_window_value(const Window& window) {
  std::vector<YamlMember> members;
  add_rows(members, kWindowRows, window);
  members.erase(members.begin());
  return yaml_map(std::move(members));
}

bool is_dated(const WrittenException& exception) { return exception.calendar_written.empty(); }
YamlValue date_if(bool written, std::int32_t day) { return written ? yaml_word(date_text(day)) : yaml_nothing(); }

using ExceptionRow = Row<WrittenException>;
constexpr std::array kExceptionRows{
    ExceptionRow{"label", [](const WrittenException& each) { return yaml_word(each.label); }},
    ExceptionRow{
        "on",
        [](const WrittenException& each) { return date_if(is_dated(each) && each.first_day == each.last_day, each.first_day); }},
    ExceptionRow{
        "from",
        [](const WrittenException& each) { return date_if(is_dated(each) && each.first_day != each.last_day, each.first_day); }},
    ExceptionRow{
        "to",
        [](const WrittenException& each) { return date_if(is_dated(each) && each.first_day != each.last_day, each.last_day); }},
    ExceptionRow{"calendar",
                 [](const WrittenException& each) { return is_dated(each) ? yaml_nothing() : yaml_word(each.calendar_written); }},
    ExceptionRow{"events",
                 [](const WrittenException& each) {
                   std::vector<YamlValue> patterns;
                   for (const std::string& pattern : each.events) patterns.push_back(yaml_word(pattern));
                   return patterns.empty() ? yaml_nothing() : yaml_list(std::move(patterns));
                 }},
    ExceptionRow{"for", [](const WrittenException& each) { return each.whom ? keys(*each.whom) : yaml_nothing(); }},
    ExceptionRow{
        "like",
        [](const WrittenException& each) { return each.like ? yaml_word(std::string(kDays[*each.like])) : yaml_nothing(); }},
    ExceptionRow{"windows", [](const WrittenException& each) { return each_of(each.windows, dated_window_value); }},
    ExceptionRow{"mode",
                 [](const WrittenException& each) { return each.span_mode ? word(each.span_mode->mode) : yaml_nothing(); }},
    ExceptionRow{"services",
                 [](const WrittenException& each) { return each.span_mode ? keys(each.span_mode->services) : yaml_nothing(); }},
    ExceptionRow{"open",
                 [](const WrittenException& each) { return each.span_mode ? keys(each.span_mode->open) : yaml_nothing(); }},
};

YamlValue exception_value(const WrittenException& exception) {
  std::vector<YamlMember> members;
  add_rows(members, kExceptionRows, exception);
  return yaml_map(std::move(members));
}

using HouseholdRow = Row<Household>;
constexpr std::array kHouseholdRows{
    HouseholdRow{"zone", [](const Household& household) { return yaml_word(household.zone); }},
    HouseholdRow{"country",
                 [](const Household& household) { return household.country.empty() ? yaml_nothing() : yaml_word(household.country); }},
    HouseholdRow{"people", [](const Household& household) { return each_of(household.people, person_value); }},
    HouseholdRow{"rooms", [](const Household& household) { return each_of(household.rooms, room_value); }},
    HouseholdRow{"guest", [](const Household& household) { return guest_value(household.guest); }},
    HouseholdRow{"allow", [](const Household& household) { return domains(household.allow); }},
    HouseholdRow{"block", [](const Household& household) { return domains(household.block); }},
    HouseholdRow{"rules", [](const Household& household) { return rules(household.rules); }},
    HouseholdRow{"services", [](const Household& household) { return each_of(household.services, service_value); }},
    HouseholdRow{"exceptions", [](const Household& household) { return each_of(household.exceptions, exception_value); }},
    HouseholdRow{"never-block", [](const Household& household) { return domains(household.never_block); }},
};

}  // namespace

YamlValue household_value(const Household& household) {
  std::vector<YamlMember> members;
  add_rows(members, kHouseholdRows, household);
  return yaml_map(std::move(members));
}

std::string household_text(const Household& household, std::span<const std::string> comment) {
  std::string text;
  for (const std::string& line : comment) text += line.empty() ? "#\n" : "# " + line + "\n";
  return text + yaml_text(household_value(household));
}

std::string days_text(std::uint8_t days) {
  std::string text;
  for (const std::string& run : day_words(days)) text += (text.empty() ? "" : ", ") + run;
  return text;
}

std::string time_of_day_text(std::uint16_t minute) {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(minute / 60) + ":" + two(minute % 60);
}

}  // namespace darban
