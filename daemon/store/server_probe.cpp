// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/server_probe.hpp"

#include "core/time.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace moisson::store {
namespace {

constexpr std::chrono::milliseconds slice{100};

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};

// The entry of a comma-separated list; of a shorter list, as libpq has it, the only one.
std::string entry(const std::vector<std::string>& list, std::size_t index) {
    if (list.empty())
        return {};
    return list.size() == 1 ? list.front() : index < list.size() ? list[index] : std::string();
}

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> out;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        out.emplace_back(list.substr(0, comma));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return out;
}

} // namespace

std::vector<ServerAddress> servers_of(const std::string& conninfo) {
    std::vector<std::string> hosts;
    std::vector<std::string> addresses;
    std::vector<std::string> ports;
    PQconninfoOption* const options = PQconninfoParse(conninfo.c_str(), nullptr);
    for (const PQconninfoOption* one = options; one != nullptr && one->keyword != nullptr; ++one) {
        const std::string_view name = one->keyword;
        if (one->val == nullptr)
            continue;
        if (name == "host")
            hosts = split(one->val);
        else if (name == "hostaddr")
            addresses = split(one->val);
        else if (name == "port")
            ports = split(one->val);
    }
    PQconninfoFree(options);
    std::vector<ServerAddress> out;
    const std::size_t count = std::max<std::size_t>({hosts.size(), addresses.size(), 1});
    for (std::size_t i = 0; i < count; ++i)
        out.push_back(ServerAddress{entry(hosts, i), entry(addresses, i), entry(ports, i)});
    return out;
}

ServerAddress own_server(const pg_conn* connection) {
    const auto text = [](const char* value) { return std::string(value == nullptr ? "" : value); };
    ServerAddress out;
    out.host = text(PQhost(connection));
    out.hostaddr = text(PQhostaddr(connection));
    out.port = text(PQport(connection));
    return out;
}

bool any_server_answers(
    const std::string& conninfo,
    std::chrono::milliseconds timeout,
    const std::function<bool()>& give_up
) {
    const std::vector<ServerAddress> servers = servers_of(conninfo);
    return std::any_of(servers.begin(), servers.end(), [&](const ServerAddress& server) {
        return server_answers(conninfo, server, timeout, give_up);
    });
}

bool server_answers(
    const std::string& conninfo,
    const ServerAddress& server,
    std::chrono::milliseconds timeout,
    const std::function<bool()>& give_up
) {
    const Steady end = std::chrono::steady_clock::now() + timeout;
    // What comes after the string wins over it; an empty value says nothing.
    const char* const keys[] = {"dbname", "application_name", "host", "hostaddr", "port", nullptr};
    const char* const values[] = {
        conninfo.c_str(),
        "moissond-sonde",
        server.host.c_str(),
        server.hostaddr.c_str(),
        server.port.c_str(),
        nullptr};
    const std::unique_ptr<PGconn, Finish> connection(PQconnectStartParams(keys, values, 1));
    if (!connection || PQstatus(connection.get()) == CONNECTION_BAD)
        return false;
    PostgresPollingStatusType step = PGRES_POLLING_WRITING;
    while (!give_up() && std::chrono::steady_clock::now() < end) {
        if (step == PGRES_POLLING_OK)
            return true;
        if (step == PGRES_POLLING_FAILED)
            return false;
        const bool reading = step == PGRES_POLLING_READING;
        pollfd socket{
            PQsocket(connection.get()),
            static_cast<short>(reading ? POLLIN : POLLOUT),
            0};
        if (poll(&socket, 1, static_cast<int>(slice.count())) <= 0)
            continue;
        if (reading && (socket.revents & POLLIN) != 0)
            return true;
        step = PQconnectPoll(connection.get());
    }
    return false;
}

} // namespace moisson::store
