// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson apercu: no database is opened.
#include "cli/commands.hpp"
#include "cli/detection_view.hpp"
#include "cli/exit_code.hpp"
#include "cli/outside.hpp"
#include "cli/record_view.hpp"
#include "harvest/preview.hpp"
#include "i18n/format.hpp"
#include "settings/vocabularies.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::cli {
namespace {

bool is_address(std::string_view subject) {
    return subject.find_first_of(":./") != std::string_view::npos;
}

// The portal that a detection would become.
Portal detected_portal(const detect::Detection& detection, double rate) {
    Portal portal;
    portal.key = "apercu";
    portal.title = detection.title;
    portal.url = detection.home;
    Source source = detect::source_of(detection, portal.key);
    source.rate = rate;
    if (detection.tls.fault)
        source.tls = TlsVerification::off;
    portal.sources.push_back(std::move(source));
    return portal;
}

Json preview_json(
    const harvest::Preview& preview,
    const Source& source,
    const std::optional<detect::Detection>& detection
) {
    Json out;
    out["source"] = source.key;
    out["connector"] = source.connector;
    out["url"] = source.url;
    if (detection)
        out["detection"] = detection_json(*detection);
    out["software"] = preview.probe.software;
    out["version"] = preview.probe.version;
    out["advertised"] = preview.advertised ? Json(*preview.advertised) : Json(nullptr);
    out["requests"] = preview.requests;
    out["records"] = Json::array();
    for (const store::RecordChange& record : preview.records)
        out["records"].push_back(record_json(record));
    out["issues"] = issues_json(preview.issues);
    return out;
}

void print_preview(
    const harvest::Preview& preview,
    const Source& source,
    const i18n::CodeLabels& labels,
    const Output& output
) {
    fmt::print(
        output.out,
        "{} {} : {}, {}{}\n",
        source.connector,
        source.url,
        i18n::count(
            static_cast<std::int64_t>(preview.records.size()),
            "fiche montrée",
            "fiches montrées"
        ),
        preview.advertised ? i18n::count(*preview.advertised, "annoncée", "annoncées")
                           : std::string("nombre non annoncé"),
        source.tls == TlsVerification::off ? ", TLS non vérifié" : ""
    );
    for (const store::RecordChange& record : preview.records)
        fmt::print(output.out, "\n{}", record_text(record, labels));
    if (!preview.issues.empty())
        fmt::print(output.out, "\nFiches écartées et problèmes de page :\n");
    fmt::print(output.out, "{}", issues_text(preview.issues));
    fmt::print(output.out, "\nRien n'a été écrit.\n");
}

} // namespace

int preview_source(
    const settings::Settings& settings,
    const Request& request,
    const Output& output
) {
    const auto catalogue = read_catalogue(settings, output);
    if (!catalogue)
        return exit_configuration;
    asio::io_context io{1};
    Outside outside(settings, io);
    std::optional<detect::Detection> detection;
    std::optional<Portal> portal = find_source(catalogue->portals, request.subject);
    if (!portal && is_address(request.subject)) {
        const detect::VisitOptions visit = visit_options(request.subject);
        detection = outside.await(detect::detect(outside.detector_parts(), request.subject, visit));
        if (detection->verdict != detect::Verdict::found) {
            if (request.json)
                print_json(output, detection_json(*detection));
            else
                fmt::print(output.out, "{}", detection_text(*detection));
            return exit_attention;
        }
        portal = detected_portal(*detection, visit.rate);
    }
    if (!portal)
        return unknown_source(output, request.subject, catalogue->portals);
    Source& source = portal->sources.front();
    source.page_size =
        source.page_size > 0 ? std::min(source.page_size, request.records) : request.records;
    auto made = outside.registry.make(source, outside.services());
    if (made.has_error())
        return report_error(output, made.error());
    kit::Connector& connector = *made.value();
    harvest::Recipe recipe = harvest::make_recipes(catalogue->vocabularies
    )(*portal, source, connector.scheme(), outside.timers.now());
    const auto preview =
        outside.await(harvest::preview(connector, *portal, std::move(recipe), request.records));
    if (preview.has_error()) {
        report_error(output, preview.error());
        return exit_run_failed;
    }
    if (request.json)
        print_json(output, preview_json(*preview, source, detection));
    else
        print_preview(*preview, source, settings::labels_of(*catalogue->vocabularies), output);
    return exit_ok;
}

} // namespace moisson::cli
