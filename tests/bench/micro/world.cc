// SPDX-License-Identifier: Apache-2.0
#include "micro/world.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "config/yaml.h"
#include "lists/compiler.h"
#include "policy/build.h"
#include "tests/support/packet.h"
#include "tools/name_maker.h"

namespace darban::bench {
namespace {

constexpr std::uint64_t kSeed = 7;
constexpr std::size_t kFarNames = 20000;

template <typename T>
auto value_of(T&& result, const char* what) {
  if (!result) {
    std::fprintf(stderr, "bench_micro: %s failed\n", what);
    std::exit(1);
  }
  return *std::forward<T>(result);
}

template <typename T>
auto accepted(Result<T, ConfigError>&& result) {
  if (!result) {
    std::fprintf(stderr, "bench_micro: %s\n", text_of(result.error()).view().c_str());
    std::exit(1);
  }
  return *std::move(result);
}

std::vector<std::uint8_t> compile(const std::vector<std::string>& names) {
  ListCompiler compiler;
  if (!compiler.add_category({.id = CategoryId{1}, .key = "gaming", .risk = Risk::content})) std::abort();
  EntrySink& source = compiler.begin_source({.path = "made up", .format = "domains", .category = CategoryId{1}});
  std::uint32_t line = 0;
  for (const std::string& name : names) source.entry({value_of(Name::from_text(name), "a name"), Scope::subtree}, ++line);
  return value_of(compiler.finish(), "compiling").octets;
}

Household one_child(const IpPrefix& child) {
  Household household;
  WrittenPerson person;
  person.name = "Sara";
  person.profile.band = Band::age_10_12;
  person.profile.close.push_back({"gaming", {}});
  person.devices.push_back({"tablet", {}, {child}, {}});
  household.people.push_back(person);
  return household;
}

std::shared_ptr<const Policy> policy_for(const Household& household, const std::shared_ptr<const Image>& image) {
  Settings settings;
  settings.allow_from = {value_of(IpPrefix::from_text("127.0.0.0/8"), "a prefix")};
  return accepted(build_policy(household, settings, image));
}

std::vector<Name> names_of(const std::vector<std::string>& texts) {
  std::vector<Name> names;
  for (const std::string& text : texts) names.push_back(value_of(Name::from_text(text), "a name"));
  return names;
}

Message query_for(const std::string& name) { return Packet::query().question(name).bytes(); }

Message answer_for(const std::string& name) {
  Message octets = Packet::response().question(name).bytes();
  const std::vector<std::uint8_t> record{0xc0, 12, 0, 1, 0, 1, 0, 0, 0x0e, 0x10, 0, 4, 198, 18, 0, 1};
  octets.insert(octets.end(), record.begin(), record.end());
  octets[7] = 1;
  return octets;
}

}  // namespace

World::World(std::size_t listed, const std::string& household) {
  NameMaker maker(kSeed);
  std::vector<std::string> names = maker.listed(std::max(listed, kNames));
  const auto begin = std::chrono::steady_clock::now();
  const std::vector<std::uint8_t> octets = compile(names);
  compile_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const std::string path = folder.write("image", {reinterpret_cast<const char*>(octets.data()), octets.size()});
  image = value_of(Image::open(path), "opening the image");
  const auto prefix = value_of(IpPrefix::from_text("127.0.0.1"), "an address");
  child = prefix.base();
  policy = policy_for(household.empty() ? one_child(prefix) : accepted(load_household(household)), image);

  names.resize(kNames);
  const std::vector<std::string> open = maker.open(kNames);
  for (const std::string& name : open) open_queries.push_back(query_for(name));
  for (const std::string& name : open) open_answers.push_back(answer_for(name));
  for (const std::string& name : names) closed_queries.push_back(query_for(name));
  search_queries.assign(kNames, query_for("www.google.com"));
  search_answer = answer_for("forcesafesearch.google.com");
  open_names = names_of(open);
  closed_names = names_of(names);
  far_names = names_of(maker.open(kFarNames));
}

}  // namespace darban::bench
