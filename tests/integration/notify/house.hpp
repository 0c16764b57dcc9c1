// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// One database with alerts, people and a mailer.
#pragma once

#include "integration/store/fixture.hpp"
#include "notify/desk.hpp"
#include "notify/mailer.hpp"
#include "smtp_server.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/thread_pool.hpp>

namespace moisson::notify::testing {

using moisson::store::testing::await;

class QuietLogger final : public telemetry::Logger {
public:
    bool enabled(telemetry::LogLevel) const override { return false; }
    void write(telemetry::LogLevel, std::string_view, std::span<const telemetry::Field>) override {}
};

class Notify : public ::testing::Test {
protected:
    Notify();

    // A mailer whose server is at `port`; 0: mail is not sent.
    Mailer mailer(int port, std::function<SmtpReply(const Outgoing&)> send = {});
    MailerReport pass(Mailer& one) { return await(one.pass()).value(); }
    std::int64_t grant(
        const std::string& address,
        Audience audience,
        SubscriptionScope scope,
        const std::string& value,
        MailFrequency frequency
    );
    std::int64_t
    alert(const std::string& kind, const std::string& severity, const std::string& audience);
    void tell(std::int64_t alert, const std::string& event, bool deliver = true);
    std::vector<store::StoredMessage> messages();

    store::testing::World world;
    SystemTimers timers;
    QuietLogger log;
    asio::thread_pool thread{1};
    MailOptions options;
    Desk desk;
};

} // namespace moisson::notify::testing
