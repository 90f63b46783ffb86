// SPDX-License-Identifier: Apache-2.0
// The tags that rules name with $ctag, by AdGuard Home's words: what a device is and runs, written in household.yaml (`kind`,
// `tags`), and what somebody is, which the age band says. A set is a word of bits. Any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/household.h"

namespace darban {

using TagSet = std::uint32_t;

std::optional<TagSet> tag_named(std::string_view word);  // a set of one
TagSet tags_of(Band band);                               // user_child, user_regular, or none: a guest, a thing
std::string known_tags();                                // "user_child, device_audio, ...", for an error
std::string known_device_tags();                         // those a device may have
bool is_of_device(TagSet tag);                           // may be written at a device

}  // namespace darban
