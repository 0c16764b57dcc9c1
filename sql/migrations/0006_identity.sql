-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- Renames: a record that comes back under another id stays the dataset that it was.

-- The dataset that this id named before it came to name another one: a rename may be undone.
alter table remote_id add column former uuid;

-- When what the run did not see was settled: records disappeared or were renamed. Whatever was
-- first seen after the last such moment may be an older record under a new id.
alter table run add column settled_at timestamptz;
update run set settled_at = ended_at
where state = 'complete' and mode in ('full', 'inventory');

-- Created by a page, then found to be an older record; no longer counted as created.
alter table run add column renamed bigint not null default 0;
alter table run_page add column renamed bigint not null default 0;

alter table change drop constraint change_cause_check;
alter table change add constraint change_cause_check
    check (cause in ('created', 'updated', 'remapped', 'missing', 'archived', 'revived', 'purged',
                     'renamed', 'signal'));

-- A renamed dataset has several slugs.
create index slug_dataset on slug (dataset);
drop index slug_purged;
