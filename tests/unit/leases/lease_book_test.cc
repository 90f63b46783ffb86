// SPDX-License-Identifier: Apache-2.0
#include "leases/lease_book.h"

#include "tests/unit/leases/files.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr const char* kTablet = "02:00:5e:10:00:01";
constexpr const char* kPhone = "02:00:5e:10:00:02";
constexpr std::int64_t kNoon = 1795435200;
constexpr std::string_view kKeaHead = "address,hwaddr,valid_lifetime,expire\n";

Now at(std::int64_t seconds) { return {MonoTime(Seconds(1000 + seconds)), WallTime(Seconds(kNoon + seconds)), true}; }

std::string line(const char* address, const char* mac, std::int64_t ends = 0) {
  return std::to_string(ends) + " " + mac + " " + address + " * *\n";
}

struct Book {
  LeaseBook book{2, HashSeed{5}};
  bool read(std::string_view text, std::int64_t seconds, std::size_t file = 0) {
    book.take(file, read_file(text), at(seconds));
    return book.tick(at(seconds));
  }
  bool knows(const char* address, const char* mac, std::int64_t seconds) {
    return says(book.in_force(at(seconds)), address, mac);
  }
  std::size_t count(std::int64_t seconds) { return book.in_force(at(seconds)).size(); }
};

}  // namespace

TEST_CASE("what a file says is in force, and a new word of it takes its place at once") {
  Book book;
  CHECK_FALSE(book.book.due().has_value());
  CHECK(book.read(line("192.168.1.21", kTablet), 0));
  CHECK(book.knows("192.168.1.21", kTablet, 0));
  CHECK(book.read(line("192.168.1.21", kPhone), 1));
  CHECK(book.knows("192.168.1.21", kPhone, 1));
}

TEST_CASE("a lease is over at its end, noticed within a minute, and comes back when it is renewed") {
  Book book;
  book.read(line("192.168.1.21", kTablet, kNoon + 100), 0);
  CHECK(book.knows("192.168.1.21", kTablet, 99));
  CHECK_FALSE(book.knows("192.168.1.21", kTablet, 100));
  CHECK_FALSE(book.book.tick(at(60)));
  CHECK(book.book.tick(at(120)));
  CHECK_FALSE(book.book.tick(at(180)));
  book.read(line("192.168.1.21", kTablet, kNoon + 400), 200);
  CHECK(book.knows("192.168.1.21", kTablet, 200));
}

TEST_CASE("an end is noticed even when another lease came in the same minute") {
  Book book;
  book.read(line("192.168.1.21", kTablet, kNoon + 50), 0);
  book.read(line("192.168.1.21", kTablet, kNoon + 50) + line("192.168.1.22", kPhone, kNoon + 5000), 10);
  CHECK(book.book.tick(at(60)));
  CHECK(book.count(60) == 1);
}

TEST_CASE("a clock that was set back brings leases back that had not ended") {
  Book book;
  book.read(line("192.168.1.21", kTablet, kNoon + 10), 20);
  CHECK(book.count(20) == 0);
  Now back = at(80);
  back.wall -= Seconds(3600);
  CHECK(book.book.tick(back));
  CHECK(book.book.in_force(back).size() == 1);
}

TEST_CASE("a file that is written anew in place takes nothing away while it is half written") {
  Book book;
  const std::string whole = line("192.168.1.21", kTablet) + line("192.168.1.22", kPhone);
  book.read(whole, 0);
  for (const std::string_view half :
       {std::string_view(), std::string_view(whole).substr(0, 20), std::string_view(whole).substr(0, 37)}) {
    book.read(half, 100);
    CHECK(book.knows("192.168.1.21", kTablet, 100));
    CHECK(book.knows("192.168.1.22", kPhone, 100));
  }
  book.read(whole, 101);
  CHECK_FALSE(book.book.tick(at(150)));
  CHECK(book.count(150) == 2);
}

TEST_CASE("a lease that stays missing is over after a while, counted from when it was first missed") {
  Book book;
  book.read(line("192.168.1.21", kTablet) + line("192.168.1.22", kPhone), 0);
  book.read(line("192.168.1.22", kPhone), 100);
  book.read(line("192.168.1.22", kPhone), 105);
  CHECK(book.book.due() == at(110).mono);
  CHECK_FALSE(book.book.tick(at(109)));
  CHECK(book.count(109) == 2);
  CHECK(book.book.tick(at(110)));
  CHECK(book.count(110) == 1);
  CHECK(book.knows("192.168.1.22", kPhone, 110));
}

TEST_CASE("an empty file ends its leases after a while; what is not read at all ends none") {
  Book book;
  book.read(line("192.168.1.21", kTablet), 0);
  CHECK_FALSE(book.book.tick(at(59)));
  CHECK(book.count(59) == 1);
  book.read("", 100);
  CHECK(book.book.tick(at(110)));
  CHECK(book.count(110) == 0);
}

TEST_CASE("in a journal a lease holds until it is taken back or ends, even when the journal starts anew") {
  Book book;
  const std::string head(kKeaHead);
  book.read(head + "192.168.1.21,02:00:5e:10:00:01,3600,1795438800\n192.168.1.22,02:00:5e:10:00:02,3600,1795438800\n", 0);
  book.read(head, 100);
  book.read("", 101);
  CHECK_FALSE(book.book.tick(at(300)));
  CHECK(book.count(300) == 2);
  CHECK(book.read(head + "192.168.1.21,02:00:5e:10:00:01,0,1795435500\n", 301));
  CHECK(book.count(301) == 1);
  CHECK(book.knows("192.168.1.22", kPhone, 301));
  CHECK(book.count(3600) == 0);
}

TEST_CASE("of two files that speak of one address the lease that ends last counts") {
  Book book;
  book.read(line("192.168.1.21", kTablet, kNoon + 100), 0, 0);
  book.read(line("192.168.1.21", kPhone, kNoon + 200), 0, 1);
  CHECK(book.knows("192.168.1.21", kPhone, 1));
  book.read(line("192.168.1.21", kTablet, kNoon + 300), 2, 0);
  CHECK(book.knows("192.168.1.21", kTablet, 2));
  CHECK(book.count(2) == 1);
}

TEST_CASE("one file that says nothing any more takes nothing from the other") {
  Book book;
  book.read(line("192.168.1.21", kTablet), 0, 0);
  book.read(line("192.168.1.22", kPhone), 0, 1);
  book.read("", 10, 0);
  CHECK(book.book.tick(at(20)));
  CHECK(book.knows("192.168.1.22", kPhone, 20));
  CHECK(book.count(20) == 1);
}

TEST_CASE("a journal keeps a bounded number, and what has ended makes room") {
  Book book;
  std::string text(kKeaHead);
  for (std::size_t i = 0; i < kMostLeases; ++i)
    text += "10.1." + std::to_string(i >> 8) + "." + std::to_string(i & 255) + ",02:00:5e:10:00:01,60,1795435260\n";
  book.read(text, 0);
  CHECK(book.count(1) == kMostLeases);
  const std::string one = std::string(kKeaHead) + "10.2.0.1,02:00:5e:10:00:02,3600,1795450000\n";
  book.read(one, 10);
  CHECK(book.count(10) == kMostLeases);
  book.read(one, 100);
  CHECK(book.count(100) == 1);
  CHECK(book.knows("10.2.0.1", kPhone, 100));
}
