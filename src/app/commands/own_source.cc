// SPDX-License-Identifier: Apache-2.0
#include "app/commands/own_source.h"

#include "app/commands/list_file.h"
#include "base/errc.h"
#include "config/curated.h"
#include "lists/public_suffix.h"

namespace darban {

bool is_own_source(std::string_view format) { return format == "service" || format == "bypass"; }

Result<void, std::string> say_own_source(const std::string& path, const std::string& key, EntrySink& sink) {
  const auto list = own_list(path, key);
  if (!list) return shown_path(text_of(list.error()).view());
  for (const OwnName& own : list->names) {
    const auto line = static_cast<std::uint32_t>(own.line);
    const auto name = Name::from_text(own.name);
    if (!name) {
      sink.refused(name.error().code, line);
      continue;
    }
    const bool too_wide = !own.exact && PublicSuffixes::installed().has(*name);
    if (too_wide) sink.warned(line);
    sink.entry({*name, own.exact || too_wide ? Scope::exact : Scope::subtree, EntryKind::block}, line);
  }
  return {};
}

}  // namespace darban
