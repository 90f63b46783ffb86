// SPDX-License-Identifier: Apache-2.0
// Writes HTML so that text can not become markup: what is text is escaped here and nowhere else, attributes are always quoted,
// and what is already markup (Markup) is only made in this file and in words.cc, of what was escaped. Text is Showable, the same
// gate as for the log and for JSON (privacy ring 3): a looked-up name has no way onto a page. Pure.
//
//   Html page;
//   {
//     const auto list = page.in("ul", {{"class", Text("plain")}});  // closed where `list` ends
//     page.element("li", words.say("child.help.trust"));
//   }
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/showable.h"

namespace darban::page {

// Markup that is whole and escaped.
class Markup {
 public:
  Markup() = default;
  const std::string& view() const { return html_; }
  bool empty() const { return html_.empty(); }

 private:
  friend class Html;
  friend class Words;
  explicit Markup(std::string html) : html_(std::move(html)) {}
  std::string html_;
};

// Appends text as HTML text, which is right inside quoted attributes too: & < > " ' as references; what is no UTF-8, and control
// characters but line feed and tab, as U+FFFD.
void append_escaped(std::string& html, std::string_view text);

// The words of a Showable value, as it is.
template <Showable A>
std::string shown_text(const A& value) {
  if constexpr (std::is_integral_v<A>)
    return std::to_string(value);
  else if constexpr (std::is_enum_v<A>)
    return std::string(text_of(value).view());
  else
    return std::string(value.view());
}

class Attribute {
 public:
  template <Showable A>
  Attribute(Text name, const A& value) : name_(name.view()), value_(shown_text(value)) {}
  explicit Attribute(Text name) : name_(name.view()), bare_(true) {}  // "required"

 private:
  friend class Html;
  std::string_view name_;
  std::string value_;
  bool bare_ = false;
};
using Attributes = std::initializer_list<Attribute>;

class Html {
 public:
  // An element that is open for as long as this lives.
  class [[nodiscard]] Open {
   public:
    Open(Html& html, Text tag) : html_(html), tag_(tag) {}
    Open(const Open&) = delete;
    Open& operator=(const Open&) = delete;
    ~Open() { html_.close(tag_); }

   private:
    Html& html_;
    Text tag_;
  };
  Open in(Text tag, Attributes attributes = {}) {
    open(tag, attributes);
    return {*this, tag};
  }
  // Elements that have no end: img, input, meta, link, br.
  void alone(Text tag, Attributes attributes = {}) { open(tag, attributes); }
  // Element with that content.
  void element(Text tag, const Markup& content) { element(tag, {}, content); }
  void element(Text tag, Attributes attributes, const Markup& content);
  template <Showable A>
  void element(Text tag, Attributes attributes, const A& text) {
    open(tag, attributes);
    this->text(text);
    close(tag);
  }
  void add(const Markup& markup) { html_ += markup.view(); }
  template <Showable A>
  void text(const A& value) {
    append_escaped(html_, shown_text(value));
  }
  // Everything written so far; the writer is empty afterwards.
  Markup take();
  // The same as a whole document, with its doctype.
  std::string take_document();

 private:
  void open(Text tag, Attributes attributes);
  void close(Text tag);
  std::string html_;
};

// One value in <bdi>: a name in another script does not turn its neighbours round.
template <Showable A>
Markup isolated(const A& value) {
  Html html;
  html.element("bdi", {}, value);
  return html.take();
}

}  // namespace darban::page
