// SPDX-License-Identifier: Apache-2.0
// What is remembered of a list between updates, and where its text lies: <state>/cache/<id>/ with `current` (the last text that
// was believed), `candidate` (fetched, not judged yet) and `state` (this). The state is written after the text it speaks of: a
// crash between the two means that the text is fetched once more, never that a wrong one is believed.
#pragma once
#include <cstdint>
#include <string>

#include "base/result.h"
#include "update/fetch_trouble.h"
#include "update/guards.h"

namespace darban {

struct SourceState {
  // How the server described the current text; empty when it did not.
  std::string etag;
  std::string last_modified;
  std::string described_by;   // the address that said so
  std::int64_t checked = 0;   // Unix seconds: when somebody last asked, with whatever result
  std::int64_t fetched = 0;   // when the current text came; 0: there is none
  std::uint64_t entries = 0;  // of the current text
  std::uint64_t octets = 0;
  Refusal refusal = Refusal::none;            // of the last candidate
  FetchTrouble trouble = FetchTrouble::none;  // of the last fetch
  std::string detail;                         // what the refusal is about, where it can be said: a canary's name
  friend bool operator==(const SourceState&, const SourceState&) = default;
};

class SourceFolder {
 public:
  SourceFolder(const std::string& state_folder, const std::string& id) : folder_(state_folder + "/cache/" + id) {}
  std::string current() const { return folder_ + "/current"; }
  std::string candidate() const { return folder_ + "/candidate"; }
  // Errc::not_found: nothing was ever fetched. A file that makes no sense counts as that: it is only a memory.
  SourceState load() const;
  Result<void> save(const SourceState& state) const;
  // The candidate becomes the current text, or goes.
  Result<void> accept() const;
  void refuse() const;

 private:
  std::string folder_;
};

Result<void> make_folders(const std::string& path);
// A small file, replaced as a whole.
Result<void> write_text_file(const std::string& path, std::string_view text);

}  // namespace darban
