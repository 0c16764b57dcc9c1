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

// With plain spaces where French typography has others.
inline std::string spaced(std::string text) {
    for (const std::string_view space : {"\u00A0", "\u202F"})
        for (std::size_t at = text.find(space); at != text.npos; at = text.find(space, at))
            text.replace(at, space.size(), " ");
    return text;
}

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
    // One whose server takes everything.
    Mailer sending_mailer();
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
    // Of the mailers made after it is set.
    std::function<asio::awaitable<Result<SearchNews>>(SearchWish)> search;
    Desk desk;
};

} // namespace moisson::notify::testing
