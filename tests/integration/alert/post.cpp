// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "post.hpp"

namespace moisson::store::testing {

Post::Post(AlertWorld& world, notify::MailOptions options, Send send) {
    notify::MailerParts parts;
    parts.database = &world.world.database;
    parts.timers = &timers_;
    parts.log = &log_;
    parts.mail = thread_.get_executor();
    parts.public_url = routes::PublicUrl("https://moisson.example/");
    parts.send = std::move(send);
    options.from = "alertes@moisson.example";
    mailer_ = std::make_unique<notify::Mailer>(std::move(parts), std::move(options));
}

void subscribe(
    AlertWorld& world,
    const std::string& address,
    Audience audience,
    const std::string& portal,
    MailFrequency frequency
) {
    GrantRequest asked;
    asked.address = address;
    asked.audience = audience;
    asked.scope = portal.empty() ? SubscriptionScope::all : SubscriptionScope::portal;
    asked.value = portal;
    asked.frequency = frequency;
    asked.by = "test";
    await(grant_subscription(world.world.database, asked)).value();
}

} // namespace moisson::store::testing
