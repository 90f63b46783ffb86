// SPDX-License-Identifier: Apache-2.0
#include "page/child/help.h"

#include "page/family_text.h"
#include "page/helplines.h"
#include "page/moment_words.h"

namespace darban::page {
namespace {

constexpr std::size_t kFewest = 2;  // a page with one line to call is a page with none when nobody answers

// An ordinary page that nobody asks about; it stands in for whatever the child would be reading.
constexpr Text kElsewhere = "https://www.wikipedia.org/";

void write_exit(Html& html, const Words& words) {
  const auto bar = html.in("p", {{"class", Text("exit")}});
  html.element("a", {{"class", Text("button")}, {"id", Text("exit")}, {"href", kElsewhere}, {"rel", Text("noreferrer nofollow")}},
               words.say("child.help.exit"));
}

// "https://childline.org.uk/" as people say it.
std::string host_of(std::string_view site) {
  site.remove_prefix(std::string_view("https://").size());
  return std::string(site.substr(0, site.find('/')));
}

void write_row(Html& html, const Words& words, const HelpRow& row) {
  const auto card = html.in("li", {{"class", Text("card")}});
  {
    const auto name = html.in("h3");
    html.element("bdi", {{"lang", Text("en")}}, row.name);
  }
  if (!row.phone.view().empty()) {
    const auto line = html.in("p");
    const Markup call = words.say("child.help.call", {{"phone", row.phone}});
    if (row.dial.view().empty())
      html.element("span", {{"class", Text("call")}}, call);
    else
      html.element("a", {{"class", Text("call")}, {"href", row.dial}}, call);
  }
  for (const Text help : row.helps) {
    if (help.view().empty()) break;
    if (const auto sentence = words.find("child.help.for.", help.view())) html.element("p", {}, *sentence);
  }
  if (!row.site.view().empty()) {
    const auto line = html.in("p");
    html.element("a", {{"class", Text("go")}, {"href", row.site}, {"rel", Text("noreferrer")}},
                 words.say("child.help.open", {{"site", family_text(host_of(row.site.view()))}}));
  }
  html.element("p", {{"class", Text("soft")}},
               words.say("child.help.checked", {{"date", CivilDate(LocalTime(row.verified().time_since_epoch()))}}));
}

void write_rows(Html& html, const Words& words, const std::vector<const HelpRow*>& rows) {
  const auto list = html.in("ul", {{"class", Text("bare")}});
  for (const HelpRow* row : rows) write_row(html, words, *row);
}

Markup country_words(const Words& words, const std::string& country) {
  const auto name = words.find("shared.country.", std::string_view(country).substr(0, 2));
  if (name) return words.say("child.help.country", {{"country", *name}});
  return words.say("child.help.country", {{"country", family_text(country)}});
}

void write_what_to_do(Html& html, const Words& words) {
  html.element("h2", words.say("child.help.if"));
  const auto list = html.in("ul", {{"class", Text("plain")}});
  html.element("li", words.say("child.help.if.money"));
  html.element("li", words.say("child.help.if.picture"));
  html.element("li", words.say("child.help.if.secret"));
  html.element("li", words.say("child.help.if.meeting"));
}

}  // namespace

web::Response help_page(const Reader& reader, const HelpWanted& wanted) {
  const Words& words = reader.words;
  std::vector<const HelpRow*> to_call;
  std::vector<const HelpRow*> to_read;
  for (const HelpRow* row : help_for(wanted.country, wanted.today))
    (row->phone.view().empty() ? to_read : to_call).push_back(row);

  Html html;
  write_exit(html, words);
  html.element("p", {{"class", Text("big")}}, words.say("child.help.calm"));
  html.element("p", words.say("child.help.uncounted"));
  html.element("p", {{"class", Text("card said")}}, words.say("child.help.danger"));
  html.element("p", words.say("child.help.trust"));
  if (!to_call.empty()) {
    html.element("h2", words.say("child.help.lines"));
    html.element("p", country_words(words, wanted.country));
    write_rows(html, words, to_call);
    html.element("p", {{"class", Text("soft")}}, words.say("child.help.bill"));
  }
  html.element("h2", words.say("child.help.sites"));
  if (wanted.country.empty()) {
    html.element("p", words.say("child.help.no-country"));
    html.element("p", words.say("child.help.choose"));
  } else if (to_call.size() < kFewest) {
    html.element("p", words.say("child.help.few"));
  }
  write_rows(html, words, to_read);
  write_what_to_do(html, words);
  html.element("p", {{"class", Text("soft")}}, words.say("child.help.exit.note"));
  return framed(reader, Here::help, words.plain("child.help.title"), html.take());
}

}  // namespace darban::page
