// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Two days without a portal of 5,000 datasets, with harvests, probes, link checks and grace dates
// going on: its coordinator gets two messages, no producer gets any, and no digest names one of the
// 5,000 (decision 25). And a new portal, a dead name, a site that moved.
#include "integration/notify/smtp_server.hpp"
#include "post.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>

namespace moisson::store::testing {
namespace {

using monitor::Answer;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using Told = std::vector<std::string>;

const std::string portal_fired = "fired portal_down coordinator urn:moisson:portal:bf";
const std::string portal_back = "resolved portal_down coordinator urn:moisson:portal:bf";
const std::string datasets_of_bf =
    "(select d.id from dataset d join source s on s.id = d.source where s.key = 'bf')";

// Whether the hour of weekly digests falls into the outage; that of daily ones always does.
enum class WeeklySlot { inside, outside };

// Whether it names "Jeu 0" or any other dataset of the portal that is down.
bool names_a_dataset(const std::string& text) {
    const std::string name = "Jeu ";
    for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1))
        if (const std::size_t next = at + name.size();
            next < text.size() && text[next] >= '0' && text[next] <= '9')
            return true;
    return false;
}

// Quoted-printable, without its soft line ends.
std::string unfolded(const std::string& data) {
    std::string out;
    for (std::size_t i = 0; i < data.size(); ++i) {
        std::size_t end = i + 1;
        while (data[i] == '=' && end < data.size() && data[end] == '\r')
            ++end;
        if (data[i] == '=' && end < data.size() && data[end] == '\n')
            i = end;
        else
            out += data[i];
    }
    return out;
}

class Outage : public ::testing::TestWithParam<std::tuple<const char*, WeeklySlot>> {
protected:
    // A portal whose baseline is long past.
    void settle(int datasets) {
        with.harvest("bf", datasets, std::get<0>(GetParam()));
        with.harvest("ml", 20, "ml.example", "Voisin");
        with.round();
        with.wait(days(20));
        with.sql("update run set started_at = moisson.now(), ended_at = moisson.now()");
        probe_both(Answer::good);
        probe_both(Answer::good);
        with.round();
        with.wait(minutes(20));
        probe_both(Answer::good);
        with.round();
        EXPECT_EQ(with.told(), Told{}) << "a portal where all is well has no summary";
        await(with.health->measure_day()).value();
        open_post();
    }
    void open_post() {
        const MailFrequency weekly = MailFrequency::weekly;
        const MailFrequency daily = MailFrequency::daily;
        subscribe(with, "coord@exemple.bf", Audience::coordinator, "bf", MailFrequency::immediate);
        subscribe(with, "hebdo@exemple.bf", Audience::producer, "bf", weekly);
        subscribe(with, "quotidien@exemple.bf", Audience::producer, "bf", daily);
        subscribe(with, "tous-hebdo@exemple.ml", Audience::subscriber, "", weekly);
        subscribe(with, "tous-quotidien@exemple.ml", Audience::subscriber, "", daily);
        const Instant now = with.world.sql().exec("select moisson.now()").instant(0, 0);
        const Instant slot = std::chrono::floor<hours>(now + hours(12));
        const auto day = std::chrono::floor<days>(slot);
        const bool inside = std::get<1>(GetParam()) == WeeklySlot::inside;
        const std::chrono::weekday weekly_day(inside ? day : day - days(2));
        notify::MailOptions options;
        options.smtp.host = "127.0.0.1";
        options.smtp.port = server.port();
        options.smtp.security = notify::SmtpSecurity::none;
        options.smtp.helo = "moisson.example";
        options.digest_hour =
            static_cast<int>(std::chrono::duration_cast<hours>(slot - day).count());
        options.digest_day = static_cast<int>(weekly_day.iso_encoding());
        post = std::make_unique<Post>(with, std::move(options));
        // One of the neighbour's is late within an hour: there is something to digest.
        with.sql("update dataset_signal set late_at = moisson.now() + interval '1 hour', "
                 "very_late_at = moisson.now() + interval '90 days' "
                 "where dataset = (select id from dataset where title = 'Voisin 0')");
        neighbour = "fired dataset_overdue producer urn:uuid:" +
                    with.world.text("select id::text from dataset where title = 'Voisin 0'");
    }
    void probe_both(Answer bf) {
        with.probe("bf", bf);
        with.probe("ml", Answer::good);
    }
    // The neighbour's go on; those of the portal fail as long as it is down.
    void harvest_both(Answer bf) {
        with.sql("update run set started_at = moisson.now(), ended_at = moisson.now() "
                 "where source = (select id from source where key = 'ml')");
        if (bf == Answer::bad)
            with.sql("insert into run (source, mode, state, requested_at, started_at, ended_at) "
                     "select id, 'full', 'failed', moisson.now(), moisson.now(), moisson.now() "
                     "from source where key = 'bf'; "
                     "update source set failures = failures + 1, "
                     "failing_since = coalesce(failing_since, moisson.now()) where key = 'bf'");
    }
    // Ten minutes at a time.
    void live(hours time, Answer bf) {
        for (minutes done{0}; done < time; done += minutes(10)) {
            with.wait(minutes(10));
            if (++steps % 36 == 0)
                harvest_both(bf);
            probe_both(bf);
            with.round();
            post->pass();
        }
    }
    // Of the portal that is down.
    Told told() {
        Told out = with.told();
        std::erase(out, neighbour);
        return out;
    }
    // What arrived, by address.
    std::map<std::string, std::vector<std::string>> arrived() const {
        std::map<std::string, std::vector<std::string>> out;
        std::set<std::string> ids;
        for (const nlohmann::json& mail : server.mails()) {
            const std::string id = moisson::testing::header_of(mail, "Message-ID");
            EXPECT_TRUE(ids.insert(id).second) << id << " twice";
            out[mail["to"][0].get<std::string>()].push_back(unfolded(mail["data"].get<std::string>()
            ));
        }
        return out;
    }

    // Grace dates end all along; some datasets were late and some links broken before.
    void spread_dates() {
        with.sql(
            "update dataset_signal g set late_at = moisson.now() + (row.n % 60) * interval '1 "
            "hour', very_late_at = moisson.now() + (row.n % 60 + 10) * interval '1 hour' "
            "from (select id, row_number() over (order by id) as n from dataset where source = "
            "(select id from source where key = 'bf')) row where g.dataset = row.id "
            "and row.n <= 600"
        );
    }
    // Its files are seen to be away, harvests fail, a certificate is about to end.
    void lose_files_and_harvests() {
        const std::string host = std::get<0>(GetParam());
        with.sql(
            "insert into link_host (host, state, since, due_at) values ('" + host +
            "', 'HOST_DOWN', moisson.now(), moisson.now()) on conflict (host) do update set "
            "state = excluded.state, since = excluded.since; "
            "update source set failures = 3, failing_since = moisson.now() where key = 'bf'; "
            "update portal_watch set certificate_expires = moisson.now() + interval '5 days' "
            "where portal = (select id from portal where key = 'bf')"
        );
    }
    // Host guard or not.
    void break_links() {
        with.sql("update link set state = 'BROKEN', standing = 'broken', since = moisson.now(), "
                 "code = 'timeout_connect' where id in (select link from distribution t join "
                 "dataset d on d.id = t.dataset join source s on s.id = d.source where s.key = "
                 "'bf' order by t.dataset limit 3000); "
                 "update dataset_signal s set links = 'broken' from distribution t join link l on "
                 "l.id = t.link where t.dataset = s.dataset and l.standing = 'broken'");
    }
    void mend_links() {
        with.sql("update link set state = 'OK', standing = 'ok', since = moisson.now() "
                 "where standing = 'broken'; update dataset_signal set links = 'ok'; "
                 "update run set started_at = moisson.now(), ended_at = moisson.now()");
    }
    void publish_all_but_three() {
        with.sql(
            "with late as (select dataset from dataset_signal where late_at < moisson.now() "
            "and dataset in " +
            datasets_of_bf +
            " order by dataset offset 3) "
            "update dataset_signal g set late_at = moisson.now() + interval '400 days', "
            "very_late_at = moisson.now() + interval '460 days' from late "
            "where g.dataset = late.dataset"
        );
    }
    void expect_letters_of_the_outage() {
        auto letters = arrived();
        const auto& outage = letters["coord@exemple.bf"];
        ASSERT_EQ(outage.size(), 2U);
        EXPECT_NE(outage[0].find("injoignable"), std::string::npos);
        EXPECT_NE(outage[1].find("solu (1)"), std::string::npos);
        EXPECT_EQ(letters["hebdo@exemple.bf"].size(), 0U);
        EXPECT_EQ(letters["quotidien@exemple.bf"].size(), 0U);
        const bool inside = std::get<1>(GetParam()) == WeeklySlot::inside;
        EXPECT_EQ(letters["tous-hebdo@exemple.ml"].size(), inside ? 1U : 0U);
        EXPECT_GE(letters["tous-quotidien@exemple.ml"].size(), 1U);
        for (const auto& [address, texts] : letters)
            for (const std::string& text : texts) {
                EXPECT_FALSE(names_a_dataset(text)) << address << "\n" << text;
                if (address.ends_with(".ml"))
                    EXPECT_NE(text.find("Voisin 0"), std::string::npos) << address;
            }
    }

    AlertWorld with;
    moisson::testing::SmtpServer server;
    std::unique_ptr<Post> post;
    std::string neighbour;
    int steps = 0;
};

TEST_P(Outage, OfTwoDaysIsToldTwiceToTheCoordinatorAndToNobodyElse) {
    settle(5'000);
    spread_dates();
    live(hours(1), Answer::bad);
    EXPECT_EQ(told(), Told{portal_fired});
    lose_files_and_harvests();
    live(hours(30), Answer::bad);
    break_links();
    live(hours(17), Answer::bad);
    EXPECT_EQ(told(), Told{});
    // It is back; files and harvests follow within hours.
    with.sql("update portal_watch set certificate_expires = moisson.now() + interval '90 days'");
    live(hours(1), Answer::good);
    EXPECT_EQ(told(), Told{portal_back});
    with.sql("update link_host set state = '', since = null");
    live(hours(5), Answer::good);
    with.sql("update source set failures = 0, failing_since = null");
    mend_links();
    publish_all_but_three();
    live(hours(17), Answer::good);
    EXPECT_EQ(told(), Told{}) << "a day of grace";
    EXPECT_EQ(
        with.world.number("select count(*) from alert where audience = 'producer' and portal = 'bf'"
        ),
        0
    );
    expect_letters_of_the_outage();
    if (HasFatalFailure())
        return;
    live(hours(3), Answer::good);
    EXPECT_EQ(told().size(), 3U) << "what is true after a day is told";
    for (int hour = 0; hour < 24; ++hour) {
        with.wait(hours(1));
        post->pass();
    }
    auto letters = arrived();
    ASSERT_EQ(letters["quotidien@exemple.bf"].size(), 1U) << "a producer hears of it then";
    EXPECT_TRUE(names_a_dataset(letters["quotidien@exemple.bf"][0]));
}

INSTANTIATE_TEST_SUITE_P(
    PortalAndFiles,
    Outage,
    ::testing::Combine(
        ::testing::Values("bf.example", "fichiers.example"),
        ::testing::Values(WeeklySlot::inside, WeeklySlot::outside)
    ),
    [](const auto& info) {
        const bool inside = std::get<1>(info.param) == WeeklySlot::inside;
        return std::string(std::get<0>(info.param)[0] == 'b' ? "OnOneHost" : "OnTwoHosts") +
               (inside ? "WithAWeeklyDigest" : "WithoutAWeeklyDigest");
    }
);

class Alerts : public ::testing::Test {
protected:
    void live(hours time) {
        for (hours done{0}; done < time; done += hours(1)) {
            with.wait(hours(1));
            with.probe("bf", Answer::good);
            with.probe("ml", Answer::good);
            with.round();
        }
    }
    void harvest_again() {
        with.sql("update run set started_at = moisson.now(), ended_at = moisson.now()");
    }
    void spoil(const char* share, const std::string& what) {
        with.sql(fmt::format(
            "update dataset_signal g set {} from (select id, row_number() over (order by id) as n "
            "from dataset) row where g.dataset = row.id and row.n % 10 < {}",
            what,
            share
        ));
    }

    AlertWorld with;
};

TEST_F(Alerts, ANewPortalWithHalfOfItInDisorderIsToldOnce) {
    with.harvest("bf", 500, "bf.example");
    spoil(
        "6",
        "late_at = moisson.now() - interval '100 days', very_late_at = moisson.now() - interval "
        "'50 days'"
    );
    with.sql(
        "update link set state = 'BROKEN', standing = 'broken', since = moisson.now() where id "
        "in (select t.link from distribution t order by t.dataset limit 150)"
    );
    with.sql(
        "update dataset_signal s set links = 'broken' from distribution t join link l on l.id = "
        "t.link where t.dataset = s.dataset and l.standing = 'broken'"
    );
    live(hours(13 * 24));
    EXPECT_EQ(with.told(), Told{});
    harvest_again();
    live(hours(3 * 24));
    EXPECT_EQ(with.told(), Told{"fired onboarding coordinator urn:moisson:portal:bf"});
    EXPECT_EQ(
        with.world.text("select evidence ->> 'late' || ' ' || (evidence ->> 'broken') from alert "
                        "where kind = 'onboarding'"),
        "300 150"
    );
    // One of them was good once and is late again.
    with.sql(
        "update dataset_signal set late_at = moisson.now() - interval '1 hour', very_late_at = "
        "moisson.now() + interval '9 days' where dataset = (select dataset from dataset_signal "
        "where very_late_at < moisson.now() order by dataset limit 1)"
    );
    harvest_again();
    live(hours(2));
    const Told told = with.told();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].find("fired dataset_overdue producer urn:uuid:"), 0U);
}

TEST_F(Alerts, FiveHundredAddressesOfADeadNameOrAMovedSiteAreOneAlert) {
    with.harvest("bf", 500, "fichiers.example");
    with.round();
    live(hours(15 * 24));
    for (const char* state : {"HOST_DOWN", "HOST_MOVED"}) {
        const std::string kind = state == std::string("HOST_DOWN") ? "host_down" : "host_moved";
        with.sql(fmt::format(
            "insert into link_host (host, state, since, due_at) values ('fichiers.example', '{}', "
            "moisson.now(), moisson.now()) on conflict (host) do update set state = "
            "excluded.state, "
            "since = excluded.since",
            state
        ));
        live(hours(30));
        // A week later all of them are told broken, for the sake of the host.
        with.sql("update link set state = 'BROKEN', standing = 'broken', since = moisson.now(); "
                 "update dataset_signal set links = 'broken'");
        live(hours(48));
        EXPECT_EQ(
            with.told(),
            Told{"fired " + kind + " coordinator urn:moisson:host:fichiers.example"}
        );
        with.sql("update link_host set state = '', since = null; update link set state = 'OK', "
                 "standing = 'ok'; update dataset_signal set links = 'ok'");
        live(hours(4));
        EXPECT_EQ(
            with.told(),
            Told{"resolved " + kind + " coordinator urn:moisson:host:fichiers.example"}
        );
    }
}

} // namespace
} // namespace moisson::store::testing
