// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/history.hpp"

#include "store/connection.hpp"
#include "store/dataset_reader.hpp"
#include "store/history_codec.hpp"
#include "store/merge_sql.hpp"

#include <algorithm>
#include <unordered_map>

namespace moisson::store {
namespace {

// A whole portal may be renamed at once.
constexpr std::size_t renames_at_a_time = 500;

// Of a dataset one of whose resources was taken down, nothing about resources is told.
DatasetDiff without_resources(Dataset before, const Dataset& after) {
    before.distributions = after.distributions;
    return diff(before, after);
}

void note(std::string& rows, const DatasetRecord& old, const Dataset& after, bool hides_resources) {
    const DatasetDiff changes =
        hides_resources ? without_resources(old.dataset, after) : diff(old.dataset, after);
    if (!changes.empty())
        CopyRow(rows, 2).uuid(old.id.uuid).text(encode_diff(changes));
}

void note_some(Connection& connection, std::span<const Rename> renames) {
    std::vector<Uuid> gone;
    std::vector<Uuid> born;
    std::unordered_map<DatasetId, DatasetId> successors;
    for (const Rename& rename : renames) {
        gone.push_back(rename.gone.uuid);
        born.push_back(rename.born.uuid);
        successors.emplace(rename.gone, rename.born);
    }
    connection.exec(merge::lock_known, Params(gone));
    std::vector<DatasetRecord> fresh = read_readable(connection, born);
    std::unordered_map<DatasetId, DatasetRecord*> news;
    for (DatasetRecord& record : fresh)
        news.emplace(record.id, &record);
    std::string rows;
    for (const DatasetRecord& old : read_readable(connection, gone)) {
        const auto found = news.find(successors.at(old.id));
        if (found == news.end())
            continue;
        DatasetRecord& now = *found->second;
        // It was made under an id that nobody corrected; they are handed over, and did not end.
        now.dataset.corrections = old.dataset.corrections;
        const bool hides_resources = !old.taken_down.empty() || !now.taken_down.empty();
        note(rows, old, now.dataset, hides_resources);
    }
    if (!rows.empty())
        connection.copy_in(merge::copy_history, rows);
}

} // namespace

void note_differences(
    Connection& connection,
    std::span<const StagedRecord> records,
    const Rows& known
) {
    if (known.size() == 0)
        return;
    std::vector<Uuid> ids;
    ids.reserve(static_cast<std::size_t>(known.size()));
    for (int i = 0; i < known.size(); ++i)
        ids.push_back(known.uuid(i, 0));
    connection.exec(merge::lock_known, Params(ids));
    std::unordered_map<DatasetId, const Dataset*> news;
    for (const StagedRecord& record : records)
        news.emplace(record.id, record.dataset);
    std::string rows;
    // What is damaged is about to be mended by the new version.
    for (const DatasetRecord& old : read_readable(connection, ids))
        note(rows, old, *news.at(old.id), !old.taken_down.empty());
    if (!rows.empty())
        connection.copy_in(merge::copy_history, rows);
}

void note_renames(Connection& connection, const std::vector<Rename>& renames) {
    const std::span<const Rename> all(renames);
    for (std::size_t at = 0; at < all.size(); at += renames_at_a_time)
        note_some(connection, all.subspan(at, std::min(renames_at_a_time, all.size() - at)));
}

} // namespace moisson::store
