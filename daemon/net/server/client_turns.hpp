// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ClientTurns: how many requests of one client run at once. The rest of its requests wait in order,
// so that whoever asks a lot waits for itself and not the others.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace moisson::net {

// Who shares one allowance: an IPv4 address, an IPv6 /64 ("2001:db8:0:1::/64"), else the text.
std::string client_key(std::string_view address);

// Thread-safe; outlives its turns.
class ClientTurns {
public:
    // One request, from its wish to its end; gives itself up when destroyed.
    class Turn {
    public:
        Turn(ClientTurns& turns, std::string client, std::function<void()> wake);
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn();

        // The request may run. Once true, it stays so.
        bool granted() const;

    private:
        friend class ClientTurns;
        ClientTurns& turns_;
        const std::string client_;
        // Called once, from any thread, when the turn comes later than its construction. Must not
        // throw nor call back.
        const std::function<void()> wake_;
        bool granted_ = false;
    };

    explicit ClientTurns(std::size_t at_once) : at_once_(at_once) {}

private:
    struct Client {
        std::size_t running = 0;
        std::deque<Turn*> waiting;
    };

    void enter(Turn& turn);
    void leave(Turn& turn);

    const std::size_t at_once_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Client> clients_;
};

} // namespace moisson::net
