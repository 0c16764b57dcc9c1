// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Notices and people of the tests.
#pragma once

#include "core/time.hpp"
#include "notify/compose.hpp"

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

inline Links links() {
    return Links(routes::PublicUrl("https://moisson.example/"), std::string(32, 'k'));
}

} // namespace moisson::notify::testing
