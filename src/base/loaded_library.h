// SPDX-License-Identifier: Apache-2.0
// A shared library that is opened when it is needed (dlopen) and not linked: so that a process which does not need it has none of
// its pages, and a machine without it has everything else. It stays open until the process ends, because libraries leave things
// to do for then. Any thread.
#pragma once
#include <initializer_list>

namespace darban {

class LoadedLibrary {
 public:
  // The first of these file names ("libcurl.so.4") that can be opened.
  explicit LoadedLibrary(std::initializer_list<const char*> names);
  bool is_here() const { return handle_ != nullptr; }

  // Points `function` at the library's function of that name. False: there is none, for the library is older.
  template <typename Function>
  bool find(const char* name, Function*& function) const {
    function = reinterpret_cast<Function*>(symbol(name));
    return function != nullptr;
  }

 private:
  void* symbol(const char* name) const;
  void* handle_ = nullptr;
};

}  // namespace darban
