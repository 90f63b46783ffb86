// SPDX-License-Identifier: Apache-2.0
// dnsmasq.conf and smartdns.conf, as far as they close or open names:
//   local=/x/ server=/x/ address=/x/ · address=/x/# and =/x/0.0.0.0 :: 127.0.0.1 ::1: subtree blocked, each of several names
//   /x/y/ server=/x/#: subtree allowed (asked of the usual servers) · address /x/# and address /x/- (smartdns): blocked and
//   allowed
// `/.x/` is `/x/`; `/*.x/` is below. A real server or address, and every other directive, is never obeyed.
#include <algorithm>
#include <array>
#include <optional>

#include "lists/formats/formats.h"

namespace darban {
namespace {

constexpr auto kNone = std::string_view::npos;

enum class Directive { local, server, address, smart_address };

struct Statement {
  Directive directive;
  std::string_view names;  // "x/y" of "/x/y/target"
  std::string_view target;
};

bool is_keyword(std::string_view word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](char octet) { return (octet >= 'a' && octet <= 'z') || octet == '-'; });
}

bool reads_another_file(std::string_view key) {
  static constexpr std::array<std::string_view, 6> kFiles{"conf-file",  "conf-dir", "servers-file",
                                                          "addn-hosts", "hostsdir", "include"};
  return std::find(kFiles.begin(), kFiles.end(), key) != kFiles.end();
}

// dnsmasq joins its keys and values with '=', smartdns with a blank; so does prose.
bool is_smartdns_key(std::string_view key) {
  static constexpr std::array<std::string_view, 12> kStarts{"address", "nameserver", "server",    "domain",
                                                            "bind",    "cache",      "conf",      "ipset",
                                                            "nftset",  "bogus-nx",   "blacklist", "whitelist"};
  return std::any_of(kStarts.begin(), kStarts.end(), [key](std::string_view start) { return key.starts_with(start); });
}

std::optional<Directive> directive_of(std::string_view key, bool smartdns) {
  if (smartdns) return key == "address" ? std::optional(Directive::smart_address) : std::nullopt;
  if (key == "local") return Directive::local;
  if (key == "server") return Directive::server;
  if (key == "address") return Directive::address;
  return std::nullopt;
}

// "local=/x/" or "address /x/#". Anything else has been accounted for when there is no statement.
std::optional<Statement> read_statement(ListReading& in, std::string_view line) {
  const std::size_t end = std::min(line.find_first_of("= \t"), line.size());
  const std::string_view key = line.substr(0, end);
  if (!is_keyword(key)) {
    in.refuse(Errc::bad_character);
    return std::nullopt;
  }
  const bool smartdns = end < line.size() && line[end] != '=';
  if (smartdns && !is_smartdns_key(key)) {
    in.refuse(Errc::bad_character);
    return std::nullopt;
  }
  const std::string_view value = end < line.size() ? trim_front(line.substr(end + 1)) : std::string_view();
  const auto directive = directive_of(key, smartdns);
  if (!directive || !value.starts_with('/')) {
    in.ignore(reads_another_file(key) ? Ignored::include : Ignored::not_a_block);
    return std::nullopt;
  }
  const std::size_t slash = value.rfind('/');
  if (slash == 0) {
    in.refuse(Errc::bad_character);
    return std::nullopt;
  }
  return Statement{*directive, value.substr(1, slash - 1), trim_front(value.substr(slash + 1))};
}

// The RFC 6890 addresses that people use to mean "nowhere".
bool is_nowhere(std::string_view target) {
  return target == "0.0.0.0" || target == "::" || target == "127.0.0.1" || target == "::1" || target == "#";
}

std::optional<EntryKind> kind_of(const Statement& statement) {
  switch (statement.directive) {
    case Directive::local:
      if (statement.target.empty()) return EntryKind::block;
      break;
    case Directive::server:
      if (statement.target.empty()) return EntryKind::block;
      if (statement.target == "#") return EntryKind::allow;
      break;
    case Directive::address:
      if (statement.target.empty() || is_nowhere(statement.target)) return EntryKind::block;
      break;
    case Directive::smart_address:
      if (is_nowhere(statement.target)) return EntryKind::block;
      if (statement.target == "-") return EntryKind::allow;
      break;
  }
  return std::nullopt;
}

void say_name(ListReading& in, std::string_view word, EntryKind kind) {
  if (word == "#" || word == "*" || word == "." || word == "*.") return in.ignore(Ignored::too_wide);
  Scope scope = Scope::subtree;
  if (word.starts_with("*.")) {
    scope = Scope::below;
    word.remove_prefix(2);
  } else if (word.starts_with('.')) {
    word.remove_prefix(1);
  }
  if (in.take_name(word)) in.say(scope, kind);
}

void parse_statement(ListReading& in, std::string_view line) {
  const auto statement = read_statement(in, line);
  if (!statement) return;
  const auto kind = kind_of(*statement);
  if (!kind) return in.ignore(Ignored::not_a_block);
  std::string_view names = statement->names;
  if (names.empty()) return in.ignore(Ignored::too_wide);  // "address=//" is about names without a dot
  for (;;) {
    const std::size_t slash = names.find('/');
    say_name(in, names.substr(0, slash), *kind);
    if (slash == kNone) return;
    names.remove_prefix(slash + 1);
  }
}

}  // namespace

bool dnsmasq_speaks(std::string_view line) {
  static constexpr std::array<std::string_view, 8> kStarts{"local=/", "server=/",        "address=/",  "address /",
                                                           "server=", "bogus-nxdomain=", "conf-file=", "nameserver /"};
  return std::any_of(kStarts.begin(), kStarts.end(), [line](std::string_view start) { return line.starts_with(start); });
}

void parse_dnsmasq(ListReading& in) {
  std::string_view line;
  while (in.next(line)) {
    line = trim_front(line);
    if (line.empty() || line.starts_with('#') || line.starts_with('!') || line.starts_with(';'))
      in.ignore(Ignored::comment);
    else
      parse_statement(in, without_comment(line));
  }
}

}  // namespace darban
