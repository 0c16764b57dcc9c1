-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- Searches that somebody follows: `value` is the query string of the search page, in one spelling.
-- What is new or changed in it is told up to `searched_until`, in whole minutes as the index counts.

alter table subscription drop constraint subscription_scope_check;
alter table subscription add constraint subscription_scope_check
    check (scope in ('all', 'country', 'portal', 'organization', 'dataset', 'search'));
-- A search covers no alert: there is nothing in it for who looks after data.
alter table subscription add constraint subscription_search_check
    check (scope <> 'search' or audience = 'subscriber');
alter table subscription add column searched_until timestamptz;
