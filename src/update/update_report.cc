// SPDX-License-Identifier: Apache-2.0
#include "update/update_report.h"

#include <algorithm>
#include <array>

#include "base/errc.h"
#include "update/tab_lines.h"

namespace darban {
namespace {

constexpr std::string_view kKind = "darban-update-report";
constexpr std::string_view kVersion = "1";
constexpr std::array<Text, 5> kFates{"fresh", "unchanged", "resting", "refused", "failed"};
constexpr std::array<Text, 4> kEnds{"installed", "nothing-new", "refused-itself", "not-compiled"};
constexpr auto kLastCode = static_cast<std::uint64_t>(Errc::out_of_range);

template <typename Enum, std::size_t kCount>
bool take_word(Enum& into, std::string_view word, const std::array<Text, kCount>& words) {
  const auto found = std::find_if(words.begin(), words.end(), [word](const Text& each) { return each.view() == word; });
  if (found == words.end()) return false;
  into = static_cast<Enum>(found - words.begin());
  return true;
}
template <typename Number>
bool take_number(Number& into, std::string_view digits) {
  const auto number = read_whole_number(digits);
  into = static_cast<Number>(number.value_or(0));
  return number.has_value();
}
template <typename Enum>
bool take_found(Enum& into, std::optional<Enum> found) {
  into = found.value_or(Enum{});
  return found.has_value();
}

void write_source(const SourceOutcome& source, TabWriter& lines) {
  lines.line("source", source.id);
  lines.line("category", source.category);
  lines.line("fate", text_of(source.fate).view());
  lines.line("refusal", key_of(source.refusal).view());
  lines.line("trouble", key_of(source.trouble).view());
  lines.line("detail", source.detail);
  lines.line("list-entries", source.entries);
  lines.line("list-octets", source.octets);
  lines.line("taken-out", source.taken_out);
  for (const std::string& name : source.taken_out_for) lines.line("taken-out-for", name);
  lines.line("fetched", static_cast<std::uint64_t>(source.fetched));
}

bool take_of_source(SourceOutcome& source, std::string_view key, std::string_view value) {
  if (key == "category") return source.category = value, true;
  if (key == "fate") return take_word(source.fate, value, kFates);
  if (key == "refusal") return take_found(source.refusal, refusal_of_key(value));
  if (key == "trouble") return take_found(source.trouble, trouble_of_key(value));
  if (key == "detail") return source.detail = value, true;
  if (key == "list-entries") return take_number(source.entries, value);
  if (key == "list-octets") return take_number(source.octets, value);
  if (key == "taken-out") return take_number(source.taken_out, value);
  if (key == "taken-out-for") return source.taken_out_for.emplace_back(value), true;
  return key == "fetched" && take_number(source.fetched, value);
}

bool take_of_whole(UpdateReport& report, std::string_view key, std::string_view value) {
  if (key == "begun") return take_number(report.begun, value);
  if (key == "ended") return take_number(report.ended, value);
  if (key == "end") return take_word(report.end, value, kEnds);
  if (key == "objection") return report.objection = value, true;
  if (key == "generation") return take_number(report.generation, value);
  if (key == "names") return take_number(report.names, value);
  if (key == "entries") return take_number(report.entries, value);
  if (key == "octets") return take_number(report.octets, value);
  if (key == "peak") return take_number(report.peak, value);
  std::uint64_t code = 0;
  if (key != "code" || !take_number(code, value) || code > kLastCode) return false;
  report.code = static_cast<Errc>(code);
  return true;
}

bool take_of_sheltered(ShelterHit& hit, std::string_view key, std::string_view value) {
  if (key == "purpose") return hit.purpose = value, true;
  if (key == "wanted-by") return hit.sources.emplace_back(value), true;
  return false;
}

}  // namespace

Text text_of(SourceFate fate) { return kFates[static_cast<std::size_t>(fate)]; }
Text text_of(UpdateEnd end) { return kEnds[static_cast<std::size_t>(end)]; }

Result<std::string> text_of_report(const UpdateReport& report) {
  TabWriter lines;
  lines.line(kKind, kVersion);
  lines.line("begun", static_cast<std::uint64_t>(report.begun));
  lines.line("ended", static_cast<std::uint64_t>(report.ended));
  lines.line("end", text_of(report.end).view());
  lines.line("code", static_cast<std::uint64_t>(report.code));
  lines.line("objection", report.objection);
  lines.line("generation", report.generation);
  lines.line("names", report.names);
  lines.line("entries", report.entries);
  lines.line("octets", report.octets);
  lines.line("peak", report.peak);
  for (const SourceOutcome& source : report.sources) write_source(source, lines);
  for (const ShelterHit& hit : report.sheltered) {
    lines.line("sheltered", hit.name);
    lines.line("purpose", hit.purpose);
    for (const std::string& source : hit.sources) lines.line("wanted-by", source);
  }
  return lines.take();
}

// Keys belong to the source or the sheltered name that was begun last, or to the whole.
Result<UpdateReport> read_update_report(std::string_view text) {
  TabLines lines(text);
  const auto head = lines.next();
  if (!head || head->key != kKind) return Error{Errc::unknown_format, 1};
  if (head->value != kVersion) return Error{Errc::newer_version, 1};
  UpdateReport report;
  enum class Part : std::uint8_t { whole, source, sheltered } part = Part::whole;
  while (const auto line = lines.next()) {
    bool taken = true;
    if (line->key == "source") {
      part = Part::source;
      report.sources.emplace_back().id = line->value;
    } else if (line->key == "sheltered") {
      part = Part::sheltered;
      report.sheltered.emplace_back().name = line->value;
    } else if (part == Part::whole) {
      taken = take_of_whole(report, line->key, line->value);
    } else {
      taken = part == Part::source ? take_of_source(report.sources.back(), line->key, line->value)
                                   : take_of_sheltered(report.sheltered.back(), line->key, line->value);
    }
    if (!taken) return Error{Errc::bad_character, line->number};
  }
  if (!lines.ok()) return lines.error();
  return report;
}

}  // namespace darban
