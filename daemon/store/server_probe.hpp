// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A server that is frozen (stopped, out of memory, its disk gone) keeps its sessions open and never
// answers: no limit that it keeps itself ends a statement, and no time alone tells a slow statement
// from it. So whoever waits long asks it by a new session.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

struct pg_conn;

namespace moisson::store {

// A statement is silent for this long before the server is asked, and twice as long each time it
// has answered, up to the last.
inline constexpr std::chrono::seconds silence_first{3};
inline constexpr std::chrono::seconds silence_last{30};
// What a statement may take beyond the limit that the server keeps.
inline constexpr std::chrono::seconds statement_grace{5};

// One of those that a connection string names. An empty part is what the string or libpq says.
struct ServerAddress {
    std::string host;
    std::string hostaddr;
    std::string port;
};

// In the order of the string; one, empty, when it names none or cannot be read.
std::vector<ServerAddress> servers_of(const std::string& conninfo);

// That of several which a session is with.
ServerAddress own_server(const pg_conn* connection);

// Whether this server says anything, be it a refusal, to a new session within `timeout`. False at
// once when nobody listens or `give_up`, asked ten times a second, says so. Blocks; any thread.
bool server_answers(
    const std::string& conninfo,
    const ServerAddress& server,
    std::chrono::milliseconds timeout,
    const std::function<bool()>& give_up
);

// Whether one of its servers does, each within `timeout`: libpq turns to the next one by itself
// only where a server refuses.
bool any_server_answers(
    const std::string& conninfo,
    std::chrono::milliseconds timeout,
    const std::function<bool()>& give_up
);

} // namespace moisson::store
