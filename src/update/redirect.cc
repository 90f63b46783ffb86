// SPDX-License-Identifier: Apache-2.0
#include "update/redirect.h"

#include <algorithm>

namespace darban {

FetchTrouble judge_redirect(std::span<const Stop> way, const Stop& next) {
  const bool been_there = std::any_of(way.begin(), way.end(), [&](const Stop& stop) { return stop.url == next.url; });
  if (been_there || way.size() > kMostRedirects) return FetchTrouble::redirect_loop;
  if (way.back().url.secure && !next.url.secure) return FetchTrouble::insecure_redirect;
  if (next.inside && !way.back().inside) return FetchTrouble::redirect_inside;
  return FetchTrouble::none;
}

}  // namespace darban
