// SPDX-License-Identifier: Apache-2.0
// The table of settings: one row per member of Settings. Loading, --print-config, the JSON Schema and help all read it, so that a
// setting is added in one place (and the member itself). Constant; any thread.
#pragma once
#include <span>
#include <string>
#include <variant>

#include "config/settings.h"

namespace darban {

struct FlagField {
  bool Settings::*member;
};
struct CountField {
  std::uint32_t Settings::*member;
  std::uint32_t lowest;
  std::uint32_t highest;
};
struct SizeField {  // octets
  std::uint64_t Settings::*member;
  std::uint64_t lowest;
  std::uint64_t highest;
};
struct MillisecondsField {
  Milliseconds Settings::*member;
  Milliseconds lowest;
  Milliseconds highest;
};
struct SecondsField {
  Seconds Settings::*member;
  Seconds lowest;
  Seconds highest;
};
struct PathField {  // relative to the folder of the settings file
  std::string Settings::*member;
  bool may_be_empty = false;
};
struct UserField {
  std::string Settings::*member;
};
template <typename E>
struct ChoiceField {  // written as text_of(E) says
  E Settings::*member;
  std::span<const E> values;
};
struct EndpointsField {
  std::vector<Endpoint> Settings::*member;
  std::span<const Text> defaults;
  bool may_be_empty;
};
struct PrefixesField {  // may be empty if its default is
  std::vector<IpPrefix> Settings::*member;
  std::vector<std::string> Settings::*written;
  std::span<const Text> defaults;
};
struct LeaseFilesField {  // paths, with a format and ':' before them or not
  std::vector<LeaseFile> Settings::*member;
  std::span<const Text> defaults;
};
struct WebListenField {  // "192.168.1.2:80", "https://192.168.1.2", "unix:/run/web.sock", "inherited"; empty is off
  std::vector<WebListen> Settings::*member;
};
struct HostNamesField {  // as read_domain gives them
  std::vector<std::string> Settings::*member;
};
struct NamesField {
  std::vector<std::string> Settings::*member;
};
struct InterfacesField {  // of the network
  std::vector<std::string> Settings::*member;
};
struct IdsField {  // of the list catalogue
  std::vector<std::string> Settings::*member;
};
struct UrlField {  // http or https, without a query; may be empty
  std::string Settings::*member;
};
using FieldKind =
    std::variant<FlagField, CountField, SizeField, MillisecondsField, SecondsField, PathField, UserField,
                 ChoiceField<UpstreamStrategy>, ChoiceField<MetricsAccess>, ChoiceField<log::Level>, ChoiceField<log::Sink>, EndpointsField, PrefixesField,
                 LeaseFilesField, WebListenField, HostNamesField, NamesField, InterfacesField, IdsField, UrlField>;

struct Field {
  Text key;  // "upstreams.timeout": a section and a key in it, or a key at the top; rows of a section stand together
  FieldKind kind;
  Text help;  // one sentence
};

std::span<const Field> settings_fields();
Settings default_settings();

std::string print_settings(const Settings& settings);  // canonical YAML; reads back as the same settings
std::string settings_schema();                         // JSON Schema 2020-12: config/darban.schema.json
std::string settings_help();                           // a paragraph per key

}  // namespace darban
