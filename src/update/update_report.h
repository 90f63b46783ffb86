// SPDX-License-Identifier: Apache-2.0
// What became of an update: one row a source, and the whole. Kept as <state>/report, so that `darban lists status` can say days
// later why a list is old. Values; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "update/shelter.h"
#include "update/source_state.h"

namespace darban {

enum class SourceFate : std::uint8_t {
  fresh,      // a new text, believed
  unchanged,  // the server has nothing newer
  resting,    // not asked: its time has not come
  refused,    // a new text, not believed; `refusal` says why. The last good one stays in use, if there is one
  failed,     // could not be fetched; `trouble` says why. The same
};
Text text_of(SourceFate fate);

struct SourceOutcome {
  std::string id;
  std::string category;
  SourceFate fate = SourceFate::resting;
  Refusal refusal = Refusal::none;
  FetchTrouble trouble = FetchTrouble::none;
  std::string detail;                      // what a refusal is about, where it may be said
  std::uint64_t entries = 0;               // in use now; 0: none of it
  std::uint64_t octets = 0;                // of the text in use
  std::uint64_t taken_out = 0;             // entries that the catalogue takes out
  std::vector<std::string> taken_out_for;  // the catalogue's names that they are or stand below
  std::int64_t fetched = 0;                // Unix seconds: of the text in use
  friend bool operator==(const SourceOutcome&, const SourceOutcome&) = default;
};

enum class UpdateEnd : std::uint8_t {
  installed,       // a new image is in force
  nothing_new,     // the image in force is made of the same
  refused_itself,  // the new image did not pass its own test; the old one stays
  not_compiled,    // `code` says why; the old one stays
};
Text text_of(UpdateEnd end);

struct UpdateReport {
  std::int64_t begun = 0;
  std::int64_t ended = 0;
  UpdateEnd end = UpdateEnd::nothing_new;
  Errc code = Errc::ok;
  std::string objection;         // of refused_itself: what the test found
  std::uint64_t generation = 0;  // in force
  std::uint64_t names = 0;
  std::uint64_t entries = 0;  // said by all lists together
  std::uint64_t octets = 0;   // of the image
  std::uint64_t peak =
      0;  // octets: the most memory the step that compiles had at once, the mapped image and its own code included
  std::vector<SourceOutcome> sources;
  std::vector<ShelterHit> sheltered;
  friend bool operator==(const UpdateReport&, const UpdateReport&) = default;
};

Result<std::string> text_of_report(const UpdateReport& report);
// error.at is the line.
Result<UpdateReport> read_update_report(std::string_view text);

}  // namespace darban
