// SPDX-License-Identifier: Apache-2.0
// What strangers send to be let in: a cookie field, an Authorization field, codes, a secret in base32, a name, a password. Any
// octets give a value or nothing; what is read is what was written.
#include <cstdint>
#include <string>
#include <string_view>

#include "page/account_name.h"
#include "page/backup_codes.h"
#include "page/base32.h"
#include "page/password.h"
#include "page/session_token.h"
#include "page/setup_code.h"
#include "page/totp.h"
#include "tests/fuzz/expect.h"

namespace {

void check_token(const std::string& token, std::string_view field) {
  EXPECT(token.size() == 64 && token.find_first_not_of("0123456789abcdef") == std::string::npos);
  EXPECT(field.find(token) != std::string_view::npos);
  EXPECT(!darban::page::is_page_token(token, token));
  EXPECT(darban::page::is_page_token(darban::page::page_token_of(token), token));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  using namespace darban;
  using namespace darban::page;
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  if (const auto token = session_token_in(text)) {
    check_token(*token, text);
    EXPECT(session_token_in("darban=" + *token) == token);
  }
  if (const auto token = api_token_in(text)) {
    check_token(*token, text);
    EXPECT(api_token_in("Bearer " + written_api_token(*token)) == token);
  }
  if (const auto secret = from_base32(text)) EXPECT(from_base32(to_base32(*secret)) == secret);
  EXPECT(*from_base32(to_base32({octets, size})) == std::vector<std::uint8_t>(octets, octets + size));
  if (const auto hash = backup_code_hash(1, text)) EXPECT(hash->size() == 64 && hash != backup_code_hash(2, text));
  const std::string key = name_key_of(text);
  EXPECT(name_key_of(key) == key);
  if (is_account_name(text)) EXPECT(is_account_name(key));
  if (rule_broken_by(text, "Sara") == PasswordRule::good) EXPECT(size >= kShortestPassword && size <= kLongestPassword);
  const TotpCheck check = check_totp(text, "287082", WallTime(Seconds(59)), 0);
  EXPECT(check.answer != TotpAnswer::fits || check.step > 0);
  check_totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", text, WallTime(Seconds(59)), 0);
  static SetupCode code;
  EXPECT(!code.is(text) || text.size() >= 8);
  return 0;
}
