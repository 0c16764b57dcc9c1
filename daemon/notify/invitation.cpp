// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The words of an invitation: who we are, what we saw, what is proposed, and how never to hear of
// us again. French.
#include "i18n/format.hpp"
#include "notify/compose.hpp"
#include "notify/compose_parts.hpp"
#include "routes/url.hpp"

#include <fmt/format.h>

namespace moisson::notify {
namespace {

std::string datasets(std::int64_t count) {
    return i18n::count(count, "jeu de données", "jeux de données");
}

// What there is to mend; nothing when all is well.
std::string found(const store::InvitationCandidate& to) {
    std::string out;
    if (to.late > 0)
        out = i18n::count(
            to.late,
            "est en retard sur la fréquence déclarée",
            "sont en retard sur la fréquence déclarée"
        );
    if (to.broken > 0)
        out += (out.empty() ? "" : " et ") +
               i18n::count(to.broken, "a des liens rompus", "ont des liens rompus");
    return out.empty() ? out : "Parmi eux, " + out + ".";
}

} // namespace

store::NewMessage compose_invitation(
    const store::Invitation& invitation,
    const Links& links,
    Instant now,
    const std::string& site_name
) {
    const store::InvitationCandidate& to = invitation.to;
    LinkTarget decline;
    decline.action = LinkAction::decline;
    decline.subscriber = invitation.id;
    store::NewMessage mail;
    mail.kind = "invitation";
    mail.recipient = to.address;
    mail.dedup_key = sha256(fmt::format("invitation\n{}", invitation.id));
    mail.message_id = message_id(mail.dedup_key, links.domain());
    mail.unsubscribe_url = links.address(decline, now);
    Document document;
    document.subject = fmt::format(
        "[{}] {} : {} dans notre catalogue",
        site_name,
        to.organization_title,
        datasets(to.datasets)
    );
    document.paragraph(fmt::format(
        "{} est un catalogue qui réunit les données ouvertes publiées sur plusieurs portails. Il "
        "recense {} de « {} », publiés sur « {} » ; cette adresse y est donnée comme contact.",
        site_name,
        datasets(to.datasets),
        to.organization_title,
        to.portal_title
    ));
    if (const std::string what = found(to); !what.empty())
        document.paragraph(what);
    document.paragraph(
        "Si vous le souhaitez, nous pouvons vous écrire quand une mise à jour est en retard ou "
        "qu’un lien est rompu : un résumé par semaine au plus, et rien quand tout va bien."
    );
    const routes::Query about = {{"organization", moisson::to_string(to.organization)}};
    document.link(
        "Choisir ce que je veux recevoir",
        links.site().absolute(routes::with_query(routes::subscriptions_page, about))
    );
    document.link("Ne plus jamais recevoir de message", mail.unsubscribe_url);
    document.note("Un coordinateur du réseau a choisi de vous écrire ; vous n’êtes inscrit à rien. "
                  "Sans réponse de votre part, nous n’écrirons plus à cette adresse avant un an. "
                  "Répondez à ce message pour joindre l’équipe.");
    finish(mail, document);
    return mail;
}

} // namespace moisson::notify
