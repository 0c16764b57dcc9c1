// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Subscriptions as rows. Inside the room only.
#pragma once

#include "model/subscription.hpp"
#include "store/connection.hpp"

namespace moisson::store {

#define MOISSON_SUBSCRIPTION_COLUMNS                                                               \
    "select s.id, s.subscriber, s.audience, s.scope, s.value, s.label, s.frequency, s.state, "     \
    "s.requested_at, s.confirmed_at, s.left_at, s.left_because, s.granted_by, r.address "          \
    "from subscription s join subscriber r on r.id = s.subscriber "

inline constexpr const char* subscription_by_id = MOISSON_SUBSCRIPTION_COLUMNS "where s.id = $1";
inline constexpr const char* subscription_by_token = MOISSON_SUBSCRIPTION_COLUMNS
    "where s.token_hash = $1 and s.state = 'pending' and s.token_expires > moisson.now()";
inline constexpr const char* subscriptions_of =
    MOISSON_SUBSCRIPTION_COLUMNS "where s.subscriber = $1 and s.state <> 'left' order by s.id";
inline constexpr const char* subscriptions_listed =
    MOISSON_SUBSCRIPTION_COLUMNS "where $1 or s.state <> 'left' order by s.id desc limit 1000";

#undef MOISSON_SUBSCRIPTION_COLUMNS

// Whether a subscription `s` is about an alert `a`.
#define MOISSON_COVERS_ALERT                                                                       \
    "case s.scope when 'all' then true "                                                           \
    "when 'country' then s.value = any (a.countries) "                                             \
    "when 'portal' then s.value = a.portal "                                                       \
    "when 'organization' then s.value = a.organization::text "                                     \
    "when 'dataset' then s.value = a.dataset::text end"

// Whether it is about a dataset `d` of the portal `p`.
#define MOISSON_COVERS_DATASET                                                                     \
    "case s.scope when 'all' then true "                                                           \
    "when 'country' then s.value = any (d.countries) "                                             \
    "when 'portal' then s.value = p.key "                                                          \
    "when 'organization' then s.value = d.publisher::text "                                        \
    "when 'dataset' then s.value = d.id::text end"

// Up to when a followed search `s` was told. One that was confirmed by a process that knew of no
// searches begins there.
#define MOISSON_SEARCHED_UNTIL                                                                     \
    "coalesce(s.searched_until, date_trunc('minute', coalesce(s.confirmed_at, s.requested_at)))"

inline Subscription read_subscription(const Rows& rows, int row) {
    Subscription out;
    out.id = rows.int64(row, 0);
    out.subscriber = rows.int64(row, 1);
    out.audience = audience_from_string(rows.text(row, 2)).value();
    out.scope = scope_from_string(rows.text(row, 3)).value();
    out.value = rows.str(row, 4);
    out.label = rows.str(row, 5);
    out.frequency = frequency_from_string(rows.text(row, 6)).value();
    out.state = subscription_state_from_string(rows.text(row, 7)).value();
    out.requested_at = rows.instant(row, 8);
    out.confirmed_at = rows.optional_instant(row, 9);
    out.left_at = rows.optional_instant(row, 10);
    out.left_because = rows.str(row, 11);
    out.granted_by = rows.str(row, 12);
    out.address = rows.str(row, 13);
    return out;
}

} // namespace moisson::store
