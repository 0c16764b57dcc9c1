// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/overlay_reader.hpp"

#include "core/limits.hpp"
#include "store/connection.hpp"

namespace moisson::store {
namespace {

constexpr const char* find_revision = "select overlay_revision from source where id = $1";
// Whoever raises it waits until the transaction that asked is over.
constexpr const char* hold_revision = "select overlay_revision from source where id = $1 for share";

constexpr const char* note_applied =
    "update source set overlay_applied = $2 where id = $1 and overlay_applied < $2";

constexpr const char* find_in_force = R"sql(
select dataset, field, action, value, when_field, when_value, author, reason, made_at, expires_at
from overlay
where source = $1 and ended_at is null and (expires_at is null or expires_at > moisson.now())
order by id limit $2)sql";

Correction read_correction(const Rows& rows, int row) {
    Correction correction;
    correction.field = rows.str(row, 1);
    correction.action =
        correction_action_from_string(rows.text(row, 2)).value_or(CorrectionAction::replace);
    correction.value = rows.str(row, 3);
    correction.when.field = rows.str(row, 4);
    correction.when.value = rows.str(row, 5);
    correction.author = rows.str(row, 6);
    correction.reason = rows.str(row, 7);
    correction.made_at = rows.instant(row, 8);
    correction.expires_at = rows.optional_instant(row, 9);
    return correction;
}

} // namespace

Result<SourceOverlays> source_overlays(Connection& connection, SourceId source) {
    SourceOverlays out;
    // The revision first: what is added in between makes the pages outdated.
    const Rows revision = connection.exec_prepared(find_revision, Params(source.value));
    if (revision.size() == 0)
        return Error(Code::not_found, "no such source");
    out.revision = revision.int64(0, 0);
    const Rows rows = connection.exec_prepared(
        find_in_force,
        Params(source.value, static_cast<std::int64_t>(limits::corrections_per_source))
    );
    for (int i = 0; i < rows.size(); ++i) {
        const std::optional<Uuid> dataset = rows.optional_uuid(i, 0);
        std::vector<Correction>& list =
            dataset ? out.of_dataset[DatasetId(*dataset)] : out.of_source;
        list.push_back(read_correction(rows, i));
    }
    return out;
}

bool are_overlays_current(Connection& connection, std::int64_t source, std::int64_t revision) {
    const Rows rows = connection.exec_prepared(hold_revision, Params(source));
    return rows.size() == 1 && rows.int64(0, 0) == revision;
}

void note_applied_overlays(Connection& connection, SourceId source, std::int64_t revision) {
    connection.exec_prepared(note_applied, Params(source.value, revision));
}

} // namespace moisson::store
