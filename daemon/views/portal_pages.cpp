// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "views/portal_pages.hpp"

#include "core/limits.hpp"
#include "views/report_reader.hpp"

namespace moisson::views {
namespace {

// Whoever has just decided something about a small portal sees it at once. Where a crowd asks, a
// page is read again as soon as it is too old, and no reading takes five seconds more.
constexpr ReadAge age_of(std::chrono::milliseconds dear) {
    return {std::chrono::milliseconds(0), dear, dear + limits::public_read_time};
}

} // namespace

PortalPages make_portal_pages(store::CatalogStore& store, const Clock& clock) {
    return PortalPages(clock, age_of(std::chrono::seconds(10)), [&store, &clock](std::string key) {
        return read_portal(store, std::move(key), clock.now());
    });
}

RunPages make_run_pages(store::CatalogStore& store, const Clock& clock) {
    return RunPages(clock, age_of(std::chrono::seconds(30)), [&store](RunId id) {
        return read_run(store, id, Recount::yes);
    });
}

} // namespace moisson::views
