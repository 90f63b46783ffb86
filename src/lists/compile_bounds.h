// SPDX-License-Identifier: Apache-2.0
// How much memory compiling lists may take for what grows with the lists; the rest waits in nameless files. The image itself and
// the text of the list being read come on top.
#pragma once
#include <cstddef>
#include <string>

namespace darban {

struct CompileBounds {
  std::size_t memory = std::size_t{512} << 20;  // octets; the least that is obeyed is kLeastMemory
  std::string scratch = ".";                    // folder for what does not fit; used only then
};

inline constexpr std::size_t kLeastMemory = std::size_t{2} << 20;

}  // namespace darban
