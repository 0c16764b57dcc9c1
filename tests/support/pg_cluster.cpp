// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "support/pg_cluster.hpp"

#include "store/migrations.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <pqxx/pqxx>
#include <stdexcept>

namespace moisson::testing {
namespace {

std::string run(const std::string& command) {
    std::string output;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr)
        throw std::runtime_error("cannot run " + command);
    char buffer[512];
    while (const std::size_t size = fread(buffer, 1, sizeof buffer, pipe))
        output.append(buffer, size);
    if (pclose(pipe) != 0)
        throw std::runtime_error("failed: " + command);
    return output;
}

// In memory where there is room: a database for each test is half a second of writing otherwise.
std::filesystem::path folder_of_clusters() {
    constexpr std::uintmax_t room_min = std::uintmax_t{2} << 30;
    const std::filesystem::path memory = "/dev/shm";
    std::error_code none;
    const std::filesystem::space_info space = std::filesystem::space(memory, none);
    const bool fits = !none && space.available >= room_min && access(memory.c_str(), W_OK) == 0;
    return fits ? memory : std::filesystem::temp_directory_path();
}

// Databases are created and renamed outside transactions.
void execute(const std::string& conninfo, const std::string& sql) {
    pqxx::connection connection(conninfo);
    pqxx::nontransaction(connection).exec(sql);
}

} // namespace

PgCluster& PgCluster::instance() {
    static PgCluster cluster;
    return cluster;
}

PgCluster::PgCluster() {
    std::string pattern = (folder_of_clusters() / "moisson-pg-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("mkdtemp failed");
    directory_ = pattern;
    // The server may run as another user.
    chmod(directory_.c_str(), 0755);
    start();
}

PgCluster::~PgCluster() {
    const std::string command =
        std::string(MOISSON_CLUSTER_SCRIPT) + " stop --now " + directory_ + " >/dev/null 2>&1";
    if (std::system(command.c_str()) == 0) {
        std::error_code ignored;
        std::filesystem::remove_all(directory_, ignored);
    }
}

void PgCluster::script(const std::string& arguments) const {
    run(std::string(MOISSON_CLUSTER_SCRIPT) + " " + arguments + " " + directory_);
}

void PgCluster::start() {
    // Output goes to a file: the server would keep a pipe open.
    const std::string out = directory_ + "/conninfo";
    if (std::system((std::string(MOISSON_CLUSTER_SCRIPT) + " start --fast " + directory_ + " > " +
                     out)
                        .c_str()) != 0)
        throw std::runtime_error("the test cluster does not start");
    conninfo_ = run("cat " + out);
    while (!conninfo_.empty() && conninfo_.back() == '\n')
        conninfo_.pop_back();
}

void PgCluster::stop() {
    script("stop");
}
void PgCluster::crash() {
    script("stop --now");
}

// The postmaster first: it must not fork or restart children meanwhile. Some may end by themselves.
void PgCluster::signal_all(int number) const {
    const std::string name = std::to_string(number);
    run("read -r pid < " + directory_ + "/data/postmaster.pid && kill -" + name +
        " $pid && kill -" + name + " $(pgrep -P $pid) || true");
}

void PgCluster::freeze() const {
    signal_all(SIGSTOP);
}
void PgCluster::thaw() const {
    signal_all(SIGCONT);
}

std::string PgCluster::create(const std::string& template_name) {
    const std::string name = "test" + std::to_string(++counter_);
    execute(
        conninfo_,
        "create database " + name + " template " + template_name + " strategy file_copy"
    );
    // The last dbname of a connection string wins.
    return conninfo_ + " dbname=" + name;
}

std::string PgCluster::empty_database() {
    return create("template0");
}

std::string PgCluster::fresh_database() {
    if (!migrated_) {
        const std::string conninfo = empty_database();
        const auto outcome = store::migrate(conninfo);
        if (!outcome)
            throw std::runtime_error("migration failed: " + outcome.error().detail);
        execute(
            conninfo_,
            "alter database test" + std::to_string(counter_) + " rename to migrated"
        );
        migrated_ = true;
    }
    return create("migrated");
}

} // namespace moisson::testing
