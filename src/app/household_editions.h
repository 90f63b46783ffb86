// SPDX-License-Identifier: Apache-2.0
// household.yaml as the page writes it: atomically, with the versions before kept, and never over somebody else's change.
// People's editors and the page write one and the same file; whoever writes says which octets were read (a tag), and is refused
// when others have come in between. Beside HOUSEHOLD lies the folder HOUSEHOLD.editions with the last ten versions, each as it
// was, octet for octet, named by an ascending number: they are found without darban and with any editor. (Not in state.db: who
// mends a household by hand may have no darban that runs.) A link is followed, and what it leads to is replaced.
//
// A full disk, a missing right or a kill at any moment leaves the file as it was, or as it is to be. Control thread only: it
// waits for the disk.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "page/house.h"

namespace darban {

class HouseholdEditions {
 public:
  static constexpr std::size_t kKept = 10;

  explicit HouseholdEditions(std::string path) : path_(std::move(path)) {}
  const std::string& path() const { return path_; }

  Result<page::Edition, ConfigError> current() const;
  // `text` was judged by whoever calls. The same text again is no new edition.
  Result<page::Edition, page::NotSaved> write(const std::string& text, const std::string& tag) const;
  std::vector<page::OldEdition> kept() const;  // the newest first
  Result<page::Edition, ConfigError> kept(std::uint32_t number) const;

 private:
  std::string folder() const { return path_ + ".editions"; }
  std::string place_of(std::uint32_t number) const { return folder() + "/" + std::to_string(number); }
  std::vector<std::uint32_t> numbers() const;  // ascending
  std::string path_;
};

// Names exactly these octets: 128 bits of BLAKE2b, in hex.
std::string edition_tag(const std::string& text);
// What stands on top of a file that the page writes: for whom, and where the comments went. `giver_in` reads it again; empty: the
// page did not write it, or did not know for whom.
std::vector<std::string> edition_comment(const std::string& path, const std::string& by);
std::string giver_in(const std::string& text);

}  // namespace darban
