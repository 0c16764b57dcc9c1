// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Records whose portal gave them other ids, and runs that the breaker stops.
#pragma once

#include "fixture.hpp"
#include "model/identity.hpp"

#include <string>
#include <vector>

namespace moisson::store::testing {

// "id<from>" to "id<to - 1>".
inline std::vector<RecordChange> records(const std::string& portal, int from, int to) {
    std::vector<RecordChange> out;
    for (int i = from; i < to; ++i)
        out.push_back(a_record(portal, "id" + std::to_string(i), "Titre " + std::to_string(i)));
    return out;
}

// The same record under another id, with other ids of its resources; the files are where they were.
inline RecordChange under_new_id(
    RecordChange record,
    const std::string& remote_id,
    const std::string& scheme = "ckan"
) {
    record.id = dataset_id_at_first_sight("bf", scheme, remote_id);
    record.dataset.remote_id = remote_id;
    record.dataset.aliases = {"nom-" + remote_id};
    record.dataset.remote_url = "https://bf.example/dataset/" + remote_id;
    for (std::size_t i = 0; i < record.dataset.distributions.size(); ++i) {
        Distribution& file = record.dataset.distributions[i];
        file.remote_id = remote_id + "-f" + std::to_string(i);
        file.id = DistributionId(uuid5(record.id.uuid, file.remote_id));
    }
    record.raw = "{\"id\":\"" + remote_id + "\"}";
    record.source_digest = sha256(record.raw);
    return record;
}

// A run that saw these and that the breaker stopped.
inline HarvestRun
hold(World& world, const std::vector<RecordChange>& seen, Code why = Code::mass_deletion_held) {
    const ClaimedRun run = world.claim("bf");
    await(world.harvests->commit_page(run.lease, a_page(0, seen, true))).value();
    RunEnd end;
    end.state = RunState::held;
    end.reason = to_string(why);
    end.issues.push_back(Issue(why, Stage::reconcile, "ratio"));
    return await(world.harvests->finish_run(run.lease, end)).value();
}

// The dataset behind a name.
inline std::string id_of(World& world, const std::string& name) {
    const auto record = await(world.catalog->dataset_by_name(name));
    return record ? to_string(record->id) : "none";
}

inline std::string state_of(World& world, DatasetId id) {
    const auto record = await(world.catalog->dataset(id));
    return record ? std::string(to_string(record->state)) : "none";
}

} // namespace moisson::store::testing
