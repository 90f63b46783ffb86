// SPDX-License-Identifier: Apache-2.0
#include "store/travelling_state.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "store/database.h"
#include "store/schema.h"

namespace darban {
namespace {

// Where the rows of a table come from when a backup comes home.
enum class Home : std::uint8_t {
  of_the_backup,   // it travels, and replaces the machine's
  of_both,         // it travels; the machine's rows stand before the backup's
  of_the_log,      // it travels; whose it is says the change log
  of_the_machine,  // it does not travel
  of_nobody,       // it does not travel, and ends
};

struct Table {
  std::string_view name;
  Home home;
};
// Parents before what refers to them.
constexpr std::array kTables{
    Table{"grants", Home::of_the_machine},   Table{"household_days", Home::of_both},
    Table{"moments", Home::of_the_machine},  Table{"moment_weeks", Home::of_the_machine},
    Table{"health_days", Home::of_both},     Table{"count_choices", Home::of_both},
    Table{"changes", Home::of_the_log},      Table{"household_seen", Home::of_the_log},
    Table{"accounts", Home::of_the_backup},  Table{"backup_codes", Home::of_the_backup},
    Table{"sessions", Home::of_nobody},      Table{"api_tokens", Home::of_the_machine},
    Table{"requests", Home::of_the_machine}, Table{"own_numbers", Home::of_both},
    Table{"change_ends", Home::of_the_log},  Table{"account_rooms", Home::of_the_backup},
};

constexpr bool travels(Home home) { return home != Home::of_the_machine && home != Home::of_nobody; }

Result<void, StoreTrouble> copy(Database& into, std::string_view table, std::string_view from, std::string_view verb) {
  const std::string name(table);
  return into.run((std::string(verb) + " INTO main." + name + " SELECT * FROM " + std::string(from) + "." + name).c_str());
}

Result<std::string, StoreTrouble> last_link(Database& database, std::string_view schema) {
  auto statement = database.prepare(("SELECT link FROM " + std::string(schema) + ".changes ORDER BY id DESC LIMIT 1").c_str());
  const auto row = statement.step();
  if (!row) return row.error();
  return *row ? statement.text(0) : std::string();
}

// Whether the machine's change log has the backup's in it: then it goes on.
Result<bool, StoreTrouble> machine_goes_on(Database& database) {
  const auto link = last_link(database, "packed");
  if (!link) return link.error();
  if (link->empty()) return true;
  auto statement = database.prepare("SELECT 1 FROM machine.changes WHERE link = ?1");
  const auto found = statement.bind(1, *link).step();
  if (!found) return found.error();
  return *found;
}

Result<void, StoreTrouble> pack_tables(Database& copy_of, const std::string& state) {
  if (const auto attached = copy_of.attach_to_read(state, "house"); !attached) return attached;
  Database::Transaction all(copy_of);  // one moment of the other file, whoever writes to it
  if (const auto begun = all.begun(); !begun) return begun;
  for (const Table& table : kTables) {
    if (!travels(table.home)) continue;
    if (const auto done = copy(copy_of, table.name, "house", "INSERT"); !done) return done;
  }
  return all.commit();
}

Result<void, StoreTrouble> unpack_tables(Database& home, const std::string& machine) {
  const bool has_machine = !machine.empty();
  const auto goes_on = has_machine ? machine_goes_on(home) : Result<bool, StoreTrouble>(false);
  if (!goes_on) return goes_on.error();
  Database::Transaction all(home);
  if (const auto begun = all.begun(); !begun) return begun;
  for (const Table& table : kTables) {
    const bool of_packed =
        table.home == Home::of_the_backup || table.home == Home::of_both || (table.home == Home::of_the_log && !*goes_on);
    const bool of_machine = has_machine && (table.home == Home::of_the_machine || table.home == Home::of_both ||
                                            (table.home == Home::of_the_log && *goes_on));
    if (of_packed) {
      if (const auto done = copy(home, table.name, "packed", "INSERT"); !done) return done;
    }
    if (of_machine) {
      if (const auto done = copy(home, table.name, "machine", "INSERT OR REPLACE"); !done) return done;
    }
  }
  return all.commit();
}

// Brought to our version, and looked through for damage.
Result<void, StoreTrouble> renew(const std::string& path) {
  const auto database = Database::open(path, state_migrations());
  if (!database) return database.error();
  return {};
}

// Half a file is none.
template <typename E>
Result<void, E> or_nothing(Result<void, E> outcome, const std::string& path) {
  if (outcome) return outcome;
  for (const char* part : {"", "-wal", "-shm"}) ::unlink((path + part).c_str());
  return outcome;
}

Result<void, StoreTrouble> pack_into(const std::string& state, const std::string& to) {
  auto database = Database::open(to, state_migrations());
  if (!database) return database.error();
  return pack_tables(*database, state);
}

Result<void, UnpackTrouble> unpack_into(const std::string& packed, const std::string& machine, const std::string& to) {
  auto database = Database::open(to, state_migrations());
  if (!database) return UnpackTrouble{Which::machine, database.error()};
  if (const auto attached = database->attach_to_read(packed, "packed"); !attached)
    return UnpackTrouble{Which::packed, attached.error()};
  if (!machine.empty()) {
    if (const auto attached = database->attach_to_read(machine, "machine"); !attached)
      return UnpackTrouble{Which::machine, attached.error()};
  }
  if (const auto done = unpack_tables(*database, machine); !done) return UnpackTrouble{Which::packed, done.error()};
  return {};
}

}  // namespace

bool is_known_to_backups(std::string_view table) {
  return std::any_of(kTables.begin(), kTables.end(), [&](const Table& each) { return each.name == table; });
}

Result<void, StoreTrouble> pack_state(const std::string& state, const std::string& to) {
  {
    const auto readable = Database::open_to_read(state, state_migrations().size());
    if (!readable) return readable.error() == StoreTrouble::no_folder ? StoreTrouble::not_a_file : readable.error();
  }
  return or_nothing(pack_into(state, to), to);
}

Result<void, UnpackTrouble> unpack_state(const std::string& packed, const std::string& machine, const std::string& to) {
  if (const auto done = renew(packed); !done) return UnpackTrouble{Which::packed, done.error()};
  if (!machine.empty()) {
    if (const auto done = renew(machine); !done) return UnpackTrouble{Which::machine, done.error()};
  }
  return or_nothing(unpack_into(packed, machine, to), to);
}

}  // namespace darban
