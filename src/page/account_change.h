// SPDX-License-Identifier: Apache-2.0
// What somebody changed about accounts, as rows of the change log (store/change_store.h) that children can read: who may change
// rules is a rule too. Found by comparing what was with what is, so nothing that writes accounts can forget it. They concern
// everybody. Secrets, their hashes, days and logins are not in them; a language is nobody's business. Undo is about the household
// file and never about these. Pure.
//
//   setting          was             became
//   account NAME     -               role        made
//   account NAME     role            role        may do something else
//   account NAME     role            removed
//   account-name     old name        new name
//   rooms NAME       names           names       of a teacher
//   password NAME    -               new
//   second-step NAME on or off       off or on
//   key LABEL        -               scopes      an API token was made
//   key LABEL        scopes          removed
#pragma once
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/account_row.h"
#include "store/change_store.h"

namespace darban::page {

// `now`: while it can not be trusted the log says the epoch, as for grants.
std::vector<Change> account_changes(const AccountTables& was, const AccountTables& became, const std::string& by, const Now& now);
// state.db was lost and the log with it: the new one does not pretend to be the old one.
Change log_began_anew(const Now& now);

}  // namespace darban::page
