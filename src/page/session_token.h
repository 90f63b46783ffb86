// SPDX-License-Identifier: Apache-2.0
// The secrets that say who somebody is: 256 random bits each, in hex. A session's travels in a cookie, an API token's in the
// Authorization field; only their BLAKE2b hashes are kept. Any octets give a token or nothing. Pure but for new_token().
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "web/request.h"

namespace darban::page {

inline constexpr std::string_view kCookie = "darban";

std::string new_token();
std::string hash_of_token(std::string_view token);

// What X-Darban-Token must say with a session (CSRF): made of the session's token, so it is kept nowhere and ends with it.
// Another site's page can read neither.
std::string page_token_of(std::string_view session_token);
bool is_page_token(std::string_view given, std::string_view session_token);

// Out of a Cookie field (RFC 6265 section 4.2). Two cookies of that name: somebody tries to confuse us, so none.
std::optional<std::string> session_token_in(std::string_view cookie_field);
// The Set-Cookie value, for this browser and no script in it. Secure where the way is encrypted: a browser would not send it back
// over a plain one.
std::string cookie_for(std::string_view session_token, web::Way way);
std::string cookie_that_ends(web::Way way);

// "darban_" and the token: easy to find where somebody left one behind.
std::string written_api_token(std::string_view token);
// Out of an Authorization field: "Bearer darban_...".
std::optional<std::string> api_token_in(std::string_view authorization_field);

}  // namespace darban::page
