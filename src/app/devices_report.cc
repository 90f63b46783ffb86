// SPDX-License-Identifier: Apache-2.0
#include "app/devices_report.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/json_writer.h"

namespace darban {
namespace {

constexpr std::string_view kPrivateMeans =
    "A private address is one that the device made up itself: when it makes up another, it is a new device again. In the "
    "device's Wi-Fi\n"
    "settings it can be told to keep one address in this network.\n";

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return std::to_string(number) + " " + std::string(number == 1 ? one : many);
}

// "today", "since yesterday", "since Friday", "since 2026-11-12".
std::string since_text(std::int64_t day, std::optional<std::int64_t> today) {
  constexpr std::array<std::string_view, 7> kWeekdays{"Thursday", "Friday",  "Saturday", "Sunday",
                                                      "Monday",   "Tuesday", "Wednesday"};
  constexpr std::int64_t kWeek = 7;
  if (!today || day > *today || *today - day >= kWeek) return "since " + date_text(day);
  if (day == *today) return "since today";
  if (day + 1 == *today) return "since yesterday";
  return "since " + std::string(kWeekdays[static_cast<std::size_t>((day % kWeek + kWeek) % kWeek)]);
}

std::string row(std::string_view left, std::size_t width, const std::string& right) {
  if (right.empty()) return "  " + std::string(left) + "\n";
  return "  " + std::string(left) + std::string(left.size() < width ? width - left.size() : 0, ' ') + " " + right + "\n";
}

std::string new_device_row(const NewDevice& device, std::optional<std::int64_t> today) {
  std::string text = device.noticed() ? since_text(*device.noticed(), today) : "";
  if (device.is_private()) text += text.empty() ? "private address" : ", private address";
  return row(device.mac_for_the_household_file().view(), 17, text);
}

std::string marks_of(const ListedDevice& device) {
  if (device.macs == 0) return "known by where it is in the network";
  if (device.private_macs == 0) return "";
  if (device.macs == 1) return "private address";
  return std::to_string(device.private_macs) + " of its " + std::to_string(device.macs) + " addresses are private";
}

std::size_t widest_label(const ListedPerson& person) {
  std::size_t width = 12;
  for (const ListedDevice& device : person.devices) width = std::max(width, std::min<std::size_t>(device.label.size(), 30));
  return width;
}

}  // namespace

std::string date_text(std::int64_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  const auto two = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" +
         two(static_cast<unsigned>(date.day()));
}

NewDeviceCount count_of(std::span<const NewDevice> devices, bool more) {
  NewDeviceCount count;
  count.devices = devices.size();
  count.or_more = more;
  for (const NewDevice& device : devices) {
    if (device.is_private()) ++count.with_private_address;
    if (device.noticed() && (!count.since || *device.noticed() < *count.since)) count.since = device.noticed();
  }
  return count;
}

std::string new_devices_text(const NewDeviceCount& count, std::optional<std::int64_t> today) {
  std::string text = count.or_more ? "more than " : "";
  text += counted(count.devices, "new device", "new devices");
  if (count.since) text += " " + since_text(*count.since, today);
  if (count.with_private_address > 0) text += ", " + std::to_string(count.with_private_address) + " with a private address";
  text += count.devices == 1 ? ": it has the guests' rules" : ": they have the guests' rules";
  return text + "; `darban devices` lists " + (count.devices == 1 ? "it" : "them");
}

std::string devices_text(const DeviceFacts& facts, std::size_t most) {
  constexpr std::size_t kForTheEnd = 200;
  std::string text;
  bool any_private = false;
  if (facts.new_devices.empty()) {
    text += "New devices: none. Every device in the house is somebody's, or was not noticed yet.\n";
  } else {
    text += "New devices, nobody's yet; they have the guests' rules:\n";
    for (const NewDevice& device : facts.new_devices) {
      text += new_device_row(device, facts.today);
      any_private = any_private || device.is_private();
    }
    if (facts.more_new_devices) text += "  and more than these\n";
    text += "To give one to somebody, write it under that person's devices in " + facts.household_file + ", like this:\n";
    text += "  - {label: phone, mac: \"" + facts.new_devices.front().mac_for_the_household_file().view() + "\"}\n";
  }
  for (const ListedPerson& person : facts.people) {
    for (const ListedDevice& device : person.devices) any_private = any_private || device.private_macs > 0;
  }
  if (any_private) text += "\n" + std::string(kPrivateMeans);
  std::size_t left_out = 0;
  for (const ListedPerson& person : facts.people) {
    std::string block = "\n" + person.name + "\n";
    const std::size_t width = widest_label(person);
    for (const ListedDevice& device : person.devices) {
      const std::string line = row(device.label, width, marks_of(device));
      if (text.size() + block.size() + line.size() + kForTheEnd > most)
        ++left_out;
      else
        block += line;
    }
    if (person.devices.empty()) block += "  no devices\n";
    if (text.size() + block.size() + kForTheEnd <= most) text += block;
  }
  if (left_out > 0) text += "\nand " + counted(left_out, "device", "devices") + " more in " + facts.household_file + "\n";
  return text;
}

std::string devices_json(const DeviceFacts& facts, std::size_t most) {
  constexpr std::size_t kForTheEnd = 200;
  JsonWriter json;
  json.open_object();
  json.open_list("new");
  for (const NewDevice& device : facts.new_devices) {
    json.open_object();
    json.field("mac", device.mac_for_the_household_file());
    if (device.noticed())
      json.field("since", ConfigText::from_operator(date_text(*device.noticed())));
    else
      json.null_field("since");
    json.field("private_address", device.is_private());
    json.close_object();
  }
  json.close_list();
  json.field("more_new", facts.more_new_devices);
  json.open_list("people");
  std::size_t left_out = 0;
  for (const ListedPerson& person : facts.people) {
    if (json.size() + 6 * person.name.size() + kForTheEnd > most) {  // an octet is six in the worst case
      left_out += person.devices.size();
      continue;
    }
    json.open_object();
    json.field("name", ConfigText::from_operator(person.name));
    json.open_list("devices");
    for (const ListedDevice& device : person.devices) {
      if (json.size() + 6 * device.label.size() + kForTheEnd > most) {
        ++left_out;
        continue;
      }
      json.open_object();
      json.field("label", ConfigText::from_operator(device.label));
      json.field("addresses", device.macs);
      json.field("private_addresses", device.private_macs);
      json.close_object();
    }
    json.close_list();
    json.close_object();
  }
  json.close_list();
  json.field("left_out", left_out);
  json.close_object();
  return json.take() + "\n";
}

}  // namespace darban
