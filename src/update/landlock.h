// SPDX-License-Identifier: Apache-2.0
// Landlock (Linux 5.13 and later): a process without privileges gives up files and ports for good. By its raw system calls and
// with the numbers written out, because C libraries have no functions for it and the headers of routers are old.
#pragma once
#include <span>
#include <string>

#include "update/sandbox.h"

namespace darban {

struct LandlockRules {
  std::span<const std::string> writable;  // may be written and read, with all that is below
  std::span<const std::string> readable;  // may be read; empty: everything may
  SandboxTerms::Network network = SandboxTerms::Network::none;
};

struct LandlockReport {
  Applied files = Applied::not_in_this_kernel;
  Applied network = Applied::not_in_this_kernel;
};

// Needs no_new_privs (or CAP_SYS_ADMIN). Holds for this thread and all that it starts.
LandlockReport restrict_by_landlock(const LandlockRules& rules);

// 0: the kernel has none, or it is switched off.
int landlock_version();

}  // namespace darban
