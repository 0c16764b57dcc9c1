// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/server_probe.hpp"

#include "core/time.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <memory>

namespace moisson::store {
namespace {

constexpr std::chrono::milliseconds slice{100};

struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};

} // namespace

bool server_answers(
    const std::string& conninfo,
    std::chrono::milliseconds timeout,
    const std::function<bool()>& give_up
) {
    const Steady end = std::chrono::steady_clock::now() + timeout;
    const char* const keys[] = {"dbname", "application_name", nullptr};
    const char* const values[] = {conninfo.c_str(), "moissond-sonde", nullptr};
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
