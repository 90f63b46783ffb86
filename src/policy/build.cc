// SPDX-License-Identifier: Apache-2.0
#include "policy/build.h"

#include <utility>

#include "base/errc.h"
#include "config/spelling.h"
#include "lists/idn.h"
#include "policy/local_names.h"
#include "policy/moments_build.h"
#include "policy/never_block.h"
#include "policy/own_rules_build.h"
#include "policy/parts.h"
#include "policy/timetable_build.h"

namespace darban {

// The first refusal ends the work: it is kept, and everything after it is thrown away with the half-built Policy.
class PolicyBuilder {
 public:
  PolicyBuilder(const Household& household, const Settings& settings, std::shared_ptr<const Image> image,
                const ListCompanions& companions)
      : household_(household),
        settings_(settings),
        companions_(companions),
        safe_search_file_(companions.safe_search ? companions.safe_search
                                                 : std::make_shared<const SafeSearchFile>(built_in_safe_search())),
        safe_search_(*safe_search_file_,
                     companions.safe_search ? SafeSearchBuilder::Table::of_the_file : SafeSearchBuilder::Table::own),
        parts_(std::make_unique<Policy::Parts>(std::move(image))),
        names_(parts_->image->seed()),
        keys_(parts_->image->categories()),
        services_(household.services, *parts_->image, hooks_) {}

  Result<std::shared_ptr<const Policy>, ConfigError> build() {
    parts_->file = household_.file;
    find_zone();
    count_categories();
    if (!has_lists_)
      note({},
           "there are no lists yet; "
           "categories and services close nothing");
    add_our_names();
    add_settings();
    add_services();
    for (const WrittenDomain& domain : household_.never_block) add_never_block(domain);
    add_rules(household_.allow, SpecialNames::kEverybody, RuleKind::allow);
    add_rules(household_.block, SpecialNames::kEverybody, RuleKind::block);
    rules_.read(household_.rules, SpecialNames::kEverybody);

    times_.read_exceptions(parts_->zone);
    for (const WrittenException& each : household_.exceptions) parts_->exception_labels.push_back(each.label);
    add_profile(household_.guest, "guest", {});
    for (const WrittenPerson& person : household_.people) add_person(person);
    for (const WrittenRoom& room : household_.rooms) add_room(room);
    if (!refusal_) rules_.place({parts_->people, parts_->rooms});
    if (refusal_) return std::move(*refusal_);

    parts_->names = names_.build();
    finish_rules();
    finish_safe_search();
    note_rules_without_effect();
    parts_->moments = moment_board_of(household_, parts_->profiles, parts_->counting);
    return std::shared_ptr<const Policy>(new Policy(std::shared_ptr<const Policy::Parts>(std::move(parts_))));
  }

 private:
  void refuse(Place place, std::string what) {
    if (!refusal_) refusal_ = {household_.file, place, std::move(what)};
  }
  void note(Place place, std::string what) { parts_->notes.push_back({household_.file, place, std::move(what)}); }

  void find_zone() {
    if (auto zone = Zone::from_text(household_.zone)) {
      parts_->zone = std::move(*zone);
    } else {
      refuse(household_.zone_place,
             "nobody knows the time zone " + quote(household_.zone) +
                 "; write a name such as Asia/Karachi, or a POSIX rule such as PKT-5 where there are no zone files");
    }
  }

  void count_categories() {
    for (const Category& category : parts_->image->categories()) {
      if (category.judged_in_targets) parts_->judged_in_targets.add(category.id);
      const Counting counting = counting_of(category);
      parts_->counting[static_cast<std::size_t>(category.id)] = counting;
      if (counting.group == Group::scams_and_malware) parts_->security.add(category.id);
      if (!counting.counted) parts_->sensitive.add(category.id);
    }
  }

  void add_our_names() {
    add_local_names(names_);
    parts_->signals = add_signals(companions_.bypass ? companions_.bypass->signals : built_in_signals(), names_);
    safe_search_.add_names(names_);
    add_vital_names(names_);
    add_shared_names(names_);
    add_companions();
  }

  void add_companions() {
    for (const OpenedName& each : companions_.opened)
      names_.add_mark(each.name, each.scope == OpenedScope::subtree ? NameScope::subtree : NameScope::exact,
                      NameMark::lists_never_close);
    parts_->sealed = companions_.sealed;
  }

  void add_settings() {
    const std::vector<IpPrefix> allow_from = settings_.allow_from.empty() ? own_networks() : settings_.allow_from;
    for (const IpPrefix& prefix : allow_from) parts_->allow_from.add(prefix);
    for (const IpPrefix& prefix : settings_.trusted_forwarders) parts_->trusted_forwarders.add(prefix);
    parts_->gateway = !settings_.gateway_socket.empty();
    add_page_addresses();
    for (const std::string& suffix : settings_.private_answers_for) {
      const bool fine = !refusal_;
      add_mark({suffix, {}}, NameMark::may_be_private);
      if (fine && refusal_) *refusal_ = {"", {}, "private-answers-for: " + refusal_->what};  // not the household's mistake
    }
  }

  // A browser that is sent to a closed site's name asks port 80. Of sockets that somebody else opened the port is not known here:
  // where it is another, the device is refused at once and loses nothing.
  void add_page_addresses() {
    constexpr std::uint16_t kHttp = 80;
    const auto add = [&](const char* network) { parts_->page_at.add(*IpPrefix::from_text(network)); };
    for (const WebListen& listen : settings_.web_listen) {
      const bool inherited = listen.kind == WebListen::Kind::inherited;
      const bool http = listen.kind == WebListen::Kind::http && listen.endpoint.port == kHttp;
      const bool everywhere = http && listen.endpoint.address.is_unspecified();
      if (inherited || (everywhere && listen.endpoint.address.is_v4())) add("0.0.0.0/0");
      if (inherited || (everywhere && !listen.endpoint.address.is_v4())) {
        add("fc00::/7");  // not link-local ones: a browser can not use those without a zone
        add("::1");
      }
      if (http && !everywhere) {
        if (const auto single = IpPrefix::of(listen.endpoint.address, 128)) parts_->page_at.add(*single);
      }
    }
  }

  void add_services() {
    services_.give_keys(keys_);
    for (std::size_t i = 0; i < household_.services.size(); ++i) {
      for (const WrittenDomain& domain : household_.services[i].names) {
        const auto name = name_of(domain);
        if (!name || refusal_) return;
        services_.add_name(i, *name, names_);
      }
    }
  }

  void finish_rules() {
    const HashSeed seed = parts_->image->seed();
    parts_->services = services_.build(parts_->names, seed);
    for (const OwnService& service : parts_->services.all())
      parts_->counting[static_cast<std::size_t>(service.id)] = {Group::own_rules, true};
    OwnRulesBuilder::Built built = rules_.finish(parts_->names, seed, parts_->profiles.size());
    parts_->rules = std::move(built.rules);
    parts_->rule_clocks = std::move(built.clocks);
    parts_->rule_sources = std::move(built.sources);
  }

  // decisions.md 2, step 0: loopback, RFC 1918, RFC 4193, link-local.
  static std::vector<IpPrefix> own_networks() {
    std::vector<IpPrefix> networks;
    for (const char* text :
         {"127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1", "fc00::/7", "fe80::/10"})
      networks.push_back(*IpPrefix::from_text(text));
    return networks;
  }

  // `x`, `*.x` and `.x` mean the same in a household file.
  std::optional<Name> name_of(const WrittenDomain& domain) {
    std::string_view text = domain.name;
    if (text.starts_with("*."))
      text.remove_prefix(2);
    else if (text.starts_with('.'))
      text.remove_prefix(1);
    const auto name = name_from_text_idn(text);
    if (name && !name->is_root()) return *name;
    const std::string reason = name ? "it means every name there is" : std::string(text_of(name.error().code).view());
    refuse(domain.place, quote(domain.name) + " is not a domain name: " + reason + "; write it like games.example");
    return std::nullopt;
  }

  void add_mark(const WrittenDomain& domain, NameMark mark) {
    if (const auto name = name_of(domain)) names_.add_mark(*name, NameScope::subtree, mark);
  }

  void add_rules(const std::vector<WrittenDomain>& domains, SpecialNames::Owner owner, RuleKind kind) {
    for (const WrittenDomain& domain : domains) {
      const auto name = name_of(domain);
      if (!name) return;
      names_.add_rule(*name, owner, kind);
      rules_.remember(*name, owner, kind, domain);
      if (kind == RuleKind::block) blocks_.push_back({*name, &domain});
    }
  }

  void add_never_block(const WrittenDomain& domain) {
    add_mark(domain, NameMark::never_block);
    const auto name = refusal_ ? std::nullopt : name_of(domain);
    const std::string_view host = name ? safe_search_.host_under(*name) : std::string_view();
    if (!host.empty())
      note(domain.place, quote(domain.name) + " goes before safe search too: nobody is led away from " + quote(host));
  }

  void note_rules_without_effect() {
    SuffixHashes hashes;
    for (const auto& [name, domain] : blocks_) {
      name.hash_suffixes(parts_->image->seed(), hashes);
      if (!parts_->names.facts_of(hashes).never_block) continue;
      note(domain->place,
           quote(domain->name) + " stays open: it is a vital name (helplines, time, updates ...), which no rule closes");
    }
  }

  std::optional<CategoryId> category_of(const WrittenKey& written) {
    if (const auto id = keys_.id_of(written.key)) return id;
    if (!has_lists_) return std::nullopt;
    if (is_topic(written.key)) {
      note(written.place, "the lists have no category " + quote(written.key) + " yet: it closes and opens nothing");
      return std::nullopt;
    }
    const std::string_view near = keys_.nearest_to(written.key);
    refuse(written.place,
           quote(written.key) + " is no category or service of the lists; " +
               (near.empty() ? std::string("'darban lists stats' shows them all") : "did you mean " + quote(near) + "?"));
    return std::nullopt;
  }

  CategorySet categories_of(const std::vector<WrittenKey>& keys) {
    CategorySet set;
    for (const WrittenKey& key : keys) {
      if (const auto id = category_of(key)) set.add(*id);
    }
    return set;
  }

  const BandDefaults& defaults(Band band, BypassLevel bypass) {
    constexpr std::size_t kLevels = 3;
    auto& known = defaults_[static_cast<std::size_t>(band) * kLevels + static_cast<std::size_t>(bypass)];
    if (!known) known = defaults_of(band, bypass, keys_);
    return *known;
  }

  ProfileId add_profile(const WrittenProfile& written, std::string who, Place place) {
    constexpr std::size_t kMostProfiles = 65536;  // ProfileId has 16 bits
    if (parts_->profiles.size() == kMostProfiles) refuse(place, "65,535 people and rooms are the most one darban keeps apart");
    if (refusal_) return kGuest;
    if (written.blocked_ttl && (*written.blocked_ttl < 1 || *written.blocked_ttl > 300))
      refuse(place, "blocked-ttl is a number of seconds from 1 to 300");

    const auto id = static_cast<ProfileId>(parts_->profiles.size());
    Profile profile;
    profile.band = written.band;
    profile.bypass = written.bypass.value_or(bypass_of(written.band));
    profile.answer = written.answer.value_or(AnswerMode::null);
    profile.blocked_ttl = written.blocked_ttl.value_or(profile.blocked_ttl);
    const BandDefaults& band = defaults(written.band, profile.bypass);
    profile.allow_list = written.allow_list || band.allow_list;
    profile.tags = darban::tags_of(written.band);
    profile.never_pause = written.never_pause;
    profile.caps = caps_of(written.caps);
    profile.safe_search = safe_search_choice(written);
    profile.strip_ech = written.strip_ech;
    profile.resolved_only = written.resolved_only;
    if (written.resolved_only && !parts_->gateway)
      note(place, "'resolved-only' needs gateway mode (gateway.socket in darban.yaml): without it, it closes nothing");
    const CategorySet close = categories_of(written.close);
    const CategorySet open = categories_of(written.open);
    for (std::size_t mode = 0; mode < kModes; ++mode) profile.closed[mode] = (band.closed[mode] | close) - open;
    profile.open_doors = categories_of(written.open_doors);
    profile.only_listed.fill(profile.allow_list);
    profile.listed.fill(open | profile.open_doors);
    for (const WrittenModeEdit& edit : written.modes) edit_mode(profile, edit);
    profile.timetable = add_timetable(written.timetable, id);
    parts_->profiles.push_back(profile);
    parts_->who.push_back(std::move(who));
    parts_->windows.push_back(written.timetable);

    const SpecialNames::Owner owner = static_cast<SpecialNames::Owner>(id) + 1;
    add_rules(written.allow, owner, RuleKind::allow);
    add_rules(written.block, owner, RuleKind::block);
    add_rules(written.open_door_names, owner, RuleKind::open_door);
    rules_.read(written.rules, owner);
    return id;
  }

  std::uint16_t safe_search_choice(const WrittenProfile& written) {
    std::vector<SafeSearchRemark> remarks;
    const std::uint16_t choice = safe_search_.choice_of(written.band, written.safe_search, remarks);
    for (SafeSearchRemark& remark : remarks) {
      if (remark.refused)
        refuse(remark.place, std::move(remark.what));
      else
        note(remark.place, std::move(remark.what));
    }
    return choice;
  }

  void finish_safe_search() {
    SuffixHashes hashes;
    parts_->safe_search = std::move(safe_search_).build([&](const Name& target) {
      target.hash_suffixes(parts_->image->seed(), hashes);
      return parts_->names.facts_of(hashes).may_be_private;
    });
  }

  void edit_mode(Profile& profile, const WrittenModeEdit& edit) {
    const auto mode = static_cast<std::size_t>(edit.mode);
    const CategorySet open = categories_of(edit.open);
    profile.closed[mode] = (profile.closed[mode] | categories_of(edit.close)) - open;
    profile.listed[mode] |= open;
    profile.only_listed[mode] |= edit.allow_list;
  }

  std::int32_t add_timetable(const std::vector<Window>& written, ProfileId id) {
    auto timetable = times_.timetable(written, id);
    if (!timetable || refusal_) return -1;
    parts_->timetables.push_back(std::move(*timetable));
    return static_cast<std::int32_t>(parts_->timetables.size() - 1);
  }

  void add_person(const WrittenPerson& person) {
    const ProfileId id = add_profile(person.profile, person.name, person.place);
    if (refusal_) return;
    parts_->people.emplace(person.name, id);
    for (const WrittenDevice& device : person.devices) add_device(device, id);
  }

  void add_device(const WrittenDevice& device, ProfileId id) {
    constexpr std::size_t kMostDevices = 65535;  // DeviceId has 16 bits
    if (parts_->written_devices.size() > kMostDevices)
      return refuse(device.place, "65,535 devices are the most one darban keeps apart");
    const Owner owner{id, static_cast<DeviceId>(parts_->written_devices.size())};
    parts_->written_devices.push_back({device.label, id, device.never_pause, tags_of(device)});
    for (const WrittenMac& each : device.macs) refuse_if_taken(device, "a MAC address", id, parts_->devices.add(each.mac, owner));
    for (const WrittenPrefix& each : device.addresses)
      refuse_if_taken(device, each.prefix.is_single() ? "an address" : "a network", id, parts_->devices.add(each.prefix, owner));
    if (!parts_->gateway) return;
    for (const WrittenMac& each : device.macs) parts_->marks.push_back({each.mac, id, owner.device});
    for (const WrittenPrefix& each : device.addresses) parts_->marks.push_back({each.prefix, id, owner.device});
  }

  TagSet tags_of(const WrittenDevice& device) {
    TagSet tags = 0;
    for (const WrittenKey& written : device.tags) {
      const auto tag = tag_named(written.key);
      if (!tag || !is_of_device(*tag))
        refuse(written.place, quote(written.key) + " is no tag of a device; the tags are: " + known_device_tags());
      tags |= tag.value_or(0);
    }
    return tags;
  }

  void refuse_if_taken(const WrittenDevice& device, const char* what, ProfileId id, std::optional<ProfileId> owner) {
    if (!owner || *owner == id) return;
    refuse(device.place, "the device " + quote(device.label) + " has " + what + " that belongs to " +
                             quote(parts_->who[static_cast<std::size_t>(*owner)]) + " already; keep it with one of them");
  }

  void add_room(const WrittenRoom& room) {
    const ProfileId id = add_profile(room.profile, "room " + room.label, room.place);
    if (refusal_) return;
    parts_->rooms.emplace(room.label, id);
    if (parts_->gateway) parts_->marks.push_back({room.prefix.prefix, id, kNoDevice});
    const auto owner = parts_->devices.add(room.prefix.prefix, {id, kNoDevice});
    if (!owner) return;
    refuse(room.place, "the room " + quote(room.label) + " has a network that belongs to " +
                           quote(parts_->who[static_cast<std::size_t>(*owner)]) + " already; two of them need two networks");
  }

  struct WrittenBlock {
    Name name;
    const WrittenDomain* domain;
  };
  const Household& household_;
  const Settings& settings_;
  const ListCompanions& companions_;
  std::optional<ConfigError> refusal_;
  std::shared_ptr<const SafeSearchFile> safe_search_file_;
  SafeSearchBuilder safe_search_;
  std::unique_ptr<Policy::Parts> parts_;
  SpecialNamesBuilder names_;
  CategoryKeys keys_;
  const bool has_lists_ = !keys_.empty();  // before the family's own services have keys too
  BuildHooks hooks_{.refuse = [this](Place place, std::string what) { refuse(place, std::move(what)); },
                    .note = [this](Place place, std::string what) { note(place, std::move(what)); }};
  OwnServicesBuilder services_;
  OwnRulesBuilder rules_{household_, hooks_, names_};
  std::array<std::optional<BandDefaults>, 33> defaults_;  // by band and bypass level, made when first used
  std::vector<WrittenBlock> blocks_;
  TimetableBuilder times_{household_,
                          {.refuse = [this](Place place, std::string what) { refuse(place, std::move(what)); },
                           .note = [this](Place place, std::string what) { note(place, std::move(what)); },
                           .categories_of = [this](const std::vector<WrittenKey>& keys) { return categories_of(keys); }}};
};

Result<std::shared_ptr<const Policy>, ConfigError> build_policy(const Household& household, const Settings& settings,
                                                                std::shared_ptr<const Image> image,
                                                                const ListCompanions& companions) {
  return PolicyBuilder(household, settings, std::move(image), companions).build();
}

}  // namespace darban
