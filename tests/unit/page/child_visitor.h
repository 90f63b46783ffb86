// SPDX-License-Identifier: Apache-2.0
// A family with a child's tablet, and somebody who looks at the children's pages from it with a browser that has no script.
#pragma once
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include "page/child/child_pages.h"
#include "tests/unit/page/fake_house.h"
#include "tests/unit/page/waited_for.h"
#include "web/router.h"

namespace darban::test {

using namespace darban::literals;
using page::ChildPages;

inline constexpr const char* kFamily = R"(zone: Asia/Karachi
country: GB
people:
  - name: Ali
    band: 10-12
    close: [gaming, "service:youtube"]
    answer: page
    block: [wasteoftime.example]
    allow: [chess.example]
    open-doors: [learning]
    timetable:
      - {days: mon-thu, start: "21:00", end: "06:30", mode: bedtime}
      - {days: mon-fri, start: "16:00", end: "18:00", mode: homework}
    devices: [{label: tablet, address: 192.168.1.7}]
  - name: "Sara <3"
    band: adult
    devices: [{label: phone, address: 192.168.1.8}]
guest: {band: guest}
block: [everybody.example]
services:
  - {key: cricket, title: "Cricket & more", names: [cricket.example]}
)";
inline const IpAddress kTablet = "192.168.1.7"_ip;
inline const IpAddress kPhone = "192.168.1.8"_ip;
inline const IpAddress kStranger = "192.168.1.99"_ip;

inline bool is_hex(std::string_view text) { return text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }

struct Visitor {
  explicit Visitor(FakeHouse& house)
      : control(house),
        pages(control),
        router(pages.routes(), {}, [this](const web::Request& request) { return pages.stranger(request); }) {}

  web::Response get(const std::string& target, const IpAddress& from = kTablet) {
    return send(web::Method::get, target, from, "");
  }
  web::Response post(const std::string& target, const std::string& body, const IpAddress& from = kTablet) {
    return send(web::Method::post, target, from, body);
  }
  web::Response send(web::Method method, const std::string& target, const IpAddress& from, const std::string& body) {
    web::Request request;
    request.head.method = method;
    request.head.fields[static_cast<std::size_t>(web::Field::cookie)] = cookie;
    request.head.fields[static_cast<std::size_t>(web::Field::content_type)] = "application/x-www-form-urlencoded";
    request.head.fields[static_cast<std::size_t>(web::Field::accept_language)] = accepts;
    auto read = web::read_target(target);
    REQUIRE(read.has_value());
    request.target = std::move(*read);
    request.body = body;
    request.visitor = from;
    return waited_for(router.answer(std::move(request)));
  }
  std::string token(const std::string& target, const IpAddress& from = kTablet) {
    const std::string page = get(target, from).body;
    constexpr std::string_view kBefore = "name=\"token\" value=\"";
    const std::size_t at = page.find(kBefore);
    REQUIRE(at != std::string::npos);
    const std::string token = page.substr(at + kBefore.size(), 32);
    REQUIRE(is_hex(token));
    REQUIRE(page.substr(at + kBefore.size() + 32, 1) == "\"");
    return token;
  }
  // A filled form, with the token of its page.
  web::Response ask(const std::string& fields, const IpAddress& from = kTablet) {
    return post("/ask", "token=" + token("/ask", from) + "&" + fields, from);
  }
  web::Response test(const std::string& site, const IpAddress& from = kTablet) {
    return post("/test", "token=" + token("/test", from) + "&site=" + site, from);
  }

  // Somebody's browser was led here by a closed door.
  web::Response arrive(const char* host, const IpAddress& from = kTablet) {
    web::Request request;
    request.head.for_us = false;
    request.head.stranger = *Name::from_text(host);
    request.visitor = from;
    return waited_for(router.answer(std::move(request)));
  }

  std::string cookie;
  std::string accepts = "en";
  AtOnce control;
  ChildPages pages;
  web::Router router;
};

inline bool has(const web::Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

inline std::string field(const web::Response& response, std::string_view name) {
  for (const auto& line : response.more) {
    if (line.name == name) return line.value;
  }
  return "";
}

inline std::string octets_in(const std::string& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream octets;
    octets << file.rdbuf();
    all += octets.str();
  }
  return all;
}

}  // namespace darban::test
