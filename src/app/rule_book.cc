// SPDX-License-Identifier: Apache-2.0
#include "app/rule_book.h"

#include <utility>

#include "base/errc.h"
#include "config/yaml.h"
#include "policy/build.h"

namespace darban {
namespace {

std::string what_is_wrong(const std::string& path, const Error& error) {
  const std::string reason(text_of(error.code).view());
  const std::string make_it = "; make it with: darban lists build LISTS -o " + path;
  switch (error.code) {
    case Errc::not_found:
      return "there are no compiled lists" + make_it;
    case Errc::not_permitted:
    case Errc::is_a_directory:
    case Errc::not_a_file:
      return reason + "; it must be a file that this user may read";
    default:
      return "refused at octet " + std::to_string(error.at) + ": " + reason + make_it;
  }
}

}  // namespace

Lists Lists::first(const std::string& path) { return Lists{Image::empty(), {}, {}}.read_again(path); }

Lists Lists::read_again(const std::string& path) const {
  const FileStamp now = stamp_of(path);  // before reading: a change in between is seen the next time
  if (now == stamp && now != FileStamp{}) return {image, stamp, {}};
  auto opened = Image::open(path);
  if (!opened) return {image, {}, ConfigError{path, {}, what_is_wrong(path, opened.error())}};
  return {std::move(*opened), now, {}};
}

Result<RuleBook, ConfigError> read_rules(const Settings& settings, std::shared_ptr<const Image> image) {
  const auto household = load_household(settings.household);
  if (!household) return household.error();
  auto policy = build_policy(*household, settings, std::move(image));
  if (!policy) return policy.error();
  return RuleBook{std::move(*policy), household->people.size()};
}

}  // namespace darban
