// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a body of the admin API may say.
#include "access/body_keys.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

namespace moisson::access {
namespace {

constexpr auto some = std::to_array<std::string_view>({"field", "when"});

std::string told(std::string_view body) {
    return keys_fault(moisson::json::parse(body).value(), some);
}

TEST(BodyKeys, NamesTheKeyThatNobodyReadsAndTheNearestOne) {
    EXPECT_EQ(told("{}"), "");
    EXPECT_EQ(told(R"({"when": 1, "field": null})"), "");
    EXPECT_EQ(told("[1]"), "") << "not of keys";
    EXPECT_EQ(
        told(R"({"field": 1, "wehn": 2})"),
        "clé inconnue « wehn » ; vouliez-vous dire « when » ?"
    );
    EXPECT_EQ(told(R"({"xyzzy": 1})"), "clé inconnue « xyzzy » ; attendues : field, when.");
    EXPECT_EQ(
        keys_fault(moisson::json::parse(R"({"reason": "x"})").value(), {}),
        "clé inconnue « reason » ; aucune n’est attendue."
    );
}

} // namespace
} // namespace moisson::access
