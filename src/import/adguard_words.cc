// SPDX-License-Identifier: Apache-2.0
#include "import/adguard_words.h"

#include <algorithm>
#include <array>

namespace darban {
namespace {

constexpr auto kWider = AdguardService::Fits::wider;

// By id. A service of theirs that is one company's part of ours, or of a topic we close as a whole, is marked.
constexpr std::array kServices{
    AdguardService{"9gag", "service:9gag"},
    AdguardService{"activision_blizzard", "service:battle-net", kWider},
    AdguardService{"aliexpress", "service:aliexpress"},
    AdguardService{"amazon", "service:amazon-shopping"},
    AdguardService{"amazon_streaming", "service:prime-video"},
    AdguardService{"apple_streaming", "service:apple-tv"},
    AdguardService{"battle_net", "service:battle-net"},
    AdguardService{"betano", "gambling", kWider},
    AdguardService{"betfair", "gambling", kWider},
    AdguardService{"betway", "gambling", kWider},
    AdguardService{"bigo_live", "service:bigo-live"},
    AdguardService{"bilibili", "service:bilibili"},
    AdguardService{"blaze", "gambling", kWider},
    AdguardService{"blizzard_entertainment", "service:battle-net"},
    AdguardService{"bluesky", "service:bluesky"},
    AdguardService{"chatgpt", "service:chatgpt"},
    AdguardService{"claude", "service:claude"},
    AdguardService{"clubhouse", "service:clubhouse"},
    AdguardService{"copilot", "service:copilot"},
    AdguardService{"crunchyroll", "service:crunchyroll"},
    AdguardService{"dailymotion", "service:dailymotion"},
    AdguardService{"deepseek", "service:deepseek"},
    AdguardService{"deezer", "service:deezer"},
    AdguardService{"discord", "service:discord"},
    AdguardService{"disneyplus", "service:disney-plus"},
    AdguardService{"ebay", "service:ebay"},
    AdguardService{"electronic_arts", "service:ea"},
    AdguardService{"facebook", "service:facebook"},
    AdguardService{"gemini", "service:gemini"},
    AdguardService{"grindr", "service:grindr"},
    AdguardService{"grok", "service:grok"},
    AdguardService{"hbomax", "service:max"},
    AdguardService{"hulu", "service:hulu"},
    AdguardService{"imgur", "service:imgur"},
    AdguardService{"instagram", "service:instagram"},
    AdguardService{"kakaotalk", "service:kakaotalk"},
    AdguardService{"kik", "service:kik"},
    AdguardService{"leagueoflegends", "service:riot-games", kWider},
    AdguardService{"line", "service:line"},
    AdguardService{"linkedin", "service:linkedin"},
    AdguardService{"mastodon", "service:mastodon"},
    AdguardService{"max", "service:max"},
    AdguardService{"messenger", "service:messenger"},
    AdguardService{"meta_ai", "service:meta-ai"},
    AdguardService{"minecraft", "service:minecraft"},
    AdguardService{"netflix", "service:netflix"},
    AdguardService{"nintendo", "service:nintendo"},
    AdguardService{"nvidia", "service:geforce-now"},
    AdguardService{"ok", "service:ok-ru"},
    AdguardService{"onlyfans", "adult", kWider},
    AdguardService{"origin", "service:ea", kWider},
    AdguardService{"paramountplus", "service:paramount-plus"},
    AdguardService{"peacock_tv", "service:peacock"},
    AdguardService{"perplexity", "service:perplexity"},
    AdguardService{"pinterest", "service:pinterest"},
    AdguardService{"playstation", "service:playstation"},
    AdguardService{"plenty_of_fish", "service:plenty-of-fish"},
    AdguardService{"plex", "service:plex"},
    AdguardService{"pluto_tv", "service:pluto-tv"},
    AdguardService{"quora", "service:quora"},
    AdguardService{"reddit", "service:reddit"},
    AdguardService{"riot_games", "service:riot-games"},
    AdguardService{"roblox", "service:roblox"},
    AdguardService{"rockstar_games", "service:rockstar-games"},
    AdguardService{"shein", "service:shein"},
    AdguardService{"signal", "service:signal"},
    AdguardService{"snapchat", "service:snapchat"},
    AdguardService{"soundcloud", "service:soundcloud"},
    AdguardService{"spotify", "service:spotify"},
    AdguardService{"spotify_video", "service:spotify", kWider},
    AdguardService{"steam", "service:steam"},
    AdguardService{"telegram", "service:telegram"},
    AdguardService{"temu", "service:temu"},
    AdguardService{"threads", "service:threads"},
    AdguardService{"tidal", "service:tidal"},
    AdguardService{"tiktok", "service:tiktok"},
    AdguardService{"tinder", "service:tinder"},
    AdguardService{"tumblr", "service:tumblr"},
    AdguardService{"twitch", "service:twitch"},
    AdguardService{"twitter", "service:x"},
    AdguardService{"ubisoft", "service:ubisoft"},
    AdguardService{"valorant", "service:riot-games", kWider},
    AdguardService{"viber", "service:viber"},
    AdguardService{"vimeo", "service:vimeo"},
    AdguardService{"vk", "service:vk"},
    AdguardService{"wechat", "service:wechat"},
    AdguardService{"weibo", "service:weibo"},
    AdguardService{"whatsapp", "service:whatsapp"},
    AdguardService{"xboxlive", "service:xbox"},
    AdguardService{"xiaohongshu", "service:xiaohongshu"},
    AdguardService{"youtube", "service:youtube"},
    AdguardService{"zalo", "service:zalo"},
};

bool has(const std::vector<std::string>& tags, std::string_view tag) {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

}  // namespace

std::span<const AdguardService> adguard_services() { return kServices; }

const AdguardService* adguard_service(std::string_view id) {
  const auto found = std::find_if(kServices.begin(), kServices.end(), [id](const AdguardService& each) { return each.id == id; });
  return found == kServices.end() ? nullptr : &*found;
}

TagGuess band_of_tags(const std::vector<std::string>& tags) {
  if (has(tags, "user_child")) return {Band::age_10_12, "the tag user_child says a child, and not how old"};
  if (has(tags, "user_regular") || has(tags, "user_admin")) return {Band::adult, "the tag says a regular user or an admin"};
  for (const std::string_view thing :
       {"device_tv", "device_camera", "device_printer", "device_nas", "device_audio", "device_securityalarm", "device_other"}) {
    if (has(tags, thing)) return {Band::things, "the tag " + std::string(thing) + " says a thing rather than a person"};
  }
  return {Band::adult, ""};
}

std::optional<std::uint16_t> minute_of_duration(std::string_view text) {
  constexpr std::uint64_t kDay = 86'400'000;
  const bool units = text.find_first_of("hms") != std::string_view::npos;
  std::uint64_t milliseconds = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::uint64_t number = 0;
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9' && number <= kDay)
      number = number * 10 + static_cast<std::uint64_t>(text[digits++] - '0');
    if (digits == 0) return std::nullopt;
    text.remove_prefix(digits);
    const auto end = std::min(text.find_first_of("0123456789"), text.size());
    const std::string_view unit = text.substr(0, end);
    text.remove_prefix(end);
    const std::uint64_t factor = unit == "h"              ? 3'600'000
                                 : unit == "m"            ? 60'000
                                 : unit == "s"            ? 1000
                                 : unit == "ms"           ? 1
                                 : unit.empty() && !units ? 1
                                                          : 0;
    if (factor == 0) return std::nullopt;
    milliseconds += number * factor;
    if (milliseconds > kDay) return std::nullopt;
  }
  return static_cast<std::uint16_t>(milliseconds / 60'000);
}

}  // namespace darban
