// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Prints the statements with which the daemon writes a page, as JSON {name: text}, so that the
// benchmark runs the very same texts through psql.
#include "store/merge_sql.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

int main() {
    namespace merge = moisson::store::merge;
    const nlohmann::ordered_json statements = {
        {"staging_tables", merge::staging_tables},
        {"copy_records", merge::copy_records},
        {"copy_raw", merge::copy_raw},
        {"copy_distributions", merge::copy_distributions},
        {"copy_agents", merge::copy_agents},
        {"classify", merge::classify},
        {"agents", merge::agents},
        {"links", merge::links},
        {"slug_lock", merge::slug_lock},
        {"create", merge::create},
        {"keys", merge::keys},
        {"remote_ids", merge::remote_ids},
        {"aliases", merge::aliases},
        {"raw_records", merge::raw_records},
        {"distributions", merge::distributions},
        {"issues", merge::issues},
        {"classify_revived", merge::classify_revived},
        {"verdicts", merge::verdicts},
        {"dirty", merge::dirty},
        {"announce", merge::announce},
        {"change_lock", merge::change_lock},
        {"changes", merge::changes}};
    fmt::print("{}\n", statements.dump(1));
    return 0;
}
