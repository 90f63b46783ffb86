// SPDX-License-Identifier: Apache-2.0
// Why a list could not be fetched: in words for the person at the box, with what to do, and what the next step of the program is.
// Each trouble is one row in fetch_trouble.cc. Constant; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/showable.h"

namespace darban {

enum class FetchTrouble : std::uint8_t {
  none,
  // the way there
  bad_address,
  name_not_found,
  resolvers_silent,
  not_reachable,
  // the secured connection
  tls_failed,
  untrusted_certificate,
  certificate_date,
  no_authorities,
  // what the server said
  not_there,
  not_allowed,
  busy,
  server_trouble,
  unexpected_answer,
  redirect_loop,
  insecure_redirect,
  redirect_inside,
  // what came
  empty,
  web_page,
  too_large,
  cut_short,
  wrong_piece,
  bad_packing,
  too_slow,
  took_too_long,
  // this machine
  no_fetcher,
  disk_full,
  can_not_write,
  out_of_memory,
};
inline constexpr FetchTrouble kLastFetchTrouble = FetchTrouble::out_of_memory;

// What helps: the same address once more after a while, another address now, or nothing in this run.
enum class Remedy : std::uint8_t { try_again, other_address, stop };

Text text_of(FetchTrouble trouble);    // what happened, as a sentence without its full stop
Text advice_of(FetchTrouble trouble);  // what to do, as one or two sentences
Text key_of(FetchTrouble trouble);     // a word for files and JSON; never changes
Remedy remedy_of(FetchTrouble trouble);
std::optional<FetchTrouble> trouble_of_key(std::string_view key);

// What an HTTP status other than success and redirection means (RFC 9110 section 15).
FetchTrouble trouble_of_status(int status);

}  // namespace darban
