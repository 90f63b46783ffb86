// SPDX-License-Identifier: Apache-2.0
// What the steps of a question's way cost one by one, without sockets: nanoseconds and allocations an operation, as JSON. The
// real layers, the real image; the daemon's memory effects only as far as "cold" says them.
//   bench_micro [--names N] [--seconds S] [--only TEXT] [--household FILE]
// N names are in the image (1,000,000), each sample takes S seconds (0.03), TEXT picks cases by a part of their name, FILE is a
// household in place of one with a single child.
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dns/message.h"
#include "engine/engine.h"
#include "micro/stopwatch.h"
#include "micro/world.h"
#include "tools/numbers.h"

namespace darban::bench {
namespace {

constexpr std::size_t kBatch = 64;         // as many as a worker takes from its socket at once
constexpr std::size_t kFarBatch = 32;      // looked up after each emptying of the processor's caches
constexpr std::size_t kSweep = 96u << 20;  // octets that are walked to empty them
constexpr std::size_t kFreshFrom = 13;     // where the first label's characters stand in a message

struct Options {
  std::size_t names = 1000000;
  Patience patience;
  std::string only;
  std::string household;
};

std::vector<SuffixHashes> hashes_of(const std::vector<Name>& names, HashSeed seed) {
  std::vector<SuffixHashes> hashes(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) names[i].hash_suffixes(seed, hashes[i]);
  return hashes;
}

class Micro {
 public:
  Micro(const World& world, const Options& options)
      : world_(world), options_(options), engine_(EngineLimits{}, HashSeed{11}), queries_(kBatch) {
    engine_.use(*world.policy, 1, world.now);
  }

  std::vector<Figure> run() {
    parse();
    look_up();
    look_up_cold();
    decide();
    ask();
    ask_in_batches();
    miss();
    return std::move(figures_);
  }

 private:
  bool wanted(const std::string& name) const { return name.find(options_.only) != std::string::npos; }
  void time(const std::string& name, const std::function<void()>& pass) {
    if (wanted(name)) figures_.push_back(measure(name, World::kNames, options_.patience, pass));
  }

  void parse() {
    time("parse a query", [&] {
      for (const Message& message : world_.open_queries) {
        ByteReader in(message);
        const Header header = read_header(in);
        keep(read_query_body(in, header, question_, edns_));
      }
    });
    time("hash a name and its parents", [&] {
      for (const Name& name : world_.open_names) {
        name.hash_suffixes(world_.policy->seed(), hashes_);
        keep(hashes_);
      }
    });
  }

  void look_up() {
    const Matcher& matcher = world_.policy->matcher();
    const auto time_all = [&](const std::string& name, const std::vector<SuffixHashes>& all) {
      time(name, [&] {
        for (const SuffixHashes& hashes : all) keep(matcher.categories_of(hashes));
      });
    };
    time_all("match an open name, warm", hashes_of(world_.open_names, world_.policy->seed()));
    time_all("match a closed name, warm", hashes_of(world_.closed_names, world_.policy->seed()));
  }

  // Each look-up finds neither the image nor its page table entries in the processor's caches. Prefetched: as Engine::read does
  // it for a batch.
  void look_up_cold() {
    if (!wanted("match an open name, cold") && !wanted("match an open name, cold, prefetched")) return;
    const Matcher& matcher = world_.policy->matcher();
    const std::vector<SuffixHashes> far = hashes_of(world_.far_names, world_.policy->seed());
    std::vector<std::uint8_t> sweep(kSweep, 1);
    std::size_t next = 0;
    std::array<SuffixHashes, kFarBatch> batch;
    const auto empty_caches = [&] {
      for (std::size_t at = 0; at < sweep.size(); at += 64) sweep[at] = static_cast<std::uint8_t>(sweep[at] + 1);
      for (SuffixHashes& hashes : batch) hashes = far[next++ % far.size()];
    };
    const auto match_all = [&] {
      for (const SuffixHashes& hashes : batch) keep(matcher.categories_of(hashes));
    };
    const auto prefetch_all = [&] {
      for (const SuffixHashes& hashes : batch) matcher.prefetch(hashes);
    };
    figures_.push_back(measure_prepared("match an open name, cold", kFarBatch, options_.patience, empty_caches, match_all));
    figures_.push_back(measure_prepared("match an open name, cold, prefetched", kFarBatch, options_.patience, empty_caches, [&] {
      prefetch_all();
      match_all();
    }));
  }

  void decide() {
    const Policy& policy = *world_.policy;
    const std::vector<SuffixHashes> hashes = hashes_of(world_.open_names, policy.seed());
    const Asker child = policy.asker_of(world_.child, nullptr);
    const ModeAt mode = policy.mode_at(child, world_.now);
    const CategorySet none;
    NameFacts facts;
    time("facts of a name", [&] {
      for (const SuffixHashes& one : hashes) keep(policy.facts_of(one));
    });
    time("decide, facts known", [&] {
      for (const SuffixHashes& one : hashes) keep(policy.decide(child, mode, {one, none, RrType::a}, facts));
    });
    time("whose address", [&] {
      for (std::size_t i = 0; i < World::kNames; ++i) keep(policy.asker_of(world_.child, nullptr));
    });
  }

  void read_query(Query& query, const Message& message) {
    query.request = message;
    query.room = room_;
    query.client = world_.child;
    query.asked = world_.child;
    engine_.read(query, world_.now);
  }

  void fill_cache() {
    for (std::size_t i = 0; i < World::kNames; ++i) {
      Query& query = queries_[0];
      read_query(query, world_.open_queries[i]);
      if (engine_.ask(query, world_.now) == Next::forward) land(query, world_.open_answers[i]);
    }
  }
  void land(Query& query, Octets answer) {
    engine_.answered(engine_.ticket_of(query), answer, world_.now, room_, [](Query& delivered) { keep(delivered.reply); });
  }

  void ask() {
    fill_cache();
    const auto ask_each = [&](const std::vector<Message>& messages) {
      for (const Message& message : messages) {
        read_query(queries_[0], message);
        keep(engine_.ask(queries_[0], world_.now));
      }
    };
    time("engine: a cached answer", [&] { ask_each(world_.open_queries); });
    time("engine: a closed answer", [&] { ask_each(world_.closed_queries); });
    read_query(queries_[0], world_.search_queries[0]);
    if (engine_.ask(queries_[0], world_.now) == Next::forward) land(queries_[0], world_.search_answer);
    time("engine: a cached answer of safe search", [&] { ask_each(world_.search_queries); });
  }

  // As a worker does it: the whole batch is read, then the whole batch is asked.
  void ask_in_batches() {
    const auto ask_all = [&](const std::vector<Message>& messages) {
      for (std::size_t from = 0; from < messages.size(); from += kBatch) {
        for (std::size_t i = 0; i < kBatch; ++i) read_query(queries_[i], messages[from + i]);
        for (std::size_t i = 0; i < kBatch; ++i) keep(engine_.ask(queries_[i], world_.now));
      }
    };
    time("engine: a cached answer, in batches of 64", [&] { ask_all(world_.open_queries); });
    time("engine: a closed answer, in batches of 64", [&] { ask_all(world_.closed_queries); });
  }

  // A name nobody asked before, its way to the upstream and back, without the sockets in between.
  void miss() {
    std::uint64_t fresh = 0;
    std::array<std::uint8_t, 512> upstream_room;
    time("engine: a miss, both ways", [&] {
      for (std::size_t i = 0; i < World::kNames; ++i) {
        message_ = world_.open_queries[i];
        answer_ = world_.open_answers[i];
        make_fresh(++fresh);
        Query& query = queries_[0];
        read_query(query, message_);
        if (engine_.ask(query, world_.now) != Next::forward) continue;
        keep(engine_.upstream_query(query, upstream_room));
        land(query, answer_);
      }
    });
  }
  // Another first label of the same length, in the question and in its answer.
  void make_fresh(std::uint64_t number) {
    for (std::size_t i = 0; i < message_[kFreshFrom - 1]; ++i, number >>= 4) {
      message_[kFreshFrom + i] = answer_[kFreshFrom + i] = static_cast<std::uint8_t>('a' + (number & 15));
    }
  }

  const World& world_;
  const Options& options_;
  Engine engine_;
  std::vector<Query> queries_;
  std::array<std::uint8_t, 4096> room_;
  Question question_;
  Edns edns_;
  SuffixHashes hashes_;
  Message message_;
  Message answer_;
  std::vector<Figure> figures_;
};

void print(const World& world, const std::vector<Figure>& figures) {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  std::printf("{\n  \"names\": %llu, \"image_octets\": %llu, \"compile_seconds\": %.3f, \"peak_rss_kib\": %ld,\n  \"cases\": [",
              static_cast<unsigned long long>(world.image->names()), static_cast<unsigned long long>(world.image->octets()),
              world.compile_seconds, usage.ru_maxrss);
  const char* separator = "";
  for (const Figure& figure : figures) {
    std::printf("%s\n    {\"name\": \"%s\", \"ns\": %.1f, \"fastest_ns\": %.1f, \"allocations\": %.3f}", separator,
                figure.name.c_str(), figure.nanoseconds, figure.fastest, figure.allocations);
    separator = ",";
  }
  std::printf("\n  ]\n}\n");
}

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view word = argv[i];
    if (word == "--names") {
      options.names = number_from<std::size_t>("--names", argv[i + 1], 1, 20000000);
    } else if (word == "--seconds") {
      options.patience.sample_seconds = number_from("--seconds", argv[i + 1], 0.0001, 60.0);
    } else if (word == "--only") {
      options.only = argv[i + 1];
    } else if (word == "--household") {
      options.household = argv[i + 1];
    } else {
      argc = 0;
    }
  }
  if (argc % 2 == 1) return options;
  std::fprintf(stderr, "usage: bench_micro [--names N] [--seconds S] [--only TEXT] [--household FILE]\n");
  std::exit(2);
}

}  // namespace
}  // namespace darban::bench

int main(int argc, char** argv) {
  using namespace darban::bench;
  const Options options = read_options(argc, argv);
  const World world(options.names, options.household);
  print(world, Micro(world, options).run());
}
