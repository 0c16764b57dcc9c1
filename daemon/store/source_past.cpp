// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/source_past.hpp"

#include "store/connection.hpp"

#include <algorithm>
#include <cstring>

namespace moisson::store {
namespace {

// $1 run. A complete run whose mark nothing has overtaken: what a later run left unfinished in the
// tables may differ from the catalogue that the mark speaks of.
constexpr const char* past = R"sql(
select last.started_at,
    exists (select from run f where f.source = r.source and f.state = 'complete' and f.mode = 'full'
            and f.started_at > moisson.now() - s.full_every),
    coalesce((select h.state = 'held' from run h where h.source = r.source
              and h.state in ('complete', 'held') order by h.id desc limit 1), false),
    case when exists (select from run u where u.source = r.source and u.id > last.id and u.id < r.id
                      and u.state <> 'complete' and exists (select from run_page p where p.run = u.id))
         then '' else last.mark end,
    last.mapping_version, last.config_hash
from run r join source s on s.id = r.source
left join lateral (select c.id, c.started_at, c.mark, c.mapping_version, c.config_hash from run c
                   where c.source = r.source and c.state = 'complete'
                     and c.mode in ('full', 'inventory', 'delta')
                   order by c.id desc limit 1) last on true
where r.id = $1)sql";

} // namespace

SourcePast read_past(Connection& connection, std::int64_t run) {
    const Rows rows = connection.exec(past, Params(run));
    SourcePast out;
    out.last_complete = rows.optional_instant(0, 0);
    out.full_is_recent = rows.boolean(0, 1);
    out.held = rows.boolean(0, 2);
    out.mark = rows.str(0, 3);
    const std::string_view mapping = rows.text(0, 4);
    std::memcpy(
        out.mapping_version.data(),
        mapping.data(),
        std::min(mapping.size(), out.mapping_version.size())
    );
    out.config_hash = rows.str(0, 5);
    return out;
}

} // namespace moisson::store
