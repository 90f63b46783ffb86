// SPDX-License-Identifier: Apache-2.0
#include "policy/rule_text.h"

#include <algorithm>
#include <array>

#include "base/errc.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "dns/type_text.h"
#include "lists/idn.h"

namespace darban {
namespace {

constexpr auto kNone = std::string_view::npos;
constexpr std::array<std::string_view, 8> kModifiers{"important", "badfilter", "denyallow", "dnstype",
                                                     "client",    "ctag",      "time",      "dnsrewrite"};
constexpr std::string_view kModifierList = "important, badfilter, denyallow, dnstype, client, ctag, time, dnsrewrite";
// What a browser's blocker says of a page or a request; the list is not complete, and need not be.
constexpr std::array<std::string_view, 36> kOfBrowsers{
    "third-party", "3p",     "first-party",   "1p",         "document",    "doc",      "all",         "popup",
    "popunder",    "script", "image",         "stylesheet", "css",         "frame",    "subdocument", "xmlhttprequest",
    "xhr",         "media",  "font",          "websocket",  "ping",        "object",   "other",       "network",
    "match-case",  "domain", "from",          "to",         "removeparam", "redirect", "csp",         "app",
    "method",      "header", "inline-script", "strict3p"};

struct Piece {  // a part of the rule, and where it stands
  std::string_view text;
  std::size_t at = 0;
  Piece from(std::size_t count) const { return {text.substr(count), at + count}; }
};

Piece trimmed(Piece piece) {
  while (piece.text.starts_with(' ')) piece = piece.from(1);
  while (piece.text.ends_with(' ')) piece.text.remove_suffix(1);
  return piece;
}

bool is_quote(char c) { return c == '\'' || c == '"'; }

// Takes the backslashes out: "Mary\'s" is Mary's.
std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    plain += text[i];
  }
  return plain;
}

std::string lower(std::string_view text) {
  std::string word(text);
  for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return word;
}

template <typename T, typename Same>
bool same_set(const std::vector<T>& a, const std::vector<T>& b, Same same) {
  return a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin(), same);
}

class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : text_(text) {}

  Result<RuleText, RuleFault> read() {
    if (!refuse_other_languages()) {
      const std::size_t dollar = std::min(text_.find('$'), text_.size());
      read_pattern({text_.substr(0, dollar), 0});
      if (!fault_ && dollar < text_.size()) read_modifiers({text_.substr(dollar + 1), dollar + 1});
      if (!fault_) check_together();
    }
    if (fault_) return std::move(*fault_);
    return std::move(rule_);
  }

 private:
  bool refuse(std::size_t at, std::string sentence) {
    if (!fault_) fault_ = {std::min(at, text_.size()), std::move(sentence)};
    return false;
  }
  bool refuse(Piece piece, std::string sentence) { return refuse(piece.at, std::move(sentence)); }

  // True: it is none of our rules, and the fault says which kind it is.
  bool refuse_other_languages() {
    const Piece whole = trimmed({text_, 0});
    if (whole.text.empty()) return !refuse(whole, "a rule needs a name, such as ||games.example^");
    if (whole.text.starts_with('!') || whole.text.starts_with('#'))
      return !refuse(whole, "this is a comment, not a rule; write comments behind a # outside of the quotes");
    if (whole.text.starts_with('/') || whole.text.starts_with("@@/"))
      return !refuse(whole, "regular expressions are not used in own rules; write the names, such as ||games.example^");
    const std::string_view pattern = text_.substr(0, text_.find('$') == kNone ? kNone : text_.find('$') + 2);
    for (const std::string_view mark : {"##", "#@#", "#?#", "#$#", "#%#", "$$"}) {
      if (const auto at = pattern.find(mark); at != kNone)
        return !refuse(
            at, "this is about the inside of a page, which darban does not see; write only the name, such as ||games.example^");
    }
    return false;
  }

  // ---- the name

  void read_pattern(Piece piece) {
    piece = trimmed(piece);
    if (piece.text.starts_with("@@")) {
      rule_.allow = true;
      piece = piece.from(2);
    }
    if (const auto blank = piece.text.find_first_of(" \t"); blank != kNone) {
      refuse(piece.at + blank,
             "no blanks belong into a rule; write one name a rule, such as ||games.example^, and no address before it");
      return;
    }
    bool anchored = true;
    if (piece.text.starts_with("||")) {
      piece = piece.from(2);
    } else if (piece.text.starts_with('|')) {
      rule_.exact = true;
      piece = piece.from(1);
    } else {
      anchored = false;
      if (piece.text.starts_with("*.")) piece = piece.from(2);  // as under `allow` and `block`
    }
    const std::string_view written = piece.text;
    const auto name_end = std::min(written.find_first_of("^|"), written.size());
    piece.text = written.substr(0, name_end);
    const std::string_view end = written.substr(name_end);
    if (!read_name(piece, rule_.name)) return;
    if (anchored && end.empty()) {
      const std::string right = (rule_.exact ? "|" : "||") + std::string(piece.text) + "^";
      refuse(piece.at + name_end, "without '^' at its end this would mean every name that begins so; write " + quote(right));
    } else if (!end.empty() && end != "^" && end != "^|" && end != "|") {
      refuse(piece.at + name_end + 1, "a rule ends with its name, or a $ and its conditions; take out what stands behind '^'");
    } else if (!anchored && !end.empty()) {
      refuse(piece.at, "without '||' in front this would mean every name that ends so; write " +
                           quote("||" + std::string(piece.text) + "^"));
    }
  }

  bool read_name(Piece piece, Name& into) {
    if (piece.text.empty()) return refuse(piece, "a name is missing here, such as games.example");
    if (const auto star = piece.text.find('*'); star != kNone)
      return refuse(piece.at + star,
                    "masks with * are not used in own rules; ||games.example^ means the name and everything below it");
    if (const auto path = piece.text.find_first_of("/:?@"); path != kNone)
      return refuse(
          piece.at + path,
          "only whole names can be opened and closed, not a page, a port or an address of the web; write the name alone");
    if (IpAddress::from_text(piece.text)) return refuse(piece, quote(piece.text) + " is an address; write the name");
    if (piece.text == ".") return refuse(piece, "it means every name there is; use 'allow-list: true' to close everything");
    const auto name = name_from_text_idn(piece.text);
    if (!name)
      return refuse(piece.at + name.error().at, quote(piece.text) +
                                                    " is not a domain name: " + std::string(text_of(name.error().code).view()) +
                                                    "; write it like games.example");
    into = *name;
    return true;
  }

  // ---- what stands behind the $

  // Parts between `separator`s that stand neither in quotes nor behind a backslash. Quotes open only where a word may begin.
  std::vector<Piece> split(Piece piece, char separator) {
    std::vector<Piece> parts;
    std::size_t begin = 0;
    std::size_t opened = 0;
    char quoted = 0;
    for (std::size_t i = 0; i < piece.text.size(); ++i) {
      const char c = piece.text[i];
      if (c == '\\') {
        ++i;
      } else if (quoted != 0) {
        if (c == quoted) quoted = 0;
      } else if (is_quote(c) && (i == begin || std::string_view("=|~,").find(piece.text[i - 1]) != kNone)) {
        quoted = c;
        opened = i;
      } else if (c == separator) {
        parts.push_back(trimmed({piece.text.substr(begin, i - begin), piece.at + begin}));
        begin = i + 1;
      }
    }
    if (quoted != 0) refuse(piece.at + opened, "a quote that is not closed; a quote inside of a name is written \\'");
    parts.push_back(trimmed(piece.from(begin)));
    return parts;
  }

  void read_modifiers(Piece piece) {
    for (const Piece& part : split(piece, ',')) {
      if (fault_) return;
      read_modifier(part);
    }
  }

  void read_modifier(Piece part) {
    const auto equals = part.text.find('=');
    const std::string_view key = part.text.substr(0, equals);
    if (key.empty()) return void(refuse(part, "a modifier is missing here; they are: " + std::string(kModifierList)));
    const auto known = std::find(kModifiers.begin(), kModifiers.end(), key);
    if (known == kModifiers.end()) return refuse_modifier(part, key);
    const auto number = static_cast<std::size_t>(known - kModifiers.begin());
    if ((seen_ >> number & 1) != 0) return void(refuse(part, "$" + std::string(key) + " is written twice; keep one"));
    seen_ |= 1U << number;
    const bool flag = number < 2;
    if (flag && equals != kNone) return void(refuse(part, "$" + std::string(key) + " takes no value"));
    if (!flag && (equals == kNone || equals + 1 == part.text.size()))
      return void(refuse(part, "$" + std::string(key) + " needs a value; " + example_of(key)));
    const Piece value = flag ? Piece{} : part.from(equals + 1);
    if (key == "important") rule_.important = true;
    if (key == "badfilter") rule_.takes_back = true;
    if (key == "denyallow") read_holes(value);
    if (key == "dnstype") read_types(value);
    if (key == "client") read_clients(value);
    if (key == "ctag") read_tags(value);
    if (key == "time") read_times(value);
    if (key == "dnsrewrite") read_rewrite(value);
  }

  static std::string example_of(std::string_view key) {
    if (key == "denyallow") return "write it like $denyallow=good.games.example|other.games.example";
    if (key == "dnstype") return "write it like $dnstype=A|AAAA, or $dnstype=~A for all others";
    if (key == "client") return "write it like $client=Ali|'Emma tablet'|~192.168.3.9";
    if (key == "ctag") return "write it like $ctag=user_child|~device_tv";
    if (key == "time") return "write it like $time=mon-fri:22.00-07.00";
    return "write $dnsrewrite=NXDOMAIN, REFUSED or NODATA";
  }

  void refuse_modifier(Piece part, std::string_view key) {
    const std::string_view bare = key.starts_with('~') ? key.substr(1) : key;
    if (std::find(kOfBrowsers.begin(), kOfBrowsers.end(), bare) != kOfBrowsers.end())
      return void(refuse(
          part, quote("$" + std::string(key)) + " is a browser's: it is about a page, and darban sees names only; take it out"));
    const std::string_view meant = nearest(key, kModifiers);
    refuse(part, "there is no modifier " + quote("$" + std::string(key)) + "; " +
                     (meant.empty() ? "they are: " + std::string(kModifierList)
                                    : "did you mean " + quote("$" + std::string(meant)) + "?"));
  }

  void read_holes(Piece value) {
    for (const Piece& part : split(value, '|')) {
      Name name;
      if (!read_name(part, name)) return;
      if (rule_.exact || !name.is_at_or_under(rule_.name) || name == rule_.name)
        return void(refuse(part, quote(part.text) + " is not below the rule's name, so it would change nothing"));
      rule_.holes.push_back(name);
    }
  }

  void read_types(Piece value) {
    for (Piece part : split(value, '|')) {
      const bool left_out = part.text.starts_with('~');
      if (left_out) part = part.from(1);
      const auto type = type_from_text(part.text);
      if (!type) return void(refuse(part, quote(part.text) + " is no record type; write A, AAAA, HTTPS, TXT, MX ... or TYPE65"));
      if (!rule_.types.empty() && left_out != rule_.types_left_out)
        return void(refuse(part, "types with and without ~ do not go together; write those it is for, or those it is not for"));
      rule_.types_left_out = left_out;
      if (std::find(rule_.types.begin(), rule_.types.end(), *type) == rule_.types.end()) rule_.types.push_back(*type);
    }
  }

  void read_clients(Piece value) {
    for (Piece part : split(value, '|')) {
      RuleClient client;
      client.left_out = part.text.starts_with('~');
      if (client.left_out) part = part.from(1);
      client.at = part.at;
      const bool quoted = part.text.size() >= 2 && is_quote(part.text.front()) && part.text.back() == part.text.front();
      if (quoted) {
        client.name = unescaped(part.text.substr(1, part.text.size() - 2));
      } else if (const auto mac = MacAddress::from_text(part.text)) {
        client.mac = *mac;
      } else if (const auto network = IpPrefix::from_text(part.text)) {
        client.network = *network;
      } else {
        client.name = unescaped(part.text);
      }
      if (client.name.empty() && !client.mac && !client.network)
        return void(refuse(part, "somebody is missing here; " + example_of("client")));
      rule_.clients.push_back(std::move(client));
    }
  }

  void read_tags(Piece value) {
    for (Piece part : split(value, '|')) {
      const bool left_out = part.text.starts_with('~');
      if (left_out) part = part.from(1);
      const auto tag = tag_named(part.text);
      if (!tag) return void(refuse(part, "there is no tag " + quote(part.text) + "; the tags are: " + known_tags()));
      (left_out ? rule_.not_tags : rule_.tags) |= *tag;
    }
    if ((rule_.tags & rule_.not_tags) != 0) refuse(value, "a tag stands here with and without ~; keep one of them");
  }

  void read_times(Piece value) {
    for (const Piece& part : split(value, '|')) {
      const auto colon = part.text.find(':');
      if (colon == kNone) return void(refuse(part, quote(part.text) + " has no days; " + example_of("time")));
      const Piece clock = part.from(colon + 1);
      const auto dash = clock.text.find('-');
      if (dash == kNone) return void(refuse(clock, quote(clock.text) + " is no window of time; " + example_of("time")));
      RuleTime time;
      if (!keep(read_days(lower(part.text.substr(0, colon))), part, time.days)) return;
      if (!keep(read_time_of_day(with_colons(clock.text.substr(0, dash)), DayEdge::start), clock, time.start)) return;
      if (!keep(read_time_of_day(with_colons(clock.text.substr(dash + 1)), DayEdge::end), clock.from(dash + 1), time.end)) return;
      rule_.times.push_back(time);
    }
  }
  static std::string with_colons(std::string_view text) {
    std::string time(text);
    std::replace(time.begin(), time.end(), '.', ':');
    return time;
  }
  template <typename T>
  bool keep(const Read<T>& value, Piece piece, T& into) {
    if (!value) return refuse(piece, value.error().sentence);
    into = *value;
    return true;
  }

  void read_rewrite(Piece value) {
    const std::string word = lower(value.text);
    if (word == "nxdomain" || word == "nxdomain;;")
      rule_.closed_as = ClosedAs::nxdomain;
    else if (word == "refused" || word == "refused;;")
      rule_.closed_as = ClosedAs::refused;
    else if (word == "nodata" || word == "noerror" || word == "noerror;;")
      rule_.closed_as = ClosedAs::nodata;
    else
      refuse(value, "own rules lead no name to another address or name; write NXDOMAIN, REFUSED or NODATA");
  }

  void check_together() {
    if (rule_.allow && !rule_.holes.empty())
      refuse(0, "'@@' does not go with $denyallow; write a rule of its own for the names that stay closed");
    if (rule_.allow && rule_.closed_as != ClosedAs::profile_says)
      refuse(0, "'@@' opens, so $dnsrewrite has nothing to close; take one of them out");
  }

  std::string_view text_;
  RuleText rule_;
  unsigned seen_ = 0;  // bits of kModifiers
  std::optional<RuleFault> fault_;
};

}  // namespace

bool RuleText::is_plain() const {
  return !important && !exact && holes.empty() && types.empty() && clients.empty() && tags == 0 && not_tags == 0 &&
         times.empty() && closed_as == ClosedAs::profile_says;
}

bool RuleText::is_same(const RuleText& other) const {
  const auto equal = [](const auto& a, const auto& b) { return a == b; };
  return allow == other.allow && important == other.important && exact == other.exact && name == other.name &&
         types_left_out == other.types_left_out && tags == other.tags && not_tags == other.not_tags &&
         closed_as == other.closed_as && same_set(holes, other.holes, equal) && same_set(types, other.types, equal) &&
         same_set(times, other.times, equal) &&
         same_set(clients, other.clients, [](const auto& a, const auto& b) { return a.is_same(b); });
}

Result<RuleText, RuleFault> read_rule(std::string_view text) { return RuleReader(text).read(); }

}  // namespace darban
