// SPDX-License-Identifier: Apache-2.0
#include "app/control_protocol.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "config/spelling.h"

namespace darban {
namespace {

constexpr std::array kKinds{GrantWish::Kind::pause, GrantWish::Kind::bonus, GrantWish::Kind::open_all,
                            GrantWish::Kind::mode,  GrantWish::Kind::allow, GrantWish::Kind::close};
constexpr std::array kModes{Mode::free, Mode::homework, Mode::school, Mode::bedtime, Mode::off};
constexpr std::array kOrders{AccountOrder::Kind::list,     AccountOrder::Kind::list_json, AccountOrder::Kind::add,
                             AccountOrder::Kind::password, AccountOrder::Kind::role,      AccountOrder::Kind::remove,
                             AccountOrder::Kind::totp_off};
constexpr std::array kOutcomes{ControlOutcome::done, ControlOutcome::refused, ControlOutcome::misunderstood};
constexpr std::size_t kLongestValue = 300;  // a name of 255 octets and what is typed around it
constexpr std::int64_t kMostMinutes = 100000;
constexpr std::int64_t kMostId = std::int64_t{1} << 53;

bool is_clean(std::string_view value) {
  const bool control = std::any_of(value.begin(), value.end(), [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return octet < 0x20 || octet == 0x7f;
  });
  return !control && is_clean_text(value);
}

std::optional<std::int64_t> number_in(std::string_view text, std::int64_t most) {
  std::int64_t number = 0;
  const char* last = text.data() + text.size();
  const auto [end, problem] = std::from_chars(text.data(), last, number);
  const bool plain = !text.empty() && text.front() >= '1' && text.front() <= '9';
  if (!plain || problem != std::errc() || end != last || number > most) return std::nullopt;
  return number;
}

template <typename E, std::size_t kCount>
std::optional<E> one_of(const std::array<E, kCount>& values, std::string_view word) {
  for (const E value : values) {
    if (text_of(value).view() == word) return value;
  }
  return std::nullopt;
}

// --- writing

class LineWriter {
 public:
  explicit LineWriter(std::string_view verb) : text_(verb) {}
  void add(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    if (!is_clean(value) && wrong_.empty()) wrong_ = quote(value) + " has characters in it that can not be sent";
    text_.append("\t").append(key).append("=").append(value);
  }
  Result<ControlLine, std::string> line() {
    text_.push_back('\n');
    if (wrong_.empty() && text_.size() > kLongestRequest) wrong_ = "that is too much for one command: name fewer, or say less";
    if (!wrong_.empty()) return wrong_;
    return ControlLine{text_};
  }

 private:
  std::string text_;
  std::string wrong_;
};

struct Write {
  Result<ControlLine, std::string> operator()(const StatusRequest& request) const { return plain("status", request.form); }
  Result<ControlLine, std::string> operator()(const DevicesRequest& request) const { return plain("devices", request.form); }
  Result<ControlLine, std::string> operator()(const GrantsRequest& request) const { return plain("grants", request.form); }
  Result<ControlLine, std::string> operator()(const CountsRequest& request) const {
    LineWriter line("counts");
    line.add("who", request.who);
    return line.line();
  }
  static Result<ControlLine, std::string> plain(std::string_view verb, ReportForm form) {
    return ControlLine{std::string(verb) + (form == ReportForm::json ? " json\n" : " text\n")};
  }
  Result<ControlLine, std::string> operator()(const GrantWish& wish) const {
    LineWriter line("give");
    line.add("kind", text_of(wish.kind).view());
    for (const std::string& who : wish.who) line.add("who", who);
    line.add("what", wish.what);
    if (wish.kind == GrantWish::Kind::mode) line.add("mode", text_of(wish.mode).view());
    if (wish.minutes != 0) line.add("minutes", std::to_string(wish.minutes));
    line.add("until", wish.until);
    if (wish.confirmed) line.add("confirmed", "yes");
    line.add("by", wish.by);
    line.add("note", wish.note);
    return line.line();
  }
  Result<ControlLine, std::string> operator()(const RevokeWish& wish) const {
    LineWriter line("revoke");
    for (const std::int64_t id : wish.ids) line.add("id", std::to_string(id));
    line.add("all", wish.all_of);
    line.add("by", wish.by);
    return line.line();
  }
  Result<ControlLine, std::string> operator()(const AccountOrder& order) const {
    LineWriter line("account");
    line.add("do", text_of(order.kind).view());
    line.add("name", order.name);
    line.add("role", order.role);
    line.add("language", order.language);
    line.add("hash", order.hash);
    return line.line();
  }
};

// --- reading

// The fields behind a verb, one after the other. The first thing wrong stays.
class LineReader {
 public:
  explicit LineReader(std::string_view fields) : rest_(fields) {}

  // The next field; false at the end or after something wrong.
  bool next() {
    if (rest_.empty() || !wrong_.empty()) return false;
    const auto tab = std::min(rest_.find('\t'), rest_.size());
    const std::string_view field = rest_.substr(0, tab);
    const bool dangling = tab + 1 == rest_.size();
    rest_.remove_prefix(std::min(tab + 1, rest_.size()));
    const auto equals = field.find('=');
    if (dangling || equals == std::string_view::npos) return refuse("a field without a value");
    key_ = field.substr(0, equals);
    value_ = field.substr(equals + 1);
    if (value_.empty() || value_.size() > kLongestValue || !is_clean(value_)) return refuse("a value that can not be");
    return true;
  }
  std::string_view key() const { return key_; }
  std::string_view value() const { return value_; }

  // A field that may be there once.
  bool keep(std::string& into, std::size_t longest = kLongestValue) {
    if (!into.empty()) return refuse("a field that is there twice");
    if (value_.size() > longest) return refuse("a value that is too long");
    into = value_;
    return true;
  }
  bool refuse(const char* what) {
    if (wrong_.empty()) wrong_ = std::string("not a request of this version of darban: ") + what;
    return false;
  }
  const std::string& wrong() const { return wrong_; }

 private:
  std::string_view rest_;
  std::string_view key_;
  std::string_view value_;
  std::string wrong_;
};

Result<ControlRequest, std::string> read_give(LineReader line) {
  GrantWish wish;
  std::string kind;
  std::string mode;
  std::string minutes;
  std::string confirmed;
  while (line.next()) {
    if (line.key() == "kind") {
      line.keep(kind);
    } else if (line.key() == "who") {
      if (wish.who.size() == kMostNamed)
        line.refuse("too many are named");
      else
        wish.who.emplace_back(line.value());
    } else if (line.key() == "what") {
      line.keep(wish.what);
    } else if (line.key() == "mode") {
      line.keep(mode);
    } else if (line.key() == "minutes") {
      line.keep(minutes);
    } else if (line.key() == "until") {
      line.keep(wish.until);
    } else if (line.key() == "confirmed") {
      line.keep(confirmed);
    } else if (line.key() == "by") {
      line.keep(wish.by, kLongestGiver);
    } else if (line.key() == "note") {
      line.keep(wish.note, kLongestNote);
    } else {
      line.refuse("an unknown field");
    }
  }
  const auto which = one_of(kKinds, kind);
  const auto given_mode = one_of(kModes, mode);
  const auto number = number_in(minutes, kMostMinutes);
  if (!which) line.refuse("nothing is said of what to give");
  if (wish.who.empty()) line.refuse("nobody is named");
  if (which && (*which == GrantWish::Kind::mode) != given_mode.has_value()) line.refuse("a mode is missing, or is one too many");
  if (!given_mode && !mode.empty()) line.refuse("an unknown mode");
  if (!minutes.empty() && !number) line.refuse("minutes that are no number");
  if (!confirmed.empty() && confirmed != "yes") line.refuse("a value that can not be");
  const bool door = which == GrantWish::Kind::allow || which == GrantWish::Kind::close;
  if (door != !wish.what.empty()) line.refuse("a site or service is missing, or is one too many");
  if (!line.wrong().empty()) return line.wrong();
  wish.kind = *which;
  wish.mode = given_mode.value_or(Mode::free);
  wish.minutes = static_cast<std::uint32_t>(number.value_or(0));
  wish.confirmed = !confirmed.empty();
  return ControlRequest(std::move(wish));
}

Result<ControlRequest, std::string> read_revoke(LineReader line) {
  RevokeWish wish;
  while (line.next()) {
    if (line.key() == "id") {
      const auto id = number_in(line.value(), kMostId);
      if (!id || wish.ids.size() == kMostNamed)
        line.refuse("a number that can not be, or too many");
      else
        wish.ids.push_back(*id);
    } else if (line.key() == "all") {
      line.keep(wish.all_of);
    } else if (line.key() == "by") {
      line.keep(wish.by, kLongestGiver);
    } else {
      line.refuse("an unknown field");
    }
  }
  if (wish.ids.empty() == wish.all_of.empty()) line.refuse("either numbers, or one whose grants are all meant");
  if (!line.wrong().empty()) return line.wrong();
  return ControlRequest(std::move(wish));
}

Result<ControlRequest, std::string> read_counts(LineReader line) {
  CountsRequest counts;
  while (line.next()) {
    if (line.key() == "who")
      line.keep(counts.who);
    else
      line.refuse("an unknown field");
  }
  if (counts.who.empty()) line.refuse("nobody is named");
  if (!line.wrong().empty()) return line.wrong();
  return ControlRequest(std::move(counts));
}

// Which fields each order has: what is missing or one too many refuses it.
Result<ControlRequest, std::string> read_account(LineReader line) {
  using Kind = AccountOrder::Kind;
  AccountOrder order;
  std::string kind;
  while (line.next()) {
    if (line.key() == "do") {
      line.keep(kind);
    } else if (line.key() == "name") {
      line.keep(order.name);
    } else if (line.key() == "role") {
      line.keep(order.role);
    } else if (line.key() == "language") {
      line.keep(order.language);
    } else if (line.key() == "hash") {
      line.keep(order.hash);
    } else {
      line.refuse("an unknown field");
    }
  }
  const auto which = one_of(kOrders, kind);
  if (!which) line.refuse("nothing is said of what to do");
  order.kind = which.value_or(Kind::list);
  const bool list = order.kind == Kind::list || order.kind == Kind::list_json;
  const bool add = order.kind == Kind::add;
  if (list != order.name.empty()) line.refuse("a name is missing, or is one too many");
  if ((add || order.kind == Kind::role) == order.role.empty()) line.refuse("a role is missing, or is one too many");
  if ((add || order.kind == Kind::password) == order.hash.empty()) line.refuse("a hash is missing, or is one too many");
  if (!add && !order.language.empty()) line.refuse("a language is one too many");
  if (!line.wrong().empty()) return line.wrong();
  return ControlRequest(std::move(order));
}

}  // namespace

Text text_of(ControlOutcome outcome) {
  switch (outcome) {
    case ControlOutcome::done:
      return "done";
    case ControlOutcome::refused:
      return "refused";
    case ControlOutcome::misunderstood:
      return "misunderstood";
  }
  return "unknown";
}

Result<ControlLine, std::string> line_of(const ControlRequest& request) { return std::visit(Write{}, request); }

Result<ControlRequest, std::string> read_request(std::string_view line) {
  for (const ControlRequest& plain :
       {ControlRequest(StatusRequest{ReportForm::text}), ControlRequest(StatusRequest{ReportForm::json}),
        ControlRequest(DevicesRequest{ReportForm::text}), ControlRequest(DevicesRequest{ReportForm::json}),
        ControlRequest(GrantsRequest{ReportForm::text}), ControlRequest(GrantsRequest{ReportForm::json}),
        ControlRequest(CountsRequest())}) {
    const auto known = line_of(plain);
    if (known && line == std::string_view(known->text).substr(0, known->text.size() - 1)) return plain;
  }
  constexpr std::string_view kGive = "give\t";
  constexpr std::string_view kRevoke = "revoke\t";
  constexpr std::string_view kCounts = "counts\t";
  if (line.size() < kLongestRequest && line.starts_with(kGive)) return read_give(LineReader(line.substr(kGive.size())));
  if (line.size() < kLongestRequest && line.starts_with(kRevoke)) return read_revoke(LineReader(line.substr(kRevoke.size())));
  if (line.size() < kLongestRequest && line.starts_with(kCounts)) return read_counts(LineReader(line.substr(kCounts.size())));
  constexpr std::string_view kAccount = "account\t";
  if (line.size() < kLongestRequest && line.starts_with(kAccount)) return read_account(LineReader(line.substr(kAccount.size())));
  return std::string("not a request of this version of darban");
}

std::string written(const ControlReply& reply) { return std::string(text_of(reply.outcome).view()) + "\n" + reply.text; }

std::optional<ControlReply> read_reply(std::string_view octets) {
  const auto end = octets.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto outcome = one_of(kOutcomes, octets.substr(0, end));
  if (!outcome) return std::nullopt;
  return ControlReply{*outcome, std::string(octets.substr(end + 1))};
}

}  // namespace darban
