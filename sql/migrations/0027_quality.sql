-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- What a score is made of is stored beside it. The program fills it in as it judges.

alter table dataset_signal
    -- Where links are 'partial': how many work, of those that proved something.
    add column links_ok integer,
    add column links_proved integer,
    -- Files whose first bytes may be what is declared, of those that were looked at.
    add column formats_right integer,
    add column formats_seen integer,
    -- Our messages to whoever publishes it come back.
    add column contact_bounces boolean not null default false;
