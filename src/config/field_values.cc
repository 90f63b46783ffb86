// SPDX-License-Identifier: Apache-2.0
#include "config/field_values.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/check.h"
#include "config/scalars.h"
#include "config/spelling.h"
#include "config/text_file.h"
#include "leases/format.h"

namespace darban {
namespace {

Text word_for(UpstreamStrategy value) { return text_of(value); }
Text word_for(MetricsAccess value) { return text_of(value); }
Text word_for(log::Level value) { return log::text_of(value); }
Text word_for(log::Sink value) { return value == log::Sink::journal ? Text("journal") : Text("console"); }

template <typename E>
std::string words_for(std::span<const E> values) {
  std::string words;
  for (const E value : values) {
    if (!words.empty()) words += ", ";
    words += word_for(value).view();
  }
  return words;
}

// Names of files are put behind it, so there is no query; what an address may hold stands in RFC 3986 section 2.
bool is_folder_url(std::string_view text) {
  constexpr std::size_t kLongest = 400;
  const std::size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
  if (scheme == 0 || text.size() > kLongest || text.size() == scheme || text[scheme] == '/') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c < 0x7f && c != '?' && c != '#' && c != '"' && c != '\\'; });
}

std::string lease_format_words() {
  std::string words;
  for (const LeaseFormat& format : lease_formats()) words += (words.empty() ? "" : ", ") + std::string(format.key.view());
  return words;
}

std::string text_of_lease_file(const LeaseFile& file) { return file.format.empty() ? file.path : file.format + ":" + file.path; }

bool same_place(const WebListen& a, const WebListen& b) {
  return a.path == b.path && (a.kind == WebListen::Kind::inherited) == (b.kind == WebListen::Kind::inherited) &&
         a.endpoint.address == b.endpoint.address && a.endpoint.port == b.endpoint.port;
}

// As the kernel has it (IFNAMSIZ), without what is special to a shell.
bool is_interface_name(std::string_view text) {
  constexpr std::size_t kLongest = 15;
  return !text.empty() && text.size() <= kLongest && text != "." && text != ".." &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") == std::string_view::npos;
}

struct Reader {
  const Node& node;
  Settings& settings;
  Objection& objection;

  // The value, or the objection of the grammar at this place.
  template <typename T, typename Into>
  void keep(const Read<T>& value, Place place, Into&& into) {
    if (value)
      into(*value);
    else
      objection.at(place, value.error().sentence);
  }
  // The word that stands there, given to `use`; nothing after an objection.
  template <typename Use>
  void with_word(std::string_view what, Use&& use) {
    const std::string word = word_of(node, what, objection);
    if (!word.empty()) use(word);
  }

  void operator()(const FlagField& field) {
    with_word("true or false",
              [&](const auto& word) { keep(read_flag(word), node.place, [&](bool value) { settings.*field.member = value; }); });
  }
  void operator()(const CountField& field) {
    with_word("a number", [&](const auto& word) {
      keep(read_count(word, field.lowest, field.highest), node.place,
           [&](std::uint64_t value) { settings.*field.member = static_cast<std::uint32_t>(value); });
    });
  }
  void operator()(const SizeField& field) {
    with_word("a size", [&](const auto& word) {
      keep(read_size(word), node.place, [&](std::uint64_t value) {
        if (value < field.lowest || value > field.highest) out_of_range(word, size_text(field.lowest), size_text(field.highest));
        settings.*field.member = value;
      });
    });
  }
  void operator()(const MillisecondsField& field) { read_time(field, settings.*field.member); }
  void operator()(const SecondsField& field) { read_time(field, settings.*field.member); }
  void operator()(const PathField& field) {
    if (field.may_be_empty && node.kind == Node::Kind::word && node.text.empty()) {
      settings.*field.member = {};  // "" is none
      return;
    }
    with_word("a path", [&](const auto& word) { settings.*field.member = path_beside(objection.file(), word); });
  }
  void operator()(const UserField& field) {
    if (node.kind == Node::Kind::word && node.text.empty())
      settings.*field.member = {};  // "" is nobody else
    else
      with_word("a user name", [&](const auto& word) { settings.*field.member = word; });
  }
  template <typename E>
  void operator()(const ChoiceField<E>& field) {
    with_word("a word", [&](const auto& word) {
      const auto found =
          std::find_if(field.values.begin(), field.values.end(), [&](E value) { return word_for(value).view() == word; });
      if (found != field.values.end())
        settings.*field.member = *found;
      else
        objection.at(node.place, quote(word) + " is not known here; write one of: " + words_for(field.values));
    });
  }
  void operator()(const EndpointsField& field) {
    std::vector<Endpoint> endpoints;
    for (const auto& word : words_of(node, "an address", objection)) {
      keep(read_endpoint(word.text, 53), word.place, [&](const Endpoint& endpoint) {
        for (const auto& other : endpoints) {
          if (other.address == endpoint.address && other.port == endpoint.port)
            objection.at(word.place, quote(word.text) + " is written twice");
        }
        endpoints.push_back(endpoint);
      });
    }
    if (endpoints.empty() && !field.may_be_empty)
      objection.at(place_of(node), "at least one address belongs here; leave the key out for the default");
    settings.*field.member = std::move(endpoints);
  }
  void operator()(const PrefixesField& field) {
    (settings.*field.member).clear();
    (settings.*field.written).clear();
    for (const auto& word : words_of(node, "an address with its prefix length", objection)) {
      keep(read_prefix(word.text), word.place, [&](const IpPrefix& prefix) {
        (settings.*field.member).push_back(prefix);
        (settings.*field.written).push_back(word.text);
      });
    }
    if ((settings.*field.member).empty() && !field.defaults.empty())
      objection.at(place_of(node), "with no network here nobody could ask; leave the key out for the default");
  }
  void operator()(const LeaseFilesField& field) {
    (settings.*field.member).clear();
    for (const auto& word : words_of(node, "a path", objection)) {
      auto file = read_lease_file(word);
      if (file.path.empty()) continue;
      auto& files = settings.*field.member;
      if (std::any_of(files.begin(), files.end(), [&](const LeaseFile& other) { return other.path == file.path; }))
        objection.at(word.place, quote(word.text) + " is written twice");
      files.push_back(std::move(file));
    }
  }
  void operator()(const WebListenField& field) {
    (settings.*field.member).clear();
    for (const auto& word : words_of(node, "where the page is", objection)) {
      auto& all = settings.*field.member;
      const auto listen = read_web_listen(word);
      if (!listen) continue;
      if (std::any_of(all.begin(), all.end(), [&](const WebListen& other) { return same_place(other, *listen); }))
        objection.at(word.place, quote(word.text) + " is written twice");
      all.push_back(*listen);
    }
  }
  void operator()(const HostNamesField& field) {
    (settings.*field.member).clear();
    for (const auto& word : words_of(node, "a name", objection))
      keep(read_domain(word.text), word.place, [&](const std::string& name) { (settings.*field.member).push_back(name); });
  }
  void operator()(const NamesField& field) {
    (settings.*field.member).clear();
    for (auto& word : words_of(node, "a domain name", objection)) (settings.*field.member).push_back(std::move(word.text));
  }
  void operator()(const InterfacesField& field) {
    (settings.*field.member).clear();
    for (auto& word : words_of(node, "the name of a network interface", objection)) {
      if (!is_interface_name(word.text))
        objection.at(word.place, quote(word.text) + " is no name of a network interface; 'ip link' shows them, such as br-lan");
      (settings.*field.member).push_back(std::move(word.text));
    }
  }
  void operator()(const IdsField& field) {
    (settings.*field.member).clear();
    for (auto& word : words_of(node, "the id of a list", objection)) (settings.*field.member).push_back(std::move(word.text));
  }

  void operator()(const UrlField& field) {
    if (node.kind == Node::Kind::word && node.text.empty()) {
      settings.*field.member = {};  // "" is none
      return;
    }
    with_word("an address", [&](const auto& word) {
      if (is_folder_url(word))
        settings.*field.member = word;
      else
        objection.at(node.place, quote(word) + " is not the address of a folder; write it like https://lists.example/family");
    });
  }

  // Nothing after an objection.
  std::optional<WebListen> read_web_listen(const Word& word) {
    constexpr std::string_view kHttp = "http://";
    constexpr std::string_view kHttps = "https://";
    constexpr std::string_view kUnix = "unix:";
    std::string_view text = word.text;
    if (text == "inherited") return WebListen{WebListen::Kind::inherited, {}, {}, word.text};
    if (text.starts_with(kUnix) && text.size() > kUnix.size()) {
      const std::string path = path_beside(objection.file(), std::string(text.substr(kUnix.size())));
      return WebListen{WebListen::Kind::local_socket, {}, path, std::string(kUnix) + path};
    }
    const bool encrypted = text.starts_with(kHttps);
    if (encrypted || text.starts_with(kHttp)) text.remove_prefix(encrypted ? kHttps.size() : kHttp.size());
    std::optional<WebListen> listen;
    keep(read_endpoint(text, encrypted ? 443 : 80), word.place, [&](const Endpoint& endpoint) {
      listen = WebListen{encrypted ? WebListen::Kind::https : WebListen::Kind::http, endpoint, {}, word.text};
    });
    return listen;
  }
  // "/var/lib/x.leases" or "kea:/srv/leases.csv". Without a path after an objection.
  LeaseFile read_lease_file(const Word& word) {
    const auto colon = word.text.find(':');
    const std::string format = colon == std::string::npos ? "" : word.text.substr(0, colon);
    if (format.empty() || format.find('/') != std::string::npos) return {path_beside(objection.file(), word.text), {}};
    const std::string path = word.text.substr(colon + 1);
    if (lease_format_named(format) == nullptr || path.empty()) {
      objection.at(word.place, quote(word.text) + " is no lease file; write its path, with " + lease_format_words() +
                                   " and ':' before it where its content does not tell");
      return {};
    }
    return {path_beside(objection.file(), path), format};
  }
  void out_of_range(std::string_view word, const std::string& lowest, const std::string& highest) {
    objection.at(node.place, quote(word) + " is out of range; write " + lowest + " to " + highest);
  }
  template <typename TimeField, typename Duration>
  void read_time(const TimeField& field, Duration& into) {
    with_word("a duration", [&](const auto& word) {
      keep(read_duration(word), node.place, [&](Milliseconds value) {
        const bool whole = value % Milliseconds(Duration(1)) == Milliseconds(0);
        if (!whole) objection.at(node.place, quote(word) + " is finer than a second; write whole seconds");
        if (value < field.lowest || value > field.highest)
          out_of_range(word, duration_text(field.lowest), duration_text(field.highest));
        into = std::chrono::duration_cast<Duration>(value);
      });
    });
  }
};

std::string in_brackets(const std::vector<std::string>& words) {
  std::string list = "[";
  for (const auto& word : words) {
    if (list.size() > 1) list += ", ";
    list += yaml_word(word);
  }
  list += ']';
  return list;
}

struct Printer {
  const Settings& settings;

  std::string operator()(const FlagField& field) const { return settings.*field.member ? "true" : "false"; }
  std::string operator()(const CountField& field) const { return std::to_string(settings.*field.member); }
  std::string operator()(const SizeField& field) const { return size_text(settings.*field.member); }
  std::string operator()(const MillisecondsField& field) const { return duration_text(settings.*field.member); }
  std::string operator()(const SecondsField& field) const { return duration_text(settings.*field.member); }
  std::string operator()(const PathField& field) const { return yaml_word(settings.*field.member); }
  std::string operator()(const UserField& field) const { return yaml_word(settings.*field.member); }
  template <typename E>
  std::string operator()(const ChoiceField<E>& field) const {
    return std::string(word_for(settings.*field.member).view());
  }
  std::string operator()(const EndpointsField& field) const {
    std::vector<std::string> words;
    for (const auto& endpoint : settings.*field.member) words.push_back(endpoint.written);
    return in_brackets(words);
  }
  std::string operator()(const PrefixesField& field) const { return in_brackets(settings.*field.written); }
  std::string operator()(const LeaseFilesField& field) const {
    std::vector<std::string> words;
    for (const LeaseFile& file : settings.*field.member) words.push_back(text_of_lease_file(file));
    return in_brackets(words);
  }
  std::string operator()(const WebListenField& field) const {
    std::vector<std::string> words;
    for (const WebListen& listen : settings.*field.member) words.push_back(listen.written);
    return in_brackets(words);
  }
  std::string operator()(const HostNamesField& field) const { return in_brackets(settings.*field.member); }
  std::string operator()(const NamesField& field) const { return in_brackets(settings.*field.member); }
  std::string operator()(const InterfacesField& field) const { return in_brackets(settings.*field.member); }
  std::string operator()(const IdsField& field) const { return in_brackets(settings.*field.member); }
  std::string operator()(const UrlField& field) const { return yaml_word(settings.*field.member); }
};

struct Ranger {
  std::string operator()(const FlagField&) const { return "true or false"; }
  std::string operator()(const CountField& field) const {
    return std::to_string(field.lowest) + " to " + std::to_string(field.highest);
  }
  std::string operator()(const SizeField& field) const { return size_text(field.lowest) + " to " + size_text(field.highest); }
  std::string operator()(const MillisecondsField& field) const {
    return duration_text(field.lowest) + " to " + duration_text(field.highest);
  }
  std::string operator()(const SecondsField& field) const {
    return duration_text(field.lowest) + " to " + duration_text(field.highest);
  }
  std::string operator()(const PathField& field) const {
    return std::string("a path; a relative one starts at the folder of this file") +
           (field.may_be_empty ? "; empty is none" : "");
  }
  std::string operator()(const UserField&) const { return "a user name"; }
  template <typename E>
  std::string operator()(const ChoiceField<E>& field) const {
    return "one of: " + words_for(field.values);
  }
  std::string operator()(const EndpointsField&) const { return "addresses, with a port or without"; }
  std::string operator()(const PrefixesField&) const { return "addresses with their prefix length"; }
  std::string operator()(const LeaseFilesField&) const {
    return "paths, with one of " + lease_format_words() + " and ':' before them or not";
  }
  std::string operator()(const WebListenField&) const {
    return "addresses, with a port or without, with https:// before them or not; unix: and a path; inherited";
  }
  std::string operator()(const HostNamesField&) const { return "names"; }
  std::string operator()(const NamesField&) const { return "domain names"; }
  std::string operator()(const InterfacesField&) const { return "names of network interfaces"; }
  std::string operator()(const IdsField&) const { return "ids of lists, as catalogue.yaml has them"; }
  std::string operator()(const UrlField&) const { return "an address that begins with https:// or http://; empty is none"; }
};

}  // namespace

FieldKey split_key(const Field& field) {
  const auto key = field.key.view();
  const auto dot = key.find('.');
  if (dot == std::string_view::npos) return {{}, key};
  return {key.substr(0, dot), key.substr(dot + 1)};
}

std::vector<std::string_view> field_sections() {
  std::vector<std::string_view> all;
  for (const auto& field : settings_fields()) {
    const auto section = split_key(field).section;
    if (std::find(all.begin(), all.end(), section) == all.end()) all.push_back(section);
  }
  return all;
}

void read_field(const Field& field, const Node& node, Settings& settings, Objection& objection) {
  std::visit(Reader{node, settings, objection}, field.kind);
}

void set_default_lists(Settings& settings) {
  for (const auto& field : settings_fields()) {
    if (const auto* endpoints = std::get_if<EndpointsField>(&field.kind)) {
      for (const auto text : endpoints->defaults) {
        const auto endpoint = read_endpoint(text.view(), 53);
        CHECK_INVARIANT(endpoint.has_value());
        (settings.*endpoints->member).push_back(*endpoint);
      }
    }
    if (const auto* files = std::get_if<LeaseFilesField>(&field.kind)) {
      for (const auto text : files->defaults) (settings.*files->member).push_back({std::string(text.view()), {}, true});
    }
    if (const auto* prefixes = std::get_if<PrefixesField>(&field.kind)) {
      for (const auto text : prefixes->defaults) {
        const auto prefix = read_prefix(text.view());
        CHECK_INVARIANT(prefix.has_value());
        (settings.*prefixes->member).push_back(*prefix);
        (settings.*prefixes->written).emplace_back(text.view());
      }
    }
  }
}

std::string print_field(const Field& field, const Settings& settings) { return std::visit(Printer{settings}, field.kind); }

std::string range_of(const Field& field) { return std::visit(Ranger{}, field.kind); }

std::string json_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string yaml_word(std::string_view text) {
  constexpr std::array<std::string_view, 8> kMeaningful{"null", "true", "false", "yes", "no", "on", "off", "~"};
  const bool plain =
      !text.empty() &&
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-") == std::string_view::npos;
  const bool starts_well = plain && text.front() != '-' && text.front() != '.';
  const bool meaningful = std::find(kMeaningful.begin(), kMeaningful.end(), text) != kMeaningful.end();
  return starts_well && !meaningful ? std::string(text) : json_text(text);
}

}  // namespace darban
