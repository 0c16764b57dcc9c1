// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Notices and people of the tests.
#pragma once

#include "core/time.hpp"
#include "notify/compose.hpp"

#include <algorithm>

namespace moisson::notify::testing {

inline Instant at(std::string_view text) {
    return from_iso8601(text).value();
}

inline store::Notice
notice(std::int64_t alert, std::string event, Instant when, MailFrequency frequency) {
    store::Notice out;
    out.alert = alert;
    out.event_id = alert * 10;
    out.event = std::move(event);
    out.at = when;
    out.frequency = frequency;
    out.audience = Audience::producer;
    out.kind = "dataset_overdue";
    out.severity = "warning";
    out.subject = "urn:uuid:x";
    out.portal = "bf";
    out.portal_title = "data.gouv.bf";
    out.dataset_title = "Budget <2026> & annexes";
    out.dataset_slug = "bf-budget";
    out.since = when;
    return out;
}

inline store::Waiting person(Instant now) {
    store::Waiting out;
    out.subscriber = 12;
    out.address = "awa@exemple.bf";
    out.language = "fr";
    out.now = now;
    return out;
}

inline SearchNews found_by_a_search(std::int64_t fresh, std::int64_t changed) {
    SearchNews out;
    out.wish.subscription = 5;
    out.wish.query = "country=BF&q=eau";
    out.wish.label = "eau ; Pays : Burkina Faso";
    out.wish.since = at("2026-11-17T06:55:00Z");
    out.wish.until = at("2026-11-24T06:55:00Z");
    out.fresh_total = fresh;
    out.changed_total = changed;
    for (std::int64_t i = 0; i < std::min<std::int64_t>(fresh, 5); ++i)
        out.fresh.push_back(
            {"Forages <2026>", "bf-forages", "Ministère", at("2026-11-20T10:00:00Z")}
        );
    for (std::int64_t i = 0; i < std::min<std::int64_t>(changed, 5); ++i)
        out.changed.push_back({"Barrages", "bf-barrages", "", std::nullopt});
    return out;
}

// With plain spaces where French typography has others.
inline std::string spaced(std::string text) {
    for (const std::string_view space : {"\u00A0", "\u202F"})
        for (std::size_t at = text.find(space); at != text.npos; at = text.find(space, at))
            text.replace(at, space.size(), " ");
    return text;
}

inline Links links() {
    return Links(routes::PublicUrl("https://moisson.example/"), std::string(32, 'k'));
}

} // namespace moisson::notify::testing
