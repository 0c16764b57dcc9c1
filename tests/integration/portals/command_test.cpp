// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The binary: what it prints, writes and serves, how it stops, and the portal that answers nothing.
#include "integration/portals/raw_client.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

namespace moisson::portals {
namespace {

using nlohmann::json;

const std::string binary = std::string(MOISSON_BINARY_DIR) + "/bin/portail_simule";

// The simulator as a child, described by the file it writes.
class Child {
public:
    explicit Child(std::vector<std::string> arguments) {
        file_ = std::filesystem::path(::testing::TempDir()) /
                ("moisson-simule-" + std::to_string(::getpid()) + ".json");
        std::filesystem::remove(file_);
        arguments.insert(arguments.begin(), binary);
        arguments.insert(arguments.end(), {"--sortie", file_.string()});
        process_ = ::fork();
        if (process_ == 0) {
            std::vector<char*> words;
            for (std::string& argument : arguments)
                words.push_back(argument.data());
            words.push_back(nullptr);
            const int nowhere = ::open("/dev/null", O_WRONLY);
            ::dup2(nowhere, STDOUT_FILENO);
            ::execv(binary.c_str(), words.data());
            ::_exit(127);
        }
        for (int i = 0; i < 600 && !std::filesystem::exists(file_); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        std::ifstream input(file_);
        portals = json::parse(input, nullptr, false);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child() {
        stop();
        std::filesystem::remove(file_);
    }
    // Exit status; absent children have none.
    int stop() {
        if (process_ <= 0)
            return -1;
        ::kill(process_, SIGTERM);
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = -1;
        return status;
    }

    json portals;

private:
    std::filesystem::path file_;
    pid_t process_ = -1;
};

std::uint16_t port_of(const json& portal) {
    return portal["port"].get<std::uint16_t>();
}

TEST(PortailSimule, ShowsSamplePortalsOfSeveralCountries) {
    Child child({"--echantillon"});
    ASSERT_TRUE(child.portals.is_array());
    EXPECT_GE(child.portals.size(), 6U);
    std::set<std::string> countries;
    for (const json& portal : child.portals) {
        countries.insert(portal["country"].get<std::string>());
        EXPECT_EQ(portal["connector"], "ckan");
        EXPECT_TRUE(portal["title"].get<std::string>().starts_with("Portail d'exemple")) << portal;
        if (portal["tls"] == true)
            continue;
        const auto target =
            portal["base_path"].get<std::string>() + "/api/3/action/package_search?rows=0";
        const RawAnswer answer = raw_get(port_of(portal), target);
        const int count = json::parse(answer.body)["result"]["count"].get<int>();
        EXPECT_GE(count, 40) << portal;
        EXPECT_LE(count, 2'000) << portal;
    }
    EXPECT_GE(countries.size(), 6U);
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(child.stop(), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(1));
}

TEST(PortailSimule, AnswersNothingWhenMute) {
    Child child({"--generer", "10", "--muet"});
    ASSERT_EQ(child.portals.size(), 1U);
    RawLimits limits;
    limits.patience = std::chrono::milliseconds(200);
    const RawAnswer answer =
        raw_get(port_of(child.portals[0]), "/api/3/action/package_search", limits);
    EXPECT_TRUE(answer.timed_out);
    EXPECT_TRUE(answer.head.empty());
}

TEST(PortailSimule, GivesOnePortalPerFault) {
    Child child({"--faute", "html-200-tout,503"});
    ASSERT_EQ(child.portals.size(), 2U);
    EXPECT_EQ(child.portals[0]["expected_codes"], json::array({"NOT_JSON"}));
    EXPECT_EQ(raw_get(port_of(child.portals[1]), "/api/3/action/package_search").status(), 503);
}

TEST(PortailSimule, ExplainsAWrongCommand) {
    const std::string command = binary + " --bizarre 2>&1";
    std::FILE* pipe = ::popen(command.c_str(), "r");
    std::array<char, 512> text{};
    const std::size_t size = std::fread(text.data(), 1, text.size(), pipe);
    EXPECT_NE(::pclose(pipe), 0);
    EXPECT_NE(
        std::string(text.data(), size).find("option inconnue : --bizarre"),
        std::string::npos
    );
}

} // namespace
} // namespace moisson::portals
