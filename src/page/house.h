// SPDX-License-Identifier: Apache-2.0
// The running daemon as the page sees it: who asks, what is in force, and the few things an adult or a child may do.
// app/page_house.h is the real one. Everything here happens on the control thread, inside an errand (page/errand.h), and lasts no
// longer than that errand unless it is a value; nobody else's thread ever touches the rules.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/net_address.h"
#include "base/result.h"
#include "config/categories.h"
#include "config/household.h"
#include "config/settings.h"
#include "page/news_desk.h"
#include "page/request_desk.h"
#include "policy/grant.h"
#include "policy/grant_wish.h"
#include "policy/policy.h"
#include "store/backup_archive.h"
#include "store/database.h"
#include "store/released_numbers.h"

namespace darban::page {

// What came of a wish, in sentences for the adult who had it.
struct Said {
  enum class Outcome : std::uint8_t { done, nothing_to_do, refused, misunderstood };
  Outcome outcome = Outcome::refused;
  std::string text;
  std::vector<std::int64_t> ids{};    // grants that were given
  std::optional<GrantRefusal> refusal{};  // why not; nothing: the disk, or nothing is wrong
};

// The household file as it is on the disk. `tag` names exactly these octets.
struct Edition {
  std::string text;
  std::string tag;
};

// Why the household file is not written.
struct NotSaved {
  enum class Why : std::uint8_t {
    stale,      // somebody else changed it since: `tag` is today's
    wrong,      // `error` says what and where, in the text that was given
    unwritten,  // the disk; `error.what` says how
  };
  Why why = Why::wrong;
  std::string tag{};
  ConfigError error{};
};

// A person who is the same under another name, as whoever saves says.
struct Renamed {
  std::string from;  // in the household until now, and not any more
  std::string to;    // the other way round
};

struct Saved {
  Edition edition;
  std::vector<ConfigError> notes{};  // what was accepted and an adult should know
};

struct OldEdition {
  std::uint32_t number = 0;  // ascending and for good: the highest is the one before today's
  WallTime saved{};          // when it was replaced
  std::uint64_t size = 0;    // octets
  std::string by{};          // whom the page wrote it for; empty: an editor wrote it
};

// A device nobody has named yet (app/new_devices.h): its address is text here because an adult can not name it without.
struct FreshDevice {
  std::string mac;
  bool is_private = false;                // locally administered
  std::optional<std::int64_t> noticed{};  // days since 1970-01-01 in the household's zone
};

// What a backup holds, for whoever decides whether it comes home.
struct BackupContents {
  std::optional<std::int64_t> day{};  // days since 1970-01-01, when it was made
  std::string by{};                   // the darban that wrote it
  std::vector<std::string> people{};
  std::vector<std::string> accounts{};  // who can log in then; none: accounts stay as they are
  std::size_t versions = 0;             // of the household, from before
  std::size_t calendars = 0;
  std::vector<std::string> notes{};  // what of it is left out, in sentences
};
struct NotRestored {
  std::string why;        // a sentence
  bool is_begun = false;  // it will be done at the next start; otherwise nothing was changed
};

class House {
 public:
  virtual ~House() = default;

  virtual Now now() const = 0;
  virtual std::shared_ptr<const Policy> policy() const = 0;
  virtual const Settings& settings() const = 0;
  virtual std::vector<ConfigError> problems() const = 0;
  // The device that asks, by its address: as the workers know it, neighbours and leases included.
  virtual Asker asker_at(const IpAddress& address) const = 0;

  // In force, or to begin later; ascending by id.
  virtual std::vector<Grant> grants() const = 0;
  // `heard` is called once, on the control thread, when it is in force on every worker or refused.
  using Heard = std::function<void(const Said&)>;
  virtual void give(const GrantWish& wish, Heard heard) = 0;
  virtual void revoke(const RevokeWish& wish, Heard heard) = 0;

  // The file as it is now. The error: it can not be read.
  virtual Result<Edition, ConfigError> household() const = 0;
  // A text as if it were the file: paths in it are seen from the file's folder.
  virtual Result<std::shared_ptr<const Household>, ConfigError> read(const std::string& text) const = 0;
  // What the file says now. The error: it can not be read, or says no household.
  Result<std::shared_ptr<const Household>, ConfigError> written() const {
    const auto edition = household();
    return edition ? read(edition->text) : edition.error();
  }
  // What would come of it: nothing is changed. Without grants.
  virtual Result<std::shared_ptr<const Policy>, ConfigError> tried(const std::string& text) const = 0;
  // Writes it in the canonical form if the file still is `tag`, keeps the one before, and puts it in force. Numbers, grants and
  // requests of who was renamed go with them.
  virtual Result<Saved, NotSaved> save_household(const std::string& text, const std::string& tag, const std::string& by,
                                                 const std::vector<Renamed>& renamed) = 0;
  virtual std::vector<OldEdition> old_editions() const = 0;  // the newest first, ten at most
  virtual Result<Edition, ConfigError> old_edition(std::uint32_t number) const = 0;
  // Puts an old one in the place of today's as it was, comments and all; today's is kept as any other. The household it says must
  // still be one.
  virtual Result<Saved, NotSaved> restore_household(std::uint32_t number, const std::string& tag, const std::string& by) = 0;

  // Every category and service there is, in words for people; empty where the tables can not be read.
  virtual std::shared_ptr<const CategoryWords> category_words() const = 0;

  virtual std::vector<FreshDevice> fresh_devices() const = 0;
  virtual bool more_fresh_devices() const = 0;  // than those
  // Which of them a request comes from, to be named by whoever holds it; nothing: it is named already, or not known.
  virtual std::optional<FreshDevice> fresh_device_at(const IpAddress& address) const = 0;

  // What was counted, as each viewer may see it; nothing: state.db can not be had now. Until the next call of anything here.
  virtual std::optional<ReleasedNumbers> numbers() = 0;
  // "Start fresh": wipes one person's numbers. `by`: the guardian who did it, for the log that the child reads; empty: the person
  // themselves, which nobody is told. False: the disk; nothing is wiped.
  virtual bool start_fresh(const std::string& person, const std::string& by) = 0;
  // What a young person says about their numbers, as far as their age goes. False: nobody of that name, or the disk.
  virtual bool choose(const std::string& person, const CountChoices& choices) = 0;

  // Where whoever changed something says so, and visitors listen.
  virtual NewsDesk& news() = 0;
  // What children ask for; with database().
  virtual RequestDesk& requests() = 0;
  // What `darban status --json` says.
  virtual std::string status_json() = 0;
  // For Prometheus, in its text format.
  virtual std::string metrics() = 0;
  // What `darban backup` writes; the error is a sentence. Waits for the disk.
  virtual Result<WrittenBackup, std::string> backup() = 0;
  // Whether a backup could come home here, tried up to the last step; nothing is changed. The error is a sentence. Waits for the
  // disk.
  virtual Result<BackupContents, std::string> look_into(const Backup& backup) = 0;
  // Brings it home, all of it or nothing (app/restore.h), and takes it up: the rules and the accounts of the backup are in force
  // then, and every login has ended. What was left out, in sentences. Waits for the disk.
  virtual Result<std::vector<std::string>, NotRestored> bring_home(const Backup& backup, const std::string& by) = 0;
  // state.db; null: it can not be had now. Until the next call of anything here.
  virtual Database* database() = 0;
};

}  // namespace darban::page
