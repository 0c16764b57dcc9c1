// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What producers say of their datasets and nobody has read yet.
#pragma once

#include "async/asio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "store/database.hpp"

#include <string>
#include <vector>

namespace moisson::store {

// Codes of frequencies.
struct FrequencyProposal {
    Instant at{};
    std::string slug;
    std::string title;
    // Empty: none is known.
    std::string current;
    std::string proposed;
};

// The last of each dataset within a year, oldest first, at most 1000; until it is refused, the
// dataset says so, or an operator has corrected its frequency since.
asio::awaitable<Result<std::vector<FrequencyProposal>>> list_proposals(Database& database);

struct ProposalRefusal {
    // Id, slug or alias.
    std::string dataset;
    std::string by;
    std::string reason;
};
// What is proposed of that dataset is read and not followed; in the audit log. Another proposal is
// one to be read. NOT_FOUND: no such dataset, or nothing is proposed of it.
asio::awaitable<Result<FrequencyProposal>>
refuse_proposal(Database& database, ProposalRefusal refusal);

} // namespace moisson::store
