// SPDX-License-Identifier: Apache-2.0
#include "app/control_protocol.h"

namespace darban {

std::string_view line_of(ControlRequest request) {
  switch (request) {
    case ControlRequest::status_text:
      return "status text\n";
    case ControlRequest::status_json:
      return "status json\n";
  }
  return "\n";
}

std::optional<ControlRequest> read_request(std::string_view line) {
  for (const auto request : {ControlRequest::status_text, ControlRequest::status_json}) {
    const std::string_view known = line_of(request);
    if (line == known.substr(0, known.size() - 1)) return request;
  }
  return std::nullopt;
}

}  // namespace darban
