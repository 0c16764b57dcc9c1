// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// moissond as a process: it starts with and without its database, reloads, and ends in time with
// the exit code it promises.
#include "support/pg_cluster.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <pqxx/pqxx>
#include <sstream>
#include <string>
#include <thread>

namespace moisson::testing {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

std::uint16_t free_port() {
    asio::io_context io;
    const asio::ip::tcp::endpoint any(asio::ip::make_address("127.0.0.1"), 0);
    return asio::ip::tcp::acceptor(io, any).local_endpoint().port();
}

// Status of a GET, 0 when nobody answers.
int status_of(std::uint16_t port, const std::string& path, std::string* body = nullptr) {
    asio::io_context io;
    asio::ip::tcp::socket socket(io);
    boost::system::error_code error;
    socket.connect(asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), port), error);
    if (error)
        return 0;
    asio::write(
        socket,
        asio::buffer("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n"),
        error
    );
    std::string answer;
    asio::read(socket, asio::dynamic_buffer(answer), error);
    if (answer.size() < 12)
        return 0;
    if (body != nullptr)
        *body = answer.substr(answer.find("\r\n\r\n") + 4);
    return std::stoi(answer.substr(9, 3));
}

class Process {
public:
    explicit Process(const std::string& connection, const std::string& more = {})
        : folder_(
              std::filesystem::temp_directory_path() /
              ("moisson-app-" + std::to_string(::getpid()) + "-" + std::to_string(++count_))
          ),
          port_(free_port()) {
        std::filesystem::create_directories(folder_ / "portals");
        std::ofstream(folder_ / "moisson.yaml")
            << "db: {connection: '" << connection << "'}\n"
            << "http: {listen: '127.0.0.1:" << port_ << "'}\n"
            << "paths: {portals: portals, state: state, vocabularies: "
            << MOISSON_SOURCE_DIR "/config/vocabularies}\n"
            << more;
        write_portals("portals: [{key: a, title: A, url: 'http://a.example', sources: "
                      "[{connector: ckan, url: 'http://a.example', enabled: false}]}]\n");
    }
    ~Process() {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
        }
        for (const int end : pipe_)
            if (end >= 0)
                ::close(end);
        std::filesystem::remove_all(folder_);
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void write_portals(const std::string& text) {
        std::ofstream(folder_ / "portals" / "a.yaml") << text;
    }

    void start() {
        const std::string config = (folder_ / "moisson.yaml").string();
        const std::string log = (folder_ / "log").string();
        pid_ = ::fork();
        ASSERT_GE(pid_, 0);
        if (pid_ > 0)
            return;
        const bool piped = pipe_[1] >= 0;
        if (piped ? ::dup2(pipe_[1], STDERR_FILENO) < 0
                  : std::freopen(log.c_str(), "ab", stderr) == nullptr)
            ::_exit(126);
        ::execl(
            MOISSON_BINARY_DIR "/bin/moissond",
            "moissond",
            "--config",
            config.c_str(),
            nullptr
        );
        ::_exit(127);
    }

    void log_to_a_pipe_that_nobody_reads() { ASSERT_EQ(::pipe(pipe_.data()), 0); }

    bool answers(const std::string& path, int status, std::chrono::seconds limit = 20s) {
        for (auto waited = 0ms; waited < limit; waited += 50ms) {
            if (status_of(port_, path) == status)
                return true;
            std::this_thread::sleep_for(50ms);
        }
        return false;
    }

    bool logs(const std::string& words) {
        for (int i = 0; i < 200; ++i) {
            if (log().find(words) != std::string::npos)
                return true;
            std::this_thread::sleep_for(50ms);
        }
        return false;
    }

    void signal(int number) const { ::kill(pid_, number); }

    // The exit code; -1 when it was killed or does not end within ten seconds.
    int wait() {
        for (int i = 0; i < 200; ++i) {
            int state = 0;
            if (::waitpid(pid_, &state, WNOHANG) == pid_) {
                pid_ = -1;
                return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
            }
            std::this_thread::sleep_for(50ms);
        }
        return -1;
    }

    std::string log() const {
        std::ifstream in(folder_ / "log");
        std::ostringstream out;
        out << in.rdbuf();
        return out.str();
    }
    std::uint16_t port() const { return port_; }

private:
    static inline int count_ = 0;
    std::filesystem::path folder_;
    std::uint16_t port_;
    pid_t pid_ = -1;
    std::array<int, 2> pipe_{-1, -1};
};

TEST(Process, MigratesAnEmptyDatabaseServesAndEndsOnSigterm) {
    Process process(PgCluster::instance().empty_database());
    process.start();
    ASSERT_TRUE(process.answers("/readyz", 200)) << process.log();
    std::string body;
    EXPECT_EQ(status_of(process.port(), "/readyz", &body), 200);
    EXPECT_NE(body.find("\"database\""), std::string::npos) << body;
    EXPECT_EQ(status_of(process.port(), "/livez"), 200);
    EXPECT_EQ(status_of(process.port(), "/"), 200);
    EXPECT_EQ(status_of(process.port(), "/api/v1/datasets"), 200);
    EXPECT_EQ(status_of(process.port(), "/metrics", &body), 200);
    EXPECT_NE(body.find("moisson_http_requests_total"), std::string::npos);
    const auto before = std::chrono::steady_clock::now();
    process.signal(SIGTERM);
    EXPECT_EQ(process.wait(), 0) << process.log();
    EXPECT_LT(std::chrono::steady_clock::now() - before, 6s);
    EXPECT_NE(process.log().find("msg=stopped"), std::string::npos) << process.log();
}

TEST(Process, WaitsForADatabaseThatIsNotThereAndSaysSo) {
    const std::string connection = PgCluster::instance().empty_database();
    PgCluster::instance().stop();
    Process process(connection);
    process.start();
    EXPECT_TRUE(process.answers("/livez", 200)) << process.log();
    EXPECT_TRUE(process.logs("waiting for PostgreSQL")) << process.log();
    EXPECT_EQ(status_of(process.port(), "/readyz"), 503);
    PgCluster::instance().start();
    EXPECT_TRUE(process.answers("/readyz", 200)) << process.log();
    // Searches go on when it leaves again.
    PgCluster::instance().stop();
    EXPECT_EQ(status_of(process.port(), "/api/v1/datasets"), 200);
    EXPECT_EQ(status_of(process.port(), "/readyz"), 200);
    PgCluster::instance().start();
    process.signal(SIGINT);
    EXPECT_EQ(process.wait(), 0) << process.log();
}

TEST(Process, OutlivesATableThatIsNotThere) {
    const std::string connection = PgCluster::instance().fresh_database();
    Process process(connection, "harvest: {plan_every: 100ms}\n");
    process.start();
    ASSERT_TRUE(process.answers("/readyz", 200)) << process.log();
    pqxx::connection owner(connection);
    pqxx::nontransaction(owner).exec("alter table moisson.source rename to elsewhere");
    EXPECT_TRUE(process.logs("msg=\"task begins again\" task=harvest")) << process.log();
    EXPECT_EQ(status_of(process.port(), "/livez"), 200);
    pqxx::nontransaction(owner).exec("alter table moisson.elsewhere rename to source");
    process.write_portals("portals: [{key: b, title: B, url: 'http://b.example', sources: "
                          "[{connector: ckan, url: 'http://b.example', enabled: false}]}]\n");
    process.signal(SIGHUP);
    std::size_t known = 0;
    for (int i = 0; i < 200 && known == 0; ++i) {
        std::this_thread::sleep_for(50ms);
        known =
            pqxx::nontransaction(owner).exec("select 1 from moisson.source where key = 'b'").size();
    }
    EXPECT_EQ(known, 1U) << process.log();
    process.signal(SIGTERM);
    EXPECT_EQ(process.wait(), 0) << process.log();
}

// Made by the administration's API: the hour of housekeeping is long past when it falls due.
TEST(Process, AppliesACorrectionThatAnotherProcessMade) {
    const std::string connection = PgCluster::instance().fresh_database();
    Process process(connection);
    process.start();
    ASSERT_TRUE(process.answers("/readyz", 200)) << process.log();
    pqxx::connection owner(connection);
    const auto rows = [&owner](const char* query) {
        return static_cast<int>(pqxx::nontransaction(owner).exec(query).size());
    };
    for (int i = 0; i < 200 && rows("select 1 from moisson.source where key = 'a'") == 0; ++i)
        std::this_thread::sleep_for(50ms);
    pqxx::nontransaction(owner).exec(
        "update moisson.source set overlay_revision = overlay_revision + 1 where key = 'a'"
    );
    const char* const owed =
        "select 1 from moisson.source where overlay_applied < overlay_revision";
    ASSERT_EQ(rows(owed), 1);
    for (int i = 0; i < 1'200 && rows(owed) > 0; ++i)
        std::this_thread::sleep_for(50ms);
    EXPECT_EQ(rows(owed), 0) << process.log();
    process.signal(SIGTERM);
    EXPECT_EQ(process.wait(), 0) << process.log();
}

TEST(Process, ReloadsItsPortalsAndKeepsTheOldOnesWhenTheNewAreWrong) {
    Process process(PgCluster::instance().fresh_database());
    process.start();
    ASSERT_TRUE(process.answers("/readyz", 200)) << process.log();
    process.write_portals("portals: [{kee: a}]\n");
    process.signal(SIGHUP);
    EXPECT_TRUE(process.logs("reload refused")) << process.log();
    process.write_portals("portals: [{key: b, title: B, url: 'http://b.example', sources: "
                          "[{connector: ckan, url: 'http://b.example', enabled: false}]}]\n");
    process.signal(SIGHUP);
    EXPECT_TRUE(process.logs("msg=reloaded")) << process.log();
    EXPECT_EQ(status_of(process.port(), "/livez"), 200);
}

TEST(Process, KeepsItsPortalsWhenTheFolderIsSuddenlyEmpty) {
    Process process(PgCluster::instance().fresh_database());
    process.start();
    ASSERT_TRUE(process.answers("/readyz", 200)) << process.log();
    process.write_portals("portals: []\n");
    process.signal(SIGHUP);
    EXPECT_TRUE(process.logs("aucun portail n'est décrit")) << process.log();
    EXPECT_NE(process.log().find("level=error msg=\"reload refused\""), std::string::npos);
    EXPECT_EQ(process.log().find("msg=reloaded"), std::string::npos) << process.log();
}

// What would leave by the proxy unjudged does not leave (ADR 0063).
TEST(Process, TellsOnceWhatDoesNotGoThroughAProxy) {
    Process process(
        PgCluster::instance().fresh_database(),
        "roles: [api, harvest, monitor, notify]\nmonitor: {links: {enabled: true}}\n"
    );
    ::setenv("HTTPS_PROXY", "http://127.0.0.1:1", 1);
    process.start();
    ::unsetenv("HTTPS_PROXY");
    ASSERT_TRUE(process.answers("/readyz", 200)) << process.log();
    for (const char* const words :
         {"links are not checked through a proxy", "webhooks are not sent through a proxy"}) {
        EXPECT_TRUE(process.logs(words)) << process.log();
        const std::string log = process.log();
        EXPECT_EQ(log.find(words), log.rfind(words)) << "once";
    }
    process.signal(SIGTERM);
    EXPECT_EQ(process.wait(), 0) << process.log();
}

TEST(Process, AnswersAndEndsWhileNobodyReadsItsLog) {
    Process process(PgCluster::instance().fresh_database(), "log: {level: debug}\n");
    process.log_to_a_pipe_that_nobody_reads();
    process.start();
    ASSERT_TRUE(process.answers("/readyz", 200));
    // Far more lines than a pipe (64 kB) holds.
    for (int i = 0; i < 1'000; ++i)
        ASSERT_EQ(status_of(process.port(), "/livez"), 200) << i;
    process.signal(SIGTERM);
    EXPECT_EQ(process.wait(), 0);
}

TEST(Process, KeepsMachineRoutesOnTheirOwnListener) {
    const std::uint16_t admin = free_port();
    Process process(
        PgCluster::instance().fresh_database(),
        "admin: {listen: '127.0.0.1:" + std::to_string(admin) + "'}\n"
    );
    process.start();
    ASSERT_TRUE(process.answers("/", 200)) << process.log();
    EXPECT_EQ(status_of(process.port(), "/metrics"), 404);
    EXPECT_EQ(status_of(admin, "/metrics"), 200);
    EXPECT_EQ(status_of(admin, "/"), 404);
}

TEST(Process, EndsWithTheCodeOfWhatIsWrong) {
    Process wrong("host=/nowhere dbname=x", "unknown: 1\n");
    wrong.start();
    EXPECT_EQ(wrong.wait(), 3);
    EXPECT_NE(wrong.log().find("clé inconnue"), std::string::npos);
    Process first("host=/nowhere dbname=x");
    first.start();
    ASSERT_TRUE(first.answers("/livez", 200)) << first.log();
    Process second(
        "host=/nowhere dbname=x",
        "admin: {listen: '127.0.0.1:" + std::to_string(first.port()) + "'}\n"
    );
    second.start();
    EXPECT_EQ(second.wait(), 5) << second.log();
    EXPECT_NE(second.log().find("est déjà prise par un autre programme"), std::string::npos)
        << second.log();
}

} // namespace
} // namespace moisson::testing
