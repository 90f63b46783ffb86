// SPDX-License-Identifier: Apache-2.0
// darban.yaml and back, by the table of fields.
#include <algorithm>
#include <vector>

#include "config/field_values.h"
#include "config/fields.h"
#include "config/node.h"
#include "config/spelling.h"
#include "config/yaml.h"

namespace darban {

Text text_of(UpstreamStrategy strategy) {
  switch (strategy) {
    case UpstreamStrategy::ordered:
      return "ordered";
  }
  return "ordered";
}

Text text_of(MetricsAccess access) {
  switch (access) {
    case MetricsAccess::off:
      return "off";
    case MetricsAccess::this_machine:
      return "this-machine";
    case MetricsAccess::token:
      return "token";
  }
  return "off";
}

namespace {

// The keys of a section ("" is the top, where the sections themselves are keys too), in the table's order.
std::vector<std::string_view> keys_in(std::string_view section) {
  std::vector<std::string_view> keys;
  for (const auto& field : settings_fields()) {
    const auto key = split_key(field);
    if (key.section == section)
      keys.push_back(key.name);
    else if (section.empty() && (keys.empty() || keys.back() != key.section))
      keys.push_back(key.section);
  }
  return keys;
}

void read_section(std::string_view section, const Members& members, Settings& settings, Objection& objection) {
  for (const auto& field : settings_fields()) {
    const auto key = split_key(field);
    if (key.section != section) continue;
    if (const Node* node = members.find(key.name)) read_field(field, *node, settings, objection);
  }
}

bool is_nothing(const Node& node) { return node.kind == Node::Kind::empty && node.text.empty(); }

// Whether somebody on this machine can come from a loopback address.
bool is_open_on_loopback(const WebListen& listen) {
  if (listen.kind == WebListen::Kind::inherited) return true;
  if (listen.kind == WebListen::Kind::local_socket) return false;
  return listen.endpoint.address.is_loopback() || listen.endpoint.address.is_unspecified();
}

void check_metrics(const Settings& settings, Place place, Objection& objection) {
  const auto& listens = settings.web_listen;
  if (settings.web_metrics == MetricsAccess::off) return;
  if (listens.empty()) return objection.at(place, "'web.metrics' is a part of the page; write where it is: 'web.listen'");
  if (settings.web_metrics == MetricsAccess::this_machine && std::none_of(listens.begin(), listens.end(), is_open_on_loopback))
    objection.at(place,
                 "'web.metrics: this-machine' is for who comes from a loopback address; add one to 'web.listen', such as "
                 "127.0.0.1:8053");
}

// What one row of the table can not know.
void check_page(const Settings& settings, Place place, Objection& objection) {
  if (settings.web_certificate.empty() != settings.web_key.empty())
    return objection.at(place, "'web.certificate' and 'web.key' belong together; write both or none");
  const bool encrypted = std::any_of(settings.web_listen.begin(), settings.web_listen.end(),
                                     [](const WebListen& listen) { return listen.kind == WebListen::Kind::https; });
  if (encrypted && settings.web_key.empty())
    return objection.at(place, "'web.listen' has an https:// address; it needs 'web.certificate' and 'web.key'");
  check_metrics(settings, place, objection);
}

}  // namespace

Settings default_settings() {
  Settings settings;
  set_default_lists(settings);
  return settings;
}

Result<Settings, ConfigError> parse_settings(std::string_view text, const std::string& file_name) {
  const auto root = read_document(text, file_name);
  if (!root) return root.error();
  Settings settings = default_settings();
  if (is_nothing(*root)) return settings;
  Objection objection(file_name);
  const auto top_keys = keys_in("");
  const Members top(*root, "the settings file", top_keys, objection);
  for (const auto section : field_sections()) {
    if (section.empty()) {
      read_section(section, top, settings, objection);
    } else if (const Node* node = top.find(section); node != nullptr && !is_nothing(*node)) {
      const auto keys = keys_in(section);
      read_section(section, Members(*node, quote(section), keys, objection), settings, objection);
    }
  }
  if (const Node* page = top.find("web")) check_page(settings, page->key_place, objection);
  if (!objection.none()) return objection.error();
  return settings;
}

std::string print_settings(const Settings& settings) {
  std::string yaml;
  for (const auto section : field_sections()) {
    if (!section.empty()) yaml += std::string(section) + ":\n";
    for (const auto& field : settings_fields()) {
      const auto key = split_key(field);
      if (key.section == section)
        yaml += (section.empty() ? "" : "  ") + std::string(key.name) + ": " + print_field(field, settings) + "\n";
    }
  }
  return yaml;
}

std::string settings_help() {
  const Settings defaults = default_settings();
  std::string help;
  for (const auto& field : settings_fields()) {
    help += std::string(field.key.view()) + "\n  " + std::string(field.help.view()) + "\n  " + range_of(field) + "; default " +
            print_field(field, defaults) + "\n";
  }
  return help;
}

}  // namespace darban
