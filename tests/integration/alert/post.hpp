// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The role `notify` over the world of alerts.
#pragma once

#include "notify/mailer.hpp"
#include "store/subscription_store.hpp"
#include "support/manual_clock.hpp"
#include "world.hpp"

#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <string>

namespace moisson::store::testing {

class MuteLogger final : public telemetry::Logger {
public:
    bool enabled(telemetry::LogLevel) const override { return false; }
    void write(telemetry::LogLevel, std::string_view, std::span<const telemetry::Field>) override {}
};

class Post {
public:
    using Send = std::function<notify::SmtpReply(const notify::Outgoing&)>;

    // Without `send`, by SMTP.
    Post(AlertWorld& world, notify::MailOptions options, Send send = {});

    void pass() { await(mailer_->pass()).value(); }

private:
    SystemTimers timers_;
    MuteLogger log_;
    asio::thread_pool thread_{1};
    std::unique_ptr<notify::Mailer> mailer_;
};

// Somebody whom an operator subscribes.
void subscribe(
    AlertWorld& world,
    const std::string& address,
    Audience audience,
    const std::string& portal,
    MailFrequency frequency
);

} // namespace moisson::store::testing
