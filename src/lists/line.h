// SPDX-License-Identifier: Apache-2.0
// The part every syntax shares: walking a file line by line, turning a written name into a Name, and the guards that no syntax
// may skip (addresses, paths, whole top-level domains, public suffixes). One reading is one pass over one file by one thread; it
// holds views into the file and references to the options and the sink, which must outlive it. Nothing is allocated for a line in
// ASCII.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "lists/entry.h"
#include "lists/format.h"
#include "lists/public_suffix.h"

namespace darban {

// Blanks are spaces, tabs and what an editor of another system leaves at the end of a line.
constexpr bool is_blank(char octet) { return octet == ' ' || (octet >= '\t' && octet <= '\r'); }
std::string_view trim_front(std::string_view text);
std::string_view trim_back(std::string_view text);
inline std::string_view trim(std::string_view text) { return trim_back(trim_front(text)); }
// Cuts the first word off `text` and returns it; `text` goes on at the next word. Empty when there is none.
std::string_view take_word(std::string_view& text);
// What stands before a comment: a '#' after a blank.
std::string_view without_comment(std::string_view text);
// "WORD" equals "word": ASCII only, `lower` is in lower case.
bool equals_ignoring_case(std::string_view text, std::string_view lower);
// Letters, digits, '-', '_', dots and anything outside ASCII, and at least one of them.
bool is_name_word(std::string_view word);
// An IPv4 or IPv6 address or prefix, "[...]" included, or anything of digits and dots only.
bool is_address(std::string_view word);

class ListReading {
 public:
  ListReading(std::string_view whole_file, Scope plain, const ParseOptions& options, EntrySink& sink);

  // The next line that is text and of a length we read, without the blanks at its end; the others are refused here.
  bool next(std::string_view& line);
  std::uint32_t line() const { return line_; }
  const ParseOptions& options() const { return options_; }
  Scope plain() const { return plain_; }
  void set_plain(Scope plain) { plain_ = plain; }

  // A written name becomes the name the next say() is about. If it is none, the sink has heard why and the answer is false.
  bool take_name(std::string_view word);
  // The same, but a word with octets that stand in no name is left to the caller, who may know what it is.
  enum class Word : std::uint8_t { name, accounted_for, strange };
  Word take_word_as_name(std::string_view word);
  const Name& name() const { return entry_.name; }
  void set_name(const Name& name) { entry_.name = name; }

  // Guarded: a top-level domain needs the tld option, or is ignored as `lone`; a public suffix without that option is narrowed to
  // itself with a warning, or ignored. False: nothing was said.
  bool say(Scope scope, EntryKind kind, Ignored lone = Ignored::too_wide);
  bool unsay(Scope scope, EntryKind kind);
  // For a hole, or where the syntax itself means the top-level domain.
  void say_unguarded(Scope scope, EntryKind kind);
  void unsay_unguarded(Scope scope, EntryKind kind);

  void ignore(Ignored reason);
  void ignore_at(Ignored reason, std::uint32_t line);
  void refuse(Errc code) { sink_.refused(code, line_); }
  void warn() { sink_.warned(line_); }
  // Why `word` is no name: an address, a path, a pattern, or an error.
  void explain(std::string_view word, Errc code);

  bool said_anything() const { return said_anything_; }  // an entry, or a line of a list that we had a reason not to take

 private:
  std::optional<Scope> guarded(Scope scope, Ignored lone);
  bool take_international(std::string_view word);
  bool take_ascii(std::string_view word);

  std::string_view rest_;
  void look_ahead();
  const char* looked_to_ = nullptr;  // the file was looked at up to here
  bool clean_ = false;               // and the last window of it was clean, so that no line in it need be looked at
  std::uint32_t line_ = 0;
  Scope plain_;
  bool said_anything_ = false;
  const ParseOptions& options_;
  const PublicSuffixes& suffixes_;
  EntrySink& sink_;
  Entry entry_;
};

}  // namespace darban
