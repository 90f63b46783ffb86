// SPDX-License-Identifier: Apache-2.0
// YAML as darban writes it: one canonical form for one content, in the style a person would write. Words have quotes only where a
// reader of YAML 1.1 or 1.2 could take them for something else; what is deep and short stands on one line. Values are built with
// the functions below and written by yaml_text(). Text must have no control characters: no reader of ours takes them. Any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace darban {

struct YamlMember;

struct YamlValue {
  enum class Kind : std::uint8_t {
    nothing,  // its key is not written
    bare,     // stands as it is: a number, true, null
    word,
    list,
    map
  };
  Kind kind = Kind::nothing;
  std::string text;                 // of bare and word
  std::vector<YamlValue> items;     // of a list
  std::vector<YamlMember> members;  // of a map
};

struct YamlMember {
  std::string key;  // a word of ours, never quoted
  YamlValue value;
};

YamlValue yaml_nothing();
YamlValue yaml_bare(std::string text);
YamlValue yaml_word(std::string text);
YamlValue yaml_list(std::vector<YamlValue> items);            // nothing when it is empty
YamlValue yaml_words(const std::vector<std::string>& words);  // likewise
YamlValue yaml_map(std::vector<YamlMember> members);          // members with nothing are left out; nothing when none is left

// A word as it stands in a file, in quotes when it needs them.
std::string yaml_quoted(std::string_view word);

// A value on one line: "[a, b]", "{days: mon-thu, mode: homework}"; empty for nothing.
std::string yaml_line(const YamlValue& value);

// A document whose top is a map. A map in a list at the top is a block; what stands deeper is on one line where it fits.
std::string yaml_text(const YamlValue& map);

}  // namespace darban
