// SPDX-License-Identifier: Apache-2.0
// `darban explain`: the verdict on a name an adult typed, and the words behind it: the step, the rule and whose it is, what would
// change it, and when it changes by itself. The verdict is the daemon's own: the same Policy is asked the same way. Sealed lists
// are not asked: what explains a verdict must not tell what is in them. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dns/name.h"
#include "policy/policy.h"

namespace darban {

// Who asks for which type, and when.
struct Inquiry {
  Asker asker;
  Now now;
  RrType type = RrType::a;
  std::optional<IpAddress> address{};  // where rules name addresses; unknown: such conditions do not hold
  std::optional<MacAddress> mac{};
};

// How the answer looks.
enum class AnswerForm : std::uint8_t {
  open,      // what the upstreams say
  own,       // darban's own, of a name that stays in the house or a signal
  null,      // 0.0.0.0 and ::, nothing for other types
  nxdomain,  // no such name
  refused,
  page,    // darban's own address, nothing for other types
  nodata,  // nothing of any type
};
Text text_of(AnswerForm form);

// Names of people, devices and rules are the operator's own, as typed.
struct Explanation {
  Verdict verdict;
  AnswerForm form = AnswerForm::open;
  Mode mode = Mode::free;
  WallTime mode_ends = kNever;          // when the mode, its windows or a grant change
  std::string mode_until;               // the same as "Tue 06:30" in the household's zone; empty: nothing is known to change
  std::string who;                      // "Ali", "guest", "room Lab 2"
  std::vector<std::string> categories;  // keys the name belongs to
  std::string because;                  // one sentence
  std::string rule;                     // what decided, and whose it is: "household.yaml:12:5: ||x.example^ (Ali's)"
  std::string remedy;                   // what an adult would do to change it
  WallTime changes = kNever;            // when it becomes open or closed by itself, as far as a fortnight shows
  std::string change;                   // "It opens Tue 06:30."; empty: nothing is known to change
};

// What is there of an answer when only the verdict is wanted, by the thousand: no words but the step's and the rule's.
enum class Detail : bool { verdict, words };

// `written` is the name as it was typed, for commands to copy.
Explanation explain(const Policy& policy, const Inquiry& inquiry, const Name& name, std::string_view written,
                    Detail detail = Detail::words);
Explanation explain(const Policy& policy, const Asker& asker, const Now& now, const Name& name);

}  // namespace darban
