// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The table of troubles and the draw of their times.
#include "simulation/weather.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace moisson::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

struct Trouble {
    Reach reach;
    std::string_view rule;
    bool hides;
    // Of its length, shortest and longest.
    minutes least;
    minutes most;
    int weight;
};

constexpr std::array troubles = {
    Trouble{Reach::dead_name, "", false, hours(2), hours(24 * 9), 3},
    Trouble{Reach::refused, "", false, minutes(10), hours(24 * 4), 3},
    Trouble{Reach::silent, "", false, minutes(10), hours(30), 2},
    Trouble{Reach::open, R"({"do":"status","status":503})", false, minutes(5), hours(48), 3},
    Trouble{
        Reach::open,
        R"({"do":"status","status":500,"when":{"probability":0.25}})",
        false,
        hours(1),
        hours(60),
        3},
    Trouble{Reach::open, R"({"do":"status","status":404})", false, hours(1), hours(30), 1},
    Trouble{Reach::open, R"({"do":"html"})", false, hours(1), hours(48), 2},
    Trouble{
        Reach::open,
        R"({"do":"html","when":{"probability":0.2}})",
        false,
        hours(1),
        hours(48),
        2},
    Trouble{Reach::open, R"({"do":"challenge"})", false, hours(1), hours(48), 1},
    Trouble{
        Reach::open,
        R"({"do":"status","status":429,"retry_after":90,"when":{"probability":0.4}})",
        false,
        hours(1),
        hours(72),
        4},
    Trouble{
        Reach::open,
        R"({"do":"status","status":503,"retry_after_date":900,"when":{"probability":0.2}})",
        false,
        hours(1),
        hours(72),
        2},
    Trouble{
        Reach::open,
        R"({"do":"status","status":429,"retry_after":7200,"when":{"probability":0.5}})",
        false,
        hours(1),
        hours(24),
        1},
    Trouble{Reach::open, R"({"do":"latency","ms":9000})", false, hours(1), hours(72), 2},
    Trouble{
        Reach::open,
        R"({"do":"latency","ms":70000,"when":{"probability":0.3}})",
        false,
        hours(1),
        hours(48),
        1},
    Trouble{
        Reach::open,
        R"({"do":"hang","percent":50,"when":{"probability":0.3}})",
        false,
        hours(1),
        hours(48),
        3},
    Trouble{
        Reach::open,
        R"({"do":"reset","when":{"probability":0.4}})",
        false,
        hours(1),
        hours(48),
        2},
    Trouble{
        Reach::open,
        R"({"do":"truncate","percent":60,"when":{"probability":0.4}})",
        false,
        hours(1),
        hours(48),
        2},
    Trouble{
        Reach::open,
        R"({"do":"cut_json","percent":70,"when":{"probability":0.3}})",
        false,
        hours(1),
        hours(48),
        2},
    Trouble{
        Reach::open,
        R"({"do":"empty_body","when":{"probability":0.3}})",
        false,
        hours(1),
        hours(48),
        1},
    Trouble{
        Reach::open,
        R"({"do":"api_error","when":{"probability":0.3}})",
        false,
        hours(1),
        hours(48),
        1},
    Trouble{Reach::open, R"({"do":"bom"})", false, hours(1), hours(72), 1},
    Trouble{Reach::open, R"({"do":"count","factor":1.4})", false, hours(6), hours(24 * 9), 2},
    Trouble{Reach::open, R"({"do":"count","factor":0.6})", false, hours(6), hours(24 * 9), 2},
    Trouble{Reach::open, R"({"do":"count","plus":3})", false, hours(6), hours(24 * 9), 2},
    Trouble{Reach::open, R"({"do":"repeat_record"})", false, hours(6), hours(24 * 5), 3},
    Trouble{
        Reach::open,
        R"({"do":"repeat_page","when":{"probability":0.4}})",
        true,
        hours(6),
        hours(72),
        3},
    Trouble{
        Reach::open,
        R"({"do":"short_page","keep":4,"when":{"probability":0.4}})",
        true,
        hours(6),
        hours(72),
        3},
    Trouble{
        Reach::open,
        R"({"do":"empty_page","when":{"probability":0.3}})",
        true,
        hours(6),
        hours(72),
        2},
    Trouble{Reach::open, R"({"do":"same_page"})", true, hours(6), hours(48), 1},
};

const Trouble& draw_trouble(portals::Draw& draw) {
    int sum = 0;
    for (const Trouble& trouble : troubles)
        sum += trouble.weight;
    auto at = static_cast<int>(draw.below(static_cast<std::uint64_t>(sum)));
    for (const Trouble& trouble : troubles) {
        if (at < trouble.weight)
            return trouble;
        at -= trouble.weight;
    }
    return troubles.back();
}

// "2026-03-02T10:00:00"
std::string script_date(Instant at) {
    return portals::ckan_date(at).substr(0, 19);
}

} // namespace

std::vector<Episode> draw_weather(portals::Draw draw, const WorldOptions& options) {
    std::vector<Episode> weather;
    // Some portals have no trouble at all; the worst have one every four days.
    const std::uint64_t most = static_cast<std::uint64_t>(options.days) / 4;
    const std::uint64_t count = draw.chance(0.15) ? 0 : draw.below(most + 1);
    const Instant end = end_of(options);
    for (std::uint64_t i = 0; i < count; ++i) {
        const Trouble& trouble = draw_trouble(draw);
        const auto range = static_cast<std::uint64_t>((trouble.most - trouble.least).count());
        // Short ones are more frequent than long ones.
        const std::uint64_t length = draw.below(1 + draw.below(range + 1));
        const auto day = minutes(draw.below(static_cast<std::uint64_t>(options.days) * 24 * 60));
        Episode episode;
        episode.when.from = beginning + day;
        episode.when.to = std::min(
            end,
            episode.when.from + trouble.least + minutes(static_cast<std::int64_t>(length))
        );
        episode.reach = trouble.reach;
        episode.rule = trouble.rule;
        episode.hides = trouble.hides;
        weather.push_back(std::move(episode));
    }
    return weather;
}

portals::Script script_of(const std::vector<Episode>& weather) {
    nlohmann::json rules = nlohmann::json::array();
    for (const Episode& episode : weather) {
        if (episode.rule.empty())
            continue;
        nlohmann::json rule = nlohmann::json::parse(episode.rule);
        rule["when"]["from"] = script_date(episode.when.from);
        rule["when"]["to"] = script_date(episode.when.to);
        rules.push_back(std::move(rule));
    }
    return portals::Script::from_json({{"rules", std::move(rules)}});
}

Reach reach_at(const std::vector<Episode>& weather, Instant at) {
    for (const Episode& episode : weather)
        if (episode.reach != Reach::open && episode.when.contains(at))
            return episode.reach;
    return Reach::open;
}

} // namespace moisson::simulation
