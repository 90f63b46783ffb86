// SPDX-License-Identifier: Apache-2.0
#include "page/child/recorded.h"

#include <array>

#include "page/family_text.h"

namespace darban::page {
namespace {

// product.md 3.2.
Text who_sees(Band band, const CountChoices& choices) {
  switch (band) {
    case Band::under_10:
    case Band::age_10_12:
      return "child.recorded.who.both";
    case Band::age_13_15:
      return choices.share ? Text("child.recorded.who.shared") : Text("child.recorded.who.own");
    case Band::age_16_17:
      return choices.keep ? Text("child.recorded.who.kept") : Text("child.recorded.who.off");
    case Band::adult:
      return "child.recorded.who.adult";
    case Band::pupil_primary:
    case Band::pupil_secondary:
    case Band::staff:
    case Band::exam:
      return "child.recorded.who.school";
    case Band::guest:
    case Band::things:
      break;
  }
  return "child.recorded.who.guest";
}

constexpr std::array kSentences{
    Text("child.recorded.counts"), Text("child.recorded.groups"), Text("child.recorded.sites"),
    Text("child.recorded.words"),  Text("child.recorded.ask"),    Text("child.recorded.list"),
    Text("child.recorded.help"),   Text("child.recorded.wipe"),   Text("child.recorded.changes"),
};
constexpr std::array kLimits{
    Text("child.recorded.limits.doors"), Text("child.recorded.limits.inside"),   Text("child.recorded.limits.elsewhere"),
    Text("child.recorded.limits.round"), Text("child.recorded.limits.mistakes"), Text("child.recorded.limits.danger"),
};

}  // namespace

web::Response recorded_page(const Reader& reader, const RecordedFacts& facts, const FormToken& token) {
  const Words& words = reader.words;
  Html html;
  if (const auto key = key_of(facts.said)) html.add(said_card(words.say(*key)));
  {
    const auto card = html.in("div", {{"class", Text("card")}});
    html.alone(
        "img",
        {{"class", Text("icon")}, {"src", Text("/assets/icons/eye.svg")}, {"alt", Text("")}, {"width", 48}, {"height", 48}});
    for (const Text sentence : kSentences) html.element("p", words.say(sentence));
  }
  html.element("h2", words.say("child.recorded.who"));
  html.element("p", words.say(who_sees(facts.band, facts.numbers.choices)));
  write_own_numbers(html, words, facts.numbers, token);
  html.element("h2", words.say("child.recorded.upstream"));
  if (facts.upstreams.empty()) {
    html.element("p", words.say("child.recorded.upstream.own"));
  } else {
    std::string names;
    for (const std::string& upstream : facts.upstreams) names += (names.empty() ? "" : ", ") + upstream;
    html.element("p", words.say("child.recorded.upstream.named", {{"name", family_text(names)}}));
  }
  html.element("p", words.say("child.recorded.upstream.sees"));
  html.element("h2", words.say("child.recorded.limits"));
  {
    const auto list = html.in("ul", {{"class", Text("plain")}});
    for (const Text limit : kLimits) html.element("li", words.say(limit));
  }
  return framed(reader, Here::recorded, words.plain("child.recorded.title"), html.take(), is_trouble(facts.said) ? 422 : 200);
}

}  // namespace darban::page
