// SPDX-License-Identifier: Apache-2.0
// Writes JSON (RFC 8259) from Showable values only: the same gate as the log's (privacy ring 3). Keys are literals of ours, or
// words of a file that an adult wrote. The caller closes what it opened.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/showable.h"

namespace darban {

class JsonWriter {
 public:
  void open_object();
  void open_object(Text key);
  void open_object(const ConfigText& key);
  void close_object();
  void open_list();
  void open_list(Text key);
  void open_list(const ConfigText& key);
  void close_list();
  template <Showable A>
  void field(Text key, const A& value) {
    write_key(key.view());
    write_value(value);
  }
  template <Showable A>
  void field(const ConfigText& key, const A& value) {
    write_key(key.view());
    write_value(value);
  }
  // The enum's words make the key: letters and digits, everything else as one '_'.
  template <NamedEnum E, Showable A>
  void field(E key, const A& value) {
    separate();
    write_text(identifier_of(text_of(key)));
    write_raw(":");
    write_value(value);
  }
  void null_field(Text key);
  template <Showable A>
  void item(const A& value) {
    separate();
    write_value(value);
  }
  std::size_t size() const { return json_.size(); }
  // What was written so far; the writer is empty afterwards.
  std::string take();

 private:
  template <Showable A>
  void write_value(const A& value) {
    if constexpr (std::same_as<A, bool>)
      write_raw(value ? "true" : "false");
    else if constexpr (std::is_integral_v<A>)
      write_raw(std::to_string(value));
    else if constexpr (std::is_enum_v<A>)
      write_text(text_of(value).view());
    else
      write_text(value.view());
    fresh_ = false;
  }
  void separate();
  void open(char bracket);
  void close(char bracket);
  void write_key(std::string_view key);
  void write_raw(std::string_view text) { json_.append(text); }
  void write_text(std::string_view text);
  std::string json_;
  bool fresh_ = true;  // nothing stands before in this object or list
};

}  // namespace darban
