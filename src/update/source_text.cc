// SPDX-License-Identifier: Apache-2.0
#include "update/source_text.h"

namespace darban {

NameIndex names_taken_out(const CatalogueSource& source) {
  NameIndex names;
  for (std::uint32_t number = 0; number < source.without.size(); ++number) {
    if (const auto name = Name::from_text(source.without[number].name)) names.add(*name, Scope::subtree, number);
  }
  return names;
}

Result<SourceText> SourceText::open(const std::string& path, const CatalogueSource& source) {
  const ListFormat* const format = format_named(source.format);
  if (format == nullptr) return Error{Errc::unknown_format};
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  return SourceText(std::move(file).value(), *format, source);
}

ParseOptions SourceText::options() const {
  ParseOptions options;
  options.plain_is_exact = plain_is_exact_ == true;
  options.plain_is_subtree = plain_is_exact_ == false;
  options.tld = tld_;
  options.read_up_to = [this](const char* address) { file_.forget_before(address); };
  return options;
}

}  // namespace darban
