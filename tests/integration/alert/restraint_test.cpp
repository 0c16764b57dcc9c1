// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the database knows and nobody is told: links that broke with their host, lateness that is as
// old as its frequency, portals that left, questions that were answered.
#include "settled_portal.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace moisson::store::testing {
namespace {

class AlertRestraint : public SettledPortal {
protected:
    using Told = std::vector<std::string>;

    // What the links of each dataset amount to, as the link checker writes it.
    void roll_up() {
        with.sql(
            "update dataset_signal s set links = case when l.standing = 'broken' then 'broken' "
            "else 'ok' end from distribution t join link l on l.id = t.link "
            "where t.dataset = s.dataset"
        );
    }
    void hold(const char* id_set) {
        with.sql(fmt::format(
            "insert into run (source, mode, state, requested_at, started_at, ended_at, id_set, "
            "missing) select id, 'full', 'held', moisson.now(), moisson.now(), moisson.now(), "
            "'{}', "
            "90 from source where key = 'bf'",
            id_set
        ));
    }
};

TEST_F(AlertRestraint, AHostThatIsBackAccusesNobodyOfItsOutage) {
    const std::string down = " host_down coordinator urn:moisson:host:bf.example";
    live(hours(10 * 24), hours(24));
    with.sql(
        "insert into link_host (host, state, since, due_at) values ('bf.example', 'HOST_DOWN', "
        "moisson.now() - interval '8 days', moisson.now()) on conflict (host) do update set "
        "state = excluded.state, since = excluded.since; "
        "update link set state = 'BROKEN', standing = 'broken', since = moisson.now(), "
        "code = 'HOST_DOWN'; "
        "insert into link_outage (link, began, cause) select id, since, 'HOST_DOWN' from link"
    );
    roll_up();
    live(hours(2));
    EXPECT_EQ(with.told(), Told{"fired" + down});
    with.sql("update link_host set state = '', since = moisson.now()");
    live(hours(3));
    EXPECT_EQ(with.told(), Told{"resolved" + down});
    EXPECT_EQ(count("kind in ('links_broken', 'storm')"), 0) << "nobody has asked them since";
    // Two of them were asked and fail, all others work.
    with.sql(
        "update link set code = 'http_404' where id in (select id from link order by id limit 2); "
        "update link set state = 'OK', standing = 'ok', code = 'ok' where code = 'HOST_DOWN'; "
        "update link_outage o set ended = moisson.now() from link l "
        "where l.id = o.link and l.standing = 'ok'"
    );
    roll_up();
    live(hours(18));
    EXPECT_EQ(count("kind in ('links_broken', 'storm')"), 0) << "a day to be mended";
    live(hours(6));
    EXPECT_EQ(count("kind = 'links_broken' and state = 'firing'"), 2);
    EXPECT_EQ(with.told().size(), 2U);
}

TEST_F(AlertRestraint, WhatWasLateAsSoonAsItHadAFrequencyIsNoNews) {
    with.sql("delete from verdict where dataset in "
             "(select dataset from dataset_signal order by dataset limit 2); "
             "update dataset_signal set expected_at = moisson.now() - interval '20 hours', "
             "late_at = moisson.now() - interval '6 hours', "
             "very_late_at = moisson.now() + interval '90 days' "
             "where dataset in (select dataset from dataset_signal order by dataset limit 3)");
    live(hours(2));
    EXPECT_EQ(with.told().size(), 1U) << "the one that was up to date before";
    // Published, and late again.
    with.sql("update dataset_signal set expected_at = moisson.now() + interval '1 day', "
             "late_at = moisson.now() + interval '2 days' where late_at < moisson.now()");
    live(hours(3 * 24), hours(24));
    const Told told = with.told();
    EXPECT_EQ(
        std::count_if(
            told.begin(),
            told.end(),
            [](const std::string& one) { return one.starts_with("fired dataset_overdue"); }
        ),
        3
    );
}

TEST_F(AlertRestraint, WhatWasSaidOfThePortalThatIsWatchedNoMoreEndsQuietly) {
    be_late(1);
    live(hours(1));
    ASSERT_EQ(with.told().size(), 1U);
    with.sql("update portal set enabled = false where key = 'bf'");
    live(hours(6 * 24), hours(24));
    EXPECT_EQ(count("kind = 'dataset_overdue' and state = 'firing'"), 1) << "it may be back";
    live(hours(2 * 24), hours(24));
    EXPECT_EQ(count("kind = 'dataset_overdue' and closed_at is null"), 0);
    EXPECT_EQ(with.told(), Told{});
}

TEST_F(AlertRestraint, ASourceThatIsReadForDaysIsReadAllTheSame) {
    const auto look_after = [this](hours time) {
        with.wait(time);
        with.probe("bf", monitor::Answer::good);
        with.probe("ml", monitor::Answer::good);
        with.round();
    };
    live(hours(10 * 24), hours(24));
    with.told();
    with.sql("update source set every = interval '1 day'; "
             "update dataset_signal set late_at = moisson.now() - interval '70 hours', "
             "very_late_at = moisson.now() + interval '90 days' where dataset in "
             "(select dataset from dataset_signal order by dataset limit 1); "
             "update run set started_at = moisson.now() - interval '60 hours', "
             "ended_at = moisson.now()");
    look_after(hours(1));
    EXPECT_EQ(with.told().size(), 1U) << "it rested twice, and so will the next one";
    with.sql("update dataset_signal set late_at = (select min(late_at) from dataset_signal), "
             "very_late_at = moisson.now() + interval '90 days' where dataset in "
             "(select dataset from dataset_signal order by dataset limit 2)");
    look_after(hours(6 * 24));
    EXPECT_EQ(with.told(), Told{}) << "nobody has read it since";
}

TEST_F(AlertRestraint, ARefusalAnswersTheSameQuestionOnceAndForAll) {
    const Told asked{"fired run_held coordinator urn:moisson:source:bf"};
    hold("\\x01");
    live(hours(1));
    EXPECT_EQ(with.told(), asked);
    with.sql("update run set decision = 'refused', decided_at = moisson.now() where state = 'held'"
    );
    live(hours(48), hours(24));
    hold("\\x01");
    live(hours(48), hours(24));
    EXPECT_EQ(with.told(), Told{});
    hold("\\x02");
    live(hours(1));
    EXPECT_EQ(with.told(), asked) << "another question";
}

} // namespace
} // namespace moisson::store::testing
