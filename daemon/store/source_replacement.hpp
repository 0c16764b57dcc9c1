// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// A source that took the place of another one of its portal, new software or a new address
// (decision 16): the same records under new ids are matched one to one, shown, and joined when the
// operator says so.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "model/identity.hpp"
#include "model/ids.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace moisson::store {

struct ReplacementRequest {
    std::string old_source;
    std::string new_source;
    bool apply = false;
    std::string by;
};

struct ReplacementPair {
    // The dataset that stays.
    DatasetId dataset;
    std::string title;
    std::string old_id;
    std::string new_id;
    IdentityEvidence evidence = IdentityEvidence::uri;
};

struct Replacement {
    std::string portal;
    // By dataset.
    std::vector<ReplacementPair> pairs;
    // Records that both sources give under the same uuid: they only change hands.
    std::int64_t shared = 0;
    // Active ones of the old source that nothing in the new one matches: they go with the others,
    // and the next complete run of the new source misses them, under the breaker.
    std::int64_t unmatched_old = 0;
    // Active ones of the new source that are really new.
    std::int64_t unmatched_new = 0;
    std::int64_t active_new = 0;
    // Why it cannot be applied now.
    std::optional<Error> obstacle;
    bool applied = false;
};

// NOT_FOUND: no such source. INVALID_ARGUMENT: not two sources of one portal; with `apply` also
// what `obstacle` says otherwise. One transaction, with its change rows and audit event.
asio::awaitable<Result<Replacement>> replace_source(Database& database, ReplacementRequest request);

} // namespace moisson::store
