// SPDX-License-Identifier: Apache-2.0
// What maintainers signed and what became of it, in words for the person at the box: for `darban lists update` and `lists
// status`. Publishers, titles and licences are the maintainers' words, out of files whose signatures were good. Any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/household.h"
#include "lists/bundle.h"
#include "update/generations.h"
#include "update/signed_report.h"

namespace darban {

// What is in force beside an image.
struct SignedInForce {
  struct OpenedNames {
    std::uint64_t number = 0;
    std::int64_t expires = 0;
    std::size_t names = 0;
  };
  std::optional<BundleManifest> bundle;  // nothing: the image was compiled here
  std::uint64_t generation = 0;
  ImageGlance image;
  std::optional<OpenedNames> unblock;
  std::vector<ConfigError> problems;  // what the daemon says of the files beside the image
  bool held = false;                  // updates of the image by the clock rest
};
SignedInForce signed_in_force(const Generations& generations, const std::string& image, std::int64_t now);

// Whose bundle is in force, which number, until when; and what is opened.
std::string signed_summary(const SignedInForce& in_force, std::int64_t now);
// The lists in the bundle in force, with their licences.
std::string signed_table(const SignedInForce& in_force);
// A line for each file that could not be had or was not believed.
std::string signed_troubles(const SignedReport& report);
// Something was refused that nobody but a person can put right.
bool needs_an_eye(const SignedReport& report);

// `report` may be null: nothing was fetched yet.
std::string signed_json(const SignedInForce& in_force, const SignedReport* report, std::int64_t now);

}  // namespace darban
