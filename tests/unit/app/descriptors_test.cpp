// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What the system grants is shared out: visitors get what is left.
#include "app/descriptors.hpp"
#include "core/limits.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>

namespace moisson::app {
namespace {

TEST(Descriptors, TheSoftLimitIsRaisedToTheHardOne) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit low = before;
    low.rlim_cur = std::min<rlim_t>(before.rlim_max, 200);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &low), 0);
    const std::size_t granted = raise_descriptors();
    rlimit after{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &after), 0);
    ::setrlimit(RLIMIT_NOFILE, &before);
    const rlim_t wanted = std::min<rlim_t>(before.rlim_max, limits::descriptors);
    EXPECT_EQ(granted, static_cast<std::size_t>(wanted));
    EXPECT_EQ(after.rlim_cur, wanted);
}

TEST(Descriptors, VisitorsGetWhatIsLeft) {
    EXPECT_EQ(connections_within(1'024, 65'536, 600), 1'024U);
    EXPECT_EQ(connections_within(1'024, 1'024, 600), 424U);
    EXPECT_EQ(connections_within(100, 1'024, 600), 100U);
    // The site stays open, if with little.
    EXPECT_EQ(connections_within(1'024, 512, 600), 128U);
}

TEST(Descriptors, WhoAsksOthersKeepsMore) {
    settings::Settings site;
    site.roles = {settings::Role::api};
    settings::Settings whole = site;
    whole.roles = {settings::Role::api, settings::Role::harvest, settings::Role::monitor};
    EXPECT_GT(
        reserved_descriptors(whole),
        reserved_descriptors(site) + whole.client.idle_connections_max
    );
}

} // namespace
} // namespace moisson::app
