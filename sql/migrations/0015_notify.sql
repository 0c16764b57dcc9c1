-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- Who is written to, what is written, and what became of it (research S8, ADR 0052). `message` and
-- `webhook_delivery` are the outboxes: the row is written in the transaction that decides to tell,
-- and its dedup_key makes telling twice impossible. The table outbox of 0001 is used by nobody.

-- The secret that signs links and return paths; drawn at first need.
create table notify_key (
    only_row boolean primary key default true check (only_row),
    secret bytea not null check (length(secret) = 32)
);

-- A person, by address. Only forms and operators write here: never harvested metadata (decision 25).
create table subscriber (
    id bigint generated always as identity primary key,
    address text not null unique check (length(address) between 3 and 254),
    language text not null default 'fr',
    time_zone text not null default 'UTC',
    created_at timestamptz not null,
    -- Pauses everything: asked by the person, or after soft bounces.
    paused_until timestamptz,
    -- '' or why nothing is sent any more: a hard bounce; an operator or a new confirmation lifts it.
    disabled text not null default '' check (disabled in ('', 'bounce')),
    last_digest_at timestamptz,
    last_immediate_at timestamptz
);

create table subscription (
    id bigint generated always as identity primary key,
    subscriber bigint not null references subscriber on delete cascade,
    audience text not null check (audience in ('coordinator', 'producer', 'subscriber')),
    scope text not null check (scope in ('all', 'country', 'portal', 'organization', 'dataset')),
    -- ISO 3166 code, portal key or uuid; empty for 'all'.
    value text not null,
    -- How the page calls it.
    label text not null default '',
    frequency text not null check (frequency in ('immediate', 'daily', 'weekly')),
    state text not null check (state in ('pending', 'active', 'left')),
    -- SHA-256 of the single-use token; null once used.
    token_hash bytea,
    token_expires timestamptz,
    requested_at timestamptz not null,
    -- Truncated: /24 or /48.
    requested_from text not null default '',
    -- The wording that was agreed to.
    wording text not null default '',
    confirmed_at timestamptz,
    confirmed_from text not null default '',
    -- Operator who granted it; empty: the person's own request.
    granted_by text not null default '',
    left_at timestamptz,
    left_because text not null default '',
    unique (subscriber, audience, scope, value)
);
create index subscription_scope on subscription (scope, value) where state = 'active';
create index subscription_token on subscription (token_hash) where token_hash is not null;

-- For limits only; hashes, kept for a day.
create table opt_in_request (
    at timestamptz not null,
    origin bytea not null,
    address bytea not null
);
create index opt_in_request_at on opt_in_request (at);

-- Addresses that are never written to again, as SHA-256: erasing a person keeps this.
create table suppression (
    address bytea primary key,
    reason text not null check (reason in ('complaint', 'refused')),
    at timestamptz not null
);

create table message (
    id bigint generated always as identity primary key,
    -- Null once the person is erased, with what could name them.
    subscriber bigint references subscriber on delete set null,
    kind text not null check (kind in ('confirmation', 'immediate', 'digest')),
    -- SHA-256(receiver, group, firing, resolved).
    dedup_key bytea not null unique,
    message_id text not null unique,
    episodes text[] not null default '{}',
    recipient text not null,
    subject text not null,
    plain text not null,
    html text not null,
    -- One-click address; empty for what is not subscribed to.
    unsubscribe_url text not null default '',
    created_at timestamptz not null,
    state text not null default 'queued'
        check (state in ('queued', 'sent', 'failed', 'withheld')),
    not_before timestamptz not null,
    attempts integer not null default 0,
    -- A worker has it until then.
    held_until timestamptz,
    last_reply text not null default '',
    sent_at timestamptz
);
create index message_due on message (not_before) where state = 'queued';
create index message_subscriber on message (subscriber, id);

-- What there is to tell to whom; written with the cursor, told with the message.
create table notice (
    subscriber bigint not null references subscriber on delete cascade,
    alert bigint not null,
    -- The last event of the alert that should be told.
    alert_event bigint not null,
    event text not null check (event in ('fired', 'repeated', 'resolved')),
    at timestamptz not null,
    frequency text not null check (frequency in ('immediate', 'daily', 'weekly')),
    audience text not null,
    -- False: told, kept for "toujours" and so that no lone "resolved" is told.
    waiting boolean not null,
    told_at timestamptz,
    told_event text not null default '',
    primary key (subscriber, alert)
);
create index notice_waiting on notice (subscriber) where waiting;

-- Append-only: one row per attempt that ended.
create table delivery_log (
    id bigint generated always as identity primary key,
    message bigint not null,
    message_id text not null,
    at timestamptz not null,
    outcome text not null check (outcome in ('sent', 'deferred', 'failed')),
    reply text not null
);
create index delivery_log_message on delivery_log (message);

create table bounce (
    id bigint generated always as identity primary key,
    subscriber bigint references subscriber on delete cascade,
    message bigint,
    at timestamptz not null,
    kind text not null check (kind in ('hard', 'soft', 'complaint')),
    status text not null,
    detail text not null,
    -- A delivery after it forgives it.
    forgiven boolean not null default false
);
create index bounce_subscriber on bounce (subscriber, at);

-- What people answer by the links of a message.
create table feedback (
    id bigint generated always as identity primary key,
    subscriber bigint references subscriber on delete set null,
    at timestamptz not null,
    kind text not null check (kind in ('up_to_date', 'not_me')),
    dataset uuid
);
create index feedback_dataset on feedback (dataset, at) where dataset is not null;

-- Last event of an alert that was handed out.
create table notify_cursor (
    reader text primary key,
    after bigint not null
);
insert into notify_cursor (reader, after)
select r, coalesce((select max(id) from alert_event), 0) from unnest(array['mail', 'webhook']) r;

create table webhook_endpoint (
    id bigint generated always as identity primary key,
    url text not null,
    scope text not null check (scope in ('all', 'country', 'portal', 'organization', 'dataset')),
    value text not null,
    -- The second one is the older, during a rotation.
    secrets bytea[] not null,
    -- By the operator: http: instead of https:. A private address also needs net.allow (decision 20).
    plain_http boolean not null default false,
    enabled boolean not null default true,
    disabled_because text not null default '',
    created_by text not null,
    created_at timestamptz not null
);

create table webhook_delivery (
    id bigint generated always as identity primary key,
    endpoint bigint not null references webhook_endpoint on delete cascade,
    -- webhook-id: the same for every attempt.
    message_id text not null,
    type text not null,
    body text not null,
    created_at timestamptz not null,
    state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
    attempts integer not null default 0,
    not_before timestamptz not null,
    held_until timestamptz,
    last_status integer,
    last_error text not null default '',
    sent_at timestamptz,
    unique (endpoint, message_id)
);
create index webhook_delivery_due on webhook_delivery (not_before) where state = 'queued';
