// SPDX-License-Identifier: Apache-2.0
#include "config/household_changes.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/crypto.h"
#include "config/household_writer.h"
#include "config/yaml_writer.h"

namespace darban {
namespace {

const YamlValue kNothing;

const YamlValue& member_of(const YamlValue& map, std::string_view key) {
  const auto found =
      std::find_if(map.members.begin(), map.members.end(), [&](const YamlMember& each) { return each.key == key; });
  return found == map.members.end() ? kNothing : found->value;
}

// A word as it is, without the quotes of the file.
std::string line_of(const YamlValue& value) { return value.kind == YamlValue::Kind::word ? value.text : yaml_line(value); }

// The keys of both, in the order of the file as far as one file says it.
std::vector<std::string> keys_of(const YamlValue& was, const YamlValue& became) {
  std::vector<std::string> keys;
  for (const YamlValue* map : {&became, &was}) {
    for (const YamlMember& member : map->members) {
      if (std::find(keys.begin(), keys.end(), member.key) == keys.end()) keys.push_back(member.key);
    }
  }
  return keys;
}

// Lists whose items have a name, the key it stands under, and what they are called in a row.
struct Named {
  std::string_view list;
  std::string_view name;
  std::string_view word;
};
constexpr std::array kNamed{Named{"people", "name", "person"}, Named{"rooms", "label", "room"},
                            Named{"devices", "label", "device"}, Named{"services", "key", "service"},
                            Named{"exceptions", "label", "exception"}};

const Named* named_list(std::string_view key, const YamlValue& was, const YamlValue& became) {
  const auto found = std::find_if(kNamed.begin(), kNamed.end(), [&](const Named& each) { return each.list == key; });
  if (found == kNamed.end()) return nullptr;
  for (const YamlValue* list : {&was, &became}) {  // the `services` of a window are words
    if (!list->items.empty() && list->items.front().kind != YamlValue::Kind::map) return nullptr;
  }
  return &*found;
}

class Comparison {
 public:
  std::vector<HouseholdChange> take() { return std::move(changes_); }

  void maps(const YamlValue& was, const YamlValue& became, const std::string& concerns, const std::string& before) {
    for (const std::string& key : keys_of(was, became)) {
      const YamlValue& old = member_of(was, key);
      const YamlValue& now = member_of(became, key);
      if (const Named* const named = named_list(key, old, now))
        named_items(*named, old, now, concerns, before);
      else
        values(old, now, concerns, before + key);
    }
  }

 private:
  void values(const YamlValue& was, const YamlValue& became, const std::string& concerns, const std::string& setting) {
    const auto is = [&](YamlValue::Kind kind) { return was.kind == kind || became.kind == kind; };
    if (is(YamlValue::Kind::list))
      items(was, became, concerns, setting);
    else if (is(YamlValue::Kind::map))
      maps(was, became, concerns, setting + ": ");
    else
      add(concerns, setting, line_of(was), line_of(became));
  }

  // A word alone stands for a list of one.
  static std::vector<std::string> lines_of(const YamlValue& value) {
    std::vector<std::string> lines;
    if (value.kind == YamlValue::Kind::list)
      for (const YamlValue& item : value.items) lines.push_back(line_of(item));
    else if (value.kind != YamlValue::Kind::nothing)
      lines.push_back(line_of(value));
    return lines;
  }

  void items(const YamlValue& was, const YamlValue& became, const std::string& concerns, const std::string& setting) {
    std::vector<std::string> gone = lines_of(was);
    std::vector<std::string> come;
    for (std::string& line : lines_of(became)) {
      if (const auto found = std::find(gone.begin(), gone.end(), line); found != gone.end())
        gone.erase(found);
      else
        come.push_back(std::move(line));
    }
    for (const std::string& line : gone) add(concerns, setting, line, {});
    for (const std::string& line : come) add(concerns, setting, {}, line);
  }

  static const YamlValue& item_named(const YamlValue& list, const Named& named, const std::string& name) {
    for (const YamlValue& item : list.items) {
      if (member_of(item, named.name).text == name) return item;
    }
    return kNothing;
  }

  void named_items(const Named& named, const YamlValue& was, const YamlValue& became, const std::string& concerns,
                   const std::string& before) {
    std::vector<std::string> names;
    for (const YamlValue* list : {&became, &was}) {
      for (const YamlValue& item : list->items) {
        std::string name = member_of(item, named.name).text;
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
      }
    }
    for (const std::string& name : names)
      named_item(named, item_named(was, named, name), item_named(became, named, name), name, concerns, before);
  }

  void named_item(const Named& named, const YamlValue& was, const YamlValue& became, const std::string& name,
                  const std::string& concerns, const std::string& before) {
    if (named.list == "devices") return device(was, became, name, concerns);
    const std::string word(named.word);
    const bool is_person = named.list == "people";
    there_or_not(was, became, is_person ? name : concerns, before + word, name);
    if (became.kind == YamlValue::Kind::nothing) return;  // what they had went with them
    maps(without(was, named.name), without(became, named.name), is_person ? name : concerns,
         is_person ? std::string() : before + word + " " + name + ": ");
  }

  static YamlValue without(YamlValue map, std::string_view key) {
    std::erase_if(map.members, [&](const YamlMember& member) { return member.key == key; });
    return map;
  }

  void there_or_not(const YamlValue& was, const YamlValue& became, const std::string& concerns, const std::string& setting,
                    const std::string& name) {
    if (was.kind == YamlValue::Kind::nothing) add(concerns, setting, {}, name);
    if (became.kind == YamlValue::Kind::nothing) add(concerns, setting, name, {});
  }

  // How a device is recognised is nobody's reading.
  void device(const YamlValue& was, const YamlValue& became, const std::string& label, const std::string& concerns) {
    there_or_not(was, became, concerns, "device", label);
    if (was.kind == YamlValue::Kind::nothing || became.kind == YamlValue::Kind::nothing) return;
    for (const std::string& key : keys_of(was, became)) {
      const YamlValue& old = member_of(was, key);
      const YamlValue& now = member_of(became, key);
      if (key == "mac" || key == "address") {
        if (yaml_line(old) != yaml_line(now)) changes_.push_back({concerns, "device " + label + ": " + key, {}, {}});
      } else {
        values(old, now, concerns, "device " + label + ": " + key);
      }
    }
  }

  void add(const std::string& concerns, const std::string& setting, std::string was, std::string became) {
    if (was != became) changes_.push_back({concerns, setting, std::move(was), std::move(became)});
  }

  std::vector<HouseholdChange> changes_;
};

}  // namespace

Household with_hashed_addresses(Household household) {
  const auto hex_of = [](const std::string& written) {
    return crypto::to_hex(crypto::blake2b256({reinterpret_cast<const std::uint8_t*>(written.data()), written.size()}));
  };
  for (WrittenPerson& person : household.people) {
    for (WrittenDevice& device : person.devices) {
      for (WrittenMac& mac : device.macs) {
        const std::string hex = hex_of(mac.written);
        mac.written = "02";  // locally administered, and of one device
        for (std::size_t i = 0; i < 10; i += 2) mac.written += ":" + hex.substr(i, 2);
      }
      for (WrittenPrefix& address : device.addresses) {
        const std::string hex = hex_of(address.written);
        address.written = "fd" + hex.substr(0, 2);
        for (std::size_t i = 2; i < 30; i += 4) address.written += ":" + hex.substr(i, 4);
      }
    }
  }
  return household;
}

std::vector<HouseholdChange> changes_between(const Household& was, const Household& became) {
  Comparison comparison;
  comparison.maps(household_value(was), household_value(became), {}, {});
  return comparison.take();
}

}  // namespace darban
