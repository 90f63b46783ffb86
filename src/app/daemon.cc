// SPDX-License-Identifier: Apache-2.0
#include "app/daemon.h"

#include <algorithm>
#include <optional>

#include "app/account_service.h"
#include "app/binding.h"
#include "app/civil_time.h"
#include "app/control_server.h"
#include "app/controller.h"
#include "app/counts_report.h"
#include "app/devices_report.h"
#include "app/file_watch.h"
#include "app/gateway_desk.h"
#include "app/grant_service.h"
#include "app/household_log.h"
#include "app/list_schedule.h"
#include "app/metrics_report.h"
#include "app/notify.h"
#include "app/page.h"
#include "app/page_house.h"
#include "app/privileges.h"
#include "app/resident_memory.h"
#include "app/restore.h"
#include "app/roll_call.h"
#include "app/signals.h"
#include "app/status_report.h"
#include "app/tally.h"
#include "app/upstreams.h"
#include "app/worker_crew.h"
#include "base/log.h"
#include "base/thread_priority.h"
#include "config/yaml.h"

namespace darban {
namespace {

// An editor's save is several events; the files are read when they have been quiet for a moment, and at the latest after a few.
constexpr Milliseconds kQuiet{250};
constexpr Milliseconds kLongestUnrest{2000};
// Hour edges, and changes that inotify does not see (network folders).
constexpr Milliseconds kRound{60000};
constexpr Milliseconds kClientRound{500};

bool same_endpoints(const std::vector<Endpoint>& a, const std::vector<Endpoint>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Endpoint& x, const Endpoint& y) { return x.address == y.address && x.port == y.port; });
}

std::string joined(const std::vector<Endpoint>& endpoints) {
  std::string text;
  for (const Endpoint& endpoint : endpoints) text += (text.empty() ? "" : ", ") + endpoint.written;
  return text.empty() ? "nobody" : text;
}

}  // namespace

struct Daemon::Parts {
  Parts(bool wait_for_sync, std::string settings_path_)
      : clock(wait_for_sync), settings_path(std::move(settings_path_)), started(clock.now().mono), next_round(started + kRound) {}

  std::optional<std::string> give_up_root(const Settings& settings);
  std::optional<std::string> start_workers(Listeners listeners);
  void open_control_socket(const Settings& settings);
  void react_to_everything();
  void open_page();
  std::optional<ControlReply> answer(ControlServer::ClientId client, const ControlRequest& request);
  void say_start();

  void run();
  Milliseconds until_next_chore(MonoTime now) const;
  void do_chores(MonoTime now);
  void take_signals();
  void something_in_a_folder();
  void look_at_files();
  void reload();
  void renew_workers_if(bool settings_changed);
  void watch_files();
  void observe_hour();
  void count();
  void log_household();
  void store_counts(MonoTime now);
  std::vector<ConfigError> problems() const;
  StatusFacts facts() const;
  DeviceFacts device_facts() const;

  SystemClock clock;
  std::string settings_path;
  MonoTime started;
  MonoTime next_round;
  std::optional<MonoTime> unrest_since;
  std::optional<MonoTime> look_at;
  std::optional<MonoTime> next_alive;
  bool over = false;
  End end = End::asked_for;

  ServiceNotifier notifier = ServiceNotifier::from_environment();
  Signals signals;  // before any thread: they inherit the mask
  EventLoop loop;
  Published<Neighbours> neighbours{std::make_shared<const Neighbours>()};
  std::unique_ptr<Controller> controller;
  std::optional<GrantService> grants;
  std::optional<AccountService> accounts;  // in the same file
  std::vector<Endpoint> upstreams;
  HourlyCounts hours;
  std::uint64_t memory_octets = 0;  // at the last whole hour
  std::optional<FileWatch> files;
  std::optional<RollCall> roll;
  std::optional<GatewayDesk> gateway;
  std::optional<ListSchedule> schedule;
  UniqueFd control_listener;
  PageSockets page_sockets;
  std::optional<ControlServer> control;
  std::optional<Tally> tally;
  HouseholdLog household_log;
  std::optional<PageHouse> house;
  std::optional<Errands> errands;
  std::optional<PageControl> page_control;
  std::optional<Page> page;        // its threads leave errands
  std::optional<WorkerCrew> crew;  // last: its threads read what stands above
};

Daemon::Daemon(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Daemon::~Daemon() = default;
Daemon::End Daemon::run() {
  parts_->run();
  return parts_->end;
}

// The order is policy: ports and the socket need root, the rules must be readable without it, threads come last.
Result<std::unique_ptr<Daemon>, std::string> Daemon::start(const std::string& settings_path) {
  if (const auto finished = finish_restore(settings_path); !finished) return finished.error();
  const auto settings = load_settings(settings_path);
  if (!settings) return text_of(settings.error()).view();
  log::configure(settings->log_level, settings->log_sink);
  auto parts = std::make_unique<Parts>(settings->wait_for_sync, settings_path);
  auto listeners = bind_addresses(*settings);
  if (!listeners) return listeners.error();
  parts->open_control_socket(*settings);
  parts->page_sockets = open_page_sockets(*settings);
  SealedInForce sealed = read_sealed(settings->image);  // root's file
  if (auto problem = parts->give_up_root(*settings)) return *problem;
  seal_process();
  if (const auto finished = finish_restore_here(*settings); !finished) return finished.error();
  auto controller = Controller::start(settings_path, *settings, parts->clock.now().wall, std::move(sealed));
  if (!controller) return text_of(controller.error()).view();
  parts->controller = std::move(*controller);
  parts->grants.emplace(settings->state, *parts->controller, parts->clock);  // before the first question
  if (auto problem = parts->start_workers(std::move(*listeners))) return *problem;
  step_back_for_questions();  // and the page's threads, which come after
  parts->react_to_everything();
  parts->say_start();
  return std::unique_ptr<Daemon>(new Daemon(std::move(parts)));
}

std::optional<std::string> Daemon::Parts::give_up_root(const Settings& settings) {
  if (settings.user.empty()) {
    if (running_as_root())
      log::warn("running as root: write `process: user: darban`, so that root is given up once the ports are open");
    return std::nullopt;
  }
  const auto ids = find_user(settings.user);
  if (!ids) return ids.error();
  if (control_listener.valid()) ControlServer::give_to(settings.control_socket, *ids);
  give_page_sockets_to(settings, *ids);
  StateFile::make_folder(settings.state, ids->user, ids->group);
  const auto changed = become(*ids, settings.user);
  return changed ? std::nullopt : std::optional(changed.error());
}

// Without it neither `darban status` nor grants work; the household is served all the same.
void Daemon::Parts::open_control_socket(const Settings& settings) {
  auto bound = ControlServer::bind(settings.control_socket);
  if (bound)
    control_listener = std::move(*bound);
  else
    log::warn("`darban status`, `pause` and the like will not work: {}", ConfigText::from_operator(bound.error()));
}

std::optional<std::string> Daemon::Parts::start_workers(Listeners listeners) {
  upstreams = upstreams_of(controller->settings());
  crew.emplace(std::move(listeners), controller->policy(), neighbours, clock);
  grants->use_crew(*crew);
  const auto begun = crew->start(net_settings_of(controller->settings(), upstreams));
  if (begun) return std::nullopt;
  return "a worker could not be started: " + std::string(text_of(begun.error()).view());
}

void Daemon::Parts::react_to_everything() {
  loop.add(signals.descriptor(), [this] { take_signals(); });
  watch_files();
  roll.emplace(controller->settings().leases, loop, neighbours, clock);
  if (control_listener.valid()) {
    control.emplace(std::move(control_listener), controller->settings().control_socket, loop,
                    [this](ControlServer::ClientId client, const ControlRequest& request) { return answer(client, request); });
  }
  gateway.emplace(loop, clock, controller->policy(), neighbours);
  gateway->take_up(controller->settings());
  errands.emplace(loop);
  const bool has_page = !controller->settings().web_listen.empty();
  accounts.emplace([this] { return grants->database(); }, clock,
                   has_page ? page::AccountDesk::SetUp::possible : page::AccountDesk::SetUp::no_page);
  if (has_page) open_page();
  const bool no_lists = controller->lists().names() == 0;
  schedule.emplace(settings_path, loop, no_lists ? ListSchedule::Begin::soon : ListSchedule::Begin::later, clock.now().mono);
  if (const auto every = notifier.watchdog_every()) next_alive = clock.now().mono + *every;
}

void Daemon::Parts::open_page() {
  house.emplace(PageHouse::Parts{clock, *controller, *grants, *roll, neighbours,
                                 [this](const std::string& by) {
                                   household_log.made_by(by, *controller);
                                   reload();
                                   log_household();
                                 },
                                 [this] { accounts->desk().tick(); }, [this] { return problems(); },
                                 [this] {
                                   observe_hour();
                                   return status_json(facts());
                                 },
                                 [this] {
                                   observe_hour();
                                   return metrics_text(facts());
                                 },
                                 settings_path, tally});
  page_control.emplace(*errands, *house);
  page.emplace(std::move(page_sockets), controller->settings(), *errands, *page_control, *accounts, clock,
               [this](const IpAddress& visitor) { return controller->current().may_ask(visitor); });
}

std::optional<ControlReply> Daemon::Parts::answer(ControlServer::ClientId client, const ControlRequest& request) {
  if (const auto* devices = std::get_if<DevicesRequest>(&request)) {
    return ControlReply{ControlOutcome::done, devices->form == ReportForm::json ? devices_json(device_facts(), kLongestReply)
                                                                                : devices_text(device_facts(), kLongestReply)};
  }
  if (const auto* counts = std::get_if<CountsRequest>(&request)) {
    Database* const database = grants->database();
    if (database == nullptr) return ControlReply{ControlOutcome::refused, "the counts can not be read: see `darban status`\n"};
    return counts_reply(*counts, *database, controller->current().moments());
  }
  if (const auto* order = std::get_if<AccountOrder>(&request)) return accounts->answer(*order);
  const auto* status = std::get_if<StatusRequest>(&request);
  if (status == nullptr)
    return grants->answer(request, [this, client](const ControlReply& reply) {
      if (control) control->reply(client, reply);
    });
  observe_hour();
  return ControlReply{ControlOutcome::done, status->form == ReportForm::json ? status_json(facts()) : status_text(facts())};
}

void Daemon::Parts::say_start() {
  const Settings& settings = controller->settings();
  log::info("darban {} answers on {} with {} worker(s) and asks {}: {} people, {} names in the lists, rules in {}",
            Text(DARBAN_VERSION), ConfigText::from_operator(joined(settings.listen)), crew->size(),
            ConfigText::from_operator(joined(upstreams)), controller->people(), controller->lists().names(),
            ConfigText::from_operator(settings.household));
  notifier.tell(ServiceState::ready);
}

void Daemon::Parts::run() {
  observe_hour();
  tally.emplace(clock.now(), controller->current(), CounterSums());  // the workers answer already
  while (!over) {
    loop.run_once(until_next_chore(clock.now().mono));
    do_chores(clock.now().mono);
  }
  notifier.tell(ServiceState::stopping);
  log::info("stopping: questions on their way are answered first");
  page.reset();  // before what its errands would touch
  grants->stop();
  crew->stop();
  tally->stop(clock.now(), crew->sums(), controller->lists().built());  // what came home last counts too
  store_counts(clock.now().mono);
  log::info("stopped");
}

Milliseconds Daemon::Parts::until_next_chore(MonoTime now) const {
  MonoTime next = next_round;
  const auto sooner = [&](std::optional<MonoTime> time) { next = time ? std::min(next, *time) : next; };
  sooner(look_at);
  sooner(next_alive);
  if (roll) sooner(roll->due());
  if (schedule) sooner(schedule->next());
  sooner(grants->due(now));
  sooner(tally->due());
  if (gateway) sooner(gateway->due());
  if (control && control->has_clients()) sooner(now + kClientRound);
  return std::max(next - now, Milliseconds(0));
}

void Daemon::Parts::do_chores(MonoTime now) {
  if (look_at && *look_at <= now) look_at_files();
  if (roll && roll->tick(clock.now(), controller->current())) crew->poke();
  grants->tick();
  grants->finish();
  if (gateway) gateway->tick(controller->settings());  // after everything that changes rules, grants or neighbours
  count();
  log_household();
  if (house) house->tell_news();
  if (control) control->drop_idle(now);
  if (schedule) schedule->tick(controller->settings(), now);
  if (next_alive && *next_alive <= now) {
    notifier.tell(ServiceState::alive);
    next_alive = now + *notifier.watchdog_every();
  }
  if (next_round <= now) {
    next_round = now + kRound;
    if (page) page->tidy(*house);
    if (house) house->tidy();
    observe_hour();
    accounts->desk().tick();
    look_at_files();
    if (controller->is_reload_due(clock.now().wall)) reload();
  }
}

void Daemon::Parts::take_signals() {
  while (const auto signal = signals.next()) {
    if (*signal == Signal::stop)
      over = true;
    else
      reload();
  }
}

void Daemon::Parts::watch_files() {
  if (files && files->descriptor() >= 0) loop.remove(files->descriptor());
  auto paths = controller->files();
  paths.push_back(controller->settings().resolv_conf);
  files.emplace(std::move(paths));
  if (files->descriptor() >= 0) loop.add(files->descriptor(), [this] { something_in_a_folder(); });
}

void Daemon::Parts::something_in_a_folder() {
  files->drain();
  const MonoTime now = clock.now().mono;
  if (!unrest_since) unrest_since = now;
  look_at = std::min(now + kQuiet, *unrest_since + kLongestUnrest);
}

void Daemon::Parts::look_at_files() {
  look_at.reset();
  unrest_since.reset();
  const auto changed = files->changed();
  if (changed.empty()) return;
  const bool only_resolvers = changed.front() == controller->files().size();
  if (only_resolvers)
    renew_workers_if(false);
  else
    reload();
}

void Daemon::Parts::reload() {
  notifier.tell(ServiceState::reloading);
  if (files) files->changed();  // what is read now needs no second reload when the folder's unrest is over
  const auto before = controller->files();
  const Controller::Outcome outcome = controller->reload(clock.now().wall);
  if (outcome.published) {
    crew->poke();
    roll->use(controller->settings().leases);
    roll->compare_with(controller->current(), clock.now());
    gateway->take_up(controller->settings());
  }
  renew_workers_if(outcome.workers_stale);
  if (page) page->renew_certificate();
  if (controller->files() != before || outcome.workers_stale) watch_files();
  notifier.tell(ServiceState::ready);
}

// The machine's resolvers may have changed without a change of ours (another network, DHCP).
void Daemon::Parts::renew_workers_if(bool settings_changed) {
  auto now_upstreams = upstreams_of(controller->settings());
  if (!settings_changed && same_endpoints(now_upstreams, upstreams)) return;
  upstreams = std::move(now_upstreams);
  const auto renewed = crew->replace(net_settings_of(controller->settings(), upstreams));
  if (renewed) {
    log::info("workers renewed with {} upstream(s)", upstreams.size());
  } else {
    log::error("a worker could not be renewed: {}; ending, so that the service manager starts darban afresh",
               text_of(renewed.error()));
    end = End::gave_up;
    over = true;
  }
}

void Daemon::Parts::observe_hour() {
  const Now now = clock.now();
  const bool new_hour = now.wall_trusted && hours.observe(crew->sums(), civil_hour(now.wall, controller->current().zone()));
  if (new_hour || memory_octets == 0) memory_octets = resident_memory();
}

void Daemon::Parts::count() {
  const Now now = clock.now();
  tally->tick(now, controller->current(), crew->sums(), controller->lists().built());
  store_counts(now.mono);
}

void Daemon::Parts::log_household() {
  const Now now = clock.now();
  if (household_log.is_due(*controller, now.mono)) household_log.tick(*controller, grants->database(), now);
}

void Daemon::Parts::store_counts(MonoTime now) {
  if (!tally->wants_store(now)) return;
  Database* const database = grants->database();
  if (database == nullptr) return tally->put_off(now);
  if (const auto stored = tally->store(*database, now); !stored)
    log::warn("counts could not be written and are kept until they can: {}", text_of(stored.error()));
}

std::vector<ConfigError> Daemon::Parts::problems() const {
  std::vector<ConfigError> all = controller->problems();
  for (const ConfigError& problem : roll->problems()) all.push_back(problem);
  if (const auto trouble = grants->trouble())
    all.push_back({controller->settings().state, {}, "grants can not be given: " + std::string(text_of(*trouble).view())});
  if (page) {
    for (const std::string& problem : page->problems()) all.push_back({{}, {}, problem});
  }
  if (gateway->problem()) all.push_back({{}, {}, *gateway->problem()});
  return all;
}

StatusFacts Daemon::Parts::facts() const {
  const Now now = clock.now();
  const Settings& settings = controller->settings();
  StatusFacts facts;
  facts.running = now.mono - started;
  facts.now = now;
  facts.zone = controller->current().zone();
  facts.listen = settings.listen;
  facts.workers = crew->size();
  facts.upstreams = upstreams;
  facts.rules_built = controller->built();
  facts.people = controller->people();
  for (const ConfigError& problem : problems()) facts.problems.push_back(text_of(problem));
  facts.grants = grants->in_force();
  facts.policy = controller->policy().copy();
  if (const auto& code = accounts->desk().setup_code()) facts.set_up = {code->first(), code->second()};
  facts.gateway = gateway->state();
  facts.gateway_refusal = gateway->refusal();
  facts.restart_needed = controller->restart_needed();
  facts.names = controller->lists().names();
  facts.categories = controller->lists().categories().size();
  facts.lists_built = controller->lists().built();
  facts.new_devices = count_of(roll->new_devices().all(), roll->new_devices().more());
  facts.since_start = crew->sums();
  facts.settled = hours.settled();
  facts.memory_octets = memory_octets;
  facts.today = hours.today();
  facts.yesterday = hours.yesterday();
  return facts;
}

DeviceFacts Daemon::Parts::device_facts() const {
  const Now now = clock.now();
  DeviceFacts facts;
  if (now.wall_trusted) facts.today = civil_hour(now.wall, controller->current().zone()).day;
  facts.new_devices = roll->new_devices().all();
  facts.more_new_devices = roll->new_devices().more();
  facts.people = controller->devices();
  facts.household_file = controller->settings().household;
  return facts;
}

}  // namespace darban
