// SPDX-License-Identifier: Apache-2.0
#include "update/signed_report.h"

#include <array>

#include "lists/bundle.h"
#include "update/tab_lines.h"

namespace darban {
namespace {

constexpr std::string_view kKind = "darban-signed-report";
constexpr std::string_view kVersion = "1";
constexpr std::string_view kNoRefusal = "none";
constexpr std::array kFates{SourceFate::fresh, SourceFate::unchanged, SourceFate::resting, SourceFate::refused,
                            SourceFate::failed};

struct Part {
  std::string_view key;
  SignedFile SignedReport::*file;
};
constexpr std::array kParts{Part{"index", &SignedReport::index}, Part{"unblock", &SignedReport::unblock},
                            Part{"bundle", &SignedReport::bundle}};

template <typename Number>
bool take_number(Number& into, std::string_view digits, std::uint64_t most) {
  const auto number = read_whole_number(digits);
  into = static_cast<Number>(number.value_or(0));
  return number && *number <= most;
}

bool take_fate(SourceFate& into, std::string_view word) {
  for (const SourceFate fate : kFates) {
    if (text_of(fate).view() != word) continue;
    into = fate;
    return true;
  }
  return false;
}

bool take_of_file(SignedFile& file, std::string_view key, std::string_view value) {
  if (key == "fate") return take_fate(file.fate, value);
  if (key == "trouble") {
    const auto trouble = trouble_of_key(value);
    file.trouble = trouble.value_or(FetchTrouble::none);
    return trouble.has_value();
  }
  if (key == "refusal") {
    file.refusal = fault_of_key(value);
    return file.refusal || value == kNoRefusal;
  }
  if (key == "at") return take_number(file.at, value, ~std::uint64_t{0});
  return key == "number" && take_number(file.number, value, bundle_bounds::kLargestNumber);
}

bool take_of_whole(SignedReport& report, std::string_view key, std::string_view value) {
  constexpr std::uint64_t kLatest = std::uint64_t{1} << 62;
  if (key == "url") return report.url = value, true;
  if (key == "begun") return take_number(report.begun, value, kLatest);
  if (key == "ended") return take_number(report.ended, value, kLatest);
  if (key == "wanted") return take_number(report.wanted, value, bundle_bounds::kLargestNumber);
  return key == "wanted-octets" && take_number(report.wanted_octets, value, 2 * bundle_bounds::kLargestImage);
}

}  // namespace

Result<std::string> text_of_signed_report(const SignedReport& report) {
  TabWriter lines;
  lines.line(kKind, kVersion);
  lines.line("url", report.url);
  lines.line("begun", static_cast<std::uint64_t>(report.begun));
  lines.line("ended", static_cast<std::uint64_t>(report.ended));
  lines.line("wanted", report.wanted);
  lines.line("wanted-octets", report.wanted_octets);
  for (const Part& part : kParts) {
    const SignedFile& file = report.*part.file;
    lines.line("file", part.key);
    lines.line("fate", text_of(file.fate).view());
    lines.line("trouble", key_of(file.trouble).view());
    lines.line("refusal", file.refusal ? key_of(*file.refusal).view() : kNoRefusal);
    lines.line("at", file.at);
    lines.line("number", file.number);
  }
  return lines.take();
}

// Keys belong to the file that was begun last, or to the whole.
Result<SignedReport> read_signed_report(std::string_view text) {
  TabLines lines(text);
  const auto head = lines.next();
  if (!head || head->key != kKind) return Error{Errc::unknown_format, 1};
  if (head->value != kVersion) return Error{Errc::newer_version, 1};
  SignedReport report;
  SignedFile* file = nullptr;
  while (const auto line = lines.next()) {
    bool taken = false;
    if (line->key == "file") {
      for (const Part& part : kParts) {
        if (part.key != line->value) continue;
        file = &(report.*part.file);
        taken = true;
      }
    } else {
      taken = file == nullptr ? take_of_whole(report, line->key, line->value) : take_of_file(*file, line->key, line->value);
    }
    if (!taken) return Error{Errc::bad_character, line->number};
  }
  if (!lines.ok()) return lines.error();
  return report;
}

}  // namespace darban
