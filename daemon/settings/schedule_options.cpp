// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "settings/schedule_options.hpp"

#include "harvest/cron.hpp"
#include "i18n/details.hpp"
#include "settings/option_kinds.hpp"

namespace moisson::settings {
namespace {

// 1s, 24h: bounds as the documentation writes them.
using namespace std::chrono_literals;

constexpr std::size_t windows_max = 20;

std::string check_cron(const std::string& text) {
    const auto cron = harvest::Cron::parse(text);
    if (cron.has_value())
        return {};
    return fmt::format(
        "« {} » n'est pas une expression cron ({}) : minute heure jour mois jour-de-semaine "
        "(0 3 * * *, 30 2 * * lun-ven)",
        text,
        i18n::detail_text(cron.error().code, cron.error().detail)
    );
}

Check check_zone(const PortalRules& rules) {
    return [knows = rules.knows_zone](const std::string& name) {
        const bool fine = name.empty() || !knows || knows(name);
        return fine ? std::string() : fmt::format("fuseau horaire inconnu « {} »", name);
    };
}

harvest::Cron::Gaps gaps_of(const harvest::Cron& cron) {
    const auto zone = normalise::TimeZone::from_posix("UTC0");
    return cron.gaps(Instant(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)), *zone);
}

void check_window(const YAML::Node& node, const MaintenanceWindow& window, const Reader& reader) {
    if (window.cron.empty() || window.duration.count() == 0) {
        reader.add(node, "maintenance : cron et duration sont obligatoires");
        return;
    }
    const auto cron = harvest::Cron::parse(window.cron);
    if (cron.has_value() && window.duration >= gaps_of(*cron).longest)
        reader.add(
            node,
            fmt::format(
                "maintenance : la fenêtre « {} » s'ouvre de nouveau avant d'être fermée, et le "
                "portail ne serait jamais moissonné",
                window.cron
            )
        );
}

std::vector<Option<Source>> schedule_keys(const PortalRules& rules) {
    return {
        text_option<Source>("cron", MOISSON_MEMBER(cron), check_cron),
        text_option<Source>("timezone", MOISSON_MEMBER(schedule_zone), check_zone(rules)),
        duration_option<Source>("jitter", MOISSON_MEMBER(jitter), 0ms, 24h)};
}

std::vector<Option<MaintenanceWindow>> window_keys(const PortalRules& rules) {
    return {
        text_option<MaintenanceWindow>("cron", MOISSON_MEMBER(cron), check_cron),
        duration_option<MaintenanceWindow>("duration", MOISSON_MEMBER(duration), 1min, 24h * 31),
        text_option<MaintenanceWindow>("timezone", MOISSON_MEMBER(timezone), check_zone(rules))};
}

} // namespace

Option<Source> zone_option(const PortalRules& rules) {
    return text_option<Source>("timezone", MOISSON_MEMBER(timezone), check_zone(rules));
}

Option<Source> schedule_option(const PortalRules& rules) {
    Option<Source> option;
    option.name = "schedule";
    option.read = [&rules](const YAML::Node& node, Source& out, const Reader& reader) {
        if (!node.IsMap())
            reader.add(node, "schedule : cron, timezone ou jitter est attendu");
        else
            read_section(node, "", schedule_keys(rules), out, reader);
    };
    return option;
}

Option<Portal> maintenance_option(const PortalRules& rules) {
    Option<Portal> option;
    option.name = "maintenance";
    option.read = [&rules](const YAML::Node& node, Portal& out, const Reader& reader) {
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
            read_section(item, "", window_keys(rules), window, reader);
            check_window(item, window, reader);
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
    if (const auto cron = harvest::Cron::parse(source.cron); cron.has_value())
        source.interval = gaps_of(*cron).longest;
}

} // namespace moisson::settings
