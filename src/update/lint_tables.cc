// SPDX-License-Identifier: Apache-2.0
// The files held against each other: ids and groups, services and the hosts they share, categories and what feeds them.
#include <algorithm>
#include <map>
#include <set>

#include "config/spelling.h"
#include "update/licences.h"
#include "update/lint_checks.h"

namespace darban {
namespace {

// Who has an id, and where that is written.
struct Owner {
  std::string key;
  std::string file;
  Place place;
};

std::vector<std::pair<std::uint8_t, Owner>> owners_of(const OwnFolder& folder) {
  std::vector<std::pair<std::uint8_t, Owner>> owners;
  const std::string table = path_in(folder, "categories.yaml");
  for (const WrittenCategory& category : folder.categories)
    owners.push_back({category.id, {category.key, table, category.place}});
  for (const WrittenService& service : folder.services)
    owners.push_back({service.id, {category_key(service), service.file, service.place}});
  return owners;
}

std::map<std::uint8_t, Owner> owners_before(LintSubject& subject) {
  std::map<std::uint8_t, Owner> before;
  if (subject.order().since.empty()) return before;
  const OwnFolder folder = read_own_folder(subject.order().since);
  if (folder.categories.empty() && !folder.errors.empty())
    subject.find(LintRule::not_checked, folder.path, folder.errors.front().place, "the folder before the change can not be read",
                 folder.errors.front().what);
  for (auto& [id, owner] : owners_of(folder)) before.emplace(id, owner);
  return before;
}

void check_ids(LintSubject& subject) {
  constexpr std::string_view kRemedy = "ids stand in compiled images and are never given twice; take the next free one";
  const std::map<std::uint8_t, Owner> before = owners_before(subject);
  std::map<std::string, std::uint8_t> ids_before;
  for (const auto& [id, owner] : before) ids_before.emplace(owner.key, id);
  std::map<std::uint8_t, Owner> now;
  for (const auto& [id, owner] : owners_of(subject.folder())) {
    const auto [first, is_new] = now.emplace(id, owner);
    const auto complain = [&, number = std::to_string(id)](const std::string& why) {
      subject.find(LintRule::id_reused, owner.file, owner.place, quote(owner.key) + " has the id " + number + ", " + why,
                   std::string(kRemedy));
    };
    if (!is_new)
      complain("which belongs to " + quote(first->second.key) + " (" + where(first->second.file, first->second.place) + ")");
    const auto then = before.find(id);
    if (then != before.end() && then->second.key != owner.key)
      complain("which belonged to " + quote(then->second.key) + " before");
    const auto had = ids_before.find(owner.key);
    if (had != ids_before.end() && had->second != id) complain("and had " + std::to_string(had->second) + " before");
  }
}

void check_groups(LintSubject& subject) {
  std::vector<std::string_view> keys;
  for (const WrittenCategory& category : subject.folder().categories) keys.push_back(category.key);
  if (keys.empty()) return;
  const auto unknown = [&](std::string_view key) { return std::find(keys.begin(), keys.end(), key) == keys.end(); };
  const auto remedy = [&](std::string_view key) {
    const auto meant = nearest(key, keys);
    return meant.empty() ? std::string("categories.yaml says which there are") : "did you mean " + quote(meant) + "?";
  };
  for (const WrittenService& service : subject.folder().services) {
    if (!unknown(service.group)) continue;
    subject.find(LintRule::group, service.file, service.group_place, "there is no category " + quote(service.group),
                 remedy(service.group));
  }
  for (const CuratedList& list : subject.folder().curated) {
    if (!unknown(list.category)) continue;
    subject.find(LintRule::group, list.file, {}, "there is no category " + quote(list.category), remedy(list.category));
  }
}

// Host and service, for every core host of every service.
using CoreHosts = std::map<std::string, std::vector<const WrittenService*>, std::less<>>;

CoreHosts core_hosts_of(const OwnFolder& folder) {
  CoreHosts hosts;
  for (const WrittenService& service : folder.services) {
    for (const WrittenDomain& host : service.core) hosts[host.name].push_back(&service);
  }
  return hosts;
}

// Calls `use` with each service that closes this host, and the core host it does it with.
template <typename Use>
void for_each_closing(std::string_view host, const CoreHosts& hosts, Use use) {
  for (;;) {
    if (const auto found = hosts.find(host); found != hosts.end()) {
      for (const WrittenService* service : found->second) use(*service, found->first);
    }
    const auto dot = host.find('.');
    if (dot == std::string_view::npos) return;
    host.remove_prefix(dot + 1);
  }
}

std::string place_in(const WrittenService& service, const std::vector<WrittenDomain>& hosts, std::string_view name) {
  const auto found = std::find_if(hosts.begin(), hosts.end(), [&](const WrittenDomain& host) { return host.name == name; });
  return where(service.file, found == hosts.end() ? service.place : found->place);
}

void check_services(LintSubject& subject) {
  const CoreHosts hosts = core_hosts_of(subject.folder());
  for (const WrittenService& service : subject.folder().services) {
    for (const WrittenDomain& core : service.core) {
      for_each_closing(core.name, hosts, [&](const WrittenService& other, const std::string& host) {
        // Of two with the same host the later file is complained about.
        if (&other == &service || (host == core.name && &other > &service)) return;
        subject.find(LintRule::core_in_core, service.file, core.place,
                     quote(core.name) + " of " + quote(service.key) + " is closed with " + quote(other.key) + " too, by " +
                         quote(host) + " (" + place_in(other, other.core, host) + ")",
                     "a host goes with one service; list it as shared where it is only used");
      });
    }
    for (const WrittenDomain& shared : service.shared) {
      for_each_closing(shared.name, hosts, [&](const WrittenService& other, const std::string& host) {
        if (&other == &service) return;                                        // its loader says that
        if (other.also_stops.find(service.name) != std::string::npos) return;  // parents are told
        const auto core =
            std::find_if(other.core.begin(), other.core.end(), [&](const WrittenDomain& each) { return each.name == host; });
        subject.find(LintRule::core_is_shared, other.file, core->place,
                     quote(host) + " goes with " + quote(other.key) + ", and " + quote(service.key) + " shares " +
                         quote(shared.name) + " (" + where(service.file, shared.place) + "): closing the one breaks the other",
                     "say " + quote(service.name) + " in 'also-stops', or write narrower names into 'core'");
      });
    }
  }
}

void check_licences(LintSubject& subject) {
  const auto& catalogue = subject.folder().catalogue;
  if (!catalogue) return;
  for (const CatalogueSource& source : catalogue->sources) {
    if (is_known_licence(source.licence)) continue;
    subject.find(LintRule::licence, catalogue->file, source.place,
                 quote(source.id) + " has no licence that is known here: " + quote(source.licence),
                 "write its SPDX identifier (spdx.org/licenses), or LicenseRef- and a name for a licence that has none");
  }
}

bool is_reserved(std::string_view name) { return is_at_or_under(name, "example"); }  // RFC 2606: only tries the filter

// A category that nothing feeds is a door in the household's rules that never closes.
void check_sources(LintSubject& subject) {
  std::set<std::string, std::less<>> fed;
  std::set<std::string, std::less<>> tried;
  for (const ClosedName& name : subject.names()) (is_reserved(name.name) ? tried : fed).insert(name.category);
  for (const WrittenService& service : subject.folder().services) fed.insert(service.group);
  if (const auto& catalogue = subject.folder().catalogue) {
    for (const CatalogueSource& source : catalogue->sources) {
      if (source.use != SourceUse::off) fed.insert(source.category);
    }
  }
  for (const WrittenCategory& category : subject.folder().categories) {
    if (fed.contains(category.key)) continue;
    subject.find(tried.contains(category.key) ? LintRule::only_test_name : LintRule::no_source,
                 path_in(subject.folder(), "categories.yaml"), category.place,
                 "nothing feeds " + quote(category.key) + ": no source in catalogue.yaml that is on, no service, no curated name",
                 "add a source, or names that a public source supports");
  }
}

}  // namespace

void check_tables(LintSubject& subject) {
  check_ids(subject);
  check_groups(subject);
  check_services(subject);
  check_licences(subject);
  check_sources(subject);
}

}  // namespace darban
