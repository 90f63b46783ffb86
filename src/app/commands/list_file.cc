// SPDX-License-Identifier: Apache-2.0
#include "app/commands/list_file.h"

#include <sys/stat.h>

#include <array>

#include "app/small_file.h"
#include "base/errc.h"
#include "config/spelling.h"

namespace darban {
namespace {

struct Packing {
  std::string_view magic;
  std::string_view what_to_do;
};
constexpr std::array kPackings{
    Packing{"\x1f\x8b", "this file is packed with gzip; unpack it first, for example with gunzip"},
    Packing{std::string_view("\xfd"
                             "7zXZ\0",
                             6),
            "this file is packed with xz; unpack it first, for example with unxz"},
    Packing{"\x28\xb5\x2f\xfd", "this file is packed with zstd; unpack it first, for example with unzstd"},
    Packing{"BZh", "this file is packed with bzip2; unpack it first, for example with bunzip2"},
    Packing{"PK\x03\x04", "this file is a zip archive; unpack it first, for example with unzip"},
};

std::string format_keys() {
  std::string keys;
  for (const ListFormat& format : list_formats()) keys.append(keys.empty() ? "" : ", ").append(format.key.view());
  return keys;
}

}  // namespace

std::string text_from(const ListReadingStyle& style) {
  return style.format + (style.exact ? ",exact" : "") + (style.subtree ? ",subtree" : "") + (style.tld ? ",tld" : "");
}

ListReadingStyle style_from(std::string_view text) {
  ListReadingStyle style;
  const std::size_t comma = text.find(',');
  style.format = text.substr(0, comma);
  while (!text.empty() && text.find(',') != std::string_view::npos) {
    text.remove_prefix(text.find(',') + 1);
    const std::string_view word = text.substr(0, text.find(','));
    style.exact |= word == "exact";
    style.tld |= word == "tld";
    style.subtree |= word == "subtree";
  }
  return style;
}

std::string shown_path(std::string_view path) {
  std::string shown(path);
  for (char& octet : shown) {
    if (static_cast<unsigned char>(octet) < 0x20 || octet == 0x7f) octet = '?';
  }
  return shown;
}

std::string complaint(std::string_view path, std::uint32_t line, Errc code) {
  std::string text = shown_path(path);
  if (line > 0) text.append(":").append(std::to_string(line));
  return text.append(": ").append(text_of(code).view());
}

std::string refused_image(std::string_view path, const Error& error) {
  const bool of_the_image = error.at != 0 || error.code >= Errc::not_an_image;
  std::string text = shown_path(path) + ": ";
  if (of_the_image) text.append("octet ").append(std::to_string(error.at)).append(": ");
  return text.append(text_of(error.code).view());
}

std::int64_t time_of_change(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? static_cast<std::int64_t>(status.st_mtime) : -1;
}

Result<ListText, std::string> read_list_file(const std::string& path, const ListReadingStyle& style) {
  ListText list;
  auto text = read_small_file(path, kLargestListFile);
  if (!text) return complaint(path, 0, text.error().code);
  list.text = std::move(text).value();
  list.changed = time_of_change(path);
  list.options.plain_is_exact = style.exact;
  list.options.plain_is_subtree = style.subtree;
  list.options.tld = style.tld;
  for (const Packing& packing : kPackings) {
    if (list.text.starts_with(packing.magic)) return shown_path(path) + ": " + std::string(packing.what_to_do);
  }
  if (!style.format.empty()) {
    list.format = format_named(style.format);
    if (list.format == nullptr)
      return shown_path(path) + ": there is no list format " + quote(style.format) + "; there are " + format_keys();
    return list;
  }
  const auto format = detect_format(list.text);
  if (!format) return complaint(path, format.error().at, format.error().code);
  list.format = *format;
  return list;
}

}  // namespace darban
