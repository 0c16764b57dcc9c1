// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Frequencies that producers say, in words. French.
#include "i18n/format.hpp"
#include "i18n/language.hpp"
#include "notify/compose_parts.hpp"
#include "notify/mail_options.hpp"
#include "text/email_mask.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace moisson::notify {
namespace {

std::string detail_of(const store::ProposalNotice& one) {
    const std::string said =
        fmt::format("Le producteur dit « {} », le {}", one.proposed, i18n::date(one.at));
    if (one.current.empty())
        return said + " ; la fiche ne dit rien.";
    return fmt::format("{} ; la fiche dit « {} ».", said, one.current);
}

} // namespace

std::string proposals_summary(const std::vector<store::ProposalNotice>& proposals) {
    if (proposals.empty())
        return {};
    const auto count = static_cast<std::int64_t>(proposals.size());
    return i18n::count(count, "fréquence proposée", "fréquences proposées");
}

void add_proposals(
    Document& out,
    const std::vector<store::ProposalNotice>& proposals,
    const Links& links
) {
    if (proposals.empty())
        return;
    out.heading(fmt::format(
        "Fréquences que des producteurs disent vraies ({})",
        i18n::number(static_cast<std::int64_t>(proposals.size()))
    ));
    const std::size_t shown = std::min(proposals.size(), limits::items_per_section);
    for (std::size_t i = 0; i < shown; ++i)
        out.item(
            i18n::typography(text::mask_emails(proposals[i].title)),
            i18n::typography(detail_of(proposals[i])),
            "Voir la fiche du jeu de données",
            links.site().absolute(routes::dataset_page_of(proposals[i].slug))
        );
    std::string after = "Rien ne change avant que quelqu’un n’en fasse une correction, ou ne la "
                        "refuse : « moisson corrections propositions » les montre toutes.";
    if (shown < proposals.size())
        after = fmt::format("+{} de plus. {}", proposals.size() - shown, after);
    out.paragraph(i18n::typography(after));
}

} // namespace moisson::notify
