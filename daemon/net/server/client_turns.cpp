// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A count and a queue per client; clients without requests are forgotten.
#include "net/server/client_turns.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include <algorithm>

namespace moisson::net {

namespace ip = boost::asio::ip;

std::string client_key(std::string_view address) {
    boost::system::error_code error;
    const ip::address parsed = ip::make_address(address, error);
    if (error || parsed.is_v4() || parsed.to_v6().is_v4_mapped())
        return std::string(address);
    return ip::make_network_v6(parsed.to_v6(), 64).canonical().to_string();
}

ClientTurns::Turn::Turn(ClientTurns& turns, std::string client, std::function<void()> wake)
    : turns_(turns), client_(std::move(client)), wake_(std::move(wake)) {
    turns_.enter(*this);
}

ClientTurns::Turn::~Turn() {
    turns_.leave(*this);
}

bool ClientTurns::Turn::granted() const {
    const std::scoped_lock lock(turns_.mutex_);
    return granted_;
}

void ClientTurns::enter(Turn& turn) {
    const std::scoped_lock lock(mutex_);
    Client& client = clients_[turn.client_];
    if (client.running < at_once_) {
        ++client.running;
        turn.granted_ = true;
        return;
    }
    client.waiting.push_back(&turn);
}

void ClientTurns::leave(Turn& turn) {
    const std::scoped_lock lock(mutex_);
    const auto found = clients_.find(turn.client_);
    Client& client = found->second;
    if (!turn.granted_) {
        client.waiting.erase(std::find(client.waiting.begin(), client.waiting.end(), &turn));
        return;
    }
    --client.running;
    if (!client.waiting.empty()) {
        Turn& next = *client.waiting.front();
        client.waiting.pop_front();
        ++client.running;
        next.granted_ = true;
        next.wake_();
    }
    if (client.running == 0)
        clients_.erase(found);
}

} // namespace moisson::net
