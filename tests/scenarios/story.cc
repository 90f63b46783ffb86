// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/story.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <sstream>

#include "config/scalars.h"
#include "tests/scenarios/story_house.h"
#include "tests/support/reveal.h"

namespace darban {
namespace {

using Words = std::vector<std::string>;

constexpr std::array<std::pair<std::string_view, RrType>, 13> kTypes{{{"A", RrType::a},
                                                                      {"AAAA", RrType::aaaa},
                                                                      {"CNAME", RrType::cname},
                                                                      {"DNAME", RrType::dname},
                                                                      {"HTTPS", RrType::https},
                                                                      {"SVCB", RrType::svcb},
                                                                      {"TXT", RrType::txt},
                                                                      {"MX", RrType::mx},
                                                                      {"NS", RrType::ns},
                                                                      {"PTR", RrType::ptr},
                                                                      {"SOA", RrType::soa},
                                                                      {"ANY", RrType::any},
                                                                      {"AXFR", RrType::axfr}}};
constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 5> kModesWritten{"free", "homework", "school", "bedtime", "off"};
constexpr std::int64_t kDay = 86400;
constexpr std::int64_t kFirstMonday = 20780;  // days since 1970: 2026-11-23

struct Refused {
  std::string what;
};

std::optional<int> number(std::string_view word) {
  int value = 0;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (problem != std::errc() || end != word.data() + word.size()) return {};
  return value;
}

template <std::size_t N>
std::optional<std::size_t> index_of(std::string_view word, const std::array<std::string_view, N>& words) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return {};
  return static_cast<std::size_t>(found - words.begin());
}

Name name_of(const std::string& word) {
  const auto name = Name::from_text(word);
  if (!name) throw Refused{"'" + word + "' is not a name"};
  return *name;
}

RrType type_of(const std::string& word) {
  if (const auto type = type_named(word)) return *type;
  throw Refused{"'" + word + "' is not a record type known here; TYPE123 works for all"};
}

std::uint32_t seconds_of(const std::string& word) {
  const auto value = number(word);
  if (!value || *value < 0) throw Refused{"'" + word + "' is not a number of seconds"};
  return static_cast<std::uint32_t>(*value);
}

// The words of one line, taken from the left.
class Line {
 public:
  explicit Line(Words words) : words_(std::move(words)) {}
  bool empty() const { return at_ == words_.size(); }
  const std::string& peek() const {
    static const std::string nothing;
    return empty() ? nothing : words_[at_];
  }
  const std::string& peek_second() const {
    static const std::string nothing;
    return at_ + 1 < words_.size() ? words_[at_ + 1] : nothing;
  }
  std::string next(const char* what) {
    if (empty()) throw Refused{std::string(what) + " is missing"};
    return words_[at_++];
  }
  bool take(std::string_view word) {
    if (peek() != word) return false;
    ++at_;
    return true;
  }
  // `ttl N` at the end of a line.
  std::uint32_t ttl_or(std::uint32_t standard) { return take("ttl") ? seconds_of(next("a number after ttl")) : standard; }
  Words rest() {
    Words words(words_.begin() + static_cast<std::ptrdiff_t>(at_), words_.end());
    at_ = words_.size();
    return words;
  }
  void end() const {
    if (!empty()) throw Refused{"'" + peek() + "' is too much"};
  }

 private:
  Words words_;
  std::size_t at_ = 0;
};

// Civil time by the C library, which darban's own zone code does not use.
class WallClock {
 public:
  explicit WallClock(const std::string& zone) {
    ::setenv("TZ", zone.c_str(), 1);
    ::tzset();
  }
  // Day as days since 1970, time as seconds of the day.
  std::int64_t seconds(std::int64_t day, std::int64_t time) const {
    const std::time_t as_if_utc = day * kDay + time;
    std::tm civil{};
    ::gmtime_r(&as_if_utc, &civil);
    const std::tm wanted = civil;
    civil.tm_isdst = -1;
    const std::int64_t result = ::mktime(&civil);
    if (civil.tm_hour != wanted.tm_hour || civil.tm_min != wanted.tm_min) throw Refused{"the clock skips this time on this day"};
    return result;
  }
};

class Reader {
 public:
  explicit Reader(const std::string& file) { story_.file = file; }

  Result<Story, StoryError> read(std::string_view text) {
    std::istringstream in{std::string(text)};
    std::string written;
    for (line_ = 1; std::getline(in, written); ++line_) {
      std::istringstream words(written.substr(0, written.find('#')));
      Words list;
      for (std::string word; words >> word;) list.push_back(word);
      if (list.empty()) continue;
      try {
        Line line(std::move(list));
        understand(line);
        line.end();
      } catch (const Refused& refused) {
        return StoryError{line_, refused.what};
      }
    }
    if (story_.steps.empty()) return StoryError{0, "nobody asks anything"};
    try {
      if (story_.households.empty()) keep_household();
    } catch (const Refused& refused) {
      return StoryError{0, refused.what};
    }
    return std::move(story_);
  }

 private:
  void understand(Line& line) {
    const std::string first = line.next("a word");
    if (first == "story" || first == "runner") return static_cast<void>(line.rest());
    if (first == "zone") return zone(line);
    if (first == "clock") return trust_of(line);
    if (first == "list") return list(line);
    if (first == "profile") return profile(line);
    if (first == "rule") return rule(line);
    if (first == "device") return device(line, true);
    if (first == "visitor") return device(line, false);
    if (first == "room") return room(line);
    if (first == "never-block") return words(line, house_.everybody("never-block"));
    if (first == "household") return house_.add_member(member(line));
    if (first == "private-answers-for") {
      story_.private_answers_for = line.rest();
      return;
    }
    if (first == "upstream") return upstream(line);
    step(first, line);
  }

  void zone(Line& line) {
    if (!story_.steps.empty()) throw Refused{"the zone stands before the first question"};
    zone_ = line.next("a time zone");
    house_.zone(zone_);
  }

  void trust_of(Line& line) {
    const std::string word = line.next("trusted or untrusted");
    if (word != "trusted" && word != "untrusted") throw Refused{"a clock is trusted or untrusted"};
    clock_trusted_ = word == "trusted";
  }

  void list(Line& line) {
    const std::string key = line.next("a category");
    if (line.empty()) throw Refused{"a list needs names"};
    for (std::string word : line.rest()) {
      Scope scope = Scope::subtree;
      if (word.starts_with("=")) scope = Scope::exact, word.erase(0, 1);
      if (word.starts_with("*.")) scope = Scope::below, word.erase(0, 2);
      story_.lists.push_back({key, name_of(word), scope});
    }
  }

  void profile(Line& line) {
    StoryHouse::Profile& profile = house_.profile(line.next("a profile's name"));
    if (line.empty()) return;
    if (line.peek().ends_with(':')) return profile.members.push_back(member(line));
    const std::string what = line.next("a word");
    if (what == "band") {
      profile.band = one_of<Band>(line.next("an age band"), 11);
    } else if (what == "answer") {
      profile.members.push_back("answer: \"" + one_of<AnswerMode>(line.next("a kind of answer"), 3) + "\"");
    } else if (what == "bypass") {
      profile.members.push_back("bypass: \"" + one_of<BypassLevel>(line.next("a level"), 3) + "\"");
    } else if (what == "ttl") {
      profile.members.push_back("blocked-ttl: " + std::to_string(seconds_of(line.next("seconds"))));
    } else if (what == "allow-list") {
      profile.members.emplace_back("allow-list: true");
    } else if (what == "block" || what == "open") {
      doors(line, profile, what == "block" ? "close" : "open", what == "block" ? "services" : "open");
    } else if (what == "open-doors" || what == "open-door-names") {
      words(line, profile.lists[what]);
    } else if (index_of(what, kModesWritten)) {
      profile.windows.push_back("{" + times(line) + ", mode: " + what + "}");
    } else {
      throw Refused{"a profile has no '" + what + "'"};
    }
  }

  // What stands in household.yaml as it is: `modes: {homework: {close: [chat]}}`.
  static std::string member(Line& line) {
    std::string text;
    for (const std::string& word : line.rest()) text += (text.empty() ? "" : " ") + word;
    return text;
  }

  // `block gaming` always, `block gaming Mon-Thu 20:30-07:00` in a window.
  void doors(Line& line, StoryHouse::Profile& profile, const std::string& always, const std::string& in_window) {
    std::vector<std::string> keys;
    while (!line.empty() && !read_days(line.peek())) keys.push_back(line.next("a category"));
    if (keys.empty()) throw Refused{"a category is missing"};
    if (line.empty()) {
      auto& list = profile.lists[always];
      list.insert(list.end(), keys.begin(), keys.end());
      return;
    }
    std::string list;
    for (const std::string& key : keys) list += (list.empty() ? "" : ", ") + key;
    profile.windows.push_back("{" + times(line) + ", mode: free, " + in_window + ": [" + list + "]}");
  }

  static std::string times(Line& line) {
    const std::string days = line.next("days such as Mon-Thu");
    const auto read = read_days(days);
    if (!read) throw Refused{read.error().sentence};
    const std::string span = line.next("times such as 20:30-07:00");
    const auto dash = span.find('-');
    if (dash == std::string::npos) throw Refused{"'" + span + "' is not two times such as 20:30-07:00"};
    const auto start = read_time_of_day(span.substr(0, dash), DayEdge::start);
    const auto end = read_time_of_day(span.substr(dash + 1), DayEdge::end);
    if (!start) throw Refused{start.error().sentence};
    if (!end) throw Refused{end.error().sentence};
    return "days: " + days + ", start: \"" + span.substr(0, dash) + "\", end: \"" + span.substr(dash + 1) + "\"";
  }

  void rule(Line& line) {
    const std::string who = line.next("a profile or everybody");
    const std::string what = line.next("allow or block");
    if (what != "allow" && what != "block") throw Refused{"a rule says allow or block"};
    words(line, who == "everybody" ? house_.everybody(what) : house_.profile(who).lists[what]);
  }

  void device(Line& line, bool known) {
    StoryDevice device;
    device.label = line.next("a device's name");
    StoryHouse::Device written{device.label, {}, {}, {}};
    while (!line.empty()) {
      if (const auto mac = read_mac(line.peek())) {
        device.macs.push_back(*mac);
        written.macs.push_back(line.next("an address"));
      } else if (const auto prefix = read_prefix(line.peek())) {
        device.addresses.push_back(*prefix);
        written.addresses.push_back(line.next("an address"));
      } else {
        break;
      }
    }
    if (device.macs.empty() && device.addresses.empty()) throw Refused{"a device needs an address"};
    if (known) {
      device.profile = line.next("the device's profile");
      if (device.profile == "guest") throw Refused{"who is not known is a guest: write visitor"};
      house_.profile(device.profile);
      if (!line.empty()) written.members.push_back(member(line));
      house_.add_device(device.profile, written);
    }
    story_.devices.push_back(device);
  }

  void room(Line& line) {
    const std::string label = line.next("the room's name");
    const std::string network = line.next("a network");
    const auto prefix = read_prefix(network);
    if (!prefix) throw Refused{prefix.error().sentence};
    house_.add_room(label, network);
  }

  void upstream(Line& line) {
    const std::string owner = line.next("a name");
    const Name name = name_of(owner);
    StoryAnswer answer;
    std::string what = line.next("a record type or what the world says");
    RrType asked{};
    if (!is_saying(what)) {
      asked = type_of(what);
      what = line.peek();
    } else {
      answer.kind = *saying(what);
    }
    if (static_cast<std::uint16_t>(asked) != 0 && is_saying(what)) {
      answer.kind = *saying(what);
      line.next("");
    }
    if (answer.kind == StoryAnswer::Kind::records) records(line, asked, answer);
    answer.ttl = line.ttl_or(answer.ttl);
    if (!story_.world.emplace(std::pair(wire_of(name), asked), answer).second) throw Refused{"the world says this twice"};
  }

  static std::optional<StoryAnswer::Kind> saying(std::string_view word) {
    constexpr std::array<std::string_view, 6> kSayings{"", "nxdomain", "nodata", "servfail", "refused", "silent"};
    const auto found = index_of(word, kSayings);
    if (!found || *found == 0) return {};
    return static_cast<StoryAnswer::Kind>(*found);
  }
  static bool is_saying(std::string_view word) { return saying(word).has_value(); }

  void records(Line& line, RrType type, StoryAnswer& answer) {
    answer.type = type;
    if (type == RrType::cname || type == RrType::dname) {
      answer.target = name_of(line.next("a target"));
      answer.rdata.push_back(wire_of(*answer.target));
      return;
    }
    if (type == RrType::https || type == RrType::svcb) return answer.rdata.push_back(service(line));
    while (!line.empty() && line.peek() != "ttl") {
      const std::string word = line.next("a value");
      if (type == RrType::a || type == RrType::aaaa) {
        const auto address = IpAddress::from_text(word);
        if (!address || address->is_v4() != (type == RrType::a)) throw Refused{"'" + word + "' is not an address of this type"};
        answer.rdata.push_back(octets_of(*address));
      } else {  // any other type: the word as one character string
        std::vector<std::uint8_t> rdata{static_cast<std::uint8_t>(word.size())};
        rdata.insert(rdata.end(), word.begin(), word.end());
        answer.rdata.push_back(rdata);
      }
    }
    if (answer.rdata.empty()) throw Refused{"a record needs a value"};
  }

  // "1 svc.example ipv4hint=192.0.2.1,192.0.2.2" (RFC 9460 section 2).
  static std::vector<std::uint8_t> service(Line& line) {
    const auto priority = number(line.next("a priority"));
    if (!priority) throw Refused{"HTTPS records start with a number"};
    std::vector<std::uint8_t> rdata{0, static_cast<std::uint8_t>(*priority)};
    const auto target = wire_of(name_of(line.next("a target")));
    rdata.insert(rdata.end(), target.begin(), target.end());
    while (!line.empty() && line.peek() != "ttl") {
      const std::string word = line.next("a parameter");
      const bool v4 = word.starts_with("ipv4hint=");
      if (!v4 && !word.starts_with("ipv6hint=")) throw Refused{"only ipv4hint= and ipv6hint= are known"};
      std::vector<std::uint8_t> value;
      std::istringstream list(word.substr(9));
      for (std::string text; std::getline(list, text, ',');) {
        const auto address = IpAddress::from_text(text);
        if (!address || address->is_v4() != v4) throw Refused{"'" + text + "' is not an address of this kind"};
        const auto octets = octets_of(*address);
        value.insert(value.end(), octets.begin(), octets.end());
      }
      for (const std::size_t part : {std::size_t{v4 ? 4u : 6u}, value.size()}) {
        rdata.push_back(static_cast<std::uint8_t>(part >> 8));
        rdata.push_back(static_cast<std::uint8_t>(part));
      }
      rdata.insert(rdata.end(), value.begin(), value.end());
    }
    return rdata;
  }

  void step(const std::string& first, Line& line) {
    StoryStep step;
    step.line = line_;
    step.when = when(first, line.next("a time such as 20:29:20"));
    if (story_.households.empty()) keep_household();
    if (line.take("clock")) {
      step.kind = StoryStep::Kind::clock;
      clock(line);
    } else if (line.take("now")) {
      step.kind = StoryStep::Kind::change;
      const std::size_t steps = story_.steps.size();
      understand(line);
      if (story_.steps.size() != steps) throw Refused{"behind now stands a line of the household"};
      step.household = story_.households.size();
      keep_household();
    } else if (is_adult(line)) {
      gift(line, step);
    } else {
      question(line, step);
    }
    step.jumped = Seconds(jumped_);
    step.clock_trusted = clock_trusted_;
    story_.steps.push_back(step);
  }

  // `sara gives bonus to ali for 30m`, `sara gives allow play.example to everyone for 1h`, `sara takes back from ali`.
  static bool is_adult(const Line& line) { return line.peek_second() == "gives" || line.peek_second() == "takes"; }

  void gift(Line& line, StoryStep& step) {
    using Kind = GrantWish::Kind;
    constexpr std::array<std::string_view, 6> kGifts{"pause", "bonus", "open-all", "mode", "allow", "close"};
    step.wish.by = line.next("who gives");
    if (line.next("gives or takes") == "takes") {
      step.kind = StoryStep::Kind::taken;
      if (!line.take("back") || !line.take("from")) throw Refused{"takes back from whom?"};
      step.wish.who = {line.next("from whom")};
      return;
    }
    step.kind = StoryStep::Kind::gift;
    const auto kind = index_of(line.next("what is given"), kGifts);
    if (!kind) throw Refused{"an adult gives pause, bonus, open-all, mode, allow or close"};
    step.wish.kind = static_cast<Kind>(*kind);
    if (step.wish.kind == Kind::mode) {
      const auto mode = index_of(line.next("a mode"), kModesWritten);
      if (!mode) throw Refused{"a mode is free, homework, school, bedtime or off"};
      step.wish.mode = static_cast<Mode>(*mode);
    }
    if (step.wish.kind == Kind::allow || step.wish.kind == Kind::close) step.wish.what = line.next("a site or service");
    if (!line.take("to")) throw Refused{"to whom?"};
    step.wish.who = {line.next("to whom")};
    if (line.take("for")) {
      const auto length = read_duration(line.next("how long, such as 30min"));
      if (!length) throw Refused{length.error().sentence};
      step.wish.minutes = static_cast<std::uint32_t>(length->count() / 60000);
    }
    if (line.take("until")) step.wish.until = line.next("morning, end-of-day or a time");
    step.wish.confirmed = line.take("confirmed");
    step.refused = line.take("refused");
  }

  void keep_household() {
    auto household = house_.read(story_.file);
    if (!household) throw Refused{"the household can not be: " + household.error().what + "\n" + house_.text()};
    story_.households.push_back(std::move(*household));
  }

  // `clock jumps 2h`, `clock jumps -30m`, `clock untrusted`.
  void clock(Line& line) {
    if (!line.take("jumps")) return trust_of(line);
    std::string word = line.next("how far, such as 2h or -30m");
    const std::int64_t sign = word.starts_with('-') ? -1 : 1;
    if (sign < 0) word.erase(0, 1);
    const auto length = read_duration(word);
    if (!length) throw Refused{length.error().sentence};
    const std::int64_t seconds = sign * length->count() / 1000;
    jumped_ += seconds;
    last_ += seconds;
  }

  void question(Line& line, StoryStep& step) {
    step.device = line.next("who asks");
    if (std::none_of(story_.devices.begin(), story_.devices.end(),
                     [&](const auto& device) { return device.label == step.device; }))
      throw Refused{"there is no device '" + step.device + "'"};
    if (line.take("at")) {
      const auto address = IpAddress::from_text(line.next("one of its addresses"));
      if (!address) throw Refused{"behind at stands an address"};
      step.from = *address;
    }
    if (!line.take("asks")) throw Refused{"after the device stands asks"};
    step.name = name_of(line.next("a name"));
    step.type = type_of(line.next("a record type"));
    if (line.take("without")) {
      if (!line.take("edns")) throw Refused{"without what? (edns)"};
      step.edns = false;
    }
    while (line.take("with")) {
      const std::string bit = line.next("do or cd");
      if (bit != "do" && bit != "cd") throw Refused{"with what? (do, cd)"};
      (bit == "do" ? step.dnssec_ok : step.checking_disabled) = true;
    }
    outcome(line, step.outcome);
  }

  // "Mon 20:29:20", or "2026-03-29 02:30:00" with an offset behind the time where a day has it twice: "02:30:00+01:00".
  WallTime when(const std::string& day, std::string time) {
    const WallClock clock(zone_);
    std::optional<std::int64_t> east;
    const auto sign = time.find_first_of("+-");
    if (sign != std::string::npos) {
      east = clock_seconds(time.substr(sign + 1)) * (time[sign] == '-' ? -1 : 1);
      time.resize(sign);
    }
    const std::int64_t seconds = clock_seconds(time);
    std::int64_t date = 0;
    if (const auto weekday = index_of(day, kDays)) {
      date = kFirstMonday + static_cast<std::int64_t>(*weekday);
      while (clock.seconds(date, seconds) < last_) date += 7;
    } else {
      date = date_of(day);
    }
    const std::int64_t result = east ? date * kDay + seconds - *east : clock.seconds(date, seconds);
    if (result < last_) throw Refused{"time does not go back"};
    last_ = result;
    return WallTime(Seconds(result));
  }

  static std::int64_t clock_seconds(const std::string& text) {  // 20:29:20 or 20:29
    int parts[3] = {0, 0, 0};
    std::istringstream in(text);
    std::string part;
    int count = 0;
    for (; std::getline(in, part, ':'); ++count) {
      const auto value = number(part);
      if (count > 2 || !value || part.size() != 2 || *value > (count == 0 ? 23 : 59))
        throw Refused{"'" + text + "' is not a time"};
      parts[count] = *value;
    }
    if (count < 2) throw Refused{"'" + text + "' is not a time"};
    return parts[0] * 3600 + parts[1] * 60 + parts[2];
  }

  static std::int64_t date_of(const std::string& text) {
    std::tm civil{};
    const char* end = ::strptime(text.c_str(), "%Y-%m-%d", &civil);
    if (end == nullptr || *end != '\0') throw Refused{"'" + text + "' is neither a line of this language, a weekday nor a date"};
    return ::timegm(&civil) / kDay;
  }

  void outcome(Line& line, StoryOutcome& outcome) {
    constexpr std::array<std::string_view, 7> kKinds{"gets", "blocked", "nothing", "nxdomain", "refused", "servfail", "silence"};
    if (line.take("gets")) {
      if (line.take("nothing")) {
        outcome.kind = StoryOutcome::Kind::nothing;
      } else {
        values(line, outcome);
      }
      if (outcome.kind == StoryOutcome::Kind::gets && outcome.values.empty())
        throw Refused{"gets what? (addresses, cname NAME, https NAME, hinfo, data)"};
    } else {
      const auto kind = index_of(line.next("what comes back"), kKinds);
      if (!kind) throw Refused{"what comes back is gets, blocked, nothing, nxdomain, refused, servfail or silence"};
      outcome.kind = static_cast<StoryOutcome::Kind>(*kind);
      if (outcome.kind == StoryOutcome::Kind::blocked) outcome.reason = line.next("why it is blocked");
    }
    while (!line.empty()) tail(line, outcome);
  }

  static bool is_outcome_tail(std::string_view word) {
    return word.empty() || word == "ttl" || word == "ede" || word == "no" || word == "from";
  }

  static void values(Line& line, StoryOutcome& outcome) {
    while (!is_outcome_tail(line.peek())) {
      std::string word = line.next("a value");
      if (word == "cname" || word == "dname" || word == "https" || word == "svcb")
        word += " " + reveal(name_of(line.next("a name")));
      else if (word != "hinfo" && word != "data") {
        if (!IpAddress::from_text(word)) throw Refused{"'" + word + "' is not what a reply can hold"};
      }
      outcome.values.push_back(word);
    }
    std::sort(outcome.values.begin(), outcome.values.end());
  }

  static void tail(Line& line, StoryOutcome& outcome) {
    const std::string word = line.next("a word");
    if (word == "ttl") {
      if (!line.take("at")) {
        outcome.ttl = seconds_of(line.next("seconds"));
      } else {
        if (!line.take("most")) throw Refused{"ttl at most"};
        outcome.ttl_at_most = seconds_of(line.next("seconds"));
      }
    } else if (word == "ede") {
      outcome.ede = static_cast<int>(seconds_of(line.next("a code")));
    } else if (word == "no" && line.take("ede")) {
      outcome.ede = -1;
    } else if (word == "from" && line.take("upstream")) {
      outcome.from = StoryOutcome::From::upstream;
    } else if (word == "from" && line.take("memory")) {
      outcome.from = StoryOutcome::From::memory;
    } else {
      throw Refused{"'" + word + "' does not belong here"};
    }
  }

  // The word, which is one of the enumeration's.
  template <typename E>
  static std::string one_of(const std::string& word, int count) {
    for (int i = 0; i < count; ++i) {
      if (text_of(static_cast<E>(i)).view() == word) return word;
    }
    throw Refused{"'" + word + "' is not known"};
  }

  static void words(Line& line, std::vector<std::string>& into) {
    if (line.empty()) throw Refused{"a name is missing"};
    for (std::string& word : line.rest()) into.push_back(std::move(word));
  }

  Story story_;
  StoryHouse house_;
  std::string zone_ = "Asia/Karachi";
  int line_ = 0;
  std::int64_t last_ = 0;    // Unix seconds of the last step
  std::int64_t jumped_ = 0;  // seconds the clock was set ahead
  bool clock_trusted_ = true;
};

}  // namespace

std::optional<RrType> type_named(std::string_view word) {
  for (const auto& [text, type] : kTypes) {
    if (text == word) return type;
  }
  if (!word.starts_with("TYPE")) return {};
  const auto value = number(word.substr(4));
  if (!value || *value < 1 || *value > 65535) return {};
  return static_cast<RrType>(*value);
}

Result<Story, StoryError> read_story(std::string_view text, const std::string& file) { return Reader(file).read(text); }

}  // namespace darban
