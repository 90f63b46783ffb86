// SPDX-License-Identifier: Apache-2.0
#include "app/page.h"

#include <iterator>
#include <utility>

#include "base/log.h"
#include "page/api/account_api.h"
#include "page/api/backup.h"
#include "page/api/restore.h"
#include "page/api/routes.h"
#include "page/embedded.h"
#include "page/metrics.h"

namespace darban {
namespace {

// Every route of the page.
std::vector<web::Route> all_routes(page::ControlThread& control, const page::AccountApi& accounts, page::ChildPages& children,
                                   MetricsAccess metrics) {
  const page::Guard* guard = accounts.guard;
  std::vector<web::Route> all = page::account_routes(accounts);
  const auto add = [&](std::vector<web::Route> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  add(page::api_routes({control, [guard](const web::Request& request) {
                          const auto caller = guard->caller_of(request);
                          return caller ? page::Adult{caller->name, caller->roles, caller->rooms} : page::Adult{};
                        }}));
  add(page::backup_routes(control, *accounts.work));
  add(page::restore_routes(control, accounts));
  add(children.routes());
  add(page::metrics_routes(control, metrics));
  add(page::asset_routes());
  return all;
}

}  // namespace

Page::Page(PageSockets sockets, const Settings& settings, Errands& errands, page::ControlThread& control,
           AccountService& accounts, const Clock& clock, IsInHouse is_in_house)
    : settings_(settings),
      problems_(std::move(sockets.problems)),
      guard_(accounts.desk().book(), clock, [&errands, &accounts](std::int64_t session) {
        errands.leave([&accounts, session] { accounts.desk().note_use(session); });
      }),
      children_(control) {
  const page::AccountApi api{.desk = &accounts.desk(),
                             .guard = &guard_,
                             .work = &work_,
                             .leave = [&errands](std::function<void()> errand) { return errands.leave(std::move(errand)); },
                             .is_in_house = std::move(is_in_house)};
  if (!sockets.listeners.empty()) {
    const std::size_t places = sockets.listeners.size();
    web::ServerPlan plan;
    plan.listeners = std::move(sockets.listeners);
    plan.hosts = web::HostRule(settings.web_names);
    if (sockets.certificate) plan.certificate = std::move(*sockets.certificate);
    auto server = web::HttpServer::start(
        std::move(plan),
        web::Router(
            all_routes(control, api, children_, settings.web_metrics), [this](const web::Request& request) { return guard_.roles_of(request); },
            [this](const web::Request& request) { return children_.stranger(request); }));
    if (server) {
      server_ = std::move(*server);
      log::info("the page is open at {} place(s)", places);
      const auto fault = server_->certificate_fault();
      note_certificate(!sockets.certificate ? sockets.certificate.error().sentence
                       : fault              ? std::string(text_of(*fault).view())
                                            : "");
    } else {
      problems_.emplace_back(text_of(server.error()).view());
    }
  }
  for (const std::string& problem : problems_) log::warn("the page is not whole: {}", ConfigText::from_operator(problem));
}

void Page::renew_certificate() {
  if (!server_) return;
  auto certificate = read_page_certificate(settings_);
  if (!certificate && certificate.error().code == Errc::not_permitted) return;
  if (!certificate) return note_certificate(certificate.error().sentence);
  const auto renewal = server_->use_certificate(std::move(*certificate));
  note_certificate(renewal ? "" : std::string(text_of(renewal.error()).view()));
  if (renewal && *renewal == web::Renewal::taken) log::info("the page has a new certificate");
}

// Said once, not at each reading.
void Page::note_certificate(std::string problem) {
  if (problem == certificate_problem_) return;
  certificate_problem_ = std::move(problem);
  if (!certificate_problem_.empty()) log::warn("the page is not whole: {}", ConfigText::from_operator(certificate_problem_));
}

std::vector<std::string> Page::problems() const {
  std::vector<std::string> all = problems_;
  if (!certificate_problem_.empty()) all.push_back(certificate_problem_);
  return all;
}

Page::~Page() {
  server_.reset();
  work_.stop();
  remove_page_sockets(settings_);
}

}  // namespace darban
