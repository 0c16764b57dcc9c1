// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Settings into objects, errors into sentences.
#include "cli/context.hpp"

#include "cli/exit_code.hpp"
#include "cli/terminal_text.hpp"
#include "i18n/details.hpp"
#include "i18n/messages.hpp"

#include <fmt/format.h>

namespace moisson::cli {
namespace {

store::DatabaseOptions database_options(const settings::Settings& settings) {
    store::DatabaseOptions options = settings.db.options;
    options.application_name = "moisson";
    options.connections = 1;
    // A fingerprint reads everything.
    options.statement_timeout = std::chrono::hours(1);
    return options;
}

} // namespace

Context::Context(settings::Settings configuration, Output where)
    : settings(std::move(configuration)), output(where), database(database_options(settings)),
      catalog(store::make_catalog_store(database)), harvests(store::make_harvest_store(database)) {}

int report_error(const Output& output, const Error& error) {
    fmt::print(
        output.problems,
        "moisson : {} ({}) {}\n",
        i18n::sentence(error.code),
        to_string(error.code),
        terminal_text(i18n::detail_text(error.code, error.detail))
    );
    switch (error.code) {
    case Code::not_found:
        return exit_not_found;
    case Code::store_unavailable:
    case Code::schema_mismatch:
        return exit_database;
    case Code::config_invalid:
        return exit_configuration;
    case Code::invalid_argument:
        return exit_usage;
    default:
        return exit_internal;
    }
}

} // namespace moisson::cli
