// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"

#include <utility>

namespace darban {

void JsonWriter::separate() {
  if (!fresh_) json_.push_back(',');
}

void JsonWriter::open(char bracket) {
  json_.push_back(bracket);
  fresh_ = true;
}

void JsonWriter::close(char bracket) {
  json_.push_back(bracket);
  fresh_ = false;
}

void JsonWriter::open_object() {
  separate();
  open('{');
}

void JsonWriter::open_object(Text key) {
  write_key(key.view());
  open('{');
}

void JsonWriter::open_object(const ConfigText& key) {
  write_key(key.view());
  open('{');
}

void JsonWriter::close_object() { close('}'); }

void JsonWriter::open_list() {
  separate();
  open('[');
}

void JsonWriter::open_list(Text key) {
  write_key(key.view());
  open('[');
}

void JsonWriter::open_list(const ConfigText& key) {
  write_key(key.view());
  open('[');
}

void JsonWriter::close_list() { close(']'); }

void JsonWriter::null_field(Text key) {
  write_key(key.view());
  write_raw("null");
  fresh_ = false;
}

std::string JsonWriter::take() {
  fresh_ = true;
  return std::exchange(json_, {});
}

void JsonWriter::write_key(std::string_view key) {
  separate();
  write_text(key);
  json_.push_back(':');
}

void JsonWriter::write_text(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  json_.push_back('"');
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') json_.push_back('\\');
    if (octet >= 0x20)
      json_.push_back(c);
    else
      json_.append("\\u00").append(1, kHex[octet >> 4]).append(1, kHex[octet & 15]);
  }
  json_.push_back('"');
}

}  // namespace darban
