// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "pages/search_values.hpp"

#include "i18n/format.hpp"
#include "i18n/labels.hpp"
#include "routes/paths.hpp"
#include "views/unknown_values.hpp"

#include <vector>

namespace moisson::pages {

std::string_view warning_sentence(search::WarningKind kind) {
    using search::WarningKind;
    switch (kind) {
    case WarningKind::query_truncated:
        return "Votre recherche est trop longue : seul son début a été lu.";
    case WarningKind::malformed_query:
        return "La syntaxe est incomplète : nous avons cherché de simples mots.";
    case WarningKind::match_part:
        return "Aucun jeu de données ne contient tous vos mots : voici ceux qui en contiennent le "
               "plus.";
    case WarningKind::match_more:
        return "Peu de jeux de données contiennent tous vos mots : ceux qui en contiennent "
               "l’essentiel sont montrés aussi.";
    case WarningKind::only_stop_words:
        return "Votre recherche ne contient que des mots trop courants ; ils ont été ignorés.";
    case WarningKind::no_words:
        return "Rien dans votre recherche ne peut être cherché : elle a été ignorée.";
    case WarningKind::prefix_truncated:
        return "Trop de mots commencent ainsi : les plus fréquents ont été retenus.";
    case WarningKind::corrected:
        // Said with its link, see put_suggestion.
        return {};
    }
    return {};
}

void put_unknown_values(
    render::Data& data,
    const Site& site,
    const routes::Query& query,
    const routes::SearchParameters& parameters,
    bool nothing_found
) {
    std::vector<views::UnknownValue> values;
    if (nothing_found)
        values = views::unknown_values(site.labels, site.views.portal_keys(), parameters);
    render::Data list = render::list();
    for (const views::UnknownValue& unknown : values) {
        routes::Query meant = routes::without(query, unknown.parameter, unknown.value);
        meant = routes::with(std::move(meant), unknown.parameter, unknown.nearest);
        const std::string url = routes::with_query(routes::datasets_page, meant);
        render::Data one;
        const std::string_view filter = i18n::filter_label(unknown.parameter);
        render::put(one, "text", i18n::typography(unknown.sentence(filter)));
        render::put(one, "nearest", unknown.label);
        render::put(one, "nearest_url", unknown.nearest.empty() ? std::string() : url);
        list.push_back(one);
    }
    render::put_list(data, "unknown_values", std::move(list));
}

} // namespace moisson::pages
