// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/dataset_removal.hpp"

#include "store/connection.hpp"

#include <array>

namespace moisson::store {
namespace {

constexpr std::array<const char*, 11> deletions = {
    "delete from distribution t using stage_gone g where t.dataset = g.dataset",
    "delete from raw_record t using stage_gone g where t.dataset = g.dataset",
    "delete from dataset_signal t using stage_gone g where t.dataset = g.dataset",
    "delete from dataset_empty t using stage_gone g where t.dataset = g.dataset",
    "delete from verdict t using stage_gone g where t.dataset = g.dataset",
    "delete from cluster_key t using stage_gone g where t.dataset = g.dataset",
    "delete from dataset_issue t using stage_gone g where t.dataset = g.dataset",
    "delete from dataset_history t using stage_gone g where t.dataset = g.dataset",
    "delete from alias t using stage_gone g where t.dataset = g.dataset",
    "delete from absence t using stage_gone g where t.dataset = g.dataset",
    "delete from dataset t using stage_gone g where t.id = g.dataset"};

} // namespace

void remove_datasets(Connection& connection) {
    for (const char* sql : deletions)
        connection.exec(sql);
}

} // namespace moisson::store
