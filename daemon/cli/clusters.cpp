// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson base grappes, regrouper.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "harvest/clustering.hpp"
#include "i18n/format.hpp"
#include "i18n/labels.hpp"

#include <algorithm>

namespace moisson::cli {
namespace {

Json cluster_json(const store::DatasetCluster& cluster) {
    Json members = Json::array();
    for (const store::ClusterMember& member : cluster.members) {
        Json evidence = Json::array();
        for (const Evidence one : member.evidence)
            evidence.push_back(to_string(one));
        members.push_back(
            {{"id", to_string(member.id)},
             {"slug", member.slug},
             {"title", member.title},
             {"portal", member.portal_key},
             {"state", to_string(member.state)},
             {"evidence", std::move(evidence)},
             {"origin", member.origin ? Json(to_string(*member.origin)) : Json(nullptr)}}
        );
    }
    return {
        {"id", to_string(cluster.id)},
        {"canonical", cluster.canonical ? Json(to_string(*cluster.canonical)) : Json(nullptr)},
        {"reason", cluster.canonical ? Json(to_string(cluster.reason)) : Json(nullptr)},
        {"members", std::move(members)}};
}

std::string evidence_text(const std::vector<Evidence>& evidence) {
    std::string out;
    for (const Evidence one : evidence) {
        out += out.empty() ? "" : ", ";
        out += i18n::evidence_label(to_string(one));
    }
    return out;
}

void print_cluster(std::FILE* out, const store::DatasetCluster& cluster) {
    fmt::print(
        out,
        "{}  {}\n",
        to_string(cluster.id),
        i18n::count(static_cast<std::int64_t>(cluster.members.size()), "fiche", "fiches")
    );
    for (const store::ClusterMember& member : cluster.members) {
        const bool canonical = member.id == cluster.canonical;
        fmt::print(
            out,
            "  {} {} · {} · {}\n",
            canonical ? '*' : ' ',
            terminal_text(member.portal_title),
            terminal_text(member.title),
            evidence_text(member.evidence)
        );
        if (canonical)
            fmt::print(
                out,
                "      fiche de référence : {}\n",
                i18n::canonical_reason_label(to_string(cluster.reason))
            );
    }
}

} // namespace

int show_clusters(Context& context, const Request& request) {
    const auto clusters = context.await(context.catalog->clusters(Uuid(), request.limit));
    if (clusters.has_error())
        return report_error(context.output, clusters.error());
    if (request.json) {
        Json out = Json::array();
        for (const store::DatasetCluster& cluster : *clusters)
            out.push_back(cluster_json(cluster));
        print_json(context.output, out);
        return exit_ok;
    }
    if (clusters->empty())
        fmt::print(context.output.out, "Aucune grappe.\n");
    for (const store::DatasetCluster& cluster : *clusters)
        print_cluster(context.output.out, cluster);
    return exit_ok;
}

int regroup_datasets(Context& context, const Request& request) {
    const auto store = store::make_cluster_store(context.database);
    const auto report =
        context.await(harvest::regroup_all(*store, harvest::ClusterOptions(), true));
    if (report.has_error())
        return report_error(context.output, report.error());
    if (request.json) {
        Json out;
        out["looked_at"] = report->looked_at;
        out["written"] = report->written;
        out["dissolved"] = report->dissolved;
        out["datasets"] = report->changed;
        print_json(context.output, out);
        return exit_ok;
    }
    fmt::print(
        context.output.out,
        "{} à revoir : {}, {}\n",
        i18n::count(report->looked_at, "fiche", "fiches"),
        i18n::count(report->written, "grappe écrite", "grappes écrites"),
        i18n::count(report->dissolved, "grappe dissoute", "grappes dissoutes")
    );
    return exit_ok;
}

} // namespace moisson::cli
