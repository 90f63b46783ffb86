// SPDX-License-Identifier: Apache-2.0
#include "page/child/closed_door.h"

namespace darban::page {

web::Response closed_door_page(const Reader& reader, const Clockwork& clockwork, const std::optional<Why>& why) {
  const Words& words = reader.words;
  const bool help_first = why && leads_to_help(why->reason);
  Html html;
  const auto help = [&] {
    const auto line = html.in("p");
    html.element("a", {{"class", Text("button")}, {"href", Text("/help")}}, words.say("child.door.help"));
  };
  html.element("p", {{"class", Text("big")}}, words.say("child.door.calm"));
  if (help_first) help();
  html.element("p", {{"class", Text("card")}},
               why ? why_words(words, *why, clockwork.zone, clockwork.now.wall) : words.say("child.door.old"));
  // The name stands in the browser's address bar, not here: who wants to ask for it types it.
  {
    const auto line = html.in("p");
    html.element("a", {{"class", Text("button")}, {"href", Text("/ask?what=site")}}, words.say("child.door.ask"));
  }
  if (!help_first) help();
  {
    const auto line = html.in("p");
    html.element("a", {{"class", Text("go")}, {"href", Text("/ask?what=unknown")}}, words.say("child.door.mistake"));
  }
  return framed(reader, Here::door, words.plain("child.door.title"), html.take());
}

}  // namespace darban::page
