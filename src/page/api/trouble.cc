// SPDX-License-Identifier: Apache-2.0
#include "page/api/trouble.h"

#include <array>
#include <utility>

#include "page/family_text.h"

namespace darban::page {
namespace {

std::string as_sentence(std::string_view text) {
  std::string sentence(text);
  while (!sentence.empty() && (sentence.back() == '\n' || sentence.back() == ' ')) sentence.pop_back();
  if (sentence.empty()) return sentence;
  if (sentence.front() >= 'a' && sentence.front() <= 'z') sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
  if (std::string_view(".?!)").find(sentence.back()) == std::string_view::npos) sentence += '.';
  return sentence;
}

}  // namespace

Advice advice_of(std::string_view sentence) {
  // What stands before the cure, and how much of it goes.
  constexpr std::array<std::pair<std::string_view, std::size_t>, 3> kBorders{
      {{"; ", 2}, {": did you mean", 2}, {": the keys here are", 2}}};
  for (const auto& [border, length] : kBorders) {
    const auto at = sentence.find(border);
    if (at != std::string_view::npos) return {as_sentence(sentence.substr(0, at)), as_sentence(sentence.substr(at + length))};
  }
  return {as_sentence(sentence), "Change that, and send it again."};
}

web::Response trouble(unsigned status, Text title, const Advice& advice, const Spot& spot,
                      const std::function<void(JsonWriter&)>& more) {
  JsonWriter json;
  json.open_object();
  json.field("type", Text("about:blank"));
  json.field("status", status);
  json.field("title", title);
  json.field("detail", family_text(advice.detail));
  json.field("cure", family_text(advice.cure));
  if (!spot.pointer.empty()) json.field("pointer", family_text(spot.pointer));
  if (spot.place.line > 0) {
    json.field("line", spot.place.line);
    json.field("column", spot.place.column);
  }
  if (more) more(json);
  json.close_object();
  web::Response response;
  response.status = status;
  response.type = web::ContentType::problem;
  response.body = json.take();
  if (status == 503) response.more.push_back({"Retry-After", "5"});
  return response;
}

}  // namespace darban::page
