// SPDX-License-Identifier: Apache-2.0
// Whether we go where a server sends us. Pure; any thread.
#pragma once
#include <span>

#include "update/fetch_trouble.h"
#include "update/url.h"

namespace darban {

inline constexpr std::size_t kMostRedirects = 3;

// A place on the way to a list. `inside`: one of its addresses is of a private network (base/net_address.h, is_private).
struct Stop {
  Url url;
  bool inside = false;
};

// `way` is where we were so far, the catalogue's own address first; it is not empty. None: go. Refused are circles, more than
// kMostRedirects, https giving way to http, and a server outside that points at a machine inside (which may believe us because we
// are inside; a mirror in this network is written into the catalogue as such).
FetchTrouble judge_redirect(std::span<const Stop> way, const Stop& next);

}  // namespace darban
