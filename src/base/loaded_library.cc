// SPDX-License-Identifier: Apache-2.0
#include "base/loaded_library.h"

#include <dlfcn.h>

namespace darban {

LoadedLibrary::LoadedLibrary(std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (handle_ == nullptr) handle_ = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
  }
}

void* LoadedLibrary::symbol(const char* name) const { return handle_ == nullptr ? nullptr : ::dlsym(handle_, name); }

}  // namespace darban
