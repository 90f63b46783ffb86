// SPDX-License-Identifier: Apache-2.0
// Plays stories against the Engine with a fake clock: no sockets, no files, microseconds a question. The lists are compiled by
// the real compiler, the rules built by the real builder. usage: scenario_engine STORY.scn...
#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "config/yaml.h"
#include "engine/engine.h"
#include "lists/compiler.h"
#include "policy/bands.h"
#include "policy/build.h"
#include "tests/scenarios/story.h"
#include "tests/scenarios/story_desk.h"
#include "tests/support/packet.h"
#include "tests/support/reveal.h"

using namespace darban;

namespace {

// ---- the household: lists and policy, as the daemon builds them

constexpr std::array<std::string_view, 8> kJudgedInTargets{"malware",    "phishing",   "ads",   "trackers",
                                                           "bypass-vpn", "bypass-dns", "adult", "crypto-scam"};

bool judged_in_targets(std::string_view key) {
  return std::find(kJudgedInTargets.begin(), kJudgedInTargets.end(), key) != kJudgedInTargets.end();
}

struct Lists {
  std::vector<Category> categories;
  std::vector<std::uint8_t> octets;  // of the image; must outlive it
  std::shared_ptr<const Image> image;

  const Category* named(std::string_view key) const {
    const auto found = std::find_if(categories.begin(), categories.end(), [&](const Category& each) { return each.key == key; });
    return found == categories.end() ? nullptr : &*found;
  }
};

void add_category(Lists& lists, const std::string& key) {
  if (lists.named(key) != nullptr) return;
  Category category;
  const bool service = key.starts_with("service:");
  category.id = static_cast<CategoryId>((service ? 128 : 1) + lists.categories.size());
  category.key = key;
  category.judged_in_targets = judged_in_targets(key);
  lists.categories.push_back(category);
}

// Keys that rules use without a list are in the table too, as categories.yaml would have them.
void add_written_keys(Lists& lists, const WrittenProfile& profile) {
  for (const auto* keys : {&profile.close, &profile.open, &profile.open_doors}) {
    for (const auto& key : *keys) add_category(lists, key.key);
  }
  for (const auto& window : profile.timetable) {
    for (const auto& key : window.services) add_category(lists, key.key);
    for (const auto& key : window.open) add_category(lists, key.key);
  }
}

// The family's own services are the policy's, not the lists'.
bool is_own_service(const Story& story, std::string_view key) {
  for (const auto& household : story.households) {
    for (const auto& service : household.services) {
      if (key == "service:" + service.key) return true;
    }
  }
  return false;
}

Lists compiled(const Story& story) {
  Lists lists;
  for (const auto& entry : story.lists) add_category(lists, entry.key);
  for (const auto& household : story.households) {
    for (const auto& person : household.people) add_written_keys(lists, person.profile);
    for (const auto& room : household.rooms) add_written_keys(lists, room.profile);
    add_written_keys(lists, household.guest);
  }
  std::erase_if(lists.categories, [&](const Category& each) { return is_own_service(story, each.key); });
  ListCompiler compiler;
  for (const auto& category : lists.categories) static_cast<void>(compiler.add_category(category));
  for (const auto& category : lists.categories) {
    EntrySink& sink = compiler.begin_source({category.key, "domains", category.id, 0});
    std::uint32_t line = 0;
    for (const auto& entry : story.lists) {
      if (entry.key == category.key) sink.entry({entry.name, entry.scope, EntryKind::block}, ++line);
    }
  }
  lists.octets = std::move(compiler.finish()->octets);
  lists.image = *Image::from_octets(lists.octets);
  return lists;
}

// ---- the world: what upstreams answer

void add_record(Packet& packet, const Name& owner, RrType type, std::uint32_t ttl, const std::vector<std::uint8_t>& rdata) {
  const auto wire = wire_of(owner);
  packet.bytes().insert(packet.bytes().end(), wire.begin(), wire.end());
  packet.u16(static_cast<std::uint16_t>(type)).u16(1).u32(ttl).u16(static_cast<std::uint16_t>(rdata.size()));
  packet.bytes().insert(packet.bytes().end(), rdata.begin(), rdata.end());
  packet.bump(1);
}

class World {
 public:
  explicit World(const Story& story) : story_(story) {}

  // What is said to this name and type, or nullptr where the story is silent about them. A name that is known has no data of
  // other types.
  const StoryAnswer* answer_to(const Name& name, RrType type) const {
    static const StoryAnswer nodata{StoryAnswer::Kind::nodata, {}, {}, {}, 60};
    for (const RrType each : {type, RrType::cname, RrType{}}) {
      const auto found = story_.world.find({wire_of(name), each});
      if (found != story_.world.end()) return &found->second;
    }
    const auto known = story_.world.lower_bound({wire_of(name), RrType{}});
    return known != story_.world.end() && known->first.first == wire_of(name) ? &nodata : nullptr;
  }

  // The whole answer, the chain of CNAMEs followed, as a resolver gives it.
  Packet message(const Question& question) const {
    const StoryAnswer* answer = answer_to(question.name, question.type);
    Packet packet = Packet::response(rcode_of(*answer));
    const auto wire = wire_of(question.name);
    packet.bytes().insert(packet.bytes().end(), wire.begin(), wire.end());
    packet.u16(static_cast<std::uint16_t>(question.type)).u16(1).bump(0);
    Name owner = question.name;
    for (int hops = 0; answer != nullptr && hops < 16; ++hops) {
      for (const auto& rdata : answer->rdata) add_record(packet, owner, answer->type, answer->ttl, rdata);
      if (!answer->target) break;
      owner = *answer->target;
      answer = answer_to(owner, question.type);
    }
    if (answer != nullptr && answer->rdata.empty()) packet.soa("example", answer->ttl, answer->ttl);
    return packet;
  }

 private:
  static Rcode rcode_of(const StoryAnswer& answer) {
    switch (answer.kind) {
      case StoryAnswer::Kind::nxdomain:
        return Rcode::nxdomain;
      case StoryAnswer::Kind::servfail:
        return Rcode::servfail;
      case StoryAnswer::Kind::refused:
        return Rcode::refused;
      default:
        return Rcode::noerror;
    }
  }
  const Story& story_;
};

// ---- the reply, in the words of the language

struct Heard {
  bool silence = false;
  bool from_upstream = false;
  Rcode rcode = Rcode::noerror;
  std::vector<std::string> values;
  std::optional<std::uint32_t> ttl;  // the least; of the SOA where there are no records
  bool has_opt = false;
  int ede = -1;

  std::string text() const {
    if (silence) return "silence";
    std::string line(text_of(rcode).view());
    for (const auto& value : values) line += " " + value;
    if (ttl) line += " ttl " + std::to_string(*ttl);
    if (ede >= 0) line += " ede " + std::to_string(ede);
    return line + (from_upstream ? " from upstream" : " from memory");
  }
};

std::string value_of(const RrView& rr, Octets message) {
  char text[INET6_ADDRSTRLEN];
  switch (rr.type) {
    case RrType::a:
      return ::inet_ntop(AF_INET, rr.rdata.data(), text, sizeof text);
    case RrType::aaaa:
      return ::inet_ntop(AF_INET6, rr.rdata.data(), text, sizeof text);
    case RrType::cname:
      return "cname " + reveal(*read_name_at(message, rr.rdata_at));
    case RrType::dname:
      return "dname " + reveal(*read_name_at(message, rr.rdata_at));
    case RrType::https:
      return "https " + reveal(*read_name_at(message, rr.rdata_at + 2));
    case RrType::svcb:
      return "svcb " + reveal(*read_name_at(message, rr.rdata_at + 2));
    case RrType::hinfo:
      return "hinfo";
    default:
      return "data";
  }
}

Heard heard(Octets message) {
  Heard reply;
  MessageWalk walk(message);
  reply.rcode = walk.header().rcode();
  for (RrView rr; walk.next(rr);) {
    if (rr.section == Section::answer) reply.values.push_back(value_of(rr, message));
    const bool counts = rr.section == Section::answer || (rr.type == RrType::soa && reply.values.empty());
    if (counts) reply.ttl = std::min(rr.ttl, reply.ttl.value_or(rr.ttl));
    if (rr.type == RrType::opt) {
      reply.has_opt = true;
      if (rr.rdata.size() >= 6) reply.ede = rr.rdata[4] << 8 | rr.rdata[5];
    }
  }
  std::sort(reply.values.begin(), reply.values.end());
  return reply;
}

// ---- a story, played

class Play {
 public:
  Play(const Story& story, const Settings& settings)
      : story_(story), world_(story), lists_(compiled(story)), engine_({}, HashSeed{0x5eed5eed5eed5eed}) {
    settings_ = settings;
    settings_.private_answers_for = story.private_answers_for;
  }

  // The number of steps that went otherwise.
  int run() {
    if (!take_household(0)) return 1;
    int wrong = 0;
    for (const auto& step : story_.steps) {
      if (step.kind == StoryStep::Kind::change && !take_household(step.household)) return wrong + 1;
      if (step.kind == StoryStep::Kind::gift || step.kind == StoryStep::Kind::taken) {
        if (hand_over(step)) continue;
        std::printf("%s:%d: it should %shave been done\n", story_.file.c_str(), step.line, step.refused ? "not " : "");
        ++wrong;
      }
      if (step.kind != StoryStep::Kind::question) continue;
      const Heard reply = ask(step);
      const std::string problem = problem_.empty() ? difference(step, reply) : problem_;
      if (problem.empty()) continue;
      std::printf("%s:%d: %s; it was: %s\n", story_.file.c_str(), step.line, problem.c_str(), reply.text().c_str());
      ++wrong;
    }
    return wrong;
  }

 private:
  bool take_household(std::size_t number) {
    const auto policy = build_policy(story_.households[number], settings_, lists_.image);
    if (!policy) {
      std::printf("%s: line %d of the household: %s\n", story_.file.c_str(), policy.error().place.line,
                  policy.error().what.c_str());
      return false;
    }
    policy_ = (*policy)->with_grants(desk_.in_force());
    ++generation_;
    return true;
  }

  // Whether it went as the story says.
  bool hand_over(const StoryStep& step) {
    const Now now = now_at(step);
    const bool done = step.kind == StoryStep::Kind::gift ? desk_.give(*policy_, now, step.wish)
                                                         : desk_.take_back(*policy_, now, step.wish.who.front());
    policy_ = policy_->with_grants(desk_.in_force());
    ++generation_;
    return done != step.refused;
  }

  Now now_at(const StoryStep& step) const {
    const Milliseconds since_start = step.when - story_.steps.front().when - step.jumped;
    return {MonoTime(Seconds(100000)) + since_start, step.when, step.clock_trusted};
  }

  Heard ask(const StoryStep& step) {
    problem_.clear();
    const Now now = now_at(step);
    Packet packet = Packet::query();
    const auto wire = wire_of(step.name);
    packet.bytes().insert(packet.bytes().end(), wire.begin(), wire.end());
    packet.u16(static_cast<std::uint16_t>(step.type)).u16(1).bump(0);
    if (step.edns) packet.opt(1232, step.dnssec_ok);
    if (step.checking_disabled) packet.bytes()[3] |= flag::checking_disabled;
    query_ = Query();
    query_.request = packet.octets();
    query_.room = room_;
    query_.asked = *IpAddress::from_text("10.0.0.1");
    query_.transport = Transport::tcp;
    identify(step);
    engine_.use(*policy_, generation_, now);
    engine_.read(query_, now);
    Octets reply = query_.reply;
    const Next next = engine_.ask(query_, now);
    std::vector<std::uint8_t> delivered;
    if (next == Next::reply) reply = query_.reply;
    if (next == Next::forward) {
      travel(query_, now, delivered);
      reply = delivered;
    }
    Heard result;
    result.silence = next == Next::drop;
    if (!result.silence) result = heard(reply);
    result.from_upstream = next == Next::forward;
    return result;
  }

  void identify(const StoryStep& step) {
    for (const auto& device : story_.devices) {
      if (device.label != step.device) continue;
      query_.client = device.addresses.empty() ? *IpAddress::from_text("10.77.0.1") : device.addresses.front().base();
      query_.has_mac = !device.macs.empty();
      if (query_.has_mac) query_.mac = device.macs.front();
      if (step.from) query_.client = *step.from;
    }
  }

  void travel(Query& query, const Now& now, std::vector<std::uint8_t>& delivered) {
    std::array<std::uint8_t, 512> sent;
    static_cast<void>(engine_.upstream_query(query, sent));
    const auto deliver = [&](Query& settled) { delivered.assign(settled.reply.begin(), settled.reply.end()); };
    const StoryAnswer* answer = world_.answer_to(query.question.name, query.question.type);
    if (answer == nullptr) {
      problem_ = "this question left the house, and the story has no upstream line for it";
      return engine_.failed(engine_.ticket_of(query), UpstreamTrouble::timeout, now, room_, deliver);
    }
    if (answer->kind == StoryAnswer::Kind::silent)
      return engine_.failed(engine_.ticket_of(query), UpstreamTrouble::timeout, now, room_, deliver);
    const Packet message = world_.message(query.question);
    engine_.answered(engine_.ticket_of(query), message.octets(), now, room_, deliver);
  }

  // What is not as the story says; empty if all is.
  std::string difference(const StoryStep& step, const Heard& reply) const {
    const StoryOutcome& wanted = step.outcome;
    std::string problem = other_answer(step, reply);
    if (!problem.empty()) return problem;
    if (wanted.ttl && reply.ttl != wanted.ttl) return "the TTL should be " + std::to_string(*wanted.ttl);
    if (wanted.ttl_at_most && reply.ttl.value_or(0) > *wanted.ttl_at_most)
      return "the TTL should be at most " + std::to_string(*wanted.ttl_at_most);
    if (wanted.ede && reply.ede != *wanted.ede)
      return *wanted.ede < 0 ? "there should be no EDE" : "the EDE should be " + std::to_string(*wanted.ede);
    if (!reply.silence && reply.has_opt != step.edns) return "an OPT stands in the reply if and only if it stood in the question";
    if (wanted.from == StoryOutcome::From::upstream && !reply.from_upstream) return "an upstream should have been asked";
    if (wanted.from == StoryOutcome::From::memory && reply.from_upstream) return "no upstream should have been asked";
    return {};
  }

  std::string other_answer(const StoryStep& step, const Heard& reply) const {
    const bool empty = reply.values.empty();
    const auto unless = [](bool good, const char* text) { return std::string(good ? "" : text); };
    switch (step.outcome.kind) {
      case StoryOutcome::Kind::gets:
        return unless(reply.rcode == Rcode::noerror && reply.values == step.outcome.values, "the records should be others");
      case StoryOutcome::Kind::nothing:
        return unless(reply.rcode == Rcode::noerror && empty && !reply.silence, "there should be no records");
      case StoryOutcome::Kind::nxdomain:
        return unless(reply.rcode == Rcode::nxdomain && empty, "it should be NXDOMAIN");
      case StoryOutcome::Kind::refused:
        return unless(reply.rcode == Rcode::refused && empty, "it should be REFUSED");
      case StoryOutcome::Kind::servfail:
        return unless(reply.rcode == Rcode::servfail && empty, "it should be SERVFAIL");
      case StoryOutcome::Kind::silence:
        return unless(reply.silence, "there should be silence");
      case StoryOutcome::Kind::blocked:
        return not_blocked(step, reply);
    }
    return {};
  }

  std::string not_blocked(const StoryStep& step, const Heard& reply) const {
    const Verdict& verdict = query_.verdict;
    if (verdict.action != Action::block) return "it should be closed";
    const Profile& profile = policy_->profile(query_.asker);
    std::vector<std::string> closed;
    Rcode rcode = Rcode::noerror;
    if (profile.answer == AnswerMode::null && step.type == RrType::a) closed = {"0.0.0.0"};
    if (profile.answer == AnswerMode::null && step.type == RrType::aaaa) closed = {"::"};
    if (profile.answer == AnswerMode::nxdomain) rcode = Rcode::nxdomain;
    if (profile.answer == AnswerMode::refused) rcode = Rcode::refused;
    if (reply.rcode != rcode || reply.values != closed) return "it should look closed as the profile wants it";
    const Category* category = lists_.named(step.outcome.reason);
    const bool security = category != nullptr && counting_of(*category).group == Group::scams_and_malware;
    const int ede = security ? 15 : 17;
    if (reply.ede != (step.edns ? ede : -1)) {
      return "a closed answer carries EDE " + std::to_string(ede) + " if and only if the question had an OPT";
    }
    return other_reason(step.outcome.reason, verdict);
  }

  std::string other_reason(const std::string& reason, const Verdict& verdict) const {
    const std::string why = "it should be closed by " + reason + ", not by " + std::string(text_of(verdict.step).view()) + " (" +
                            std::string(text_of(verdict.group).view()) + ")";
    if (reason == "rule") return verdict.step == Step::own_rule ? "" : why;
    if (reason == "time") return verdict.step == Step::time ? "" : why;
    if (reason == "grant") return verdict.step == Step::grant ? "" : why;
    if (reason == "allow-list") return verdict.step == Step::standard ? "" : why;
    if (is_own_service(story_, reason)) return verdict.step == Step::category && verdict.group != Group::none ? "" : why;
    const Category* category = lists_.named(reason);
    if (category == nullptr) return "no list of this story is called " + reason;
    // A window that closes a category beyond the profile counts as closed by time.
    const bool counted_right = verdict.group == counting_of(*category).group || verdict.group == Group::closed_by_time;
    return verdict.step == Step::category && counted_right ? "" : why;
  }

  const Story& story_;
  World world_;
  Lists lists_;
  Settings settings_;
  Engine engine_;
  StoryDesk desk_;
  std::shared_ptr<const Policy> policy_;
  std::uint64_t generation_ = 0;
  Query query_;
  std::vector<std::uint8_t> room_ = std::vector<std::uint8_t>(65535);
  std::string problem_;
};

int play(const char* path) {
  std::ifstream in(path);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  const auto story = read_story(text, path);
  if (!story) {
    std::printf("%s:%d: %s\n", path, story.error().line, story.error().what.c_str());
    return 1;
  }
  const auto settings = parse_settings("", "defaults");
  const int wrong = Play(*story, *settings).run();
  std::printf("%s: %zu steps, %d went otherwise\n", path, story->steps.size(), wrong);
  return wrong;
}

}  // namespace

int main(int argc, char** argv) {
  int wrong = 0;
  for (int i = 1; i < argc; ++i) wrong += play(argv[i]);
  return argc > 1 && wrong == 0 ? 0 : 1;
}
