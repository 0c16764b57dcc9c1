// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "settings/schedule_options.hpp"

#include "harvest/cron.hpp"
#include "settings/option_kinds.hpp"

namespace moisson::settings {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t windows_max = 20;
// Occurrences looked at for the longest time between two: more than a year of a monthly one.
constexpr int occurrences_looked_at = 64;

#define MOISSON_MEMBER(path)                                                                       \
    [](auto& s) -> auto& {                                                                         \
        return s.path;                                                                             \
    }

std::string check_cron(const std::string& text) {
    if (harvest::Cron::parse(text).has_value())
        return {};
    return fmt::format(
        "« {} » n'est pas une expression cron : minute heure jour mois jour-de-semaine "
        "(0 3 * * *, 30 2 * * lun-ven)",
        text
    );
}

const std::vector<Option<Source>>& schedule_keys() {
    static const std::vector<Option<Source>> keys = {
        text_option<Source>("cron", MOISSON_MEMBER(cron), check_cron),
        text_option<Source>("timezone", MOISSON_MEMBER(schedule_zone)),
        duration_option<Source>("jitter", MOISSON_MEMBER(jitter), 0ms, 24h)};
    return keys;
}

const std::vector<Option<MaintenanceWindow>>& window_keys() {
    static const std::vector<Option<MaintenanceWindow>> keys = {
        text_option<MaintenanceWindow>("cron", MOISSON_MEMBER(cron), check_cron),
        duration_option<MaintenanceWindow>("duration", MOISSON_MEMBER(duration), 1min, 24h * 31),
        text_option<MaintenanceWindow>("timezone", MOISSON_MEMBER(timezone))};
    return keys;
}

#undef MOISSON_MEMBER

} // namespace

Option<Source> schedule_option() {
    Option<Source> option;
    option.name = "schedule";
    option.read = [](const YAML::Node& node, Source& out, const Reader& reader) {
        if (!node.IsMap())
            reader.add(node, "schedule : cron, timezone ou jitter est attendu");
        else
            read_section(node, "", schedule_keys(), out, reader);
    };
    return option;
}

Option<Portal> maintenance_option() {
    Option<Portal> option;
    option.name = "maintenance";
    option.read = [](const YAML::Node& node, Portal& out, const Reader& reader) {
        if (!node.IsSequence() || node.size() > windows_max) {
            reader.add(
                node,
                fmt::format(
                    "maintenance : une liste de {} fenêtres au plus est attendue",
                    windows_max
                )
            );
            return;
        }
        for (const YAML::Node& item : node) {
            MaintenanceWindow window;
            read_section(item, "", window_keys(), window, reader);
            if (window.cron.empty() || window.duration.count() == 0)
                reader.add(item, "maintenance : cron et duration sont obligatoires");
            out.maintenance.push_back(std::move(window));
        }
    };
    return option;
}

void settle_schedule(const YAML::Node& node, Source& source, const Reader& reader) {
    if (source.cron.empty())
        return;
    if (node["interval"])
        reader.add(
            node,
            fmt::format("source {} : interval et schedule.cron s'excluent", source.key)
        );
    const auto cron = harvest::Cron::parse(source.cron);
    const auto zone = normalise::TimeZone::from_posix("UTC0");
    if (cron.has_value())
        source.interval = cron->longest_gap(
            Instant(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)),
            *zone,
            occurrences_looked_at
        );
}

} // namespace moisson::settings
