// SPDX-License-Identifier: Apache-2.0
// What all pages of children have in common: one head, the pages' list with Help in the same place, a way to skip it, the
// languages at the end. A page is a function from plain values to what stands in <main>. Pure.
#pragma once
#include <cstdint>
#include <string>

#include "page/words.h"
#include "web/response.h"

namespace darban::page {

enum class Here : std::uint8_t { rules, ask, help, recorded, changes, test, door };

// In which language somebody reads, and which others they may choose.
struct Reader {
  const Languages& languages;
  const Words& words;
};

// The whole page. `title` is its <h1> too, so `main` begins after it.
web::Response framed(const Reader& reader, Here here, const Phrase& title, const Markup& main, unsigned status = 200);
// A card that says what came of a form, for screen readers first.
Markup said_card(const Markup& text);

}  // namespace darban::page
