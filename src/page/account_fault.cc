// SPDX-License-Identifier: Apache-2.0
#include "page/account_fault.h"

namespace darban::page {
namespace {

web::ProblemPlace place_of(AccountFault fault) {
  web::ProblemPlace place;
  switch (fault) {
    case AccountFault::code_needed:
    case AccountFault::wrong_code:
    case AccountFault::clock_unknown:
    case AccountFault::wrong_setup_code:
      place.pointer.in("code");
      break;
    case AccountFault::bad_name:
    case AccountFault::name_taken:
      place.pointer.in("name");
      break;
    case AccountFault::short_password:
    case AccountFault::long_password:
    case AccountFault::strange_password:
    case AccountFault::name_as_password:
    case AccountFault::common_password:
      place.pointer.in("password");
      break;
    case AccountFault::wrong_password:
      place.pointer.in("old");
      break;
    case AccountFault::not_you:
      place.pointer.in("own");
      break;
    case AccountFault::bad_role:
      place.pointer.in("role");
      break;
    case AccountFault::bad_language:
      place.pointer.in("language");
      break;
    case AccountFault::bad_label:
      place.pointer.in("label");
      break;
    case AccountFault::bad_scopes:
      place.pointer.in("scopes");
      break;
    case AccountFault::bad_days:
      place.pointer.in("days");
      break;
    default:
      break;
  }
  return place;
}

}  // namespace

web::Sentences sentences_of(AccountFault fault) {
  switch (fault) {
    case AccountFault::wrong_login:
      return {401, "This did not fit", "The name or the password is not right.",
              "Look whether capital letters are on and try again. An owner can give you a new password."};
    case AccountFault::code_needed:
      return {401, "One more step", "This account also asks for a code.", "Type the six digits of your app, or a backup code."};
    case AccountFault::wrong_code:
      return {401, "This code did not fit", "A code is good for a minute, and once.",
              "Wait for the next one in your app, or type a backup code."};
    case AccountFault::clock_unknown:
      return {401, "darban does not know the time yet", "Codes of the app can not be checked without it.",
              "Type a backup code, or try again in a few minutes."};
    case AccountFault::wrong_password:
      return {403, "This did not fit", "That is not your password of today.", "Type it again."};
    case AccountFault::not_you:
      return {403, "This did not fit", "That is not the password with which you log in.", "Type it again."};
    case AccountFault::too_fast:
      return {429, "Please wait a little", "Several tries did not fit.",
              "Wait as long as Retry-After says, at most 15 minutes, then try again."};
    case AccountFault::not_read:
      return {503, "Accounts can not be read now", "darban can not open the file in which it keeps them.",
              "Look at 'darban status': it says why. The filter works all the same."};
    case AccountFault::not_written:
      return {503, "Nothing was changed", "darban could not write it down.",
              "Look whether the disk is full: 'darban status' says more. Then try again."};
    case AccountFault::no_memory:
      return {503, "darban is short of memory", "The password could not be checked.", "Try again in a minute."};
    case AccountFault::set_up_already:
      return {409, "This is done already", "There is an owner.", "Log in. An owner can add more people."};
    case AccountFault::not_from_here:
      return {403, "Please come closer", "Set-up works only from inside the house.",
              "Join the home's own network with this phone and try again."};
    case AccountFault::wrong_setup_code:
      return {401, "This code did not fit", "It is not the code that darban shows now.",
              "Read it again in 'darban status'. After ten tries there is a new one."};
    case AccountFault::bad_name:
      return {400, "This name can not be used", "A name has 1 to 40 characters and no space at its ends.",
              "Write a shorter or plainer one."};
    case AccountFault::name_taken:
      return {409, "This name is taken", "Somebody here is called so already.",
              "Choose another one; capital letters do not count."};
    case AccountFault::bad_role:
      return {400, "This role is not known", "A role is owner, parent, helper, teacher, maintainer or auditor.",
              "Choose one of them."};
    case AccountFault::bad_language:
      return {400, "This language is not known", "A language is written like en or ur.", "Choose one from the list."};
    case AccountFault::bad_label:
      return {400, "This label can not be used", "A label has 1 to 40 characters.", "Write a shorter or plainer one."};
    case AccountFault::bad_scopes:
      return {400, "This is not something a token may do",
              "It needs one or more of stats:read, metrics:read, grants:write, policy:write, lists:write and admin, each once.",
              "Choose the least that your program needs."};
    case AccountFault::bad_days:
      return {400, "This time is too short or too long", "A token is good for 1 to 3,650 days.", "Write a number of days."};
    case AccountFault::short_password:
      return {400, "This password is too short", "It needs 8 characters or more.",
              "Take three or four words that belong to you."};
    case AccountFault::long_password:
      return {400, "This password is too long", "More than 128 octets are in it.", "Write a shorter one."};
    case AccountFault::strange_password:
      return {400, "This password can not be typed twice alike", "There are characters in it that no keyboard has.",
              "Use letters, digits, spaces and signs, of any language."};
    case AccountFault::name_as_password:
      return {400, "This password is too easy", "It is your name.", "Take three or four words that belong to you."};
    case AccountFault::common_password:
      return {400, "This password is too easy", "Everybody tries it first.", "Take three or four words that belong to you."};
    case AccountFault::last_owner:
      return {409, "Somebody must be the owner", "This is the only owner.", "Make somebody else an owner first."};
    case AccountFault::no_such_account:
      return {404, "This account is not there", "It may have been removed.", "Load the list again."};
    case AccountFault::no_such_session:
      return {404, "This login is not there", "It may be over already.", "Load the list again."};
    case AccountFault::no_such_token:
      return {404, "This token is not there", "It may be over already.", "Load the list again."};
    case AccountFault::too_many_accounts:
      return {409, "There are too many accounts", "darban keeps 32.", "Remove one that nobody uses."};
    case AccountFault::too_many_tokens:
      return {409, "There are too many tokens", "darban keeps 32.", "Remove one that nobody uses."};
    case AccountFault::totp_not_here:
      return {409, "Codes of an app can not be used here", "The library GnuTLS is not installed on this machine.",
              "Install libgnutls30, then try again. Backup codes go on working."};
    case AccountFault::totp_is_on:
      return {409, "This is done already", "Codes of an app are on for you.", "Switch them off first if the phone is a new one."};
    case AccountFault::totp_is_off:
      return {409, "This is so already", "Codes of an app are off for you.", "There is nothing to do."};
    case AccountFault::totp_not_begun:
      return {409, "The first step is missing", "There is no new secret that waits for a code.", "Begin anew with Switch on."};
    case AccountFault::session_over:
      return {401, "Please log in", "Your login ended meanwhile.", "Log in and try again."};
  }
  return web::sentences_of(web::Refusal::failed);
}

AccountFault fault_of(PasswordRule rule) {
  switch (rule) {
    case PasswordRule::too_short:
      return AccountFault::short_password;
    case PasswordRule::too_long:
      return AccountFault::long_password;
    case PasswordRule::strange:
      return AccountFault::strange_password;
    case PasswordRule::like_name:
      return AccountFault::name_as_password;
    case PasswordRule::common:
    case PasswordRule::good:
      break;
  }
  return AccountFault::common_password;
}

web::Response response_of(const AccountRefusal& refusal) {
  web::Response response = web::problem(sentences_of(refusal.fault), place_of(refusal.fault));
  if (refusal.wait > Seconds(0)) response.more.push_back({"Retry-After", std::to_string(refusal.wait.count())});
  return response;
}

std::string words_of(const AccountRefusal& refusal) {
  const web::Sentences sentences = sentences_of(refusal.fault);
  return std::string(sentences.title.view()) + ". " + std::string(sentences.detail.view()) + " " +
         std::string(sentences.cure.view());
}

}  // namespace darban::page
