// SPDX-License-Identifier: Apache-2.0
#include "page/session_token.h"

#include <algorithm>
#include <array>

#include "base/crypto.h"

namespace darban::page {
namespace {

constexpr std::size_t kOctets = 32;
constexpr std::string_view kApiPrefix = "darban_";
constexpr std::string_view kBearer = "bearer ";
constexpr std::string_view kCsrf = "darban page token";
constexpr int kMaxAge = 180 * 86400;  // seconds; the daemon decides, and earlier when a session is not used

Octets octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

bool is_token(std::string_view text) {
  return text.size() == 2 * kOctets && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string cookie(std::string_view value, int seconds, web::Way way) {
  return std::string(kCookie) + "=" + std::string(value) +
         "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds) +
         (way == web::Way::encrypted ? "; Secure" : "");
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string new_token() {
  std::array<std::uint8_t, kOctets> octets;
  crypto::fill_random(octets);
  return crypto::to_hex(octets);
}

std::string hash_of_token(std::string_view token) { return crypto::to_hex(crypto::blake2b256(octets_of(token))); }

std::string page_token_of(std::string_view session_token) {
  const auto octets = crypto::from_hex(session_token);
  const auto key = octets ? crypto::Secret::from(*octets) : std::nullopt;
  return key ? crypto::to_hex(crypto::keyed_digest(*key, octets_of(kCsrf))) : std::string();
}

bool is_page_token(std::string_view given, std::string_view session_token) {
  const std::string right = page_token_of(session_token);
  return !right.empty() && crypto::same(octets_of(right), octets_of(given));
}

std::optional<std::string> session_token_in(std::string_view cookie_field) {
  std::optional<std::string> found;
  while (!cookie_field.empty()) {
    const auto end = std::min(cookie_field.find(';'), cookie_field.size());
    const std::string_view pair = trimmed(cookie_field.substr(0, end));
    cookie_field.remove_prefix(std::min(end + 1, cookie_field.size()));
    if (!pair.starts_with(kCookie) || pair.substr(kCookie.size(), 1) != "=") continue;
    if (found || !is_token(pair.substr(kCookie.size() + 1))) return std::nullopt;
    found = pair.substr(kCookie.size() + 1);
  }
  return found;
}

std::string cookie_for(std::string_view session_token, web::Way way) { return cookie(session_token, kMaxAge, way); }
std::string cookie_that_ends(web::Way way) { return cookie("", 0, way); }

std::string written_api_token(std::string_view token) { return std::string(kApiPrefix) + std::string(token); }

std::optional<std::string> api_token_in(std::string_view authorization_field) {
  const std::string_view scheme = authorization_field.substr(0, kBearer.size());
  const bool bearer = std::equal(scheme.begin(), scheme.end(), kBearer.begin(), kBearer.end(),
                                 [](char given, char ours) { return lower(given) == ours; });
  if (!bearer) return std::nullopt;
  const std::string_view written = trimmed(authorization_field.substr(kBearer.size()));
  if (!written.starts_with(kApiPrefix) || !is_token(written.substr(kApiPrefix.size()))) return std::nullopt;
  return std::string(written.substr(kApiPrefix.size()));
}

}  // namespace darban::page
