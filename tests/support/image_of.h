// SPDX-License-Identifier: Apache-2.0
// A small list image in memory, made by the real compiler. The octets live as long as the image does.
#pragma once
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "lists/compiler.h"
#include "lists/image.h"

namespace darban {

struct TestCategory {
  CategoryId id{};
  std::string_view key;
  bool judged_in_targets = false;
};

struct TestRule {
  std::string_view name;
  CategoryId category{};
  Scope scope = Scope::subtree;
  EntryKind kind = EntryKind::block;
};

inline std::shared_ptr<const Image> image_of(const std::vector<TestCategory>& categories, const std::vector<TestRule>& rules) {
  ListCompiler compiler;
  for (const TestCategory& category : categories) {
    if (!compiler.add_category({category.id, std::string(category.key), Risk::content, category.judged_in_targets})) std::abort();
  }
  std::uint32_t line = 0;
  for (const TestRule& rule : rules) {
    compiler.begin_source({.path = "test", .format = "domains", .category = rule.category})
        .entry({*Name::from_text(rule.name), rule.scope, rule.kind}, ++line);
  }
  auto compiled = compiler.finish();
  if (!compiled) std::abort();
  const auto octets = std::make_shared<const std::vector<std::uint8_t>>(std::move(compiled->octets));
  auto image = Image::from_octets(*octets);
  if (!image) std::abort();
  struct Holder {
    std::shared_ptr<const std::vector<std::uint8_t>> octets;
    std::shared_ptr<const Image> image;
  };
  const auto holder = std::make_shared<const Holder>(Holder{octets, *image});
  return {holder, holder->image.get()};
}

}  // namespace darban
