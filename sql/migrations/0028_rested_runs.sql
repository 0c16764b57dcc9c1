-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- A run that has reached the duration of its source rests and goes on from its last page.

-- Why an interrupted run waits until resume_at: RUN_PAUSED or RUN_RESTED. Empty: of a version that
-- knew the first one only.
alter table run add column resume_code text not null default '';

-- Whoever goes on has to know what the pages before could not get.
alter table run_page add column skipped bigint not null default 0;
