// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/record_writer.hpp"

#include "store/connection.hpp"
#include "store/history.hpp"
#include "store/merge_sql.hpp"
#include "store/raw_codec.hpp"
#include "store/raw_dictionary.hpp"

namespace moisson::store {
namespace {

constexpr int attempts = 3;
// Each race lost is a page that somebody else committed, so this ends.
constexpr int races_max = 50;

// A source of a portal whose key begins alike took the slug, or one of the same portal saw the
// record first: look again.
bool lost_a_race(const SqlError& error) {
    return error.state() == "23505" &&
           (error.constraint() == "slug_pkey" || error.constraint() == "dataset_pkey");
}

void bisect(
    Connection& connection,
    const WriteTarget& target,
    std::span<const StagedRecord> records,
    std::vector<Refusal>& refusals
) {
    if (records.empty())
        return;
    connection.exec("savepoint part");
    try {
        write_records(connection, target, records);
        connection.exec_prepared(merge::clear_records);
        connection.exec_prepared(merge::clear_raw);
        connection.exec_prepared(merge::clear_distributions);
        connection.exec_prepared(merge::clear_agents);
        connection.exec("release savepoint part");
        return;
    } catch (const SqlError& error) {
        // Not the fault of any record: the whole page is tried again.
        if (error.transient() || error.unavailable() || lost_a_race(error))
            throw;
        connection.exec("rollback to savepoint part");
        connection.exec("release savepoint part");
        if (records.size() == 1) {
            refusals.push_back(
                {records.front().remote_id, records.front().remote_url, error.state(), error.what()}
            );
            return;
        }
    }
    const std::size_t half = records.size() / 2;
    bisect(connection, target, records.first(half), refusals);
    bisect(connection, target, records.subspan(half), refusals);
}

Params raw_columns(const WriteTarget& target) {
    const bool plain = target.dictionary == nullptr;
    return Params(
        static_cast<int>(plain ? codec_zstd : codec_dictionary),
        plain ? std::nullopt : std::optional(target.dictionary->id())
    );
}

} // namespace

void write_records(
    Connection& connection,
    const WriteTarget& target,
    std::span<const StagedRecord> records
) {
    if (records.empty())
        return;
    copy_to_staging(connection, records);
    merge_staged(connection, target, records);
}

void merge_staged(
    Connection& connection,
    const WriteTarget& target,
    std::span<const StagedRecord> records
) {
    if (records.empty())
        return;
    const bool remap = target.kind == WriteKind::remap;
    note_differences(connection, records, connection.exec_prepared(merge::classify, Params(remap)));
    connection.exec_prepared(merge::agents, Params(target.portal));
    connection.exec_prepared(merge::links);
    connection.exec_prepared(merge::slug_lock, Params(target.portal));
    const std::int64_t created =
        connection.exec_prepared(merge::create, Params(target.source)).affected();
    if (created < static_cast<std::int64_t>(records.size())) {
        connection.exec_prepared(merge::update);
        connection.exec_prepared(merge::drop_issues);
        connection.exec_prepared(merge::keep_distributions);
        connection.exec_prepared(merge::drop_keys);
    }
    connection.exec_prepared(merge::keys);
    connection.exec_prepared(merge::drop_distributions);
    if (!remap) {
        connection.exec_prepared(merge::remote_ids, Params(target.source));
        connection.exec_prepared(merge::let_in, Params(target.source));
    }
    connection.exec_prepared(merge::aliases);
    connection.exec_prepared(merge::raw_records, raw_columns(target));
    connection.exec_prepared(merge::distributions);
    connection.exec_prepared(merge::issues, Params(target.source));
}

std::vector<Refusal> write_records_bisecting(
    Connection& connection,
    const WriteTarget& target,
    std::span<const StagedRecord> records
) {
    std::vector<Refusal> refusals;
    bisect(connection, target, records, refusals);
    return refusals;
}

PageOutcome verdict_counts(Connection& connection) {
    PageOutcome outcome;
    const Rows rows = connection.exec_prepared(merge::verdicts);
    for (int i = 0; i < rows.size(); ++i) {
        const std::string_view cause = rows.text(i, 0);
        const std::int64_t count = rows.int64(i, 1);
        if (cause == "created")
            outcome.created = count;
        else if (cause == "updated")
            outcome.updated = count;
        else if (cause == "remapped") {
            outcome.remapped = count;
            outcome.remapped_visibly = rows.int64(i, 2);
        } else if (cause == "revived")
            outcome.revived = count;
    }
    return outcome;
}

void number_changes(Connection& connection, std::optional<RunId> run) {
    const Rows any = connection.exec_prepared(merge::any_verdict);
    if (!any.boolean(0, 0))
        return;
    const std::optional<std::int64_t> number =
        run ? std::optional(run->value) : std::optional<std::int64_t>();
    // Planned each time: the table grows from nothing to millions of rows.
    if (any.boolean(0, 1))
        connection.exec(merge::history, Params(number, history_entries_max));
    if (any.boolean(0, 2))
        connection.exec_prepared(merge::dirty);
    connection.exec_prepared(merge::announce);
    connection.exec_prepared(merge::change_lock);
    connection.exec_prepared(merge::changes, Params(random_uuid(), number));
}

PageOutcome retrying(Connection& connection, const std::function<PageOutcome(bool careful)>& body) {
    bool careful = false;
    int races = 0;
    prepare_staging(connection);
    for (int attempt = 1;;) {
        try {
            return body(careful);
        } catch (const SqlError& error) {
            if (error.unavailable())
                throw;
            if (lost_a_race(error) && ++races < races_max)
                continue;
            if (error.transient() && attempt++ < attempts)
                continue;
            if (careful || error.transient())
                throw;
            careful = true;
        }
    }
}

} // namespace moisson::store
