// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A new portal of which six datasets in ten are late and three in ten have broken links: its
// coordinator gets one message in two months, its producers none (decision 7).
#include "integration/alert/world.hpp"
#include "notify/mailer.hpp"
#include "simulation/mail/post.hpp"
#include "store/subscription_store.hpp"

#include <boost/asio/thread_pool.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace moisson::simulation {
namespace {

using std::chrono::hours;
using store::testing::await;

class Silent final : public telemetry::Logger {
public:
    bool enabled(telemetry::LogLevel) const override { return false; }
    void write(telemetry::LogLevel, std::string_view, std::span<const telemetry::Field>) override {}
};

class NewPortal : public ::testing::Test {
protected:
    NewPortal() {
        post.calm = true;
        notify::MailerParts parts;
        parts.database = &with.world.database;
        parts.timers = &timers;
        parts.log = &log;
        parts.mail = thread.get_executor();
        parts.public_url = routes::PublicUrl("https://moisson.example/");
        parts.send = [this](const notify::Outgoing& mail) { return post.take(mail); };
        notify::MailOptions options;
        options.smtp.host = "127.0.0.1";
        options.from = "alertes@moisson.example";
        mailer.emplace(std::move(parts), std::move(options));
    }
    void grant(const std::string& address, Audience audience, MailFrequency frequency) {
        store::GrantRequest asked;
        asked.address = address;
        asked.audience = audience;
        asked.scope = SubscriptionScope::portal;
        asked.value = "bf";
        asked.frequency = frequency;
        asked.by = "test";
        await(store::grant_subscription(with.world.database, asked)).value();
    }
    // Six hours at a time, harvested once a day.
    void live(int days) {
        for (int quarter = 0; quarter < 4 * days; ++quarter) {
            with.wait(hours(6));
            with.probe("bf", monitor::Answer::good);
            with.probe("ml", monitor::Answer::good);
            if (quarter % 4 == 0)
                with.sql("update run set started_at = moisson.now(), ended_at = moisson.now()");
            with.round();
            await(mailer->pass()).value();
        }
    }

    store::testing::AlertWorld with;
    PostOffice post{1};
    SystemTimers timers;
    Silent log;
    asio::thread_pool thread{1};
    std::optional<notify::Mailer> mailer;
};

TEST_F(NewPortal, InDisorderSendsOneMessage) {
    grant("coordination@exemple.bf", Audience::coordinator, MailFrequency::immediate);
    grant("producteur@exemple.bf", Audience::producer, MailFrequency::daily);
    grant("lectrice@exemple.bf", Audience::subscriber, MailFrequency::daily);
    with.harvest("bf", 500, "fichiers.example");
    with.sql("update dataset_signal g set late_at = moisson.now() - interval '100 days', "
             "very_late_at = moisson.now() - interval '50 days' from (select id, row_number() "
             "over (order by id) as n from dataset) row where g.dataset = row.id and row.n % 10 < 6"
    );
    with.sql("update link set state = 'BROKEN', standing = 'broken', code = 'http_404' where id in "
             "(select t.link from distribution t order by t.dataset limit 150); update "
             "dataset_signal s set links = 'broken' from distribution t join link l on l.id = "
             "t.link where t.dataset = s.dataset and l.standing = 'broken'");
    live(60);
    ASSERT_EQ(post.taken.size(), 1U);
    EXPECT_EQ(post.taken[0].recipient, "coordination@exemple.bf");
    EXPECT_NE(
        with.world.text("select subject from message where state = 'sent'").find("nouveau portail"),
        std::string::npos
    );
    // Lines end where they are long enough, anywhere in a sentence.
    const std::string text = with.world.text(
        "select regexp_replace(plain, '\\s+', ' ', 'g') from message where state = 'sent'"
    );
    EXPECT_NE(text.find("300 sont en retard"), std::string::npos) << text;
    EXPECT_NE(text.find("150 ont des liens rompus"), std::string::npos) << text;
}

} // namespace
} // namespace moisson::simulation
