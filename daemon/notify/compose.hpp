// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// From what waits to what is written: who is told what now, and in which words (research S7.2,
// S8.1). Pure.
#pragma once

#include "notify/document.hpp"
#include "notify/links.hpp"
#include "notify/mail_options.hpp"
#include "notify/saved_search.hpp"
#include "store/invitation_store.hpp"
#include "store/message_store.hpp"
#include "store/webhook_store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace moisson::notify {

// What one message tells.
struct Telling {
    // "immediate" or "digest"
    std::string kind;
    // Fired, or said again.
    std::vector<store::Notice> fresh;
    // Told before and not over; not in urgent messages.
    std::vector<store::Notice> still;
    std::vector<store::Notice> resolved;
    // Searches with something new or changed; in digests only.
    std::vector<SearchNews> searches;
    // Frequencies that producers say, for who coordinates; in digests only.
    std::vector<store::ProposalNotice> proposals;
};

// Searches to look at before decide(): those of which a digest could tell now.
std::vector<SearchWish> due_searches(const store::Waiting& person, const MailOptions& options);
// Whether the digest is left, for now, to a process that can look at the person's searches.
bool is_for_who_searches(const store::Waiting& person, const MailOptions& options);
// Nothing to say, or not now: nothing. Urgent messages come before digests. `news`: what was found
// by due_searches().
std::optional<Telling> decide(
    const store::Waiting& person,
    const MailOptions& options,
    const std::vector<SearchNews>& news = {}
);

// The last moment, not after now, at which a digest of that frequency goes out; in the person's
// zone.
Instant last_slot(
    Instant now,
    std::chrono::minutes offset,
    MailFrequency frequency,
    const MailOptions& options
);

struct Composed {
    store::NewMessage mail;
    // What it tells, also what it only counts.
    std::vector<std::int64_t> alerts;
    std::vector<std::int64_t> events;
    std::vector<std::int64_t> proposals;
};

Composed compose(
    const Telling& telling,
    const store::Waiting& person,
    const Links& links,
    const std::string& site_name
);

// The request to confirm. `about`: what is subscribed to, in words.
store::NewMessage compose_confirmation(
    const std::string& address,
    const std::string& about,
    const std::string& token,
    const Links& links,
    const std::string& site_name
);

// The one message of a year to an address found in metadata.
store::NewMessage compose_invitation(
    const store::Invitation& invitation,
    const Links& links,
    Instant now,
    const std::string& site_name
);

// To the owner of a webhook that is delivered to no more.
store::NewMessage compose_webhook_end(
    const store::WebhookDelivery& last,
    const store::WebhookResult& result,
    const routes::PublicUrl& site,
    const std::string& site_name
);

// "le portail data.gouv.xx", "le pays BF", "tout le catalogue", "la recherche « eau »".
std::string scope_text(SubscriptionScope scope, const std::string& label);
std::string frequency_text(MailFrequency frequency);

} // namespace moisson::notify
