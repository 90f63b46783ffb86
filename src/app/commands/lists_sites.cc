// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_sites.h"

#include <algorithm>
#include <array>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/bench_input.h"
#include "app/commands/bench_table.h"
#include "app/commands/list_subject.h"
#include "app/commands/lists_report.h"
#include "app/exit_code.h"
#include "app/terminal.h"
#include "base/json_writer.h"

namespace darban {
namespace {

bool closes_something(const CategoryShare& share) {
  return std::any_of(share.closed.begin(), share.closed.end(), [](std::uint32_t count) { return count > 0; });
}

BenchTable table_of(const TopShares& shares) {
  constexpr auto kNumbers = BenchTable::Column::Holds::numbers;
  BenchTable table{{{"category"}}, {}};
  for (const std::uint32_t sites : shares.sites) {
    table.columns.push_back({"of the top " + with_commas(sites), kNumbers});
    table.columns.push_back({"share", kNumbers});
  }
  const auto add = [&](const std::string& name, const std::vector<std::uint32_t>& closed) {
    std::vector<std::string> row{name};
    for (std::size_t cut = 0; cut < closed.size(); ++cut) {
      row.push_back(with_commas(closed[cut]));
      row.push_back(share_of(closed[cut], shares.sites[cut]));
    }
    table.rows.push_back(std::move(row));
  };
  for (const CategoryShare& share : shares.categories) {
    const bool service = share.category.starts_with("service:");  // its hosts are its category's too; JSON has them
    if (!service && closes_something(share)) add(share.category, share.closed);
  }
  add("in any category", shares.any);
  return table;
}

std::string json_of(const TopShares& shares) {
  JsonWriter json;
  json.open_object();
  json.open_list("cuts");
  for (std::size_t cut = 0; cut < shares.sites.size(); ++cut) {
    json.open_object();
    json.field("sites", shares.sites[cut]);
    json.field("closed_by_any", shares.any[cut]);
    json.open_list("categories");
    for (const CategoryShare& share : shares.categories) {
      json.open_object();
      json.field("category", ConfigText::from_operator(share.category));
      json.field("closed", share.closed[cut]);
      json.close_object();
    }
    json.close_list();
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return json.take();
}

int failed(const std::string& sentence) {
  terminal::print_error("darban lists sites: " + sentence);
  return kExitFailed;
}

}  // namespace

int run_lists_sites(std::span<const std::string_view> words) {
  constexpr auto kNothing = Option::Takes::nothing;
  constexpr std::array kOptions{Option{"--top-sites"}, Option{"--json", kNothing}, Option{"--markdown", kNothing}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("lists sites", arguments.error());
  if (arguments->places().empty()) return usage_error("lists sites", "which image, or which folder?");
  if (!arguments->has("--top-sites")) return usage_error("lists sites", "--top-sites is needed");
  const auto style = bench_style_of(*arguments);
  if (!style) return usage_error("lists sites", style.error());
  const auto sites = top_sites_of(*arguments);
  if (!sites) return failed(sites.error());
  const auto subject = open_list_subject(std::string(arguments->places().front()), {});
  if (!subject) return failed(subject.error());
  const TopShares shares = top_shares(*subject->image, *sites);
  if (*style == BenchStyle::json)
    terminal::print(json_of(shares));
  else
    terminal::print(*style == BenchStyle::markdown ? markdown_of(table_of(shares)) : text_of(table_of(shares)));
  return kExitOk;
}

}  // namespace darban
