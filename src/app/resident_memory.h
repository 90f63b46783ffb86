// SPDX-License-Identifier: Apache-2.0
// How much memory this process has, in octets: rounded up to whole MiB, because what is finer moves with what a household looks
// up. 0 where the kernel does not say.
#pragma once
#include <cstdint>

namespace darban {
std::uint64_t resident_memory();
}  // namespace darban
