// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "house.hpp"

namespace moisson::notify::testing {
namespace {

DeskOptions desk_options() {
    DeskOptions out;
    out.public_url = routes::PublicUrl("https://moisson.example/");
    return out;
}

} // namespace

Notify::Notify() : desk(world.database, timers, desk_options()) {
    world.sync({store::testing::a_portal("bf")});
    options.from = "alertes@moisson.example";
    options.bounces = "rebonds@moisson.example";
    options.group_wait = std::chrono::seconds(0);
    // The clock of these tests is the real one: a day must be enough at any hour of it.
    options.digest_hour = 0;
    options.smtp.security = SmtpSecurity::none;
    options.smtp.helo = "moisson.example";
    options.smtp.connect_timeout = options.smtp.total_timeout = std::chrono::seconds(10);
}

Mailer Notify::mailer(int port, std::function<SmtpReply(const Outgoing&)> send) {
    MailerParts parts;
    parts.database = &world.database;
    parts.timers = &timers;
    parts.log = &log;
    parts.mail = thread.get_executor();
    parts.public_url = routes::PublicUrl("https://moisson.example/");
    parts.send = std::move(send);
    parts.search = search;
    MailOptions with = options;
    with.smtp.host = port == 0 ? "" : "127.0.0.1";
    with.smtp.port = port;
    return Mailer(std::move(parts), std::move(with));
}

Mailer Notify::sending_mailer() {
    return mailer(1, [](const Outgoing&) {
        SmtpReply reply;
        reply.outcome = store::DeliveryOutcome::sent;
        return reply;
    });
}

std::int64_t Notify::grant(
    const std::string& address,
    Audience audience,
    SubscriptionScope scope,
    const std::string& value,
    MailFrequency frequency
) {
    store::GrantRequest asked;
    asked.address = address;
    asked.audience = audience;
    asked.scope = scope;
    asked.value = value;
    asked.frequency = frequency;
    asked.by = "test";
    return await(store::grant_subscription(world.database, asked)).value().subscriber;
}

std::int64_t
Notify::alert(const std::string& kind, const std::string& severity, const std::string& audience) {
    const store::Params params(kind, severity, audience);
    return world.sql()
        .exec(
            "insert into alert (fingerprint, kind, severity, audience, subject, portal, countries, "
            "state, reason, pending_since, firing_since) values (sha256(random()::text::bytea), "
            "$1, "
            "$2, $3, 'urn:moisson:portal:bf', 'bf', '{BF}', 'firing', 'x', moisson.now(), "
            "moisson.now()) returning id",
            params
        )
        .int64(0, 0);
}

void Notify::tell(std::int64_t alert, const std::string& event, bool deliver) {
    world.sql().exec(
        "insert into alert_event (alert, at, event, reason, deliver) values ($1, moisson.now(), "
        "$2, "
        "'x', $3)",
        store::Params(alert, event, deliver)
    );
    if (event == "resolved")
        world.sql().exec(
            "update alert set state = 'resolved', resolved_at = moisson.now() where id = $1",
            store::Params(alert)
        );
}

std::vector<store::StoredMessage> Notify::messages() {
    auto out = await(store::list_messages(world.database, 1'000)).value();
    std::reverse(out.begin(), out.end());
    return out;
}

} // namespace moisson::notify::testing
