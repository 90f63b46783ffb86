// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "leases/formats/formats.h"
#include "leases/hardware.h"
#include "leases/reading.h"

namespace darban {
namespace {

// Words up to a ';', a '{' or a '}'. The words are views into the file; those in quotes still have their escapes.
struct Statement {
  enum class End : std::uint8_t { semicolon, opens, closes, file };
  Words words;
  End end = End::file;
  std::uint32_t line = 0;  // of its first word, or of its end
};

class Statements {
 public:
  explicit Statements(LeaseReading& in) : in_(in) {}

  Statement next() {
    Statement statement;
    for (;;) {
      at_ = std::min(line_.find_first_not_of(" \t", at_), line_.size());
      if (at_ == line_.size() || line_[at_] == '#') {
        at_ = 0;
        if (!in_.next_line(line_)) {
          line_ = {};
          return statement;
        }
        continue;
      }
      if (statement.words.count == 0) statement.line = in_.line();
      const char c = line_[at_];
      if (c == ';' || c == '{' || c == '}') {
        ++at_;
        statement.end = c == ';' ? Statement::End::semicolon : c == '{' ? Statement::End::opens : Statement::End::closes;
        return statement;
      }
      const std::string_view word = c == '"' ? quoted() : bare();
      if (statement.words.count < Words::kMost) statement.words.word[statement.words.count++] = word;
    }
  }

 private:
  std::string_view bare() {
    const auto end = std::min(line_.find_first_of(" \t;{}\"", at_), line_.size());
    const std::string_view word = line_.substr(at_, end - at_);
    at_ = end;
    return word;
  }
  std::string_view quoted() {
    const std::size_t from = ++at_;
    while (at_ < line_.size() && line_[at_] != '"') at_ += line_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_, line_.size());
    const std::string_view word = line_.substr(from, at_ - from);
    if (at_ == line_.size())
      in_.refuse(Errc::truncated);  // no string goes on in the next line
    else
      ++at_;
    return word;
  }
  LeaseReading& in_;
  std::string_view line_;
  std::size_t at_ = 0;
};

// Octets as dhcpd quotes them: \ooo in octal, \" and \\; or, with lease-id-format hex, in hexadecimal.
std::vector<std::uint8_t> unquoted(std::string_view text) {
  if (auto hex = octets_of_hex(text)) return *hex;
  std::vector<std::uint8_t> octets;
  const auto octal = [&](std::size_t at) { return at < text.size() && text[at] >= '0' && text[at] <= '7'; };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && octal(at + 1) && octal(at + 2) && octal(at + 3)) {
      octets.push_back(static_cast<std::uint8_t>((text[at + 1] - '0') << 6 | (text[at + 2] - '0') << 3 | (text[at + 3] - '0')));
      at += 3;
    } else {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      octets.push_back(static_cast<std::uint8_t>(text[at]));
    }
  }
  return octets;
}

// "2024/01/03 22:00:00", UTC.
std::optional<WallTime> time_of(std::string_view date, std::string_view time) {
  const Words days = words_of_line(date, '/');
  const Words hours = words_of_line(time, ':');
  std::array<std::int64_t, 6> parts{};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto day = number_of(days[i]);
    const auto hour = number_of(hours[i]);
    if (!day || !hour || *day < 0 || *day > (i == 0 ? 9999 : 31) || *hour < 0 || *hour > 60) return std::nullopt;
    parts[i] = *day;
    parts[i + 3] = *hour;
  }
  const std::chrono::year_month_day ymd{std::chrono::year(static_cast<int>(parts[0])),
                                        std::chrono::month(static_cast<unsigned>(parts[1])),
                                        std::chrono::day(static_cast<unsigned>(parts[2]))};
  if (days.count != 3 || hours.count != 3 || !ymd.ok()) return std::nullopt;
  return std::chrono::sys_days(ymd) + std::chrono::hours(parts[3]) + std::chrono::minutes(parts[4]) + Seconds(parts[5]);
}

// `ends never`, `ends epoch 1704319200`, `ends 3 2024/01/03 22:00:00`.
std::optional<WallTime> end_of(const Words& words) {
  if (words[1] == "never") return kNever;
  if (words[1] != "epoch") return time_of(words[2], words[3]);
  const auto seconds = number_of(words[2]);
  return seconds && *seconds >= 0 && *seconds < INT64_MAX / 8 ? std::optional(WallTime(Seconds(*seconds))) : std::nullopt;
}

class IscLeases {
 public:
  explicit IscLeases(LeaseReading& in) : in_(in), statements_(in) {}

  void read() {
    for (;;) {
      const Statement statement = statements_.next();
      const std::string_view what = statement.words[0];
      if (statement.end == Statement::End::file) return;  // what is left is not finished
      if (statement.end == Statement::End::closes) in_.refuse(Errc::trailing_octets, statement.line);
      if (statement.end != Statement::End::opens) continue;
      bool whole = true;
      if (what == "lease")
        whole = read_lease(statement, {});
      else if (what == "ia-na" || what == "ia-ta")
        whole = read_association(statement.words[1]);
      else
        whole = skip_block();
      if (!whole) return;
    }
  }

 private:
  // Each reads to the end of a block that was opened; false when the file ends before.
  bool skip_block() {
    for (std::size_t depth = 1; depth > 0;) {
      const auto end = statements_.next().end;
      if (end == Statement::End::file) return false;
      if (end == Statement::End::opens) ++depth;
      if (end == Statement::End::closes) --depth;
    }
    return true;
  }

  bool read_association(std::string_view id) {
    constexpr std::size_t kIaid = 4;
    const std::vector<std::uint8_t> octets = unquoted(id);
    const auto mac = octets.size() > kIaid ? mac_of_duid(Octets(octets).subspan(kIaid)) : std::nullopt;
    for (;;) {
      const Statement statement = statements_.next();
      if (statement.end == Statement::End::file) return false;
      if (statement.end == Statement::End::closes) return true;
      if (statement.end != Statement::End::opens) continue;
      if (!(statement.words[0] == "iaaddr" ? read_lease(statement, mac) : skip_block())) return false;
    }
  }

  // `mac`: of the association around it; a lease of IPv4 says its own.
  bool read_lease(const Statement& head, std::optional<MacAddress> mac) {
    const auto address = IpAddress::from_text(head.words[1]);
    bool active = true;
    WallTime ends = kNever;
    Errc wrong = address ? Errc::ok : Errc::bad_address;
    for (;;) {
      const Statement statement = statements_.next();
      const Words& words = statement.words;
      if (statement.end == Statement::End::file) return false;
      if (statement.end == Statement::End::closes) break;
      if (statement.end == Statement::End::opens) {
        if (!skip_block()) return false;
      } else if (words[0] == "binding") {
        active = words[2] == "active";
      } else if (words[0] == "abandoned") {
        active = false;
      } else if (words[0] == "ends") {
        const auto end = end_of(words);
        if (!end) wrong = Errc::bad_date;
        ends = end.value_or(kNever);
      } else if (words[0] == "hardware" && words[1] == "ethernet") {
        mac = mac_of_text(words[2]);
        if (!mac) wrong = Errc::bad_mac;
      }
    }
    if (wrong != Errc::ok) in_.refuse(wrong, head.line);
    if (!address) return true;
    if (wrong == Errc::ok && active && mac)
      in_.lease(*address, *mac, ends);
    else
      in_.over(*address);  // what an earlier block said is not the last word any more
    return true;
  }

  LeaseReading& in_;
  Statements statements_;
};

}  // namespace

bool isc_leases_speak(std::string_view line) {
  constexpr std::array<std::string_view, 6> kStarts{"ia-na ",        "ia-ta ", "ia-pd ", "server-duid ", "authoring-byte-order ",
                                                    "failover peer "};
  if (line.starts_with("# The format of this file is documented in the dhcpd.leases(5)")) return true;
  if (line.starts_with("lease ")) return line.find('{') != std::string_view::npos;
  return std::any_of(kStarts.begin(), kStarts.end(), [line](std::string_view start) { return line.starts_with(start); });
}

void parse_isc_leases(LeaseReading& in) { IscLeases(in).read(); }

}  // namespace darban
