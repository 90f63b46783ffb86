// SPDX-License-Identifier: Apache-2.0
#include "page/api/backup.h"

#include <array>
#include <utility>

#include "page/api/body.h"
#include "page/api/trouble.h"
#include "page/roles.h"
#include "store/backup_seal.h"

namespace darban::page {
namespace {

constexpr std::array kKnown{Text("password")};
constexpr std::size_t kShortest = 8;
constexpr std::size_t kLongest = 512;

web::Response unmade(std::string_view why) {
  return trouble(503, "There is no backup now",
                 {std::string(why), "Mend that, or run `darban backup` on the machine to see more."});
}

web::Response file_of(std::string octets) {
  web::Response response;
  response.type = web::ContentType::file;
  response.body = std::move(octets);
  response.more.push_back({"Content-Disposition", "attachment; filename=\"household.darban-backup\""});
  return response;
}

// At the work desk: a key out of a password takes a second and 64 MiB.
web::Response sealed(const std::string& archive, const std::string& password) {
  auto closed = seal_backup(archive, password);
  if (!closed) return unmade(text_of(closed.error()).view());
  return file_of(std::move(*closed));
}

web::Answer post_backup(ControlThread& control, WorkDesk& work, const web::Request& request) {
  Body body(request, kKnown);
  const std::string password = body.text("password", kLongest);
  if (body.good() && password.size() < kShortest)
    body.object_to("password", "A password of a backup has 8 characters or more.", "Write a longer one; three words are good.");
  if (!body.good()) return body.refusal();
  return answer_in_time(control, [&work, password](House& house, const web::PendingReply& reply) {
    auto archive = house.backup();
    if (!archive) return reply.answer(unmade(archive.error()));
    const bool taken =
        work.submit([archive = std::move(archive->octets), password, reply] { reply.answer(sealed(archive, password)); });
    if (!taken) reply.answer(web::problem(web::Refusal::busy));
  });
}

}  // namespace

std::vector<web::Route> backup_routes(ControlThread& control, WorkDesk& work) {
  return {{web::Method::post, "/api/v1/backup", who_may(Right::change_settings),
           [&control, &work](const web::Request& request) { return post_backup(control, work, request); }}};
}

}  // namespace darban::page
