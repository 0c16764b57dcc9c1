-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- The alert engine: episodes, what happened to them, silences. The rules are in daemon/alert.

-- One episode: a verdict that somebody should know, from its first sight until it is closed.
create table alert (
    id bigint generated always as identity primary key,
    -- SHA-256 of kind, subject and scope.
    fingerprint bytea not null,
    kind text not null,
    severity text not null check (severity in ('info', 'warning', 'critical')),
    audience text not null check (audience in ('coordinator', 'producer')),
    -- urn:moisson:portal:<key>, urn:moisson:source:<key>, urn:moisson:host:<name>, urn:uuid:<dataset>,
    -- urn:moisson:checker
    subject text not null,
    -- Labels: what scopes and silences match. The key of the portal; the id of the publisher.
    portal text,
    organization uuid,
    dataset uuid,
    host text,
    countries text[] not null default '{}',
    state text not null check (state in ('pending', 'firing', 'resolving', 'resolved', 'closed')),
    -- Why it is what it is (docs/alertes-etats.md).
    reason text not null,
    -- '', inhibited, held, silenced, snoozed, acked: why nobody is told now.
    muted text not null default '',
    -- Grows when it gets worse: 21, 14, 7, 1 days before a certificate ends.
    level smallint not null default 0,
    -- Numbers and dates that the sentence is made of.
    evidence jsonb not null default '{}',
    pending_since timestamptz not null,
    firing_since timestamptz,
    resolving_since timestamptz,
    resolved_at timestamptz,
    closed_at timestamptz,
    acked_by text,
    acked_at timestamptz,
    snoozed_until timestamptz,
    inhibited_by bigint references alert,
    silenced_by bigint,
    -- Waits for an approval (storm).
    held boolean not null default false,
    repeats int not null default 0,
    next_repeat_at timestamptz
) with (fillfactor = 80);
create unique index alert_open on alert (fingerprint) where closed_at is null;
create index alert_of_portal on alert (portal, id) where closed_at is null;
create index alert_of_dataset on alert (dataset) where dataset is not null and closed_at is null;
create index alert_inhibitor on alert (inhibited_by) where inhibited_by is not null;

-- Append-only, written under one advisory lock: ids are in the order of commits.
create table alert_event (
    id bigint generated always as identity primary key,
    alert bigint not null references alert,
    at timestamptz not null,
    event text not null check (event in ('fired', 'repeated', 'resolved', 'acked', 'unacked', 'snoozed',
                                         'silenced', 'inhibited', 'released', 'held', 'approved')),
    reason text not null,
    -- A message should tell it.
    deliver boolean not null
);
create index alert_event_of on alert_event (alert, id);

create table silence (
    id bigint generated always as identity primary key,
    -- [{"label": "portal", "equals": "bf"}, ...]: all of them hold.
    matchers jsonb not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    author text not null,
    reason text not null,
    ended_at timestamptz
);

-- What the engine remembers of a portal.
create table alert_portal (
    portal bigint primary key,
    -- What is late or broken until then is its baseline (decision 7).
    baseline_until timestamptz not null,
    onboarded_at timestamptz,
    -- Its datasets were looked at.
    scanned_at timestamptz,
    -- The last storm was approved: what was opened before does not count for the next.
    approved_at timestamptz
);
