// SPDX-License-Identifier: Apache-2.0
// What may be asked over the control socket: one line, and the answer until the end of the stream.
//
//   status text|json
//   grants text|json
//   counts                            or  counts TAB who=Ali
//   give    TAB kind=pause TAB who=Ali TAB who=Sara TAB minutes=45 TAB by=Omar TAB note=dinner
//   revoke  TAB id=7 TAB id=8 TAB by=Omar        or  revoke TAB all=Ali TAB by=Omar
//   account TAB do=add TAB name=Sara TAB role=owner TAB language=ur TAB hash=$argon2id$...
//
// Fields of give: kind (pause, bonus, open, mode, allow, close), who (at least once), what, mode, minutes, until, confirmed=yes,
// by, note. Each once but who and id; none empty. A value is UTF-8 without control characters, so neither a tab nor a line end
// can be in one. The answer begins with a line of one word, its outcome: done, refused or misunderstood. Pure.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "app/account_order.h"
#include "base/result.h"
#include "base/showable.h"
#include "policy/grant_wish.h"

namespace darban {

enum class ReportForm : std::uint8_t { text, json };
struct StatusRequest {
  ReportForm form = ReportForm::text;
};
struct DevicesRequest {
  ReportForm form = ReportForm::text;
};
struct GrantsRequest {
  ReportForm form = ReportForm::text;
};
struct CountsRequest {
  std::string who;  // a person, or "room Lab"; empty: the household
};
using ControlRequest =
    std::variant<StatusRequest, DevicesRequest, GrantsRequest, CountsRequest, GrantWish, RevokeWish, AccountOrder>;

inline constexpr std::size_t kLongestRequest = 1024;  // octets, the line end included
inline constexpr std::size_t kLongestReply = std::size_t{1} << 20;
inline constexpr std::size_t kLongestGiver = 64;  // octets of `by`,
inline constexpr std::size_t kLongestNote = 200;  // of `note`,
inline constexpr std::size_t kMostNamed = 32;     // and how many `who` or `id` there may be

// With its line end. A sentence when the request can not be said in one line: a value too long, or one with control characters.
struct ControlLine {
  std::string text;
};
Result<ControlLine, std::string> line_of(const ControlRequest& request);
// `line` without its line end; or what is wrong with it.
Result<ControlRequest, std::string> read_request(std::string_view line);

enum class ControlOutcome : std::uint8_t { done, refused, misunderstood };
Text text_of(ControlOutcome outcome);
struct ControlReply {
  ControlOutcome outcome = ControlOutcome::done;
  std::string text;
};
std::string written(const ControlReply& reply);
// Nothing: no reply of this version of darban.
std::optional<ControlReply> read_reply(std::string_view octets);

}  // namespace darban
