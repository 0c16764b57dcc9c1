// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the owner of a webhook is told when it ends (research S8.2). French.
#include "i18n/details.hpp"
#include "i18n/messages.hpp"
#include "notify/compose.hpp"
#include "notify/compose_parts.hpp"

#include <fmt/format.h>

namespace moisson::notify {
namespace {

// Empty when nothing is to be said.
std::string last_answer(const store::WebhookResult& result) {
    if (!result.cause)
        return result.error.empty() ? "" : "Dernière réponse : " + result.error + ".";
    const Code code = result.cause->code;
    std::string why = i18n::detail_text(code, result.cause->detail);
    if (why.empty())
        why = i18n::title(code);
    return fmt::format("Aucune réponse à la dernière tentative : {} ({}).", why, to_string(code));
}

} // namespace

store::NewMessage compose_webhook_end(
    const store::WebhookDelivery& last,
    const store::WebhookResult& result,
    const routes::PublicUrl& site,
    const std::string& site_name
) {
    const bool gone = result.status == 410;
    store::NewMessage mail;
    mail.kind = "notice";
    mail.recipient = last.owner;
    // Once for what made it end.
    mail.dedup_key =
        sha256(fmt::format("webhook ended\n{}\n{}\n{}", last.endpoint, last.id, last.attempts));
    mail.message_id = message_id(mail.dedup_key, site.host());
    Document document;
    document.subject = fmt::format("[{}] Webhook {} désactivé", site_name, last.endpoint);
    document.paragraph(fmt::format(
        "Le webhook {} vers {} ne reçoit plus rien : {}.",
        last.endpoint,
        last.url,
        gone ? "cette adresse a répondu 410 (elle n’existe plus)"
             : "aucune de nos tentatives, pendant trois jours, n’a abouti"
    ));
    const std::string last_said = last_answer(result);
    if (!last_said.empty() && !gone)
        document.paragraph(last_said);
    document.paragraph(fmt::format(
        "Quand l’adresse répondra de nouveau, demandez à l’équipe de le reprendre : moisson "
        "abonnements webhook reprendre {0}, puis moisson abonnements webhook rejouer {0} pour les "
        "72 dernières heures.",
        last.endpoint
    ));
    document.note("Message automatique. Vous le recevez parce que cette adresse a été donnée comme "
                  "propriétaire du webhook.");
    finish(mail, document);
    return mail;
}

} // namespace moisson::notify
