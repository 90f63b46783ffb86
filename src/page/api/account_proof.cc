// SPDX-License-Identifier: Apache-2.0
// The caller's own password, asked once more before what would give the house away (account_api.h).
#include "page/api/account_api.h"

namespace darban::page {
namespace {

struct Heard {
  crypto::PasswordFit fit = crypto::PasswordFit::differs;
  std::optional<std::string> hash{};  // of the new password
};

web::Response answered(const AccountApi& api, const ProvenWish& wish, const PasswordTry& made, const Heard& heard) {
  if (const auto proven = api.desk->prove(made, heard.fit); !proven) return response_of(proven.error());
  if (!still_may(*api.desk->book().copy(), wish.caller, wish.right)) return response_of({AccountFault::session_over, Seconds(0)});
  if (wish.new_password && !heard.hash) return response_of({AccountFault::no_memory, Seconds(0)});
  return wish.errand(heard.hash.value_or(""));
}

}  // namespace

web::Answer at_desk_proven(const AccountApi& api, const ProvenWish& wish) {
  if (wish.caller.session == 0) return response_of({AccountFault::not_for_programs, Seconds(0)});
  if (wish.own_password.empty()) return response_of({AccountFault::own_password_needed, Seconds(0)});
  return at_desk(api, [api, wish](const web::PendingReply& reply) {
    if (!still_may(*api.desk->book().copy(), wish.caller, wish.right))
      return reply.answer(response_of({AccountFault::session_over, Seconds(0)}));
    const auto made = api.desk->begin_own(wish.visitor, wish.caller.account);
    if (!made) return reply.answer(response_of(made.error()));
    const auto heard = std::make_shared<Heard>();
    const bool taken = hash_then(
        api, reply,
        [api, wish, hash = made->hash, heard] {
          heard->fit = crypto::fit_of_password(wish.own_password, hash);
          if (heard->fit == crypto::PasswordFit::fits && wish.new_password)
            heard->hash = crypto::hash_password(*wish.new_password, api.desk->cost());
        },
        [api, wish, made = *made, heard, reply] { reply.answer(answered(api, wish, made, *heard)); });
    if (!taken) api.desk->give_up(*made);
  });
}

}  // namespace darban::page
