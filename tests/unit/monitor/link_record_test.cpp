// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Memories survive being stored; changes and settled redirects are seen.
#include "monitor/link_record.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace moisson::monitor {
namespace {

using std::chrono::hours;

const Instant record_start{std::chrono::sys_days(std::chrono::year(2026) / 11 / 1)};

ProbeResult good(std::string etag, std::string target = {}) {
    ProbeResult out;
    out.code = target.empty() ? LinkCode::ok : LinkCode::ok_redirect_perm;
    out.etag = std::move(etag);
    out.length = 12;
    out.permanent_target = std::move(target);
    return out;
}

TEST(LinkRecord, IsReadAsItWasWritten) {
    LinkRecord record;
    record.verdict.state = LinkState::suspect;
    record.verdict.since = record_start;
    record.verdict.failures = 2;
    record.verdict.hard_failures = 1;
    record.verdict.first_failure = record_start;
    record.verdict.last_positive = record_start - hours(5);
    ProbeResult read = good("\"a\"", "https://b.tg/x");
    read.whole.tried = true;
    read.whole.sha256 = "ab";
    note_probe(record, read, record_start);
    note_probe(record, read, record_start + hours(1));
    EXPECT_EQ(link_record_from(to_text(record), LinkState::suspect, record_start), record);
    HostMemory host;
    host.state = HostState::down;
    host.since = record_start;
    host.condemned_at = record_start;
    host.limited_at = record_start - hours(3);
    HostSample sample;
    sample.at = record_start;
    sample.code = LinkCode::dns_nxdomain;
    sample.url = 4'000'000'000U;
    host.samples.push_back(sample);
    note_head_disagreement(host, record_start);
    EXPECT_EQ(host_memory_from(to_text(host), HostState::down, record_start), host);
}

TEST(LinkRecord, DamagedTextIsAnEmptyMemory) {
    for (const char* text : {"", "{", "[]", "7", "{\"failures\":\"x\",\"samples\":[[1]]}"}) {
        LinkRecord empty;
        EXPECT_EQ(link_record_from(text, LinkState::unknown, std::nullopt), empty) << text;
        EXPECT_EQ(host_memory_from(text, HostState::normal, std::nullopt), HostMemory()) << text;
    }
}

TEST(LinkRecord, AnotherEtagIsAnotherFile) {
    LinkRecord record;
    note_probe(record, good("\"a\""), record_start);
    note_probe(record, good("\"a\""), record_start + hours(1));
    EXPECT_EQ(record.changed_at, record_start);
    note_probe(record, good("\"b\""), record_start + hours(2));
    EXPECT_EQ(record.changed_at, record_start + hours(2));
}

// What is made anew for each request has another length each time: that is no update.
TEST(LinkRecord, OnlyTheChangeOfASteadyFileIsEvidence) {
    LinkRecord steady;
    for (int i = 0; i < 3; ++i)
        note_probe(steady, good("\"a\""), record_start + hours(12 * i));
    EXPECT_FALSE(steady.content_changed_at) << "the first look shows no change";
    note_probe(steady, good("\"b\""), record_start + hours(36));
    EXPECT_EQ(steady.content_changed_at, record_start + hours(36));
    EXPECT_EQ(link_record_from(to_text(steady), LinkState::unknown, std::nullopt), steady);
    LinkRecord restless;
    for (int i = 0; i < 10; ++i)
        note_probe(restless, good("\"" + std::to_string(i) + "\""), record_start + hours(12 * i));
    EXPECT_FALSE(restless.content_changed_at);
    EXPECT_EQ(restless.changed_at, record_start + hours(108));
}

TEST(LinkRecord, NeitherADateNorAWebPageIsEvidence) {
    const auto look = [](LinkRecord& record, ProbeResult result, int day) {
        note_probe(record, result, record_start + hours(24 * day));
    };
    ProbeResult dated = good("");
    dated.last_modified = "Sun, 01 Nov 2026 00:00:00 GMT";
    LinkRecord touched;
    for (const int day : {0, 1, 2})
        look(touched, dated, day);
    dated.last_modified = "Wed, 04 Nov 2026 00:00:00 GMT";
    look(touched, dated, 3);
    EXPECT_EQ(touched.changed_at, record_start + hours(72));
    EXPECT_FALSE(touched.content_changed_at) << "of the same length";
    dated.last_modified = "Mon, 09 Nov 2026 00:00:00 GMT";
    for (const int day : {4, 5, 6})
        look(touched, dated, day);
    dated.last_modified = "Sun, 15 Nov 2026 00:00:00 GMT";
    dated.length = 13;
    look(touched, dated, 7);
    EXPECT_EQ(touched.content_changed_at, record_start + hours(168));
    ProbeResult page = good("\"a\"");
    page.found_format = "html";
    LinkRecord web;
    for (const int day : {0, 1, 2})
        look(web, page, day);
    page.etag = "\"b\"";
    look(web, page, 3);
    EXPECT_FALSE(web.content_changed_at);
}

TEST(LinkRecord, ARedirectIsSettledAfterThreeLooksAndAFortnight) {
    LinkRecord record;
    const std::string moved = "https://b.tg/x.csv";
    for (const int day : {0, 7, 13})
        note_probe(record, good("\"a\"", moved), record_start + hours(24 * day));
    EXPECT_EQ(settled_redirect(record, record_start + hours(24 * 13)), "");
    note_probe(record, good("\"a\"", moved), record_start + hours(24 * 14));
    EXPECT_EQ(settled_redirect(record, record_start + hours(24 * 14)), moved);
    note_probe(record, good("\"a\""), record_start + hours(24 * 15));
    EXPECT_EQ(settled_redirect(record, record_start + hours(24 * 15)), "");
}

TEST(LinkRecord, TheLastThreeProbesAreKept) {
    std::string probes;
    for (int i = 0; i < 5; ++i)
        probes =
            with_probe(probes, good("\"a\""), LinkRule::accept, record_start + hours(i), "Moisson");
    const auto list = nlohmann::json::parse(probes);
    ASSERT_EQ(list.size(), probes_kept);
    EXPECT_EQ(list[0]["at"], "2026-11-01T04:00:00Z");
    EXPECT_EQ(list[0]["reason"], "accept");
}

} // namespace
} // namespace moisson::monitor
