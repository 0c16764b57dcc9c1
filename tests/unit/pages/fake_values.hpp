// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Small values of the fake catalogue: dates and identifiers.
#pragma once

#include "model/date.hpp"
#include "model/ids.hpp"
#include "store/catalog_store.hpp"

#include <string_view>
#include <vector>

namespace moisson::test {

inline Instant day(int year, unsigned month, unsigned number) {
    return std::chrono::sys_days(
        std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(number)
    );
}

inline PartialDate on(int year, unsigned month, unsigned number) {
    return {day(year, month, number), DatePrecision::day};
}

inline DatasetId id_of(std::string_view name) {
    return dataset_id_at_first_sight("test", "ckan", name);
}

// The history of every fake dataset, newest first: an update with values of each kind, hostile ones
// included, a revival and the creation.
std::vector<store::HistoryEntry> fake_history();

} // namespace moisson::test
