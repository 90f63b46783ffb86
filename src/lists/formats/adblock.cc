// SPDX-License-Identifier: Apache-2.0
// Adblock rules, as far as a name can say them:
//   ||x^ subtree · ||x subtree, with a warning · |x^ and ://x^ and x exact · ||*.x^ below · @@ allow · ^| as ^ · /regex/ see
//   plain_regex.h $important, $badfilter (takes the identical rule back), $denyallow=a|b (holes)
// $dnstype, $client, $ctag, $dnsrewrite and $time are known and not supported; every other modifier is a browser's: such rules
// are ignored whole, since half a rule blocks too much. Paths, masks and prefixes are never cut down to a host. Hosts lines are
// read as such.
#include <array>
#include <optional>
#include <vector>

#include "lists/formats/formats.h"
#include "lists/formats/plain_regex.h"

namespace darban {
namespace {

constexpr auto kNone = std::string_view::npos;

struct Modifiers {
  bool important = false;
  bool badfilter = false;
  std::string_view denyallow;
  std::optional<Ignored> refusal;
};

// "## text", "####" and "#" are comments; "##.ad", "#@#.ad", "#%#..." are rules about a page.
bool is_hash_cosmetic(std::string_view line) {
  std::size_t at = 1;
  while (at < line.size() && std::string_view("@$%?").find(line[at]) != kNone) ++at;
  return at + 1 < line.size() && line[at] == '#' && line[at + 1] != '#' && !is_blank(line[at + 1]);
}

bool is_comment(std::string_view line) {
  if (line.empty()) return true;
  switch (line.front()) {
    case '!':
      return true;
    case '#':
      return !is_hash_cosmetic(line);
    case ';':
      return true;
    case '[':
      return line.ends_with(']') && !is_address(line);
    case '/':
      return line.starts_with("//") && line.size() > 2 && is_blank(line[2]);
    default:
      return false;
  }
}

// x.example##.ad, x.example#@#.ad, x.example$$script[x]: about the inside of a page.
bool is_cosmetic(std::string_view line) {
  if (line.find("$$") != kNone || line.find("$@$") != kNone) return true;
  for (std::size_t at = line.find('#'); at != kNone; at = line.find('#', at + 1)) {
    if (is_hash_cosmetic(line.substr(at))) return true;
  }
  return false;
}

Ignored why_not(std::string_view modifier) {
  static constexpr std::array<std::string_view, 5> kUnsupported{"dnstype", "client", "ctag", "dnsrewrite", "time"};
  const std::string_view key = modifier.substr(0, modifier.find('='));
  for (const std::string_view known : kUnsupported) {
    if (key == known) return Ignored::unsupported;
  }
  return Ignored::browser_rule;
}

Modifiers read_modifiers(std::string_view list) {
  Modifiers found;
  while (!list.empty()) {
    std::size_t end = list.find(',');
    while (end != kNone && end > 0 && list[end - 1] == '\\') end = list.find(',', end + 1);
    const std::string_view modifier = trim(list.substr(0, end));
    list = end == kNone ? std::string_view() : list.substr(end + 1);
    if (modifier == "important")
      found.important = true;
    else if (modifier == "badfilter")
      found.badfilter = true;
    else if (modifier.starts_with("denyallow="))
      found.denyallow = modifier.substr(10);
    else if (found.refusal != Ignored::browser_rule)
      found.refusal = why_not(modifier);
  }
  return found;
}

EntryKind kind_of(bool allow, bool important) {
  if (allow) return important ? EntryKind::important_allow : EntryKind::allow;
  return important ? EntryKind::important_block : EntryKind::block;
}

// A rule in parts: "@@" "||x^" "$important". Only views into its line.
struct Rule {
  bool allow = false;
  std::string_view pattern;
  Modifiers modifiers;
};

Rule split(std::string_view line) {
  Rule rule;
  rule.allow = line.starts_with("@@");
  if (rule.allow) line.remove_prefix(2);
  std::size_t dollar = line.find('$');
  if (line.starts_with('/')) {  // a '$' inside a regular expression is its own
    const std::size_t slash = line.rfind('/');
    dollar = slash > 0 && (slash + 1 == line.size() || line[slash + 1] == '$') ? line.find('$', slash) : dollar;
  }
  rule.pattern = trim_back(line.substr(0, dollar));
  if (dollar != kNone) rule.modifiers = read_modifiers(line.substr(dollar + 1));
  return rule;
}

struct Host {
  std::string_view name;
  Scope scope;
  bool odd = false;
};

// The host a pattern is about, if it is about one whole host. Otherwise the line has been accounted for.
std::optional<Host> host_of(ListReading& in, std::string_view pattern) {
  Host host{pattern, Scope::exact};
  bool anchored = false;  // at the start of the name
  if (pattern.starts_with("||")) {
    host = {pattern.substr(2), Scope::subtree};
    anchored = true;
  } else if (pattern.starts_with("://")) {
    host.name = pattern.substr(3);
    anchored = true;
  } else if (pattern.starts_with('|')) {
    host.name = pattern.substr(1);
    anchored = true;
  }
  const bool bar = host.name.ends_with('|');
  if (bar) host.name.remove_suffix(1);
  const bool closed = host.name.ends_with('^');
  if (closed) host.name.remove_suffix(1);
  if (const std::string_view trimmed = trim_back(host.name); trimmed.size() != host.name.size()) {
    host.name = trimmed;  // "||x ^"
    host.odd = true;
  }
  if (host.name.empty() || host.name == "*" || host.name == "*." || host.name == "*.*") {
    in.ignore(Ignored::too_wide);
    return std::nullopt;
  }
  if (host.name.starts_with("*.") && (host.scope == Scope::subtree || !anchored)) {
    host.name.remove_prefix(2);
    host.scope = Scope::below;
    anchored = true;
  }
  if (!closed && !bar && (host.scope != Scope::exact || anchored))
    host.odd = true;  // a prefix by the letter: a whole name is meant
  const bool prefix = !closed && host.name.ends_with('.');
  const bool loose = !anchored && (closed || bar);  // "x.example^" would match the end of any longer name
  if (is_name_word(host.name) && !prefix && !loose) return host;
  if (is_name_word(host.name) || host.name.find_first_of("*^|") != kNone || host.name.front() == '/') {
    in.ignore(host.name.find('/') != kNone && anchored ? Ignored::path_or_port : Ignored::pattern);
  } else if (anchored || is_address(host.name) || is_name_word(host.name.substr(0, host.name.find_first_of("/:")))) {
    in.explain(host.name, Errc::bad_character);
  } else {
    in.ignore(Ignored::pattern);
  }
  return std::nullopt;
}

// Takes the names of "a.x|b.x" out of what was just said about x.
void say_holes(ListReading& in, std::string_view names, bool undo) {
  const Name blocked = in.name();
  while (!names.empty()) {
    const std::size_t bar = names.find('|');
    const std::string_view word = trim(names.substr(0, bar));
    names = bar == kNone ? std::string_view() : names.substr(bar + 1);
    if (!in.take_name(word)) continue;
    if (!in.name().is_at_or_under(blocked) || in.name() == blocked)
      in.warn();  // says nothing about this rule
    else if (undo)
      in.unsay_unguarded(Scope::subtree, EntryKind::hole);
    else
      in.say_unguarded(Scope::subtree, EntryKind::hole);
  }
}

void say_host(ListReading& in, const Host& host, const Rule& rule) {
  if (!in.take_name(host.name)) return;
  const EntryKind kind = kind_of(rule.allow, rule.modifiers.important);
  const bool as_written = rule.modifiers.badfilter ? in.unsay(host.scope, kind) : in.say(host.scope, kind);
  if (host.odd) in.warn();
  if (as_written && !rule.modifiers.denyallow.empty()) say_holes(in, rule.modifiers.denyallow, rule.modifiers.badfilter);
}

void parse_rule(ListReading& in, std::string_view line) {
  const Rule rule = split(line);
  if (rule.modifiers.refusal) return in.ignore(*rule.modifiers.refusal);
  if (rule.allow && !rule.modifiers.denyallow.empty()) return in.ignore(Ignored::unsupported);  // written nowhere what that means
  if (rule.pattern.size() > 2 && rule.pattern.starts_with('/') && rule.pattern.ends_with('/')) {
    if (!rule.modifiers.denyallow.empty()) return in.ignore(Ignored::unsupported);
    const EntryKind kind = kind_of(rule.allow, rule.modifiers.important);
    return rule.modifiers.badfilter ? unsay_regex(in, rule.pattern, kind) : say_regex(in, rule.pattern, kind);
  }
  if (const auto host = host_of(in, rule.pattern)) say_host(in, *host, rule);
}

// "||x.example^" to the end of the line: nearly every line there is. False: not one of these.
bool parse_common(ListReading& in, std::string_view line) {
  if (line.size() < 4 || line[0] != '|' || line[1] != '|' || line.back() != '^') return false;
  const std::string_view name = line.substr(2, line.size() - 3);
  const auto taken = in.take_word_as_name(name);
  if (taken == ListReading::Word::name) in.say(Scope::subtree, EntryKind::block);
  return taken != ListReading::Word::strange;
}

}  // namespace

bool adblock_speaks(std::string_view line) {
  return line.starts_with("||") || line.starts_with("@@") || line.starts_with("://") ||
         (line.starts_with('|') && line.size() > 1 && !is_blank(line[1])) || is_cosmetic(line) ||
         (line.size() > 2 && line.starts_with('/') && line.ends_with('/'));
}

void parse_adblock(ListReading& in) {
  std::string_view line;
  while (in.next(line)) {
    line = trim_front(line);
    if (parse_common(in, line)) continue;
    if (is_comment(line)) {
      in.ignore(Ignored::comment);
      continue;
    }
    if (is_cosmetic(line)) {  // before the comment is cut off: "x.example ##.ad" must not become a rule about x.example
      in.ignore(Ignored::cosmetic);
      continue;
    }
    line = without_comment(line);
    if (is_hosts_line(line))
      parse_hosts_line(in, line);
    else
      parse_rule(in, line);
  }
}

}  // namespace darban
