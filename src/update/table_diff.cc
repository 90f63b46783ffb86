// SPDX-License-Identifier: Apache-2.0
#include "update/table_diff.h"

#include <algorithm>
#include <map>
#include <set>

namespace darban {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::vector<std::string> names_of(const std::vector<WrittenDomain>& domains) {
  std::vector<std::string> names;
  for (const WrittenDomain& domain : domains) names.push_back(domain.name);
  return names;
}

// Pairs what stands in both files by its key, and says what was added, what left, and what is different.
class TableDiff {
 public:
  explicit TableDiff(DiffArea area) : area_(area) {}

  template <typename Row, typename Key, typename Introduce, typename Compare>
  void compare(const std::vector<Row>& before, const std::vector<Row>& after, Key key, Introduce introduce,
               Compare compare_rows) {
    std::map<std::string, const Row*> old;
    for (const Row& row : before) old.emplace(key(row), &row);
    std::set<std::string> kept;
    for (const Row& row : after) {
      key_ = key(row);
      const auto found = old.find(key_);
      if (found == old.end()) {
        say("new" + introduce(row));
        continue;
      }
      kept.insert(key_);
      compare_rows(*found->second, row);
    }
    for (const auto& [gone, row] : old) {
      key_ = gone;
      if (!kept.contains(gone)) say("removed" + introduce(*row));
    }
  }

  void changed(std::string_view what, const std::string& before, const std::string& after) {
    if (before == after) return;
    const auto shown = [](const std::string& text) { return text.empty() ? std::string("nothing") : text; };
    say(std::string(what) + ": " + shown(before) + ", now " + shown(after));
  }
  void changed(std::string_view what, bool before, bool after) {
    changed(what, std::string(before ? "yes" : "no"), after ? "yes" : "no");
  }

  void changed_set(std::string_view what, std::vector<std::string> before, std::vector<std::string> after) {
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    std::vector<std::string> added;
    std::vector<std::string> gone;
    std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(added));
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(gone));
    if (!added.empty()) say("new " + std::string(what) + ": " + joined(added));
    if (!gone.empty()) say("removed " + std::string(what) + ": " + joined(gone));
  }

  std::vector<TableChange> take() {
    std::stable_sort(changes_.begin(), changes_.end(), [](const TableChange& a, const TableChange& b) { return a.key < b.key; });
    return std::move(changes_);
  }

 private:
  void say(std::string what) { changes_.push_back({area_, key_, std::move(what)}); }
  DiffArea area_;
  std::string key_;
  std::vector<TableChange> changes_;
};

// Whole, however long: the change may be in the last word.
std::string in_quotes(const std::string& text) { return "'" + text + "'"; }

std::string words(Text text) { return std::string(text.view()); }

std::vector<TableChange> categories(const OwnFolder& before, const OwnFolder& after) {
  TableDiff diff(DiffArea::categories);
  diff.compare(
      before.categories, after.categories, [](const WrittenCategory& row) { return row.key; },
      [](const WrittenCategory& row) { return ", id " + std::to_string(row.id) + ", bands " + row.bands; },
      [&](const WrittenCategory& then, const WrittenCategory& now) {
        diff.changed("id", std::to_string(then.id), std::to_string(now.id));
        diff.changed("what the bands close", then.bands, now.bands);
        diff.changed("closed in homework and school", then.focus, now.focus);
        diff.changed("judged in targets", then.judged_in_targets, now.judged_in_targets);
        diff.changed("never counted", then.sensitive, now.sensitive);
        diff.changed("group it is counted in", words(text_of(then.group)), words(text_of(now.group)));
        diff.changed("months to a review", std::to_string(then.lapse_months), std::to_string(now.lapse_months));
        diff.changed("what it covers", in_quotes(then.covers), in_quotes(now.covers));
        diff.changed("what is never in it", in_quotes(then.never), in_quotes(now.never));
      });
  return diff.take();
}

std::vector<TableChange> services(const OwnFolder& before, const OwnFolder& after) {
  TableDiff diff(DiffArea::services);
  diff.compare(
      before.services, after.services, [](const WrittenService& row) { return row.key; },
      [](const WrittenService& row) { return ", id " + std::to_string(row.id) + ", in " + row.group; },
      [&](const WrittenService& then, const WrittenService& now) {
        diff.changed("id", std::to_string(then.id), std::to_string(now.id));
        diff.changed("its category", then.group, now.group);
        diff.changed("what it also stops", in_quotes(then.also_stops), in_quotes(now.also_stops));
        diff.changed_set("shared hosts", names_of(then.shared), names_of(now.shared));
      });
  return diff.take();
}

std::string introduced(const CatalogueSource& row) {
  return ": " + row.category + ", " + words(text_of(row.use)) + ", " + row.licence + ", " +
         (row.urls.empty() ? "" : row.urls.front());
}

std::vector<std::string> taken_out(const CatalogueSource& row) {
  std::vector<std::string> names;
  for (const Without& each : row.without) names.push_back(each.name);
  return names;
}

std::vector<TableChange> sources(const OwnFolder& before, const OwnFolder& after) {
  TableDiff diff(DiffArea::sources);
  const auto rows = [](const OwnFolder& folder) {
    return folder.catalogue ? folder.catalogue->sources : std::vector<CatalogueSource>();
  };
  diff.compare(
      rows(before), rows(after), [](const CatalogueSource& row) { return row.id; }, introduced,
      [&](const CatalogueSource& then, const CatalogueSource& now) {
        diff.changed("licence", then.licence, now.licence);
        diff.changed("may be passed on", then.redistribute, now.redistribute);
        diff.changed("may be used for money", then.commercial, now.commercial);
        diff.changed("maintainer", then.maintainer, now.maintainer);
        diff.changed("addresses", joined(then.urls), joined(now.urls));
        diff.changed("category", then.category, now.category);
        diff.changed("format", then.format, now.format);
        diff.changed("use", words(text_of(then.use)), words(text_of(now.use)));
        diff.changed("entries expected", std::to_string(then.least_entries) + " to " + std::to_string(then.most_entries),
                     std::to_string(now.least_entries) + " to " + std::to_string(now.most_entries));
        diff.changed("top sites it may close", std::to_string(then.most_top_sites), std::to_string(now.most_top_sites));
        diff.changed("interval", std::to_string(then.interval.count()) + " h", std::to_string(now.interval.count()) + " h");
        diff.changed_set("canaries inside", then.contains, now.contains);
        diff.changed_set("canaries outside", then.never_contains, now.never_contains);
        diff.changed_set("names taken out", taken_out(then), taken_out(now));
      });
  return diff.take();
}

std::vector<TableChange> open_names(const OwnFolder& before, const OwnFolder& after) {
  TableDiff diff(DiffArea::open_names);
  const auto rows = [](const OwnFolder& folder) {
    return folder.never_block ? folder.never_block->names : std::vector<NeverBlockName>();
  };
  diff.compare(
      rows(before), rows(after), [](const NeverBlockName& row) { return row.name; },
      [](const NeverBlockName& row) {
        return ": " + words(text_of(row.purpose)) + ", " + words(text_of(row.scope)) + ", " + row.why;
      },
      [&](const NeverBlockName& then, const NeverBlockName& now) {
        diff.changed("scope", words(text_of(then.scope)), words(text_of(now.scope)));
        diff.changed("purpose", words(text_of(then.purpose)), words(text_of(now.purpose)));
      });
  return diff.take();
}

std::string hosts_of(const Helpline& row) {
  std::vector<std::string> hosts;
  for (const HelplineHost& host : row.hosts) hosts.push_back(host.name);
  return joined(hosts);
}

std::vector<TableChange> helplines(const OwnFolder& before, const OwnFolder& after) {
  TableDiff diff(DiffArea::helplines);
  const auto rows = [](const OwnFolder& folder) {
    return folder.never_block ? folder.never_block->helplines : std::vector<Helpline>();
  };
  diff.compare(
      rows(before), rows(after), [](const Helpline& row) { return row.country + " " + row.name; },
      [](const Helpline& row) { return ": " + row.phone + (row.phone.empty() ? "" : ", ") + words(text_of(row.level)); },
      [&](const Helpline& then, const Helpline& now) {
        diff.changed("number", then.phone, now.phone);
        diff.changed("hosts", hosts_of(then), hosts_of(now));
        diff.changed("how well it is known", words(text_of(then.level)), words(text_of(now.level)));
      });
  return diff.take();
}

std::string targets_of(const SafeEngine& row) {
  std::vector<std::string> targets;
  for (const SafeTarget& target : row.targets) targets.push_back(target.host);
  return joined(targets);
}

std::vector<TableChange> safe_search(const OwnFolder& before, const OwnFolder& after) {
  TableDiff diff(DiffArea::safe_search);
  const auto rows = [](const OwnFolder& folder) {
    return folder.safe_search ? folder.safe_search->engines : std::vector<SafeEngine>();
  };
  diff.compare(
      rows(before), rows(after), [](const SafeEngine& row) { return row.key; },
      [](const SafeEngine& row) { return ": " + std::to_string(row.hosts.size()) + " hosts, led to " + targets_of(row); },
      [&](const SafeEngine& then, const SafeEngine& now) {
        diff.changed("where it is led", targets_of(then), targets_of(now));
        diff.changed_set("hosts", names_of(then.hosts), names_of(now.hosts));
      });
  return diff.take();
}

std::vector<TableChange> bypass(const OwnFolder& before, const OwnFolder& after) {
  TableDiff diff(DiffArea::bypass);
  const auto signals = [](const OwnFolder& folder) {
    return folder.bypass ? folder.bypass->signals : std::vector<BypassSignal>();
  };
  diff.compare(
      signals(before), signals(after), [](const BypassSignal& row) { return row.name; },
      [](const BypassSignal& row) { return ": a signal, answered by " + words(text_of(row.answer)); },
      [&](const BypassSignal& then, const BypassSignal& now) {
        diff.changed("answer", words(text_of(then.answer)), words(text_of(now.answer)));
        diff.changed("level", words(text_of(then.level)), words(text_of(now.level)));
      });
  const auto addresses = [](const OwnFolder& folder) {
    return folder.bypass ? folder.bypass->addresses : std::vector<BypassAddress>();
  };
  diff.compare(
      addresses(before), addresses(after), [](const BypassAddress& row) { return row.written; },
      [](const BypassAddress&) { return std::string(": an address of a resolver"); },
      [](const BypassAddress&, const BypassAddress&) {});
  return diff.take();
}

}  // namespace

std::vector<TableChange> table_diff_of(const OwnFolder& before, const OwnFolder& after) {
  std::vector<TableChange> all;
  for (const auto part : {categories, services, sources, open_names, helplines, safe_search, bypass}) {
    std::vector<TableChange> changes = part(before, after);
    all.insert(all.end(), std::make_move_iterator(changes.begin()), std::make_move_iterator(changes.end()));
  }
  return all;
}

}  // namespace darban
