-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- Fewer indexes for each new dataset (ADR 0054): those of live datasets repeated the keys of others.
-- The state stands beside the key instead, so that walks and counts read no row.

alter table dataset drop constraint dataset_pkey;
alter table dataset add constraint dataset_pkey primary key (id) include (state);
create index dataset_of_source on dataset (source, id) include (state);
drop index dataset_live;
drop index dataset_live_source;
drop index dataset_source;
drop index dataset_walk;
