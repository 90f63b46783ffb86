// SPDX-License-Identifier: Apache-2.0
// AdGuardHome.yaml, settings of version 10 to today's 34; what moved between versions is looked for at both places. A client
// there is somebody with devices, or one device; here it is a person with one device. Its schedule says when blocked services are
// *not* blocked, so each of its windows opens them.
#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/zone.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "import/adguard_words.h"
#include "import/house_maker.h"
#include "import/imported.h"
#include "import/list_hints.h"
#include "import/own_rules.h"
#include "import/yaml_walk.h"
#include "policy/rule_tags.h"

namespace darban {
namespace {

constexpr long kNewest = 34;
constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 7> kEngines{"bing", "duckduckgo", "ecosia", "google", "pixabay", "yandex", "youtube"};

// What a client has of its own, or everybody has.
struct Rules {
  bool filtering = true;
  bool parental = false;
  bool browsing = false;
  std::vector<WrittenSafeSearch> safe_search;  // engines that are on; none: the band says
};

class AdguardHome {
 public:
  AdguardHome(const Node& root, const ImportTerms& terms) : root_(root), terms_(terms), maker_(imported_) {}

  Imported import() {
    imported_.system = "AdGuard Home, settings of version " + std::string(word_at(first_at(root_, {"schema_version"})));
    if (number_at(first_at(root_, {"schema_version"})).value_or(0) > kNewest)
      maker_.advice(place("schema_version"), "settings of a later version",
                    "this darban knows versions up to " + std::to_string(kNewest), "read the household file over with care");
    imported_.household.file = "household.yaml";
    read_global_rules();
    read_lists();
    for (const Node& client : list_at(first_at(root_, {"clients.persistent", "clients"}))) read_client(client);
    read_own_rules();  // they may name people
    guest();
    answers();
    zone();
    network();
    rest();
    return std::move(imported_);
  }

 private:
  std::string where(const Node* node) const {
    if (node == nullptr) return terms_.file;
    const Place at = place_of(*node);
    return at.line > 0 ? terms_.file + ":" + std::to_string(at.line) : terms_.file;
  }
  std::string place(std::initializer_list<std::string_view> paths) const { return where(first_at(root_, paths)); }
  std::string place(std::string_view path) const { return place({path}); }

  // ---- what everybody has

  void read_global_rules() {
    global_.filtering = flag_at(first_at(root_, {"filtering.filtering_enabled", "dns.filtering_enabled"}), true);
    global_.parental = flag_at(first_at(root_, {"filtering.parental_enabled", "dns.parental_enabled"}));
    global_.browsing = flag_at(first_at(root_, {"filtering.safebrowsing_enabled", "dns.safebrowsing_enabled"}));
    global_.safe_search = safe_search_of(first_at(root_, {"filtering.safe_search", "dns.safe_search", "dns.safesearch_enabled"}));
    global_services_ = first_at(root_, {"filtering.blocked_services", "dns.blocked_services"});
    if (!flag_at(first_at(root_, {"filtering.protection_enabled", "dns.protection_enabled"}), true))
      maker_.nearly(place({"filtering.protection_enabled", "dns.protection_enabled"}), "protection_enabled: false",
                    "protection was switched off for everybody; here the rules are in force", "darban pause, for a while");
  }

  // The engines that are on. Of YouTube's two levels AdGuard Home has the moderate one.
  static std::vector<WrittenSafeSearch> safe_search_of(const Node* node) {
    const bool old = node != nullptr && node->kind == Node::Kind::word;  // one switch for all
    if (node == nullptr || !flag_at(old ? node : child_of(node, "enabled"))) return {};
    std::vector<WrittenSafeSearch> on;
    for (const std::string_view engine : kEngines) {
      if (!old && !flag_at(child_of(node, engine))) continue;
      on.push_back({std::string(engine), engine == "youtube" ? SafeSearchLevel::moderate : SafeSearchLevel::on, {}});
    }
    return on;
  }

  void read_lists() {
    for (const bool allows : {false, true}) {
      for (const Node& filter : list_at(first_at(root_, {allows ? "whitelist_filters" : "filters"}))) {
        FoundList list;
        list.where = where(&filter);
        list.url = HouseMaker::label(word_at(child_of(&filter, "url")), "no address");
        list.allows = allows;
        list.enabled = flag_at(child_of(&filter, "enabled"), true);
        list = known_list(std::move(list), terms_.catalogue);
        if (list.enabled && !list.allows && !list.category.empty()) HouseMaker::add(categories_, list.category);
        imported_.lists.push_back(std::move(list));
      }
    }
  }

  void read_own_rules() {
    for (const Node& rule : list_at(first_at(root_, {"user_rules"})))
      add_rule_line(maker_, rules_of(imported_.household), word_at(&rule), where(&rule));
    static constexpr std::array<std::string_view, 3> kUsual{"version.bind", "id.server", "hostname.bind"};
    for (const Node& host : list_at(first_at(root_, {"dns.blocked_hosts"}))) {
      const std::string_view name = word_at(&host);
      if (std::find(kUsual.begin(), kUsual.end(), name) == kUsual.end())
        add_rule_line(maker_, rules_of(imported_.household), name, where(&host));
    }
    for (const Node& rewrite : list_at(first_at(root_, {"filtering.rewrites", "dns.rewrites"})))
      maker_.not_carried(where(&rewrite), "rewrite of " + quote(word_at(child_of(&rewrite, "domain"))),
                         "darban answers no names of its own", "write it where your router or DHCP server keeps its names");
  }

  // ---- people

  void read_client(const Node& client) {
    const Node* const name = child_of(&client, "name");
    std::vector<std::string> tags;
    for (const Node& tag : list_at(child_of(&client, "tags"))) tags.emplace_back(word_at(&tag));
    const bool own = !flag_at(child_of(&client, "use_global_settings"), true);
    const Rules rules = own ? rules_of_client(client) : global_;

    WrittenDevice device;
    device.label = HouseMaker::label(word_at(name), "device");
    add_tags(device, tags);
    const auto index = person(client, tags, own && rules.parental);
    for (const Node& id : list_at(child_of(&client, "ids"))) add_id(device, id);
    WrittenPerson& person = imported_.household.people[index];
    if (device.macs.empty() && device.addresses.empty())
      maker_.not_carried(where(&client), "client " + quote(person.name),
                         "it has no address left by which darban could know its device",
                         "give the person a device with 'mac' in the household file");
    else
      person.devices.push_back(std::move(device));
    apply(person.profile, rules, "client " + quote(person.name), where(&client));
    const bool own_services = !flag_at(child_of(&client, "use_global_blocked_services"), true);
    apply_services(person.profile, own_services ? child_of(&client, "blocked_services") : global_services_, person.name);
    rest_of_client(client, person.name);
  }

  std::size_t person(const Node& client, const std::vector<std::string>& tags, bool parental) {
    TagGuess guess = band_of_tags(tags);
    if (guess.why.empty() && parental)
      guess = {Band::age_10_12, "parental control is on for this client alone, which says a child, and not how old"};
    if (guess.why.empty()) guess.why = "nothing says a child";
    return maker_.person(word_at(child_of(&client, "name")), guess.band, guess.why, where(&client));
  }

  static Rules rules_of_client(const Node& client) {
    Rules rules;
    rules.filtering = flag_at(child_of(&client, "filtering_enabled"));
    rules.parental = flag_at(child_of(&client, "parental_enabled"));
    rules.browsing = flag_at(child_of(&client, "safebrowsing_enabled"));
    const Node* const search = child_of(&client, "safe_search");
    rules.safe_search = safe_search_of(search != nullptr ? search : child_of(&client, "safesearch_enabled"));
    return rules;
  }

  // What the device is stands first, as the household file has it. user_* is what somebody is: the band says that.
  static void add_tags(WrittenDevice& device, const std::vector<std::string>& tags) {
    for (const bool kind : {true, false}) {
      for (const std::string& tag : tags) {
        const auto known = tag_named(tag);
        if (known && is_of_device(*known) && tag.starts_with("device_") == kind) HouseMaker::add(device.tags, tag);
      }
    }
  }

  void add_id(WrittenDevice& device, const Node& id) {
    const std::string_view text = word_at(&id);
    if (read_mac(text) || read_prefix(text)) {
      maker_.address(device, text, where(&id));
      return;
    }
    const bool address = text.find_first_of(":.%") != std::string_view::npos;
    maker_.not_carried(where(&id), "id " + quote(text),
                       address ? "it is an address of a kind that darban does not know"
                               : "a ClientID is a name inside DNS over TLS or HTTPS, which darban does not serve yet",
                       "give the device its MAC address in the household file");
  }

  void apply(WrittenProfile& profile, const Rules& rules, const std::string& who, const std::string& at) {
    if (rules.filtering) {
      for (const WrittenKey& key : categories_) HouseMaker::add(profile.close, key.key);
    } else if (!categories_.empty()) {
      maker_.nearly(at, who + ": filtering_enabled: false", "the lists were off; here the band's own categories stay closed",
                    "'open' in the household file takes one out");
    }
    const bool grown = profile.band == Band::adult || profile.band == Band::things;
    if (rules.parental && grown) HouseMaker::add(profile.close, "adult");
    // Every other band has safe search, and at least YouTube's moderate level, which is AdGuard Home's.
    if (profile.band == Band::adult) profile.safe_search = rules.safe_search;
  }

  // ---- services and their schedule

  void apply_services(WrittenProfile& profile, const Node* services, const std::string& who) {
    const Node* const ids = services != nullptr && services->kind == Node::Kind::map ? child_of(services, "ids") : services;
    std::vector<WrittenKey> keys;
    for (const Node& id : list_at(ids)) add_service(profile, keys, id, who);
    if (keys.empty()) return;
    const std::vector<Window> pauses = pauses_of(child_of(services, "schedule"), keys);
    const bool never = pauses.size() == 1 && pauses[0].days == 0x7f && pauses[0].start == 0 && pauses[0].end == 1440;
    if (never) {
      maker_.nearly(where(services), quote(who) + ": blocked services",
                    "their schedule pauses them all day, every day: nothing was blocked, and nothing is closed");
      return;
    }
    for (const WrittenKey& key : keys) HouseMaker::add(profile.close, key.key);
    profile.timetable.insert(profile.timetable.end(), pauses.begin(), pauses.end());
  }

  void add_service(WrittenProfile& profile, std::vector<WrittenKey>& keys, const Node& id, const std::string& who) {
    const std::string_view text = word_at(&id);
    if (text == "icloud_private_relay") {
      if (!profile.bypass || *profile.bypass == BypassLevel::off) profile.bypass = BypassLevel::standard;
      return maker_.nearly(where(&id), quote(who) + ": blocked service 'icloud_private_relay'",
                           "here it belongs to the ways round the filter: 'bypass: standard' asks Private Relay to step aside");
    }
    const AdguardService* const service = adguard_service(text);
    if (service == nullptr)
      return maker_.not_carried(where(&id), quote(who) + ": blocked service " + quote(text), "darban has no such service yet",
                                "close a category, or write its names under 'block'");
    HouseMaker::add(keys, service->key);
    if (service->fits == AdguardService::Fits::wider)
      maker_.nearly(where(&id), quote(who) + ": blocked service " + quote(text),
                    "darban closes more with it: " + quote(service->key));
  }

  // Days with the same pause are one window.
  std::vector<Window> pauses_of(const Node* schedule, const std::vector<WrittenKey>& keys) {
    std::map<std::pair<std::uint16_t, std::uint16_t>, std::uint8_t> days;
    for (std::size_t day = 0; day < kDays.size(); ++day) {
      const Node* const range = child_of(schedule, kDays[day]);
      if (range == nullptr) continue;
      const auto start = minute_of_duration(word_at(child_of(range, "start")));
      const auto end = minute_of_duration(word_at(child_of(range, "end")));
      if (!start || !end || *start > *end) {
        maker_.not_carried(where(range), "schedule of " + std::string(kDays[day]), "its times can not be read",
                           "write a window with 'open' into the person's timetable");
      } else if (*start < *end) {
        days[{*start, *end}] = static_cast<std::uint8_t>(days[{*start, *end}] | 1u << day);
      }
    }
    std::vector<Window> windows;
    for (const auto& [range, on] : days) {
      Window window;
      window.days = on;
      window.start = range.first;
      window.end = range.second;
      // A topic stands for one service of it here, and a pause was never meant for all of gambling.
      for (const WrittenKey& key : keys) {
        if (key.key.starts_with("service:")) window.open.push_back(key);
      }
      if (window.open.empty()) continue;
      windows.push_back(std::move(window));
    }
    if (!windows.empty()) remember_zone(child_of(schedule, "time_zone"));
    return windows;
  }

  void remember_zone(const Node* node) {
    const std::string_view zone = word_at(node);
    const std::string named = zone.empty() || zone == "Local" ? terms_.machine_zone : std::string(zone);
    times_ = true;
    if (!named.empty() && !Zone::from_text(named))
      return maker_.nearly(where(node), "time zone " + quote(named), "nobody here knows it: the household's own is used",
                           "write your zone at 'zone', such as Asia/Karachi");
    if (named.empty() || named == imported_.household.zone) return;
    if (zone_from_.empty()) {
      imported_.household.zone = named;
      zone_from_ = where(node);
      return;
    }
    maker_.nearly(where(node), "time zone " + quote(zone),
                  "a household has one clock: " + quote(imported_.household.zone) + " of " + zone_from_,
                  "change the times of these windows by the hours between");
  }

  void zone() {
    if (!zone_from_.empty()) return;
    imported_.household.zone = terms_.machine_zone.empty() ? "UTC" : terms_.machine_zone;
    if (times_ && terms_.machine_zone.empty())
      maker_.nearly(terms_.file, "time zone 'Local'", "this machine does not say which zone that is: the household file says UTC",
                    "write your zone at 'zone', such as Asia/Karachi");
  }

  // ---- the rest

  void guest() {
    WrittenProfile& guest = imported_.household.guest;
    apply(guest, global_, "everybody", terms_.file);
    if (global_.parental) HouseMaker::add(guest.close, "adult");
    apply_services(guest, global_services_, "everybody");
    imported_.guesses.push_back(
        {"guest", Band::guest, "whoever has no client of his own; AdGuard Home gave him its general settings"});
  }

  void answers() {
    const Node* const mode = first_at(root_, {"filtering.blocking_mode", "dns.blocking_mode"});
    const std::string_view word = word_at(mode);
    if (word == "nxdomain") answer_ = AnswerMode::nxdomain;
    if (word == "refused") answer_ = AnswerMode::refused;
    if (word == "custom_ip")
      maker_.not_carried(where(mode), "blocking_mode: custom_ip",
                         "darban answers with no address of somebody else's; closed names are 0.0.0.0");
    const Node* const ttl = first_at(root_, {"filtering.blocked_response_ttl", "dns.blocked_response_ttl"});
    if (const auto seconds = number_at(ttl); seconds && *seconds != 10) {
      ttl_ = static_cast<std::uint32_t>(std::clamp<long>(*seconds, 1, 300));
      if (*seconds != static_cast<long>(*ttl_))
        maker_.nearly(where(ttl), "blocked_response_ttl: " + std::to_string(*seconds),
                      "1 to 300 seconds are possible here: " + std::to_string(*ttl_));
    }
    const auto set = [&](WrittenProfile& profile) {
      profile.answer = answer_;
      profile.blocked_ttl = ttl_;
    };
    for (WrittenPerson& person : imported_.household.people) set(person.profile);
    set(imported_.household.guest);
  }

  void network() {
    std::string port(word_at(first_at(root_, {"dns.port"})));
    for (const Node& host : list_at(first_at(root_, {"dns.bind_hosts"}))) {
      const std::string address(word_at(&host));
      const bool six = address.find(':') != std::string::npos;
      const std::string endpoint = (six ? "[" + address + "]" : address) + (port.empty() ? "" : ":" + port);
      if (read_endpoint(endpoint, 53)) imported_.advice.listen.push_back(endpoint);
    }
    for (const Node& upstream : list_at(first_at(root_, {"dns.upstream_dns"}))) add_upstream(upstream);
    for (const std::string_view key : {"dns.allowed_clients", "dns.disallowed_clients"}) {
      const Node* const clients = first_at(root_, {key});
      if (!list_at(clients).empty())
        maker_.not_carried(where(clients), std::string(key), "who may ask at all is said in darban.yaml",
                           "'allow-from' in darban.yaml takes networks");
    }
  }

  void add_upstream(const Node& upstream) {
    std::string_view text = word_at(&upstream);
    if (text.empty() || text.front() == '#') return;
    for (const std::string_view plain : {"udp://", "tcp://"}) {
      if (text.starts_with(plain)) text.remove_prefix(plain.size());
    }
    if (read_endpoint(text, 53))
      imported_.advice.upstreams.emplace_back(text);
    else
      maker_.not_carried(
          where(&upstream), "upstream " + quote(text),
          text.starts_with('[') ? "darban asks the same resolvers for every name" : "darban asks its resolvers over plain DNS");
  }

  void rest_of_client(const Node& client, const std::string& who) {
    const Node* const upstreams = child_of(&client, "upstreams");
    if (!list_at(upstreams).empty())
      maker_.not_carried(where(upstreams), quote(who) + ": upstreams", "everybody asks the same resolvers here");
    for (const Node& tag : list_at(child_of(&client, "tags"))) {
      if (!tag_named(word_at(&tag)))
        maker_.not_carried(where(&tag), quote(who) + ": tag " + quote(word_at(&tag)), "darban has no such tag");
    }
  }

  void rest() {
    if (!global_.browsing)
      maker_.nearly(place({"filtering.safebrowsing_enabled", "dns.safebrowsing_enabled"}), "safebrowsing_enabled: false",
                    "here malware and phishing are closed for everybody");
    if (flag_at(first_at(root_, {"querylog.enabled", "dns.querylog_enabled"}), true))
      maker_.advice(place({"querylog", "dns.querylog_enabled"}), "the query log",
                    "darban keeps none, and there is none to turn on",
                    "delete the old one: it says who looked where (data/querylog.json)");
    if (flag_at(first_at(root_, {"dhcp.enabled"})))
      maker_.not_carried(place("dhcp"), "the DHCP server", "darban gives out no addresses",
                         "let the router do it, with this machine as the only DNS server");
    if (flag_at(first_at(root_, {"tls.enabled"})))
      maker_.not_carried(place("tls"), "encrypted DNS for devices, and its keys",
                         "darban does not serve DNS over TLS or HTTPS yet; keys are never read");
    if (!list_at(first_at(root_, {"users"})).empty())
      maker_.not_carried(place("users"), "who may log in", "passwords are never read");
  }

  const Node& root_;
  const ImportTerms& terms_;
  Imported imported_;
  HouseMaker maker_;
  Rules global_;
  const Node* global_services_ = nullptr;
  std::vector<WrittenKey> categories_;  // of lists that are on and that the catalogue knows
  std::optional<AnswerMode> answer_;
  std::optional<std::uint32_t> ttl_;
  std::string zone_from_;
  bool times_ = false;
};

}  // namespace

Result<Imported, ConfigError> import_adguard_home(std::string_view yaml, const ImportTerms& terms) {
  const auto root = read_foreign_document(yaml, terms.file);
  if (!root) return root.error();
  const bool is_one =
      root->kind == Node::Kind::map && first_at(*root, {"schema_version"}) != nullptr && first_at(*root, {"dns"}) != nullptr;
  if (!is_one) return ConfigError{terms.file, {}, "it is no AdGuardHome.yaml: that has 'schema_version' and 'dns' at its top"};
  if (const auto version = number_at(first_at(*root, {"schema_version"})); !version || *version < 10)
    return ConfigError{
        terms.file, place_of(*first_at(*root, {"schema_version"})),
        "settings this old are not known here: start a newer AdGuard Home with them once, it brings them up to date"};
  return AdguardHome(*root, terms).import();
}

}  // namespace darban
