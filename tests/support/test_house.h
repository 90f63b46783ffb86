// SPDX-License-Identifier: Apache-2.0
// A household as the page sees it, of the daemon's own parts over files in a folder of its own: rules, lists, grants, leases, and
// the API's routes before it. What is not there are workers (what was given is in force at once), the kernel's neighbours and
// sockets. The clock is the test's.
#pragma once
#include <doctest/doctest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/page_house.h"
#include "base/log.h"
#include "config/yaml.h"
#include "lists/compiler.h"
#include "page/api/routes.h"
#include "tests/support/project_folder.h"
#include "tests/support/temp_folder.h"
#include "web/json.h"

namespace darban::test {

// 2026-11-23 is a Monday; Karachi is UTC+5 without summer time.
inline WallTime in_karachi(int day, int hour, int minute = 0) {
  using namespace std::chrono;
  return sys_days{year{2026} / November / day} + hours(hour - 5) + minutes(minute);
}

inline constexpr std::string_view kTestHousehold =
    "# our rules\n"
    "zone: Asia/Karachi\n"
    "people:\n"
    "  - name: Ali\n"
    "    band: 10-12\n"
    "    devices: [{label: tablet, mac: \"02:00:00:00:00:07\"}]\n"
    "    timetable:\n"
    "      - {days: mon-fri, start: \"16:00\", end: \"17:30\", mode: homework}\n"
    "      - {days: daily, start: \"21:00\", end: \"06:30\", mode: bedtime}\n"
    "    bonus-cap: 60\n"
    "  - name: Sara\n"
    "    band: adult\n"
    "    devices: [{label: laptop, address: 192.168.1.8}]\n"
    "rooms:\n"
    "  - {label: Lab 2, prefix: 10.20.0.0/24, band: pupil-secondary}\n";

// What a request brings besides its method, path and body.
struct Asking {
  web::Roles roles{web::Role::owner};
  std::string name = "Omar";
  std::string if_match{};
  std::string if_none_match{};
  std::string content_type = "application/json";
  std::optional<IpAddress> visitor{};
  std::vector<std::string> rooms{};  // of a teacher
};

// An answer, with its JSON read.
struct Answered {
  web::Response response;
  web::JsonValue json;

  unsigned status() const { return response.status; }
  const std::string& body() const { return response.body; }
  std::string field(std::string_view name) const {
    for (const web::FieldLine& line : response.more) {
      if (line.name == name) return line.value;
    }
    return {};
  }
  // "people/0/name"; the test fails when it is not there.
  const web::JsonValue& at(std::string_view path) const {
    const web::JsonValue* value = &json;
    while (!path.empty()) {
      const std::string_view piece = path.substr(0, path.find('/'));
      path.remove_prefix(std::min(piece.size() + 1, path.size()));
      const web::JsonValue* next = nullptr;
      if (const auto* list = value->list()) {
        const auto index = static_cast<std::size_t>(std::stoul(std::string(piece)));
        next = index < list->size() ? &(*list)[index] : nullptr;
      } else {
        next = value->find(piece);
      }
      REQUIRE_MESSAGE(next != nullptr, "no ", std::string(piece), " in ", response.body);
      value = next;
    }
    return *value;
  }
  std::string text(std::string_view path) const {
    const std::string* text = at(path).text();
    REQUIRE_MESSAGE(text != nullptr, std::string(path), " is no text in ", response.body);
    return *text;
  }
  std::int64_t number(std::string_view path) const {
    const std::int64_t* number = at(path).whole();
    REQUIRE_MESSAGE(number != nullptr, std::string(path), " is no number in ", response.body);
    return *number;
  }
  bool flag(std::string_view path) const {
    const bool* flag = at(path).flag();
    REQUIRE_MESSAGE(flag != nullptr, std::string(path), " is neither true nor false in ", response.body);
    return *flag;
  }
  std::size_t size(std::string_view path) const {
    const auto* list = at(path).list();
    REQUIRE_MESSAGE(list != nullptr, std::string(path), " is no list in ", response.body);
    return list->size();
  }
};

class TestHouse {
 public:
  explicit TestHouse(std::string_view household = kTestHousehold) {
    log::configure(log::Level::off, log::Sink::console);
    folder_.write("household.yaml", household);
    folder_.write("test.leases", "0 02:00:5e:10:00:77 192.168.1.77 phone *\n0 00:00:5e:10:00:78 192.168.1.78 tv *\n");
    folder_.write("darban.yaml", "household: household.yaml\nimage: lists.image\nstate: state.db\nlists: {catalogue: \"" +
                                     (project_folder() / "blocklists").string() + "\"}\nlog: {level: off}\n");
    write_lists();
    clock_.at = {MonoTime(Seconds(1000)), in_karachi(23, 15), true};
    const auto settings = load_settings(folder_.file("darban.yaml"));
    REQUIRE_MESSAGE(settings.has_value(), text_of(settings.error()).view());
    auto controller = Controller::start(folder_.file("darban.yaml"), *settings, clock_.at.wall);
    REQUIRE_MESSAGE(controller.has_value(), text_of(controller.error()).view());
    controller_ = std::move(*controller);
    grants_.emplace(settings->state, *controller_, clock_);
    roll_.emplace(std::vector<LeaseFile>{{folder_.file("test.leases"), "dnsmasq", false}}, loop_, neighbours_, clock_);
    roll_->tick(clock_.at, controller_->current());
    house_.emplace(PageHouse::Parts{clock_, *controller_, *grants_, *roll_, neighbours_,
                                    [this](const std::string&) { take_up(); }, [] {}, [this] { return controller_->problems(); },
                                    [] { return std::string("{\"running\":1}"); },
                                    [] { return std::string("darban_workers 2\n"); }, folder_.file("darban.yaml"), tally_});
    tally_.emplace(clock_.at, controller_->current(), CounterSums());
  }

  // The routes' answer, through a router with a gate.
  Answered ask(web::Method method, std::string_view target, std::string_view body = {}, const Asking& asking = {}) {
    const web::Router router(page::api_routes({control_,
                                               [asking](const web::Request&) {
                                                 return page::Adult{asking.name, asking.roles, asking.rooms};
                                               }}),
                             [asking](const web::Request&) { return asking.roles; });
    web::Request request;
    request.head.method = method;
    const auto read = web::read_target(target);
    REQUIRE(read);
    request.target = *read;
    request.body = body;
    request.visitor = asking.visitor;
    request.head.fields[static_cast<std::size_t>(web::Field::content_type)] = asking.content_type;
    request.head.fields[static_cast<std::size_t>(web::Field::if_match)] = asking.if_match;
    request.head.fields[static_cast<std::size_t>(web::Field::if_none_match)] = asking.if_none_match;
    return read_answer(router.answer(std::move(request)));
  }
  Answered get(std::string_view target, const Asking& asking = {}) { return ask(web::Method::get, target, {}, asking); }
  Answered post(std::string_view target, std::string_view body, const Asking& asking = {}) {
    return ask(web::Method::post, target, body, asking);
  }
  Answered put(std::string_view target, std::string_view body, const Asking& asking = {}) {
    return ask(web::Method::put, target, body, asking);
  }

  void pass(Seconds time) {
    clock_.at.mono += time;
    clock_.at.wall += time;
    grants_->tick();
  }
  void set_clock(WallTime wall) { clock_.at.wall = wall; }
  void forget_the_time() { clock_.at.wall_trusted = false; }
  PageHouse& house() { return *house_; }
  Controller& controller() { return *controller_; }
  page::ControlThread& control() { return control_; }
  const TempFolder& folder() const { return folder_; }
  std::string household() const { return folder_.read("household.yaml"); }
  int taken_up() const { return taken_up_; }

 private:
  struct TestClock final : Clock {
    Now at;
    Now now() const override { return at; }
  };
  // Errands are done at once.
  struct TestControl final : page::ControlThread {
    explicit TestControl(TestHouse& house) : house_(house) {}
    bool leave(std::function<void(page::House&)> errand) override {
      errand(*house_.house_);
      return true;
    }
    TestHouse& house_;
  };

  void take_up() {
    ++taken_up_;
    controller_->reload(clock_.at.wall);
    roll_->compare_with(controller_->current(), clock_.at);
  }

  // With the numbers of blocklists/.
  void write_lists() const {
    struct Row {
      std::string_view key;
      std::string_view name;
    };
    const auto categories = load_categories((project_folder() / "blocklists/categories.yaml").string());
    REQUIRE(categories);
    ListCompiler compiler;
    for (const Row& row : {Row{"malware", "malware.example"}, Row{"gambling", "casino.example"}, Row{"gaming", "games.example"},
                           Row{"service:youtube", "tube.example"}}) {
      for (const WrittenCategory& each : *categories) {
        if (each.key != row.key) continue;
        const auto id = static_cast<CategoryId>(each.id);
        const Risk risk = each.key == "malware" ? Risk::security : Risk::content;
        REQUIRE(compiler.add_category({id, each.key, risk, false}));
        compiler.begin_source({.path = "test", .format = "domains", .category = id})
            .entry({*Name::from_text(row.name), Scope::subtree, EntryKind::block}, 1);
      }
    }
    const auto compiled = compiler.finish();
    REQUIRE(compiled);
    folder_.write("lists.image", {reinterpret_cast<const char*>(compiled->octets.data()), compiled->octets.size()});
  }

  static Answered read_answer(web::Answer answer) {
    Answered answered;
    if (auto* now = std::get_if<web::Response>(&answer)) {
      answered.response = std::move(*now);
    } else if (auto* later = std::get_if<web::Later>(&answer)) {
      const auto slot = std::make_shared<web::ReplySlot>();
      later->begin(web::PendingReply(slot));
      auto response = slot->take();
      REQUIRE(response);
      answered.response = std::move(*response);
    } else {
      FAIL("news instead of an answer");
    }
    if (!answered.response.octets().empty()) {
      auto json = web::read_json(answered.response.octets());
      REQUIRE_MESSAGE(json.has_value(), std::string(answered.response.octets()));
      answered.json = std::move(*json);
    }
    return answered;
  }

  TempFolder folder_;
  TestClock clock_;
  EventLoop loop_;
  Published<Neighbours> neighbours_{std::make_shared<const Neighbours>()};
  std::unique_ptr<Controller> controller_;
  std::optional<GrantService> grants_;
  std::optional<RollCall> roll_;
  std::optional<Tally> tally_;
  std::optional<PageHouse> house_;
  TestControl control_{*this};
  int taken_up_ = 0;
};

}  // namespace darban::test
