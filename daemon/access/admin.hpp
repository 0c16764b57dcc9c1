// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// /api/v1/admin: what people with a token decide, over the stores that the command line uses too.
// Every write needs its scope, a portal that its author may act on, and is in the audit log. Every
// operation may be repeated: a second demand finds what the first one did. Problems in French.
#pragma once

#include "access/gate.hpp"
#include "core/clock.hpp"
#include "model/correction.hpp"
#include "notify/desk.hpp"
#include "store/catalog_store.hpp"
#include "store/database.hpp"
#include "store/harvest_store.hpp"
#include "telemetry/log.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace moisson::access {

// References outlive the handler.
struct AdminParts {
    AdminParts(
        store::Database& writes,
        store::CatalogStore& reads,
        telemetry::Logger& logger,
        std::function<std::string(const Correction&)> fault_of
    )
        : database(writes), catalog(reads), log(logger), correction_fault(std::move(fault_of)) {}

    store::Database& database;
    store::CatalogStore& catalog;
    telemetry::Logger& log;
    // Writes invitations; may be null.
    notify::Desk* desk = nullptr;
    // What is wrong with a correction, in French, or nothing: what its field takes is in the
    // vocabularies.
    std::function<std::string(const Correction&)> correction_fault;
    // Of the runs that are approved.
    store::ArchivePolicy archive;
};

// Method and pattern of every route. For tests that compare them with the description.
std::vector<std::pair<std::string, std::string>> admin_routes();

AdminHandler make_admin_handler(AdminParts parts);

} // namespace moisson::access
