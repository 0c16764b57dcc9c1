// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Lists: what a CKAN tells without bodies: the count with the newest change, ids with their dates,
// ids alone.
#pragma once

#include "ckan/actions.hpp"
#include "ckan/wire.hpp"
#include "kit/paging.hpp"

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace moisson::ckan {

// Nothing of the kind at this portal: another action may do.
bool no_such_action(const Error& error);

// What an answer cost, added to a probe or a page.
template <class Told>
void charge(const Answer& answer, Told& told) {
    told.requests += answer.requests;
    told.retries += answer.retries;
    told.wire_bytes += answer.wire_bytes;
    if constexpr (std::is_same_v<Told, kit::Probe>)
        told.certificate_expires = answer.certificate_expires;
}

class Lists {
public:
    Lists() = default;
    // `actions` outlives this object.
    Lists(Actions& actions, std::shared_ptr<const ReadOptions> options)
        : actions_(&actions), options_(std::move(options)) {}

    // The count and the mark of a probe.
    asio::awaitable<Result<void>> count(kit::Probe& probe);
    asio::awaitable<Result<kit::InventoryPage>> inventory(kit::Cursor cursor);
    asio::awaitable<Result<std::vector<std::string>>> ids();

private:
    asio::awaitable<Result<Answer>> inventory_at(const kit::OffsetState& state);
    asio::awaitable<Result<Listing>> list_page(bool searching, std::int64_t start);

    Actions* actions_ = nullptr;
    std::shared_ptr<const ReadOptions> options_;
};

} // namespace moisson::ckan
