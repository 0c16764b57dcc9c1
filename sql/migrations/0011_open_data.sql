-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- The ways that catalogue feeds and sitemaps walk: live datasets by id, all or of one source, and
-- those that changed since a moment, in the order of their change.

create index dataset_live on dataset (id) where state in ('active', 'missing');
create index dataset_live_source on dataset (source, id) where state in ('active', 'missing');
create index dataset_live_changed on dataset (changed_at, id) where state in ('active', 'missing');
