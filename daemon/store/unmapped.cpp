// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/unmapped.hpp"

#include "core/code.hpp"
#include "store/connection.hpp"

namespace moisson::store {
namespace {

constexpr std::int64_t values_max = 1000;

// $1 source, $2 codes, $3 values of a code. The parts see the rows as they were before all of them;
// none touches a row of another. An empty value is nothing that somebody could look up.
constexpr const char* note_values = R"sql(
with listed as (
    select c.code, count(*) as total,
        coalesce(left(i.issues -> (c.position - 1)::integer ->> 'detail', 300), '') as value
    from dataset_issue i join dataset d on d.id = i.dataset and d.state = 'active'
    cross join unnest(i.codes) with ordinality c (code, position)
    where i.source = $1 and c.code = any($2)
      and not exists (select from takedown t where t.lifted_at is null and t.kind <> 'distribution'
                      and t.scope in (d.id, d.publisher))
    group by c.code, value),
ranked as (
    select l.*, row_number() over (partition by l.code order by l.total desc, l.value) as rank
    from listed l where l.value <> ''),
known as materialized (select code, value, total from ranked where rank <= $3),
gone as (
    update unmapped_value u set until = moisson.now()
    where u.source = $1 and u.until is null
      and not exists (select from known k where k.code = u.code and k.value = u.value)),
grown as (
    update unmapped_value u set total = k.total from known k
    where u.source = $1 and u.until is null and k.code = u.code and k.value = u.value
      and k.total <> u.total)
insert into unmapped_value (source, code, value, total, since)
select $1, k.code, k.value, k.total, moisson.now() from known k
where not exists (select from unmapped_value u where u.source = $1 and u.until is null
                  and u.code = k.code and u.value = k.value)
order by k.code, k.value
on conflict (source, code, value, since) do update set until = null, total = excluded.total)sql";

} // namespace

std::vector<std::string> unmapped_codes() {
    std::vector<std::string> out;
    for (const Code code : all_codes())
        if (to_string(code).starts_with("UNMAPPED_"))
            out.emplace_back(to_string(code));
    return out;
}

void note_unmapped(Connection& connection, std::int64_t source) {
    connection.exec(note_values, Params(source, unmapped_codes(), values_max));
}

} // namespace moisson::store
