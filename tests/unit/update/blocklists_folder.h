// SPDX-License-Identifier: Apache-2.0
// A small folder laid out like blocklists/, in which a test spoils one thing. As it comes, nothing is wrong with it.
#pragma once
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "tests/support/temp_folder.h"

namespace darban {

class BlocklistsFolder {
 public:
  BlocklistsFolder() {
    category(1, "adult");
    category(10, "gambling");
    category(13, "social");
    curated("gambling", "bets.example.net\tgambling\t2026-11-01\t2028-11-01\tTakes bets (bets.example.net).\n");
    curated("adult", "sealed.example.net\tadult\t2026-11-01\t2028-11-01\tShows sex (sealed.example.net).\n");
    service("chatter", 130, "social", "[chatter.example.net]", "[]");
    write("never-block.yaml",
          "names:\n"
          "  - {name: push.vital.net, scope: exact, purpose: push, why: \"Carries alarms.\", source: \"vital.net\", "
          "last-verified: 2026-11-21, confidence: A}\n"
          "  - {name: time.vital.org, scope: subtree, purpose: time, why: \"Tells the time.\", source: \"vital.org\", "
          "last-verified: 2026-11-21, confidence: A}\n"
          "helplines: []\n");
  }

  std::string path() const { return folder_.file("lists"); }
  std::string path(std::string_view name) const { return (std::filesystem::path(path()) / name).string(); }

  void write(std::string_view name, std::string_view text) {
    const std::filesystem::path file = path(name);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  void replace(std::string_view name, std::string_view from, std::string_view to) {
    std::ifstream in(path(name), std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    in.close();
    const auto at = text.find(from);
    if (at == std::string::npos) std::abort();
    write(name, text.replace(at, from.size(), to));
  }
  void category(int id, std::string_view key) {
    categories_ += "  - {id: " + std::to_string(id) + ", key: " + std::string(key) +
                   ", name: \"A\", urdu: \"A\", covers: \"Is a topic.\", never: \"Anything else.\", risk: content, "
                   "bands: \"BBBB-BBBB-B\", group: other, false-positives: low, lapse: 24}\n";
    write("categories.yaml", "categories:\n" + categories_);
  }
  void service(std::string_view key, int id, std::string_view group, std::string_view core, std::string_view shared) {
    const std::string name(key);
    write("services/" + name + ".yaml",
          "id: " + std::to_string(id) + "\nkey: " + name + "\nname: \"A\"\nurdu: \"A\"\ngroup: " + std::string(group) +
              "\nrisk: contact\ncovers: \"Is an app.\"\nalso-stops: \"\"\nnever: \"Other apps.\"\ncore: " + std::string(core) +
              "\nshared: " + std::string(shared) + "\nreviewed: 2026-11-21\n");
  }
  void curated(std::string_view key, std::string_view lines) { write("curated/" + std::string(key) + ".tsv", lines); }
  // One source; `more` are further members, a line each, indented by four.
  void source(std::string_view id, std::string_view category, std::string_view licence, std::string_view more = "") {
    sources_ +=
        "  - id: " + std::string(id) + "\n    category: " + std::string(category) +
        "\n    title: \"A list\"\n    home: https://lists.example/\n    maintainer: \"A\"\n    urls: "
        "[https://lists.example/a.txt]\n    format: domains\n    licence: \"" +
        std::string(licence) +
        "\"\n    redistribute: true\n    commercial: true\n    interval: 24h\n    entries: {least: 1, most: 10}\n    use: "
        "default\n    quality: A\n    reviewed: 2026-11-21\n" +
        std::string(more);
    write("catalogue.yaml", "sources:\n" + sources_);
  }

 private:
  TempFolder folder_;
  std::string categories_;
  std::string sources_;
};

}  // namespace darban
