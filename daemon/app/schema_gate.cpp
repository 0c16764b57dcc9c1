// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Migration at start, refusal of a newer schema, patience.
#include "app/schema_gate.hpp"

#include "async/offload.hpp"
#include "store/migrations.hpp"

namespace moisson::app {
namespace {

constexpr std::chrono::seconds retry_every{5};

using Migrated = Result<store::MigrationOutcome>;

asio::awaitable<SchemaOutcome> migrate_schema(House& house) {
    const std::string conninfo = house.settings.db.options.conninfo;
    auto job = [conninfo] { return store::migrate(conninfo); };
    const Migrated outcome = co_await offload(house.cpu.get_executor(), std::move(job));
    if (outcome.has_value()) {
        if (outcome->from != outcome->to)
            house.log.info("schema migrated", {{"from", outcome->from}, {"to", outcome->to}});
        co_return SchemaOutcome::ready;
    }
    if (outcome.error().code == Code::schema_mismatch) {
        house.log.error("schema refused", {{"error", outcome.error().detail}});
        co_return SchemaOutcome::refused;
    }
    house.log.warning(
        "waiting for PostgreSQL",
        {{"code", to_string(outcome.error().code)},
         {"error", outcome.error().detail},
         {"retry_s", retry_every.count()}}
    );
    co_return SchemaOutcome::wait;
}

asio::awaitable<SchemaOutcome> check_schema_only(House& house) {
    const Result<store::SchemaStatus> status = co_await house.catalog_store->schema_status();
    if (status.has_error()) {
        house.log.warning(
            "waiting for PostgreSQL",
            {{"code", to_string(status.error().code)}, {"error", status.error().detail}}
        );
        co_return SchemaOutcome::wait;
    }
    using Verdict = store::SchemaStatus::Verdict;
    if (status->verdict == Verdict::ok)
        co_return SchemaOutcome::ready;
    if (status->verdict == Verdict::newer) {
        house.log.error(
            "schema refused",
            {{"error", "the schema is newer than this program"},
             {"schema", status->version},
             {"program", status->program}}
        );
        co_return SchemaOutcome::refused;
    }
    house.log.warning(
        "waiting for the migration of the schema",
        {{"schema", status->version}, {"program", status->program}, {"do", "moisson base migrer"}}
    );
    co_return SchemaOutcome::wait;
}

} // namespace

asio::awaitable<SchemaOutcome> try_schema(House& house) {
    if (house.settings.db.migrate)
        co_return co_await migrate_schema(house);
    co_return co_await check_schema_only(house);
}

asio::awaitable<SchemaOutcome> wait_schema(House& house) {
    for (;;) {
        co_await sleep_for(house.timers, retry_every);
        const SchemaOutcome outcome = co_await try_schema(house);
        if (outcome != SchemaOutcome::wait)
            co_return outcome;
    }
}

} // namespace moisson::app
