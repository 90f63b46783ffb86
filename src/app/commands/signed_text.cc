// SPDX-License-Identifier: Apache-2.0
#include "app/commands/signed_text.h"

#include <algorithm>
#include <array>

#include "app/civil_time.h"
#include "app/commands/lists_report.h"
#include "app/list_companions.h"
#include "base/errc.h"
#include "base/json_writer.h"
#include "base/mapped_file.h"
#include "lists/image.h"

namespace darban {
namespace {

ConfigText shown(std::string text) { return ConfigText::from_operator(std::move(text)); }

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return with_commas(count) + " " + std::string(count == 1 ? one : many);
}

// "bundle 8", and its trouble; nothing when all is well.
std::string trouble_of(std::string_view what, const SignedFile& file) {
  std::string text(what);
  if (file.number != 0) text += " " + std::to_string(file.number);
  if (file.refusal) {
    text.append(" was refused: ").append(text_of(*file.refusal).view());
    if (file.at != 0) text += " (" + std::string(what == "index.tsv" ? "line " : "octet ") + std::to_string(file.at) + ")";
    return text + ". What was in force stays.\n";
  }
  if (file.fate != SourceFate::failed) return {};
  text.append(": ").append(text_of(file.trouble).view()).append(". What was in force stays. ");
  return text.append(advice_of(file.trouble).view()).append("\n");
}

void write_file(JsonWriter& json, Text key, const SignedFile& file) {
  json.open_object(key);
  json.field("fate", file.fate);
  if (file.number != 0) json.field("number", file.number);
  if (file.refusal) {
    json.field("refusal", key_of(*file.refusal));
    json.field("refusal_words", text_of(*file.refusal));
  }
  if (file.trouble != FetchTrouble::none) {
    json.field("trouble", key_of(file.trouble));
    json.field("trouble_words", text_of(file.trouble));
    json.field("advice", advice_of(file.trouble));
  }
  json.close_object();
}

void write_bundle(JsonWriter& json, const SignedInForce& in_force, std::int64_t now) {
  const BundleManifest& bundle = *in_force.bundle;
  json.open_object("bundle_in_force");
  json.field("publisher", shown(bundle.publisher));
  json.field("number", bundle.number);
  json.field("rollback_of", bundle.rollback_of);
  json.field("created", bundle.created);
  json.field("expires", bundle.expires);
  json.field("expired", now >= bundle.expires);
  json.open_list("sources");
  for (const Attribution& source : bundle.sources) {
    json.open_object();
    json.field("id", shown(source.id));
    json.field("title", shown(source.title));
    json.field("licence", shown(source.licence));
    json.field("url", shown(source.url));
    json.field("entries", source.entries);
    json.close_object();
  }
  json.close_list();
  json.close_object();
}

}  // namespace

SignedInForce signed_in_force(const Generations& generations, const std::string& image, std::int64_t now) {
  SignedInForce found;
  found.bundle = generations.bundle_in_force();
  found.generation = generations.installed().value_or(0);
  found.image = Image::glance(image).value_or(ImageGlance{});
  found.held = generations.held();
  UnblockInForce beside = read_unblock_beside(image, WallTime{Seconds{now}});
  found.problems = std::move(beside.problems);
  const auto file = MappedFile::open(beside_image(image, "unblock"));
  const auto said = file ? read_unblock(file->octets()) : BundleError{};
  if (said && !beside.names.empty())
    found.unblock = SignedInForce::OpenedNames{said->unblock.number, said->unblock.expires, beside.names.size()};
  return found;
}

std::string signed_summary(const SignedInForce& in_force, std::int64_t now) {
  std::string text;
  if (in_force.bundle) {
    const BundleManifest& bundle = *in_force.bundle;
    text = "A bundle of \"" + bundle.publisher + "\" is in force: number " + std::to_string(bundle.number) +
           (bundle.rollback_of == 0 ? "" : ", which is number " + std::to_string(bundle.rollback_of) + " once more") + ", " +
           counted(in_force.image.names, "name", "names") + " (" + shown_size(in_force.image.octets) + ", generation " +
           std::to_string(in_force.generation) + "), ";
    text += now < bundle.expires
                ? "good till " + utc_text(bundle.expires) + ".\n"
                : "good until " + utc_text(bundle.expires) + ". Its time is over; it stays in force until a newer one comes.\n";
  } else {
    text = "No bundle is in force" +
           (in_force.generation == 0 ? std::string(".\n")
                                     : "; generation " + std::to_string(in_force.generation) + " is, which was compiled here.\n");
  }
  if (in_force.unblock) {
    text += "Un-block file " + std::to_string(in_force.unblock->number) + " opens " +
            counted(in_force.unblock->names, "name", "names") + " until " + utc_text(in_force.unblock->expires) + ".\n";
  }
  return text;
}

std::string signed_table(const SignedInForce& in_force) {
  if (!in_force.bundle) return {};
  std::size_t width = 4;
  for (const Attribution& source : in_force.bundle->sources) width = std::max(width, source.id.size());
  std::string text;
  for (const Attribution& source : in_force.bundle->sources)
    text += left_column(source.id, width + 3) + right_column(with_commas(source.entries), 11) + "  " + source.licence + "  " +
            source.title + "\n";
  return text;
}

std::string signed_troubles(const SignedReport& report) {
  return trouble_of("index.tsv", report.index) + trouble_of("un-block file", report.unblock) +
         trouble_of("bundle", report.bundle);
}

// An un-block file that ran out before it came opens nothing and hides nothing.
bool needs_an_eye(const SignedReport& report) {
  const bool stale_unblock = report.unblock.refusal == BundleFault::expired;
  return report.index.refusal || report.bundle.refusal || (report.unblock.refusal && !stale_unblock);
}

std::string signed_json(const SignedInForce& in_force, const SignedReport* report, std::int64_t now) {
  JsonWriter json;
  json.open_object();
  json.field("kind", Text("signed"));
  if (report != nullptr) {
    json.field("end", report->bundle.fate == SourceFate::fresh ? UpdateEnd::installed : UpdateEnd::nothing_new);
    json.field("url", shown(report->url));
    json.field("begun", report->begun);
    json.field("ended", report->ended);
    write_file(json, "index", report->index);
    write_file(json, "unblock", report->unblock);
    write_file(json, "bundle", report->bundle);
  }
  json.field("held", in_force.held);
  json.field("generation", in_force.generation);
  json.field("names", in_force.image.names);
  json.field("octets", in_force.image.octets);
  if (in_force.bundle)
    write_bundle(json, in_force, now);
  else
    json.null_field("bundle_in_force");
  if (in_force.unblock) {
    json.open_object("unblock_in_force");
    json.field("number", in_force.unblock->number);
    json.field("expires", in_force.unblock->expires);
    json.field("names", static_cast<std::uint64_t>(in_force.unblock->names));
    json.close_object();
  } else {
    json.null_field("unblock_in_force");
  }
  json.open_list("problems");
  for (const ConfigError& problem : in_force.problems) json.item(text_of(problem));
  json.close_list();
  json.close_object();
  return json.take();
}

}  // namespace darban
