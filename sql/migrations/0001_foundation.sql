-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- The house of the harvest: portals, runs, records and the sequence of changes.
-- Hot tables carry no foreign key between one another: each has a single writing statement
-- (daemon/store/merge_sql.hpp), and a check per row would cost a quarter of the ingest.

-- The one source of domain time; a test schema replaces it. Leases use clock_timestamp() instead.
create function now() returns timestamptz language sql stable as 'select pg_catalog.now()';

create table portal (
    id bigint generated always as identity primary key,
    key text not null unique,
    title text not null,
    url text not null,
    description text not null,
    countries text[] not null,
    languages text[] not null,
    owner text not null,
    enabled boolean not null default true,
    health text not null default 'UNKNOWN',
    health_since timestamptz,
    health_reasons text[] not null default '{}'
);

create table source (
    id bigint generated always as identity primary key,
    portal bigint not null references portal,
    key text not null unique,
    connector text not null,
    url text not null,
    public_url text not null,
    enabled boolean not null default true,
    every interval not null,
    full_every interval not null,
    -- Hash of what changes the meaning of a run: connector, address, filters.
    config_hash text not null,
    -- Spreads sources over their interval; drawn once.
    jitter interval not null,
    -- Start of the first planned run: the schedule is anchored there.
    anchor timestamptz
);
create index source_portal on source (portal);

create table run (
    id bigint generated always as identity primary key,
    source bigint not null references source,
    mode text not null check (mode in ('probe', 'inventory', 'delta', 'full')),
    state text not null check (state in ('pending', 'running', 'interrupted', 'complete', 'incomplete',
                                         'failed', 'held', 'cancelled')),
    reason text not null default '',
    planned boolean not null default false,
    requested_at timestamptz not null,
    started_at timestamptz,
    ended_at timestamptz,
    worker text not null default '',
    -- Grows at each grant and fences every later write.
    token bigint not null default 0,
    lease interval not null default '0',
    lease_until timestamptz,
    config_hash text not null default '',
    active_before bigint not null default 0,
    advertised bigint,
    pages bigint not null default 0,
    received bigint not null default 0,
    created bigint not null default 0,
    updated bigint not null default 0,
    unchanged bigint not null default 0,
    remapped bigint not null default 0,
    refused bigint not null default 0,
    missing bigint not null default 0,
    archived bigint not null default 0,
    revived bigint not null default 0,
    wire_bytes bigint not null default 0,
    requests bigint not null default 0,
    retries bigint not null default 0
) with (fillfactor = 50);
-- Never two waiting or running runs of one source.
create unique index run_open on run (source) where state in ('pending', 'running', 'interrupted');
create index run_source on run (source, id desc);

create table run_page (
    run bigint not null references run on delete cascade,
    page bigint not null,
    cursor text not null,
    next_cursor text,
    advertised bigint,
    received bigint not null,
    created bigint not null,
    updated bigint not null,
    unchanged bigint not null,
    remapped bigint not null,
    refused bigint not null,
    revived bigint not null,
    body_digest text not null,
    wire_bytes bigint not null,
    requests integer not null,
    retries integer not null,
    committed_at timestamptz not null,
    -- Every dataset the page named, changed or not.
    seen uuid[] not null,
    primary key (run, page)
);

create table issue (
    id bigint generated always as identity primary key,
    run bigint not null,
    page bigint,
    code text not null,
    stage text not null,
    severity text not null,
    remote_id text not null,
    remote_url text not null,
    detail text not null,
    excerpt text not null,
    at timestamptz not null default moisson.now()
);
create index issue_run on issue (run, id);

-- All issues of a run by code, those beyond the stored rows included.
create table issue_count (
    run bigint not null,
    code text not null,
    total bigint not null,
    primary key (run, code)
) with (fillfactor = 50);

create table dataset (
    id uuid primary key,
    source bigint not null,
    state text not null check (state in ('active', 'missing', 'archived', 'purged')),
    first_seen timestamptz not null,
    changed_at timestamptz not null,
    publisher uuid,
    creator uuid,
    issued timestamptz,
    modified timestamptz,
    source_digest bytea not null,
    mapping_version bytea not null,
    remote_id text not null,
    slug text not null,
    -- Best title in plain text, for people who read tables.
    title text not null,
    licence text not null,
    access_right text not null,
    frequency text not null,
    themes text[] not null,
    countries text[] not null,
    languages text[] not null,
    -- Everything else of the record (daemon/store/dataset_codec.hpp).
    metadata json not null
);
alter table dataset alter column metadata set compression lz4;
create index dataset_source on dataset (source, state);

-- Only datasets that are missing or archived have a row here.
create table absence (
    dataset uuid primary key,
    source bigint not null,
    since timestamptz not null,
    archived_at timestamptz,
    -- Last run whose pages named it.
    last_seen_run bigint,
    -- Complete runs that did not name it, and the last one counted.
    runs integer not null,
    last_run bigint not null
);
create index absence_source on absence (source);

create table distribution (
    dataset uuid not null,
    position smallint not null,
    id uuid not null,
    link uuid,
    url text not null,
    format text not null,
    format_family text not null,
    media_type text not null,
    byte_size bigint,
    metadata json not null,
    primary key (dataset, position)
);
alter table distribution alter column metadata set compression lz4;

-- One row per distinct URL; the key is a hash of it, so that nobody has to look it up to refer to it.
create table link (
    id uuid primary key,
    url text not null,
    host text not null,
    state text not null default 'UNKNOWN',
    first_seen timestamptz not null
);

create table agent (
    id uuid primary key,
    portal bigint not null,
    key text not null,
    name json not null,
    slug text not null,
    email text not null,
    url text not null
);
create index agent_portal on agent (portal, slug);

-- The only way from a source's identifier to our dataset (decision 16).
create table remote_id (
    source bigint not null,
    remote_id text not null,
    dataset uuid not null,
    primary key (source, remote_id)
);

-- Names under which a dataset was or is known: its slug at the source, old ids, URIs.
create table alias (
    alias text not null,
    dataset uuid not null,
    primary key (alias, dataset)
);

-- Our slugs: stem, or stem--n from the second dataset of that stem on. Never deleted: after a purge
-- the row is the tombstone that keeps the name from being given again.
create table slug (
    stem text not null,
    n integer not null,
    dataset uuid not null,
    purged_at timestamptz,
    primary key (stem, n)
);

create table dictionary (
    id integer generated always as identity primary key,
    connector text not null,
    bytes bytea not null,
    trained_on integer not null,
    digest bytea not null unique
);

create table raw_record (
    dataset uuid primary key,
    -- 0 = zstd without dictionary, 1 = zstd with it.
    codec smallint not null,
    dictionary integer references dictionary,
    bytes bytea not null
);
alter table raw_record alter column bytes set storage external;

create table dataset_signal (
    dataset uuid primary key,
    expected_at timestamptz,
    late_at timestamptz,
    very_late_at timestamptz,
    links text not null default '',
    quality smallint,
    popularity bigint not null default 0,
    counters json not null default '{}',
    cluster uuid
) with (fillfactor = 80);

-- In commit order: numbers are drawn under an advisory lock that is held until after the commit.
create sequence change_number cache 1;
create table change (
    number bigint primary key,
    batch uuid not null,
    dataset uuid not null,
    cause text not null check (cause in ('created', 'updated', 'remapped', 'missing', 'archived',
                                         'revived', 'signal')),
    run bigint,
    at timestamptz not null
);
-- Highest number that retention removed.
create table change_floor (
    only_row boolean primary key default true check (only_row),
    number bigint not null
);
insert into change_floor (number) values (0);

create table event (
    id bigint generated always as identity primary key,
    kind text not null,
    subject text not null,
    at timestamptz not null,
    payload jsonb not null default '{}'
);

create table outbox (
    id bigint generated always as identity primary key,
    kind text not null,
    dedup_key text not null unique,
    payload jsonb not null,
    created_at timestamptz not null,
    not_before timestamptz not null,
    attempts integer not null default 0,
    delivered_at timestamptz
);
create index outbox_due on outbox (not_before) where delivered_at is null;

-- One budget per host, whoever asks (decision 11).
create table host (
    key text primary key,
    holder text not null default '',
    held_until timestamptz,
    next_at timestamptz,
    paused_until timestamptz,
    crawl_delay interval
) with (fillfactor = 50);
