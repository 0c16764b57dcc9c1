// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "notify/changed_slot.hpp"
#include "notify/saved_search.hpp"
#include "support/run_coro.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace moisson::notify {
namespace {

std::string saved(std::string_view query) {
    return saved_search(routes::parse_query(query)).value_or("nothing");
}

TEST(SavedSearch, HasOneSpellingWhateverItsOrderAndItsView) {
    const std::string wanted = "country=BF&format=CSV&q=eau";
    EXPECT_EQ(saved(wanted), wanted);
    EXPECT_EQ(saved("q=eau&format=csv&country=bf&country=BF"), wanted);
    EXPECT_EQ(
        saved("q=eau&country=BF&format=CSV&page=3&sort=title&facets=theme&facet_q[theme]=x&theme="),
        wanted
    );
}

TEST(SavedSearch, IsNothingWhenItAsksForNothingOrIsNotUnderstood) {
    EXPECT_EQ(saved(""), "nothing");
    EXPECT_EQ(saved("sort=title&page=2"), "nothing") << "the whole catalogue is no search";
    EXPECT_EQ(saved("contry=BF"), "nothing");
    EXPECT_EQ(saved("modified_from=hier"), "nothing");
    EXPECT_EQ(saved("q=" + std::string(1'000, 'x')), "nothing") << "too long to keep";
}

TEST(SavedSearch, IsCalledByItsWordsThenItsFilters) {
    const ValueName name_of = [](std::string_view name, const std::string& value) {
        return name == "country" && value == "BF" ? std::string("Burkina Faso") : std::string();
    };
    EXPECT_EQ(
        search_label(saved("country=BF&theme=!HEAL&q=eau potable"), name_of),
        "eau potable ; Pays : Burkina Faso ; Thème : sauf HEAL"
    );
}

// Says what it was asked.
struct FakeLook {
    std::vector<std::pair<Instant, Instant>> asked;
    bool away = false;

    asio::awaitable<Result<std::vector<Uuid>>> look(Instant since, Instant until) {
        asked.emplace_back(since, until);
        if (away)
            co_return Error(Code::store_unavailable);
        co_return std::vector<Uuid>(asked.size());
    }
};

TEST(ChangedSlot, IsLookedUpOnceForAllWhoFollowFromTheSameMoment) {
    FakeLook fake;
    ChangedSlot slot([&fake](Instant since, Instant until) { return fake.look(since, until); });
    asio::io_context context;
    const auto found = [&](const char* since, const char* until) {
        return moisson::testing::run_coro(
            context,
            slot.find(from_iso8601(since).value(), from_iso8601(until).value())
        );
    };
    const auto first = found("2026-11-23T06:55:00Z", "2026-11-24T06:55:00Z");
    ASSERT_TRUE(first);
    EXPECT_EQ(found("2026-11-23T06:55:00Z", "2026-11-24T06:55:00Z").value(), *first);
    EXPECT_EQ(fake.asked.size(), 1U);
    EXPECT_EQ(found("2026-11-23T07:00:00Z", "2026-11-24T06:55:00Z").value()->size(), 2U);
    fake.away = true;
    EXPECT_FALSE(found("2026-11-24T06:55:00Z", "2026-11-25T06:55:00Z"));
    fake.away = false;
    EXPECT_EQ(found("2026-11-24T06:55:00Z", "2026-11-25T06:55:00Z").value()->size(), 4U)
        << "a failure is not kept";
}

TEST(ChangedSlot, IsBoundedHoweverLongSomebodyWasAway) {
    FakeLook fake;
    ChangedSlot slot([&fake](Instant since, Instant until) { return fake.look(since, until); });
    asio::io_context context;
    const Instant until = from_iso8601("2026-11-24T06:55:00Z").value();
    const Instant since = from_iso8601("2025-01-01T00:00:00Z").value();
    EXPECT_TRUE(moisson::testing::run_coro(context, slot.find(since, until)));
    ASSERT_EQ(fake.asked.size(), 1U);
    EXPECT_EQ(to_iso8601(fake.asked[0].first), "2026-11-09T06:55:00Z");
    EXPECT_EQ(fake.asked[0].second, until);
}

} // namespace
} // namespace moisson::notify
