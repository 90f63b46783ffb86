// SPDX-License-Identifier: Apache-2.0
#include "store/schema.h"

#include <array>

namespace darban {
namespace {

// Times on the wall are Unix seconds. Ids are never given again while a row with a higher one is
// there. No indexes: two weeks of a household are a few hundred rows, and every index is another page to write.
constexpr const char* kGrants = R"sql(
CREATE TABLE grants (
  id            INTEGER PRIMARY KEY,
  who           TEXT NOT NULL CHECK (who IN ('everyone', 'person', 'room', 'device')),
  name          TEXT NOT NULL,             -- the person's or room's; of a device its label
  owner         TEXT NOT NULL DEFAULT '',  -- of a device: its person
  what          TEXT NOT NULL CHECK (what IN ('pause', 'open-all', 'mode', 'service', 'site')),
  mode          TEXT NOT NULL DEFAULT '',
  door          TEXT NOT NULL DEFAULT '',  -- open or close
  key           TEXT NOT NULL DEFAULT '',  -- a category or service, or a site as typed
  confirmed     INTEGER NOT NULL DEFAULT 0,

  given         INTEGER NOT NULL,          -- when, by the clock on the wall
  begins        INTEGER NOT NULL,
  ends          INTEGER,                   -- half-open; NULL: nobody knew the time, and the times before are what the clock said
  granted       INTEGER NOT NULL,          -- seconds from its beginning to its end

  boot          TEXT NOT NULL,             -- what counts the time that passes: at `anchor` milliseconds after that boot
  anchor        INTEGER NOT NULL,          -- (sleep included) ...
  remaining     INTEGER NOT NULL,          -- ... this many milliseconds were left until the end

  cap           TEXT NOT NULL DEFAULT '',  -- what it counts for: bonus, pause or nothing
  counted_from  INTEGER NOT NULL DEFAULT 0,
  counted       INTEGER NOT NULL DEFAULT 0,

  given_by      TEXT NOT NULL DEFAULT '',
  note          TEXT NOT NULL DEFAULT '',

  ended         INTEGER,                   -- NULL: not yet. When it ended, by time or by somebody
  ended_how     TEXT NOT NULL DEFAULT '',  -- time, revoked, replaced
  ended_by      TEXT NOT NULL DEFAULT '',
  replaced_by   INTEGER,                   -- the id that stands in its place
  ran           INTEGER NOT NULL DEFAULT 0 -- of `counted`, what really passed
) STRICT;
)sql";

// Counts (count_store.h) and what adults changed (change_store.h). Days are days since 1970-01-01, weeks count from the Monday
// before it. The key is the row: an hour's harvest then writes the pages it changes and no index beside them.
constexpr const char* kCounts = R"sql(
CREATE TABLE household_days (
  day           INTEGER NOT NULL,
  verdict       TEXT NOT NULL,             -- opened, closed, closed-by-time, safer, failed
  number        INTEGER NOT NULL CHECK (number >= 0),
  PRIMARY KEY (day, verdict)
) STRICT, WITHOUT ROWID;

CREATE TABLE moments (
  kind          TEXT NOT NULL CHECK (kind IN ('person', 'room')),
  holder        TEXT NOT NULL,             -- as the household file names it
  day           INTEGER NOT NULL,
  grp           TEXT NOT NULL CHECK (grp IN ('scams', 'ads', 'age', 'ways', 'time', 'own')),
  number        INTEGER NOT NULL CHECK (number >= 0),  -- of windows of ten minutes
  enough        INTEGER NOT NULL DEFAULT 0,            -- of a room: enough devices had a part in it
  PRIMARY KEY (kind, holder, day, grp)
) STRICT, WITHOUT ROWID;

CREATE TABLE moment_weeks (                -- days that are old, added up
  kind          TEXT NOT NULL CHECK (kind IN ('person', 'room')),
  holder        TEXT NOT NULL,
  week          INTEGER NOT NULL,
  grp           TEXT NOT NULL CHECK (grp IN ('scams', 'ads', 'age', 'ways', 'time', 'own')),
  number        INTEGER NOT NULL CHECK (number >= 0),
  enough        INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, holder, week, grp)
) STRICT, WITHOUT ROWID;

CREATE TABLE health_days (
  day           INTEGER NOT NULL,
  what          TEXT NOT NULL,
  number        INTEGER NOT NULL CHECK (number >= 0),
  PRIMARY KEY (day, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE count_choices (               -- what young people said about their numbers
  person        TEXT PRIMARY KEY,
  keep          INTEGER NOT NULL,
  share         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE changes (
  id            INTEGER PRIMARY KEY,
  at            INTEGER NOT NULL,
  actor         TEXT NOT NULL,
  concerns      TEXT NOT NULL,             -- a person; empty: everybody
  setting       TEXT NOT NULL,
  was           TEXT NOT NULL,
  became        TEXT NOT NULL,
  link          TEXT NOT NULL              -- BLAKE2b-256 of the link before and this row
) STRICT;
)sql";

// The household file as the change log last saw it (change_store.h).
constexpr const char* kHouseholdSeen = R"sql(
CREATE TABLE household_seen (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  text          TEXT NOT NULL
) STRICT;
)sql";

// Who may log in (account_store.h). Days are days since 1970-01-01; 0: nobody knew the time yet. Hashes are BLAKE2b-256 in hex.
constexpr const char* kAccounts = R"sql(
CREATE TABLE accounts (
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL,
  name_key      TEXT NOT NULL UNIQUE,      -- the name without its case
  role          TEXT NOT NULL CHECK (role IN ('owner', 'parent', 'helper', 'teacher', 'maintainer', 'auditor')),
  password      TEXT NOT NULL,             -- Argon2id, as libsodium writes it
  language      TEXT NOT NULL DEFAULT '',
  totp_secret   TEXT NOT NULL DEFAULT '',  -- base32; with totp_on = 0 it waits for its first code
  totp_on       INTEGER NOT NULL DEFAULT 0,
  totp_step     INTEGER NOT NULL DEFAULT 0,  -- the last one that was used
  created       INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE backup_codes (
  account       INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  hash          TEXT NOT NULL,
  PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  id            INTEGER PRIMARY KEY,
  hash          TEXT NOT NULL UNIQUE,      -- of the token
  account       INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  label         TEXT NOT NULL DEFAULT '',
  created       INTEGER NOT NULL DEFAULT 0,
  used          INTEGER NOT NULL DEFAULT 0,  -- the day, nothing finer
  ends          INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE api_tokens (
  id            INTEGER PRIMARY KEY,
  hash          TEXT NOT NULL UNIQUE,
  label         TEXT NOT NULL,
  scopes        TEXT NOT NULL,             -- with spaces between
  created       INTEGER NOT NULL DEFAULT 0,
  ends          INTEGER NOT NULL
) STRICT;
)sql";

// What children asked for. The name of a site and the child's words are sealed (request_key.h), leave with the answer, and after a
// day at the latest; the row itself leaves a day after that. `person` is a person, "room X" or "guest".
constexpr const char* kRequests = R"sql(
CREATE TABLE requests (
  id            INTEGER PRIMARY KEY,
  person        TEXT NOT NULL,
  whom          TEXT NOT NULL,             -- an adult by name; empty: any
  what          TEXT NOT NULL CHECK (what IN ('site', 'time', 'school', 'unknown')),
  sealed        TEXT NOT NULL,             -- base64; empty: it is gone
  asked         INTEGER NOT NULL,          -- Unix seconds, by the clock on the wall
  state         TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'taken-back', 'expired')),
  answer        TEXT NOT NULL DEFAULT '' CHECK (answer IN ('', 'hour', 'always', 'not-now', 'talk')),
  reason        TEXT NOT NULL DEFAULT '',  -- a word of ours
  answered_by   TEXT NOT NULL DEFAULT '',
  ended         INTEGER                    -- when it was answered, taken back or expired
) STRICT;
)sql";

// Whose numbers are their own, because they were 13 to 17 when something was counted (count_store.h). Who is made younger
// afterwards in the household file does not thereby show them.
constexpr const char* kOwnNumbers = R"sql(
CREATE TABLE own_numbers (
  person        TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
)sql";

// Where the log of changes begins and ends (change_store.h), kept apart from its rows. Of a log that was there before: what its
// oldest row followed is known only where that is the first of all.
constexpr const char* kChangeEnds = R"sql(
CREATE TABLE change_ends (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  first         INTEGER NOT NULL,          -- the oldest row that is kept
  before        TEXT,                      -- the link that it follows; NULL: nobody knows
  last          INTEGER NOT NULL,          -- the newest row
  link          TEXT NOT NULL              -- its link
) STRICT;
INSERT INTO change_ends
  SELECT 1, min(id), CASE WHEN min(id) = 1 THEN '' END, max(id), (SELECT link FROM changes ORDER BY id DESC LIMIT 1)
  FROM changes GROUP BY 1;  -- of no rows, none
)sql";

// The rooms in which a teacher gives, as the household file names them. A room that is called otherwise now matches none of them.
constexpr const char* kAccountRooms = R"sql(
CREATE TABLE account_rooms (
  account       INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  room          TEXT NOT NULL,
  PRIMARY KEY (account, room)
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::array<const char*, 8> kSteps{kGrants,   kCounts,     kHouseholdSeen, kAccounts,
                                            kRequests, kOwnNumbers, kChangeEnds,    kAccountRooms};

}  // namespace

std::span<const char* const> state_migrations() { return kSteps; }

}  // namespace darban
