// SPDX-License-Identifier: Apache-2.0
// Writes the lists and the sets of questions that the bench asks, the same ones for the same seed.
//   bench_lists FOLDER SEED COUNT...
// list-COUNT.txt is a list, one name a line, in no order; the smaller ones are part of the larger. Sets of questions have a mark
// before each name, which bench_load explains:
//   warm.set     the 10,000 open names of `cached`, each once     cached.set   draws from them by Zipf's law
//   closed.set   50,000 listed names, from the smallest list      under.set    names below listed names
//   missed.set   open parents; a new child is asked each time     mixed.set    70 % cached, 20 % closed, 10 % missed
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "tools/name_maker.h"

namespace darban::bench {
namespace {

constexpr std::size_t kHot = 10000;
constexpr std::size_t kClosed = 50000;
constexpr std::size_t kUnder = 1000;
constexpr std::size_t kParents = 100000;
constexpr std::size_t kDraws = 300000;

class Lines {
 public:
  Lines(const std::string& folder, const std::string& name) : path_(folder + "/" + name), file_(std::fopen(path_.c_str(), "w")) {
    if (file_ == nullptr) fail();
  }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;
  ~Lines() {
    if (std::fclose(file_) != 0) fail();
  }
  void add(const char* mark, const std::string& name) { std::fprintf(file_, "%s%s\n", mark, name.c_str()); }

 private:
  void fail() const {
    std::perror(path_.c_str());
    std::exit(1);
  }
  std::string path_;
  std::FILE* file_;
};

template <typename T>
void shuffle(std::vector<T>& values, Dice& dice) {
  for (std::size_t left = values.size(); left > 1; --left) {
    std::swap(values[left - 1], values[dice.below(static_cast<std::uint32_t>(left))]);
  }
}

// Draws 0 to n - 1 with a chance of 1 / (i + 1).
class Zipf {
 public:
  explicit Zipf(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) sums_.push_back((sums_.empty() ? 0.0 : sums_.back()) + 1.0 / static_cast<double>(i + 1));
  }
  std::size_t draw(Dice& dice) const {
    const double at = dice.unit() * sums_.back();
    return static_cast<std::size_t>(std::lower_bound(sums_.begin(), sums_.end(), at) - sums_.begin());
  }

 private:
  std::vector<double> sums_;
};

void write_lists(const std::string& folder, const std::vector<std::string>& names, const std::vector<std::size_t>& counts,
                 Dice& dice) {
  for (const std::size_t count : counts) {
    std::vector<std::uint32_t> order(count);  // real lists come in many orders, never in a generator's
    for (std::uint32_t i = 0; i < count; ++i) order[i] = i;
    shuffle(order, dice);
    Lines list(folder, "list-" + std::to_string(count) + ".txt");
    for (const std::uint32_t i : order) list.add("", names[i]);
  }
}

void write_sets(const std::string& folder, std::vector<std::string> closed, NameMaker& maker) {
  Dice& dice = maker.dice();
  const std::vector<std::string> hot = maker.open(kHot);
  const std::vector<std::string> parents = maker.open(kParents);
  shuffle(closed, dice);
  closed.resize(std::min(closed.size(), kClosed));
  Lines warm(folder, "warm.set");
  for (const std::string& name : hot) warm.add("+", name);
  Lines all_closed(folder, "closed.set");
  for (const std::string& name : closed) all_closed.add("-", name);
  Lines under(folder, "under.set");
  for (std::size_t i = 0; i < std::min(kUnder, closed.size()); ++i) under.add("-", maker.under(closed[i]));
  Lines missed(folder, "missed.set");
  for (const std::string& name : parents) missed.add("*", name);
  Lines cached(folder, "cached.set");
  Lines mixed(folder, "mixed.set");
  const Zipf zipf(hot.size());
  for (std::size_t i = 0; i < kDraws; ++i) {
    cached.add("+", hot[zipf.draw(dice)]);
    const std::uint32_t kind = dice.below(10);
    if (kind < 7)
      mixed.add("+", hot[zipf.draw(dice)]);
    else if (kind < 9)
      mixed.add("-", closed[dice.below(static_cast<std::uint32_t>(closed.size()))]);
    else
      mixed.add("*", parents[dice.below(static_cast<std::uint32_t>(parents.size()))]);
  }
}

bool read_number(const char* text, std::uint64_t& into) {
  const std::string word = text;
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), into);
  return problem == std::errc() && end == word.data() + word.size();
}

int run(const std::string& folder, std::uint64_t seed, std::vector<std::size_t> counts) {
  std::sort(counts.begin(), counts.end());
  NameMaker maker(seed);
  std::vector<std::string> names = maker.listed(counts.back());
  write_lists(folder, names, counts, maker.dice());
  names.resize(counts.front());
  write_sets(folder, std::move(names), maker);
  return 0;
}

}  // namespace
}  // namespace darban::bench

int main(int argc, char** argv) {
  std::uint64_t seed = 0;
  std::vector<std::size_t> counts;
  bool understood = argc >= 4 && darban::bench::read_number(argv[2], seed);
  for (int i = 3; understood && i < argc; ++i) {
    std::uint64_t count = 0;
    understood = darban::bench::read_number(argv[i], count) && count >= 1 && count <= 20000000;
    counts.push_back(count);
  }
  if (!understood) {
    std::fprintf(stderr, "usage: bench_lists FOLDER SEED COUNT...   (counts from 1 to 20,000,000)\n");
    return 2;
  }
  return darban::bench::run(argv[1], seed, counts);
}
