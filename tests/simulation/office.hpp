// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Office: who lives beside the workers. A reader that follows the change numbers (decision 1), and
// an operator who decides over held runs and asks for runs.
#pragma once

#include "async/asio.hpp"
#include "core/clock.hpp"
#include "model/harvest_run.hpp"
#include "store/stores.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace moisson::simulation {

// One transaction after the other, between two steps of the workers. Throws std::runtime_error when
// the store refuses what it may not refuse.
class Office {
public:
    // `truth` outlives it.
    Office(const std::string& conninfo, const Clock& truth);
    ~Office();

    // Reads on to the newest change.
    void follow();
    // Numbers come in order and none is older than what was read before.
    std::int64_t position() const { return position_.number.value; }
    // What the follower believes: state by id, purged ones left out.
    const std::map<std::string, std::string>& followed() const { return followed_; }

    void decide(RunId run, HeldVerdict verdict);
    void ask_for_run(const std::string& source);
    std::string fingerprint();

private:
    template <class T>
    Result<T> await(asio::awaitable<Result<T>> task);

    boost::asio::io_context io_{1};
    store::Database database_;
    std::unique_ptr<store::ChangeFeed> feed_;
    std::unique_ptr<store::HarvestStore> harvests_;
    std::unique_ptr<store::CatalogStore> catalog_;
    store::FeedPosition position_;
    std::map<std::string, std::string> followed_;
};

} // namespace moisson::simulation
