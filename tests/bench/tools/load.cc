// SPDX-License-Identifier: Apache-2.0
// Asks a DNS server on 127.0.0.1 over UDP as fast as it answers, or at a fixed rate, and checks every answer. Prints one JSON
// object.
//   bench_load --port PORT --set FILE [--seconds S] [--window N | --rate QPS] [--once] [--start LINE] [--fresh-from N] [--edns]
//              [--echo]
// Without --rate there are always N questions (200) in flight; with it, QPS leave a second whatever comes back. --once: each line
// once. --echo: the server is bench_echo, whose answers are its questions. A question that is not answered in a second is lost.
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/numbers.h"
#include "tools/question_set.h"
#include "tools/tally.h"
#include "tools/udp_batch.h"

namespace darban::bench {
namespace {

constexpr std::size_t kSockets = 4;
constexpr std::uint32_t kSlots = 8192;  // questions a socket may have in flight; a power of two
constexpr Nanoseconds kSecond = 1'000'000'000;
constexpr Nanoseconds kPatience = kSecond;
constexpr Nanoseconds kReapEvery = kSecond / 200;
constexpr Nanoseconds kLongestWait = kSecond / 1000;

struct Options {
  std::uint16_t port = 0;
  std::string set;
  double seconds = 1;
  std::uint32_t window = 200;
  double rate = 0;
  bool once = false;
  std::size_t start = 0;
  std::uint64_t fresh_from = 0;
  QuestionSet::Edns edns = QuestionSet::Edns::without;
  bool echo = false;
};

Nanoseconds now() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// One socket and its questions in flight. IDs count up, so those in flight are the ones between oldest_ and next_.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(connected_socket(port)), slots_(kSlots) {}
  struct Flight {
    Nanoseconds sent = 0;  // 0: nothing in flight
    std::uint32_t question = 0;
  };
  int socket() const { return socket_; }
  std::uint32_t room() const { return kSlots - (next_ - oldest_); }
  std::uint16_t id_after(std::uint32_t ahead) const { return static_cast<std::uint16_t>(next_ + ahead); }
  void took_off(std::uint32_t question, Nanoseconds at) { slots_[next_++ % kSlots] = {at, question}; }
  // The flight with this ID, which is over now.
  std::optional<Flight> landed(std::uint16_t id) {
    const std::uint32_t ahead = static_cast<std::uint16_t>(id - static_cast<std::uint16_t>(oldest_));
    if (ahead >= next_ - oldest_) return std::nullopt;
    Flight& flight = slots_[(oldest_ + ahead) % kSlots];
    if (flight.sent == 0) return std::nullopt;
    const Flight over = flight;
    flight.sent = 0;
    return over;
  }
  // Gives up what was sent before `deadline`; how many that were.
  std::uint32_t give_up(Nanoseconds deadline) {
    std::uint32_t lost = 0;
    for (; oldest_ != next_; ++oldest_) {
      Flight& flight = slots_[oldest_ % kSlots];
      if (flight.sent == 0) continue;
      if (flight.sent >= deadline) break;
      flight.sent = 0;
      ++lost;
    }
    return lost;
  }

 private:
  int socket_;
  std::vector<Flight> slots_;
  std::uint32_t oldest_ = 0;
  std::uint32_t next_ = 0;
};

class Load {
 public:
  Load(const Options& options, const QuestionSet& set)
      : options_(options), set_(set), at_(options.start % set.size()), fresh_(options.fresh_from) {
    for (std::size_t i = 0; i < kSockets; ++i) clients_.emplace_back(options.port);
    for (std::size_t i = 0; i < kSockets; ++i) polled_[i] = {clients_[i].socket(), POLLIN, 0};
  }

  void run() {
    begun_ = reaped_ = now();
    ended_ = begun_ + static_cast<Nanoseconds>(options_.seconds * static_cast<double>(kSecond));
    for (;;) {
      const Nanoseconds moment = now();
      if (!stopping_ && (moment >= ended_ || (options_.once && sent_ >= set_.size()))) {
        stopping_ = true;
        ended_ = moment;
      }
      if (stopping_ && (in_flight_ == 0 || moment > ended_ + kPatience)) break;
      const std::uint64_t sent_before = sent_;
      const std::uint64_t answers_before = tally_.answers();
      if (!stopping_) send(due(moment), moment);
      for (Client& client : clients_) receive(client);
      if (moment - reaped_ > kReapEvery) give_up(moment - kPatience), reaped_ = moment;
      if (sent_ == sent_before && tally_.answers() == answers_before) wait(moment);
    }
    give_up(now() + 1);
    last_ = std::max(last_, ended_);
  }

  void print() const {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds_of = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
    const double seconds = static_cast<double>(last_ - begun_) / static_cast<double>(kSecond);
    std::printf(
        "{\"sent\": %llu, \"answers\": %llu, \"lost\": %llu, \"stray\": %llu, \"held_back\": %llu, \"seconds\": %.4f, \"qps\": "
        "%.0f",
        number(sent_), number(tally_.answers()), number(lost_), number(stray_), number(held_back_), seconds,
        static_cast<double>(tally_.answers()) / std::max(seconds, 1e-9));
    for (std::size_t i = 0; i < static_cast<std::size_t>(Outcome::count_); ++i) {
      const auto outcome = static_cast<Outcome>(i);
      std::printf(", \"%s\": %llu", text_of(outcome), number(tally_.of(outcome)));
    }
    std::printf(", \"p50_us\": %.1f, \"p90_us\": %.1f, \"p99_us\": %.1f, \"longest_us\": %.1f, \"slower_than_10ms\": %llu, ",
                microseconds(tally_.percentile(0.5)), microseconds(tally_.percentile(0.9)), microseconds(tally_.percentile(0.99)),
                microseconds(tally_.longest()), number(tally_.slow()));
    std::printf("\"longest_silence_us\": %.1f, \"fresh_next\": %llu, \"client_cpu\": %.3f}\n",
                microseconds(tally_.longest_silence()), number(fresh_), seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime));
  }

 private:
  static unsigned long long number(std::uint64_t value) { return value; }
  static double microseconds(Nanoseconds time) { return static_cast<double>(time) / 1000; }

  // How many questions should leave now.
  std::uint64_t due(Nanoseconds moment) const {
    std::uint64_t wanted = 0;
    if (options_.rate > 0) {
      const auto by_now = static_cast<std::uint64_t>(options_.rate * static_cast<double>(moment - begun_) / kSecond) + 1;
      wanted = by_now > sent_ + held_back_ ? by_now - sent_ - held_back_ : 0;
    } else {
      wanted = options_.window > in_flight_ ? options_.window - in_flight_ : 0;
    }
    return options_.once ? std::min<std::uint64_t>(wanted, set_.size() - sent_) : wanted;
  }

  void send(std::uint64_t wanted, Nanoseconds moment) {
    for (unsigned tries = 0; wanted > 0 && tries < 2 * kSockets; ++tries) {
      Client& client = clients_[turn_++ % kSockets];
      const auto count = static_cast<unsigned>(std::min<std::uint64_t>({wanted, UdpBatch::kMost, client.room()}));
      const unsigned sent = count == 0 ? 0 : send_batch(client, count, moment);
      wanted -= sent;
    }
    if (options_.rate > 0) held_back_ += wanted;  // the rate is a promise: what could not leave is not made up for
  }

  unsigned send_batch(Client& client, unsigned count, Nanoseconds moment) {
    std::array<std::uint32_t, UdpBatch::kMost> asked;
    std::size_t at = at_;
    for (unsigned i = 0; i < count; ++i) {
      asked[i] = static_cast<std::uint32_t>(at);
      const std::uint64_t fresh = set_.needs_fresh(at) ? fresh_++ : 0;  // of one that is not sent, the number stays unused
      out_->set_size(i, set_.write(at, client.id_after(i), fresh, out_->room(i).data()));
      at = at + 1 == set_.size() ? 0 : at + 1;
    }
    const unsigned sent = out_->send(client.socket(), count, UdpBatch::Patience::first_refusal);
    for (unsigned i = 0; i < sent; ++i) client.took_off(asked[i], moment);
    at_ = (at_ + sent) % set_.size();
    sent_ += sent;
    in_flight_ += sent;
    return sent;
  }

  void receive(Client& client) {
    for (unsigned full = 0; full < 4; ++full) {
      const unsigned count = in_->receive(client.socket(), MSG_DONTWAIT);
      const Nanoseconds moment = now();
      for (unsigned i = 0; i < count; ++i) {
        const std::span<const std::uint8_t> answer = in_->datagram(i);
        const auto flight =
            answer.size() < 12 ? std::nullopt : client.landed(static_cast<std::uint16_t>(answer[0] << 8 | answer[1]));
        if (!flight) {
          ++stray_;
          continue;
        }
        --in_flight_;
        last_ = moment;
        const Outcome outcome = options_.echo ? Outcome::right : set_.judge(flight->question, answer);
        tally_.answered(outcome, moment - flight->sent, moment);
      }
      if (count < UdpBatch::kMost) return;
    }
  }

  void give_up(Nanoseconds deadline) {
    for (Client& client : clients_) {
      const std::uint32_t lost = client.give_up(deadline);
      lost_ += lost;
      in_flight_ -= lost;
    }
  }

  void wait(Nanoseconds moment) {
    Nanoseconds time = kLongestWait;
    if (options_.rate > 0 && !stopping_) {
      const auto next = static_cast<Nanoseconds>(static_cast<double>(sent_ + held_back_) / options_.rate * kSecond);
      time = std::clamp<Nanoseconds>(begun_ + next - moment, 0, kLongestWait);
    }
    const timespec timeout{0, time};
    (void)::ppoll(polled_.data(), polled_.size(), &timeout, nullptr);
  }

  const Options& options_;
  const QuestionSet& set_;
  std::vector<Client> clients_;
  std::array<pollfd, kSockets> polled_;
  std::unique_ptr<UdpBatch> out_ = std::make_unique<UdpBatch>();
  std::unique_ptr<UdpBatch> in_ = std::make_unique<UdpBatch>();
  Tally tally_;
  std::size_t at_;
  std::uint64_t fresh_;
  std::size_t turn_ = 0;
  std::uint64_t sent_ = 0;
  std::uint64_t lost_ = 0;
  std::uint64_t stray_ = 0;      // answers to nothing, or too late
  std::uint64_t held_back_ = 0;  // could not be sent at the time promised
  std::uint64_t in_flight_ = 0;
  Nanoseconds begun_ = 0;
  Nanoseconds ended_ = 0;
  Nanoseconds last_ = 0;  // answer
  Nanoseconds reaped_ = 0;
  bool stopping_ = false;
};

[[noreturn]] void usage() {
  std::fprintf(stderr,
               "usage: bench_load --port PORT --set FILE [--seconds S] [--window N | --rate QPS] [--once] [--start LINE]\n"
               "                  [--fresh-from N] [--edns] [--echo]\n");
  std::exit(2);
}

Options read_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    const auto value = [&]() -> std::string_view { return i + 1 < argc ? argv[++i] : (usage(), ""); };
    if (word == "--port")
      options.port = port_from(value());
    else if (word == "--set")
      options.set = value();
    else if (word == "--seconds")
      options.seconds = number_from("--seconds", value(), 0.01, 600.0);
    else if (word == "--window")
      options.window = number_from<std::uint32_t>("--window", value(), 1, kSlots);
    else if (word == "--rate")
      options.rate = number_from("--rate", value(), 1.0, 1e7);
    else if (word == "--once")
      options.once = true;
    else if (word == "--start")
      options.start = number_from<std::size_t>("--start", value(), 0, SIZE_MAX);
    else if (word == "--fresh-from")
      options.fresh_from = number_from<std::uint64_t>("--fresh-from", value(), 0, UINT64_MAX);
    else if (word == "--edns")
      options.edns = QuestionSet::Edns::with;
    else if (word == "--echo")
      options.echo = true;
    else
      usage();
  }
  if (options.port == 0 || options.set.empty()) usage();
  return options;
}

}  // namespace
}  // namespace darban::bench

int main(int argc, char** argv) {
  using namespace darban::bench;
  const Options options = read_options(argc, argv);
  const QuestionSet set = QuestionSet::read(options.set, options.edns);
  ::prctl(PR_SET_TIMERSLACK, 1UL);
  Load load(options, set);
  load.run();
  load.print();
}
