// SPDX-License-Identifier: Apache-2.0
#include "app/commands/explain.h"

#include <array>
#include <string>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/explain_report.h"
#include "app/commands/explain_rules.h"
#include "app/commands/explain_who.h"
#include "app/exit_code.h"
#include "app/standard_input.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "config/spelling.h"
#include "lists/idn.h"

namespace darban {
namespace {

int refused(const std::string& sentence) {
  terminal::print_error(sentence);
  return kExitFailed;
}

// Exactly one option says who asks; run_explain has made sure.
Result<Inquiry, std::string> find_inquiry(const Arguments& arguments, const Policy& policy) {
  if (const auto name = arguments.value("--person")) return inquiry_of_person(*name, policy);
  if (const auto label = arguments.value("--device")) return inquiry_of_device(*label, policy);
  if (const auto label = arguments.value("--room")) return inquiry_of_room(*label, policy);
  return inquiry_of_address(arguments.value("--address").value_or(""), policy);
}

int explain_one(const Arguments& arguments, const Name& name) {
  const auto type = type_of(arguments.value("--type").value_or("A"));
  if (!type) return usage_error("explain", type.error());
  auto rules = ExplainRules::read(std::string(arguments.value("--config").value_or(kDefaultConfig)));
  if (!rules) return refused(rules.error());
  const auto when = moment_of(arguments.value("--at").value_or("now"), rules->written(), rules->waits_for_sync());
  if (!when) return usage_error("explain", when.error());
  const Policy& policy = rules->at(when->wall);
  auto inquiry = find_inquiry(arguments, policy);
  if (!inquiry) return refused(inquiry.error());
  inquiry->type = *type;
  inquiry->now = *when;
  const std::string_view written = arguments.places()[0];
  const Explanation found = explain(policy, *inquiry, name, written);
  terminal::print(arguments.has("--json") ? explain_json(written, found, *when, policy.zone())
                                          : explain_text(written, found, *when, policy.zone()));
  return kExitOk;
}

// ---- a batch

// The next column of a line; nothing is left when all are taken.
std::string_view take_column(std::string_view& line) {
  const auto tab = line.find('\t');
  const std::string_view column = line.substr(0, tab);
  line = tab == std::string_view::npos ? std::string_view() : line.substr(tab + 1);
  return column;
}

struct Row {
  std::string text;
};

Result<Row, std::string> answer_line(std::string_view line, ExplainRules& rules, std::string_view usual_when,
                                     std::string_view usual_type) {
  std::string_view rest = line;
  const std::string_view who = take_column(rest);
  const std::string_view written = take_column(rest);
  const std::string_view type_word = take_column(rest);
  const std::string_view when_word = take_column(rest);
  const auto name = name_from_text_idn(written);
  if (!name) return quote(written) + " is not a name: " + std::string(text_of(name.error().code).view());
  const auto type = type_of(type_word.empty() ? usual_type : type_word);
  if (!type) return type.error();
  const auto when = moment_of(when_word.empty() ? usual_when : when_word, rules.written(), rules.waits_for_sync());
  if (!when) return when.error();
  const Policy& policy = rules.at(when->wall);
  auto inquiry = inquiry_of_anybody(who, policy);
  if (!inquiry) return inquiry.error();
  inquiry->type = *type;
  inquiry->now = *when;
  const Explanation found = explain(policy, *inquiry, *name, written, Detail::verdict);
  std::string text;
  for (const std::string_view column :
       {who, written, type_word.empty() ? usual_type : type_word, when_word.empty() ? usual_when : when_word})
    text += std::string(column) + "\t";
  return Row{text + explain_row(found, *when) + "\n"};
}

int explain_batch(const Arguments& arguments) {
  auto rules = ExplainRules::read(std::string(arguments.value("--config").value_or(kDefaultConfig)));
  if (!rules) return refused(rules.error());
  const auto input = read_standard_input();
  if (!input) return refused("standard input: " + std::string(text_of(input.error().code).view()));
  const std::string_view when = arguments.value("--at").value_or("now");
  const std::string_view type = arguments.value("--type").value_or("A");
  std::string answers;
  int exit_code = kExitOk;
  std::string_view rest = *input;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const auto end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const auto answer = answer_line(line, *rules, when, type);
    if (answer) {
      answers += answer->text;
    } else {
      terminal::print_error("line " + std::to_string(number) + ": " + answer.error());
      exit_code = kExitFailed;
    }
  }
  terminal::print(answers);
  return exit_code;
}

}  // namespace

int run_explain(std::span<const std::string_view> words) {
  constexpr std::array kOptions{Option{"--person"},
                                Option{"--device"},
                                Option{"--room"},
                                Option{"--address"},
                                Option{"--type"},
                                Option{"--at"},
                                Option{"--config"},
                                Option{"--json", Option::Takes::nothing},
                                Option{"--batch", Option::Takes::nothing}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("explain", arguments.error());
  const int askers =
      arguments->has("--person") + arguments->has("--device") + arguments->has("--room") + arguments->has("--address");
  if (arguments->has("--batch")) {
    if (askers != 0 || !arguments->places().empty() || arguments->has("--json"))
      return usage_error("explain", "--batch takes who asks and the names from standard input, and prints lines");
    return explain_batch(*arguments);
  }
  if (arguments->places().empty()) return usage_error("explain", "it needs a name, such as games.example");
  if (askers != 1)
    return usage_error("explain", "say who asks: one of --person NAME, --device LABEL, --room LABEL, --address IP");
  const std::string_view written = arguments->places()[0];
  const auto name = name_from_text_idn(written);
  if (!name) return usage_error("explain", quote(written) + " is not a name: " + std::string(text_of(name.error().code).view()));
  return explain_one(*arguments, *name);
}

}  // namespace darban
