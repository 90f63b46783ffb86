// SPDX-License-Identifier: Apache-2.0
#include "page/child/frame.h"

#include <array>

namespace darban::page {
namespace {

struct PageRow {
  Here here;
  Text path;
  Text name;
};
constexpr std::array kPages{
    PageRow{Here::rules, "/", "child.nav.rules"},
    PageRow{Here::ask, "/ask", "child.nav.ask"},
    PageRow{Here::help, "/help", "child.nav.help"},
    PageRow{Here::recorded, "/recorded", "child.nav.recorded"},
    PageRow{Here::changes, "/changes", "child.nav.changes"},
    PageRow{Here::test, "/test", "child.nav.test"},
};

void write_head(Html& html, const Words& words, const Phrase& title) {
  const auto head = html.in("head");
  html.alone("meta", {{"charset", Text("utf-8")}});
  html.alone("meta", {{"name", Text("viewport")}, {"content", Text("width=device-width, initial-scale=1")}});
  html.element("title", {}, words.plain("child.title", {{"page", title}}));
  html.alone("link", {{"rel", Text("icon")}, {"href", Text("/assets/icons/door.svg")}, {"type", Text("image/svg+xml")}});
  html.alone("link", {{"rel", Text("stylesheet")}, {"href", Text("/assets/child.css")}});
  html.element("script", {{"src", Text("/assets/child.js")}, Attribute("defer")}, Markup());
}

void write_pages(Html& html, const Words& words, Here here) {
  const auto nav = html.in("nav", {{"aria-label", words.plain("child.nav.label")}});
  const auto list = html.in("ul");
  for (const PageRow& row : kPages) {
    const auto item = row.here == Here::help ? html.in("li", {{"class", Text("help")}}) : html.in("li");
    if (row.here == here)
      html.element("a", {{"href", row.path}, {"aria-current", Text("page")}}, words.say(row.name));
    else
      html.element("a", {{"href", row.path}}, words.say(row.name));
  }
}

void write_languages(Html& html, const Reader& reader) {
  const auto nav = html.in("nav", {{"aria-label", reader.words.plain("child.language.label")}});
  const auto list = html.in("ul");
  for (const Words& each : reader.languages.all()) {
    const auto item = html.in("li");
    if (&each == &reader.words)
      html.element("span", {{"lang", each.language()}, {"dir", each.direction()}, {"aria-current", Text("true")}},
                   each.own_name());
    else
      html.element(
          "a",
          {{"href", each.switch_link()}, {"lang", each.language()}, {"dir", each.direction()}, {"hreflang", each.language()}},
          each.own_name());
  }
}

}  // namespace

web::Response framed(const Reader& reader, Here here, const Phrase& title, const Markup& main, unsigned status) {
  const Words& words = reader.words;
  Html html;
  {
    const auto document = html.in("html", {{"lang", words.language()}, {"dir", words.direction()}});
    write_head(html, words, title);
    const auto body = html.in("body");
    html.element("a", {{"class", Text("skip")}, {"href", Text("#main")}}, words.say("child.skip"));
    {
      const auto header = html.in("header");
      {
        const auto sign = html.in("p", {{"class", Text("sign")}});
        html.alone(
            "img",
            {{"class", Text("icon")}, {"src", Text("/assets/icons/door.svg")}, {"alt", Text("")}, {"width", 40}, {"height", 40}});
        html.element("span", words.say("child.sign"));
      }
      write_pages(html, words, here);
    }
    {
      const auto element = html.in("main", {{"id", Text("main")}, {"tabindex", -1}});
      html.element("h1", {}, title);
      html.add(main);
    }
    const auto footer = html.in("footer");
    write_languages(html, reader);
  }
  web::Response response;
  response.status = status;
  response.type = web::ContentType::html;
  response.body = html.take_document();
  return response;
}

Markup said_card(const Markup& text) {
  Html html;
  html.element("p", {{"class", Text("card said")}, {"role", Text("status")}}, text);
  return html.take();
}

}  // namespace darban::page
