// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a resource's row says of its link. A doubt is not told as a fault.
#include "i18n/format.hpp"
#include "i18n/link_labels.hpp"
#include "pages/dataset_parts.hpp"
#include "pages/pieces.hpp"

namespace moisson::pages {
namespace {

std::string_view class_of(std::string_view state) {
    if (state == "OK" || state == "RECOVERING")
        return "ok";
    if (state == "BROKEN")
        return "bad";
    return state == "DEGRADED" ? "warn" : "";
}

std::string badge_of(const store::LinkReport& link) {
    std::string out(i18n::link_state_label(link.state));
    if (link.state == "BROKEN" && link.since)
        out += " depuis le " + i18n::date(*link.since);
    return out;
}

std::string note_of(const store::LinkReport& link) {
    std::string out;
    const bool faulty =
        link.state == "BROKEN" || link.state == "DEGRADED" || link.state == "RESTRICTED";
    // What holds for the whole host comes first, unless it was concluded from or nobody asks.
    const bool undecided = link.state == "OK" || link.state == "DEGRADED" ||
                           link.state == "SUSPECT" || link.state == "UNKNOWN";
    if (link.withdrawn)
        out = i18n::link_withdrawn_sentence();
    else if (undecided && !link.host_state.empty())
        out = i18n::link_host_sentence(link.host_state);
    else
        out = faulty ? i18n::link_code_sentence(link.code) : i18n::link_state_sentence(link.state);
    if (link.checked_at)
        out += " Vérifié le " + i18n::date(*link.checked_at) + ".";
    if (link.content_changed_at)
        out += " Nouveau contenu vu le " + i18n::date(*link.content_changed_at) + ".";
    // Only what somebody can mend.
    if (link.hashed_at && store::is_as_declared(link) == false)
        out += " Lu en entier le " + i18n::date(*link.hashed_at) + ". " +
               std::string(i18n::link_checksum_sentence(false));
    return out;
}

void put_hint(render::Data& row, std::string_view text, std::string_view label, std::string url) {
    render::put(row, "link_hint", i18n::typography(text));
    render::put(row, "link_hint_label", std::string(label));
    render::put(row, "link_hint_url", std::move(url));
}

} // namespace

void put_link(render::Data& row, const store::LinkReport* report, LinkOf address) {
    store::LinkReport link = report == nullptr ? store::LinkReport() : *report;
    // Without a state: harvested since the checker looked last, or nothing that it asks for.
    const bool awaited = !link.state.empty() || address == LinkOf::usable_address;
    if (report != nullptr && !link.checked_at && link.state != "SKIPPED" && awaited)
        link.state = "UNKNOWN";
    const bool told = !link.state.empty();
    render::put(row, "link_badge", told ? badge_of(link) : std::string());
    if (!told)
        return;
    render::put(row, "link_class", std::string(class_of(link.state)));
    render::put(row, "link_note", i18n::typography(note_of(link)));
    const std::string copy = safe_href(link.copy_url);
    const std::string moved = safe_href(link.redirect_to);
    if (!copy.empty())
        put_hint(row, "Le même fichier répond ailleurs :", "copie accessible", copy);
    else if (!moved.empty())
        put_hint(row, "Le fichier a changé d’adresse :", "nouvelle adresse", moved);
    else
        render::put(row, "link_hint", std::string());
}

} // namespace moisson::pages
