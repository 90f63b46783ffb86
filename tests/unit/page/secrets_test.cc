// SPDX-License-Identifier: Apache-2.0
// Names, passwords, codes and tokens: what is taken, what is refused, and the vectors of the RFCs.
#include <doctest/doctest.h>

#include <set>

#include "page/account_name.h"
#include "page/backup_codes.h"
#include "page/base32.h"
#include "page/password.h"
#include "page/session_token.h"
#include "page/setup_code.h"
#include "page/sha1_hmac.h"
#include "page/totp.h"

using namespace darban;
using namespace darban::page;

namespace {

Octets octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
std::string text_of_octets(const std::optional<std::vector<std::uint8_t>>& octets) {
  return octets ? std::string(octets->begin(), octets->end()) : "(nothing)";
}
WallTime at(std::int64_t seconds) { return WallTime(Seconds(seconds)); }

}  // namespace

// --- names

TEST_CASE("names of accounts are of any script, and short") {
  for (const char* name : {"Sara", "a", "\xd8\xb3\xd8\xa7\xd8\xb1\xd8\xa7", "Mum & Dad", "O'Brien"}) {
    CAPTURE(name);
    CHECK(is_account_name(name));
  }
  CHECK(is_account_name(std::string(40, 'x')));
  for (const std::string& name :
       {std::string(), std::string(" Sara"), std::string("Sara "), std::string(41, 'x'), std::string("a\nb"), std::string("a\tb"),
        std::string("\xff"), std::string("a\0b", 3), std::string("a\xe2\x80\xae")}) {
    CAPTURE(name);
    CHECK_FALSE(is_account_name(name));
  }
}

TEST_CASE("case makes no other name, in scripts that have one") {
  CHECK(name_key_of("SARA") == name_key_of("sara"));
  CHECK(name_key_of("\xc3\x96mer") == name_key_of("\xc3\xb6MER"));                                            // Latin-1
  CHECK(name_key_of("\xc5\xa0ukr\xc3\xbc") == name_key_of("\xc5\xa1ukr\xc3\x9c"));                            // Latin Extended-A
  CHECK(name_key_of("\xce\x86\xce\xbd\xce\xbd\xce\xb1") == name_key_of("\xce\xac\xce\x9d\xce\x9d\xce\x91"));  // Greek
  CHECK(name_key_of("\xd0\x90\xd0\x99") == name_key_of("\xd0\xb0\xd0\xb9"));                                  // Cyrillic
  CHECK(name_key_of("\xd8\xb3\xd8\xa7") == "\xd8\xb3\xd8\xa7");
  CHECK(name_key_of("\xff\xfe") == "\xff\xfe");
  CHECK(name_key_of("Sara") != name_key_of("Sarah"));
}

// --- passwords

TEST_CASE("a password has eight characters, in any script, and at most 128 octets") {
  CHECK(rule_broken_by("brown hat 7", "Sara") == PasswordRule::good);
  CHECK(rule_broken_by("hutzebek", "Sara") == PasswordRule::good);
  CHECK(rule_broken_by("hutzebe", "Sara") == PasswordRule::too_short);
  CHECK(rule_broken_by("\xd9\xbe\xd8\xa7\xda\xa9\xd8\xb3\xd8\xaa\xd8\xa7\xd9\x86\xdb\x8c", "Sara") ==
        PasswordRule::good);                                                                     // 8 letters
  CHECK(rule_broken_by("\xd9\xbe\xd8\xa7\xda\xa9\xd8\xb3", "Sara") == PasswordRule::too_short);  // 4 letters, 8 octets
  CHECK(rule_broken_by("k" + std::string(63, 'x') + std::string(64, 'y'), "Sara") == PasswordRule::good);
  CHECK(rule_broken_by("k" + std::string(64, 'x') + std::string(64, 'y'), "Sara") == PasswordRule::too_long);
  CHECK(rule_broken_by("brown\thats", "Sara") == PasswordRule::strange);
  CHECK(rule_broken_by("brown\xffhats", "Sara") == PasswordRule::strange);
  CHECK(rule_broken_by("", "Sara") == PasswordRule::too_short);
}

TEST_CASE("one's own name is no password, nor with a year behind it") {
  CHECK(rule_broken_by("Khadija B", "khadija b") == PasswordRule::like_name);
  CHECK(rule_broken_by("saraheth2026", "Saraheth") == PasswordRule::like_name);
  CHECK(rule_broken_by("saraheth loves tea", "Saraheth") == PasswordRule::good);
}

TEST_CASE("what everybody tries first is no password") {
  for (const char* word : {"password", "Password1!", "12345678", "87654321", "qwertyuiop", "aaaaaaaa", "iloveyou", "Pakistan786",
                           "ASDFGHJKL", "1q2w3e4r"}) {
    CAPTURE(word);
    CHECK(rule_broken_by(word, "Sara") == PasswordRule::common);
  }
  CHECK(rule_broken_by("password of my cat", "Sara") == PasswordRule::good);
}

TEST_CASE("hashing costs what the machine has memory for, and an account that is none costs the same") {
  CHECK(password_cost_for(std::uint64_t{128} << 20) == crypto::PasswordCost{8192, 3});
  CHECK(password_cost_for(std::uint64_t{512} << 20) == crypto::PasswordCost{19456, 2});
  CHECK(machine_memory() > std::uint64_t{64} << 20);
  for (const crypto::PasswordCost& cost : {crypto::PasswordCost{8192, 3}, crypto::PasswordCost{19456, 2}}) {
    const std::string nobody = nobodys_hash(cost);
    CHECK(crypto::is_password_hash(nobody));
    CHECK_FALSE(crypto::has_other_cost(nobody, cost));
    CHECK(crypto::fit_of_password("brown hat 7", nobody) == crypto::PasswordFit::differs);
  }
}

// --- base32

TEST_CASE("base32 has the vectors of RFC 4648 section 10, without padding") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
  for (const auto& [plain, written] : vectors) {
    CHECK(to_base32(octets_of(plain)) == written);
    CHECK(text_of_octets(from_base32(written)) == plain);
  }
  CHECK(text_of_octets(from_base32("mzxw 6ytb-oi")) == "foobar");
}

TEST_CASE("base32 that nobody wrote is refused") {
  for (const char* text : {"M", "MZX", "MZXW6Y", "MZ", "MZXW1", "MZXW0", "MY======", "M\xc3\xa4", "MY\n"}) {
    CAPTURE(text);
    CHECK_FALSE(from_base32(text));
  }
}

// --- one-time codes

TEST_CASE("HOTP has the values of RFC 4226 appendix D") {
  REQUIRE(has_sha1_hmac());
  const std::string secret = "12345678901234567890";
  const char* const values[] = {"755224", "287082", "359152", "969429", "338314",
                                "254676", "287922", "162583", "399871", "520489"};
  for (std::uint64_t counter = 0; counter < 10; ++counter) CHECK(*hotp(octets_of(secret), counter) == values[counter]);
}

TEST_CASE("TOTP has the values of RFC 6238 appendix B, in their last six digits") {
  const std::string secret = to_base32(octets_of("12345678901234567890"));
  const std::pair<std::int64_t, const char*> vectors[] = {{59, "287082"},         {1111111109, "081804"},
                                                          {1111111111, "050471"}, {1234567890, "005924"},
                                                          {2000000000, "279037"}, {20000000000, "353130"}};
  for (const auto& [time, code] : vectors) {
    const TotpCheck check = check_totp(secret, code, at(time), 0);
    CHECK(check.answer == TotpAnswer::fits);
    CHECK(check.step == time / 30);
  }
}

TEST_CASE("a code is good one step early and one step late, and once") {
  const std::string secret = to_base32(octets_of("12345678901234567890"));
  const std::int64_t step = 1234567890 / 30;
  const auto answer = [&](std::int64_t steps, std::int64_t last) {
    return check_totp(secret, "005924", at((step + steps) * 30 + 7), last).answer;
  };
  CHECK(answer(-2, 0) == TotpAnswer::differs);
  CHECK(answer(-1, 0) == TotpAnswer::fits);
  CHECK(answer(1, 0) == TotpAnswer::fits);
  CHECK(answer(2, 0) == TotpAnswer::differs);
  CHECK(answer(0, step - 1) == TotpAnswer::fits);
  CHECK(answer(0, step) == TotpAnswer::differs);
  CHECK(answer(1, step + 1) == TotpAnswer::differs);
}

TEST_CASE("what is no code does not fit, and a broken secret fits nothing") {
  const std::string secret = to_base32(octets_of("12345678901234567890"));
  CHECK(check_totp(secret, "005 924", at(1234567890), 0).answer == TotpAnswer::fits);
  for (const char* code : {"", "00592", "0059240", "OO5924", "\xd9\xa0\xd9\xa0"})
    CHECK(check_totp(secret, code, at(1234567890), 0).answer == TotpAnswer::differs);
  CHECK(check_totp("not base32!", "005924", at(1234567890), 0).answer == TotpAnswer::differs);
}

TEST_CASE("the address for an app names us and the account, whatever its letters") {
  CHECK(totp_address("Sara & co", "GEZD") == "otpauth://totp/darban:Sara%20%26%20co?secret=GEZD&issuer=darban");
  CHECK(totp_address("\xd8\xb3", "A") == "otpauth://totp/darban:%D8%B3?secret=A&issuer=darban");
  CHECK(from_base32(new_totp_secret())->size() == 20);
  CHECK(new_totp_secret() != new_totp_secret());
}

TEST_CASE("backup codes are ten, all different, typed in either case, and of one account") {
  const auto codes = new_backup_codes();
  CHECK(std::set<std::string>(codes.begin(), codes.end()).size() == kBackupCodes);
  for (const std::string& code : codes) CHECK(backup_code_hash(1, code).has_value());
  CHECK(backup_code_hash(1, "abcde-fgh23") == backup_code_hash(1, "ABCDE FGH23"));
  CHECK(backup_code_hash(1, "abcde-fgh23") == backup_code_hash(1, "abcdefgh23"));
  CHECK(backup_code_hash(1, "abcde-fgh23") != backup_code_hash(2, "abcde-fgh23"));
  for (const char* text : {"", "abcde", "abcde-fgh2", "abcde-fgh234", "abcde-fgh01", "005924"})
    CHECK_FALSE(backup_code_hash(1, text));
}

// --- tokens

TEST_CASE("a session's token is found in a cookie field among others, and nowhere else") {
  const std::string token(64, 'a');
  CHECK(session_token_in("darban=" + token) == token);
  CHECK(session_token_in("theme=dark; darban=" + token + "; x=y") == token);
  CHECK(session_token_in("theme=dark;darban=" + token) == token);
  for (const std::string& field :
       {std::string(), std::string("darban"), std::string("darban="), "darban=" + token + "a", "darban=" + token.substr(1),
        "darban=" + std::string(64, 'A'), "Darban=" + token, "xdarban=" + token, "darban=\"" + token + "\"", "darban =" + token,
        "darban=" + token + "; darban=" + std::string(64, 'b'), "darban=" + token + "; darban=" + token}) {
    CAPTURE(field);
    CHECK_FALSE(session_token_in(field));
  }
}

TEST_CASE("an API token is found in an Authorization field of type Bearer") {
  const std::string token(64, 'a');
  CHECK(api_token_in("Bearer " + written_api_token(token)) == token);
  CHECK(api_token_in("bearer   " + written_api_token(token) + " ") == token);
  for (const std::string& field :
       {std::string(), std::string("Bearer"), std::string("Bearer "), "Bearer " + token, "Basic " + written_api_token(token),
        "Bearer darban_" + token + "0", "Bearer darban_" + std::string(64, 'g'), "Bearerdarban_" + token}) {
    CAPTURE(field);
    CHECK_FALSE(api_token_in(field));
  }
}

TEST_CASE("a page token belongs to its session and can not be made without it") {
  const std::string mine = new_token();
  const std::string other = new_token();
  CHECK(is_page_token(page_token_of(mine), mine));
  CHECK_FALSE(is_page_token(page_token_of(other), mine));
  CHECK_FALSE(is_page_token("", mine));
  CHECK_FALSE(is_page_token("", "no token"));
  CHECK_FALSE(is_page_token(mine, mine));
  CHECK(page_token_of(mine) != hash_of_token(mine));
}

TEST_CASE("a cookie is for no script and no other site, and for encrypted ways only where it was set on one") {
  const std::string plain = cookie_for("t", web::Way::plain);
  CHECK(plain == "darban=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=15552000");
  CHECK(cookie_for("t", web::Way::encrypted) == plain + "; Secure");
  CHECK(cookie_that_ends(web::Way::plain) == "darban=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

TEST_CASE("a set-up code has two groups of four digits, and ten tries") {
  SetupCode code;
  CHECK(code.first() >= 1000);
  CHECK(code.first() <= 9999);
  const std::string digits = std::to_string(code.first()) + std::to_string(code.second());
  CHECK(code.is(digits));
  CHECK(code.is(digits.substr(0, 4) + "-" + digits.substr(4)));
  CHECK(code.is(digits.substr(0, 4) + " " + digits.substr(4)));
  CHECK_FALSE(code.is_used_up());
  for (int i = 0; i < 10; ++i) CHECK_FALSE(code.is(digits + "0"));
  CHECK(code.is_used_up());
  CHECK((SetupCode().first() != code.first() || SetupCode().second() != code.second()));
}
