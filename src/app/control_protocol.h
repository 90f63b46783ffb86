// SPDX-License-Identifier: Apache-2.0
// What may be asked over the control socket: one line, and the answer until the end of the stream. Questions only; nothing can be
// changed.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace darban {

enum class ControlRequest : std::uint8_t { status_text, status_json };

inline constexpr std::size_t kLongestRequest = 64;  // octets, the line end included
inline constexpr std::size_t kLongestReply = std::size_t{64} << 10;

std::string_view line_of(ControlRequest request);  // with its line end
// `line` without its line end. Empty: not a request.
std::optional<ControlRequest> read_request(std::string_view line);

}  // namespace darban
