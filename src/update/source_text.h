// SPDX-License-Identifier: Apache-2.0
// The text of one fetched list, ready to be read: mapped, with the syntax and options its catalogue row names, and without the
// names the row takes out. One thread.
#pragma once
#include <string>

#include "base/mapped_file.h"
#include "config/catalogue.h"
#include "lists/format.h"
#include "update/name_index.h"

namespace darban {

// What a catalogue row takes out, numbered by its place there.
NameIndex names_taken_out(const CatalogueSource& source);

class SourceText {
 public:
  // Errors of the file, and unknown_format; error.at is 0.
  static Result<SourceText> open(const std::string& path, const CatalogueSource& source);
  std::string_view text() const { return {reinterpret_cast<const char*>(file_.octets().data()), file_.octets().size()}; }
  const ListFormat& format() const { return *format_; }
  // Reading with these lets go of the pages that were read. Not after the SourceText moved.
  ParseOptions options() const;

 private:
  SourceText(MappedFile file, const ListFormat& format, const CatalogueSource& source)
      : file_(std::move(file)), format_(&format), plain_is_exact_(source.plain_is_exact), tld_(source.tld) {}
  MappedFile file_;
  const ListFormat* format_;
  std::optional<bool> plain_is_exact_;
  bool tld_;
};

}  // namespace darban
