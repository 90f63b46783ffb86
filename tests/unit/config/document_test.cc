// SPDX-License-Identifier: Apache-2.0
// What is not a settings file at all, whatever it would say.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/node.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/config/errors.h"

using namespace darban;

TEST_CASE("a key that is written twice is refused where it stands the second time") {
  CHECK(settings_said("image: a\nlog: {level: info}\nimage: b\n") ==
        "f.yaml:3:1: the key 'image' is written twice; keep one of them");
  CHECK(contains(settings_said("log: {level: info, level: debug}\n"), "f.yaml:1:20: the key 'level' is written twice"));
}

TEST_CASE("one file holds one document") {
  CHECK(settings_said("---\nimage: a\n") == "accepted");
  CHECK(contains(settings_said("image: a\n---\nimage: b\n"), "f.yaml:2:1: more after the end of the document"));
  CHECK(contains(settings_said("image: a\n...\n---\n"), "more after the end of the document"));
}

TEST_CASE("tabs that indent are refused; tabs elsewhere do no harm") {
  CHECK(settings_said("log:\n\tlevel: info\n") == "f.yaml:2:1: a tab at the start of a line; use spaces, two for each level");
  CHECK(contains(settings_said("log:\n  \tlevel: info\n"), "f.yaml:2:1: a tab"));
  CHECK(settings_said("log:\n\t# a comment\n\t\n  level: info\t# another\n") == "accepted");
}

TEST_CASE("anchors, aliases and tags are refused, so a small file stays small") {
  const std::string not_used =
      "anchors (&name) and aliases (*name) are not used here; put a value that starts with * or & in quotes";
  CHECK(settings_said("image: &x a\nhousehold: *x\n") == "f.yaml:1:8: " + not_used);
  CHECK(contains(settings_said("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n"), not_used));
  CHECK(contains(household_said("block: *.tracker.example\n"), "f.yaml:1:8: a value that starts with * or & needs quotes"));
  CHECK(household_said("block: \"*.tracker.example\"\n") == "accepted");
  CHECK(contains(settings_said("image: !!binary abcd\n"), "tags (!name) are not used here"));
  CHECK(contains(settings_said("image: ! abcd\n"), "tags (!name) are not used here"));
}

TEST_CASE("a quote closes on its line, so a forgotten one does not swallow the file") {
  CHECK(settings_said("household: \"a\nlog: {level: info}\n") == "f.yaml:1:12: a quote that is not closed on its line");
  CHECK(settings_said("household: 'a\nimage: 'b'\n") == "f.yaml:1:12: a quote that is not closed on its line");
  CHECK(contains(settings_said("household: \"a"), "a quote that is not closed on its line"));
  CHECK(settings_said("household: 'it''s'\nimage: \"say \\\"hi\\\"\"\n") == "accepted");
  CHECK(contains(settings_said("image: |\n  a\n"), "f.yaml:1:8: block text (| or >) is not used here"));
}

TEST_CASE("a value has no line breaks or control characters, not even escaped ones") {
  CHECK(contains(settings_said("image: \"a\\nb\"\n"), "f.yaml:1:8: a line break or control character in a value"));
  CHECK(contains(settings_said("image: \"a\\0b\"\n"), "a line break or control character in a value"));
  CHECK(contains(settings_said(std::string("image: a\0b\n", 11)), "f.yaml:1:9: a control character"));
  CHECK(contains(settings_said("image: a\x1b[2J\n"), "a control character"));
}

TEST_CASE("a text that is not UTF-8 is refused with its place") {
  CHECK(settings_said("image: a\nhousehold: \xff\n") == "f.yaml:2:12: not UTF-8 text; save the file as UTF-8");
  for (const char* bad : {"\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf0\x80\x80\x80", "\xe2\x82", "\x80",
                          "\xf8\x88\x80\x80\x80"}) {
    CHECK(contains(settings_said(std::string("# ") + bad + "\n"), "not UTF-8"));
  }
  CHECK(settings_said("# \xd8\xb4\xe2\x82\xac\xf0\x9f\x9a\xaa\n") == "accepted");
}

TEST_CASE("a byte order mark and Windows line ends change nothing") {
  const auto settings = parse_settings("\xef\xbb\xbf# \xd8\xb4\r\nhousehold: 'a b'\r\nlog:\r\n  level: warn\r\n", "f.yaml");
  REQUIRE(settings);
  CHECK(settings->household == "a b");
  CHECK(settings->log_level == log::Level::warn);
}

TEST_CASE("depth, number of values and size have limits") {
  CHECK(contains(settings_said("image: " + std::string(19, '[') + std::string(19, ']') + "\n"), "a path belongs here"));
  CHECK(contains(settings_said("image: " + std::string(20, '[') + std::string(20, ']') + "\n"), "more than 20 levels"));
  CHECK(contains(settings_said(std::string(100000, '[')), "f.yaml:1:"));
  std::string many = "image: [";
  for (int i = 0; i < 100001; ++i) many += "a,";
  CHECK(contains(settings_said(many + "]\n"), "more than 100,000 values"));
  CHECK(contains(settings_said(std::string((1u << 20) + 1, '#')), "larger than 1 MiB"));
  CHECK(settings_said(std::string(1u << 20, '#')) == "accepted");
}

TEST_CASE("text that is not YAML is refused with its place and a guess at what is wrong") {
  CHECK(contains(settings_said("a: b: c\n"), "f.yaml:1:5: a ':' where none belongs"));
  CHECK(contains(settings_said("log:\n    level: info\n  sink: console\n"),
                 "f.yaml:3:3: this line does not stand under its neighbours"));
  CHECK(contains(settings_said("listen: [127.0.0.1\n"), "a bracket is not closed"));
  CHECK(contains(settings_said("{\n"), "is a ']' or '}' missing?"));
  CHECK(contains(settings_said("? [a]\n: b\n"), "a list or map where a key belongs"));
  CHECK(contains(settings_said("image: @x\n"), "needs quotes"));
  CHECK(contains(settings_said("listen:\n  - [::1]:53\n"), "an address in brackets needs quotes: \"[fd00::1]:53\""));
}

TEST_CASE("what can not be read is refused by name: missing, folder, pipe") {
  const TempFolder folder;
  const auto missing = folder.file("missing.yaml");
  CHECK(said(load_settings(missing)) == missing + ": no such file; check the path");
  CHECK(contains(said(load_household(folder.path())), "it is a folder; name the file in it"));
  const auto pipe = folder.file("pipe");
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(contains(said(load_settings(pipe)), "it is not a plain file"));
}

TEST_CASE("a file nobody may read is refused by name") {
  if (::geteuid() == 0) return;  // root may read everything
  const TempFolder folder;
  const auto secret = folder.write("secret.yaml", "image: a\n");
  REQUIRE(::chmod(secret.c_str(), 0) == 0);
  CHECK(contains(said(load_settings(secret)), "permission denied; the user that runs darban must be able to read it"));
}

TEST_CASE("a file of more than 1 MiB is refused before it is read as YAML") {
  const TempFolder folder;
  CHECK(contains(said(load_settings(folder.write("large.yaml", std::string((1u << 20) + 1, '#')))), "larger than 1 MiB"));
}

TEST_CASE("a file of another program may have text over lines, tabs and more of everything, but no anchors") {
  const auto foreign = read_foreign_document("a: |\n  one\n  \ttwo\nb: \"quoted\n  on\"\nc: >\n  folded\n", "f.yaml");
  REQUIRE(foreign);
  REQUIRE(foreign->items.size() == 3);
  CHECK(foreign->items[0].text == "one\n\ttwo\n");
  CHECK(foreign->items[1].text == "quoted on");
  CHECK(read_foreign_document("a: " + std::string(40, '[') + std::string(40, ']'), "f.yaml").has_value());
  CHECK(read_foreign_document("a: " + std::string((1u << 20) + 1, 'x'), "f.yaml").has_value());
  CHECK(contains(said(read_foreign_document("a: " + std::string(60, '[') + std::string(60, ']'), "f.yaml")), "more than 50 levels"));
  CHECK(contains(said(read_foreign_document("a: &x 1\n", "f.yaml")), "anchors"));
  CHECK(contains(said(read_foreign_document("a: \"open\nb: 1\n", "f.yaml")), "a quote that is not closed"));
  CHECK(contains(said(read_foreign_document(std::string((16u << 20) + 1, '#'), "f.yaml")), "larger than 16 MiB"));
}
