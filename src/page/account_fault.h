// SPDX-License-Identifier: Apache-2.0
// Why something about accounts was not done, in words for the person who asked: what is so, and what to do. Whether an account
// exists can not be told from a refused login. Pure.
#pragma once
#include <cstdint>
#include <string>

#include "base/clock.h"
#include "page/password.h"
#include "web/response.h"

namespace darban::page {

enum class AccountFault : std::uint8_t {
  wrong_login,     // name or password
  code_needed,     // the password is right, a second factor is on
  wrong_code,      // of the second factor
  clock_unknown,   // a code can not be judged without the time
  wrong_password,  // one's own, where a new one is to be
  wrong_own_password,   // one's own, asked again
  own_password_needed,  // it was not sent
  not_for_programs,     // they have no password
  too_fast,        // Throttle
  not_read,        // state.db can not be had
  not_written,     // state.db refused
  no_memory,       // for hashing
  set_up_already,
  not_from_here,  // set-up from outside the house
  wrong_setup_code,
  bad_name,
  name_taken,
  bad_role,
  bad_language,
  bad_rooms,
  rooms_of_teachers,  // of nobody else
  bad_label,
  bad_scopes,
  bad_days,
  short_password,
  long_password,
  strange_password,
  name_as_password,
  common_password,
  last_owner,
  owner_stays,  // removed in one step
  no_such_account,
  no_such_session,
  no_such_token,
  too_many_accounts,
  too_many_tokens,
  totp_not_here,  // no library for it
  totp_is_on,
  totp_is_off,
  totp_not_begun,
  session_over,  // while the request was on its way
};
web::Sentences sentences_of(AccountFault fault);
// For PasswordRule::good there is none: not to be asked.
AccountFault fault_of(PasswordRule rule);

struct AccountRefusal {
  AccountFault fault = AccountFault::not_read;
  Seconds wait{0};  // of too_fast
};
inline AccountRefusal refused(AccountFault fault) { return {fault, Seconds(0)}; }
// With Retry-After, and the place in the body where there is one.
web::Response response_of(const AccountRefusal& refusal);
// The same for the command line, a paragraph.
std::string words_of(const AccountRefusal& refusal);

}  // namespace darban::page
