// SPDX-License-Identifier: Apache-2.0
// unbound.conf, as far as it closes names:
//   local-zone: "x." always_nxdomain, always_null, always_nodata, always_deny, always_refuse, refuse, static, deny, inform_deny:
//   subtree local-zone: "x." redirect: subtree, once a local-data line gives it an address that leads nowhere local-data: "x. A
//   0.0.0.0" (or ::, 127.0.0.1, ::1): exact
// Zones that answer (transparent, inform ...) are no block; other local data is not supported; includes are never obeyed.
#include <algorithm>
#include <array>
#include <optional>

#include "lists/formats/formats.h"

namespace darban {
namespace {

constexpr auto kNone = std::string_view::npos;

bool closes(std::string_view type) {
  static constexpr std::array<std::string_view, 9> kClosing{"always_nxdomain", "always_null",   "always_nodata",
                                                            "always_deny",     "always_refuse", "refuse",
                                                            "static",          "deny",          "inform_deny"};
  return std::find(kClosing.begin(), kClosing.end(), type) != kClosing.end();
}

std::string_view unquoted(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    return text.substr(1, text.size() - 2);
  return text;
}

// The first value of a line, in quotes or not; `text` goes on behind it.
std::string_view take_value(std::string_view& text) {
  text = trim_front(text);
  if (text.empty() || (text.front() != '"' && text.front() != '\'')) return take_word(text);
  const std::size_t end = text.find(text.front(), 1);
  const std::string_view value = text.substr(1, end == kNone ? kNone : end - 1);
  text = end == kNone ? std::string_view() : trim_front(text.substr(end + 1));
  return value;
}

class UnboundReading {
 public:
  explicit UnboundReading(ListReading& in) : in_(in) {}

  void directive(std::string_view line) {
    const std::size_t colon = line.find(':');
    const std::string_view key = line.substr(0, colon);
    if (colon == kNone || key.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") != kNone) return in_.refuse(Errc::bad_character);
    const std::string_view value = trim_front(line.substr(colon + 1));
    if (key == "local-zone") return zone(value);
    if (key == "local-data") return data(unquoted(value));
    if (key == "include" || key == "include-toplevel") return in_.ignore(Ignored::include);
    if (value.empty()) return in_.ignore(Ignored::comment);  // "server:" opens a section
    in_.ignore(Ignored::not_a_block);
  }

  // A redirect that never got its data says nothing.
  void end_redirect() {
    if (redirect_ && !redirect_used_) in_.ignore_at(Ignored::unsupported, redirect_line_);
    redirect_.reset();
  }

 private:
  void zone(std::string_view value) {
    const std::string_view name = take_value(value);
    const std::string_view type = unquoted(value);
    if (type.empty()) return in_.refuse(Errc::empty);
    if (type != "redirect" && !closes(type)) return in_.ignore(Ignored::not_a_block);
    if (!in_.take_name(name)) return;
    if (type != "redirect") {
      in_.say(Scope::subtree, EntryKind::block);
      return;
    }
    end_redirect();
    redirect_ = in_.name();
    redirect_line_ = in_.line();
    redirect_used_ = false;
  }

  // "x. [ttl] [IN] A 0.0.0.0"
  void data(std::string_view record) {
    const std::string_view owner = take_word(record);
    std::string_view type = take_word(record);
    while (!type.empty() && (equals_ignoring_case(type, "in") || (type.front() >= '0' && type.front() <= '9')))
      type = take_word(record);
    const std::string_view address = take_word(record);
    const bool nowhere = (equals_ignoring_case(type, "a") && (address == "0.0.0.0" || address == "127.0.0.1")) ||
                         (equals_ignoring_case(type, "aaaa") && (address == "::" || address == "::1"));
    if (!nowhere) return in_.ignore(Ignored::unsupported);
    if (!in_.take_name(owner)) return;
    if (!redirect_ || !(in_.name() == *redirect_)) {
      in_.say(Scope::exact, EntryKind::block);
      return;
    }
    redirect_used_ = true;
    in_.say(Scope::subtree, EntryKind::block);
  }

  ListReading& in_;
  std::optional<Name> redirect_;
  std::uint32_t redirect_line_ = 0;
  bool redirect_used_ = false;
};

}  // namespace

bool unbound_speaks(std::string_view line) {
  return line.starts_with("local-zone:") || line.starts_with("local-data:") || line == "server:" ||
         line.starts_with("include: \"");
}

void parse_unbound(ListReading& in) {
  UnboundReading unbound(in);
  std::string_view line;
  while (in.next(line)) {
    line = trim_front(line);
    if (line.empty() || line.starts_with('#') || line.starts_with('!') || line.starts_with(';'))
      in.ignore(Ignored::comment);
    else
      unbound.directive(without_comment(line));
  }
  unbound.end_redirect();
}

}  // namespace darban
