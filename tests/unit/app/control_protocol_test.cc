// SPDX-License-Identifier: Apache-2.0
// One line, read whole or not at all.
#include "app/control_protocol.h"

#include <doctest/doctest.h>

namespace darban {
namespace {

template <typename R>
R read_as(std::string_view line) {
  const auto request = read_request(line);
  if (!request) FAIL(std::string(line) << ": " << request.error());
  REQUIRE(std::holds_alternative<R>(*request));
  return std::get<R>(*request);
}

bool refused(std::string_view line) { return !read_request(line).has_value(); }

TEST_CASE("each question has one spelling, and everything else is none") {
  CHECK(read_as<StatusRequest>("status text").form == ReportForm::text);
  CHECK(read_as<StatusRequest>("status json").form == ReportForm::json);
  CHECK(read_as<GrantsRequest>("grants text").form == ReportForm::text);
  CHECK(read_as<GrantsRequest>("grants json").form == ReportForm::json);
  for (const char* odd :
       {"", "status", "status  json", "STATUS JSON", "status json ", "reload", "status xml", "grants", "give", "revoke"})
    CHECK(refused(odd));
}

TEST_CASE("a wish is read field by field") {
  const auto wish =
      read_as<GrantWish>("give\tkind=mode\twho=Ali\twho=room Lab 2\tmode=school\tminutes=45\tby=Sara\tnote=a test: a=b");
  CHECK(wish.kind == GrantWish::Kind::mode);
  CHECK(wish.who == std::vector<std::string>{"Ali", "room Lab 2"});
  CHECK(wish.mode == Mode::school);
  CHECK(wish.minutes == 45);
  CHECK(wish.by == "Sara");
  CHECK(wish.note == "a test: a=b");
  const auto allow = read_as<GrantWish>(
      "give\tkind=allow\twho=everyone\twhat=b\xc3\xbc"
      "cher.example\tuntil=20:15\tconfirmed=yes");
  CHECK(allow.what ==
        "b\xc3\xbc"
        "cher.example");
  CHECK(allow.until == "20:15");
  CHECK(allow.confirmed);
}

TEST_CASE("what is taken back is said by numbers or by whose it is") {
  CHECK(read_as<RevokeWish>("revoke\tid=7\tid=8\tby=Omar").ids == std::vector<std::int64_t>{7, 8});
  CHECK(read_as<RevokeWish>("revoke\tall=Ali").all_of == "Ali");
  for (const char* odd :
       {"revoke\tby=Omar", "revoke\tid=7\tall=Ali", "revoke\tid=0", "revoke\tid=-1", "revoke\tid=7x", "revoke\tid=007",
        "revoke\tid=99999999999999999999", "revoke\tall=Ali\tall=Sara", "revoke\tid=7\tnote=x"})
    CHECK(refused(odd));
}

TEST_CASE("counts are asked for the house or for one") {
  CHECK(read_as<CountsRequest>("counts").who.empty());
  CHECK(read_as<CountsRequest>("counts\twho=room Lab 2").who == "room Lab 2");
  CHECK(line_of(CountsRequest{"Ali"})->text == "counts\twho=Ali\n");
  for (const char* odd :
       {"counts ", "counts\t", "counts\twho=", "counts\twho=Ali\twho=Sara", "counts\twho=Ali\tas=child", "counts text"})
    CHECK(refused(odd));
}

TEST_CASE("an order about accounts has its fields and no others, and reads as it was written") {
  CHECK(read_as<AccountOrder>("account\tdo=list").kind == AccountOrder::Kind::list);
  const auto add =
      read_as<AccountOrder>("account\tdo=add\tname=Sara\trole=owner\tlanguage=ur\thash=$argon2id$v=19$m=1,t=2,p=1$a$b");
  CHECK(add.kind == AccountOrder::Kind::add);
  CHECK(add.name == "Sara");
  CHECK(add.role == "owner");
  CHECK(add.language == "ur");
  CHECK(add.hash == "$argon2id$v=19$m=1,t=2,p=1$a$b");
  for (const AccountOrder& order : {add, AccountOrder{.kind = AccountOrder::Kind::list_json},
                                    AccountOrder{.kind = AccountOrder::Kind::role, .name = "a", .role = "b"},
                                    AccountOrder{.kind = AccountOrder::Kind::totp_off, .name = "a"}}) {
    const auto line = line_of(order);
    REQUIRE(line);
    const auto again = read_as<AccountOrder>(std::string_view(line->text).substr(0, line->text.size() - 1));
    CHECK(line_of(again)->text == line->text);
  }
  for (const char* odd :
       {"account", "account\tdo=list\tname=x", "account\tdo=add\tname=x\trole=y", "account\tdo=add\tname=x\thash=y",
        "account\tdo=add\trole=x\thash=y", "account\tdo=remove", "account\tdo=remove\tname=x\trole=y",
        "account\tdo=password\tname=x", "account\tdo=role\tname=x", "account\tdo=role\tname=x\trole=y\thash=z",
        "account\tdo=totp-off\tname=x\tlanguage=ur", "account\tname=x", "account\tdo=add\tdo=add", "account\tdo=list\tby=x"})
    CHECK(refused(odd));
}

TEST_CASE("a field that is odd, missing, empty, unknown or there twice refuses the whole line") {
  for (const char* odd : {"give\twho=Ali",
                          "give\tkind=pause",
                          "give\tkind=paus\twho=Ali",
                          "give\tkind=pause\tkind=pause\twho=Ali",
                          "give\tkind=pause\twho=",
                          "give\tkind=pause\twho",
                          "give\tkind=pause\twho=Ali\t",
                          "give\tkind=pause\t\twho=Ali",
                          "give\t",
                          "give\tkind=pause\twho=Ali\tcolour=red",
                          "give\tkind=pause\twho=Ali\tminutes=0",
                          "give\tkind=pause\twho=Ali\tminutes=-5",
                          "give\tkind=pause\twho=Ali\tminutes=1e3",
                          "give\tkind=pause\twho=Ali\tminutes=100001",
                          "give\tkind=pause\twho=Ali\tmode=off",
                          "give\tkind=mode\twho=Ali",
                          "give\tkind=mode\twho=Ali\tmode=lazy",
                          "give\tkind=allow\twho=Ali",
                          "give\tkind=pause\twho=Ali\twhat=a.example",
                          "give\tkind=allow\twho=Ali\twhat=a.example\tconfirmed=no",
                          "give kind=pause who=Ali"})
    CHECK_MESSAGE(refused(odd), odd);
}

TEST_CASE("control characters, line ends of all kinds and what is not UTF-8 are in no value") {
  const std::string before = "give\tkind=pause\twho=";
  for (const char* odd : {"A\x01li", "A\nli", "A\rli", "A\x7fli", "\xff", "A\xe2\x80\xa8li", "\xc0\xaf"})
    CHECK(refused(before + odd));
  CHECK(refused(before + std::string("A\0li", 4)));
  CHECK_FALSE(refused(before + "\xd8\xb9\xd9\x84\xdb\x8c"));
}

TEST_CASE("there is a bound on everything") {
  const std::string before = "give\tkind=pause\twho=Ali";
  CHECK(refused(before + "\tby=" + std::string(kLongestGiver + 1, 'x')));
  CHECK_FALSE(refused(before + "\tby=" + std::string(kLongestGiver, 'x')));
  CHECK(refused(before + "\tnote=" + std::string(kLongestNote + 1, 'x')));
  CHECK_FALSE(refused(before + "\tnote=" + std::string(kLongestNote, 'x')));
  std::string many = before;
  for (std::size_t i = 1; i < kMostNamed; ++i) many += "\twho=B";
  CHECK_FALSE(refused(many));
  CHECK(refused(many + "\twho=B"));
  CHECK(refused(before + "\tnote=" + std::string(kLongestRequest, 'x')));
  CHECK_FALSE(line_of(GrantWish{.kind = GrantWish::Kind::pause, .who = std::vector<std::string>(30, std::string(100, 'x'))}));
  CHECK_FALSE(line_of(GrantWish{.kind = GrantWish::Kind::pause, .who = {"A\tli"}}));
}

TEST_CASE("an answer begins with its outcome") {
  CHECK(written({ControlOutcome::done, "Ali is paused\n"}) == "done\nAli is paused\n");
  for (const auto outcome : {ControlOutcome::done, ControlOutcome::refused, ControlOutcome::misunderstood}) {
    const auto reply = read_reply(written({outcome, "a\nb"}));
    REQUIRE(reply);
    CHECK(reply->outcome == outcome);
    CHECK(reply->text == "a\nb");
  }
  for (const char* odd : {"", "done", "Done\nx", "fine\nx", "\n"}) CHECK_FALSE(read_reply(odd));
}

}  // namespace
}  // namespace darban
