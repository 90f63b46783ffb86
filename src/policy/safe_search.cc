// SPDX-License-Identifier: Apache-2.0
#include "policy/safe_search.h"

#include <algorithm>
#include <array>

#include "config/spelling.h"

namespace darban {
namespace {

// What stands in the program: one row an engine, its hosts as one text with blanks between.
struct TargetRow {
  std::string_view level;  // empty: the only one
  std::string_view host;
  std::string_view a;
  std::string_view aaaa;
};
struct EngineRow {
  std::string_view key;
  std::string_view name;
  std::array<TargetRow, 2> targets;  // the second may be missing
  std::string_view hosts;
};
constexpr EngineRow kRows[] = {
#include "policy/safe_search_table.inc"
};

std::optional<IpAddress> address_in(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto address = IpAddress::from_text(text);
  return address ? std::optional(*address) : std::nullopt;
}

std::vector<WrittenDomain> hosts_in(std::string_view text) {
  std::vector<WrittenDomain> hosts;
  while (!text.empty()) {
    const auto blank = std::min(text.find(' '), text.size());
    if (blank > 0) hosts.push_back({std::string(text.substr(0, blank)), {}});
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  return hosts;
}

bool has_levels(const SafeEngine& engine) { return !engine.targets.front().level.empty(); }

bool is_built_in(std::string_view key) {
  return std::any_of(std::begin(kRows), std::end(kRows), [&](const EngineRow& row) { return row.key == key; });
}

std::string levels_of(const SafeEngine& engine) {
  std::string words;
  for (const SafeTarget& target : engine.targets) words += target.level + ", ";
  return words + "off";
}

}  // namespace

bool leads_to_safety(RrType type) {
  switch (type) {
    case RrType::ns:
    case RrType::soa:
    case RrType::mx:
    case RrType::txt:
    case RrType::srv:
    case RrType::ptr:
    case RrType::ds:
    case RrType::rrsig:
    case RrType::nsec:
    case RrType::nsec3:
    case RrType::dnskey:
    case RrType::tlsa:
    case RrType::caa:
      return false;
    default:
      return true;
  }
}

// The guest is what an unnamed device is, a child's new phone too: no looser than a teenager. A television is looked at by the
// whole family, so it is held like its guests. In an exam only what is allowed is open, and that is held strictest. Staff and
// adults choose for themselves.
SafeSearchDefaults safe_search_of(Band band) {
  switch (band) {
    case Band::under_10:
    case Band::pupil_primary:
    case Band::exam:
      return {true, SafeSearchLevel::strict};
    case Band::age_10_12:
    case Band::age_13_15:
    case Band::pupil_secondary:
    case Band::guest:
    case Band::things:
      return {true, SafeSearchLevel::moderate};
    case Band::age_16_17:
      return {true, SafeSearchLevel::off};
    case Band::adult:
    case Band::staff:
      return {false, SafeSearchLevel::off};
  }
  return {true, SafeSearchLevel::strict};
}

SafeSearchBuilder::SafeSearchBuilder(const SafeSearchFile& table, Table whose) : whose_(whose) {
  for (const SafeEngine& engine : table.engines) {
    if (engine.targets.empty()) continue;  // the loader refuses such a file
    engines_.push_back({&engine, static_cast<std::uint8_t>(built_.names_.size() + 1)});
    for (const SafeTarget& target : engine.targets) {
      built_.names_.push_back({Name::from_text(target.host).value_or(Name()), target.fallback_a, target.fallback_aaaa, false,
                               engine.name, target.host});
    }
  }
  built_.engines_ = engines_.size();
}

void SafeSearchBuilder::add_names(SpecialNamesBuilder& names) const {
  for (std::size_t i = 0; i < engines_.size(); ++i) {
    for (const WrittenDomain& host : engines_[i].written->hosts) {
      const auto name = Name::from_text(host.name);
      if (name && !name->is_root()) names.add_search_host(*name, static_cast<std::uint8_t>(i + 1));
    }
  }
  for (const SafeName& safe : built_.names_) {
    if (!safe.name.is_root()) names.add_mark(safe.name, NameScope::exact, NameMark::safe_target);
  }
}

std::string_view SafeSearchBuilder::host_under(const Name& name) const {
  for (const Engine& engine : engines_) {
    for (const WrittenDomain& host : engine.written->hosts) {
      const auto each = Name::from_text(host.name);
      if (each && each->is_at_or_under(name)) return host.name;
    }
  }
  return {};
}

// Strict is the strictest there is; moderate is never less than what was asked for, so an engine without it is held strictly.
std::uint8_t SafeSearchBuilder::target_of(const Engine& engine, SafeSearchLevel level) const {
  if (level == SafeSearchLevel::off) return 0;
  const auto& targets = engine.written->targets;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (level == SafeSearchLevel::moderate && targets[i].level == text_of(level).view())
      return static_cast<std::uint8_t>(engine.first_target + i);
  }
  return engine.first_target;
}

std::uint16_t SafeSearchBuilder::choice_of(Band band, std::span<const WrittenSafeSearch> written,
                                           std::vector<SafeSearchRemark>& remarks) {
  const SafeSearchDefaults standard = safe_search_of(band);
  std::vector<std::uint8_t> row;
  for (const Engine& engine : engines_) {
    const SafeSearchLevel one = standard.engines ? SafeSearchLevel::on : SafeSearchLevel::off;
    row.push_back(target_of(engine, has_levels(*engine.written) ? standard.levels : one));
  }
  for (const WrittenSafeSearch& word : written) apply(word, row, remarks);
  auto& rows = built_.choices_;
  const std::size_t width = std::max<std::size_t>(row.size(), 1);
  for (std::size_t at = 0; at + width <= rows.size(); at += width) {
    if (std::equal(row.begin(), row.end(), rows.begin() + static_cast<std::ptrdiff_t>(at)))
      return static_cast<std::uint16_t>(at / width);
  }
  rows.insert(rows.end(), row.begin(), row.end());
  return static_cast<std::uint16_t>(row.empty() ? 0 : rows.size() / width - 1);
}

void SafeSearchBuilder::apply(const WrittenSafeSearch& word, std::span<std::uint8_t> row,
                              std::vector<SafeSearchRemark>& remarks) const {
  bool found = false;
  for (std::size_t i = 0; i < engines_.size(); ++i) {
    const SafeEngine& engine = *engines_[i].written;
    const bool leveled = has_levels(engine);
    if (word.engine.empty() ? leveled : word.engine != engine.key) continue;
    found = true;
    const bool by_level = word.level == SafeSearchLevel::strict || word.level == SafeSearchLevel::moderate;
    if (by_level && !leveled) {
      remarks.push_back({word.place, quote(engine.key) + " has no levels; write on or off", true});
    } else if (word.level == SafeSearchLevel::on && leveled) {
      remarks.push_back({word.place, quote(engine.key) + " has levels; write one of: " + levels_of(engine), true});
    } else {
      row[i] = target_of(engines_[i], word.level);
    }
  }
  if (!found && !word.engine.empty()) remarks.push_back(unknown(word));
}

SafeSearchRemark SafeSearchBuilder::unknown(const WrittenSafeSearch& word) const {
  if (whose_ == Table::of_the_file && is_built_in(word.engine))
    return {word.place, "safe-search.yaml has no engine " + quote(word.engine) + " any more: nobody is led from it"};
  std::vector<std::string_view> keys;
  for (const Engine& engine : engines_) keys.push_back(engine.written->key);
  const std::string_view near = nearest(word.engine, keys);
  std::string known;
  for (const auto key : keys) known += (known.empty() ? "" : ", ") + std::string(key);
  return {word.place,
          quote(word.engine) + " is no search engine that has a safe address; " +
              (near.empty() ? "known are: " + known : "did you mean " + quote(near) + "?"),
          whose_ == Table::of_the_file};
}

SafeSearchFile built_in_safe_search() {
  SafeSearchFile file;
  for (const EngineRow& row : kRows) {
    SafeEngine engine;
    engine.key = row.key;
    engine.name = row.name;
    engine.hosts = hosts_in(row.hosts);
    for (const TargetRow& target : row.targets) {
      if (target.host.empty()) continue;
      engine.targets.push_back(
          {std::string(target.level), std::string(target.host), address_in(target.a), address_in(target.aaaa), {}});
    }
    file.engines.push_back(std::move(engine));
  }
  return file;
}

}  // namespace darban
