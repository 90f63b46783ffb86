// SPDX-License-Identifier: Apache-2.0
#include "lists/line.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/net_address.h"
#include "base/utf8.h"
#include "lists/idn.h"

namespace darban {
namespace {

// The kinds of a word's octets, or'ed together, say what it may be.
constexpr std::uint8_t kDigit = 0;
constexpr std::uint8_t kHyphen = 1;
constexpr std::uint8_t kDot = 2;
constexpr std::uint8_t kLetter = 4;  // a letter or '_': a word without any may be an address
constexpr std::uint8_t kInternational = 8;
constexpr std::uint8_t kStrange = 16;

constexpr std::array<std::uint8_t, 256> kKindOfOctet = [] {
  std::array<std::uint8_t, 256> kinds{};
  for (std::size_t octet = 0; octet < 256; ++octet) {
    const bool letter = (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') || octet == '_';
    const bool digit = octet >= '0' && octet <= '9';
    kinds[octet] = letter          ? kLetter
                   : digit         ? kDigit
                   : octet == '-'  ? kHyphen
                   : octet == '.'  ? kDot
                   : octet >= 0x80 ? kInternational
                                   : kStrange;
  }
  return kinds;
}();

// DNS allows it and browsers refuse it: mostly a slip of the hand, or a browser's pattern in the wrong file.
bool has_hyphen_at_edge(std::string_view word) {
  for (std::size_t at = word.find('-'); at != std::string_view::npos; at = word.find('-', at + 1)) {
    if (at == 0 || at + 1 == word.size() || word[at - 1] == '.' || word[at + 1] == '.') return true;
  }
  return false;
}

// "x.example/p", "x.example:8080", "scheme://...".
bool is_url(std::string_view word) {
  const std::size_t end = word.find_first_of("/:?");
  return end != std::string_view::npos &&
         (word.substr(end).starts_with("://") || word.substr(0, end).find('.') != std::string_view::npos);
}

}  // namespace

std::string_view trim_front(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

std::string_view trim_back(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string_view take_word(std::string_view& text) {
  text = trim_front(text);
  std::size_t end = 0;
  while (end < text.size() && !is_blank(text[end])) ++end;
  const std::string_view word = text.substr(0, end);
  text = trim_front(text.substr(end));
  return word;
}

std::string_view without_comment(std::string_view text) {
  for (std::size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    if (at == 0 || is_blank(text[at - 1])) return trim_back(text.substr(0, at));
  }
  return text;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a | 0x20) : a) == b; });
}

bool is_name_word(std::string_view word) {
  return !word.empty() && std::none_of(word.begin(), word.end(), [](char octet) {
    return (kKindOfOctet[static_cast<std::uint8_t>(octet)] & kStrange) != 0;
  });
}

bool is_address(std::string_view word) {
  if (word.size() > 2 && word.front() == '[' && word.back() == ']') word = word.substr(1, word.size() - 2);
  if (word.empty()) return false;
  if (IpPrefix::from_text(word)) return true;
  return word.find('.') != std::string_view::npos &&
         std::all_of(word.begin(), word.end(), [](char octet) { return octet == '.' || (octet >= '0' && octet <= '9'); }) &&
         std::any_of(word.begin(), word.end(), [](char octet) { return octet != '.'; });
}

ListReading::ListReading(std::string_view whole_file, Scope plain, const ParseOptions& options, EntrySink& sink)
    : rest_(whole_file),
      looked_to_(whole_file.data()),
      plain_(plain),
      options_(options),
      suffixes_(options.suffixes != nullptr ? *options.suffixes : PublicSuffixes::installed()),
      sink_(sink) {
  if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
}

// A window at a time, so that a mapped file need not be in memory as a whole.
void ListReading::look_ahead() {
  constexpr std::size_t kWindow = std::size_t{256} << 10;
  if (options_.read_up_to) options_.read_up_to(rest_.data());
  std::size_t window = std::min(rest_.size(), kWindow);
  const void* const end = std::memchr(rest_.data() + window, '\n', rest_.size() - window);
  window = end == nullptr ? rest_.size() : static_cast<std::size_t>(static_cast<const char*>(end) - rest_.data());
  clean_ = is_clean_text(rest_.substr(0, window));
  looked_to_ = rest_.data() + window;
}

bool ListReading::next(std::string_view& line) {
  while (!rest_.empty()) {
    if (rest_.data() >= looked_to_) look_ahead();
    const void* const end = std::memchr(rest_.data(), '\n', rest_.size());
    const std::size_t length =
        end == nullptr ? rest_.size() : static_cast<std::size_t>(static_cast<const char*>(end) - rest_.data());
    const std::string_view whole = rest_.substr(0, length);
    rest_.remove_prefix(std::min(length + 1, rest_.size()));
    ++line_;
    if (whole.size() > kMostLineOctets) {
      refuse(Errc::too_large);
      continue;
    }
    line = trim_back(whole);
    if (clean_ || is_clean_text(line)) return true;
    const std::string_view text = trim_front(line);
    if (text.starts_with('#') || text.starts_with('!') || text.starts_with(';'))
      ignore(Ignored::comment);  // an old 8-bit alphabet
    else
      refuse(Errc::bad_character);
  }
  return false;
}

bool ListReading::take_name(std::string_view word) {
  const Word taken = take_word_as_name(word);
  if (taken == Word::strange) explain(word, Errc::bad_character);
  return taken == Word::name;
}

ListReading::Word ListReading::take_word_as_name(std::string_view word) {
  std::uint8_t kinds = 0;
  for (const char octet : word) kinds |= kKindOfOctet[static_cast<std::uint8_t>(octet)];
  if ((kinds & kStrange) != 0) return Word::strange;
  if ((kinds & kInternational) != 0) return take_international(word) ? Word::name : Word::accounted_for;
  if ((kinds & kLetter) == 0 && is_address(word)) {
    ignore(Ignored::address);
    return Word::accounted_for;
  }
  if ((kinds & kHyphen) != 0 && has_hyphen_at_edge(word)) warn();
  return take_ascii(word) ? Word::name : Word::accounted_for;
}

bool ListReading::take_international(std::string_view word) {
  const auto text = a_labels_of(word);
  if (text) return take_ascii(*text);
  refuse(text.error().code);
  return false;
}

bool ListReading::take_ascii(std::string_view word) {
  const auto name = Name::from_text(word);
  if (!name) {
    refuse(name.error().code);
    return false;
  }
  if (name->is_root()) {
    ignore(Ignored::too_wide);
    return false;
  }
  entry_.name = *name;
  return true;
}

std::optional<Scope> ListReading::guarded(Scope scope, Ignored lone) {
  if (options_.tld) return scope;
  if (entry_.name.label_count() == 1) {
    ignore(lone);
    return std::nullopt;
  }
  if (scope == Scope::exact || !suffixes_.has(entry_.name)) return scope;
  if (scope == Scope::below) {
    ignore(Ignored::too_wide);
    return std::nullopt;
  }
  warn();
  return Scope::exact;
}

bool ListReading::say(Scope scope, EntryKind kind, Ignored lone) {
  const auto allowed = guarded(scope, lone);
  if (!allowed) return false;
  say_unguarded(*allowed, kind);
  return *allowed == scope;
}

bool ListReading::unsay(Scope scope, EntryKind kind) {
  const auto allowed = guarded(scope, Ignored::too_wide);
  if (!allowed) return false;
  unsay_unguarded(*allowed, kind);
  return *allowed == scope;
}

void ListReading::unsay_unguarded(Scope scope, EntryKind kind) {
  entry_.scope = scope;
  entry_.kind = kind;
  said_anything_ = true;
  sink_.cancel(entry_, line_);
}

void ListReading::say_unguarded(Scope scope, EntryKind kind) {
  entry_.scope = scope;
  entry_.kind = kind;
  said_anything_ = true;
  sink_.entry(entry_, line_);
}

void ListReading::ignore_at(Ignored reason, std::uint32_t line) {
  // Prose has words, too: they tell nothing about whether this is a list.
  if (reason != Ignored::comment && reason != Ignored::single_label && reason != Ignored::pattern) said_anything_ = true;
  sink_.ignored(reason, line);
}

void ListReading::ignore(Ignored reason) { ignore_at(reason, line_); }

void ListReading::explain(std::string_view word, Errc code) {
  const auto has = [word](std::string_view octets) { return word.find_first_of(octets) != std::string_view::npos; };
  if (is_address(word))
    ignore(Ignored::address);
  else if (word.size() > 1 && word.front() == '/' && word.back() == '/')
    ignore(Ignored::regex);
  else if (is_url(word))
    ignore(Ignored::path_or_port);
  else if (has("\\([{+$"))
    ignore(Ignored::regex);
  else if (has("*^|"))
    ignore(Ignored::pattern);
  else
    refuse(code);
}

}  // namespace darban
