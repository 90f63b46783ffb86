// SPDX-License-Identifier: Apache-2.0
// International names as people and lists write them: U-labels become A-labels by UTS 46, non-transitional (RFC 5891). Labels in
// ASCII are kept as their octets, "xn--" included: a list says which octets are asked for, not whether IDNA likes them. Any
// thread.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "dns/name.h"

namespace darban {

// A name typed by a person or found in a list, in UTF-8 and any case, with or without the last dot. No escapes; only letters,
// digits, '-' and '_' in ASCII labels. Refused: code points that vanish (U+200B, U+00AD ...), so that two names that look alike
// are never one. error.at is the octet.
Result<Name> name_from_text_idn(std::string_view text);

// The same, as text in A-labels and lower case.
Result<std::string> a_labels_of(std::string_view text);

// Whether every label that begins with "xn--" is the A-label of some U-label (RFC 5891 section 4.4): for names that people write
// down. Text in A-labels and lower case.
bool is_valid_idn(std::string_view a_labels);

}  // namespace darban
