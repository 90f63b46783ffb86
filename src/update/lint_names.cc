// SPDX-License-Identifier: Apache-2.0
// Each name our own data closes: is it a name, does it belong to strangers, and does it close what must stay open?
#include <algorithm>
#include <map>

#include "base/crypto.h"
#include "config/spelling.h"
#include "lists/idn.h"
#include "lists/public_suffix.h"
#include "update/lint_checks.h"

namespace darban {
namespace {

constexpr std::string_view kHashMark = "sha256:";

// A name that something says of its own: it must stay open, or must not be inside.
struct Guarded {
  bool subtree = false;
  std::string why;    // "update", "canary of 'x-ads'"
  std::string where;  // "never-block.yaml:12:5"
};

// Names sorted so that those below a name stand together: by labels from the right.
class GuardedNames {
 public:
  void add(const std::string& name, Guarded guarded) { names_.emplace(reversed(name), std::pair(name, std::move(guarded))); }

  // The first that `closed` closes, wholly or in part.
  const std::pair<std::string, Guarded>* closed_by(const ClosedName& closed) const {
    const std::string key = reversed(closed.name);
    if (const auto found = names_.find(key); found != names_.end()) return &found->second;
    for (std::size_t dot = key.find('.'); dot + 1 < key.size(); dot = key.find('.', dot + 1)) {
      const auto parent = names_.find(key.substr(0, dot + 1));
      if (parent != names_.end() && parent->second.second.subtree) return &parent->second;
    }
    if (!closed.subtree) return nullptr;
    const auto below = names_.lower_bound(key);
    return below != names_.end() && below->first.starts_with(key) ? &below->second : nullptr;
  }

 private:
  // "a.b" becomes "b.a.": the key of a parent is the beginning of the keys below it.
  static std::string reversed(std::string_view name) {
    std::string key;
    while (!name.empty()) {
      const auto dot = name.rfind('.');
      const std::size_t begin = dot == std::string_view::npos ? 0 : dot + 1;
      key.append(name.substr(begin)).push_back('.');
      name = name.substr(0, dot == std::string_view::npos ? 0 : dot);
    }
    return key;
  }
  std::map<std::string, std::pair<std::string, Guarded>> names_;
};

GuardedNames open_names_of(const NeverBlockFile& file) {
  GuardedNames names;
  const auto place = [&](Place at) { return where(file.file, at); };
  for (const NeverBlockName& each : file.names)
    names.add(each.name, {each.scope == WrittenScope::subtree, std::string(text_of(each.purpose).view()), place(each.place)});
  for (const Helpline& helpline : file.helplines) {
    for (const HelplineHost& host : helpline.hosts)
      names.add(host.name, {host.scope == WrittenScope::subtree, "helpline " + quote(helpline.name), place(host.place)});
  }
  return names;
}

GuardedNames signals_of(const BypassFile& file) {
  GuardedNames names;
  for (const BypassSignal& signal : file.signals)
    names.add(signal.name, {signal.scope == WrittenScope::subtree, "signal", where(file.file, signal.place)});
  return names;
}

std::string hash_of(std::string_view name) {
  const Octets octets(reinterpret_cast<const std::uint8_t*>(name.data()), name.size());
  return std::string(kHashMark) + crypto::to_hex(crypto::sha256(octets));
}

class NameChecks {
 public:
  explicit NameChecks(LintSubject& subject) : subject_(subject) {
    if (const auto& file = subject.folder().never_block) open_ = open_names_of(*file);
    if (const auto& file = subject.folder().bypass) signals_ = signals_of(*file);
    if (const auto& catalogue = subject.folder().catalogue) take_canaries(*catalogue);
  }

  void check(const ClosedName& name) {
    check_form(name);
    check_open(name);
    check_signals(name);
    check_canaries(name);
  }

 private:
  void take_canaries(const Catalogue& catalogue) {
    for (const CatalogueSource& source : catalogue.sources) {
      for (const std::string& canary : source.never_contains) {
        const Guarded guarded{false, source.id, where(catalogue.file, source.place)};
        if (is_hashed_canary(canary))
          hashed_[source.category].emplace(canary, guarded);
        else
          canaries_[source.category].add(canary, guarded);
      }
    }
  }

  void check_form(const ClosedName& closed) {
    if (!is_valid_idn(closed.name))
      subject_.find(LintRule::bad_idn, closed, said(closed) + " has a label in xn-- form that stands for no word",
                    "write the name as the registry gives it out");
    const auto name = Name::from_text(closed.name);
    if (name && suffixes_.has(*name))
      subject_.find(
          LintRule::public_suffix, closed,
          said(closed) + " is a public suffix: strangers register names below it, and compilers narrow the line to nothing",
          "write the names that are meant");
  }

  void check_open(const ClosedName& closed) {
    const auto* open = open_.closed_by(closed);
    if (open == nullptr) return;
    const auto& [name, guarded] = *open;
    const bool above = name != closed.name && is_at_or_under(name, closed.name);
    const std::string why = " must stay open (" + guarded.why + ", " + guarded.where + ")";
    // A company's own domain is its own to close; the compiler keeps the vital name open whatever is said around it.
    if (above && closed.said == ClosedName::Said::by_service)
      return subject_.find(LintRule::kept_open, closed, quote(name) + " below " + said(closed) + why + ", and stays so",
                           "write narrower names if it is easy");
    const std::string what = name == closed.name ? said(closed) : said(closed) + " closes " + quote(name) + ", which";
    subject_.find(LintRule::never_block, closed, what + why, "write narrower names, or leave it out");
  }

  void check_signals(const ClosedName& closed) {
    const auto* signal = signals_.closed_by(closed);
    if (signal == nullptr) return;
    subject_.find(LintRule::canary, closed,
                  quote(signal->first) + " is how devices ask whether a filter is there (" + signal->second.where +
                      "); a list that closes it gives the answer in everybody's name",
                  "leave it out: profiles decide that");
  }

  void check_canaries(const ClosedName& closed) {
    const Guarded* guarded = nullptr;
    if (const auto found = canaries_.find(closed.category); found != canaries_.end()) {
      if (const auto* canary = found->second.closed_by(closed)) guarded = &canary->second;
    }
    if (const auto found = hashed_.find(closed.category); guarded == nullptr && found != hashed_.end()) {
      const auto canary = found->second.find(hash_of(closed.name));
      if (canary != found->second.end()) guarded = &canary->second;
    }
    if (guarded == nullptr) return;
    subject_.find(LintRule::canary, closed,
                  said(closed) + " closes a name that must not be in " + quote(closed.category) + " (never-contains of " +
                      quote(guarded->why) + ", " + guarded->where + ")",
                  "leave it out, or take the canary out first");
  }

  LintSubject& subject_;
  const PublicSuffixes& suffixes_ = PublicSuffixes::installed();
  GuardedNames open_;
  GuardedNames signals_;
  std::map<std::string, GuardedNames> canaries_;                  // by category
  std::map<std::string, std::map<std::string, Guarded>> hashed_;  // by category and hash
};

}  // namespace

void check_names(LintSubject& subject) {
  if (!subject.folder().never_block && !subject.folder().categories.empty())
    subject.find(LintRule::not_checked, path_in(subject.folder(), "never-block.yaml"), {},
                 "it is not here, or it was refused: nothing was held against the names that must stay open", "put it there");
  NameChecks checks(subject);
  for (const ClosedName& name : subject.names()) checks.check(name);
}

}  // namespace darban
