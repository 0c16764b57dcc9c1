// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The shape of a log line: what an operator greps and journald parses.
#include "core/limits.hpp"
#include "core/utf8.hpp"
#include "telemetry/log.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace moisson::telemetry {
namespace {

const Instant noon = *from_iso8601("2026-11-23T12:00:00.123456Z");

std::string plain(std::string_view message, std::initializer_list<Field> fields) {
    return format_line(
        LogFormat::plain,
        noon,
        LogLevel::info,
        message,
        std::span<const Field>(fields.begin(), fields.size())
    );
}

TEST(LogLine, HoldsTimeLevelMessageAndFields) {
    const std::string line = plain("run finished", {{"source", "sn"}, {"pages", 12}, {"ok", true}});
    EXPECT_EQ(line.find("time=2026-11-23T12:00:00.123"), 0U) << line;
    EXPECT_NE(line.find(" level=info msg=\"run finished\" source=sn pages=12 ok=true"), line.npos)
        << line;
}

TEST(LogLine, CarriesThePriorityForJournald) {
    const std::string line = format_line(LogFormat::journal, noon, LogLevel::error, "down", {});
    EXPECT_EQ(line, "<3>msg=down");
}

TEST(LogLine, KeepsAHostileValueOnOneLine) {
    const std::string line = plain("bad", {{"title", "a\nlevel=error \"x\" \\ \x01"}});
    EXPECT_EQ(line.find('\n'), line.npos);
    EXPECT_NE(line.find(R"(title="a\nlevel=error \"x\" \\ \x01")"), line.npos) << line;
}

TEST(LogLine, HoldsNoCommandToATerminal) {
    const std::string line = plain("bad", {{"detail", "\u009b2J\u00a0x\x1b[1m"}});
    EXPECT_NE(line.find("detail=\"\\x9b2J\u00a0x\\x1b[1m\""), line.npos) << line;
}

TEST(LogLine, RepairsBytesThatAreNotText) {
    const std::string line = plain("bad", {{"host", std::string("caf\xC3\x28", 5)}});
    EXPECT_TRUE(is_clean_utf8(line));
}

TEST(LogLine, QuotesAnEmptyValue) {
    EXPECT_NE(plain("x", {{"host", ""}}).find("host=\"\""), std::string::npos);
}

TEST(LogLine, IsBounded) {
    const std::string big(1'000'000, 'x');
    const std::string line = plain("bad", {{"a", big}, {"b", 1}});
    EXPECT_LT(line.size(), limits::log_value_bytes + 200);
    EXPECT_NE(line.find("xxx... b=1"), line.npos);
    std::vector<Field> many(200, Field("k", big));
    EXPECT_LE(
        format_line(LogFormat::plain, noon, LogLevel::info, "m", many).size(),
        limits::log_line_bytes
    );
}

TEST(LogFormatChoice, ComparesTheStreamWithWhatSystemdAnnounced) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    struct stat stream {};
    ASSERT_EQ(::fstat(ends[1], &stream), 0);
    const std::string announced = fmt::format("{}:{}", stream.st_dev, stream.st_ino);
    EXPECT_EQ(log_format_of(ends[1], announced.c_str()), LogFormat::journal);
    EXPECT_EQ(log_format_of(ends[1], "1:2"), LogFormat::plain);
    EXPECT_EQ(log_format_of(ends[1], nullptr), LogFormat::plain);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST(LogLevel, RoundTripsThroughItsName) {
    for (const LogLevel level :
         {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error})
        EXPECT_EQ(log_level_from_string(to_string(level)), level);
    EXPECT_EQ(log_level_from_string("verbose"), std::nullopt);
}

} // namespace
} // namespace moisson::telemetry
