// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The renames of a plan: as store/identity_clues.cpp finds those of a run, on values. What stays is
// read only when what went and what came have something in common.
#include "harvest/rehearsal_store.hpp"

#include <algorithm>
#include <utility>

namespace moisson::harvest {
namespace {

constexpr std::size_t datasets_at_a_time = 500;

void add_clues(
    std::vector<IdentityClue>& clues,
    const std::vector<IdentityKey>& keys,
    const std::set<IdentityKey>* wanted,
    DatasetId dataset,
    Side side
) {
    for (const IdentityKey& key : keys)
        if (wanted == nullptr || wanted->contains(key))
            clues.push_back(IdentityClue{key.evidence, key.key, dataset, side});
}

std::set<IdentityKey> keys_of_both(const std::vector<IdentityClue>& clues) {
    std::set<IdentityKey> gone;
    for (const IdentityClue& clue : clues)
        if (clue.side == Side::gone || clue.side == Side::archived)
            gone.insert(IdentityKey{clue.evidence, clue.key});
    std::set<IdentityKey> both;
    for (const IdentityClue& clue : clues)
        if (clue.side == Side::born && gone.contains(IdentityKey{clue.evidence, clue.key}))
            both.insert(IdentityKey{clue.evidence, clue.key});
    return both;
}

} // namespace

// A first harvest renames nobody.
void RehearsalStore::note_written(const store::RecordChange& change, bool is_created) {
    if (datasets_ == nullptr || before_.records.empty())
        return;
    Written written;
    written.remote_id = change.dataset.remote_id;
    written.title = best_text(change.dataset.title, "fr");
    written.keys = identity_keys(change.dataset);
    written.is_created = is_created;
    written_.insert_or_assign(change.id, std::move(written));
}

Side RehearsalStore::side_of(const store::SourceRecord& record) const {
    if (!seen_.contains(to_string(record.id)))
        return record.state == RecordState::archived ? Side::archived : Side::gone;
    return record.is_new ? Side::born : Side::kept;
}

// Of `ids`, what is stored; what this plan writes is not what is stored any more.
asio::awaitable<std::optional<Error>> RehearsalStore::add_stored(
    std::vector<DatasetId> ids,
    const std::set<IdentityKey>* wanted,
    std::vector<IdentityClue>& clues
) {
    std::erase_if(ids, [&](DatasetId id) {
        const auto written = written_.find(id);
        if (written == written_.end())
            return false;
        add_clues(clues, written->second.keys, wanted, id, side_of(*find(id)));
        return true;
    });
    for (std::size_t from = 0; from < ids.size(); from += datasets_at_a_time) {
        const std::size_t to = std::min(from + datasets_at_a_time, ids.size());
        std::vector<DatasetId> some(
            ids.begin() + static_cast<std::ptrdiff_t>(from),
            ids.begin() + static_cast<std::ptrdiff_t>(to)
        );
        Result<std::vector<store::DatasetRecord>> read = co_await datasets_->read(std::move(some));
        if (read.has_error())
            co_return read.error();
        for (const store::DatasetRecord& record : *read) {
            const std::vector<IdentityKey> keys = identity_keys(record.dataset);
            add_clues(clues, keys, wanted, record.id, side_of(*find(record.id)));
        }
    }
    co_return std::nullopt;
}

asio::awaitable<std::optional<Error>> RehearsalStore::find_renames() {
    renames_.clear();
    renamed_.clear();
    if (datasets_ == nullptr || !before_.source)
        co_return std::nullopt;
    std::vector<DatasetId> parted;
    std::vector<DatasetId> kept;
    bool any_gone = false;
    for (const store::SourceRecord& record : before_.records) {
        const Side side = side_of(record);
        any_gone = any_gone || side == Side::gone || side == Side::archived;
        (side == Side::kept ? kept : parted).push_back(record.id);
    }
    std::vector<IdentityClue> clues;
    for (const auto& [id, written] : written_) {
        if (!written.is_created)
            continue;
        add_clues(clues, written.keys, nullptr, id, Side::born);
        const auto former = former_.find(written.remote_id);
        if (former == former_.end())
            continue;
        const DatasetId named = former->second;
        clues.push_back({IdentityEvidence::former_id, named.uuid, id, Side::born});
        const store::SourceRecord* const old = find(named);
        if (old != nullptr)
            clues.push_back({IdentityEvidence::former_id, named.uuid, named, side_of(*old)});
    }
    const bool any_new =
        !clues.empty() || std::any_of(parted.begin(), parted.end(), [&](DatasetId id) {
            return side_of(*find(id)) == Side::born;
        });
    if (!any_gone || !any_new)
        co_return std::nullopt;
    std::optional<Error> failed = co_await add_stored(std::move(parted), nullptr, clues);
    if (failed)
        co_return failed;
    const std::set<IdentityKey> common = keys_of_both(clues);
    if (common.empty())
        co_return std::nullopt;
    failed = co_await add_stored(std::move(kept), &common, clues);
    if (failed)
        co_return failed;
    std::vector<Rename> found = match_renames(std::move(clues));
    Result<std::vector<Rename>> believed =
        co_await datasets_->believable(*before_.source, std::move(found));
    if (believed.has_error())
        co_return believed.error();
    renames_ = std::move(*believed);
    for (const Rename& rename : renames_)
        renamed_.insert(rename.gone);
    co_return std::nullopt;
}

// What a page of this run made is counted as renamed; what an earlier one made, there.
void RehearsalStore::apply_renames() {
    RunCounts& counts = plan_.run.counts;
    for (const Rename& rename : renames_) {
        const store::SourceRecord* const old = find(rename.gone);
        PlannedRename shown;
        if (old != nullptr)
            shown.was = old->remote_id;
        const auto written = written_.find(rename.born);
        if (written != written_.end()) {
            shown.remote_id = written->second.remote_id;
            shown.title = written->second.title;
        } else if (const store::SourceRecord* const born = find(rename.born); born != nullptr) {
            shown.remote_id = born->remote_id;
            shown.title = born->title;
        }
        if (written != written_.end() && written->second.is_created) {
            --counts.created;
            ++counts.renamed;
            std::erase_if(plan_.created, [&](const PlannedRecord& record) {
                return record.remote_id == shown.remote_id;
            });
        }
        ++plan_.renames;
        if (plan_.renamed.size() < planned_records_shown)
            plan_.renamed.push_back(std::move(shown));
    }
}

} // namespace moisson::harvest
