// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moisson portails remplacer: a source that took the place of another one.
#include "cli/author.hpp"
#include "cli/commands.hpp"
#include "cli/exit_code.hpp"
#include "cli/json.hpp"
#include "cli/terminal_text.hpp"
#include "harvest/rules.hpp"
#include "i18n/details.hpp"
#include "i18n/format.hpp"
#include "store/source_replacement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace moisson::cli {
namespace {

// All of them are in the JSON form.
constexpr std::size_t pairs_shown = 50;

struct Word {
    IdentityEvidence evidence;
    std::string_view text;
};

constexpr std::array<Word, 6> words = {{
    {IdentityEvidence::former_id, "ancien identifiant"},
    {IdentityEvidence::uri, "adresse (URI, DOI)"},
    {IdentityEvidence::page, "page"},
    {IdentityEvidence::content, "contenu"},
    {IdentityEvidence::files, "fichiers"},
    {IdentityEvidence::title, "titre et producteur"},
}};

std::string_view word_of(IdentityEvidence evidence) {
    return words[static_cast<std::size_t>(evidence)].text;
}

// What the next complete run of the new source makes of records that nothing matches.
harvest::BreakerReason next_run(const store::Replacement& found, const Context& context) {
    store::Reconciliation counts;
    counts.active_before = found.active_new + found.shared + found.unmatched_old;
    counts.seen = counts.active_before - found.unmatched_old;
    counts.vanished = found.unmatched_old;
    return harvest::breaker(counts, context.settings.harvest.breaker);
}

std::string fate_text(const store::Replacement& found, const Context& context) {
    if (found.unmatched_old == 0)
        return {};
    const bool held = next_run(found, context) != harvest::BreakerReason::none;
    return fmt::format(
        "{} sans correspondance : le prochain passage complet {}.\n",
        i18n::count(found.unmatched_old, "ancien jeu", "anciens jeux"),
        held ? "sera suspendu par le disjoncteur et attendra votre décision"
             : "les notera manquants"
    );
}

void print_pairs(const store::Replacement& found, std::FILE* out) {
    for (const Word& word : words) {
        const auto many = std::count_if(
            found.pairs.begin(),
            found.pairs.end(),
            [&word](const store::ReplacementPair& pair) { return pair.evidence == word.evidence; }
        );
        if (many > 0)
            fmt::print(
                out,
                "  {} par {}\n",
                i18n::count(many, "correspondance", "correspondances"),
                word.text
            );
    }
    const std::size_t shown = std::min(found.pairs.size(), pairs_shown);
    for (std::size_t i = 0; i < shown; ++i) {
        const store::ReplacementPair& pair = found.pairs[i];
        fmt::print(
            out,
            "    {}  {} -> {}  ({})\n",
            terminal_text(pair.title),
            terminal_text(pair.old_id),
            terminal_text(pair.new_id),
            word_of(pair.evidence)
        );
    }
    if (shown < found.pairs.size())
        fmt::print(
            out,
            "    ... et {} (toutes avec --json)\n",
            i18n::count(static_cast<std::int64_t>(found.pairs.size() - shown), "autre", "autres")
        );
}

void print_text(const store::Replacement& found, const Request& request, const Context& context) {
    std::FILE* const out = context.output.out;
    fmt::print(
        out,
        "{} : {} {} {}\n",
        found.portal,
        request.replaced,
        found.applied ? "est remplacée par" : "serait remplacée par",
        request.replacement
    );
    print_pairs(found, out);
    if (found.pairs.empty())
        fmt::print(out, "  aucune correspondance\n");
    if (found.shared > 0)
        fmt::print(
            out,
            "{} sous le même identifiant dans les deux sources.\n",
            i18n::count(found.shared, "jeu", "jeux")
        );
    fmt::print(
        out,
        "{} sans correspondance.\n{}",
        i18n::count(found.unmatched_new, "nouveau jeu", "nouveaux jeux"),
        fate_text(found, context)
    );
    if (found.applied)
        return;
    if (found.obstacle)
        fmt::print(
            out,
            "Pas applicable pour l'instant : {}.\n",
            terminal_text(i18n::detail_text(found.obstacle->code, found.obstacle->detail))
        );
    else
        fmt::print(out, "Rien n'est écrit. Pour le faire : --appliquer\n");
}

Json replacement_json(const store::Replacement& found, const Request& request) {
    Json out;
    out["portal"] = found.portal;
    out["old"] = request.replaced;
    out["new"] = request.replacement;
    out["applied"] = found.applied;
    out["obstacle"] = found.obstacle ? Json(found.obstacle->detail) : Json(nullptr);
    out["shared"] = found.shared;
    out["unmatched_old"] = found.unmatched_old;
    out["unmatched_new"] = found.unmatched_new;
    out["pairs"] = Json::array();
    for (const store::ReplacementPair& pair : found.pairs)
        out["pairs"].push_back(
            {{"id", to_string(pair.dataset)},
             {"title", pair.title},
             {"old_id", pair.old_id},
             {"new_id", pair.new_id},
             {"evidence", to_string(pair.evidence)}}
        );
    return out;
}

} // namespace

int replace_source(Context& context, const Request& request) {
    const std::optional<std::string> author = author_of(request, context.output);
    if (!author)
        return exit_usage;
    store::ReplacementRequest asked;
    asked.old_source = request.replaced;
    asked.new_source = request.replacement;
    asked.apply = request.apply;
    asked.by = *author;
    auto replacement = store::replace_source(context.database, std::move(asked));
    const auto found = context.await(std::move(replacement));
    if (found.has_error())
        return report_error(context.output, found.error());
    if (request.json)
        print_json(context.output, replacement_json(*found, request));
    else
        print_text(*found, request, context);
    return exit_ok;
}

} // namespace moisson::cli
