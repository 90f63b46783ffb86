// SPDX-License-Identifier: Apache-2.0
// A form, cookies and Accept-Language as a visitor sends them: pairs that are clean text or a refusal, and always a language of
// ours.
#include <cstdint>
#include <string_view>

#include "base/utf8.h"
#include "page/embedded.h"
#include "page/words.h"
#include "tests/fuzz/expect.h"
#include "web/form.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  using namespace darban;
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  if (const auto form = web::read_form(text)) {
    EXPECT(form->pairs.size() <= web::kMostFormPairs);
    for (const auto& [name, value] : form->pairs) EXPECT(is_clean_text(name) && is_clean_text(value));
  }
  static const page::Languages languages(page::embedded_languages());
  const auto known = [](const page::Words& words) { return languages.find(words.tag()) == &words; };
  EXPECT(known(languages.for_visitor(text, {})));
  EXPECT(known(languages.for_visitor({}, text)));
  const std::string_view cookie = page::cookie_named(text, "lang");
  EXPECT(cookie.size() <= text.size());
  return 0;
}
