// SPDX-License-Identifier: Apache-2.0
// blocklists/never-block.yaml.
#include <algorithm>
#include <array>

#include "config/item_reader.h"
#include "config/never_block_file.h"
#include "config/node.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "config/text_file.h"

namespace darban {
namespace {

constexpr std::array<std::string_view, 2> kTopKeys{"names", "helplines"};
constexpr std::array<std::string_view, 7> kNameKeys{"name", "scope", "purpose", "why", "source", "last-verified", "confidence"};
constexpr std::array<std::string_view, 9> kHelplineKeys{"country", "name",   "phone", "hosts",        "purpose",
                                                        "helps",   "source", "level", "last-verified"};
// Each has its sentence in every language: child.help.for.* in webui/locales.
constexpr std::array<std::string_view, 14> kHelps{"child", "abuse",   "crisis", "online", "pictures", "crime",         "trafficking",
                                                  "missing", "rights", "law",   "report", "finder",   "day-and-night", "free"};
constexpr std::size_t kMostHelps = 5;
constexpr std::array<std::string_view, 2> kHostKeys{"name", "scope"};
constexpr std::array kScopes{WrittenScope::exact, WrittenScope::subtree};
constexpr std::array kPurposes{OpenPurpose::connectivity, OpenPurpose::time, OpenPurpose::certificates,
                               OpenPurpose::update,       OpenPurpose::push, OpenPurpose::safe_search,
                               OpenPurpose::shared};
constexpr std::array kLevels{Verified::v1, Verified::v2, Verified::u};

class NeverBlockReader {
 public:
  explicit NeverBlockReader(Objection& objection) : objection_(objection), names_(objection) {}

  NeverBlockFile all(const Node& root) {
    NeverBlockFile file{objection_.file(), {}, {}};
    const Members members(root, "the never-block file", kTopKeys, objection_);
    if (const Node* list = members.required("names")) {
      for (const Node& node : items_of(*list, "a name", objection_)) file.names.push_back(name(node));
    }
    if (const Node* list = members.required("helplines")) {
      for (const Node& node : items_of(*list, "a helpline", objection_)) file.helplines.push_back(helpline(node));
    }
    refuse_hosts_that_are_names(file);
    return file;
  }

 private:
  NeverBlockName name(const Node& node) {
    const ItemReader item(node, "a name", kNameKeys, objection_);
    NeverBlockName name;
    name.place = item.place();
    name.name = host(item);
    name.scope = item.choice<WrittenScope>("scope", kScopes);
    name.purpose = item.choice<OpenPurpose>("purpose", kPurposes);
    name.why = item.text("why");
    name.source = item.text("source");
    name.last_verified = item.date("last-verified");
    name.confidence = item.grade("confidence");
    names_.add(name.name, item.place_of_key("name"));
    return name;
  }

  Helpline helpline(const Node& node) {
    const ItemReader item(node, "a helpline", kHelplineKeys, objection_);
    Helpline helpline;
    helpline.place = item.place();
    helpline.country = item.text("country");
    if (helpline.country != "any" && !is_country(helpline.country))
      objection_.at(item.place_of_key("country"),
                    quote(helpline.country) + " is not a country; write PK, a part of one as PK-PB, EU or any");
    helpline.name = item.text("name");
    helpline.phone = item.text_or_nothing("phone");
    if (const Node* hosts = item.find("hosts")) {
      SeenNames seen(objection_);
      for (const Node& each : items_of(*hosts, "a host", objection_)) {
        const ItemReader row(each, "a helpline's host", kHostKeys, objection_);
        helpline.hosts.push_back({host(row), row.choice<WrittenScope>("scope", kScopes), row.place()});
        seen.add(helpline.hosts.back().name, row.place());
      }
    }
    helpline.purpose = item.text("purpose");
    if (const Node* helps = item.required("helps")) helpline.helps = helps_of(*helps);
    helpline.source = item.text("source");
    helpline.level = item.choice<Verified>("level", kLevels);
    helpline.last_verified = item.date("last-verified");
    return helpline;
  }

  std::vector<std::string> helps_of(const Node& node) {
    std::vector<std::string> helps;
    SeenNames seen(objection_);
    for (const Word& word : words_of(node, "what it helps with", objection_)) {
      if (std::find(kHelps.begin(), kHelps.end(), word.text) == kHelps.end()) {
        std::string known;
        for (const std::string_view each : kHelps) known += (known.empty() ? "" : ", ") + std::string(each);
        objection_.at(word.place, quote(word.text) + " is nothing a page has words for; write some of " + known);
      }
      seen.add(word.text, word.place);
      helps.push_back(word.text);
    }
    if (helps.empty() || helps.size() > kMostHelps) objection_.at(node.place, "a helpline helps with one to five things");
    return helps;
  }

  // What stands here is open for everybody: a whole top-level domain never is.
  std::string host(const ItemReader& item) {
    std::string name = item.domain("name");
    if (!name.empty() && name.find('.') == std::string::npos)
      objection_.at(item.place_of_key("name"), quote(name) + " is a whole top-level domain; write the hosts that are meant");
    return name;
  }

  void refuse_hosts_that_are_names(const NeverBlockFile& file) {
    for (const Helpline& helpline : file.helplines) {
      for (const HelplineHost& host : helpline.hosts) {
        const auto found =
            std::find_if(file.names.begin(), file.names.end(), [&](const auto& each) { return each.name == host.name; });
        if (found != file.names.end())
          objection_.at(host.place,
                        quote(host.name) + " stands among the names already, in line " + std::to_string(found->place.line));
      }
    }
  }

  Objection& objection_;
  SeenNames names_;
};

}  // namespace

Text text_of(OpenPurpose purpose) {
  switch (purpose) {
    case OpenPurpose::connectivity:
      return "connectivity";
    case OpenPurpose::time:
      return "time";
    case OpenPurpose::certificates:
      return "certificates";
    case OpenPurpose::update:
      return "update";
    case OpenPurpose::push:
      return "push";
    case OpenPurpose::safe_search:
      return "safe-search";
    case OpenPurpose::shared:
      return "shared";
  }
  return "shared";
}

Text text_of(Verified level) {
  switch (level) {
    case Verified::v1:
      return "V1";
    case Verified::v2:
      return "V2";
    case Verified::u:
      return "U";
  }
  return "U";
}

Result<NeverBlockFile, ConfigError> load_never_block(const std::string& path) {
  const auto text = read_text_file(path);
  if (!text) return text.error();
  return parse_never_block(*text, path);
}

Result<NeverBlockFile, ConfigError> parse_never_block(std::string_view text, const std::string& file_name) {
  const auto root = read_document(text, file_name);
  if (!root) return root.error();
  Objection objection(file_name);
  auto file = NeverBlockReader(objection).all(*root);
  if (!objection.none()) return objection.error();
  return file;
}

}  // namespace darban
