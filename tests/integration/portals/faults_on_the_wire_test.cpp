// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Every fault of the table is visible with bare sockets, and the healthy portal shows none.
#include "integration/portals/raw_client.hpp"
#include "integration/portals/running_portal.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <set>

namespace moisson::portals {
namespace {

using nlohmann::json;

const std::string first_page = "/api/3/action/package_search?rows=20&start=0&sort=id+asc";
const std::string second_page = "/api/3/action/package_search?rows=20&start=20&sort=id+asc";

// A page as a client would see it when nothing is wrong.
bool is_healthy(const RawAnswer& answer) {
    if (answer.status() != 200 || answer.reset ||
        answer.header("Content-Length") != std::to_string(answer.body_bytes))
        return false;
    const json body = json::parse(answer.body, nullptr, false);
    return body.is_object() && body.value("success", false) && body["result"].is_object() &&
           body["result"].value("count", 0) == 60 && body["result"]["results"].size() == 20 &&
           body["result"]["results"][0]["title"].is_string() &&
           body["result"]["results"][0]["resources"].is_array() &&
           answer.body.find("Titre ") == std::string::npos &&
           body["result"]["results"][0]["tags"].size() < 10;
}

// What is told by neither page alone: the listing as a whole.
struct Sight {
    RawAnswer first;
    RawAnswer second;
};

std::string fingerprint(const RawAnswer& answer) {
    return std::to_string(answer.status()) + answer.body;
}

Sight look(RunningPortal& running, const RawLimits& limits) {
    return {
        raw_get(running.port(), first_page, limits),
        raw_get(running.port(), second_page, limits)};
}

TEST(FaultsOnTheWire, AreSeenByAClientOfBareSockets) {
    RunningPortal healthy("aucune");
    const Sight normal = look(healthy, RawLimits());
    ASSERT_TRUE(is_healthy(normal.first));
    ASSERT_TRUE(is_healthy(normal.second));
    RawLimits limits;
    limits.patience = std::chrono::milliseconds(150);
    limits.body_max = 4U << 20U;
    // Gigabytes, drips and TLS have tests of their own.
    const std::set<std::string_view> elsewhere =
        {"aucune", "sans-fin", "chaine-geante", "goutte-a-goutte", "nom-mort"};
    for (const Fault& fault : all_faults()) {
        if (elsewhere.contains(fault.name) || fault.tls != Tls::none)
            continue;
        RunningPortal running{std::string(fault.name)};
        const Sight seen = look(running, limits);
        EXPECT_TRUE(
            fingerprint(seen.first) != fingerprint(normal.first) ||
            fingerprint(seen.second) != fingerprint(normal.second)
        ) << fault.name
          << " cannot be told from a healthy portal";
    }
}

TEST(FaultsOnTheWire, RefuseTheConnectionOrNeverAcceptIt) {
    EXPECT_TRUE(raw_get(RunningPortal("refus").port(), first_page).refused);
    RunningPortal refused("refus");
    EXPECT_TRUE(raw_get(refused.port(), first_page).refused);
    RunningPortal hole("trou-noir");
    RawLimits limits;
    limits.patience = std::chrono::milliseconds(300);
    EXPECT_TRUE(raw_get(hole.port(), first_page, limits).connect_timed_out);
    RunningPortal silent("silence");
    EXPECT_TRUE(raw_get(silent.port(), first_page, limits).timed_out);
    EXPECT_EQ(refused.portal().log().total(), 0U);
}

TEST(FaultsOnTheWire, ResetAndTruncateWhereTheScriptSays) {
    RunningPortal cut("coupure");
    EXPECT_TRUE(is_healthy(raw_get(cut.port(), first_page)));
    EXPECT_TRUE(raw_get(cut.port(), second_page).reset);
    RunningPortal at_once("reset-immediat");
    const RawAnswer nothing = raw_get(at_once.port(), first_page);
    EXPECT_TRUE(nothing.reset);
    EXPECT_TRUE(nothing.head.empty());
    RunningPortal truncated("tronquee");
    const RawAnswer part = raw_get(truncated.port(), second_page);
    EXPECT_TRUE(part.closed);
    EXPECT_LT(part.body_bytes, std::stoull(part.header("Content-Length")));
}

TEST(FaultsOnTheWire, RecoverWhenTheFaultIsPassing) {
    for (const char* name : {"503-passager", "coupure-passagere"}) {
        RunningPortal running(name);
        EXPECT_FALSE(is_healthy(raw_get(running.port(), first_page))) << name;
        EXPECT_FALSE(is_healthy(raw_get(running.port(), first_page))) << name;
        EXPECT_TRUE(is_healthy(raw_get(running.port(), first_page))) << name;
    }
    RunningPortal limited("429-date");
    EXPECT_TRUE(is_healthy(raw_get(limited.port(), first_page)));
    const RawAnswer told = raw_get(limited.port(), first_page);
    EXPECT_EQ(told.status(), 429);
    EXPECT_EQ(
        told.header("Retry-After"),
        http_date(RunningPortal::date() + std::chrono::seconds(2))
    );
}

TEST(FaultsOnTheWire, StreamGigabytesWithoutHoldingThem) {
    RawLimits limits;
    limits.body_max = 1'000;
    for (const char* name : {"sans-fin", "chaine-geante"}) {
        RunningPortal running(name);
        const RawAnswer answer = raw_get(running.port(), first_page, limits);
        EXPECT_GE(answer.body_bytes, 1ULL << 30U) << name;
        EXPECT_EQ(std::to_string(answer.body_bytes), answer.header("Content-Length")) << name;
    }
}

TEST(FaultsOnTheWire, DripAndStopAtOnce) {
    const auto began = std::chrono::steady_clock::now();
    {
        RunningPortal running("goutte-a-goutte");
        RawLimits limits;
        limits.patience = std::chrono::milliseconds(30);
        const RawAnswer answer = raw_get(running.port(), first_page, limits);
        EXPECT_TRUE(answer.timed_out);
        EXPECT_LE(answer.body_bytes, 2U);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(2));
}

TEST(FaultsOnTheWire, CutACharacterBetweenChunks) {
    RunningPortal running("morceaux");
    const RawAnswer answer = raw_get(running.port(), first_page);
    EXPECT_EQ(answer.header("Transfer-Encoding"), "chunked");
    // A chunk that ends on the first byte of a two-byte character.
    bool cut = false;
    for (std::size_t at = answer.body.find("\r\n"); at != std::string::npos;
         at = answer.body.find("\r\n", at + 1))
        cut = cut || (at > 0 && static_cast<unsigned char>(answer.body[at - 1]) == 0xC3);
    EXPECT_TRUE(cut);
}

TEST(FaultsOnTheWire, RedirectWhereItHurts) {
    const std::map<std::string, std::string> targets = {
        {"redirection-privee", "http://169.254.169.254/"},
        {"redirection-10", "http://10.0.0.1/"},
        {"redirection-fichier", "file:///"},
        {"redirection-boucle", "http://127.0.0.1:"},
    };
    for (const auto& [name, target] : targets) {
        RunningPortal running(name);
        const RawAnswer answer = raw_get(running.port(), first_page);
        EXPECT_EQ(answer.status(), 302) << name;
        EXPECT_TRUE(answer.header("Location").starts_with(target)) << name;
    }
}

} // namespace
} // namespace moisson::portals
