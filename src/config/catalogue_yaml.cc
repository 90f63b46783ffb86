// SPDX-License-Identifier: Apache-2.0
// blocklists/catalogue.yaml. A source that this file accepts can be fetched and judged without asking anybody: every number is in
// its bounds and every canary is one.
#include <algorithm>
#include <array>
#include <filesystem>

#include "config/catalogue.h"
#include "config/item_reader.h"
#include "config/node.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "config/text_file.h"
#include "config/yaml.h"

namespace darban {
namespace {

constexpr std::array<std::string_view, 1> kTopKeys{"sources"};
constexpr std::array<std::string_view, 23> kSourceKeys{
    "id",      "category",  "title",        "home",       "maintainer", "urls",     "format",   "plain",
    "tld",     "licence",   "redistribute", "commercial", "interval",   "entries",  "contains", "never-contains",
    "without", "top-sites", "use",          "languages",  "quality",    "reviewed", "note"};
constexpr std::array<std::string_view, 2> kEntriesKeys{"least", "most"};
constexpr std::array<std::string_view, 2> kWithoutKeys{"name", "why"};
// The keys of lists/format.h, which this layer can not see; a test of the app holds the two together.
constexpr std::array<std::string_view, 8> kFormats{"hosts",   "domains", "wildcard", "adblock",
                                                   "dnsmasq", "unbound", "rpz",      "v2fly"};
constexpr std::array kUses{SourceUse::standard, SourceUse::optional, SourceUse::off};
constexpr std::array<std::string_view, 2> kPlain{"exact", "subtree"};
constexpr std::uint64_t kMostEntries = 100'000'000;
constexpr std::uint64_t kTopSites = 1000;
constexpr std::string_view kHashMark = "sha256:";
constexpr std::string_view kAdult = "adult";  // names of this category stand nowhere in the project

class CatalogueReader {
 public:
  CatalogueReader(Objection& objection, const std::vector<std::string>& categories)
      : objection_(objection), categories_(categories.begin(), categories.end()) {}

  Catalogue all(const Node& root) {
    Catalogue catalogue{objection_.file(), {}};
    const Members members(root, "the catalogue", kTopKeys, objection_);
    if (const Node* list = members.required("sources")) {
      SeenNames seen(objection_);
      for (const Node& node : items_of(*list, "a list source", objection_)) {
        const ItemReader item(node, "a list source", kSourceKeys, objection_);
        catalogue.sources.push_back(one(item));
        seen.add(catalogue.sources.back().id, item.place_of_key("id"));
      }
    }
    return catalogue;
  }

 private:
  CatalogueSource one(const ItemReader& item) {
    CatalogueSource source;
    source.place = item.place();
    source.id = item.key_word("id");
    source.category = category(item);
    source.title = item.text("title");
    source.home = url(item.required("home"));
    source.maintainer = item.text("maintainer");
    source.urls = urls(item);
    source.format = format(item);
    source.plain_is_exact = plain(item);
    source.tld = item.flag_or("tld", false);
    source.licence = item.text("licence");
    source.redistribute = item.flag("redistribute");
    source.commercial = item.flag("commercial");
    source.interval = interval(item);
    read_entries(item, source);
    source.contains = canaries(item, "contains", source.category == kAdult);
    source.never_contains = canaries(item, "never-contains", false);
    refuse_canaries_in_both(item, source);
    source.without = without(item);
    source.most_top_sites = static_cast<std::uint32_t>(item.count_or("top-sites", 0, kTopSites, 0));
    source.use = item.choice<SourceUse>("use", kUses);
    source.languages = languages(item);
    source.quality = item.grade("quality");
    source.reviewed = item.date("reviewed");
    source.note = item.text_or_nothing("note");
    return source;
  }

  std::string category(const ItemReader& item) {
    const std::string key = item.text("category");
    if (key.empty() || categories_.empty()) return key;
    if (std::find(categories_.begin(), categories_.end(), key) != categories_.end()) return key;
    const auto meant = nearest(key, categories_);
    objection_.at(item.place_of_key("category"), "there is no category " + quote(key) +
                                                     (meant.empty() ? std::string("; categories.yaml says which there are")
                                                                    : "; did you mean " + quote(meant) + "?"));
    return key;
  }

  std::string format(const ItemReader& item) {
    const std::string key = item.text("format");
    if (key.empty() || std::find(kFormats.begin(), kFormats.end(), key) != kFormats.end()) return key;
    objection_.at(item.place_of_key("format"), "there is no list format " + quote(key) + "; write " + one_of(kFormats));
    return key;
  }

  std::optional<bool> plain(const ItemReader& item) {
    const std::string word = item.text_or_nothing("plain");
    if (word.empty()) return std::nullopt;
    if (std::find(kPlain.begin(), kPlain.end(), word) == kPlain.end())
      objection_.at(item.place_of_key("plain"), quote(word) + " is no scope; write " + one_of(kPlain));
    return word == "exact";
  }

  std::string url(const Node* node) {
    if (node == nullptr) return {};
    const std::string text = word_of(*node, "an address", objection_);
    check_url({text, node->place});
    return text;
  }

  void check_url(const Word& word) {
    std::string_view rest = word.text;
    const bool secure = rest.starts_with("https://");
    if (!secure && !rest.starts_with("http://"))
      return objection_.at(word.place, quote(word.text) + " is not an address; write it like https://lists.example/x.txt");
    rest.remove_prefix(secure ? 8 : 7);
    const bool plain_text = std::all_of(rest.begin(), rest.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (rest.substr(0, rest.find('/')).empty() || !plain_text || rest.find('@') < rest.find('/'))
      objection_.at(word.place, quote(word.text) + " is not an address; write it like https://lists.example/x.txt, " +
                                    "without a user and with %20 for a space");
  }

  std::vector<std::string> urls(const ItemReader& item) {
    std::vector<std::string> urls;
    const Node* node = item.required("urls");
    if (node == nullptr) return urls;
    SeenNames seen(objection_);
    for (const Word& word : words_of(*node, "an address", objection_)) {
      check_url(word);
      seen.add(word.text, word.place);
      urls.push_back(word.text);
    }
    if (urls.empty()) objection_.at(place_of(*node), "a list source needs an address at least");
    return urls;
  }

  std::chrono::hours interval(const ItemReader& item) {
    constexpr std::chrono::hours kShortest(1);
    constexpr std::chrono::hours kLongest(720);
    const Node* node = item.required("interval");
    if (node == nullptr) return kShortest;
    const std::string word = word_of(*node, "a time", objection_);
    const auto duration = read_duration(word);
    if (duration && *duration >= kShortest && *duration <= kLongest && *duration % kShortest == Milliseconds(0))
      return std::chrono::duration_cast<std::chrono::hours>(*duration);
    objection_.at(node->place, quote(word) + " can not be an interval; write whole hours from 1h to 720h, or 1d to 30d");
    return kShortest;
  }

  void read_entries(const ItemReader& item, CatalogueSource& source) {
    const Node* node = item.required("entries");
    if (node == nullptr) return;
    const ItemReader entries(*node, "'entries'", kEntriesKeys, objection_);
    source.least_entries = entries.count("least", 1, kMostEntries);
    source.most_entries = entries.count("most", 1, kMostEntries);
    if (source.least_entries > source.most_entries) objection_.at(node->place, "'least' is more than 'most'");
  }

  std::vector<std::string> canaries(const ItemReader& item, std::string_view key, bool hashed_only) {
    std::vector<std::string> canaries;
    const Node* node = item.find(key);
    if (node == nullptr) return canaries;
    SeenNames seen(objection_);
    for (const Word& word : words_of(*node, "a name", objection_)) {
      check_canary(word, hashed_only);
      seen.add(word.text, word.place);
      canaries.push_back(word.text);
    }
    return canaries;
  }

  void check_canary(const Word& word, bool hashed_only) {
    if (word.text.starts_with(kHashMark)) {
      if (!is_hashed_canary(word.text))
        objection_.at(word.place,
                      quote(word.text) + " is no hash; write sha256: and 64 digits 0 to 9 and a to f, the SHA-256 of the name");
      return;
    }
    if (hashed_only)
      return objection_.at(word.place, "no name of this category is written down; write sha256: and the SHA-256 of the name");
    if (const auto name = read_domain(word.text); !name) objection_.at(word.place, name.error().sentence);
  }

  void refuse_canaries_in_both(const ItemReader& item, const CatalogueSource& source) {
    for (const std::string& canary : source.never_contains) {
      if (std::find(source.contains.begin(), source.contains.end(), canary) != source.contains.end())
        objection_.at(item.place_of_key("never-contains"), quote(canary) + " can not be in 'contains' and in 'never-contains'");
    }
  }

  std::vector<Without> without(const ItemReader& item) {
    std::vector<Without> without;
    const Node* node = item.find("without");
    if (node == nullptr) return without;
    SeenNames seen(objection_);
    for (const Node& each : items_of(*node, "a name and why", objection_)) {
      const ItemReader row(each, "a name to leave out", kWithoutKeys, objection_);
      without.push_back({row.domain("name"), row.text("why"), row.place()});
      seen.add(without.back().name, row.place_of_key("name"));
    }
    return without;
  }

  // BCP 47: "en", "ur", "pt-BR".
  std::vector<std::string> languages(const ItemReader& item) {
    std::vector<std::string> languages;
    const Node* node = item.find("languages");
    if (node == nullptr) return languages;
    for (const Word& word : words_of(*node, "a language", objection_)) {
      const std::string_view code = std::string_view(word.text).substr(0, word.text.find('-'));
      const bool fits = (code.size() == 2 || code.size() == 3) &&
                        std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
      if (!fits) objection_.at(word.place, quote(word.text) + " is not a language; write a code such as en or ur");
      languages.push_back(word.text);
    }
    return languages;
  }

  Objection& objection_;
  std::vector<std::string_view> categories_;
};

}  // namespace

Text text_of(SourceUse use) {
  switch (use) {
    case SourceUse::standard:
      return "default";
    case SourceUse::optional:
      return "optional";
    case SourceUse::off:
      return "off";
  }
  return "off";
}

bool is_hashed_canary(std::string_view canary) {
  constexpr std::size_t kDigits = 64;
  if (!canary.starts_with(kHashMark)) return false;
  const std::string_view digits = canary.substr(kHashMark.size());
  return digits.size() == kDigits && digits.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<Catalogue, ConfigError> load_catalogue(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  std::vector<std::string> keys;
  const std::string table = path_beside(path, "categories.yaml");
  std::error_code ignored;
  if (std::filesystem::is_regular_file(table, ignored)) {
    const auto categories = load_categories(table);
    if (!categories) return categories.error();
    for (const WrittenCategory& category : *categories) keys.push_back(category.key);
  }
  return parse_catalogue(*text, path, keys);
}

Result<Catalogue, ConfigError> parse_catalogue(std::string_view text, const std::string& file_name,
                                               const std::vector<std::string>& categories) {
  const auto root = read_document(text, file_name);
  if (!root) return root.error();
  Objection objection(file_name);
  auto catalogue = CatalogueReader(objection, categories).all(*root);
  if (!objection.none()) return objection.error();
  return catalogue;
}

}  // namespace darban
