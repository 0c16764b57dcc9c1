// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/history.hpp"

#include "store/connection.hpp"
#include "store/dataset_reader.hpp"
#include "store/history_codec.hpp"
#include "store/merge_sql.hpp"

#include <unordered_map>

namespace moisson::store {
namespace {

std::vector<DatasetRecord> read_one_by_one(Connection& connection, const std::vector<Uuid>& ids) {
    std::vector<DatasetRecord> out;
    for (const Uuid& id : ids) {
        try {
            for (DatasetRecord& record : read_datasets(connection, {id}))
                out.push_back(std::move(record));
        } catch (const ErrorException&) {
            // Damaged, and about to be mended by the new version.
        }
    }
    return out;
}

std::vector<DatasetRecord> old_versions(Connection& connection, const std::vector<Uuid>& ids) {
    try {
        return read_datasets(connection, ids);
    } catch (const ErrorException&) {
        return read_one_by_one(connection, ids);
    }
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
    for (const DatasetRecord& old : old_versions(connection, ids)) {
        const DatasetDiff changes = diff(old.dataset, *news.at(old.id));
        if (!changes.empty())
            CopyRow(rows, 2).uuid(old.id.uuid).text(encode_diff(changes));
    }
    if (!rows.empty())
        connection.copy_in(merge::copy_history, rows);
}

} // namespace moisson::store
