// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Messages as rows. Inside the room only.
#pragma once

#include "store/connection.hpp"
#include "store/message_store.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace moisson::store {

// False: its key is there already. Nobody: to an address that is no subscriber's.
bool insert_message(
    Connection& db,
    std::optional<std::int64_t> subscriber,
    const NewMessage& message
);
// How many went on: another process may have looked meanwhile.
std::int64_t
note_searches(Connection& db, std::int64_t subscriber, const std::vector<SearchedUntil>& searches);
// With what follows from it. Nobody: the message was to an address that is no subscriber's.
BounceEffect put_bounce(
    Connection& db,
    std::optional<std::int64_t> person,
    std::int64_t message,
    BounceKind kind,
    std::string_view status,
    std::string_view detail,
    const BounceLimits& limits
);
// A soft one that counts for nothing.
void put_excused_bounce(
    Connection& db,
    std::optional<std::int64_t> person,
    std::int64_t message,
    std::string_view detail
);
StoredMessage read_stored(const Rows& rows, int row);

// The columns that read_stored() wants, of a message m.
#define MOISSON_MESSAGE_COLUMNS                                                                    \
    "m.id, m.subscriber, m.kind, m.message_id, m.episodes, m.recipient, m.subject, m.plain, "      \
    "m.html, m.unsubscribe_url, m.created_at, m.state, m.not_before, m.attempts, m.last_reply, "   \
    "m.sent_at"

} // namespace moisson::store
