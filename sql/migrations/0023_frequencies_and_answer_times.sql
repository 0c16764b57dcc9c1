-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- A producer says how often a dataset is really updated: kept until a coordinator reads it.

alter table feedback drop constraint feedback_kind_check;
alter table feedback add constraint feedback_kind_check
    check (kind in ('up_to_date', 'not_me', 'frequency'));
-- Of 'frequency': its code.
alter table feedback add column value text not null default '';

-- Milliseconds until the first byte, of the last probes that were answered, oldest first.
alter table portal_watch add column answer_ms bigint[] not null default '{}';
