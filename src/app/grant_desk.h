// SPDX-License-Identifier: Apache-2.0
// Where grants are given and taken back: the rules (policy/grant_rules.h), the disk (store/grant_store.h) and what is in force
// (Controller) come together here. What it says was done is on the disk and published before it says so; what it refuses, or
// could not write, left nothing behind.
//
// Control thread only; every call is short, but waits for the disk. Whoever lives on another thread (the page) hands its wish
// over and gets the Answer back. Without state.db (no room, no permission, another darban has it) the household is served all the
// same, with the grants that are known; giving is refused with the reason, and the file is tried again once a minute.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/controller.h"
#include "app/grant_words.h"
#include "policy/grant_rules.h"
#include "store/change_store.h"
#include "store/grant_store.h"
#include "store/state_file.h"

namespace darban {

class GrantDesk {
 public:
  enum class Outcome : std::uint8_t {
    done,
    nothing_to_do,  // it is so already
    refused,        // by the rules, or the disk
    misunderstood,  // the words
  };
  struct Answer {
    Outcome outcome = Outcome::refused;
    std::string text;  // sentences for the adult
    std::vector<std::int64_t> ids{};
    std::optional<GrantRefusal> refusal{};  // why not; nothing: the disk, or nothing is wrong
    // In force on every worker when they have this generation of the policy; 0: nothing changed.
    std::uint64_t generation = 0;
  };

  GrantDesk(std::string path, Controller& controller, const Moment& moment);

  Answer give(const GrantWish& wish, const Moment& moment, RevokeHint hint = RevokeHint::command);
  Answer revoke(const RevokeWish& wish, const Moment& moment);
  // A person has another name in the household file, which is about to be taken up: what they were given goes on. In force with
  // the new rules, on the disk at once; what the disk refuses ends with this process.
  void rename(const std::string& from, const std::string& to, const Moment& moment);
  std::vector<Grant> not_over(const Now& now) const;  // ascending by id

  // Drops what is over, and heeds what happened to the clock: it was learnt, the machine slept. To be called when due. What it
  // changed is published.
  void tick(const Moment& moment);
  MonoTime due() const { return due_; }
  // The last call, at a clean stop.
  void stop(const Moment& moment);

  // The file, for what else is kept in it; opened again where that may help. Null: trouble() says why. Until the next call.
  Database* database(const Moment& moment) { return can_write(moment) ? &file_->database() : nullptr; }

  // For who puts another file in its place: between the two calls it is nobody's. Grants stay in force.
  void close() { file_.reset(); }
  void open_again(const Moment& moment);

  // Why nothing can be given; empty: it can.
  std::optional<StoreTrouble> trouble() const { return trouble_; }

 private:
  void open(const Moment& moment);
  Result<void, StoreTrouble> load(const Moment& moment);
  bool can_write(const Moment& moment);
  Answer could_not_write(StoreTrouble trouble);
  Result<std::vector<GivenGrant>, StoreTrouble> history_of(GrantStore& store, const Moment& moment) const;
  Result<void, StoreTrouble> write_given(std::vector<GrantRow>& rows, std::vector<GrantStore::Replacing>& replacing, WallTime forget,
                                         const Now& now);
  Result<void, StoreTrouble> write_taken_back(std::span<const GrantStore::Ending> endings, std::span<const Change> changes);
  Answer end_them(const std::vector<const GrantRow*>& rows, const std::string& by, const Moment& moment);
  GrantRow take(std::int64_t id);  // out of those in force
  bool heed_sleep(const Moment& moment);
  bool heed_time(const Moment& moment);
  bool drop_over(const Moment& moment);
  std::vector<Grant> all() const;
  void publish();
  void plan_next(const Moment& moment);

  std::string path_;
  Controller& controller_;
  std::optional<StateFile> file_;
  std::optional<StoreTrouble> trouble_;
  std::vector<GrantRow> live_;                      // not over, ascending by id
  std::vector<GrantStore::Ending> unwritten_ends_;  // the disk did not take them: it is asked again
  Milliseconds slept_;                              // since boot, as far as it was heeded
  bool time_known_;
  MonoTime due_{};
};

}  // namespace darban
