// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "text/csv.hpp"

#include <gtest/gtest.h>

namespace moisson::text {
namespace {

std::string field(std::string_view value, char delimiter = ';') {
    std::string out;
    append_csv_text(out, value, delimiter);
    return out;
}

TEST(Csv, QuotesWhatMustBeQuoted) {
    EXPECT_EQ(field("prix du riz"), "prix du riz");
    EXPECT_EQ(field(""), "");
    EXPECT_EQ(field("a;b"), "\"a;b\"");
    EXPECT_EQ(field("a;b", ','), "a;b");
    EXPECT_EQ(field("a,b", ','), "\"a,b\"");
    EXPECT_EQ(field("dit \"non\""), "\"dit \"\"non\"\"\"");
    EXPECT_EQ(field("deux\nlignes"), "\"deux\nlignes\"");
}

// Formulas are run by spreadsheets when a file is opened.
TEST(Csv, DisarmsFormulas) {
    EXPECT_EQ(field("=1+1"), "'=1+1");
    EXPECT_EQ(field("@SUM(A1)"), "'@SUM(A1)");
    EXPECT_EQ(field("-2"), "'-2");
    EXPECT_EQ(field("+33"), "'+33");
    EXPECT_EQ(field("\t=1"), "'\t=1");
    EXPECT_EQ(field("=a;\"b\""), "\"'=a;\"\"b\"\"\"");
    EXPECT_EQ(field("a=b"), "a=b");
}

} // namespace
} // namespace moisson::text
