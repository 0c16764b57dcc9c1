// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Tables of comma-separated values as they are really exported.
#include "kit/csv_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

namespace moisson::kit {
namespace {

using Cells = std::vector<std::string>;

CsvTable table_of(std::string text) {
    return CsvTable::read(std::move(text)).value();
}

TEST(CsvTable, FindsTheSeparatorByItself) {
    for (const char separator : {',', ';', '\t', '|'}) {
        std::string text = "id?Titre du jeu?tags\r\n1?\"a?b\"?\r\n2?c?d";
        std::replace(text.begin(), text.end(), '?', separator);
        const CsvTable table = table_of(text);
        ASSERT_EQ(table.rows(), 2U) << separator;
        EXPECT_EQ(table.column(" TITRE DU JEU"), 1U);
        EXPECT_FALSE(table.column("titre").has_value());
        EXPECT_EQ(table.cells(0), (Cells{"1", std::string("a") + separator + "b", ""}));
        EXPECT_EQ(table.cells(1), (Cells{"2", "c", "d"}));
    }
}

TEST(CsvTable, KeepsQuotesAndLineBreaksOfTexts) {
    const CsvTable table =
        table_of("\xEF\xBB\xBFid,t\n1,\"dit \"\"oui\"\"\n\net non\"\n\n2,3\"4\"\n");
    ASSERT_EQ(table.rows(), 2U);
    EXPECT_EQ(table.cells(0), (Cells{"1", "dit \"oui\"\n\net non"}));
    EXPECT_EQ(table.cells(1), (Cells{"2", "3\"4\""}));
    EXPECT_EQ(table.columns(), (Cells{"id", "t"}));
}

// A quote that closes no more takes the row behind with it; what follows is whole again, and no row
// is made up.
TEST(CsvTable, LosesTwoRowsAtMostWithAQuoteThatIsMissing) {
    std::string text = "\"id\";\"titre\";\"note\"\n";
    for (int i = 0; i < 9; ++i)
        text += "\"" + std::to_string(i) + "\";\"jeu\";\"x\"\n";
    const std::string row = "\"4\";\"jeu\";\"x\"\n";
    const std::size_t at = text.find(row);
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i] != '"')
            continue;
        std::string broken = text;
        broken.erase(at + i, 1);
        const CsvTable table = table_of(broken);
        EXPECT_GE(table.rows() - table.broken_rows(), 7U) << "quote " << i;
        EXPECT_LE(table.rows(), 9U) << "quote " << i;
        EXPECT_EQ(table.cells(table.rows() - 1), (Cells{"8", "jeu", "x"})) << "quote " << i;
    }
}

TEST(CsvTable, ReadsOnBehindATextWithoutEnd) {
    const CsvTable table = table_of("a,b\n1,\"2\n3,4\n5,6\n");
    ASSERT_EQ(table.rows(), 3U);
    EXPECT_EQ(table.broken(0)->code, Code::truncated);
    EXPECT_EQ(table.broken(0)->detail, "line 2: a text without end");
    EXPECT_EQ(table.cells(0), Cells());
    EXPECT_EQ(table.cells(2), (Cells{"5", "6"}));
}

TEST(CsvTable, TellsTheLineOfARowOfAnotherLength) {
    const CsvTable table = table_of("a,b\n\"x\ny\",1\n2\n3,4,5\n");
    EXPECT_FALSE(table.broken(0).has_value());
    EXPECT_EQ(table.broken(1)->detail, "line 4: 1 cells, 2 expected");
    EXPECT_EQ(table.broken(2)->code, Code::too_large);
    EXPECT_EQ(table.broken_rows(), 2U);
}

TEST(CsvTable, RefusesWhatIsNoTable) {
    for (const char* text : {"", "bonjour", "\"a;b\n", "\n\n", "seul\n1\n"})
        EXPECT_EQ(CsvTable::read(text).error().code, Code::bad_shape) << text;
    EXPECT_EQ(CsvTable::read(std::string(5'000, ';')).error().code, Code::limit_reached);
}

TEST(CsvTable, ReadsHostileQuotesInLinearTime) {
    std::string text = "a,b,c\n";
    for (int i = 0; i < 400'000; ++i)
        text += "1,\"\"\"\n";
    const auto begun = std::chrono::steady_clock::now();
    const CsvTable table = table_of(text);
    EXPECT_EQ(table.rows(), 200'000U);
    EXPECT_EQ(table.broken_rows(), table.rows());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(20));
}

} // namespace
} // namespace moisson::kit
