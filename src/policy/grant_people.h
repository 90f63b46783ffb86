// SPDX-License-Identifier: Apache-2.0
// Who is meant by the words an adult typed. Any thread; the Policy must live longer.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/grant_wish.h"
#include "policy/policy.h"

namespace darban {

class GrantPeople {
 public:
  explicit GrantPeople(const Policy& policy);

  // "everyone", a person or room by name, "guest", "room Lab 2", a device as "Ali/tablet" or, where only one is called so,
  // "tablet". As written, or in another case where that is one's alone. Names of people go before those of devices.
  Result<GrantWho, GrantRefusal> find(std::string_view typed) const;

  // Who asks then; of everyone: nobody in particular.
  std::optional<Asker> asker_of(const GrantWho& who) const;

  // Those for whom a day is counted: each person when it is everyone, else that one.
  std::vector<GrantWho> subjects_of(const GrantWho& who) const;
  const std::vector<GrantWho>& people() const { return people_; }

  // Whom a pause for `who` leaves out: people and devices, as they are shown.
  std::vector<GrantWho> left_out(const GrantWho& who) const;
  bool is_never_paused(const GrantWho& who) const;

 private:
  struct Spelling {
    std::string text;
    GrantWho who;
  };
  std::vector<GrantWho> meant(std::string_view typed, bool any_case) const;
  const Policy& policy_;
  std::vector<GrantWho> people_;
  std::vector<GrantWho> devices_;
  std::vector<Spelling> names_;         // people, rooms, guest
  std::vector<Spelling> device_names_;  // each as "Ali/tablet" and "tablet"
};

// As it is typed and shown: "everyone", "Ali", "Lab 2", "guest", "Ali/tablet".
std::string words_of(const GrantWho& who);

// Whether what is given to `giver` reaches `subject`, or one of its devices.
bool concerns(const GrantWho& giver, const GrantWho& subject);

}  // namespace darban
