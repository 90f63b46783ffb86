// SPDX-License-Identifier: Apache-2.0
// `darban lists`: compiles block lists into the image and asks images. Its sub-commands answer --help themselves.
#pragma once
#include <span>
#include <string_view>

namespace darban {

int run_lists(std::span<const std::string_view> words);

}  // namespace darban
