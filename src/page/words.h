// SPDX-License-Identifier: Apache-2.0
// What the pages say, in one language: a file of webui/locales, read once when the page starts. Messages are a small part of ICU
// MessageFormat (webui/locales/README.md). Immutable once read; any thread.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "page/html.h"

namespace darban::page {

// A sentence of ours, with what was put into it: plain text, for attributes and for other sentences.
class Phrase {
 public:
  Phrase() = default;
  const std::string& view() const { return text_; }

 private:
  friend class Words;
  explicit Phrase(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace darban::page

namespace darban {
template <>
inline constexpr bool is_showable<page::Phrase> = true;
}  // namespace darban

namespace darban::page {

// What stands for {name} in a message. A Phrase is of the same language and stands as it is; everything else is isolated from the
// text around it, for it may run the other way.
class Argument {
 public:
  template <Showable A>
  Argument(Text name, const A& value) : name_(name.view()), text_(shown_text(value)), isolate_(!std::is_same_v<A, Phrase>) {
    if constexpr (std::is_integral_v<A>) number_ = static_cast<std::int64_t>(value);
  }

 private:
  friend class Words;
  std::string_view name_;
  std::string text_;
  std::int64_t number_ = 0;
  bool isolate_;
};
using Arguments = std::initializer_list<Argument>;

enum class Direction : std::uint8_t { ltr, rtl };
Text text_of(Direction direction);

class Words {
 public:
  enum class Fault : std::uint8_t { not_json, no_meta, not_text, bad_message };
  // The text is copied.
  static Result<Words, Fault> read(std::string_view json);

  const std::string& tag() const { return tag_; }  // BCP 47: "ur"
  Phrase language() const { return Phrase(tag_); }
  Phrase own_name() const { return Phrase(own_name_); }
  Phrase switch_link() const { return Phrase("?lang=" + tag_); }  // of the same page in this language
  Direction direction() const { return direction_; }

  // The message of that key. A key that is not there shows itself: lint.locales refuses a page that uses one.
  Markup say(Text key, Arguments arguments = {}) const;
  Phrase plain(Text key, Arguments arguments = {}) const;
  // One of a family of keys, by a word that is known at run time only ("shared.category." and a category's key); nothing when
  // there is no such message.
  std::optional<Phrase> find(Text beginning, std::string_view rest) const;
  bool has(std::string_view key) const { return messages_.find(key) != messages_.end(); }
  std::size_t size() const { return messages_.size(); }

 private:
  enum class PluralRule : std::uint8_t { none, one, zero_one, arabic };
  struct Piece;
  using Message = std::vector<Piece>;
  struct Arm {
    std::string name;  // "one", "other"
    Message message;
  };
  struct Piece {
    enum class Kind : std::uint8_t { text, argument, plural, number };
    Kind kind = Kind::text;
    std::string text;  // itself, or the argument's name
    std::vector<Arm> arms{};
  };
  class Reader;
  enum class Form : std::uint8_t { html, plain };
  void write(std::string& out, const Message& message, Arguments arguments, const Argument* number, Form form) const;
  const Message& arm_for(const Piece& plural, std::int64_t number) const;
  std::string_view arm_name(std::int64_t number) const;
  bool take_meta(std::string_view key, std::string_view value);

  std::string tag_;
  std::string own_name_;
  Direction direction_ = Direction::ltr;
  PluralRule plural_ = PluralRule::one;
  std::map<std::string, Message, std::less<>> messages_;
};

// All languages of the program. The first is English, for whoever asks for one that we do not have.
class Languages {
 public:
  // English first, the others in the order given. CHECKs: files that are part of the program and can not be read are a fault of
  // it.
  explicit Languages(std::span<const std::string_view> files);
  std::span<const Words> all() const { return all_; }
  const Words* find(std::string_view tag) const;  // null: not one of ours
  // A language chosen before (the cookie `lang`) goes before what the browser asks for (RFC 9110 section 12.5.4). Any octets.
  const Words& for_visitor(std::string_view cookies, std::string_view accept_language) const;

 private:
  std::vector<Words> all_;
};

// The value of one cookie (RFC 6265 section 5.4); empty when it is not there.
std::string_view cookie_named(std::string_view cookies, std::string_view name);

}  // namespace darban::page
