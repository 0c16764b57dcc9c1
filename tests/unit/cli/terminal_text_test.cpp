// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What a hostile portal wrote reaches the operator's terminal as text.
#include "cli/context.hpp"
#include "cli/progress_view.hpp"
#include "cli/terminal_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace moisson::cli {
namespace {

std::string written(std::FILE* file) {
    std::string out(static_cast<std::size_t>(std::ftell(file)), '\0');
    std::rewind(file);
    out.resize(std::fread(out.data(), 1, out.size(), file));
    std::fclose(file);
    return out;
}

const std::string attack = "403 \x1b]52;c;cm0gLXJm\x07 \xc2\x9b"
                           "2J fin";

TEST(TerminalText, KeepsCharactersAndTakesCommandsAway) {
    EXPECT_EQ(terminal_text("Café — عربي 日本"), "Café — عربي 日本");
    EXPECT_EQ(terminal_text(attack), "403 ?]52;c;cm0gLXJm? ?2J fin");
    EXPECT_EQ(terminal_text("a\nb\tc\r"), "a b c ");
    EXPECT_EQ(terminal_text("\u202Egnp.exe\u2066"), "?gnp.exe?");
}

TEST(TerminalText, IsWhatErrorsAndProgressWrite) {
    const Output output{nullptr, std::tmpfile()};
    report_error(output, Error(Code::http_4xx, attack));
    EXPECT_EQ(written(output.problems).find_first_of("\x1b\x07"), std::string::npos);

    std::FILE* const file = std::tmpfile();
    HarvestRun run;
    run.source_key = "sn";
    run.state = RunState::failed;
    run.ended_at = Instant(std::chrono::seconds(1));
    run.started_at = Instant(std::chrono::seconds(0));
    run.reason = attack;
    ProgressView view(file, 0);
    view.show({run}, Steady{});
    const std::string text = written(file);
    EXPECT_NE(text.find("403 ?]52"), std::string::npos) << text;
    EXPECT_EQ(text.find_first_of("\x1b\x07"), std::string::npos) << text;
}

} // namespace
} // namespace moisson::cli
