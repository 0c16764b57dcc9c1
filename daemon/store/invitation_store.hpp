// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Invitations: the only messages to addresses found in metadata. One per address and year, each let
// go by hand by somebody who is named in the audit log (decision 25). Every function is one
// transaction; results: STORE_UNAVAILABLE, and what is said.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "core/uuid.hpp"
#include "store/database.hpp"
#include "store/message_store.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

// An address that the metadata of an organization's datasets give as a contact, in lower case.
struct InvitationCandidate {
    std::string address;
    Uuid organization;
    std::string organization_title;
    std::string portal;
    std::string portal_title;
    std::int64_t datasets = 0;
    // Of those: late on their declared frequency; with broken links.
    std::int64_t late = 0;
    std::int64_t broken = 0;
};

struct Invitation {
    std::int64_t id = 0;
    InvitationCandidate to;
    std::string released_by;
    Instant released_at{};
    // Of the message: queued, sent, failed, withheld; empty once it is forgotten.
    std::string state;
    std::optional<Instant> bounced_at;
};

// Those of a portal (key) that may be invited now: neither subscribed, nor refusing, nor invited
// within a year. Those with most to mend first, at most 500.
asio::awaitable<Result<std::vector<InvitationCandidate>>>
invitation_candidates(Database& database, std::string portal);

struct InvitationWish {
    std::string address;
    Uuid organization;
    std::string by;
    std::string reason;
};
// Pure, called on a db thread within the transaction.
using InvitationWriter = std::function<NewMessage(const Invitation&)>;
// NOT_FOUND: no dataset of that organization gives that address. INVALID_ARGUMENT: it may not be
// invited, and why.
asio::awaitable<Result<Invitation>>
release_invitation(Database& database, InvitationWish wish, InvitationWriter write);

// Newest first, at most 200. Addresses only as long as the message is kept.
asio::awaitable<Result<std::vector<Invitation>>> list_invitations(Database& database);

// The address is never written to again. NOT_FOUND.
asio::awaitable<Result<void>> decline_invitation(Database& database, std::int64_t id);

} // namespace moisson::store
