// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson base renormaliser: the stored records of a source mapped again, without the network.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/remapper.hpp"
#include "cli/unknown_name.hpp"
#include "i18n/format.hpp"

#include <vector>

namespace moisson::cli {
namespace {

struct Target {
    SourceId id;
    std::string key;
};

// Sources that have records, so at least one run; nothing when an unknown one was named, and said.
Result<std::optional<std::vector<Target>>> targets(Context& context, const Request& request) {
    const auto portals = context.await(context.catalog->portals());
    if (portals.has_error())
        return portals.error();
    std::vector<Target> out;
    std::vector<std::string> known;
    for (const store::PortalSummary& portal : *portals)
        for (const store::SourceSummary& source : portal.sources) {
            known.push_back(source.key);
            if (source.enabled && source.last_run &&
                (request.sources.empty() || request.sources.front() == source.key)) {
                Target target;
                target.id = source.last_run->source;
                target.key = source.key;
                out.push_back(std::move(target));
            }
        }
    if (refuse_unknown_source(context.output, request.sources, known))
        return std::optional<std::vector<Target>>();
    return std::optional(std::move(out));
}

} // namespace

int remap_records(Context& context, const Request& request) {
    const settings::Catalogue catalogue =
        settings::load_catalogue(context.settings, settings::process_environment());
    if (!catalogue.ok()) {
        fmt::print(context.output.problems, "{}", settings::to_string(catalogue.problems));
        return exit_configuration;
    }
    const auto wanted = targets(context, request);
    if (wanted.has_error())
        return report_error(context.output, wanted.error());
    if (!*wanted)
        return exit_not_found;
    Remapper remapper(context, catalogue);
    Json out = Json::array();
    for (const Target& target : **wanted) {
        const auto report = remapper.remap(target.id, target.key);
        if (report.has_error())
            return report_error(context.output, report.error());
        Json item;
        item["source"] = target.key;
        item["looked_at"] = report->looked_at;
        item["remapped"] = report->remapped;
        item["changed"] = report->changed;
        item["refused"] = report->refused;
        out.push_back(std::move(item));
        if (!request.json)
            fmt::print(
                context.output.out,
                "{} : {}, {}, {}\n",
                target.key,
                i18n::count(report->looked_at, "fiche relue", "fiches relues"),
                i18n::count(report->changed, "changée", "changées"),
                i18n::count(report->refused, "refusée", "refusées")
            );
    }
    if (request.json)
        print_json(context.output, out);
    return exit_ok;
}

} // namespace moisson::cli
