// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "harvest/counted_client.hpp"
#include "support/fake_http_client.hpp"
#include "support/run_coro.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace moisson::harvest {
namespace {

TEST(CountedClient, NotesUnchangedAnswersAndTheFirstCertificateToEnd) {
    int call = 0;
    const Instant early = Instant(std::chrono::hours(10));
    const Instant late = Instant(std::chrono::hours(20));
    testing::FakeHttpClient portal([&](const net::Request&) -> Result<net::Response> {
        net::Response response = testing::ok("");
        switch (call++) {
        case 0:
            response.certificate_expires = late;
            return response;
        case 1:
            response.status = 304;
            response.certificate_expires = early;
            return response;
        case 2:
            response.status = 304;
            return response;
        default:
            return testing::http_error(Code::http_5xx, 503);
        }
    });
    CountedClient client(portal);
    EXPECT_FALSE(client.facts().certificate_expires);
    for (int i = 0; i < 4; ++i) {
        asio::io_context context;
        const Result<net::Response> answer =
            testing::run_coro(context, client.send(net::Request("https://a.example/")));
        EXPECT_EQ(answer.has_value(), i < 3);
    }
    EXPECT_EQ(client.facts().not_modified, 2);
    EXPECT_EQ(client.facts().certificate_expires, early);
    EXPECT_EQ(portal.urls.size(), 4U);
}

TEST(CountedClient, KeepsNoPauseThatItWasToldOffWithItself) {
    for (const bool told_off : {true, false}) {
        bool is_first = told_off;
        testing::FakeHttpClient portal([&](const net::Request&) -> Result<net::Response> {
            Error error(Code::rate_limited, "seconds=86400");
            error.unasked = !std::exchange(is_first, false);
            return error;
        });
        CountedClient client(portal);
        client.leave_for_pauses(true, false);
        for (int i = 0; i < 2; ++i) {
            asio::io_context context;
            const Result<net::Response> answer =
                testing::run_coro(context, client.send(net::Request("https://a.example/")));
            EXPECT_TRUE(answer.has_error());
        }
        EXPECT_EQ(client.pause().has_value(), !told_off);
    }
}

} // namespace
} // namespace moisson::harvest
