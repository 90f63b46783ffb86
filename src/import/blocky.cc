// SPDX-License-Identifier: Apache-2.0
// blocky's config.yml, as it is today and as it was (blackLists and whiteLists, upstream). There, clients by name, address or
// network have groups of lists; here, a client is a person, a network a room, and `default` the guest. A name with a wildcard is
// asked of the names under clientLookup.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "config/scalars.h"
#include "config/spelling.h"
#include "import/band_words.h"
#include "import/house_maker.h"
#include "import/imported.h"
#include "import/list_hints.h"
#include "import/own_rules.h"
#include "import/yaml_walk.h"

namespace darban {
namespace {

// `*` any characters, `[0-9]` and `[abc]` one of these: blocky's patterns for client names. Without backtracking into more than
// one star at a time, so that no pattern takes long.
bool fits(std::string_view pattern, std::string_view name) {
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = std::string_view::npos;
  std::size_t after_star = 0;
  const auto one = [&](std::size_t& at, char c) {
    if (pattern[at] != '[') return pattern[at++] == c || pattern[at - 1] == '?';
    const auto end = pattern.find(']', at);
    if (end == std::string_view::npos) return pattern[at++] == c;
    bool in = false;
    for (std::size_t i = at + 1; i < end; ++i) {
      if (i + 2 < end && pattern[i + 1] == '-') {
        in = in || (pattern[i] <= c && c <= pattern[i + 2]);
        i += 2;
      } else {
        in = in || pattern[i] == c;
      }
    }
    at = end + 1;
    return in;
  };
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      after_star = n;
    } else if (std::size_t next = p; p < pattern.size() && one(next, name[n])) {
      p = next;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++after_star;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool has_pattern(std::string_view name) { return name.find_first_of("*[?") != std::string_view::npos; }

class Blocky {
 public:
  Blocky(const Node& root, const ImportTerms& terms) : root_(root), terms_(terms), maker_(imported_) {}

  Imported import() {
    imported_.system = "blocky";
    imported_.household.file = "household.yaml";
    imported_.household.zone = terms_.machine_zone.empty() ? "UTC" : terms_.machine_zone;
    read_lists(first_at(root_, {"blocking.denylists", "blocking.blackLists"}), false);
    read_lists(first_at(root_, {"blocking.allowlists", "blocking.whiteLists"}), true);
    const auto entries = members_at(first_at(root_, {"blocking.clientGroupsBlock"}));
    for (const Node& client : members_at(first_at(root_, {"clientLookup.clients"}))) read_named(client, entries);
    for (const Node& entry : entries) read_entry(entry);
    schedules();
    answers();
    network();
    rest();
    return std::move(imported_);
  }

 private:
  // What one group of lists comes to here.
  struct Group {
    std::vector<WrittenKey> categories;
    std::vector<std::pair<std::string, std::string>> block;  // lines, and where they stand
    std::vector<std::pair<std::string, std::string>> allow;
    bool allows = false;
    bool denies = false;
  };

  std::string where(const Node* node) const { return node == nullptr ? terms_.file : line(place_of(*node).line); }
  std::string line(int number) const { return number > 0 ? terms_.file + ":" + std::to_string(number) : terms_.file; }

  void read_lists(const Node* lists, bool allows) {
    for (const Node& group : members_at(lists)) {
      Group& into = groups_[group.key];
      (allows ? into.allows : into.denies) = true;
      for (const Node& source : list_at(&group)) read_source(into, source, allows);
    }
  }

  void read_source(Group& into, const Node& source, bool allows) {
    const std::string_view text = word_at(&source);
    if (text.find('\n') != std::string_view::npos) return read_inline(into, source, allows);
    if (text.starts_with("http://") || text.starts_with("https://")) {
      FoundList list{where(&source), HouseMaker::label(text, "no address"), allows, true, {}, {}, SourceUse::optional};
      list = known_list(std::move(list), terms_.catalogue);
      if (!allows && !list.category.empty()) HouseMaker::add(into.categories, list.category);
      imported_.lists.push_back(std::move(list));
      return;
    }
    maker_.not_carried(where(&source), "list file " + quote(text), "the file is not read here",
                       "darban lists build takes a folder of such files, named after categories");
  }

  void read_inline(Group& into, const Node& source, bool allows) {
    std::string_view text = word_at(&source);
    int number = source.place.line;  // of the '|'
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size());
      std::string_view each = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      ++number;
      each = each.substr(0, each.find(" #"));
      if (each.empty() || each.front() == '#') continue;
      (allows ? into.allow : into.block).emplace_back(std::string(each), line(number));
    }
  }

  // ---- who

  // A client whose addresses are known: every entry that fits its name or one of its addresses.
  void read_named(const Node& client, std::span<const Node> entries) {
    std::vector<const Node*> fitting;
    for (const Node& entry : entries) {
      const bool by_name = fits(entry.key, client.key);
      const auto prefix = read_prefix(entry.key);
      const auto items = list_at(&client);
      const bool by_address = prefix && std::any_of(items.begin(), items.end(), [&](const Node& item) {
                                const auto address = IpAddress::from_text(word_at(&item));
                                return address && prefix->contains(*address);
                              });
      if (by_name || by_address) fitting.push_back(&entry);
      if (by_name || (by_address && prefix->is_single())) used_.insert(entry.key);
    }
    WrittenDevice device;
    device.label = HouseMaker::label(client.key, "device");
    for (const Node& item : list_at(&client)) {
      if (!maker_.address(device, word_at(&item), where(&item)) && !read_prefix(word_at(&item)))
        maker_.not_carried(where(&item), quote(word_at(&item)), "it is no address");
    }
    if (device.addresses.empty() && device.macs.empty()) return;
    const BandWord guess = band_of_name(client.key);
    const auto index = maker_.person(client.key, guess.band, guess.why, line(client.key_place.line));
    imported_.household.people[index].devices.push_back(std::move(device));
    if (fitting.empty()) {
      for (const Node& entry : entries) {
        if (entry.key == "default") fitting.push_back(&entry);
      }
    }
    for (const Node* entry : fitting) apply(imported_.household.people[index].profile, *entry);
  }

  void read_entry(const Node& entry) {
    if (entry.key == "default") {
      imported_.guesses.push_back({"guest", Band::guest, "whoever has no entry; blocky gave him 'default'"});
      return apply(imported_.household.guest, entry);
    }
    if (used_.count(entry.key) > 0) return;
    const std::string at = line(entry.key_place.line);
    if (const auto prefix = read_prefix(entry.key)) return prefix->is_single() ? add_address(entry, at) : add_network(entry, at);
    maker_.not_carried(at, "client " + quote(entry.key),
                       has_pattern(entry.key)
                           ? "no name under clientLookup fits, and other names are what devices say of themselves"
                           : "its addresses are not under clientLookup: the name is what the device says of itself",
                       "a person with the device's MAC address, and the rules of: " + groups_text(entry));
  }

  void add_address(const Node& entry, const std::string& at) {
    WrittenDevice device;
    device.label = entry.key;
    if (!maker_.address(device, entry.key, at)) return;
    const auto index = maker_.person(entry.key, Band::adult, "an address says nothing", at);
    imported_.household.people[index].devices.push_back(std::move(device));
    apply(imported_.household.people[index].profile, entry);
  }

  void add_network(const Node& entry, const std::string& at) {
    if (!maker_.room("network " + entry.key, entry.key, Band::adult, "a network says nothing", at)) return;
    apply(imported_.household.rooms.back().profile, entry);
  }

  static std::string groups_text(const Node& entry) {
    std::string text;
    for (const Node& group : list_at(&entry)) text += (text.empty() ? "" : ", ") + HouseMaker::label(word_at(&group), "?");
    return text;
  }

  void apply(WrittenProfile& profile, const Node& entry) {
    for (const Node& item : list_at(&entry)) {
      const std::string_view name = item.kind == Node::Kind::map ? word_at(first_at(item, {"group", "name"})) : word_at(&item);
      const auto group = groups_.find(name);
      if (group == groups_.end()) {
        maker_.not_carried(where(&item), "group " + quote(name), "there are no lists of this name");
        continue;
      }
      const Node* const schedule = first_at(item, {"schedule", "schedules"});
      if (schedule != nullptr || scheduled(name) != nullptr)
        apply_by_time(profile, group->second, schedule != nullptr ? schedule_named(word_at(schedule)) : scheduled(name),
                      where(&item));
      else
        apply_always(profile, group->second);
      if (group->second.allows && !group->second.denies) {
        profile.allow_list = true;
        maker_.nearly(where(&item), "group " + quote(name),
                      "it has only allow lists, so that everything else was blocked: 'allow-list: true'");
      }
    }
  }

  void apply_always(WrittenProfile& profile, const Group& group) {
    for (const WrittenKey& key : group.categories) HouseMaker::add(profile.close, key.key);
    for (const auto& [text, at] : group.block) add_line(profile, text, at, false);
    for (const auto& [text, at] : group.allow) add_line(profile, text, at, true);
  }

  // A line of a list of names; in an allow list every one of them opens.
  void add_line(WrittenProfile& profile, const std::string& text, const std::string& at, bool allow) {
    const bool said = !said_.insert(at).second;  // for the next people it is the same finding
    Imported nowhere;
    HouseMaker quiet(nowhere);
    HouseMaker& maker = said ? quiet : maker_;
    const bool star = text.starts_with("*.");
    const std::string rule = star ? "||" + text.substr(2) + "^" : text;
    add_rule_line(maker, rules_of(profile), allow && !rule.starts_with("@@") ? "@@" + rule : rule, at);
  }

  // ---- when

  const Node* schedule_named(std::string_view name) const {
    return child_of(first_at(root_, {"blocking.schedules", "schedules"}), name);
  }
  const Node* scheduled(std::string_view group) const { return schedule_named(group); }

  // Categories can be closed by time; names can not.
  void apply_by_time(WrittenProfile& profile, const Group& group, const Node* schedule, const std::string& at) {
    if (!group.block.empty() || !group.allow.empty())
      maker_.not_carried(at, "names with a schedule", "a timetable closes categories and services, not names",
                         "make a category of them: darban lists build");
    if (schedule == nullptr) return maker_.not_carried(at, "a schedule", "there is none of this name");
    if (group.categories.empty()) return;
    const auto add = [&](const Node& item) {
      auto window = window_of(item);
      if (!window) return maker_.not_carried(where(&item), "a schedule", "its days or times can not be read");
      window->services = group.categories;
      profile.timetable.push_back(std::move(*window));
    };
    if (schedule->kind == Node::Kind::list) {
      for (const Node& item : schedule->items) add(item);
    } else {
      add(*schedule);
    }
  }

  static std::optional<Window> window_of(const Node& schedule) {
    Window window;
    const Node* const days = first_at(schedule, {"weekdays", "days"});
    for (const Node& day : list_at(days)) {
      std::string word(word_at(&day));
      for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      const auto bit = read_days(word);
      if (!bit) return std::nullopt;
      window.days |= *bit;
    }
    const auto start = word_at(child_of(&schedule, "start"));
    const auto end = word_at(child_of(&schedule, "end"));
    const auto from = start.empty() ? Read<std::uint16_t>(std::uint16_t{0}) : read_time_of_day(start, DayEdge::start);
    const auto to = end.empty() ? Read<std::uint16_t>(std::uint16_t{1440}) : read_time_of_day(end, DayEdge::end);
    if (window.days == 0 || !from || !to || *from == *to) return std::nullopt;
    window.start = *from;
    window.end = *to;
    return window;
  }

  void schedules() {
    const bool timed = std::any_of(imported_.household.people.begin(), imported_.household.people.end(),
                                   [](const WrittenPerson& person) { return !person.profile.timetable.empty(); });
    if (timed && terms_.machine_zone.empty())
      maker_.nearly(terms_.file, "schedules",
                    "blocky uses the machine's clock, and this machine does not say its time zone: the household file says UTC",
                    "write your zone at 'zone', such as Asia/Karachi");
  }

  // ---- the rest

  void answers() {
    const Node* const type = first_at(root_, {"blocking.blockType"});
    std::string word(word_at(type));
    for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    std::optional<AnswerMode> answer;
    if (word == "nxdomain") answer = AnswerMode::nxdomain;
    if (!word.empty() && word != "nxdomain" && word != "zeroip")
      maker_.not_carried(where(type), "blockType: " + HouseMaker::label(word_at(type), "?"),
                         "darban answers with no address of somebody else's; closed names are 0.0.0.0");
    const Node* const ttl_node = first_at(root_, {"blocking.blockTTL"});
    std::optional<std::uint32_t> ttl;
    if (const auto length = read_go_seconds(word_at(ttl_node))) {
      ttl = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(*length, 1, 300));
      if (*ttl != *length)
        maker_.nearly(where(ttl_node), "blockTTL: " + std::string(word_at(ttl_node)),
                      "1 to 300 seconds are possible here: " + std::to_string(*ttl));
    }
    const auto set = [&](WrittenProfile& profile) {
      profile.answer = answer;
      profile.blocked_ttl = ttl;
    };
    for (WrittenPerson& person : imported_.household.people) set(person.profile);
    for (WrittenRoom& room : imported_.household.rooms) set(room.profile);
    set(imported_.household.guest);
  }

  // "1m30s"; a number alone is minutes, as it was in old versions.
  static std::optional<std::uint64_t> read_go_seconds(std::string_view text) {
    if (text.empty()) return std::nullopt;
    if (text.find_first_not_of("0123456789") == std::string_view::npos) return minutes(text);
    std::uint64_t seconds = 0;
    std::uint64_t number = 0;
    for (const char c : text) {
      if (c >= '0' && c <= '9') {
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
        if (number > 1'000'000) return std::nullopt;
      } else if (c == 'h' || c == 'm' || c == 's') {
        seconds += number * (c == 'h' ? 3600 : c == 'm' ? 60 : 1);
        number = 0;
      } else {
        return std::nullopt;
      }
    }
    return seconds;
  }
  static std::optional<std::uint64_t> minutes(std::string_view digits) {
    const auto count = read_count(digits, 0, 100000);
    if (!count) return std::nullopt;
    return *count * 60;
  }

  void network() {
    const Node* const groups = first_at(root_, {"upstreams.groups", "upstream"});
    for (const Node& group : members_at(groups)) {
      for (const Node& upstream : list_at(&group)) add_upstream(group.key, upstream);
    }
    for (const Node& mapping : members_at(first_at(root_, {"conditional.mapping"})))
      maker_.not_carried(line(mapping.key_place.line), "conditional " + quote(mapping.key),
                         "darban asks the same resolvers for every name");
    for (const Node& mapping : members_at(first_at(root_, {"customDNS.mapping"})))
      maker_.not_carried(line(mapping.key_place.line), "customDNS " + quote(mapping.key), "darban answers no names of its own",
                         "write it where your router or DHCP server keeps its names");
    for (const std::string_view path : {"customDNS.zone", "customDNS.rewrite", "conditional.rewrite", "hostsFile"}) {
      if (const Node* const node = first_at(root_, {path}))
        maker_.not_carried(line(node->key_place.line), std::string(path), "darban answers no names of its own");
    }
    const std::string port(word_at(first_at(root_, {"ports.dns", "port"})));
    if (!port.empty() && port != "53" && read_endpoint("127.0.0.1:" + port, 53))
      imported_.advice.listen.push_back("127.0.0.1:" + port);
  }

  void add_upstream(const std::string& group, const Node& upstream) {
    std::string_view text = word_at(&upstream);
    for (const std::string_view plain : {"tcp+udp:", "udp:", "tcp:"}) {
      if (text.starts_with(plain)) text.remove_prefix(plain.size());
    }
    if (group != "default")
      maker_.not_carried(where(&upstream), "upstream of " + quote(group), "everybody asks the same resolvers here");
    else if (read_endpoint(text, 53))
      imported_.advice.upstreams.emplace_back(text);
    else
      maker_.not_carried(where(&upstream), "upstream " + quote(text), "darban asks its resolvers over plain DNS");
  }

  void rest() {
    if (const Node* const types = first_at(root_, {"filtering.queryTypes"}); !list_at(types).empty())
      maker_.not_carried(where(types), "filtering.queryTypes", "darban closes names, not kinds of questions");
    if (const Node* const log = first_at(root_, {"queryLog"}))
      maker_.advice(line(log->key_place.line), "the query log", "darban keeps none, and there is none to turn on",
                    "delete the old one: it says who looked where");
    for (const std::string_view key : {"redis", "ports.tls", "ports.https", "certFile"}) {
      if (const Node* const node = first_at(root_, {key}))
        maker_.not_carried(line(node->key_place.line), std::string(key),
                           key == "redis" ? "darban shares nothing with other machines; passwords are never read"
                                          : "darban does not serve DNS over TLS or HTTPS yet; keys are never read");
    }
  }

  const Node& root_;
  const ImportTerms& terms_;
  Imported imported_;
  HouseMaker maker_;
  std::map<std::string, Group, std::less<>> groups_;
  std::set<std::string, std::less<>> used_;  // entries that became part of somebody
  std::set<std::string, std::less<>> said_;
};

}  // namespace

Result<Imported, ConfigError> import_blocky(std::string_view yaml, const ImportTerms& terms) {
  const auto root = read_foreign_document(yaml, terms.file);
  if (!root) return root.error();
  if (root->kind != Node::Kind::map || first_at(*root, {"blocking"}) == nullptr)
    return ConfigError{terms.file, {}, "it is no configuration of blocky: that has 'blocking' at its top"};
  return Blocky(*root, terms).import();
}

}  // namespace darban
