// SPDX-License-Identifier: Apache-2.0
// A Teleporter export of Pi-hole 5 or 6. There, rules belong to groups and clients to any number of them; here, clients with the
// same groups are one person's devices, and the person has the rules of all of them. Who is no client has the group 0, "Default".
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "config/scalars.h"
#include "config/spelling.h"
#include "import/band_words.h"
#include "import/gravity.h"
#include "import/house_maker.h"
#include "import/imported.h"
#include "import/list_hints.h"
#include "import/own_rules.h"
#include "import/rule_line.h"

namespace darban {
namespace {

constexpr std::string_view kDefaultGroup = "0";

using Groups = std::set<std::string, std::less<>>;

bool is_on(const TableRow& row) { return column(row, "enabled") != "0" && column(row, "enabled") != "false"; }

class Pihole {
 public:
  Pihole(const Gravity& gravity, const ImportTerms& terms) : gravity_(gravity), terms_(terms), maker_(imported_) {}

  Imported import() {
    imported_.system = "Pi-hole " + gravity_.version + ", Teleporter export";
    imported_.household.file = "household.yaml";
    imported_.household.zone = terms_.machine_zone.empty() ? "UTC" : terms_.machine_zone;
    read_groups();
    read_people();
    for (const GravityTable& domains : gravity_.domains) read_domains(domains);
    read_lists();
    imported_.guesses.push_back({"guest", Band::guest, "whoever is no client; Pi-hole gave him the group 'Default'"});
    settings();
    return std::move(imported_);
  }

 private:
  struct PersonOf {
    Groups groups;
    std::size_t index;
  };

  std::string where(const GravityTable& table, const TableRow& row) const {
    const std::string_view id = column(row, "id");
    return table.place + (id.empty() ? "" : ", row " + HouseMaker::label(id, "?"));
  }

  // The groups of each thing, those that are on: Pi-hole takes no notice of the others.
  std::map<std::string, Groups, std::less<>> members(const GravityTable& table, std::string_view thing) const {
    std::map<std::string, Groups, std::less<>> groups;
    for (const TableRow& row : table.rows) {
      const std::string group(column(row, "group_id"));
      if (off_.count(group) == 0) groups[std::string(column(row, thing))].insert(group);
    }
    return groups;
  }

  void read_groups() {
    for (const TableRow& row : gravity_.groups.rows) {
      const std::string id(column(row, "id"));
      names_[id] = HouseMaker::label(column(row, "name"), "group " + id);
      if (is_on(row)) continue;
      off_.insert(id);
      maker_.nearly(where(gravity_.groups, row), "group " + quote(names_[id]),
                    "it is switched off: what is only in it does nothing, and is not carried over");
    }
  }

  // ---- people

  void read_people() {
    const auto groups_of = members(gravity_.client_groups, "client_id");
    std::map<Groups, std::vector<const TableRow*>> same;
    for (const TableRow& row : gravity_.clients.rows) {
      const auto found = groups_of.find(column(row, "id"));
      same[found == groups_of.end() ? Groups() : found->second].push_back(&row);
    }
    for (const auto& [groups, clients] : same) add_person(groups, clients);
  }

  std::string name_of(const Groups& groups) const {
    std::string name;
    for (const std::string& id : groups) {
      if (id == kDefaultGroup) continue;
      const auto known = names_.find(id);
      name += (name.empty() ? "" : " and ") + (known == names_.end() ? "group " + id : known->second);
    }
    if (!name.empty()) return name;
    return groups.empty() ? "Without a group" : "Household";
  }

  void add_person(const Groups& groups, const std::vector<const TableRow*>& clients) {
    std::vector<WrittenDevice> devices;
    for (const TableRow* client : clients) add_device(devices, *client);
    if (devices.empty()) return;
    const std::string name = name_of(groups);
    const BandWord guess = band_of_name(name);
    const auto index = maker_.person(name, guess.band, guess.why, where(gravity_.clients, *clients.front()));
    imported_.household.people[index].devices = std::move(devices);
    people_.push_back({groups, index});
    if (groups.empty())
      maker_.nearly(where(gravity_.clients, *clients.front()), "clients without a group",
                    "nothing was blocked for them; here the band's own categories are closed");
  }

  void add_device(std::vector<WrittenDevice>& devices, const TableRow& client) {
    const std::string_view id = column(client, "ip");
    WrittenDevice device;
    device.label = HouseMaker::label(column(client, "comment"), HouseMaker::label(id, "device"));
    if (read_mac(id) || read_prefix(id)) {
      if (!maker_.address(device, id, where(gravity_.clients, client))) return;
      advise_mac(device, id, client);
      devices.push_back(std::move(device));
      return;
    }
    maker_.not_carried(
        where(gravity_.clients, client), "client " + quote(id),
        id.starts_with(':') ? "an interface is no device; darban knows networks" : "a host name is what a device says of itself",
        id.starts_with(':') ? "a room with the network's prefix" : "give the device its MAC address in the household file");
  }

  // A lease says which MAC address has the address: that one stays.
  void advise_mac(const WrittenDevice& device, std::string_view address, const TableRow& client) {
    if (device.addresses.empty()) return;
    for (const std::string& lease : gravity_.leases) {
      const auto mac_at = lease.find(' ');
      const auto address_at = mac_at == std::string::npos ? mac_at : lease.find(' ', mac_at + 1);
      if (address_at == std::string::npos) continue;
      const auto end = std::min(lease.find(' ', address_at + 1), lease.size());
      if (std::string_view(lease).substr(address_at + 1, end - address_at - 1) != address) continue;
      const std::string mac = lease.substr(mac_at + 1, address_at - mac_at - 1);
      if (read_mac(mac))
        maker_.advice(where(gravity_.clients, client), "device " + quote(device.label),
                      "it is known by its address, which may change", "its lease says mac: \"" + mac + "\"");
      return;
    }
  }

  // ---- rules

  // Where a rule of these groups belongs: for everybody when everybody is in one of them.
  template <typename Add>
  void for_members(const Groups& groups, Add add) {
    const auto meets = [&groups](const Groups& other) {
      return std::any_of(other.begin(), other.end(), [&groups](const std::string& id) { return groups.count(id) > 0; });
    };
    const bool guest = groups.count(kDefaultGroup) > 0;
    if (guest && std::all_of(people_.begin(), people_.end(), [&](const PersonOf& person) { return meets(person.groups); }))
      return add(rules_of(imported_.household));
    if (guest) add(rules_of(imported_.household.guest));
    for (const PersonOf& person : people_) {
      if (meets(person.groups)) add(rules_of(imported_.household.people[person.index].profile));
    }
  }

  void read_domains(const GravityTable& table) {
    const auto groups_of = members(gravity_.domain_groups, "domainlist_id");
    for (const TableRow& row : table.rows) {
      const std::string place = where(table, row);
      const std::string_view domain = column(row, "domain");
      if (!is_on(row)) {
        maker_.not_carried(place, quote(domain), "it is switched off");
        continue;
      }
      const auto found = groups_of.find(column(row, "id"));
      if (found == groups_of.end()) {
        maker_.not_carried(place, quote(domain), "it is in no group that is on, so it does nothing");
        continue;
      }
      read_domain(found->second, column(row, "type"), domain, place);
    }
  }

  void read_domain(const Groups& groups, std::string_view type, std::string_view domain, const std::string& place) {
    const bool allow = type == "0" || type == "2";
    if (type == "0" || type == "1") {
      bool first = true;
      return for_members(groups, [&](RuleShelf owner) {
        // Said once, however many people have it.
        if (first) add_rule_name(maker_, owner, allow, domain, MeantAlone::yes, place);
        if (!first) add_quietly(owner, allow, domain);
        first = false;
      });
    }
    const RuleLine read =
        domain.find(';') == std::string_view::npos ? read_rule_line("/" + std::string(domain) + "/") : RuleLine{{}, false, ";"};
    if (read.names.size() != 1)
      return maker_.not_carried(place, "regular expression " + quote(domain), "it says more than one name and all below it",
                                "write the names it is about under 'allow' or 'block'");
    const RuleName& name = read.names.front();
    bool first = true;
    for_members(groups, [&](RuleShelf owner) {
      if (first)
        add_rule_name(maker_, owner, allow, name.name, name.scope == RuleName::Scope::exact ? MeantAlone::yes : MeantAlone::no,
                      place);
      else
        add_quietly(owner, allow, name.name);
      first = false;
    });
  }

  void add_quietly(RuleShelf owner, bool allow, std::string_view name) {
    Imported nowhere;
    HouseMaker quiet(nowhere);
    add_rule_name(quiet, owner, allow, name, MeantAlone::no, "");
  }

  void read_lists() {
    const auto groups_of = members(gravity_.list_groups, "adlist_id");
    for (const TableRow& row : gravity_.lists.rows) {
      FoundList list;
      list.where = where(gravity_.lists, row);
      list.url = HouseMaker::label(column(row, "address"), "no address");
      list.allows = column(row, "type") == "1";
      const auto found = groups_of.find(column(row, "id"));
      list.enabled = is_on(row) && found != groups_of.end();
      list = known_list(std::move(list), terms_.catalogue);
      if (list.enabled && !list.allows && !list.category.empty()) close_for(found->second, list.category);
      imported_.lists.push_back(std::move(list));
    }
  }

  void close_for(const Groups& groups, const std::string& category) {
    if (groups.count(kDefaultGroup) > 0) HouseMaker::add(imported_.household.guest.close, category);
    for (const PersonOf& person : people_) {
      const bool meets = std::any_of(person.groups.begin(), person.groups.end(),
                                     [&groups](const std::string& id) { return groups.count(id) > 0; });
      if (meets) HouseMaker::add(imported_.household.people[person.index].profile.close, category);
    }
  }

  // ---- the rest

  std::string settings_line(int line) const { return gravity_.settings_place + (line > 0 ? ":" + std::to_string(line) : ""); }

  void settings() {
    const PiholeSettings& settings = gravity_.settings;
    for (const auto& upstream : settings.upstreams) {
      std::string text = upstream.value;
      if (const auto hash = text.find('#'); hash != std::string::npos)
        text = (text.find(':') < hash ? "[" + text.substr(0, hash) + "]" : text.substr(0, hash)) + ":" + text.substr(hash + 1);
      if (read_endpoint(text, 53))
        imported_.advice.upstreams.push_back(text);
      else
        maker_.not_carried(settings_line(upstream.line), "upstream " + quote(upstream.value), "it is no address");
    }
    for (const auto& record : settings.hosts) record_not_carried(settings_line(record.line), record.value);
    for (const auto& record : settings.cnames) record_not_carried(settings_line(record.line), record.value);
    int number = 0;
    for (const std::string& record : gravity_.records) {
      ++number;
      if (!record.empty() && record.front() != '#') record_not_carried("custom.list:" + std::to_string(number), record);
    }
    for (const auto& server : settings.reverse_servers)
      maker_.not_carried(settings_line(server.line), "conditional forwarding to " + quote(server.value),
                         "darban asks the same resolvers for every name");
    blocking_mode();
    for (const auto& host : settings.dhcp_hosts)
      maker_.not_carried(settings_line(host.line), "fixed lease " + quote(host.value), "darban gives out no addresses",
                         "let the router do it");
    if (settings.dhcp_active)
      maker_.not_carried(settings_line(settings.dhcp_line), "the DHCP server", "darban gives out no addresses",
                         "let the router do it, with this machine as the only DNS server");
    maker_.advice(terms_.file, "the query log", "darban keeps none, and there is none to turn on",
                  "delete the old one: it says who looked where (pihole-FTL.db)");
  }

  void record_not_carried(const std::string& place, std::string_view record) {
    maker_.not_carried(place, "local record " + quote(record), "darban answers no names of its own",
                       "write it where your router or DHCP server keeps its names");
  }

  void blocking_mode() {
    const auto& mode = gravity_.settings.blocking_mode;
    std::optional<AnswerMode> answer;
    if (mode.value == "NX" || mode.value == "NXDOMAIN") answer = AnswerMode::nxdomain;
    if (mode.value.starts_with("IP") || mode.value == "NODATA")
      maker_.nearly(settings_line(mode.line), "blocking mode " + quote(mode.value),
                    "here a closed name is answered with 0.0.0.0");
    for (WrittenPerson& person : imported_.household.people) person.profile.answer = answer;
    imported_.household.guest.answer = answer;
  }

  const Gravity& gravity_;
  const ImportTerms& terms_;
  Imported imported_;
  HouseMaker maker_;
  std::map<std::string, std::string, std::less<>> names_;  // of groups, by id
  Groups off_;
  std::vector<PersonOf> people_;
};

}  // namespace

Result<Imported, ConfigError> import_pihole(std::string_view archive, const ImportTerms& terms) {
  const auto gravity = read_gravity(archive);
  if (!gravity) return ConfigError{terms.file, {}, gravity.error()};
  return Pihole(*gravity, terms).import();
}

}  // namespace darban
