// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson portails verifier: no database is opened.
#include "cli/commands.hpp"
#include "cli/detection_view.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/outside.hpp"
#include "cli/terminal_text.hpp"
#include "detect/portal_check.hpp"
#include "i18n/format.hpp"
#include "i18n/messages.hpp"
#include "settings/duration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace moisson::cli {
namespace {

using detect::Health;
using detect::SourceCheck;

struct HealthWord {
    Health health;
    std::string_view text;
    std::string_view many;
};

constexpr std::array<HealthWord, 9> health_words{{
    {Health::alive, "vivant", "vivants"},
    {Health::moved, "déplacé", "déplacés"},
    {Health::changed, "logiciel changé", "logiciels changés"},
    {Health::certificate, "certificat", "certificats"},
    {Health::refused, "nous refuse", "nous refusent"},
    {Health::silent, "muet", "muets"},
    {Health::broken, "sans catalogue", "sans catalogue"},
    {Health::dead, "mort", "morts"},
    {Health::unchecked, "non vérifié", "non vérifiés"},
}};

std::string_view word_of(Health health) {
    return std::find_if(
               health_words.begin(),
               health_words.end(),
               [health](const HealthWord& word) { return word.health == health; }
    )->text;
}

std::string detail_of(const SourceCheck& check) {
    std::string out = check.software;
    if (!check.version.empty())
        out += " " + check.version;
    if (check.count)
        out += (out.empty() ? "" : ", ") + i18n::count(*check.count, "fiche", "fiches");
    if (!check.new_url.empty())
        out += fmt::format(" -> {} ({})", check.new_url, check.new_connector);
    if (check.error)
        out += (out.empty() ? "" : " ; ") + error_text(*check.error);
    return out;
}

// "(désactivée)"; empty for a source that is harvested.
std::string_view mark_of(const SourceCheck& check) {
    if (check.connector.empty())
        return " (écarté)";
    return check.enabled ? "" : " (désactivée)";
}

void print_checks(const std::vector<SourceCheck>& checks, const Output& output) {
    std::map<Health, int> counts;
    for (const SourceCheck& check : checks) {
        ++counts[check.health];
        fmt::print(
            output.out,
            "{:<16} {}{}  {}\n",
            word_of(check.health),
            check.source_key,
            mark_of(check),
            terminal_text(detail_of(check))
        );
    }
    std::string summary;
    for (const HealthWord& word : health_words)
        if (counts[word.health] > 0)
            summary += (summary.empty() ? "" : ", ") +
                       i18n::count(counts[word.health], word.text, word.many);
    fmt::print(
        output.out,
        "\n{} : {}\n",
        i18n::count(static_cast<std::int64_t>(checks.size()), "source", "sources"),
        summary.empty() ? "rien à vérifier" : summary
    );
}

Json check_json(const SourceCheck& check) {
    Json out;
    out["portal"] = check.portal_key;
    out["source"] = check.source_key;
    out["connector"] = check.connector;
    out["url"] = check.url;
    out["enabled"] = check.enabled;
    out["health"] = detect::to_string(check.health);
    out["error"] = error_json(check.error);
    out["software"] = check.software;
    out["version"] = check.version;
    out["count"] = check.count ? Json(*check.count) : Json(nullptr);
    out["new_url"] = check.new_url;
    out["new_connector"] = check.new_connector;
    out["certificate_expires"] = time_json(check.certificate_expires);
    out["requests"] = check.requests;
    out["took_ms"] = check.took.count();
    return out;
}

void print_checks_json(const std::vector<SourceCheck>& checks, const Output& output) {
    Json out;
    Json summary;
    for (const HealthWord& word : health_words)
        summary[std::string(detect::to_string(word.health))] =
            std::count_if(checks.begin(), checks.end(), [&word](const SourceCheck& check) {
                return check.health == word.health;
            });
    out["summary"] = std::move(summary);
    out["sources"] = Json::array();
    for (const SourceCheck& check : checks)
        out["sources"].push_back(check_json(check));
    print_json(output, out);
}

// Portals and sources that were named; all of them when none was. The first name that means
// nothing is left in `unknown`.
std::vector<Portal>
wanted_portals(const std::vector<Portal>& portals, const Request& request, std::string& unknown) {
    if (request.sources.empty())
        return portals;
    std::vector<Portal> out;
    for (const std::string& name : request.sources) {
        const auto portal =
            std::find_if(portals.begin(), portals.end(), [&name](const Portal& candidate) {
                return candidate.key == name;
            });
        if (portal != portals.end()) {
            out.push_back(*portal);
            continue;
        }
        if (std::optional<Portal> one = find_source(portals, name))
            out.push_back(std::move(*one));
        else
            unknown = name;
    }
    return out;
}

// Portals that nobody harvests, as sources without connector.
void add_set_aside(const std::vector<settings::SetAside>& entries, std::vector<Portal>& portals) {
    for (const settings::SetAside& entry : entries) {
        Portal portal;
        portal.key = entry.key;
        portal.title = entry.title;
        portal.url = entry.url;
        Source source;
        source.key = entry.key;
        source.portal_key = entry.key;
        source.url = entry.url;
        source.enabled = false;
        portal.sources.push_back(std::move(source));
        portals.push_back(std::move(portal));
    }
}

// What is set aside is expected to be ill; that it can be read again is news.
bool is_well(const SourceCheck& check) {
    if (check.connector.empty())
        return check.health != Health::changed;
    return !detect::needs_attention(check.health);
}

} // namespace

int check_portals(
    const settings::Settings& settings,
    const Request& request,
    const Output& output
) {
    const auto catalogue = read_catalogue(settings, output);
    if (!catalogue)
        return exit_configuration;
    std::string unknown;
    std::vector<Portal> portals = wanted_portals(catalogue->portals, request, unknown);
    if (!unknown.empty())
        return unknown_source(output, unknown, catalogue->portals);
    if (request.set_aside)
        add_set_aside(catalogue->set_aside, portals);
    detect::RoundOptions options;
    options.parallel = request.parallel;
    if (const auto time = settings::parse_duration(request.time_max); time)
        options.time_max = *time;
    asio::io_context io{1};
    Outside outside(settings, io);
    const std::vector<SourceCheck> checks =
        outside.await(detect::check_portals(outside.detector_parts(), std::move(portals), options));
    if (request.json)
        print_checks_json(checks, output);
    else
        print_checks(checks, output);
    const bool all_well = std::all_of(checks.begin(), checks.end(), is_well);
    return all_well ? exit_ok : exit_attention;
}

} // namespace moisson::cli
