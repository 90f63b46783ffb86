// SPDX-License-Identifier: Apache-2.0
// What lists close of what people use: among the sites most visited, and among those that must stay open; for one image, and
// between two. A site counts as closed when its own name is, or the one with www. in front: that is where browsers go. Names that
// stay unsaid are not in it. Pure; any thread.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "dns/name.h"
#include "lists/image.h"
#include "update/must_open.h"
#include "update/top_sites.h"

namespace darban {

// One of the two lists, with what each profile closes of it before anybody edits it. The image must outlive it.
struct ListSide {
  struct Doors {
    CategorySet in_free_time;
    CategorySet ever;  // in free time, in homework or at school
  };
  const Image* image = nullptr;
  std::vector<Doors> profiles;                  // the same ones in both sides
  std::function<bool(const Name&)> stays_open;  // whatever the lists say; may be empty
};

// Of the sites up to a rank, for one profile in its free time.
struct TopCount {
  std::uint32_t sites = 0;  // a cut, or fewer when the file has fewer
  std::uint32_t before = 0;
  std::uint32_t after = 0;
  std::uint32_t closes = 0;  // open before, closed after
  std::uint32_t opens = 0;
};

// A site that a profile sees otherwise after the change.
struct SiteMove {
  std::uint32_t rank = 0;
  std::string name;                     // empty: it stays unsaid
  std::vector<std::string> categories;  // that say so: of the new list for a site that closes, else of the old one
  std::vector<std::size_t> closes_for;  // indexes of profiles
  std::vector<std::size_t> opens_for;
};

// A site that must stay open, and does not. It is named whatever the category: that it is in it is the mistake.
struct MustOpenHit {
  std::size_t site = 0;  // index into the corpus
  std::vector<std::string> categories;
  std::vector<std::size_t> profiles;  // that close it in free time, in homework or at school
  bool before = false;                // the old list closed it too, for one of them at least
};

struct BlastRadius {
  std::vector<std::vector<TopCount>> tops;  // by cut (kTopCuts as far as the file goes), then by profile
  std::vector<SiteMove> moves;              // by rank
  std::vector<MustOpenHit> must_open;       // closed by the new list
  std::size_t must_open_opens = 0;          // closed by the old list and not by the new one
};

BlastRadius blast_radius(const ListSide& before, const ListSide& after, const TopSites& sites,
                         const std::vector<MustOpenSite>& must_open);

// How much of the top a category closes.
struct CategoryShare {
  std::string category;
  std::vector<std::uint32_t> closed;  // by cut
};
struct TopShares {
  std::vector<std::uint32_t> sites;       // by cut: 1,000 and 10,000, or fewer when the file has fewer
  std::vector<CategoryShare> categories;  // all of the image, in its order
  std::vector<std::uint32_t> any;         // closed by one of them at least
};
TopShares top_shares(const Image& image, const TopSites& sites);

}  // namespace darban
