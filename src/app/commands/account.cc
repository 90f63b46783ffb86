// SPDX-License-Identifier: Apache-2.0
#include "app/commands/account.h"

#include <array>
#include <string>

#include "app/command_line.h"
#include "app/commands/grant_arguments.h"
#include "app/exit_code.h"
#include "app/secret_input.h"
#include "app/terminal.h"
#include "base/crypto.h"
#include "config/spelling.h"
#include "page/account_fault.h"
#include "page/account_name.h"
#include "page/password.h"
#include "page/roles.h"

namespace darban {
namespace {

constexpr std::string_view kUsualRole = "parent";

struct Verb {
  AccountOrder::Kind kind;
  std::size_t places;  // words behind it
  std::string_view form;
};
constexpr std::array kVerbs{
    Verb{AccountOrder::Kind::list, 0, "list"},
    Verb{AccountOrder::Kind::add, 1, "add NAME"},
    Verb{AccountOrder::Kind::password, 1, "password NAME"},
    Verb{AccountOrder::Kind::role, 2, "role NAME ROLE"},
    Verb{AccountOrder::Kind::remove, 1, "remove NAME"},
    Verb{AccountOrder::Kind::totp_off, 1, "totp-off NAME"},
};

const Verb* verb_named(std::string_view word) {
  for (const Verb& verb : kVerbs) {
    if (text_of(verb.kind).view() == word) return &verb;
  }
  return nullptr;
}

int unknown_verb(std::string_view word) {
  std::vector<std::string_view> words;
  for (const Verb& verb : kVerbs) words.push_back(text_of(verb.kind).view());
  const std::string_view meant = nearest(word, words);
  return usage_error("account", "there is no `account " + std::string(word) + "`" +
                                    (meant.empty() ? "" : "; did you mean `account " + std::string(meant) + "`?"));
}

// The hash of a password that somebody typed now; or the exit code.
Result<std::string, int> new_hash(const std::string& name) {
  const auto typed = read_new_secret("New password for " + name);
  if (!typed) {
    terminal::print_error("darban account: " + typed.error());
    return kExitFailed;
  }
  const page::PasswordRule rule = page::rule_broken_by(typed->text, name);
  if (rule != page::PasswordRule::good) {
    terminal::print_error(page::words_of({page::fault_of(rule), Seconds(0)}));
    return kExitFailed;
  }
  auto hash = crypto::hash_password(typed->text, page::password_cost_for(page::machine_memory()));
  if (hash) return *hash;
  terminal::print_error(page::words_of({page::AccountFault::no_memory, Seconds(0)}));
  return kExitFailed;
}

}  // namespace

int run_account(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--config"}, Option{"--json", Option::Takes::nothing}, Option{"--role"},
                                Option{"--language"}};
  const auto arguments = Arguments::read(words, kOptions, 3);
  if (!arguments) return usage_error("account", arguments.error());
  const auto places = arguments->places();
  if (places.empty()) return usage_error("account", "say what: list, add, password, role, remove or totp-off");
  const Verb* const verb = verb_named(places.front());
  if (verb == nullptr) return unknown_verb(places.front());
  if (places.size() != verb->places + 1)
    return usage_error("account", "this is written `account " + std::string(verb->form) + "`");
  const bool add = verb->kind == AccountOrder::Kind::add;
  if (!add && (arguments->has("--role") || arguments->has("--language")))
    return usage_error("account", "--role and --language are for `account add`; a role is changed by `account role NAME ROLE`");
  if (arguments->has("--json") && verb->kind != AccountOrder::Kind::list)
    return usage_error("account", "--json is for `account list`");

  AccountOrder order{.kind = verb->kind};
  if (arguments->has("--json")) order.kind = AccountOrder::Kind::list_json;
  if (verb->places > 0) order.name = places[1];
  if (verb->places > 0 && !page::is_account_name(order.name))
    return usage_error("account", quote(order.name) + " can not be a name: 1 to 40 characters, no space at its ends");
  if (add) order.role = arguments->value("--role").value_or(kUsualRole);
  if (verb->kind == AccountOrder::Kind::role) order.role = places[2];
  if (!order.role.empty() && !page::account_role_named(order.role))
    return usage_error("account", quote(order.role) + " is no role: owner, parent, helper, teacher, maintainer or auditor");
  order.language = arguments->value("--language").value_or("");
  if (add || verb->kind == AccountOrder::Kind::password) {
    auto hash = new_hash(order.name);
    if (!hash) return hash.error();
    order.hash = std::move(*hash);
  }
  return ask_and_show(*arguments, order);
}

}  // namespace darban
