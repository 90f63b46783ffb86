// SPDX-License-Identifier: Apache-2.0
// Who a request comes from, by its cookie or its API token; the Router's gate. A change by somebody logged in must bring the page
// token (session_token.h) as well. Pure looking: it reads the published book and, once a day for a session, leaves a note that it
// is in use. Called by the HTTP thread; any thread may.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/published.h"
#include "base/result.h"
#include "page/account_book.h"
#include "web/request.h"
#include "web/router.h"

namespace darban::page {

struct Caller {
  web::Roles roles{};
  std::int64_t account = 0;  // 0: a program with an API token
  std::int64_t session = 0;
  std::string name{};  // of the account; of a token its label
  std::string language{};
  std::string session_token{};
  bool totp = false;
  std::vector<std::string> rooms{};  // of a teacher: where they give
};

class Guard {
 public:
  using NoteUse = std::function<void(std::int64_t session)>;
  // Both outlive this.
  Guard(const Published<AccountBook>& book, const Clock& clock, NoteUse note_use)
      : book_(book), clock_(clock), note_use_(std::move(note_use)) {}

  // For web::Router.
  Result<web::Roles, web::Refusal> roles_of(const web::Request& request) const;
  // For handlers; nothing: nobody in particular. That it may ask for this was the gate's to say.
  std::optional<Caller> caller_of(const web::Request& request) const;

 private:
  std::optional<Caller> by_token(const AccountBook& book, const std::string& token, std::int64_t today) const;
  std::optional<Caller> by_session(const AccountBook& book, const std::string& token, std::int64_t today) const;
  const Published<AccountBook>& book_;
  const Clock& clock_;
  NoteUse note_use_;
};

}  // namespace darban::page
