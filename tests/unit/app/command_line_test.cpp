// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The few options of moissond.
#include "app/command_line.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace moisson::app {
namespace {

CommandLine parse(const std::vector<const char*>& arguments) {
    return parse_command_line(std::span<const char* const>(arguments));
}

TEST(DaemonCommandLine, ServesByDefault) {
    const CommandLine line = parse({});
    EXPECT_FALSE(line.problem);
    EXPECT_EQ(line.action, Action::serve);
    EXPECT_EQ(line.config, "/etc/moisson/moisson.yaml");
}

TEST(DaemonCommandLine, TakesAConfigurationAndAnAction) {
    EXPECT_EQ(parse({"--config", "a.yaml"}).config, "a.yaml");
    EXPECT_EQ(parse({"-c", "a.yaml"}).config, "a.yaml");
    const CommandLine line = parse({"--config=b.yaml", "--check-config"});
    EXPECT_EQ(line.config, "b.yaml");
    EXPECT_EQ(line.action, Action::check_config);
    EXPECT_EQ(parse({"--dump-config"}).action, Action::dump_config);
    EXPECT_EQ(parse({"--version"}).action, Action::version);
    for (const char* const word : {"-h", "--help", "--aide"})
        EXPECT_EQ(parse({word}).action, Action::help) << word;
}

TEST(DaemonCommandLine, RefusesTheRest) {
    EXPECT_TRUE(parse({"--loud"}).problem);
    EXPECT_TRUE(parse({"--config"}).problem);
    EXPECT_TRUE(parse({"--config="}).problem);
    EXPECT_TRUE(parse({"file.yaml"}).problem);
}

TEST(DaemonHelp, NamesEverySignalAndExitCode) {
    const std::string help = help_text();
    for (const char* const word : {"SIGTERM", "SIGHUP", "--check-config", "  5  "})
        EXPECT_NE(help.find(word), std::string::npos) << word;
}

} // namespace
} // namespace moisson::app
