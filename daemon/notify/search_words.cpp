// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What is new in a search, in words. French.
#include "i18n/format.hpp"
#include "i18n/language.hpp"
#include "notify/compose_parts.hpp"
#include "text/email_mask.hpp"

#include <fmt/format.h>

namespace moisson::notify {
namespace {

std::string detail_of(const FoundDataset& one, const SearchWish& wish, bool fresh) {
    const std::string since =
        fresh ? fmt::format(
                    "Dans le catalogue depuis le {}.",
                    i18n::date(one.first_seen.value_or(wish.since))
                )
              : fmt::format("Modifié à sa source depuis le {}.", i18n::date(wish.since));
    if (one.publisher.empty())
        return since;
    return fmt::format("{} Producteur : {}.", since, text::mask_emails(one.publisher));
}

void add_found(
    Document& out,
    const SearchNews& news,
    const std::vector<FoundDataset>& found,
    std::int64_t total,
    bool fresh,
    const Links& links
) {
    if (total == 0)
        return;
    out.heading(i18n::typography(fmt::format(
        "{} dans votre recherche « {} » ({})",
        fresh ? "Nouveau" : "Modifié",
        text::mask_emails(news.wish.label),
        i18n::number(total)
    )));
    for (const FoundDataset& one : found)
        out.item(
            i18n::typography(text::mask_emails(one.title)),
            i18n::typography(detail_of(one, news.wish, fresh)),
            "Voir la fiche du jeu de données",
            links.site().absolute(routes::dataset_page_of(one.slug))
        );
    const std::int64_t more = total - static_cast<std::int64_t>(found.size());
    if (more <= 0)
        return;
    routes::Query query = routes::parse_query(news.wish.query);
    query = routes::with(std::move(query), "sort", fresh ? "-first_seen" : "-modified");
    out.link(
        i18n::typography(fmt::format(
            "+{} : {} de plus, à voir sur le site",
            more,
            i18n::count(more, "jeu de données", "jeux de données")
        )),
        links.site().absolute(routes::with_query(routes::datasets_page, query))
    );
}

} // namespace

std::string searches_summary(const std::vector<SearchNews>& searches) {
    std::int64_t fresh = 0;
    std::int64_t changed = 0;
    for (const SearchNews& news : searches) {
        fresh += news.fresh_total;
        changed += news.changed_total;
    }
    std::string text;
    if (fresh > 0)
        text = i18n::count(fresh, "nouveau jeu de données", "nouveaux jeux de données");
    if (changed > 0)
        text += (text.empty() ? "" : ", ") +
                i18n::count(changed, "jeu de données modifié", "jeux de données modifiés");
    return text;
}

void add_searches(Document& out, const std::vector<SearchNews>& searches, const Links& links) {
    for (const SearchNews& news : searches) {
        add_found(out, news, news.fresh, news.fresh_total, true, links);
        add_found(out, news, news.changed, news.changed_total, false, links);
    }
}

} // namespace moisson::notify
