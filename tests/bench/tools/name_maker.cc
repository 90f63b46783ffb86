// SPDX-License-Identifier: Apache-2.0
#include "tools/name_maker.h"

#include <array>
#include <cstring>

namespace darban::bench {
namespace {

constexpr std::array kWords{
    "acorn",   "amber",    "anchor",  "apple",   "arrow",   "aspen",  "atlas",  "autumn",  "badge",  "bamboo",  "barley",
    "basket",  "beacon",   "birch",   "blossom", "bold",    "book",   "branch", "bread",   "bridge", "bright",  "brook",
    "cabin",   "candle",   "canyon",  "carbon",  "castle",  "cedar",  "chart",  "cherry",  "circle", "city",    "clear",
    "clever",  "click",    "cloud",   "clover",  "coast",   "cobalt", "comet",  "compass", "copper", "coral",   "cotton",
    "craft",   "crane",    "crystal", "daily",   "data",    "dawn",   "deal",   "delta",   "desk",   "digital", "domino",
    "dune",    "eagle",    "early",   "earth",   "echo",    "ember",  "engine", "event",   "fabric", "falcon",  "fast",
    "feather", "fern",     "field",   "finch",   "flint",   "flora",  "flow",   "forest",  "fresh",  "frost",   "garden",
    "gentle",  "glass",    "globe",   "gold",    "granite", "grape",  "green",  "grove",   "guide",  "harbor",  "harvest",
    "hazel",   "helio",    "hill",    "honey",   "house",   "indigo", "iris",   "island",  "ivory",  "jade",    "jasmine",
    "jet",     "journey",  "juniper", "kite",    "lagoon",  "lake",   "lamp",   "lantern", "laurel", "leaf",    "lemon",
    "level",   "light",    "lilac",   "linen",   "lotus",   "lucid",  "lunar",  "maple",   "marble", "market",  "meadow",
    "media",   "melon",    "metric",  "mint",    "mirror",  "mobile", "moss",   "motion",  "nectar", "network", "north",
    "novel",   "nutmeg",   "oak",     "oasis",   "ocean",   "olive",  "onyx",   "orbit",   "orchid", "otter",   "paper",
    "parcel",  "pearl",    "pebble",  "pepper",  "photo",   "pilot",  "pine",   "pixel",   "planet", "plaza",   "plum",
    "polar",   "prairie",  "prime",   "prism",   "pulse",   "quartz", "quick",  "quiet",   "quill",  "radar",   "rain",
    "raven",   "ribbon",   "ridge",   "river",   "robin",   "rocket", "rose",   "saffron", "sage",   "sail",    "salt",
    "sand",    "sapphire", "scout",   "season",  "seed",    "signal", "silk",   "silver",  "simple", "sky",     "slate",
    "smart",   "snow",     "solar",   "sparrow", "spice",   "spring", "star",   "stone",   "storm",  "studio",  "sugar",
    "summit",  "sun",      "swift",   "table",   "tango",   "teal",   "tender", "thistle", "tidal",  "tiger",   "timber",
    "topaz",   "torch",    "track",   "trail",   "tulip",   "turbo",  "unity",  "urban",   "valley", "vector",  "velvet",
    "violet",  "vista",    "voyage",  "walnut",  "water",   "wave",   "west",   "willow",  "wind",   "winter",  "wonder",
    "yarn",    "yellow",   "zenith",  "zephyr",  "zinc"};

// The top-level domains and registries' suffixes, the frequent ones first: the n-th is drawn about 1 / (n + 1) as often as the
// first.
constexpr std::array kSuffixes{
    "com", "net",  "org",    "ru",      "xyz",    "info",    "top",   "de",    "online", "site", "co.uk", "shop", "cn",
    "io",  "club", "com.br", "fr",      "pl",     "in",      "it",    "nl",    "eu",     "biz",  "us",    "live", "cc",
    "me",  "icu",  "space",  "website", "link",   "store",   "app",   "dev",   "cloud",  "co",   "tv",    "jp",   "com.au",
    "es",  "ca",   "vip",    "life",    "pro",    "cz",      "ro",    "ua",    "com.tr", "se",   "ch",    "at",   "be",
    "hu",  "gr",   "vn",     "co.id",   "com.mx", "co.kr",   "co.jp", "co.za", "com.pk", "pk",   "ae",    "sa",   "ir",
    "by",  "kz",   "pt",     "dk",      "no",     "fi",      "sk",    "bg",    "lt",     "lv",   "ee",    "hr",   "rs",
    "si",  "ie",   "nz",     "sg",      "my",     "th",      "ph",    "tw",    "hk",     "il",   "mx",    "cl",   "ar",
    "pe",  "fun",  "work",   "today",   "world",  "digital", "news",  "blog",  "agency"};
static_assert(kSuffixes.size() == 100);

constexpr std::array kServiceLabels{"www", "ads",   "track", "t",     "go",    "metrics",  "stats", "pixel",  "cdn",  "static",
                                    "api", "m",     "img",   "media", "s",     "a",        "log",   "events", "data", "collect",
                                    "tag", "email", "links", "mail",  "app",   "web",      "login", "shop",   "blog", "r",
                                    "srv", "eu",    "us",    "sync",  "match", "delivery", "edge",  "origin", "news", "beta"};
constexpr std::string_view kConsonants = "bcdfghjklmnprstvz";
constexpr std::string_view kVowels = "aeiou";
constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t kClusters = 20000;

template <typename List>
std::string_view one_of(const List& list, Dice& dice) {
  return list[dice.below(static_cast<std::uint32_t>(list.size()))];
}

// Small numbers far more often than large ones: 0 to limit - 1, density about 1 / (n + 1).
std::size_t skewed(std::size_t limit, Dice& dice) {
  const double u = dice.unit();
  const auto n = static_cast<std::size_t>(u * u * u * static_cast<double>(limit));
  return n < limit ? n : limit - 1;
}

std::string syllables(Dice& dice) {
  std::string out;
  for (std::uint32_t i = 2 + dice.below(3); i > 0; --i) {
    out += kConsonants[dice.below(static_cast<std::uint32_t>(kConsonants.size()))];
    out += kVowels[dice.below(static_cast<std::uint32_t>(kVowels.size()))];
    if (dice.one_in(3)) out += kConsonants[dice.below(static_cast<std::uint32_t>(kConsonants.size()))];
  }
  return out;
}

std::string random_letters(std::uint32_t least, std::uint32_t most, Dice& dice) {
  const std::uint32_t alphabet = dice.one_in(2) ? 26 : 36;
  std::string out;
  for (std::uint32_t i = least + dice.below(most - least + 1); i > 0; --i) out += kLetters[dice.below(alphabet)];
  return out;
}

std::string site_label(Dice& dice) {
  const std::uint32_t kind = dice.below(100);
  std::string out;
  if (kind < 45) {
    out += one_of(kWords, dice);
    if (dice.one_in(5)) out += '-';
    out += one_of(kWords, dice);
    if (dice.one_in(4)) out += std::to_string(dice.below(1000));
  } else if (kind < 70) {
    out = syllables(dice);
    if (dice.one_in(3)) out += one_of(kWords, dice);
  } else if (kind < 84) {
    out = std::string(one_of(kWords, dice)) + syllables(dice);
  } else {
    out = random_letters(6, 16, dice);
  }
  return out;
}

std::uint64_t fingerprint(std::string_view name) {
  std::uint64_t h = 0xcbf29ce484222325;  // FNV-1a, finished as SplitMix64 does
  for (const char c : name) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9;
  h = (h ^ (h >> 27)) * 0x94d049bb133111eb;
  h ^= h >> 31;
  return h == 0 ? 1 : h;
}

std::string_view parent_of(std::string_view name) {
  const auto dot = name.find('.');
  return dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
}

}  // namespace

std::uint64_t Dice::next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}
std::uint32_t Dice::below(std::uint32_t limit) { return static_cast<std::uint32_t>((next() >> 32) * limit >> 32); }
double Dice::unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }

bool NameMaker::Seen::has(std::string_view name) const {
  const std::uint64_t wanted = fingerprint(name);
  for (std::size_t at = wanted & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at] == wanted) return true;
    if (slots_[at] == 0) return false;
  }
}

bool NameMaker::Seen::add(std::string_view name) {
  if ((count_ + 1) * 2 > slots_.size()) grow();
  const std::uint64_t wanted = fingerprint(name);
  std::size_t at = wanted & (slots_.size() - 1);
  for (; slots_[at] != 0; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at] == wanted) return false;
  }
  slots_[at] = wanted;
  ++count_;
  return true;
}

void NameMaker::Seen::grow() {
  std::vector<std::uint64_t> old(slots_.size() * 2);
  old.swap(slots_);
  for (const std::uint64_t one : old) {
    if (one == 0) continue;
    std::size_t at = one & (slots_.size() - 1);
    while (slots_[at] != 0) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = one;
  }
}

NameMaker::NameMaker(std::uint64_t seed) : dice_(seed) {
  while (clusters_.size() < kClusters) {
    std::string name = registered_name();
    if (ancestors_.add(name)) clusters_.push_back(std::move(name));
  }
}

std::string NameMaker::registered_name() {
  std::string name = site_label(dice_);
  name += '.';
  return name += kSuffixes[skewed(kSuffixes.size(), dice_)];
}

std::string NameMaker::subdomain_label() {
  const std::uint32_t kind = dice_.below(100);
  if (kind < 40) return std::string(one_of(kServiceLabels, dice_));
  if (kind < 65)
    return std::string(one_of(kServiceLabels, dice_)) + (dice_.one_in(2) ? "-" : "") + std::to_string(dice_.below(2000));
  if (kind < 85) return std::string(one_of(kWords, dice_));
  return random_letters(8, 20, dice_);
}

std::string NameMaker::under_a_cluster() {
  const std::uint32_t kind = dice_.below(100);
  std::string name;
  for (int depth = kind < 70 ? 1 : kind < 92 ? 2 : 3; depth > 0; --depth) name += subdomain_label() + ".";
  return name += dice_.one_in(2) ? clusters_[skewed(clusters_.size(), dice_)] : registered_name();
}

bool NameMaker::is_at_or_under_a_listed(std::string_view name) const {
  for (; !name.empty(); name = parent_of(name)) {
    if (names_.has(name)) return true;
  }
  return false;
}

// Makes the name taken, unless it stands in another's way.
bool NameMaker::take(const std::string& name) {
  if (name.size() > 200 || ancestors_.has(name) || is_at_or_under_a_listed(name)) return false;
  names_.add(name);
  for (std::string_view parent = parent_of(name); !parent.empty(); parent = parent_of(parent)) ancestors_.add(parent);
  return true;
}

std::vector<std::string> NameMaker::listed(std::size_t count) {
  std::vector<std::string> names;
  names.reserve(count);
  while (names.size() < count) {
    std::string name = dice_.below(100) < 45 ? registered_name() : under_a_cluster();
    if (take(name)) names.push_back(std::move(name));
  }
  return names;
}

std::vector<std::string> NameMaker::open(std::size_t count) {
  std::vector<std::string> names;
  names.reserve(count);
  while (names.size() < count) {
    std::string name = registered_name();
    if (!dice_.one_in(3)) name = subdomain_label() + "." + name;
    if (take(name)) names.push_back(std::move(name));
  }
  return names;
}

std::string NameMaker::under(std::string_view name) { return subdomain_label() + "." + std::string(name); }

}  // namespace darban::bench
