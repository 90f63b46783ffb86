// SPDX-License-Identifier: Apache-2.0
#include "page/words.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "web/json.h"

namespace darban::page {

Text text_of(Direction direction) { return direction == Direction::rtl ? Text("rtl") : Text("ltr"); }

// One message, read front to back. What it refuses the lint refuses too, in words.
class Words::Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<Message> all() {
    auto message = pieces(Where::outside);
    if (!message || at_ != text_.size()) return std::nullopt;
    return message;
  }

 private:
  enum class Where : std::uint8_t { outside, in_arm };

  std::optional<Message> pieces(Where where) {
    Message message;
    std::string plain;
    const auto keep_plain = [&] {
      if (!plain.empty()) message.push_back({Piece::Kind::text, std::exchange(plain, {})});
    };
    while (at_ < text_.size() && !(text_[at_] == '}' && where == Where::in_arm)) {
      const char c = text_[at_];
      if (c == '}') return std::nullopt;
      if (c == '{') {
        keep_plain();
        auto piece = placeholder(where);
        if (!piece) return std::nullopt;
        message.push_back(std::move(*piece));
        continue;
      }
      if (c == '#' && where == Where::in_arm) {
        keep_plain();
        message.push_back({Piece::Kind::number, {}});
      } else {
        plain += c;
      }
      ++at_;
    }
    keep_plain();
    return message;
  }

  std::optional<Piece> placeholder(Where where) {
    ++at_;  // {
    Piece piece{Piece::Kind::argument, word()};
    if (piece.text.empty()) return std::nullopt;
    if (skip("}")) return piece;
    if (where == Where::in_arm || !skip(", plural, ")) return std::nullopt;
    piece.kind = Piece::Kind::plural;
    while (!skip("}")) {
      skip(" ");
      Arm arm{word(), {}};
      if (arm.name.empty() || !skip(" {")) return std::nullopt;
      auto message = pieces(Where::in_arm);
      if (!message || !skip("}")) return std::nullopt;
      arm.message = std::move(*message);
      piece.arms.push_back(std::move(arm));
    }
    const bool has_other = std::any_of(piece.arms.begin(), piece.arms.end(), [](const Arm& arm) { return arm.name == "other"; });
    return has_other ? std::optional(std::move(piece)) : std::nullopt;
  }

  std::string word() {
    const auto begin = at_;
    while (at_ < text_.size() && ((text_[at_] >= 'a' && text_[at_] <= 'z') || text_[at_] == '-')) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  bool skip(std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool Words::take_meta(std::string_view key, std::string_view value) {
  constexpr std::array<std::string_view, 4> kRules{"none", "one", "zero-one", "arabic"};
  if (key == "lang") {
    tag_ = value;
  } else if (key == "name") {
    own_name_ = value;
  } else if (key == "dir") {
    direction_ = value == "rtl" ? Direction::rtl : Direction::ltr;
    return value == "rtl" || value == "ltr";
  } else if (key == "plural") {
    const auto found = std::find(kRules.begin(), kRules.end(), value);
    plural_ = static_cast<PluralRule>(found - kRules.begin());
    return found != kRules.end();
  }
  return true;
}

Result<Words, Words::Fault> Words::read(std::string_view json) {
  const auto value = web::read_json(json);
  if (!value || value->members() == nullptr) return Fault::not_json;
  Words words;
  for (const auto& [key, item] : *value->members()) {
    if (key == "$meta") {
      if (item.members() == nullptr) return Fault::no_meta;
      for (const auto& [name, said] : *item.members()) {
        if (said.text() == nullptr || !words.take_meta(name, *said.text())) return Fault::no_meta;
      }
      continue;
    }
    if (item.text() == nullptr || item.text()->empty()) return Fault::not_text;
    auto message = Reader(*item.text()).all();
    if (!message) return Fault::bad_message;
    words.messages_.emplace(key, std::move(*message));
  }
  if (words.tag_.empty() || words.own_name_.empty()) return Fault::no_meta;
  return words;
}

// Unicode CLDR, cardinal rules for whole numbers.
std::string_view Words::arm_name(std::int64_t number) const {
  const std::int64_t n = number < 0 ? -number : number;
  switch (plural_) {
    case PluralRule::none:
      return "other";
    case PluralRule::one:
      return n == 1 ? "one" : "other";
    case PluralRule::zero_one:
      return n <= 1 ? "one" : "other";
    case PluralRule::arabic:
      if (n <= 2) return n == 0 ? "zero" : n == 1 ? "one" : "two";
      if (n % 100 >= 3 && n % 100 <= 10) return "few";
      return n % 100 >= 11 ? "many" : "other";
  }
  return "other";
}

const Words::Message& Words::arm_for(const Piece& plural, std::int64_t number) const {
  const auto named = [&](std::string_view name) {
    return std::find_if(plural.arms.begin(), plural.arms.end(), [&](const Arm& arm) { return arm.name == name; });
  };
  const auto found = named(arm_name(number));
  return found != plural.arms.end() ? found->message : named("other")->message;
}

void Words::write(std::string& out, const Message& message, Arguments arguments, const Argument* number, Form form) const {
  const auto put = [&](const Argument& argument) {
    if (form == Form::html) {
      if (argument.isolate_) out += "<bdi>";
      append_escaped(out, argument.text_);
      if (argument.isolate_) out += "</bdi>";
    } else {
      out += argument.isolate_ ? "\xe2\x81\xa8" + argument.text_ + "\xe2\x81\xa9" : argument.text_;  // U+2068, U+2069
    }
  };
  for (const Piece& piece : message) {
    if (piece.kind == Piece::Kind::text) {
      if (form == Form::html)
        append_escaped(out, piece.text);
      else
        out += piece.text;
      continue;
    }
    if (piece.kind == Piece::Kind::number) {
      if (number != nullptr) put(*number);
      continue;
    }
    const auto found =
        std::find_if(arguments.begin(), arguments.end(), [&](const Argument& each) { return each.name_ == piece.text; });
    if (found == arguments.end()) continue;  // lint.locales compares the languages; unit.page each page with its language
    if (piece.kind == Piece::Kind::argument)
      put(*found);
    else
      write(out, arm_for(piece, found->number_), arguments, &*found, form);
  }
}

Markup Words::say(Text key, Arguments arguments) const {
  std::string html;
  const auto found = messages_.find(key.view());
  if (found == messages_.end())
    append_escaped(html, key.view());
  else
    write(html, found->second, arguments, nullptr, Form::html);
  return Markup(std::move(html));
}

Phrase Words::plain(Text key, Arguments arguments) const {
  const auto found = messages_.find(key.view());
  if (found == messages_.end()) return Phrase(std::string(key.view()));
  std::string text;
  write(text, found->second, arguments, nullptr, Form::plain);
  return Phrase(std::move(text));
}

std::optional<Phrase> Words::find(Text beginning, std::string_view rest) const {
  const auto found = messages_.find(std::string(beginning.view()) + std::string(rest));
  if (found == messages_.end()) return std::nullopt;
  std::string text;
  write(text, found->second, {}, nullptr, Form::plain);
  return Phrase(std::move(text));
}

namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The part in front of the separator, which is taken off the text with it.
std::string_view cut(std::string_view& text, char separator) {
  const auto end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return trimmed(part);
}

// "q=0.7" in thousandths; 1000 where nothing is said. Anything else counts for nothing.
int weight_in(std::string_view parameter) {
  if (parameter.empty()) return 1000;
  if (parameter.size() < 3 || (parameter[0] != 'q' && parameter[0] != 'Q') || parameter[1] != '=') return 0;
  if (parameter[2] == '1') return 1000;
  if (parameter[2] != '0' || parameter.size() < 5 || parameter[3] != '.') return 0;
  int weight = 0;
  int scale = 100;
  for (const char digit : parameter.substr(4, 3)) {
    if (digit < '0' || digit > '9') return 0;
    weight += (digit - '0') * scale;
    scale /= 10;
  }
  return weight;
}

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::string_view cookie_named(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    std::string_view pair = cut(cookies, ';');
    if (cut(pair, '=') == name) return pair;
  }
  return {};
}

Languages::Languages(std::span<const std::string_view> files) {
  for (const std::string_view file : files) {
    auto words = Words::read(file);
    CHECK_INVARIANT(words.has_value());
    all_.push_back(std::move(*words));
  }
  CHECK_INVARIANT(!all_.empty());
  const auto english = std::find_if(all_.begin(), all_.end(), [](const Words& words) { return words.tag() == "en"; });
  if (english != all_.end()) std::rotate(all_.begin(), english, english + 1);
}

const Words* Languages::find(std::string_view tag) const {
  const auto found = std::find_if(all_.begin(), all_.end(), [&](const Words& words) { return same_word(words.tag(), tag); });
  return found == all_.end() ? nullptr : &*found;
}

const Words& Languages::for_visitor(std::string_view cookies, std::string_view accept_language) const {
  if (const Words* chosen = find(cookie_named(cookies, "lang"))) return *chosen;
  const Words* best = nullptr;
  int best_weight = 0;
  while (!accept_language.empty()) {
    std::string_view range = cut(accept_language, ',');
    const std::string_view tag = cut(range, ';');
    const int weight = weight_in(trimmed(range));
    const Words* words = find(tag);
    if (words == nullptr) words = find(tag.substr(0, tag.find('-')));  // "ur-PK" is served with "ur" (RFC 4647 section 3.4)
    if (words == nullptr || weight <= best_weight) continue;
    best = words;
    best_weight = weight;
  }
  return best == nullptr ? all_.front() : *best;
}

}  // namespace darban::page
