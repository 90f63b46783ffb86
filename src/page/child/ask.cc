// SPDX-License-Identifier: Apache-2.0
#include "page/child/ask.h"

#include <algorithm>
#include <array>

#include "page/family_text.h"
#include "page/request_desk.h"
#include "page/typed_site.h"
#include "policy/explain.h"

namespace darban::page {
namespace {

struct WhatRow {
  RequestWhat what;
  Text id;
  Text words;
};
constexpr std::array kWhats{
    WhatRow{RequestWhat::site, "what-site", "child.ask.what.site"},
    WhatRow{RequestWhat::time, "what-time", "child.ask.what.time"},
    WhatRow{RequestWhat::school, "what-school", "child.ask.what.school"},
    WhatRow{RequestWhat::unknown, "what-unknown", "child.ask.what.unknown"},
};

std::optional<Text> key_of(AskSaid said) {
  switch (said) {
    case AskSaid::nothing:
      break;
    case AskSaid::sent:
      return Text("child.ask.sent");
    case AskSaid::taken_back:
      return Text("child.ask.taken-back");
    case AskSaid::already_open:
      return Text("child.ask.already-open");
    case AskSaid::enough:
      return Text("child.ask.enough");
    case AskSaid::old_form:
      return Text("child.wrong.form");
    case AskSaid::need_what:
      return Text("child.ask.need-what");
    case AskSaid::need_name:
      return Text("child.ask.need-name");
    case AskSaid::bad_name:
      return Text("child.ask.bad-name");
    case AskSaid::long_note:
      return Text("child.ask.long-note");
    case AskSaid::not_kept:
      return Text("child.ask.not-kept");
  }
  return std::nullopt;
}

bool is_trouble(AskSaid said) { return said > AskSaid::already_open; }

void write_what(Html& html, const Words& words, const AskSeen& seen) {
  const auto set = html.in("fieldset");
  html.element("legend", words.say("child.ask.want"));
  for (const WhatRow& row : kWhats) {
    const auto choice = html.in("div", {{"class", Text("choice")}});
    if (seen.wish.what == row.what)
      html.alone("input", {{"type", Text("radio")},
                           {"name", Text("what")},
                           {"id", row.id},
                           {"value", row.what},
                           Attribute("required"),
                           Attribute("checked")});
    else
      html.alone("input",
                 {{"type", Text("radio")}, {"name", Text("what")}, {"id", row.id}, {"value", row.what}, Attribute("required")});
    html.element("label", {{"for", row.id}}, words.say(row.words));
  }
}

void write_site(Html& html, const Words& words, const AskSeen& seen) {
  const auto field = html.in("div", {{"class", Text("field")}});
  html.element("label", {{"for", Text("site")}}, words.say("child.ask.site"));
  html.element("p", {{"class", Text("soft")}, {"id", Text("site-hint")}}, words.say("child.ask.site.hint"));
  html.alone("input", {{"id", Text("site")},
                       {"name", Text("site")},
                       {"type", Text("text")},
                       {"inputmode", Text("url")},
                       {"dir", Text("ltr")},
                       {"maxlength", 300},
                       {"autocapitalize", Text("none")},
                       {"spellcheck", Text("false")},
                       {"aria-describedby", Text("site-hint")},
                       {"value", family_text(seen.wish.site)}});
}

void write_note(Html& html, const Words& words, const AskSeen& seen) {
  const auto field = html.in("div", {{"class", Text("field")}});
  html.element("label", {{"for", Text("note")}}, words.say("child.ask.note"));
  html.element("p", {{"class", Text("soft")}, {"id", Text("note-hint")}}, words.say("child.ask.note.hint"));
  html.element("textarea",
               {{"id", Text("note")},
                {"name", Text("note")},
                {"rows", 3},
                {"maxlength", kLongestNote},
                {"dir", Text("auto")},
                {"aria-describedby", Text("note-hint")}},
               family_text(seen.wish.note));
}

void write_whom(Html& html, const Words& words, const AskSeen& seen) {
  const auto field = html.in("div", {{"class", Text("field")}});
  html.element("label", {{"for", Text("whom")}}, words.say("child.ask.whom"));
  const auto select = html.in("select", {{"id", Text("whom")}, {"name", Text("whom")}});
  html.element("option", {{"value", Text("")}}, words.say("child.ask.whom.any"));
  for (const std::string& adult : seen.adults) {
    if (adult == seen.wish.whom)
      html.element("option", {{"value", family_text(adult)}, Attribute("selected")}, family_text(adult));
    else
      html.element("option", {{"value", family_text(adult)}}, family_text(adult));
  }
}

void write_form(Html& html, const Words& words, const AskSeen& seen, const FormToken& token) {
  const auto form = html.in("form", {{"method", Text("post")}, {"action", Text("/ask")}, {"autocomplete", Text("off")}});
  html.alone("input", {{"type", Text("hidden")}, {"name", Text("token")}, {"value", token}});
  write_what(html, words, seen);
  write_site(html, words, seen);
  write_note(html, words, seen);
  write_whom(html, words, seen);
  html.element("button", {{"type", Text("submit")}}, words.say("child.ask.send"));
  html.element("p", {{"class", Text("soft")}}, words.say("child.ask.kept"));
  html.element("p", {{"class", Text("soft")}}, words.say("child.ask.left", {{"n", seen.left}}));
}

// Neither the site nor the note: whoever holds the device next need not read them.
void write_mine(Html& html, const Words& words, const ChildRequest& request, const FormToken& token) {
  const auto card = html.in("li", {{"class", Text("card")}});
  const auto row = std::find_if(kWhats.begin(), kWhats.end(), [&](const WhatRow& each) { return each.what == request.what; });
  html.element("p", {{"class", Text("big")}}, words.say(row->words));
  html.element("p", request.whom.empty() ? words.say("child.ask.mine.any")
                                         : words.say("child.ask.mine.of", {{"name", family_text(request.whom)}}));
  if (request.state == RequestState::answered) {
    if (const auto answer = words.find("shared.answer.", text_of(request.answer).view())) html.element("p", {}, *answer);
    if (const auto reason = words.find("shared.reason.", request.reason)) html.element("p", {}, *reason);
    return;
  }
  html.element("p", words.say("child.ask.waits"));
  const auto form = html.in("form", {{"method", Text("post")}, {"action", Text("/ask/back")}});
  html.alone("input", {{"type", Text("hidden")}, {"name", Text("token")}, {"value", token}});
  html.alone("input", {{"type", Text("hidden")}, {"name", Text("id")}, {"value", request.id}});
  html.element("button", {{"type", Text("submit")}}, words.say("child.ask.take-back"));
}

}  // namespace

Text text_of(AskSaid said) {
  switch (said) {
    case AskSaid::sent:
      return "sent";
    case AskSaid::taken_back:
      return "taken-back";
    default:
      return "nothing";
  }
}

AskSaid ask_said(std::string_view word) {
  for (const AskSaid said : {AskSaid::sent, AskSaid::taken_back}) {
    if (text_of(said).view() == word) return said;
  }
  return AskSaid::nothing;
}

AskWish ask_wish(const web::Form& form) {
  return {request_what(form.asked("what")), one_line(form.asked("site")), one_line(form.asked("note")),
          std::string(form.asked("whom"))};
}

AskSaid checked_wish(const Policy& policy, const Asker& asker, const Now& now, AskWish& wish) {
  if (!wish.what) return AskSaid::need_what;
  if (characters_in(wish.note) > kLongestNote) return AskSaid::long_note;
  const auto adults = adults_of(policy);
  if (std::find(adults.begin(), adults.end(), wish.whom) == adults.end()) wish.whom.clear();
  if (wish.what == RequestWhat::time) wish.site.clear();
  if (wish.site.empty()) return wish.what == RequestWhat::site ? AskSaid::need_name : AskSaid::nothing;
  const auto site = typed_site(wish.site);
  if (!site) return AskSaid::bad_name;
  wish.site = site->text;
  const Verdict verdict = explain(policy, {asker, now}, site->name, {}, Detail::verdict).verdict;
  return verdict.action == Action::block ? AskSaid::nothing : AskSaid::already_open;
}

std::vector<std::string> adults_of(const Policy& policy) {
  std::vector<std::string> adults;
  for (std::size_t i = 0; i < policy.profiles(); ++i) {
    const auto id = static_cast<ProfileId>(i);
    const Band band = policy.profile(id).band;
    if (id != kGuest && (band == Band::adult || band == Band::staff) && policy.profile_of_person(policy.who(id)) == id)
      adults.emplace_back(policy.who(id));
  }
  return adults;
}

web::Response ask_page(const Reader& reader, const AskSeen& seen, const FormToken& token) {
  const Words& words = reader.words;
  Html html;
  if (const auto key = key_of(seen.said)) html.add(said_card(words.say(*key)));
  html.element("p", words.say("child.ask.faq"));
  if (seen.left > 0)
    write_form(html, words, seen, token);
  else if (seen.said != AskSaid::enough && seen.said != AskSaid::not_kept)
    html.element("p", {{"class", Text("card")}}, words.say("child.ask.enough"));
  const bool any = std::any_of(seen.mine.begin(), seen.mine.end(), [](const ChildRequest& request) {
    return request.state == RequestState::open || request.state == RequestState::answered;
  });
  if (any) {
    html.element("h2", words.say("child.ask.mine"));
    const auto list = html.in("ul", {{"class", Text("bare")}});
    for (const ChildRequest& request : seen.mine) {
      if (request.state == RequestState::open || request.state == RequestState::answered) write_mine(html, words, request, token);
    }
  }
  return framed(reader, Here::ask, words.plain("child.ask.title"), html.take(), is_trouble(seen.said) ? 422 : 200);
}

}  // namespace darban::page
