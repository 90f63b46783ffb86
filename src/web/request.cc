// SPDX-License-Identifier: Apache-2.0
#include "web/request.h"

#include <algorithm>

namespace darban::web {
namespace {

constexpr std::array<std::string_view, kMethods> kWords{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};

}  // namespace

std::optional<Method> method_named(std::string_view word) {  // case matters: RFC 9110 section 9.1
  const auto found = std::find(kWords.begin(), kWords.end(), word);
  if (found == kWords.end()) return std::nullopt;
  return static_cast<Method>(found - kWords.begin());
}

std::string_view word_of(Method method) { return kWords[static_cast<std::size_t>(method)]; }

bool changes_nothing(Method method) { return method == Method::get || method == Method::head; }

bool may_have_body(Method method) { return method == Method::post || method == Method::put || method == Method::patch; }

}  // namespace darban::web
