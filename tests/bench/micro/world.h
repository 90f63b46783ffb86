// SPDX-License-Identifier: Apache-2.0
// What the micro benchmarks work on: an image of many made-up names in one category, mapped from a file as the daemon maps it; a
// household in which 127.0.0.1 is a child for whom the category is closed; and the child's questions.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "dns/name.h"
#include "lists/image.h"
#include "policy/policy.h"
#include "tests/support/temp_folder.h"

namespace darban::bench {

using Message = std::vector<std::uint8_t>;

struct World {
  static constexpr std::size_t kNames = 1024;  // of each kind; a power of two
  // `household`: a file in place of the small household; 127.0.0.1 must be such a child in it too. Empty: none.
  World(std::size_t listed, const std::string& household);

  TempFolder folder;
  double compile_seconds = 0;
  std::shared_ptr<const Image> image;
  std::shared_ptr<const Policy> policy;
  Now now{MonoTime(Seconds(100000)), WallTime(Seconds(1795464000)), true};
  IpAddress child;
  std::vector<Message> open_queries;  // without EDNS, RD set
  std::vector<Message> closed_queries;
  std::vector<Message> open_answers;    // what an upstream says to open_queries
  std::vector<Message> search_queries;  // all for one host of a search engine, which the child is led away from
  Message search_answer;                // what an upstream says to the safe name
  std::vector<Name> open_names;
  std::vector<Name> closed_names;
  std::vector<Name> far_names;  // open ones, so many that together they use most of the image's memory
};

}  // namespace darban::bench
