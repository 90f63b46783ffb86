// SPDX-License-Identifier: Apache-2.0
#include "config/safe_search_choice_yaml.h"

#include <algorithm>

#include "config/scalars.h"
#include "config/spelling.h"

namespace darban {
namespace {

constexpr std::string_view kYoutube = "youtube";
constexpr std::string_view kAll = "all";  // an engine's key is never this

class ChoiceReader {
 public:
  explicit ChoiceReader(Objection& objection) : objection_(objection) {}

  std::vector<WrittenSafeSearch> all(const Members& profile) {
    if (const Node* node = profile.find("safe-search")) {
      if (node->kind == Node::Kind::map)
        by_engine(*node);
      else
        add("", *node, "write on, off, or an engine with its level: {google: off, youtube: moderate}");
    }
    if (const Node* node = profile.find(kYoutube)) short_form(*node);
    return std::move(choices_);
  }

 private:
  void by_engine(const Node& map) {
    for (const Node& engine : map.items) {
      const bool is_key = engine.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
      if (!is_key || engine.key.size() > 64)
        objection_.at(engine.key_place, quote(engine.key) + " is no search engine; their keys are words such as google");
      add(engine.key == kAll ? "" : engine.key, engine, "write on, off, strict or moderate");
    }
  }

  // 'on' would read as "YouTube is open" to some and as "safe" to others.
  void short_form(const Node& node) {
    const bool twice = std::any_of(choices_.begin(), choices_.end(), [](const auto& each) { return each.engine == kYoutube; });
    if (twice) objection_.at(node.place, "'youtube' stands here and under 'safe-search'; keep one of them");
    add(std::string(kYoutube), node, "write strict, moderate or off; to close YouTube altogether: 'close: service:youtube'");
    if (choices_.back().level == SafeSearchLevel::on)
      objection_.at(node.place, quote(node.text) + " is not a level of YouTube; write strict, moderate or off");
  }

  void add(std::string engine, const Node& node, std::string_view right) {
    WrittenSafeSearch choice{std::move(engine), SafeSearchLevel::off, node.place};
    const std::string word = word_of(node, "a level", objection_);
    const auto flag = read_flag(word);
    if (flag)
      choice.level = *flag ? SafeSearchLevel::on : SafeSearchLevel::off;
    else if (word == text_of(SafeSearchLevel::strict).view() && !choice.engine.empty())
      choice.level = SafeSearchLevel::strict;
    else if (word == text_of(SafeSearchLevel::moderate).view() && !choice.engine.empty())
      choice.level = SafeSearchLevel::moderate;
    else
      objection_.at(node.place, quote(word) + " is not a level of safe search here; " + std::string(right));
    choices_.push_back(std::move(choice));
  }

  Objection& objection_;
  std::vector<WrittenSafeSearch> choices_;
};

YamlValue level_value(SafeSearchLevel level) { return yaml_bare(std::string(text_of(level).view())); }

}  // namespace

std::vector<WrittenSafeSearch> read_safe_search_choice(const Members& profile, Objection& objection) {
  return ChoiceReader(objection).all(profile);
}

YamlValue safe_search_value(const WrittenProfile& profile) {
  std::vector<YamlMember> members;
  for (const WrittenSafeSearch& each : profile.safe_search) {
    if (each.engine == kYoutube) continue;
    const std::string key = each.engine.empty() ? std::string(kAll) : each.engine;
    const auto same = std::find_if(members.begin(), members.end(), [&](const YamlMember& member) { return member.key == key; });
    if (same != members.end()) members.erase(same);  // the later word counts
    members.push_back({key, level_value(each.level)});
  }
  if (members.size() == 1 && members.front().key == kAll) return members.front().value;
  return yaml_map(std::move(members));
}

YamlValue youtube_value(const WrittenProfile& profile) {
  YamlValue value = yaml_nothing();
  for (const WrittenSafeSearch& each : profile.safe_search) {
    if (each.engine == kYoutube) value = level_value(each.level);
  }
  return value;
}

}  // namespace darban
