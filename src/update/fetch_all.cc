// SPDX-License-Identifier: Apache-2.0
#include "update/fetch_all.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "base/random.h"
#include "update/download.h"
#include "update/fetch_plan.h"
#include "update/host_addresses.h"
#include "update/redirect.h"

namespace darban {
namespace {

constexpr Milliseconds kTick{200};           // how often progress is told at most
constexpr std::size_t kMostFromOneHost = 2;  // transfers at a time: some hosts keep twenty of our lists

FetchTrouble trouble_of_folder(Error error) {
  return error.code == Errc::disk_full ? FetchTrouble::disk_full : FetchTrouble::can_not_write;
}

// One list of the batch, from its first try to its result.
struct Job {
  enum class State : std::uint8_t { waiting, running, done };
  const FetchOrder* order = nullptr;
  std::optional<FetchPlan> plan;
  std::optional<Download> download;
  State state = State::waiting;
  MonoTime due;                       // of the next try
  std::string host;                   // of the last try's address; a redirection does not change it
  std::optional<MonoTime> last_call;  // set by the first try: later than this nothing is tried
  Download::Asking asking;            // of this try, for each place on its way
  std::vector<Stop> way;              // of this try
  std::uint64_t told = 0;             // octets last told
  FetchResult result;
};

class Run {
 public:
  Run(const FetchBatch& batch, Fetcher& fetcher, const std::function<void(const FetchProgress&)>& tell)
      : terms_(batch.terms), fetcher_(fetcher), tell_(tell), hosts_(batch.terms.resolvers), end_(now() + batch.terms.everything) {
    for (const FetchOrder& order : batch.orders) add(order);
  }

  std::vector<FetchResult> run() {
    look_up_all_hosts();
    while (unfinished() > 0 && now() < end_) {
      start_what_is_due();
      for (const GetEnd& end : fetcher_.work(wait())) get_ended(end);
      tell_loading();
    }
    for (Job& job : jobs_) {
      if (job.state == Job::State::running) fetcher_.stop(number_of(job));
      if (job.state == Job::State::running) job.download->end_try(FetchTrouble::took_too_long);
      if (job.state != Job::State::done) finish(job, FetchTrouble::took_too_long);
    }
    std::vector<FetchResult> results;
    for (Job& job : jobs_) results.push_back(std::move(job.result));
    return results;
  }

 private:
  MonoTime now() const { return clock_.now().mono; }
  std::size_t number_of(const Job& job) const { return static_cast<std::size_t>(&job - jobs_.data()); }
  std::size_t unfinished() const {
    return static_cast<std::size_t>(
        std::count_if(jobs_.begin(), jobs_.end(), [](const Job& job) { return job.state != Job::State::done; }));
  }

  void add(const FetchOrder& order) {
    Job& job = jobs_.emplace_back();
    job.order = &order;
    job.due = now();
    job.result.source = order.source;
    job.plan.emplace(order.urls.size(), terms_.rounds, terms_.back_off);
  }

  // All at once and beforehand: later, each would hold up the transfers.
  void look_up_all_hosts() {
    std::vector<std::string> hosts;
    for (const Job& job : jobs_) {
      for (const std::string& text : job.order->urls) {
        const auto url = read_url(text);
        if (url && !url->host_is_address) hosts.push_back(url->host);
      }
    }
    hosts_.look_up(hosts, now());
  }

  void start_what_is_due() {
    for (Job& job : jobs_) {
      if (fetcher_.running() >= terms_.at_once) return;
      if (job.state == Job::State::waiting && job.due <= now() && may_ask_host(job)) begin_try(job);
    }
  }

  bool may_ask_host(const Job& next) const {
    const auto url = read_url(next.order->urls[next.plan->url()]);
    if (!url) return true;
    const auto same = [&](const Job& job) { return job.state == Job::State::running && job.host == url->host; };
    return static_cast<std::size_t>(std::count_if(jobs_.begin(), jobs_.end(), same)) < kMostFromOneHost;
  }

  // Until something may happen that the network does not tell: a list is due, the time is over.
  Milliseconds wait() const {
    MonoTime next = std::min(now() + kTick, end_);
    if (fetcher_.running() < terms_.at_once) {
      for (const Job& job : jobs_) {
        if (job.state == Job::State::waiting && may_ask_host(job)) next = std::min(next, job.due);
      }
    }
    return std::max(next - now(), Milliseconds{0});
  }

  void begin_try(Job& job) {
    if (!job.last_call) job.last_call = std::min(now() + terms_.one_source, end_);
    if (now() >= *job.last_call) return finish(job, FetchTrouble::took_too_long);
    if (!job.download) {
      auto file = PartialFile::open(terms_.folder + "/" + job.order->into);
      if (!file) return finish(job, trouble_of_folder(file.error()));
      job.download.emplace(*job.order, std::move(*file));
    }
    const std::size_t url = job.plan->url();
    job.asking = job.download->begin_try(url);
    job.way.clear();
    ++job.result.tries;
    tell(job, FetchProgress::Event::asking);
    const auto address = read_url(job.order->urls[url]);
    if (!address) return try_ended(job, FetchTrouble::bad_address);
    job.host = address->host;
    go_to(job, *address);
  }

  // The first place of a try, or where the last one sent us.
  void go_to(Job& job, const Url& url) {
    Get get{url, {}, job.asking.fields, job.asking.packed_welcome, job.order->most_octets, *job.last_call - now()};
    if (url.host_is_address) {
      get.addresses = {*IpAddress::from_text(url.host)};
    } else {
      const HostAddresses::Found& found = hosts_.of(url.host, now());
      if (found.trouble != FetchTrouble::none) return try_ended(job, found.trouble);
      get.addresses = found.addresses;
    }
    const bool inside =
        std::any_of(get.addresses.begin(), get.addresses.end(), [](const IpAddress& address) { return address.is_private(); });
    const Stop stop{url, inside};
    const FetchTrouble trouble = job.way.empty() ? FetchTrouble::none : judge_redirect(job.way, stop);
    if (trouble != FetchTrouble::none) return try_ended(job, trouble);
    job.way.push_back(stop);
    if (url.host_is_address) get.addresses.clear();
    get.longest = std::max(*job.last_call - now(), Milliseconds{1});
    if (!fetcher_.start(number_of(job), get, terms_, *job.download)) return try_ended(job, FetchTrouble::out_of_memory);
    job.state = Job::State::running;
  }

  void get_ended(const GetEnd& end) {
    Job& job = jobs_[end.number];
    job.result.travelled += end.travelled;
    if (end.trouble != FetchTrouble::none || end.redirect.empty()) return try_ended(job, end.trouble);
    const auto next = read_url(end.redirect);
    if (!next) return try_ended(job, FetchTrouble::bad_address);
    go_to(job, *next);
  }

  void try_ended(Job& job, FetchTrouble transfer) {
    const FetchTrouble trouble = job.download->end_try(transfer);
    const HttpHead& answer = job.download->answer();
    job.result.http_status = answer.status;
    if (trouble == FetchTrouble::none) return finish(job, trouble);
    FetchPlan::Failure failure{trouble, job.download->can_continue(), std::nullopt};
    if (trouble == FetchTrouble::busy) failure.retry_after = read_retry_after(answer.retry_after, clock_.now().wall);
    if (failure.retry_after) job.result.retry_after = std::max(job.result.retry_after.value_or(Seconds{0}), *failure.retry_after);
    const auto step = job.plan->after(failure, random_.u64());
    if (!step) return finish(job, trouble);
    job.state = Job::State::waiting;
    job.due = now() + step->wait;
    FetchProgress progress = progress_of(job, FetchProgress::Event::waiting);
    progress.wait = step->wait;
    progress.trouble = trouble;
    tell_(progress);
  }

  void finish(Job& job, FetchTrouble trouble) {
    job.state = Job::State::done;
    FetchResult& result = job.result;
    result.trouble = trouble;
    result.url = job.plan->url();
    if (trouble == FetchTrouble::none) {
      const bool unchanged = job.download->unchanged();
      result.outcome = unchanged ? FetchOutcome::unchanged : FetchOutcome::fresh;
      result.retry_after.reset();
      result.etag = unchanged ? job.order->etag : job.download->etag();
      result.last_modified = unchanged ? job.order->last_modified : job.download->last_modified();
      if (!unchanged) result.octets = job.download->size();
      result.continued = !unchanged && job.download->continued();
      result.length_was_known = !unchanged && job.download->length_was_known();
    }
    FetchProgress progress = progress_of(job, FetchProgress::Event::ended);
    progress.trouble = trouble;
    progress.outcome = result.outcome;
    tell_(progress);
    job.download.reset();
  }

  FetchProgress progress_of(const Job& job, FetchProgress::Event event) const {
    FetchProgress progress;
    progress.event = event;
    progress.source = job.order->source;
    progress.url = job.plan->url();
    if (job.download) {
      progress.octets = job.download->size();
      progress.expected = job.download->expected().value_or(0);
    }
    return progress;
  }
  void tell(const Job& job, FetchProgress::Event event) const { tell_(progress_of(job, event)); }

  void tell_loading() {
    if (now() - told_ < kTick) return;
    told_ = now();
    for (Job& job : jobs_) {
      if (job.state != Job::State::running || job.download->size() == job.told) continue;
      job.told = job.download->size();
      tell(job, FetchProgress::Event::loading);
    }
  }

  const FetchTerms& terms_;
  Fetcher& fetcher_;
  const std::function<void(const FetchProgress&)>& tell_;
  SystemClock clock_{false};
  Random random_;
  HostAddresses hosts_;
  MonoTime end_;
  MonoTime told_;
  std::vector<Job> jobs_;
};

}  // namespace

std::vector<FetchResult> fetch_all(const FetchBatch& batch, Fetcher& fetcher,
                                   const std::function<void(const FetchProgress&)>& tell) {
  return Run(batch, fetcher, tell).run();
}

std::vector<FetchResult> all_failed(const FetchBatch& batch, FetchTrouble trouble) {
  std::vector<FetchResult> results;
  for (const FetchOrder& order : batch.orders) {
    FetchResult& result = results.emplace_back();
    result.source = order.source;
    result.trouble = trouble;
  }
  return results;
}

}  // namespace darban
