// SPDX-License-Identifier: Apache-2.0
#include "page/child/test_it.h"

#include "page/moment_words.h"
#include "page/typed_site.h"

namespace darban::page {
namespace {

// By name, so that the browser has to ask somebody for it: only darban knows the answer.
constexpr Text kLink = "http://darban.home/test?seen=1";

Markup found_words(const Words& words, const Clockwork& clockwork, const SiteTested& tested) {
  Html html;
  const auto sentence = [&](const Markup& markup) {
    html.add(markup);
    html.text(Text(" "));
  };
  const auto when = [&] { return when_words(words, clockwork.zone, clockwork.now.wall, tested.changes); };
  switch (tested.found) {
    case SiteTested::Found::old_form:
      return words.say("child.wrong.form");
    case SiteTested::Found::no_name:
      return words.say("child.test.bad-name");
    case SiteTested::Found::open:
      sentence(words.say("child.test.open"));
      if (tested.vital) sentence(words.say("child.test.vital"));
      if (tested.changes != kNever) sentence(words.say("child.test.closes", {{"when", when()}}));
      break;
    case SiteTested::Found::safe:
      sentence(words.say("child.test.safe"));
      if (tested.changes != kNever) sentence(words.say("child.test.closes", {{"when", when()}}));
      break;
    case SiteTested::Found::closed:
      sentence(words.say("child.test.closed"));
      sentence(why_words(words, tested.why, clockwork.zone, clockwork.now.wall));
      if (tested.changes != kNever && tested.why.until == kNever) sentence(words.say("child.test.opens", {{"when", when()}}));
      break;
  }
  return html.take();
}

}  // namespace

SiteTested tested_site(const Policy& policy, const Inquiry& inquiry, std::string_view typed) {
  SiteTested tested;
  const auto site = typed_site(typed);
  if (!site) {
    tested.found = SiteTested::Found::no_name;
    return tested;
  }
  const Explanation explanation = explain(policy, inquiry, site->name, {});
  tested.vital = explanation.verdict.step == Step::never_block;
  tested.changes = explanation.changes;
  if (explanation.verdict.action == Action::block) {
    tested.found = SiteTested::Found::closed;
    tested.why = why_closed(policy, inquiry, explanation);
  } else {
    tested.found = explanation.verdict.action == Action::rewrite ? SiteTested::Found::safe : SiteTested::Found::open;
  }
  return tested;
}

web::Response test_page(const Reader& reader, const Clockwork& clockwork, const TestSeen& seen, const FormToken& token) {
  const Words& words = reader.words;
  Html html;
  if (seen.site) html.add(said_card(found_words(words, clockwork, *seen.site)));
  if (seen.site && leads_to_help(seen.site->why.reason) && seen.site->found == SiteTested::Found::closed) {
    const auto line = html.in("p");
    html.element("a", {{"class", Text("button")}, {"href", Text("/help")}}, words.say("child.door.help"));
  }
  html.element("h2", words.say("child.test.site"));
  {
    const auto form = html.in("form", {{"method", Text("post")}, {"action", Text("/test")}, {"autocomplete", Text("off")}});
    html.alone("input", {{"type", Text("hidden")}, {"name", Text("token")}, {"value", token}});
    {
      const auto field = html.in("div", {{"class", Text("field")}});
      html.element("label", {{"for", Text("site")}}, words.say("child.test.site.label"));
      html.element("p", {{"class", Text("soft")}, {"id", Text("site-hint")}}, words.say("child.test.site.hint"));
      html.alone("input", {{"id", Text("site")},
                           {"name", Text("site")},
                           {"type", Text("text")},
                           {"inputmode", Text("url")},
                           {"dir", Text("ltr")},
                           {"maxlength", 300},
                           {"autocapitalize", Text("none")},
                           {"spellcheck", Text("false")},
                           {"aria-describedby", Text("site-hint")},
                           Attribute("required")});
    }
    html.element("button", {{"type", Text("submit")}}, words.say("child.test.site.button"));
  }
  html.element("p", {{"class", Text("soft")}}, words.say("child.test.forgets"));

  html.element("h2", words.say("child.test.device"));
  if (seen.came_by_link) html.add(said_card(words.say("child.test.device.seen")));
  html.element("p", words.say("child.test.device.how"));
  {
    const auto line = html.in("p");
    const auto link = html.in("a", {{"class", Text("go")}, {"href", kLink}});
    html.element("bdi", {{"dir", Text("ltr")}}, Text("darban.home"));
  }
  html.element("p", words.say("child.test.device.not"));
  return framed(reader, Here::test, words.plain("child.test.title"), html.take());
}

}  // namespace darban::page
