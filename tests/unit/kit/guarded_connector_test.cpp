// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What no connector can forget: ids that fit an index, secrets that stay ours.
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "kit/guarded_connector.hpp"
#include "kit/secret_mask.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <map>

namespace moisson::kit {
namespace {

using moisson::testing::run_coro;

// Answers what it was given.
class Scripted final : public Connector {
public:
    std::string_view scheme() const override { return "scripted"; }
    int mapping_version() const override { return 7; }
    asio::awaitable<Result<Probe>> probe() override { co_return Error(Code::http_4xx, detail); }
    asio::awaitable<Result<Page>> fetch(Cursor) override { co_return page; }
    asio::awaitable<Result<Page>> fetch_records(std::vector<std::string>) override {
        co_return Error(Code::http_5xx, detail);
    }
    asio::awaitable<Result<std::vector<std::string>>> list_ids() override { co_return ids; }
    Abilities abilities() const override { return {true, false}; }
    asio::awaitable<Result<InventoryPage>> inventory(Cursor) override { co_return listing; }
    Result<RawRecord> map(std::string_view, std::vector<Issue>& issues) const override {
        issues.emplace_back(Code::bad_url, Stage::map, detail);
        return RawRecord();
    }

    std::string detail;
    Page page;
    std::vector<std::string> ids;
    InventoryPage listing;
};

WireRecord record(std::string id, std::string alias = {}) {
    WireRecord out;
    out.remote_id = std::move(id);
    out.alias = std::move(alias);
    return out;
}

const std::string fitting(limits::identifier_bytes, 'a');
const std::string too_long(limits::identifier_bytes + 1, 'b');

TEST(GuardedConnector, RefusesARecordWhoseIdNoIndexHolds) {
    auto inner = std::make_unique<Scripted>();
    inner->page.records = {record(fitting), record(too_long), record("c", too_long)};
    inner->page.received = 3;
    inner->ids = {"c", too_long, fitting};
    inner->listing.entries = {{"c", "", "1"}, {too_long, "", "2"}};
    const auto connector = guarded(std::move(inner), Source());
    const Page page = run_coro(connector->fetch(Cursor())).value();
    ASSERT_EQ(page.records.size(), 2U);
    EXPECT_EQ(page.records[0].remote_id, fitting);
    EXPECT_EQ(page.records[1].remote_id, "c");
    EXPECT_EQ(page.records[1].alias, "");
    EXPECT_EQ(page.received, 3);
    ASSERT_EQ(page.issues.size(), 1U);
    EXPECT_EQ(page.issues[0].code, Code::bad_shape);
    EXPECT_EQ(page.issues[0].remote_id, too_long);
    EXPECT_EQ(page.issues[0].detail, "id of 2049 bytes");
    EXPECT_EQ(run_coro(connector->list_ids()).value(), (std::vector<std::string>{"c", fitting}));
    const InventoryPage listing = run_coro(connector->inventory(Cursor())).value();
    EXPECT_EQ(listing.entries.size(), 1U);
    EXPECT_EQ(listing.issues.size(), 1U);
}

TEST(GuardedConnector, HidesTheHeadersOfItsSourceInEveryReport) {
    auto inner = std::make_unique<Scripted>();
    inner->detail = "403 Forbidden: {\"headers\": {\"X-Api-Key\": \"k3y-of-ours\"}}";
    Issue issue(Code::not_json, Stage::parse, "k3y-of-ours");
    issue.excerpt = "<pre>X-Api-Key: k3y-of-ours</pre>";
    inner->page.issues = {issue};
    inner->listing.issues = {issue};
    Source source;
    source.headers = {{"X-Api-Key", "k3y-of-ours"}, {"Accept-Language", "headers"}};
    const auto connector = guarded(std::move(inner), source);
    const std::string hidden = "403 Forbidden: {\"headers\": {\"X-Api-Key\": \"***\"}}";
    EXPECT_EQ(run_coro(connector->probe()).error().detail, hidden);
    EXPECT_EQ(run_coro(connector->fetch_records({})).error().detail, hidden);
    const Page page = run_coro(connector->fetch(Cursor())).value();
    EXPECT_EQ(page.issues.at(0).detail, "***");
    EXPECT_EQ(page.issues.at(0).excerpt, "<pre>X-Api-Key: ***</pre>");
    EXPECT_EQ(run_coro(connector->inventory(Cursor())).value().issues.at(0).detail, "***");
    std::vector<Issue> issues;
    EXPECT_TRUE(connector->map("", issues).has_value());
    EXPECT_EQ(issues.at(0).detail, hidden);
    EXPECT_EQ(connector->scheme(), "scripted");
    EXPECT_EQ(connector->mapping_version(), 7);
    EXPECT_TRUE(connector->abilities().inventory);
}

using Headers = std::map<std::string, std::string>;

std::string hidden(const std::string& secret, std::string text) {
    SecretMask(Headers{{"Authorization", secret}}).hide(text);
    return text;
}

TEST(GuardedConnector, ReportsNothingThatAPageOrTheDatabaseCannotTake) {
    using namespace std::string_literals;
    auto inner = std::make_unique<Scripted>();
    Issue issue(Code::parse_json, Stage::parse, "at \xC3( in a\0b"s);
    issue.remote_id = "a\0b"s;
    issue.excerpt = "\xFF{";
    inner->page.issues = {issue};
    inner->listing.issues = {issue};
    inner->detail = "\xFE"s;
    const auto connector = guarded(std::move(inner), Source());
    std::vector<Issue> all = run_coro(connector->fetch(Cursor())).value().issues;
    for (const Issue& told : run_coro(connector->inventory(Cursor())).value().issues)
        all.push_back(told);
    ASSERT_TRUE(connector->map("{}", all).has_value());
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].remote_id, "ab");
    for (const Issue& told : all)
        EXPECT_TRUE(
            is_clean_utf8(told.remote_id) && is_clean_utf8(told.detail) &&
            is_clean_utf8(told.excerpt)
        );
    EXPECT_TRUE(is_clean_utf8(run_coro(connector->probe()).error().detail));
}

TEST(SecretMask, KnowsTheFormsInWhichAnAnswerEchoes) {
    EXPECT_EQ(hidden("Bearer abc/def+1", "got Bearer abc/def+1."), "got ***.");
    EXPECT_EQ(hidden("Bearer abc/def+1", "token=abc/def+1;"), "token=***;");
    EXPECT_EQ(hidden("Bearer abc/def+1", R"("abc\/def+1")"), R"("***")");
    EXPECT_EQ(hidden("Bearer abc/def+1", "?t=abc%2Fdef%2B1"), "?t=***");
    EXPECT_EQ(hidden("a&b<c\"d", "a&amp;b&lt;c&quot;d"), "***");
    EXPECT_EQ(hidden("a\"b\\c", R"(a\"b\\c)"), "***");
}

TEST(SecretMask, KnowsASecretThatTheEndOfAnExcerptCuts) {
    EXPECT_EQ(hidden("0123456789", "key: 01234567"), "key: ***");
    EXPECT_EQ(hidden("0123456789", "456789 was refused"), "*** was refused");
    EXPECT_EQ(hidden("0123456789", "12:01"), "12:01");
}

TEST(SecretMask, LeavesWhatIsNoSecret) {
    EXPECT_EQ(hidden("fr", "fr"), "fr");
    std::string text = "406 application/json";
    SecretMask(Headers{{"ACCEPT", "application/json"}}).hide(text);
    EXPECT_EQ(text, "406 application/json");
    EXPECT_TRUE(SecretMask(Headers{}).empty());
}

} // namespace
} // namespace moisson::kit
