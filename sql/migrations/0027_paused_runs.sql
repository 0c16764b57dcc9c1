-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- A portal may ask for a pause that no worker sits out: its run is given back until then.

alter table run
    -- Of an interrupted run: nobody takes it before.
    add column resume_at timestamptz,
    -- So many since its last page.
    add column pauses integer not null default 0;
