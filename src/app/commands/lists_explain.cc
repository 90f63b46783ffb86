// SPDX-License-Identifier: Apache-2.0
#include "app/commands/lists_explain.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "app/arguments.h"
#include "app/command_line.h"
#include "app/commands/list_evidence.h"
#include "app/commands/list_file.h"
#include "app/commands/lists_report.h"
#include "app/exit_code.h"
#include "app/standard_input.h"
#include "app/terminal.h"
#include "base/errc.h"
#include "base/json_writer.h"
#include "config/settings.h"
#include "config/spelling.h"
#include "lists/idn.h"
#include "lists/matcher.h"

namespace darban {
namespace {

// What the person typed, in A-labels, beside the names made of it.
struct Asked {
  std::vector<std::string> texts;
  std::vector<Name> names;
  std::vector<std::string> refused;  // sentences
};

void add_name(Asked& asked, std::string_view typed, std::string_view where) {
  const auto name = name_from_text_idn(typed);
  const auto text = a_labels_of(typed);
  if (!name || !text) {
    const Errc code = !name ? name.error().code : text.error().code;
    asked.refused.push_back(std::string(where) + quote(typed) + ": " + std::string(text_of(code).view()));
    return;
  }
  asked.names.push_back(*name);
  asked.texts.push_back(text->ends_with('.') ? text->substr(0, text->size() - 1) : *text);
}

Result<Asked> read_asked(std::string_view typed) {
  Asked asked;
  if (typed != "-") {
    add_name(asked, typed, "");
    return asked;
  }
  const auto input = read_standard_input();
  if (!input) return input.error();
  std::string_view rest = *input;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (!line.empty()) add_name(asked, line, "line " + std::to_string(number) + ": ");
  }
  return asked;
}

// The last `labels` labels of the text.
std::string_view suffix_of(std::string_view text, int labels) {
  std::size_t at = text.size();
  for (int i = 0; i < labels && at != std::string_view::npos && at > 0; ++i) at = text.rfind('.', at - 1);
  return at == std::string_view::npos || labels == 0 ? text : text.substr(at + 1);
}

std::string_view scope_words(Scope scope) {
  switch (scope) {
    case Scope::exact:
      return "itself";
    case Scope::subtree:
      return "and everything below";
    case Scope::below:
      return "only what is below";
  }
  return "";
}

std::string_view kind_words(EntryKind kind) {
  switch (kind) {
    case EntryKind::block:
      return "blocks";
    case EntryKind::allow:
      return "allows";
    case EntryKind::important_block:
      return "blocks, important:";
    case EntryKind::important_allow:
      return "allows, important:";
    case EntryKind::hole:
      return "makes an exception of";
  }
  return "";
}

class Explanation {
 public:
  Explanation(const Image& image, Asked asked, EvidenceFound found)
      : image_(image),
        asked_(std::move(asked)),
        found_(std::move(found)),
        categories_(image.categories().begin(), image.categories().end()) {
    const Matcher matcher(image);
    SuffixHashes hashes;
    for (const Name& name : asked_.names) {
      name.hash_suffixes(image.seed(), hashes);
      sets_.push_back(matcher.categories_of(hashes));
    }
  }

  std::string text() const {
    std::string text;
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      const std::string keys = keys_of(sets_[i], ", ");
      text += asked_.texts[i] + (keys.empty() ? ": in no category" : ": in " + keys) + "\n";
      for (const Evidence& each : evidence_of(i)) {
        const ListSource& source = image_.sources()[each.source];
        text += "  " + left_column(key_of(categories_, source.category), 18) + shown_path(source.path) + ":" +
                std::to_string(each.line) + " " + std::string(kind_words(each.kind)) + " " +
                std::string(suffix_of(asked_.texts[i], each.labels)) + " " + std::string(scope_words(each.scope)) + "\n";
      }
    }
    return text;
  }

  std::string quiet() const {
    std::string text;
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      const std::string keys = keys_of(sets_[i], ",");
      text += asked_.texts[i] + "\t" + (keys.empty() ? "-" : keys) + "\n";
    }
    return text;
  }

  std::string json() const {
    std::string lines;
    for (std::size_t i = 0; i < sets_.size(); ++i) lines += json_of(i) + "\n";
    return lines;
  }

 private:
  std::span<const Evidence> evidence_of(std::size_t i) const {
    return found_.by_name.empty() ? std::span<const Evidence>() : std::span<const Evidence>(found_.by_name[i]);
  }
  std::string keys_of(const CategorySet& set, std::string_view between) const {
    std::string keys;
    for (const Category& category : categories_) {
      if (set.has(category.id)) keys += (keys.empty() ? "" : std::string(between)) + category.key;
    }
    return keys;
  }
  std::string json_of(std::size_t i) const {
    JsonWriter json;
    json.open_object();
    json.field("name", ConfigText::from_operator(asked_.texts[i]));
    json.open_list("categories");
    for (const Category& category : categories_) {
      if (sets_[i].has(category.id)) json.item(ConfigText::from_operator(category.key));
    }
    json.close_list();
    json.open_list("lines");
    for (const Evidence& each : evidence_of(i)) {
      const ListSource& source = image_.sources()[each.source];
      json.open_object();
      json.field("category", ConfigText::from_operator(std::string(key_of(categories_, source.category))));
      json.field("path", ConfigText::from_operator(source.path));
      json.field("line", each.line);
      json.field("says", ConfigText::from_operator(std::string(kind_words(each.kind))));
      json.field("about", ConfigText::from_operator(std::string(suffix_of(asked_.texts[i], each.labels))));
      json.field("scope", ConfigText::from_operator(std::string(scope_words(each.scope))));
      json.close_object();
    }
    json.close_list();
    json.close_object();
    return json.take();
  }

  const Image& image_;
  Asked asked_;
  EvidenceFound found_;
  std::vector<Category> categories_;
  std::vector<CategorySet> sets_;
};

int failed(const std::string& sentence) {
  terminal::print_error("darban lists explain: " + sentence);
  return kExitFailed;
}

// The first ones, and how many more: an image can have hundreds of sources.
void print_unread(const std::vector<std::string>& unread) {
  constexpr std::size_t kShown = 3;
  for (std::size_t i = 0; i < std::min(unread.size(), kShown); ++i)
    terminal::print_error("darban lists explain: " + unread[i] + "; its lines can not be shown");
  if (unread.size() > kShown)
    terminal::print_error("darban lists explain: and " + std::to_string(unread.size() - kShown) + " more like that");
}

}  // namespace

int run_lists_explain(std::span<const std::string_view> words) {
  constexpr auto kNothing = Option::Takes::nothing;
  constexpr std::array kOptions{Option{"--image"}, Option{"--folder"}, Option{"--no-sources", kNothing},
                                Option{"--json", kNothing}, Option{"--quiet", kNothing}};
  const auto arguments = Arguments::read(words, kOptions, 1);
  if (!arguments) return usage_error("lists explain", arguments.error());
  if (arguments->places().empty()) return usage_error("lists explain", "which name?");
  const std::string path(arguments->value("--image").value_or("lists.image"));
  const std::string folder(arguments->value("--folder").value_or(Settings{}.lists_folder));
  const auto image = Image::open(path);
  if (!image) return failed(refused_image(path, image.error()));
  auto asked = read_asked(arguments->places().front());
  if (!asked) return failed("standard input: " + std::string(text_of(asked.error().code).view()));
  const std::vector<std::string> refused = asked->refused;
  const bool quiet = arguments->has("--quiet");
  EvidenceFound found;
  if (!quiet && !arguments->has("--no-sources")) found = find_evidence(asked->names, **image, path, folder);
  print_unread(found.unread);
  for (const std::string& each : refused) terminal::print_error("darban lists explain: " + each);
  if (!asked->names.empty()) {
    const Explanation explanation(**image, std::move(asked).value(), std::move(found));
    terminal::print(quiet ? explanation.quiet() : arguments->has("--json") ? explanation.json() : explanation.text());
  }
  return refused.empty() ? kExitOk : kExitFailed;
}

}  // namespace darban
