// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson base migrer, etat, empreinte.
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "i18n/format.hpp"
#include "store/migrations.hpp"

namespace moisson::cli {
namespace {

std::string_view verdict_name(store::SchemaStatus::Verdict verdict) {
    using Verdict = store::SchemaStatus::Verdict;
    return verdict == Verdict::ok ? "ok" : verdict == Verdict::behind ? "behind" : "newer";
}

std::string_view verdict_text(store::SchemaStatus::Verdict verdict) {
    using Verdict = store::SchemaStatus::Verdict;
    if (verdict == Verdict::ok)
        return "utilisable";
    return verdict == Verdict::behind ? "à mettre à jour : moisson base migrer"
                                      : "plus récent que ce programme";
}

Json status_json(const store::SchemaStatus& status, const store::CatalogCounts& counts) {
    Json out;
    out["schema"] = status.version;
    out["readable_by"] = status.readable_by;
    out["program"] = status.program;
    out["verdict"] = verdict_name(status.verdict);
    out["size_bytes"] = status.size_bytes;
    out["server"] = status.server_version;
    out["portals"] = counts.portals;
    out["sources"] = counts.sources;
    out["active"] = counts.active;
    out["missing"] = counts.missing;
    out["archived"] = counts.archived;
    out["distributions"] = counts.distributions;
    out["links"] = counts.links;
    out["agents"] = counts.agents;
    return out;
}

} // namespace

int migrate_database(Context& context, const Request& request) {
    const auto outcome = store::migrate(context.settings.db.options.conninfo);
    if (outcome.has_error())
        return report_error(context.output, outcome.error());
    if (request.json) {
        Json out;
        out["from"] = outcome->from;
        out["to"] = outcome->to;
        print_json(context.output, out);
    } else if (outcome->from == outcome->to) {
        fmt::print(context.output.out, "Le schéma est déjà à jour (version {}).\n", outcome->to);
    } else {
        fmt::print(
            context.output.out,
            "Schéma mis à jour : version {} → {}.\n",
            outcome->from,
            outcome->to
        );
    }
    return exit_ok;
}

int show_database(Context& context, const Request& request) {
    const auto status = context.await(context.catalog->schema_status());
    if (status.has_error())
        return report_error(context.output, status.error());
    const bool usable = status->verdict == store::SchemaStatus::Verdict::ok;
    store::CatalogCounts counts;
    if (usable) {
        const auto answer = context.await(context.catalog->counts());
        if (answer.has_error())
            return report_error(context.output, answer.error());
        counts = *answer;
    }
    if (request.json) {
        print_json(context.output, status_json(*status, counts));
        return usable ? exit_ok : exit_database;
    }
    std::FILE* const out = context.output.out;
    fmt::print(
        out,
        "PostgreSQL {}, {}\nSchéma : version {} (programme : {}), {}\n",
        status->server_version,
        i18n::bytes(status->size_bytes),
        status->version,
        status->program,
        verdict_text(status->verdict)
    );
    if (usable)
        fmt::print(
            out,
            "{}, {}, {} ({}, {}), {}, {}\n",
            i18n::count(counts.portals, "portail", "portails"),
            i18n::count(counts.sources, "source", "sources"),
            i18n::count(counts.active, "jeu de données", "jeux de données"),
            i18n::count(counts.missing, "manquant", "manquants"),
            i18n::count(counts.archived, "archivé", "archivés"),
            i18n::count(counts.distributions, "ressource", "ressources"),
            i18n::count(counts.links, "lien", "liens")
        );
    return usable ? exit_ok : exit_database;
}

int show_fingerprint(Context& context, const Request& request) {
    const auto fingerprint = context.await(context.catalog->fingerprint());
    if (fingerprint.has_error())
        return report_error(context.output, fingerprint.error());
    if (request.json) {
        Json out;
        out["fingerprint"] = *fingerprint;
        print_json(context.output, out);
    } else {
        fmt::print(context.output.out, "{}\n", *fingerprint);
    }
    return exit_ok;
}

} // namespace moisson::cli
