// SPDX-License-Identifier: Apache-2.0
#include "page/api/restore.h"

#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "page/api/body.h"
#include "page/api/moments.h"
#include "page/api/trouble.h"
#include "page/family_text.h"
#include "page/session_token.h"
#include "store/backup_seal.h"

namespace darban::page {
namespace {

constexpr std::array kKnown{kOwnPassword, Text("file"), Text("password")};
constexpr std::size_t kLongestPassword = 512;
constexpr std::size_t kLargestText = (kLargestRestore + 2) / 3 * 4;
constexpr std::size_t kLargestRequest = kLargestText + 8192;  // the passwords may be written with \u

// What became of a request at the work desk.
struct Heard {
  std::optional<web::Response> refusal{};  // nothing to go on with
  bool compared = false;                   // one's own password was
  crypto::PasswordFit fit = crypto::PasswordFit::differs;
  Backup backup{};
};

web::Response unread(std::string_view why, Text key) {
  return trouble(422, "This backup can not be read",
                 {std::string(why) + ".", "Nothing was changed. Choose another file, or type its password again."},
                 {"/" + std::string(key.view()), {}});
}

// The archive in the file, unsealed where it is sealed.
std::optional<std::string> archive_in(std::string octets, const std::string& password, Heard& heard) {
  if (!is_sealed_backup(octets)) return octets;
  if (password.empty()) {
    heard.refusal = unread("This backup is closed with a password", "password");
    return std::nullopt;
  }
  auto opened = unseal_backup(octets, password);
  if (opened) return std::move(*opened);
  heard.refusal =
      unread(text_of(opened.error()).view(), opened.error() == SealFault::does_not_open ? Text("password") : Text("file"));
  return std::nullopt;
}

// At the work desk.
void read(const web::Request& request, const PasswordTry& made, Heard& heard) {
  std::string octets;
  std::string password;
  {
    Body body(request, kKnown);
    const std::string own = body.text_or_nothing(kOwnPassword, kLongestPassword);
    password = body.text_or_nothing("password", kLongestPassword);
    const auto file = crypto::from_base64(body.text("file", kLargestText));
    if (!file) body.object_to("file", "This is not a file in base64.", "Send the file's octets in base64 (RFC 4648 section 4).");
    if (!body.good() || own.empty()) {
      heard.refusal = body.good() ? response_of({AccountFault::own_password_needed, Seconds(0)}) : body.refusal();
      return;
    }
    heard.compared = true;
    heard.fit = crypto::fit_of_password(own, made.hash);
    if (heard.fit != crypto::PasswordFit::fits) return;
    octets.assign(file->begin(), file->end());
  }
  const auto archive = archive_in(std::move(octets), password, heard);
  if (!archive) return;
  auto backup = read_backup(*archive);
  if (backup)
    heard.backup = std::move(*backup);
  else
    heard.refusal = unread(text_of(backup.error()).view(), "file");
}

web::Response not_restored(const NotRestored& refusal) {
  if (refusal.is_begun)
    return trouble(503, "The backup is not home yet",
                   {refusal.why + ".", "Mend that and start darban again: it finishes it then."});
  return trouble(409, "The backup can not come home",
                 {refusal.why + ".", "Nothing was changed. Mend that and try again, or run `darban restore` on the machine."});
}

void write_texts(JsonWriter& json, Text key, const std::vector<std::string>& texts) {
  json.open_list(key);
  for (const std::string& text : texts) json.item(family_text(text));
  json.close_list();
}

web::Response looked_into(House& house, const Backup& backup) {
  const auto contents = house.look_into(backup);
  if (!contents) return not_restored({contents.error()});
  JsonWriter json;
  json.open_object();
  if (contents->day)
    json.field("day", date_text_of(*contents->day));
  else
    json.null_field("day");
  json.field("by", family_text(contents->by));
  write_texts(json, "people", contents->people);
  write_texts(json, "accounts", contents->accounts);
  json.field("versions", contents->versions);
  json.field("calendars", contents->calendars);
  write_texts(json, "notes", contents->notes);
  json.close_object();
  return with_json(json);
}

web::Response brought_home(const AccountApi& api, House& house, const Backup& backup, const Caller& caller, web::Way way) {
  const auto notes = house.bring_home(backup, caller.name);
  web::Response response;
  if (notes) {
    JsonWriter json;
    json.open_object();
    write_texts(json, "notes", *notes);
    json.close_object();
    response = with_json(json);
  } else {
    response = not_restored(notes.error());
  }
  if (api.desk->book().copy()->session(caller.session) == nullptr) response.more.push_back({"Set-Cookie", cookie_that_ends(way)});
  return response;
}

using Finish = std::function<web::Response(House& house, const Backup& backup, const Caller& caller)>;

// On the control thread again.
web::Response concluded(const AccountApi& api, House& house, const Caller& caller, const PasswordTry& made, const Heard& heard,
                        const Finish& finish) {
  if (!heard.compared) {
    api.desk->give_up(made);
    return *heard.refusal;
  }
  if (const auto confirmed = api.desk->prove(made, heard.fit); !confirmed) return response_of(confirmed.error());
  if (heard.refusal) return *heard.refusal;
  if (!still_may(*api.desk->book().copy(), caller, Right::restore)) return response_of({AccountFault::session_over, Seconds(0)});
  return finish(house, heard.backup, caller);
}

web::Answer post(ControlThread& control, const AccountApi& api, const web::Request& request, Finish finish) {
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  if (caller->session == 0) return response_of({AccountFault::not_for_programs, Seconds(0)});
  const auto sent = std::make_shared<const web::Request>(request);
  return at_desk(api, [&control, api, sent, caller = *caller, finish = std::move(finish)](const web::PendingReply& reply) {
    const auto made = api.desk->begin_own(sent->visitor, caller.account);
    if (!made) return reply.answer(response_of(made.error()));
    const bool taken = api.work->submit([&control, api, sent, caller, finish, reply, made = *made] {
      const auto heard = std::make_shared<Heard>();
      read(*sent, made, *heard);
      const bool left = control.leave([api, caller, finish, reply, made, heard](House& house) {
        reply.answer(concluded(api, house, caller, made, *heard, finish));
      });
      if (!left) reply.answer(web::problem(web::Refusal::busy));
    });
    if (taken) return;
    api.desk->give_up(*made);
    reply.answer(web::problem(web::Refusal::busy));
  });
}

}  // namespace

std::vector<web::Route> restore_routes(ControlThread& control, const AccountApi& api) {
  const web::Roles who = who_may(Right::restore);
  return {{web::Method::post, "/api/v1/restore/check", who,
           [&control, api](const web::Request& request) {
             return post(control, api, request,
                         [](House& house, const Backup& backup, const Caller&) { return looked_into(house, backup); });
           },
           kLargestRequest},
          {web::Method::post, "/api/v1/restore", who,
           [&control, api](const web::Request& request) {
             return post(control, api, request,
                         [api, way = request.way](House& house, const Backup& backup, const Caller& caller) {
                           return brought_home(api, house, backup, caller, way);
                         });
           },
           kLargestRequest}};
}

}  // namespace darban::page
