// SPDX-License-Identifier: Apache-2.0
#include "config/scalars.h"

#include <doctest/doctest.h>

#include "config/spelling.h"

using namespace darban;

namespace {

template <typename T>
std::string sentence_of(const Read<T>& read) {
  return read ? "accepted" : read.error().sentence;
}

bool same_address(const Read<Endpoint>& endpoint, const char* address, std::uint16_t port) {
  return endpoint && endpoint->address == *IpAddress::from_text(address) && endpoint->port == port;
}

}  // namespace

TEST_CASE("durations need a unit, and nothing but zero goes without") {
  CHECK(*read_duration("1500ms") == Milliseconds(1500));
  CHECK(*read_duration("10 s") == Seconds(10));
  CHECK(*read_duration("5min") == Seconds(300));
  CHECK(*read_duration("1h") == Seconds(3600));
  CHECK(*read_duration("7d") == Seconds(7 * 86400));
  CHECK(*read_duration("0") == Milliseconds(0));
  CHECK(sentence_of(read_duration("10")) == "'10' has no unit; write for example 10s, or ms, min, h, d");
  CHECK(sentence_of(read_duration("10 parsecs")) ==
        "'10 parsecs' is not a duration; write for example 1500ms, 10s, 5min, 1h or 1d");
  for (const char* wrong : {"", "s", "-1s", "1.5s", "1s ", " 1s", "1  s", "1S", "+1s", "0x10s"})
    CHECK_FALSE(read_duration(wrong));
}

TEST_CASE("numbers that do not fit are refused, not wrapped") {
  CHECK_FALSE(read_duration("18446744073709551616ms"));
  CHECK_FALSE(read_duration("213503982335d"));
  CHECK_FALSE(read_duration("1001d"));
  CHECK(read_duration("1000d"));
  CHECK_FALSE(read_size("17179869185GiB"));
  CHECK_FALSE(read_count("18446744073709551616", 0, 10));
}

TEST_CASE("sizes are powers of two and say so") {
  CHECK(*read_size("64KiB") == 65536);
  CHECK(*read_size("4 MiB") == 4u << 20);
  CHECK(*read_size("1GiB") == 1u << 30);
  CHECK(*read_size("0") == 0);
  for (const char* wrong : {"4", "4MB", "4mib", "MiB", "4M"}) CHECK_FALSE(read_size(wrong));
}

TEST_CASE("durations and sizes print in the largest unit that fits, and read back") {
  for (const char* text : {"1500ms", "90s", "10min", "1h", "1d", "0"}) CHECK(duration_text(*read_duration(text)) == text);
  for (const char* text : {"1B", "64KiB", "4MiB", "1GiB", "0"}) CHECK(size_text(*read_size(text)) == text);
  CHECK(duration_text(Seconds(86400)) == "1d");
  CHECK(size_text(1536) == "1536B");
}

TEST_CASE("an endpoint has an address and a port, in the forms people write") {
  CHECK(same_address(read_endpoint("192.0.2.1", 53), "192.0.2.1", 53));
  CHECK(same_address(read_endpoint("192.0.2.1:5353", 53), "192.0.2.1", 5353));
  CHECK(same_address(read_endpoint("::1", 53), "::1", 53));
  CHECK(same_address(read_endpoint("[::1]", 53), "::1", 53));
  CHECK(same_address(read_endpoint("[2001:db8::5]:853", 53), "2001:db8::5", 853));
  CHECK(read_endpoint("[::1]:53", 53)->written == "[::1]:53");
  for (const char* wrong : {"", "dns.example", "192.0.2", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:5353x",
                            "[192.0.2.1]:53", "[::1", "[::1]53", "[]:53", "fe80::1%eth0", ":53", "192.0.2.1:53:53"}) {
    CHECK_FALSE(read_endpoint(wrong, 53));
  }
  CHECK(sentence_of(read_endpoint("192.0.2.1:99999", 53)) == "'99999' is not a port; write 1 to 65535");
}

TEST_CASE("a time of day is hours and minutes, and midnight ends a day as well as it starts one") {
  CHECK(*read_time_of_day("21:00", DayEdge::start) == 1260);
  CHECK(*read_time_of_day("7:05", DayEdge::start) == 425);
  CHECK(*read_time_of_day("00:00", DayEdge::start) == 0);
  CHECK(*read_time_of_day("24:00", DayEdge::end) == 1440);
  CHECK(*read_time_of_day("00:00", DayEdge::end) == 1440);
  CHECK(sentence_of(read_time_of_day("24:00", DayEdge::start)) == "'24:00' is an end, not a start; write 00:00 of the next day");
  CHECK(sentence_of(read_time_of_day("21:60", DayEdge::end)) == "'21:60' is not a time of day; write 00:00 to 24:00");
  for (const char* wrong :
       {"", ":", "21", "21:0", "21:000", "021:00", "24:01", "25:00", "-1:00", "9pm", "21.00", "21:00 ", "2 1:00"}) {
    CHECK_FALSE(read_time_of_day(wrong, DayEdge::end));
  }
}

TEST_CASE("days are words or ranges, and a range may run over Sunday") {
  CHECK(*read_days("mon") == 0x01);
  CHECK(*read_days("Sunday") == 0x40);
  CHECK(*read_days("mon-thu") == 0x0f);
  CHECK(*read_days("sun-thu") == 0x4f);
  CHECK(*read_days("fri-mon") == 0x71);
  CHECK(*read_days("wed-wed") == 0x04);
  CHECK(*read_days("daily") == 0x7f);
  for (const char* wrong : {"", "mo", "mond-", "-fri", "weekdays", "mon-", "mon-fri-sun", "montag", "1-5"})
    CHECK_FALSE(read_days(wrong));
}

TEST_CASE("yes and no have three spellings each") {
  for (const char* yes : {"true", "yes", "on"}) CHECK(*read_flag(yes));
  for (const char* no : {"false", "no", "off"}) CHECK_FALSE(*read_flag(no));
  for (const char* wrong : {"", "1", "0", "True ", "maybe"}) CHECK_FALSE(read_flag(wrong));
}

TEST_CASE("the nearest key is the one that was meant, and a stranger is near to nothing") {
  const std::string_view known[] = {"listen", "upstreams", "open-doors", "open", "log", "cache"};
  CHECK(nearest("upstrems", known) == "upstreams");
  CHECK(nearest("lsiten", known) == "listen");
  CHECK(nearest("Open_Doors", known) == "open-doors");
  CHECK(nearest("opne", known) == "open");
  CHECK(nearest("lgo", known) == "log");
  CHECK(nearest("password", known).empty());
  CHECK(nearest("", known).empty());
  CHECK(nearest(std::string(5000, 'x'), known).empty());
}

TEST_CASE("a quoted text is short, whole characters, and can not move the cursor of a terminal") {
  CHECK(quote("games.example") == "'games.example'");
  CHECK(quote("a\x1b[2Jb\n") == "'a?[2Jb?'");
  CHECK(quote(std::string(100, 'x')) == "'" + std::string(60, 'x') + "...'");
  std::string urdu;
  for (int i = 0; i < 40; ++i) urdu += "\xd8\xb4";
  CHECK(quote("x" + urdu) == "'x" + urdu.substr(0, 58) + "...'");
}

TEST_CASE("a name in a data file is lower case, ASCII, of labels there can be, and no address") {
  for (const char* text : {"a.example", "xn--bcher-kva.example", "_dns.resolver.arpa", "r3---sn.example", "onion", "1.example"})
    CHECK_MESSAGE(read_domain(text).has_value(), text);
  for (const char* text : {"", ".", "a.example.", ".a.example", "a..example", "-a.example", "a-.example", "*.a.example", "a b",
                           "192.0.2.1", "2001:db8::1"})
    CHECK_MESSAGE(sentence_of(read_domain(text)).ends_with("is not a name; write it like games.example"), text);
  CHECK(sentence_of(read_domain("A.example")) == "'A.example' has capital letters; write the name in lower case");
  CHECK(sentence_of(read_domain("b\xc3\xbc"
                                "cher.example"))
            .ends_with("has letters beyond ASCII; write the name's xn-- form"));
  CHECK_FALSE(read_domain(std::string(64, 'a') + ".example").has_value());
  CHECK(read_domain(std::string(63, 'a') + ".example").has_value());
}

TEST_CASE("a date is a day there is in this century, written so that text sorts as days do") {
  for (const char* text : {"2026-11-21", "2028-02-29", "2000-01-01", "2099-12-31"}) CHECK(*read_date(text) == text);
  for (const char* text : {"2026-2-28", "26-11-2026", "2026/11/21", "1999-12-31", "2100-01-01", "2026-11-21 ", "today"})
    CHECK_MESSAGE(sentence_of(read_date(text)).ends_with("is not a date; write it like 2026-11-21"), text);
  for (const char* text : {"2026-02-29", "2026-00-10", "2026-11-31"})
    CHECK(sentence_of(read_date(text)).ends_with("is a day that does not exist"));
}
