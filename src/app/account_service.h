// SPDX-License-Identifier: Apache-2.0
// Accounts in the running daemon: the page's AccountDesk over state.db, and what `darban account` asks of it. Control thread
// only.
#pragma once
#include "app/account_order.h"
#include "app/control_protocol.h"
#include "page/account_desk.h"

namespace darban {

class AccountService {
 public:
  // `clock` outlives this.
  AccountService(page::AccountDesk::OpenDatabase database, const Clock& clock, page::AccountDesk::SetUp set_up);
  page::AccountDesk& desk() { return desk_; }
  const page::AccountDesk& desk() const { return desk_; }
  ControlReply answer(const AccountOrder& order);

 private:
  ControlReply add(const AccountOrder& order);
  ControlReply change(const AccountOrder& order);
  ControlReply list(AccountOrder::Kind kind) const;
  page::AccountDesk desk_;
};

}  // namespace darban
