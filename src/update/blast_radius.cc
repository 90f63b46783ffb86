// SPDX-License-Identifier: Apache-2.0
#include "update/blast_radius.h"

#include <algorithm>

#include "lists/matcher.h"
#include "update/lint_finding.h"

namespace darban {
namespace {

class Look {
 public:
  explicit Look(const ListSide& side) : side_(side), matcher_(*side.image) {}

  // Of the name itself and with www. in front, together.
  CategorySet categories_of(const std::string& name) const { return of_one(name) | of_one("www." + name); }

  std::vector<std::string> keys_of(const CategorySet& set) const {
    std::vector<std::string> keys;
    for (const Category& category : side_.image->categories()) {
      if (set.has(category.id)) keys.push_back(category.key);
    }
    return keys;
  }

 private:
  CategorySet of_one(const std::string& text) const {
    const auto name = Name::from_text(text);
    if (!name || (side_.stays_open && side_.stays_open(*name))) return {};
    SuffixHashes hashes;
    name->hash_suffixes(side_.image->seed(), hashes);
    return matcher_.categories_of(hashes);
  }
  const ListSide& side_;
  Matcher matcher_;
};

bool any_unsaid(const std::vector<std::string>& keys) {
  return std::any_of(keys.begin(), keys.end(), [](const std::string& key) { return names_stay_unsaid(key); });
}

class Radius {
 public:
  Radius(const ListSide& before, const ListSide& after) : before_(before), after_(after), then_(before), now_(after) {}

  BlastRadius measure(const TopSites& sites, const std::vector<MustOpenSite>& must_open) {
    std::vector<TopCount> counts(after_.profiles.size());
    for (std::uint32_t rank = 1; rank <= sites.names().size() && rank <= kTopCuts.back(); ++rank) {
      look_at(rank, sites.names()[rank - 1], counts);
      const bool at_cut = std::find(kTopCuts.begin(), kTopCuts.end(), rank) != kTopCuts.end();
      if (at_cut || rank == sites.names().size()) radius_.tops.push_back(counts);
    }
    for (std::size_t i = 0; i < must_open.size(); ++i) look_at(i, must_open[i]);
    return std::move(radius_);
  }

 private:
  void look_at(std::uint32_t rank, const std::string& name, std::vector<TopCount>& counts) {
    const CategorySet old_set = then_.categories_of(name);
    const CategorySet new_set = now_.categories_of(name);
    SiteMove move{rank, {}, {}, {}, {}};
    CategorySet old_hit;
    CategorySet new_hit;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      const CategorySet old_closed = old_set & before_.profiles[i].in_free_time;
      const CategorySet new_closed = new_set & after_.profiles[i].in_free_time;
      TopCount& count = counts[i];
      ++count.sites;
      count.before += old_closed.empty() ? 0 : 1;
      count.after += new_closed.empty() ? 0 : 1;
      if (old_closed.empty() == new_closed.empty()) continue;
      const bool closes = old_closed.empty();
      ++(closes ? count.closes : count.opens);
      (closes ? move.closes_for : move.opens_for).push_back(i);
      old_hit |= old_closed;
      new_hit |= new_closed;
    }
    if (move.closes_for.empty() && move.opens_for.empty()) return;
    move.categories = move.closes_for.empty() ? then_.keys_of(old_hit) : now_.keys_of(new_hit);
    if (!any_unsaid(then_.keys_of(old_set)) && !any_unsaid(now_.keys_of(new_set))) move.name = name;
    radius_.moves.push_back(std::move(move));
  }

  void look_at(std::size_t index, const MustOpenSite& site) {
    const CategorySet old_set = then_.categories_of(site.name);
    const CategorySet new_set = now_.categories_of(site.name);
    MustOpenHit hit{index, {}, {}, false};
    CategorySet closing;
    for (std::size_t i = 0; i < after_.profiles.size(); ++i) {
      hit.before = hit.before || old_set.intersects(before_.profiles[i].ever);
      const CategorySet closed = new_set & after_.profiles[i].ever;
      if (closed.empty()) continue;
      closing |= closed;
      hit.profiles.push_back(i);
    }
    hit.categories = now_.keys_of(closing);
    if (!hit.profiles.empty())
      radius_.must_open.push_back(std::move(hit));
    else if (hit.before)
      ++radius_.must_open_opens;
  }

  const ListSide& before_;
  const ListSide& after_;
  Look then_;
  Look now_;
  BlastRadius radius_;
};

}  // namespace

BlastRadius blast_radius(const ListSide& before, const ListSide& after, const TopSites& sites,
                         const std::vector<MustOpenSite>& must_open) {
  return Radius(before, after).measure(sites, must_open);
}

TopShares top_shares(const Image& image, const TopSites& sites) {
  const ListSide side{&image, {}, {}};
  const Look look(side);
  constexpr std::size_t kCuts = 2;
  TopShares shares;
  shares.any.assign(kCuts, 0);
  for (std::size_t cut = 0; cut < kCuts; ++cut)
    shares.sites.push_back(std::min(kTopCuts[cut], static_cast<std::uint32_t>(sites.names().size())));
  for (const Category& category : image.categories())
    shares.categories.push_back({category.key, std::vector<std::uint32_t>(kCuts)});
  for (std::uint32_t rank = 1; rank <= shares.sites.back(); ++rank) {
    const CategorySet set = look.categories_of(sites.names()[rank - 1]);
    if (set.empty()) continue;
    for (std::size_t cut = rank > kTopCuts[0] ? 1 : 0; cut < kCuts; ++cut) {
      ++shares.any[cut];
      for (std::size_t i = 0; i < shares.categories.size(); ++i) {
        if (set.has(image.categories()[i].id)) ++shares.categories[i].closed[cut];
      }
    }
  }
  return shares;
}

}  // namespace darban
