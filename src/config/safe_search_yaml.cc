// SPDX-License-Identifier: Apache-2.0
// blocklists/safe-search.yaml. An engine has either `target` (and `fallback`), or `levels` with a target each.
#include <array>

#include "config/item_reader.h"
#include "config/node.h"
#include "config/safe_search_file.h"
#include "config/spelling.h"
#include "config/text_file.h"

namespace darban {
namespace {

constexpr std::size_t kMostEngines = 100;  // the policy numbers them in an octet, and two targets each
constexpr std::array<std::string_view, 1> kTopKeys{"engines"};
constexpr std::array<std::string_view, 8> kEngineKeys{"key",      "name",   "hosts",  "target",
                                                      "fallback", "levels", "source", "confidence"};
constexpr std::array<std::string_view, 2> kLevels{"strict", "moderate"};  // the strictest first
constexpr std::array<std::string_view, 2> kLevelKeys{"target", "fallback"};
constexpr std::array<std::string_view, 2> kFallbackKeys{"a", "aaaa"};

class SafeSearchReader {
 public:
  explicit SafeSearchReader(Objection& objection) : objection_(objection), keys_(objection), hosts_(objection) {}

  SafeSearchFile all(const Node& root) {
    SafeSearchFile file{objection_.file(), {}};
    const Members members(root, "the safe-search file", kTopKeys, objection_);
    if (const Node* list = members.required("engines")) {
      for (const Node& node : items_of(*list, "a search engine", objection_)) file.engines.push_back(engine(node));
      if (file.engines.size() > kMostEngines) objection_.at(file.engines[kMostEngines].place, "100 search engines are the most");
    }
    refuse_circles(file);
    return file;
  }

 private:
  SafeEngine engine(const Node& node) {
    const ItemReader item(node, "a search engine", kEngineKeys, objection_);
    SafeEngine engine;
    engine.place = item.place();
    engine.key = item.key_word("key");
    keys_.add(engine.key, item.place_of_key("key"));
    engine.name = item.text("name");
    item.required("hosts");
    engine.hosts = item.domains("hosts");
    if (engine.hosts.empty()) objection_.at(item.place_of_key("hosts"), "a search engine needs a host at least");
    for (const WrittenDomain& host : engine.hosts) hosts_.add(host.name, host.place);
    engine.targets = targets(node, item);
    engine.source = item.text("source");
    engine.confidence = item.grade("confidence");
    return engine;
  }

  std::vector<SafeTarget> targets(const Node& node, const ItemReader& item) {
    const Node* levels = item.find("levels");
    if (levels == nullptr) return {target(item, "")};
    if (item.find("target") != nullptr || item.find("fallback") != nullptr)
      objection_.at(levels->key_place, "'levels' have targets of their own; write 'target' and 'fallback' there");
    std::vector<SafeTarget> targets;
    const Members known(*levels, "'levels'", kLevels, objection_);
    for (const auto level : kLevels) {
      if (const Node* each = known.find(level))
        targets.push_back(target(ItemReader(*each, "a level", kLevelKeys, objection_), level));
    }
    if (targets.empty()) objection_.at(node.place, "'levels' needs strict, moderate or both");
    return targets;
  }

  SafeTarget target(const ItemReader& item, std::string_view level) {
    SafeTarget target;
    target.place = item.place_of_key("target");
    target.level = level;
    target.host = item.domain("target");
    if (const Node* fallback = item.find("fallback")) {
      const Members addresses(*fallback, "'fallback'", kFallbackKeys, objection_);
      target.fallback_a = address(addresses.find("a"), Family::v4);
      target.fallback_aaaa = address(addresses.find("aaaa"), Family::v6);
    }
    return target;
  }

  enum class Family { v4, v6 };
  std::optional<IpAddress> address(const Node* node, Family family) {
    if (node == nullptr) return std::nullopt;
    const std::string word = word_of(*node, "an address", objection_);
    const auto address = IpAddress::from_text(word);
    const bool v4 = family == Family::v4;
    if (address && address->is_v4() == v4) return *address;
    objection_.at(node->place, quote(word) + (v4 ? " is not an IPv4 address" : " is not an IPv6 address; write it in quotes"));
    return std::nullopt;
  }

  // A target that is itself led away would never answer.
  void refuse_circles(const SafeSearchFile& file) {
    for (const SafeEngine& engine : file.engines) {
      for (const SafeTarget& target : engine.targets) {
        for (const SafeEngine& other : file.engines) {
          for (const WrittenDomain& host : other.hosts) {
            if (host.name == target.host)
              objection_.at(target.place,
                            quote(target.host) + " is among the hosts of " + quote(other.key) + ", so it would be led away");
          }
        }
      }
    }
  }

  Objection& objection_;
  SeenNames keys_;
  SeenNames hosts_;
};

}  // namespace

Result<SafeSearchFile, ConfigError> load_safe_search(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  return parse_safe_search(*text, path);
}

Result<SafeSearchFile, ConfigError> parse_safe_search(std::string_view text, const std::string& file_name) {
  const auto root = read_document(text, file_name);
  if (!root) return root.error();
  Objection objection(file_name);
  auto file = SafeSearchReader(objection).all(*root);
  if (!objection.none()) return objection.error();
  return file;
}

}  // namespace darban
