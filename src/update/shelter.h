// SPDX-License-Identifier: Apache-2.0
// The names of never-block.yaml as the list compiler and the guards need them: no list closes one, and who wanted to is told. One
// thread.
#pragma once
#include <string>
#include <vector>

#include "config/never_block_file.h"
#include "lists/compiler.h"
#include "update/name_index.h"

namespace darban {

struct ShelteredName {
  std::string text;  // as never-block.yaml has it
  Name name;
  Scope scope = Scope::exact;
  std::string purpose;  // "push", "helpline"
  bool vital = true;    // else shared: half the web stands on it
};

// Names first, helplines' hosts after them; those that are no names are left out (the loader refused them).
std::vector<ShelteredName> sheltered_names(const NeverBlockFile& file);
// Numbered by their places.
void shelter_all(const std::vector<ShelteredName>& names, ListCompiler& compiler);
NameIndex vital_index(const std::vector<ShelteredName>& names);

// Who wanted to close which of them, our own lists aside.
struct ShelterHit {
  std::string name;
  std::string purpose;
  std::vector<std::string> sources;  // ids or paths, as the compiler knew them
  friend bool operator==(const ShelterHit&, const ShelterHit&) = default;
};
std::vector<ShelterHit> shelter_hits(const std::vector<ShelteredName>& names, const CompileReport& report);

}  // namespace darban
