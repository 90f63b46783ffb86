// SPDX-License-Identifier: Apache-2.0
#include "update/compile_update.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <unordered_map>

#include "base/atomic_file.h"
#include "base/crypto.h"
#include "base/heap.h"
#include "base/mapped_file.h"
#include "lists/compiler.h"
#include "lists/matcher.h"
#include "update/catalogue_guards.h"
#include "update/generations.h"
#include "update/our_files.h"
#include "update/source_text.h"
#include "update/without_sink.h"

namespace darban {
namespace {

constexpr std::uint64_t kShrunkImagePercent = 50;  // of the names before, when lists are missing

// Unix seconds; 0 when there is no such file.
std::int64_t time_of(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? static_cast<std::int64_t>(status.st_mtime) : 0;
}

// As an image's table of sources says how a list was read (FORMAT.md, section 2).
std::string style_of(const CatalogueSource& source) {
  std::string style = source.format;
  if (source.plain_is_exact) style += *source.plain_is_exact ? ",exact" : ",subtree";
  return source.tld ? style + ",tld" : style;
}

std::optional<CategoryId> id_of(const std::vector<Category>& categories, std::string_view key) {
  const auto found = std::find_if(categories.begin(), categories.end(), [key](const Category& each) { return each.key == key; });
  if (found == categories.end()) return std::nullopt;
  return found->id;
}

class Update {
 public:
  Update(const CompileOrder& order, const std::vector<FetchResult>& fetched, OurFiles files)
      : order_(order), files_(std::move(files)), generations_(order.state), compiler_({order.memory, order.state}) {
    for (const FetchResult& result : fetched) fetched_.emplace(result.source, result);
    measures_.vital = vital_index(files_.sheltered);
    measures_.top_sites = index_of_top_sites(order.top_sites);
    report_.begun = order.now;
  }

  UpdateReport run(const std::function<void(std::size_t, std::size_t)>& tell) {
    std::vector<const CatalogueSource*> chosen;
    for (const CatalogueSource& source : files_.catalogue.sources) {
      if (std::find(order_.sources.begin(), order_.sources.end(), source.id) != order_.sources.end()) chosen.push_back(&source);
    }
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      tell(i, 2 * chosen.size());
      report_.sources.push_back(settle(*chosen[i]));
    }
    const std::string made_of = what_it_is_made_of(chosen);
    if (is_in_force(made_of)) return end(UpdateEnd::nothing_new);
    add_own_lists();
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      tell(chosen.size() + i, 2 * chosen.size());
      if (report_.sources[i].entries > 0) add_source(*chosen[i], report_.sources[i]);
    }
    tell(2 * chosen.size(), 2 * chosen.size());
    return compile(chosen, made_of);
  }

 private:
  // What becomes of one source: the candidate is judged, and the memory of it is written.
  SourceOutcome settle(const CatalogueSource& source) {
    const SourceFolder folder(order_.state, source.id);
    SourceState state = folder.load();
    SourceOutcome outcome;
    const auto found = fetched_.find(source.id);
    if (found != fetched_.end()) {
      state.checked = order_.now;
      state.trouble = found->second.trouble;
      outcome.fate = judge(source, folder, found->second, state);
      if (const auto saved = folder.save(state); !saved) report_.code = saved.error().code;
    }
    outcome.id = source.id;
    outcome.category = source.category;
    outcome.refusal = state.refusal;
    outcome.trouble = state.trouble;
    outcome.detail = state.detail;
    outcome.entries = state.entries;
    outcome.octets = state.octets;
    outcome.fetched = state.fetched;
    return outcome;
  }

  SourceFate judge(const CatalogueSource& source, const SourceFolder& folder, const FetchResult& result, SourceState& state) {
    if (result.outcome == FetchOutcome::failed) return SourceFate::failed;
    state.trouble = FetchTrouble::none;
    if (result.outcome == FetchOutcome::unchanged) return SourceFate::unchanged;
    const Expectations expected = expectations_of(source, state, order_.anyway);
    Judgement judgement;
    judgement.refusal = Refusal::unreadable;
    if (const auto text = SourceText::open(folder.candidate(), source)) {
      const NameIndex without = names_taken_out(source);
      judgement = judge_list(text->text(), text->format(), text->options(), expected, without, measures_);
    }
    state.refusal = judgement.refusal;
    state.detail = detail_of(judgement, expected, source);
    if (judgement.refusal != Refusal::none) {
      folder.refuse();
      return SourceFate::refused;
    }
    if (const auto accepted = folder.accept(); !accepted) {
      state.refusal = Refusal::unreadable;
      return SourceFate::refused;
    }
    state.etag = result.etag;
    state.last_modified = result.last_modified;
    state.described_by = result.url < source.urls.size() ? source.urls[result.url] : std::string();
    state.fetched = order_.now;
    state.entries = judgement.entries;
    state.octets = result.octets;
    return SourceFate::fresh;
  }

  // Equal texts, equal images: then nothing needs to be compiled.
  std::string what_it_is_made_of(const std::vector<const CatalogueSource*>& chosen) const {
    crypto::Blake2b256 digest;
    const auto add = [&digest](const std::string& path) {
      std::error_code problem;
      const auto changed = std::filesystem::last_write_time(path, problem);
      const std::uintmax_t size = problem ? 0 : std::filesystem::file_size(path, problem);
      const std::string line =
          path + "\t" + std::to_string(problem ? 0 : changed.time_since_epoch().count()) + "\t" + std::to_string(size) + "\n";
      digest.add({reinterpret_cast<const std::uint8_t*>(line.data()), line.size()});
    };
    for (const char* file : {"/categories.yaml", "/catalogue.yaml", "/never-block.yaml"}) add(order_.blocklists + file);
    for (const OwnList& list : files_.own) add(list.path);
    for (const CatalogueSource* source : chosen) add(SourceFolder(order_.state, source->id).current());
    return crypto::to_hex(digest.finish()) + "\n";
  }
  bool is_in_force(const std::string& made_of) {
    const auto installed = generations_.installed();
    if (!installed) return false;
    const auto said = MappedFile::open(generations_.made_of(*installed));
    const auto image = Image::glance(order_.image);
    if (!said || !image || said->octets().size() != made_of.size()) return false;
    if (!std::equal(made_of.begin(), made_of.end(), said->octets().begin(),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }))
      return false;
    report_.generation = *installed;
    report_.names = image->names;
    report_.octets = image->octets;
    return true;
  }

  void add_own_lists() {
    for (const Category& category : files_.categories) (void)compiler_.add_category(category);  // unique: the loader saw to it
    for (const OwnList& list : files_.own) {
      const auto id = id_of(files_.categories, list.key);
      if (!id) continue;
      EntrySink& sink = compiler_.begin_source({list.path, list.format, *id, order_.reproducible ? 0 : time_of(list.path)});
      for (const OwnName& own : list.names) {
        const auto name = Name::from_text(own.name);
        if (!name) continue;
        sink.entry({*name, own.exact ? Scope::exact : Scope::subtree, EntryKind::block}, static_cast<std::uint32_t>(own.line));
        ++report_.entries;
      }
    }
  }

  void add_source(const CatalogueSource& source, SourceOutcome& outcome) {
    const auto id = id_of(files_.categories, source.category);
    const auto text = SourceText::open(SourceFolder(order_.state, source.id).current(), source);
    if (!id || !text) {
      outcome.entries = 0;  // the cache was emptied behind our back
      outcome.refusal = Refusal::unreadable;
      return;
    }
    const NameIndex without = names_taken_out(source);
    const std::string path = SourceFolder(order_.state, source.id).current();
    EntrySink& compiler = compiler_.begin_source({source.id, style_of(source), *id, order_.reproducible ? 0 : time_of(path)});
    WithoutSink sink(compiler, without);
    if (!parse_list(text->format(), text->options(), text->text(), sink)) {
      compiler_.drop_source();
      outcome.entries = 0;
      return;
    }
    outcome.taken_out = sink.taken_out();
    for (const std::uint32_t number : sink.by()) outcome.taken_out_for.push_back(source.without[number].name);
    report_.entries += outcome.entries;
  }

  UpdateReport compile(const std::vector<const CatalogueSource*>& chosen, const std::string& made_of) {
    shelter_all(files_.sheltered, compiler_);
    const auto folder = generations_.begin();
    if (!folder) return not_compiled(folder.error().code);
    auto file = AtomicFile::create(*folder + "/lists.image");
    if (!file) return not_compiled(file.error().code);
    return_free_memory();
    const auto compiled = compiler_.finish_into(*file, order_.reproducible ? 0 : order_.now);
    if (!compiled) return not_compiled(compiled.error().code);
    if (const auto written = file->commit(); !written) return not_compiled(written.error().code);
    report_.sheltered = shelter_hits(files_.sheltered, *compiled);
    report_.names = compiled->shape.names;
    report_.octets = compiled->shape.octets;
    report_.objection = objection_to(*folder + "/lists.image", chosen);
    if (!report_.objection.empty()) return end(UpdateEnd::refused_itself);
    if (const auto said = write_text_file(*folder + "/made-of", made_of); !said) return not_compiled(said.error().code);
    return put_in_force();
  }

  UpdateReport put_in_force() {
    const auto number = generations_.publish();
    if (!number) return not_compiled(number.error().code);
    if (const auto installed = generations_.install(*number, order_.image); !installed)
      return not_compiled(installed.error().code);
    report_.generation = *number;
    generations_.prune();
    return end(UpdateEnd::installed);
  }

  // The test every image must pass before anybody's questions meet it: opened from the disk, vital names open, names that must be
  // closed closed, and not half of what it was.
  std::string objection_to(const std::string& path, const std::vector<const CatalogueSource*>& chosen) const {
    const auto image = Image::open(path);
    if (!image) return "it can not be opened";
    const Matcher matcher(**image);
    const auto categories_of = [&](const Name& name) {
      SuffixHashes hashes;
      name.hash_suffixes((*image)->seed(), hashes);
      return matcher.categories_of(hashes);
    };
    for (const ShelteredName& name : files_.sheltered) {
      if (!categories_of(name.name).empty()) return "it closes " + name.text;
    }
    for (const OwnList& list : files_.own) {
      const auto id = id_of(files_.categories, list.key);
      if (id && !list.names.empty() && !categories_of(*Name::from_text(list.names.front().name)).has(*id))
        return "it leaves " + list.names.front().name + " open, which is in " + list.key;
    }
    return order_.anyway ? std::string() : objection_to_size((*image)->names(), chosen);
  }

  // Compared only when every list is there: otherwise each list's own guards have spoken.
  std::string objection_to_size(std::uint64_t names, const std::vector<const CatalogueSource*>& chosen) const {
    const auto installed = generations_.installed();
    const auto before = installed ? Image::glance(generations_.image_of(*installed)) : Error{Errc::not_found};
    if (!before || names * 100 >= before->names * kShrunkImagePercent) return {};
    std::size_t missing = 0;
    for (std::size_t i = 0; i < chosen.size(); ++i) missing += report_.sources[i].entries == 0 ? 1 : 0;
    if (missing == 0) return {};
    return "it has less than half of the names of the one before, because " + std::to_string(missing) + " lists are missing";
  }

  UpdateReport not_compiled(Errc code) {
    report_.code = code;
    return end(UpdateEnd::not_compiled);
  }
  UpdateReport end(UpdateEnd end) {
    report_.end = end;
    if (end != UpdateEnd::installed && report_.generation == 0) report_.generation = generations_.installed().value_or(0);
    return std::move(report_);
  }

  const CompileOrder& order_;
  OurFiles files_;
  Generations generations_;
  ListCompiler compiler_;
  Measures measures_;
  std::unordered_map<std::string, FetchResult> fetched_;
  UpdateReport report_;
};

}  // namespace

Result<UpdateReport, ConfigError> compile_update(const CompileOrder& order, const std::vector<FetchResult>& fetched,
                                                 const std::function<void(std::size_t, std::size_t)>& tell) {
  auto files = load_our_files(order.blocklists);
  if (!files) return files.error();
  return Update(order, fetched, std::move(files).value()).run(tell);
}

}  // namespace darban
