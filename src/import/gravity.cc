// SPDX-License-Identifier: Apache-2.0
#include "import/gravity.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace darban {
namespace {

constexpr std::array<std::string_view, 16> kWanted{
    "pihole.toml",          "gravity.db",           "dhcp.leases",          "setupVars.conf",       "custom.list",
    "group.json",           "client.json",          "client_by_group.json", "adlist.json",          "adlist_by_group.json",
    "whitelist.exact.json", "blacklist.exact.json", "whitelist.regex.json", "blacklist.regex.json", "domainlist_by_group.json",
    "domainlist.json"};

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool wanted(std::string_view path) { return std::find(kWanted.begin(), kWanted.end(), name_of(path)) != kWanted.end(); }

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// KEY=VALUE of version 5. Only what is named here is looked at: the file holds the password's hash too.
void read_setup_vars(const std::string& text, PiholeSettings& settings) {
  int number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    const auto equals = line.find('=');
    if (equals == std::string::npos) continue;
    const std::string key = line.substr(0, equals);
    const std::string value = line.substr(equals + 1);
    if (key.starts_with("PIHOLE_DNS_")) settings.upstreams.push_back({value, number});
    if (key == "BLOCKINGMODE") settings.blocking_mode = {value, number};
    if (key == "DHCP_ACTIVE") settings.dhcp_active = value == "true", settings.dhcp_line = number;
    if (key == "REV_SERVER_TARGET") settings.reverse_servers.push_back({value, number});
  }
}

class Reader {
 public:
  explicit Reader(const std::vector<ArchivedFile>& files) : files_(files) {}

  Result<Gravity, std::string> gravity() {
    const ArchivedFile* const database = find("gravity.db");
    if (database != nullptr)
      read_database(*database);
    else if (find("adlist.json") != nullptr || find("group.json") != nullptr)
      read_json();
    else
      return std::string(
          "it is no Teleporter export of Pi-hole: neither gravity.db (version 6) nor group.json (version 5) is in it");
    read_settings();
    if (!problem_.empty()) return problem_;
    return std::move(gravity_);
  }

 private:
  const ArchivedFile* find(std::string_view name) const {
    const auto found =
        std::find_if(files_.begin(), files_.end(), [name](const ArchivedFile& file) { return name_of(file.path) == name; });
    return found == files_.end() ? nullptr : &*found;
  }
  void fail(std::string_view file, const std::string& why) {
    if (problem_.empty()) problem_ = std::string(file) + ": " + why;
  }

  void read_database(const ArchivedFile& file) {
    gravity_.version = "6";
    auto tables = SqliteTables::open(file.content);
    if (!tables) return fail("gravity.db", tables.error());
    const auto table = [&](const char* name, GravityTable& into) {
      auto rows = tables->rows(name);
      if (!rows) return fail("gravity.db", rows.error());
      into = {std::string("gravity.db, table ") + name, std::move(*rows)};
    };
    table("group", gravity_.groups);
    if (gravity_.groups.rows.empty()) fail("gravity.db", "no group is in it, and Pi-hole has always one");
    table("client", gravity_.clients);
    table("client_by_group", gravity_.client_groups);
    table("domainlist", gravity_.domains.emplace_back());
    table("domainlist_by_group", gravity_.domain_groups);
    table("adlist", gravity_.lists);
    table("adlist_by_group", gravity_.list_groups);
  }

  void read_json() {
    gravity_.version = "5";
    const auto table = [&](const char* name, GravityTable& into) {
      const ArchivedFile* const file = find(name);
      if (file == nullptr) return;
      auto rows = rows_of_json(file->content);
      if (!rows) return fail(name, rows.error());
      into = {name, std::move(*rows)};
    };
    table("group.json", gravity_.groups);
    table("client.json", gravity_.clients);
    table("client_by_group.json", gravity_.client_groups);
    table("domainlist_by_group.json", gravity_.domain_groups);
    table("adlist.json", gravity_.lists);
    table("adlist_by_group.json", gravity_.list_groups);
    constexpr std::array<std::pair<const char*, const char*>, 4> kByType{{{"whitelist.exact.json", "0"},
                                                                          {"blacklist.exact.json", "1"},
                                                                          {"whitelist.regex.json", "2"},
                                                                          {"blacklist.regex.json", "3"}}};
    for (const auto& [name, type] : kByType) {
      GravityTable& domains = gravity_.domains.emplace_back();
      table(name, domains);
      for (TableRow& row : domains.rows) row["type"] = type;
    }
  }

  void read_settings() {
    if (const ArchivedFile* const toml = find("pihole.toml")) {
      auto settings = read_pihole_toml(toml->content);
      if (!settings) return fail("pihole.toml", settings.error());
      gravity_.settings = std::move(*settings);
      gravity_.settings_place = "pihole.toml";
    } else if (const ArchivedFile* const vars = find("setupVars.conf")) {
      read_setup_vars(vars->content, gravity_.settings);
      gravity_.settings_place = "setupVars.conf";
    }
    if (const ArchivedFile* const leases = find("dhcp.leases")) gravity_.leases = lines_of(leases->content);
    if (const ArchivedFile* const records = find("custom.list")) gravity_.records = lines_of(records->content);
  }

  const std::vector<ArchivedFile>& files_;
  Gravity gravity_;
  std::string problem_;
};

}  // namespace

Result<Gravity, std::string> read_gravity(std::string_view archive) {
  const auto files = read_archive(archive, wanted);
  if (!files) return files.error();
  return gravity_of(*files);
}

Result<Gravity, std::string> gravity_of(const std::vector<ArchivedFile>& files) { return Reader(files).gravity(); }

}  // namespace darban
