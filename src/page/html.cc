// SPDX-License-Identifier: Apache-2.0
#include "page/html.h"

#include <utility>

#include "base/utf8.h"

namespace darban::page {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

std::string_view reference_of(char32_t c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

}  // namespace

void append_escaped(std::string& html, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (point.octets == 0) {
      html += kReplacement;
      ++at;
      continue;
    }
    const bool breaks_nothing = point.value == '\n' || point.value == '\t' || !is_control(point.value);
    if (const auto reference = reference_of(point.value); !reference.empty())
      html += reference;
    else
      html += breaks_nothing ? text.substr(at, point.octets) : kReplacement;
    at += point.octets;
  }
}

void Html::element(Text tag, Attributes attributes, const Markup& content) {
  open(tag, attributes);
  add(content);
  close(tag);
}

void Html::open(Text tag, Attributes attributes) {
  html_ += '<';
  html_ += tag.view();
  for (const Attribute& attribute : attributes) {
    html_ += ' ';
    html_ += attribute.name_;
    if (attribute.bare_) continue;
    html_ += "=\"";
    append_escaped(html_, attribute.value_);
    html_ += '"';
  }
  html_ += '>';
}

void Html::close(Text tag) {
  html_ += "</";
  html_ += tag.view();
  html_ += tag.view() == "bdi" ? ">" : ">\n";  // within a sentence, an end of a line would be a blank
}

Markup Html::take() { return Markup(std::exchange(html_, {})); }

std::string Html::take_document() { return "<!doctype html>\n" + std::exchange(html_, {}); }

}  // namespace darban::page
