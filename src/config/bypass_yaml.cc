// SPDX-License-Identifier: Apache-2.0
// blocklists/bypass.yaml.
#include <algorithm>
#include <array>

#include "config/bypass_file.h"
#include "config/item_reader.h"
#include "config/node.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "config/text_file.h"

namespace darban {
namespace {

constexpr std::size_t kMostSignals = 100;  // the policy numbers them in an octet
constexpr std::array<std::string_view, 4> kTopKeys{"signals", "resolvers", "tunnels", "ports"};
constexpr std::array<std::string_view, 8> kSignalKeys{"name",  "scope",  "types",  "answer",
                                                      "level", "effect", "source", "confidence"};
constexpr std::array<std::string_view, 2> kResolverKeys{"names", "addresses"};
constexpr std::array<std::string_view, 3> kNameKeys{"name", "scope", "why"};
constexpr std::array<std::string_view, 3> kPortKeys{"protocol", "port", "what"};
constexpr std::array<std::string_view, 5> kTypes{"all", "A", "AAAA", "HTTPS", "SVCB"};
constexpr std::array<std::string_view, 2> kProtocols{"udp", "tcp"};
constexpr std::array kScopes{WrittenScope::exact, WrittenScope::subtree};
constexpr std::array kAnswers{SignalAnswer::nxdomain, SignalAnswer::nodata, SignalAnswer::resolve};
constexpr std::array kLevels{BypassLevel::standard, BypassLevel::strict};

class BypassReader {
 public:
  explicit BypassReader(Objection& objection) : objection_(objection) {}

  BypassFile all(const Node& root) {
    BypassFile file;
    file.file = objection_.file();
    const Members members(root, "the bypass file", kTopKeys, objection_);
    if (const Node* list = members.required("signals")) {
      SeenNames seen(objection_);
      for (const Node& node : items_of(*list, "a signal", objection_)) {
        file.signals.push_back(signal(node));
        seen.add(file.signals.back().name, node.place);
      }
      if (file.signals.size() > kMostSignals) objection_.at(file.signals[kMostSignals].place, "100 signals are the most");
    }
    if (const Node* node = members.required("resolvers")) read_resolvers(*node, file);
    if (const Node* list = members.required("tunnels")) file.tunnels = names(*list);
    if (const Node* list = members.find("ports")) {
      for (const Node& node : items_of(*list, "a port", objection_)) file.ports.push_back(port(node));
    }
    return file;
  }

 private:
  BypassSignal signal(const Node& node) {
    const ItemReader item(node, "a signal", kSignalKeys, objection_);
    BypassSignal signal;
    signal.place = item.place();
    signal.name = item.domain("name");
    signal.scope = item.choice<WrittenScope>("scope", kScopes);
    signal.types = types(item);
    signal.answer = item.choice<SignalAnswer>("answer", kAnswers);
    signal.level = item.choice<BypassLevel>("level", kLevels);
    if (signal.answer == SignalAnswer::resolve && !signal.types.empty())
      objection_.at(item.place_of_key("types"), "a name that must resolve does so for all types; write [all]");
    signal.effect = item.text("effect");
    signal.source = item.text("source");
    signal.confidence = item.grade("confidence");
    return signal;
  }

  std::vector<std::string> types(const ItemReader& item) {
    std::vector<std::string> types;
    const Node* node = item.required("types");
    if (node == nullptr) return types;
    const auto words = words_of(*node, "a record type", objection_);
    for (const Word& word : words) {
      if (std::find(kTypes.begin(), kTypes.end(), word.text) == kTypes.end())
        objection_.at(word.place, quote(word.text) + " is not a record type here; write " + one_of(kTypes));
      if (word.text == "all" && words.size() > 1) objection_.at(word.place, "'all' stands alone");
      if (word.text != "all") types.push_back(word.text);
    }
    if (words.empty()) objection_.at(place_of(*node), "a record type belongs here, or 'all'");
    return types;
  }

  void read_resolvers(const Node& node, BypassFile& file) {
    const Members members(node, "'resolvers'", kResolverKeys, objection_);
    if (const Node* list = members.required("names")) file.resolvers = names(*list);
    const Node* addresses = members.find("addresses");
    if (addresses == nullptr) return;
    for (const Word& word : words_of(*addresses, "an address", objection_)) {
      const auto prefix = read_prefix(word.text);
      if (!prefix) {
        objection_.at(word.place, prefix.error().sentence);
        continue;
      }
      file.addresses.push_back({*prefix, word.text, word.place});
    }
  }

  std::vector<BypassName> names(const Node& list) {
    std::vector<BypassName> names;
    SeenNames seen(objection_);
    for (const Node& node : items_of(list, "a name", objection_)) {
      const ItemReader item(node, "a name", kNameKeys, objection_);
      names.push_back({item.domain("name"), item.choice_or<WrittenScope>("scope", kScopes, WrittenScope::subtree),
                       item.text("why"), item.place()});
      if (!names.back().name.empty() && names.back().name.find('.') == std::string::npos)
        objection_.at(item.place_of_key("name"),
                      quote(names.back().name) + " is a whole top-level domain; write the hosts that are meant");
      seen.add(names.back().name, item.place_of_key("name"));
    }
    return names;
  }

  BypassPort port(const Node& node) {
    const ItemReader item(node, "a port", kPortKeys, objection_);
    BypassPort port;
    port.place = item.place();
    const std::string protocol = item.text("protocol");
    if (std::find(kProtocols.begin(), kProtocols.end(), protocol) == kProtocols.end())
      objection_.at(item.place_of_key("protocol"), quote(protocol) + " is not a protocol here; write " + one_of(kProtocols));
    port.protocol = protocol == "tcp" ? BypassPort::Protocol::tcp : BypassPort::Protocol::udp;
    port.port = static_cast<std::uint16_t>(item.count("port", 1, 65535));
    port.what = item.text("what");
    return port;
  }

  Objection& objection_;
};

}  // namespace

Text text_of(SignalAnswer answer) {
  switch (answer) {
    case SignalAnswer::nxdomain:
      return "nxdomain";
    case SignalAnswer::nodata:
      return "nodata";
    case SignalAnswer::resolve:
      return "resolve";
  }
  return "nxdomain";
}

Result<BypassFile, ConfigError> load_bypass(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  return parse_bypass(*text, path);
}

Result<BypassFile, ConfigError> parse_bypass(std::string_view text, const std::string& file_name) {
  const auto root = read_document(text, file_name);
  if (!root) return root.error();
  Objection objection(file_name);
  auto file = BypassReader(objection).all(*root);
  if (!objection.none()) return objection.error();
  return file;
}

}  // namespace darban
