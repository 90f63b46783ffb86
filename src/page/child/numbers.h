// SPDX-License-Identifier: Apache-2.0
// One's own numbers, on "What is recorded": weeks as the band table of product.md 3.2 has them, the home's days, Start fresh, and
// what a young person decides about them. Works without JavaScript. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "page/child/frame.h"
#include "page/form_tokens.h"
#include "store/released_numbers.h"
#include "web/form.h"

namespace darban::page {

// What came of a form, after its redirect or in its place.
enum class NumbersSaid : std::uint8_t { nothing, fresh, shared, alone, kept, stopped, old_form, not_done };
Text text_of(NumbersSaid said);                   // for the address after a redirect: "fresh"
NumbersSaid numbers_said(std::string_view word);  // of what is done; nothing otherwise
std::optional<Text> key_of(NumbersSaid said);     // what the page says of it
bool is_trouble(NumbersSaid said);

struct OwnNumbers {
  bool unreadable = false;
  Band band = Band::guest;
  bool has_any = false;    // somebody of whom there can be numbers; a form is shown to nobody else
  CountChoices choices{};  // as far as their age goes
  std::vector<MomentWeek> weeks{};
  GroupSet groups = 0;  // what is counted of them
  // The home's, for who lives in it.
  std::optional<std::vector<HouseholdDay>> days{};
  bool without_age_doors = false;
};
// `who` as Policy::who says it. A guest, a room's pupil and a device nobody knows have none, nor the home's.
OwnNumbers own_numbers(const std::optional<ReleasedNumbers>& numbers, std::string_view who);

// What was chosen, of the form "/recorded/choose"; nothing: not one of the buttons there are.
std::optional<NumbersSaid> chosen_in(const web::Form& form);
// Whether somebody of that age decides about it.
bool is_for(Band band, NumbersSaid chosen);
// The same as it is kept.
CountChoices choices_after(CountChoices choices, NumbersSaid chosen);

void write_own_numbers(Html& html, const Words& words, const OwnNumbers& numbers, const FormToken& token);

}  // namespace darban::page
