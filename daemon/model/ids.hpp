// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The identifiers of the domain. UUIDs are what the outside sees; row numbers stay in store.
#pragma once

#include "core/uuid.hpp"

#include <cstdint>

namespace moisson {

using DatasetId = Id<struct DatasetTag>;
using DistributionId = Id<struct DistributionTag>;

// A row number of one table; the tag keeps a run from passing for a source.
template <class Tag>
struct RowId {
    std::int64_t value = 0;
    RowId() = default;
    explicit RowId(std::int64_t number) : value(number) {}
    auto operator<=>(const RowId&) const = default;
};

using PortalId = RowId<struct PortalTag>;
using SourceId = RowId<struct SourceTag>;
using RunId = RowId<struct RunTag>;
using ChangeNumber = RowId<struct ChangeTag>;

// The identity of a dataset at first sight (decision 16); a stored fact from then on.
// `scheme` names the id space of the portal software, e.g. "ckan".
DatasetId dataset_id_at_first_sight(
    std::string_view portal_key,
    std::string_view scheme,
    std::string_view remote_id
);

} // namespace moisson
