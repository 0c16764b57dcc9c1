-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- Searches that found nothing, counted per day by their normalised words, without addresses
-- (decision 26). `askers` is an estimate made in the memory of each process, which forgets who
-- asked at midnight; processes add theirs up.

create table fruitless_search (
    day date not null,
    words text not null check (length(words) between 1 and 200),
    searches bigint not null check (searches > 0),
    askers bigint not null check (askers >= 0),
    primary key (day, words)
);
