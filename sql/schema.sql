-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- Result of all migrations, for people who read; a test compares. Written by pg_dump.

--
-- PostgreSQL database dump
--



SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: moisson; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA moisson;


--
-- Name: audit_event(); Type: FUNCTION; Schema: moisson; Owner: -
--

CREATE FUNCTION moisson.audit_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into moisson.audit (at, actor, action, subject, detail)
    values (new.at, new.payload ->> 'by', new.kind, new.subject, new.payload - 'by');
    return null;
end
$$;


--
-- Name: grant_roles(); Type: FUNCTION; Schema: moisson; Owner: -
--

CREATE FUNCTION moisson.grant_roles() RETURNS void
    LANGUAGE plpgsql
    AS $$
declare
    name text;
begin
    foreach name in array array['moisson_api', 'moisson_harvest', 'moisson_monitor', 'moisson_notify'] loop
        begin
            if not exists (select from pg_roles where rolname = name) then
                execute format('create role %I nologin', name);
            end if;
        exception
            -- Another migrator was quicker, or we may not: then the owner does everything.
            when duplicate_object or unique_violation or insufficient_privilege then null;
        end;
        if exists (select from pg_roles where rolname = name) then
            execute format('grant usage on schema moisson to %I', name);
            execute format('grant select on all tables in schema moisson to %I', name);
            execute format('alter default privileges in schema moisson grant select on tables to %I', name);
            -- Who talks to strangers knows nobody's address, no key and no hash of one.
            if name in ('moisson_harvest', 'moisson_monitor') then
                execute format('revoke select on api_token, subscriber, subscription, opt_in_request, suppression,
                    message, notice, bounce, feedback, notify_key, webhook_endpoint, webhook_delivery, delivery_log,
                    invitation from %I', name);
            end if;
        end if;
    end loop;
    if exists (select from pg_roles where rolname = 'moisson_api') then
        -- Nothing of the site is about webhooks: their secrets, and what is sent to whom, are for
        -- whoever sends them.
        revoke select on webhook_endpoint, webhook_delivery from moisson_api;
        -- When a token was used last; an owner revokes its own.
        grant update (last_used_at, revoked_at, revoked_by) on api_token to moisson_api;
        grant insert on audit to moisson_api;
        -- What people with a token do to alerts.
        grant update (acked_by, acked_at, snoozed_until, held, muted, reason) on alert to moisson_api;
        grant update (approved_at) on alert_portal to moisson_api;
        grant insert on alert_event to moisson_api;
        grant insert, update on silence to moisson_api;
        -- The forms of the site.
        grant insert, update, delete on subscriber, subscription, opt_in_request, notice to moisson_api;
        grant insert on suppression, message, feedback, event, notify_key to moisson_api;
        grant update, delete on message, bounce, feedback to moisson_api;
        grant update on delivery_log to moisson_api;
        grant insert, update, delete on fruitless_search to moisson_api;
        -- A coordinator lets an invitation go.
        grant insert, update on invitation to moisson_api;
    end if;
    if exists (select from pg_roles where rolname = 'moisson_harvest') then
        grant insert, update, delete on portal, source, run, run_page, issue, issue_count, dataset, absence,
            distribution, link, agent, remote_id, alias, slug, raw_record, dictionary, dataset_signal,
            dataset_issue, source_issue, unmapped_value, left_out, dataset_history, dictionary_work,
            cluster_key, cluster_dirty, cluster, cluster_member, cluster_pass,
            change, change_floor, event, outbox, host to moisson_harvest;
        -- Ended, never deleted.
        grant insert, update on overlay, takedown to moisson_harvest;
        grant insert on audit to moisson_harvest;
        -- What is mapped again is judged again.
        grant update on assessment to moisson_harvest;
        -- Purged with its dataset.
        grant delete on dataset_empty, verdict to moisson_harvest;
        grant usage on sequence change_number to moisson_harvest;
    end if;
    if exists (select from pg_roles where rolname = 'moisson_monitor') then
        grant insert, update, delete on link, link_memory, link_host, link_outage, dataset_signal, event,
            outbox, host to moisson_monitor;
        grant insert, update, delete on alert, alert_event, alert_portal, silence to moisson_monitor;
        grant insert on audit to moisson_monitor;
        grant insert, update, delete on dataset_empty, assessment, mass_touch, portal_watch, portal_health, daily_measure
            to moisson_monitor;
        grant update on link_rollup to moisson_monitor;
        grant update on portal to moisson_monitor;
        grant insert on change, cluster_dirty to moisson_monitor;
        grant usage on sequence change_number to moisson_monitor;
    end if;
    if exists (select from pg_roles where rolname = 'moisson_notify') then
        grant update, delete on outbox to moisson_notify;
        grant insert on event, audit to moisson_notify;
        grant insert, update, delete on subscriber, subscription, opt_in_request, suppression, message,
            notice, bounce, feedback, notify_cursor, webhook_endpoint, webhook_delivery, delivery_log, host
            to moisson_notify;
        grant insert on notify_key to moisson_notify;
        -- What came back, and what is too old.
        grant insert, update, delete on invitation to moisson_notify;
        -- What is too old to be told of.
        grant delete on alert, alert_event to moisson_notify;
    end if;
end
$$;


--
-- Name: id_set(bigint); Type: FUNCTION; Schema: moisson; Owner: -
--

CREATE FUNCTION moisson.id_set(run bigint) RETURNS bytea
    LANGUAGE sql STABLE
    AS $_$
    select sha256(convert_to(coalesce(string_agg(named.id::text, ' ' order by named.id), ''), 'UTF8'))
    from moisson.named_ids($1) named (id)
$_$;


--
-- Name: named_ids(bigint); Type: FUNCTION; Schema: moisson; Owner: -
--

CREATE FUNCTION moisson.named_ids(run bigint) RETURNS SETOF uuid
    LANGUAGE sql STABLE
    AS $_$
    select unnest(p.seen) from moisson.run_page p where p.run = $1
    union
    select r.dataset from moisson.run_page p cross join unnest(p.wanted) named (id)
    join moisson.remote_id r on r.source = (select source from moisson.run where id = $1)
                             and r.remote_id = named.id
    where p.run = $1
$_$;


--
-- Name: note_verdict(); Type: FUNCTION; Schema: moisson; Owner: -
--

CREATE FUNCTION moisson.note_verdict() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'moisson', 'pg_catalog', 'pg_temp'
    AS $$
declare
    latest timestamptz := (select max(v.since) from verdict v where v.dataset = new.dataset);
begin
    if tg_op = 'UPDATE' then
        -- Up to date before and after, by other dates: the same interval goes on.
        if (old.quality, old.mqa, old.links, old.basis)
           is not distinct from (new.quality, new.mqa, new.links, new.basis)
           and old.expected_at > moisson.now() and new.expected_at > moisson.now() then
            update verdict v set expected_at = new.expected_at, late_at = new.late_at,
                very_late_at = new.very_late_at
            where v.dataset = new.dataset and v.since = latest;
            if found then
                return null;
            end if;
        end if;
    end if;
    -- Who began before the last one and commits after it is the last word all the same.
    insert into verdict (dataset, since, quality, links, basis, expected_at, late_at, very_late_at,
        mqa, score_version)
    values (new.dataset, greatest(moisson.now(), latest), new.quality, new.links, new.basis,
            new.expected_at, new.late_at, new.very_late_at, new.mqa, new.score_version)
    on conflict (dataset, since) do update set quality = excluded.quality, links = excluded.links,
        basis = excluded.basis, expected_at = excluded.expected_at, late_at = excluded.late_at,
        very_late_at = excluded.very_late_at, mqa = excluded.mqa,
        score_version = excluded.score_version;
    return null;
end
$$;


--
-- Name: now(); Type: FUNCTION; Schema: moisson; Owner: -
--

CREATE FUNCTION moisson.now() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$select pg_catalog.now()$$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: absence; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.absence (
    dataset uuid NOT NULL,
    source bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    archived_at timestamp with time zone,
    last_seen_run bigint,
    runs integer NOT NULL,
    last_run bigint NOT NULL
);


--
-- Name: agent; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.agent (
    id uuid NOT NULL,
    portal bigint NOT NULL,
    key text NOT NULL,
    name json NOT NULL,
    slug text NOT NULL,
    email text NOT NULL,
    url text NOT NULL
);


--
-- Name: alert; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.alert (
    id bigint NOT NULL,
    fingerprint bytea NOT NULL,
    kind text NOT NULL,
    severity text NOT NULL,
    audience text NOT NULL,
    subject text NOT NULL,
    portal text,
    organization uuid,
    dataset uuid,
    host text,
    countries text[] DEFAULT '{}'::text[] NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    muted text DEFAULT ''::text NOT NULL,
    level smallint DEFAULT 0 NOT NULL,
    evidence jsonb DEFAULT '{}'::jsonb NOT NULL,
    pending_since timestamp with time zone NOT NULL,
    firing_since timestamp with time zone,
    resolving_since timestamp with time zone,
    resolved_at timestamp with time zone,
    closed_at timestamp with time zone,
    acked_by text,
    acked_at timestamp with time zone,
    snoozed_until timestamp with time zone,
    inhibited_by bigint,
    silenced_by bigint,
    held boolean DEFAULT false NOT NULL,
    repeats integer DEFAULT 0 NOT NULL,
    next_repeat_at timestamp with time zone,
    reopened integer DEFAULT 0 NOT NULL,
    CONSTRAINT alert_audience_check CHECK ((audience = ANY (ARRAY['coordinator'::text, 'producer'::text]))),
    CONSTRAINT alert_severity_check CHECK ((severity = ANY (ARRAY['info'::text, 'warning'::text, 'critical'::text]))),
    CONSTRAINT alert_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'firing'::text, 'resolving'::text, 'resolved'::text, 'closed'::text])))
)
WITH (fillfactor='80');


--
-- Name: alert_event; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.alert_event (
    id bigint NOT NULL,
    alert bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    event text NOT NULL,
    reason text NOT NULL,
    deliver boolean NOT NULL,
    CONSTRAINT alert_event_event_check CHECK ((event = ANY (ARRAY['fired'::text, 'repeated'::text, 'resolved'::text, 'acked'::text, 'unacked'::text, 'snoozed'::text, 'silenced'::text, 'inhibited'::text, 'released'::text, 'held'::text, 'approved'::text])))
);


--
-- Name: alert_event_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.alert_event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.alert_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: alert_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.alert ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.alert_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: alert_portal; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.alert_portal (
    portal bigint NOT NULL,
    baseline_until timestamp with time zone NOT NULL,
    onboarded_at timestamp with time zone,
    scanned_at timestamp with time zone,
    approved_at timestamp with time zone
);


--
-- Name: alias; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.alias (
    alias text NOT NULL,
    dataset uuid NOT NULL
);


--
-- Name: api_token; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.api_token (
    id bigint NOT NULL,
    person bigint NOT NULL,
    label text NOT NULL,
    prefix text NOT NULL,
    hash bytea NOT NULL,
    scopes text[] NOT NULL,
    rate_class text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    created_by text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    revoked_by text DEFAULT ''::text NOT NULL,
    CONSTRAINT api_token_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT api_token_rate_class_check CHECK ((rate_class = ANY (ARRAY['standard'::text, 'high'::text])))
);


--
-- Name: api_token_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.api_token ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.api_token_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: assessment; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.assessment (
    source bigint NOT NULL,
    run bigint,
    version text NOT NULL,
    after uuid,
    finished_at timestamp with time zone,
    tally json,
    tallied json
);


--
-- Name: audit; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.audit (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: audit_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.audit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: bounce; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.bounce (
    id bigint NOT NULL,
    subscriber bigint,
    message bigint,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    detail text NOT NULL,
    forgiven boolean DEFAULT false NOT NULL,
    CONSTRAINT bounce_kind_check CHECK ((kind = ANY (ARRAY['hard'::text, 'soft'::text, 'complaint'::text])))
);


--
-- Name: bounce_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.bounce ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.bounce_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: invitation; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.invitation (
    id bigint NOT NULL,
    address bytea NOT NULL,
    organization uuid NOT NULL,
    portal text NOT NULL,
    released_by text NOT NULL,
    reason text NOT NULL,
    released_at timestamp with time zone NOT NULL,
    message bigint,
    bounced_at timestamp with time zone
);


--
-- Name: subscriber; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.subscriber (
    id bigint NOT NULL,
    address text NOT NULL,
    language text DEFAULT 'fr'::text NOT NULL,
    time_zone text DEFAULT 'UTC'::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    paused_until timestamp with time zone,
    disabled text DEFAULT ''::text NOT NULL,
    last_digest_at timestamp with time zone,
    last_immediate_at timestamp with time zone,
    proposals_told bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT subscriber_address_check CHECK (((length(address) >= 3) AND (length(address) <= 254))),
    CONSTRAINT subscriber_disabled_check CHECK ((disabled = ANY (ARRAY[''::text, 'bounce'::text])))
);


--
-- Name: subscription; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.subscription (
    id bigint NOT NULL,
    subscriber bigint NOT NULL,
    audience text NOT NULL,
    scope text NOT NULL,
    value text NOT NULL,
    label text DEFAULT ''::text NOT NULL,
    frequency text NOT NULL,
    state text NOT NULL,
    token_hash bytea,
    token_expires timestamp with time zone,
    requested_at timestamp with time zone NOT NULL,
    requested_from text DEFAULT ''::text NOT NULL,
    wording text DEFAULT ''::text NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_from text DEFAULT ''::text NOT NULL,
    granted_by text DEFAULT ''::text NOT NULL,
    left_at timestamp with time zone,
    left_because text DEFAULT ''::text NOT NULL,
    searched_until timestamp with time zone,
    CONSTRAINT subscription_audience_check CHECK ((audience = ANY (ARRAY['coordinator'::text, 'producer'::text, 'subscriber'::text]))),
    CONSTRAINT subscription_frequency_check CHECK ((frequency = ANY (ARRAY['immediate'::text, 'daily'::text, 'weekly'::text]))),
    CONSTRAINT subscription_scope_check CHECK ((scope = ANY (ARRAY['all'::text, 'country'::text, 'portal'::text, 'organization'::text, 'dataset'::text, 'search'::text]))),
    CONSTRAINT subscription_search_check CHECK (((scope <> 'search'::text) OR (audience = 'subscriber'::text))),
    CONSTRAINT subscription_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'active'::text, 'left'::text])))
);


--
-- Name: bouncing_contact; Type: VIEW; Schema: moisson; Owner: -
--

CREATE VIEW moisson.bouncing_contact AS
 SELECT c.scope,
    c.value,
    count(*) AS contacts,
    min(c.since) AS since
   FROM ( SELECT s.scope,
            s.value,
            min(b.at) AS since
           FROM ((moisson.subscription s
             JOIN moisson.subscriber r ON ((r.id = s.subscriber)))
             LEFT JOIN moisson.bounce b ON (((b.subscriber = r.id) AND (NOT b.forgiven))))
          WHERE ((s.state = 'active'::text) AND (s.audience <> 'subscriber'::text) AND (s.scope <> 'all'::text) AND (s.granted_by <> ''::text))
          GROUP BY s.id, s.scope, s.value, r.disabled
         HAVING ((r.disabled = 'bounce'::text) OR (count(*) FILTER (WHERE ((b.kind = 'soft'::text) AND (b.at > (moisson.now() - '14 days'::interval)))) >= 3))
        UNION ALL
         SELECT 'organization'::text,
            (i.organization)::text AS organization,
            i.bounced_at
           FROM moisson.invitation i
          WHERE ((i.bounced_at IS NOT NULL) AND (i.released_at > (moisson.now() - '1 year'::interval)))) c
  GROUP BY c.scope, c.value;


--
-- Name: change; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.change (
    number bigint NOT NULL,
    batch uuid NOT NULL,
    dataset uuid NOT NULL,
    cause text NOT NULL,
    run bigint,
    at timestamp with time zone NOT NULL,
    CONSTRAINT change_cause_check CHECK ((cause = ANY (ARRAY['created'::text, 'updated'::text, 'remapped'::text, 'missing'::text, 'archived'::text, 'revived'::text, 'purged'::text, 'renamed'::text, 'signal'::text, 'clustered'::text, 'taken_down'::text, 'restored'::text])))
);


--
-- Name: change_floor; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.change_floor (
    only_row boolean DEFAULT true NOT NULL,
    number bigint NOT NULL,
    CONSTRAINT change_floor_only_row_check CHECK (only_row)
);


--
-- Name: change_number; Type: SEQUENCE; Schema: moisson; Owner: -
--

CREATE SEQUENCE moisson.change_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: cluster; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.cluster (
    id uuid NOT NULL,
    canonical uuid NOT NULL,
    reason text NOT NULL
);


--
-- Name: cluster_dirty; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.cluster_dirty (
    id bigint NOT NULL,
    dataset uuid NOT NULL
);


--
-- Name: cluster_dirty_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.cluster_dirty ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.cluster_dirty_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: cluster_key; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.cluster_key (
    hash uuid NOT NULL,
    dataset uuid NOT NULL,
    kind smallint NOT NULL
);


--
-- Name: cluster_member; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.cluster_member (
    dataset uuid NOT NULL,
    cluster uuid NOT NULL,
    evidence text[] NOT NULL,
    origin uuid
);


--
-- Name: cluster_pass; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.cluster_pass (
    only_row boolean DEFAULT true NOT NULL,
    after uuid NOT NULL,
    version integer NOT NULL,
    finished_at timestamp with time zone,
    CONSTRAINT cluster_pass_only_row_check CHECK (only_row)
);


--
-- Name: daily_measure; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.daily_measure (
    day date NOT NULL,
    scope text NOT NULL,
    subject text NOT NULL,
    datasets bigint NOT NULL,
    a_jour bigint NOT NULL,
    attendue bigint NOT NULL,
    en_retard bigint NOT NULL,
    tres_en_retard bigint NOT NULL,
    sans_objet bigint NOT NULL,
    inconnue bigint NOT NULL,
    quality_sum bigint NOT NULL,
    scored bigint NOT NULL,
    mqa_sum bigint DEFAULT 0 NOT NULL,
    mqa_scored bigint DEFAULT 0 NOT NULL,
    CONSTRAINT daily_measure_scope_check CHECK ((scope = ANY (ARRAY['all'::text, 'country'::text, 'portal'::text, 'publisher'::text])))
);


--
-- Name: dataset; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.dataset (
    id uuid NOT NULL,
    source bigint NOT NULL,
    state text NOT NULL,
    first_seen timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    publisher uuid,
    creator uuid,
    issued timestamp with time zone,
    modified timestamp with time zone,
    source_digest bytea NOT NULL,
    mapping_version bytea NOT NULL,
    remote_id text NOT NULL,
    slug text NOT NULL,
    title text NOT NULL,
    licence text NOT NULL,
    access_right text NOT NULL,
    frequency text NOT NULL,
    themes text[] NOT NULL,
    countries text[] NOT NULL,
    languages text[] NOT NULL,
    metadata json NOT NULL,
    CONSTRAINT dataset_state_check CHECK ((state = ANY (ARRAY['active'::text, 'missing'::text, 'archived'::text, 'purged'::text])))
);
ALTER TABLE ONLY moisson.dataset ALTER COLUMN metadata SET COMPRESSION lz4;


--
-- Name: feedback; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.feedback (
    id bigint NOT NULL,
    subscriber bigint,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    dataset uuid,
    value text DEFAULT ''::text NOT NULL,
    refused_at timestamp with time zone,
    refused_by text DEFAULT ''::text NOT NULL,
    refused_reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT feedback_kind_check CHECK ((kind = ANY (ARRAY['up_to_date'::text, 'not_me'::text, 'frequency'::text])))
);


--
-- Name: dataset_confirmation; Type: VIEW; Schema: moisson; Owner: -
--

CREATE VIEW moisson.dataset_confirmation AS
 SELECT f.dataset,
    max(f.at) AS at
   FROM moisson.feedback f
  WHERE ((f.kind = 'up_to_date'::text) AND (f.dataset IS NOT NULL))
  GROUP BY f.dataset;


--
-- Name: dataset_empty; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.dataset_empty (
    dataset uuid NOT NULL,
    since timestamp with time zone
);


--
-- Name: dataset_history; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.dataset_history (
    dataset uuid NOT NULL,
    n integer NOT NULL,
    at timestamp with time zone NOT NULL,
    run bigint,
    cause text NOT NULL,
    changes json
);
ALTER TABLE ONLY moisson.dataset_history ALTER COLUMN changes SET COMPRESSION lz4;


--
-- Name: dataset_issue; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.dataset_issue (
    dataset uuid NOT NULL,
    source bigint NOT NULL,
    codes text[] NOT NULL,
    issues json NOT NULL
);
ALTER TABLE ONLY moisson.dataset_issue ALTER COLUMN issues SET COMPRESSION lz4;


--
-- Name: dataset_signal; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.dataset_signal (
    dataset uuid NOT NULL,
    expected_at timestamp with time zone,
    late_at timestamp with time zone,
    very_late_at timestamp with time zone,
    links text DEFAULT ''::text NOT NULL,
    quality smallint,
    popularity bigint DEFAULT 0 NOT NULL,
    counters json DEFAULT '{}'::json NOT NULL,
    cluster uuid,
    basis text DEFAULT ''::text NOT NULL,
    evidence text DEFAULT ''::text NOT NULL,
    counted_from timestamp with time zone,
    links_ok integer,
    links_proved integer,
    formats_right integer,
    formats_seen integer,
    contact_bounces boolean DEFAULT false NOT NULL,
    mqa smallint,
    score_version smallint
)
WITH (fillfactor='80');


--
-- Name: delivery_log; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.delivery_log (
    id bigint NOT NULL,
    message bigint NOT NULL,
    message_id text NOT NULL,
    at timestamp with time zone NOT NULL,
    outcome text NOT NULL,
    reply text NOT NULL,
    CONSTRAINT delivery_log_outcome_check CHECK ((outcome = ANY (ARRAY['sent'::text, 'deferred'::text, 'failed'::text])))
);


--
-- Name: delivery_log_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.delivery_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.delivery_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: dictionary; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.dictionary (
    id integer NOT NULL,
    connector text NOT NULL,
    bytes bytea NOT NULL,
    trained_on integer NOT NULL,
    digest bytea NOT NULL
);


--
-- Name: dictionary_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.dictionary ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.dictionary_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: dictionary_work; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.dictionary_work (
    connector text NOT NULL,
    tried_at timestamp with time zone NOT NULL,
    records bigint NOT NULL,
    measured bigint NOT NULL,
    bytes_before bigint NOT NULL,
    bytes_after bigint NOT NULL,
    dictionary integer,
    rewritten_to uuid
);


--
-- Name: distribution; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.distribution (
    dataset uuid NOT NULL,
    "position" smallint NOT NULL,
    id uuid NOT NULL,
    link uuid,
    url text NOT NULL,
    format text NOT NULL,
    format_family text NOT NULL,
    media_type text NOT NULL,
    byte_size bigint,
    metadata json NOT NULL
);
ALTER TABLE ONLY moisson.distribution ALTER COLUMN metadata SET COMPRESSION lz4;


--
-- Name: event; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.event (
    id bigint NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    at timestamp with time zone NOT NULL,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL
);


--
-- Name: event_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: feedback_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.feedback ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.feedback_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: fruitless_search; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.fruitless_search (
    day date NOT NULL,
    words text NOT NULL,
    searches bigint NOT NULL,
    askers bigint NOT NULL,
    CONSTRAINT fruitless_search_askers_check CHECK ((askers >= 0)),
    CONSTRAINT fruitless_search_searches_check CHECK ((searches > 0)),
    CONSTRAINT fruitless_search_words_check CHECK (((length(words) >= 1) AND (length(words) <= 200)))
);


--
-- Name: host; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.host (
    key text NOT NULL,
    holder text DEFAULT ''::text NOT NULL,
    held_until timestamp with time zone,
    next_at timestamp with time zone,
    paused_until timestamp with time zone,
    crawl_delay interval
)
WITH (fillfactor='50');


--
-- Name: invitation_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.invitation ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.invitation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: issue; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.issue (
    id bigint NOT NULL,
    run bigint NOT NULL,
    page bigint,
    code text NOT NULL,
    stage text NOT NULL,
    severity text NOT NULL,
    remote_id text NOT NULL,
    remote_url text NOT NULL,
    detail text NOT NULL,
    excerpt text NOT NULL,
    at timestamp with time zone DEFAULT moisson.now() NOT NULL
);


--
-- Name: issue_count; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.issue_count (
    run bigint NOT NULL,
    code text NOT NULL,
    total bigint NOT NULL,
    on_record bigint DEFAULT 0 NOT NULL
)
WITH (fillfactor='50');


--
-- Name: issue_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.issue ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.issue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: left_out; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.left_out (
    source bigint NOT NULL,
    remote_id text NOT NULL,
    stamp text NOT NULL,
    mapping_version bytea NOT NULL,
    noted_at timestamp with time zone DEFAULT moisson.now() NOT NULL
);


--
-- Name: link; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.link (
    id uuid NOT NULL,
    url text NOT NULL,
    host text NOT NULL,
    state text DEFAULT 'UNKNOWN'::text NOT NULL,
    first_seen timestamp with time zone NOT NULL,
    since timestamp with time zone,
    standing text DEFAULT ''::text NOT NULL,
    code text DEFAULT ''::text NOT NULL,
    checked_at timestamp with time zone,
    due_at timestamp with time zone,
    failed_at timestamp with time zone,
    redirect_to text DEFAULT ''::text NOT NULL,
    CONSTRAINT link_standing_check CHECK ((standing = ANY (ARRAY[''::text, 'ok'::text, 'broken'::text, 'unverifiable'::text]))),
    CONSTRAINT link_state_check CHECK ((state = ANY (ARRAY['UNKNOWN'::text, 'OK'::text, 'DEGRADED'::text, 'SUSPECT'::text, 'BROKEN'::text, 'RECOVERING'::text, 'RESTRICTED'::text, 'SKIPPED'::text])))
);


--
-- Name: link_host; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.link_host (
    host text NOT NULL,
    state text DEFAULT ''::text NOT NULL,
    since timestamp with time zone,
    due_at timestamp with time zone NOT NULL,
    not_before timestamp with time zone,
    holder text DEFAULT ''::text NOT NULL,
    held_until timestamp with time zone,
    memory json DEFAULT '{}'::json NOT NULL,
    claim bigint DEFAULT 0 NOT NULL,
    CONSTRAINT link_host_state_check CHECK ((state = ANY (ARRAY[''::text, 'HOST_DOWN'::text, 'HOST_BLOCKED'::text, 'HOST_MOVED'::text])))
)
WITH (fillfactor='70');


--
-- Name: link_memory; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.link_memory (
    link uuid NOT NULL,
    memory json NOT NULL,
    probes json NOT NULL
);
ALTER TABLE ONLY moisson.link_memory ALTER COLUMN memory SET COMPRESSION lz4;
ALTER TABLE ONLY moisson.link_memory ALTER COLUMN probes SET COMPRESSION lz4;


--
-- Name: link_outage; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.link_outage (
    link uuid NOT NULL,
    began timestamp with time zone NOT NULL,
    ended timestamp with time zone,
    cause text NOT NULL
);


--
-- Name: link_rollup; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.link_rollup (
    only_row boolean DEFAULT true NOT NULL,
    after bigint NOT NULL,
    CONSTRAINT link_rollup_only_row_check CHECK (only_row)
);


--
-- Name: mass_touch; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.mass_touch (
    source bigint NOT NULL,
    hour bigint NOT NULL
);


--
-- Name: message; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.message (
    id bigint NOT NULL,
    subscriber bigint,
    kind text NOT NULL,
    dedup_key bytea NOT NULL,
    message_id text NOT NULL,
    episodes text[] DEFAULT '{}'::text[] NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    plain text NOT NULL,
    html text NOT NULL,
    unsubscribe_url text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    not_before timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    held_until timestamp with time zone,
    last_reply text DEFAULT ''::text NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT message_kind_check CHECK ((kind = ANY (ARRAY['confirmation'::text, 'immediate'::text, 'digest'::text, 'invitation'::text, 'notice'::text]))),
    CONSTRAINT message_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text, 'withheld'::text])))
);


--
-- Name: message_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.message ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.message_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: notice; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.notice (
    subscriber bigint NOT NULL,
    alert bigint NOT NULL,
    alert_event bigint NOT NULL,
    event text NOT NULL,
    at timestamp with time zone NOT NULL,
    frequency text NOT NULL,
    audience text NOT NULL,
    waiting boolean NOT NULL,
    told_at timestamp with time zone,
    told_event text DEFAULT ''::text NOT NULL,
    CONSTRAINT notice_event_check CHECK ((event = ANY (ARRAY['fired'::text, 'repeated'::text, 'resolved'::text]))),
    CONSTRAINT notice_frequency_check CHECK ((frequency = ANY (ARRAY['immediate'::text, 'daily'::text, 'weekly'::text])))
);


--
-- Name: notify_cursor; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.notify_cursor (
    reader text NOT NULL,
    after bigint NOT NULL
);


--
-- Name: notify_key; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.notify_key (
    only_row boolean DEFAULT true NOT NULL,
    secret bytea NOT NULL,
    CONSTRAINT notify_key_only_row_check CHECK (only_row),
    CONSTRAINT notify_key_secret_check CHECK ((length(secret) = 32))
);


--
-- Name: opt_in_request; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.opt_in_request (
    at timestamp with time zone NOT NULL,
    origin bytea NOT NULL,
    address bytea NOT NULL
);


--
-- Name: outbox; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.outbox (
    id bigint NOT NULL,
    kind text NOT NULL,
    dedup_key text NOT NULL,
    payload jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    not_before timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    delivered_at timestamp with time zone
);


--
-- Name: outbox_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: overlay; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson."overlay" (
    id bigint NOT NULL,
    source bigint NOT NULL,
    dataset uuid,
    field text NOT NULL,
    action text NOT NULL,
    value text NOT NULL,
    when_field text NOT NULL,
    when_value text NOT NULL,
    author text NOT NULL,
    reason text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    ended_at timestamp with time zone,
    ended_by text DEFAULT ''::text NOT NULL,
    end_reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT overlay_action_check CHECK ((action = ANY (ARRAY['replace'::text, 'fill'::text, 'add'::text])))
);


--
-- Name: overlay_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson."overlay" ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.overlay_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: person; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.person (
    id bigint NOT NULL,
    name text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    role text NOT NULL,
    countries text[] DEFAULT '{}'::text[] NOT NULL,
    portals text[] DEFAULT '{}'::text[] NOT NULL,
    created_at timestamp with time zone NOT NULL,
    disabled_at timestamp with time zone,
    CONSTRAINT person_name_check CHECK ((name <> ''::text)),
    CONSTRAINT person_role_check CHECK ((role = ANY (ARRAY['coordinator'::text, 'producer'::text, 'subscriber'::text, 'operator'::text])))
);


--
-- Name: person_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.person ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: portal; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.portal (
    id bigint NOT NULL,
    key text NOT NULL,
    title text NOT NULL,
    url text NOT NULL,
    description text NOT NULL,
    countries text[] NOT NULL,
    languages text[] NOT NULL,
    owner text NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    health text DEFAULT 'UNKNOWN'::text NOT NULL,
    health_since timestamp with time zone,
    health_reasons text[] DEFAULT '{}'::text[] NOT NULL
);


--
-- Name: portal_health; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.portal_health (
    portal bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    state text NOT NULL,
    reasons text[] NOT NULL
);


--
-- Name: portal_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.portal ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.portal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: portal_watch; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.portal_watch (
    portal bigint NOT NULL,
    next_at timestamp with time zone NOT NULL,
    probed_at timestamp with time zone,
    watched_until timestamp with time zone,
    recent text DEFAULT ''::text NOT NULL,
    level smallint DEFAULT 0 NOT NULL,
    level_since timestamp with time zone,
    transitions text[] DEFAULT '{}'::text[] NOT NULL,
    certificate_expires timestamp with time zone,
    newest_change timestamp with time zone,
    answer_ms bigint[] DEFAULT '{}'::bigint[] NOT NULL
);


--
-- Name: raw_record; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.raw_record (
    dataset uuid NOT NULL,
    codec smallint NOT NULL,
    dictionary integer,
    bytes bytea NOT NULL
);
ALTER TABLE ONLY moisson.raw_record ALTER COLUMN bytes SET STORAGE EXTERNAL;


--
-- Name: reached_contact; Type: VIEW; Schema: moisson; Owner: -
--

CREATE VIEW moisson.reached_contact AS
 SELECT s.scope,
    s.value,
    m.sent_at AS at
   FROM (((moisson.message m
     JOIN moisson.subscriber r ON ((r.id = m.subscriber)))
     JOIN moisson.subscription s ON ((s.subscriber = r.id)))
     JOIN moisson.bounce b ON ((b.subscriber = r.id)))
  WHERE ((m.sent_at > (moisson.now() - '1 day'::interval)) AND (r.disabled = ''::text) AND (s.state = 'active'::text) AND (s.audience <> 'subscriber'::text) AND (s.scope <> 'all'::text) AND (s.granted_by <> ''::text))
  GROUP BY s.scope, s.value, m.id, m.sent_at
 HAVING (max(b.at) < m.sent_at);


--
-- Name: remote_id; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.remote_id (
    source bigint NOT NULL,
    remote_id text NOT NULL,
    dataset uuid NOT NULL,
    stamp text DEFAULT ''::text NOT NULL,
    former uuid
);


--
-- Name: run; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.run (
    id bigint NOT NULL,
    source bigint NOT NULL,
    mode text NOT NULL,
    state text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    planned boolean DEFAULT false NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    worker text DEFAULT ''::text NOT NULL,
    token bigint DEFAULT 0 NOT NULL,
    lease interval DEFAULT '00:00:00'::interval NOT NULL,
    lease_until timestamp with time zone,
    config_hash text DEFAULT ''::text NOT NULL,
    active_before bigint DEFAULT 0 NOT NULL,
    advertised bigint,
    pages bigint DEFAULT 0 NOT NULL,
    received bigint DEFAULT 0 NOT NULL,
    created bigint DEFAULT 0 NOT NULL,
    updated bigint DEFAULT 0 NOT NULL,
    unchanged bigint DEFAULT 0 NOT NULL,
    remapped bigint DEFAULT 0 NOT NULL,
    refused bigint DEFAULT 0 NOT NULL,
    missing bigint DEFAULT 0 NOT NULL,
    archived bigint DEFAULT 0 NOT NULL,
    revived bigint DEFAULT 0 NOT NULL,
    wire_bytes bigint DEFAULT 0 NOT NULL,
    requests bigint DEFAULT 0 NOT NULL,
    retries bigint DEFAULT 0 NOT NULL,
    mode_reason text DEFAULT ''::text NOT NULL,
    mark text DEFAULT ''::text NOT NULL,
    mapping_version bytea,
    id_set bytea,
    decision text,
    decided_at timestamp with time zone,
    decided_by text DEFAULT ''::text NOT NULL,
    decision_reason text DEFAULT ''::text NOT NULL,
    settled_at timestamp with time zone,
    renamed bigint DEFAULT 0 NOT NULL,
    not_modified bigint DEFAULT 0 NOT NULL,
    certificate_expires timestamp with time zone,
    resume_at timestamp with time zone,
    pauses integer DEFAULT 0 NOT NULL,
    resume_code text DEFAULT ''::text NOT NULL,
    CONSTRAINT run_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'refused'::text, 'superseded'::text]))),
    CONSTRAINT run_mode_check CHECK ((mode = ANY (ARRAY['auto'::text, 'probe'::text, 'inventory'::text, 'delta'::text, 'full'::text]))),
    CONSTRAINT run_state_check CHECK ((state = ANY (ARRAY['pending'::text, 'running'::text, 'interrupted'::text, 'complete'::text, 'incomplete'::text, 'failed'::text, 'held'::text, 'cancelled'::text])))
)
WITH (fillfactor='50');


--
-- Name: run_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.run ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: run_page; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.run_page (
    run bigint NOT NULL,
    page bigint NOT NULL,
    cursor text NOT NULL,
    next_cursor text,
    advertised bigint,
    received bigint NOT NULL,
    created bigint NOT NULL,
    updated bigint NOT NULL,
    unchanged bigint NOT NULL,
    remapped bigint NOT NULL,
    refused bigint NOT NULL,
    revived bigint NOT NULL,
    body_digest text NOT NULL,
    wire_bytes bigint NOT NULL,
    requests integer NOT NULL,
    retries integer NOT NULL,
    committed_at timestamp with time zone NOT NULL,
    seen uuid[] NOT NULL,
    deleted uuid[] DEFAULT '{}'::uuid[] NOT NULL,
    wanted text[] DEFAULT '{}'::text[] NOT NULL,
    wanted_stamps text[] DEFAULT '{}'::text[] NOT NULL,
    renamed bigint DEFAULT 0 NOT NULL,
    skipped bigint DEFAULT 0 NOT NULL
);


--
-- Name: schema_version; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.schema_version (
    version integer NOT NULL,
    readable_by integer NOT NULL,
    name text NOT NULL,
    applied_at timestamp with time zone NOT NULL
);


--
-- Name: silence; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.silence (
    id bigint NOT NULL,
    matchers jsonb NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    author text NOT NULL,
    reason text NOT NULL,
    ended_at timestamp with time zone
);


--
-- Name: silence_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.silence ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.silence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: slug; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.slug (
    stem text NOT NULL,
    n integer NOT NULL,
    dataset uuid NOT NULL,
    purged_at timestamp with time zone
);


--
-- Name: source; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.source (
    id bigint NOT NULL,
    portal bigint NOT NULL,
    key text NOT NULL,
    connector text NOT NULL,
    url text NOT NULL,
    public_url text NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    every interval NOT NULL,
    full_every interval NOT NULL,
    config_hash text NOT NULL,
    jitter interval DEFAULT '00:00:00'::interval NOT NULL,
    anchor timestamp with time zone,
    next_at timestamp with time zone,
    next_mode text DEFAULT 'auto'::text NOT NULL,
    schedule text DEFAULT ''::text NOT NULL,
    paused_until timestamp with time zone,
    failures integer DEFAULT 0 NOT NULL,
    failing_since timestamp with time zone,
    failed_at timestamp with time zone,
    suspended_at timestamp with time zone,
    suspended_reason text DEFAULT ''::text NOT NULL,
    overlay_revision bigint DEFAULT 0 NOT NULL,
    overlay_applied bigint DEFAULT 0 NOT NULL,
    CONSTRAINT source_next_mode_check CHECK ((next_mode = ANY (ARRAY['probe'::text, 'auto'::text])))
);


--
-- Name: source_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.source ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.source_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: source_issue; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.source_issue (
    source bigint NOT NULL,
    code text NOT NULL,
    total bigint NOT NULL,
    samples json NOT NULL
);


--
-- Name: subscriber_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.subscriber ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.subscriber_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: subscription_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.subscription ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.subscription_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: suppression; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.suppression (
    address bytea NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT suppression_reason_check CHECK ((reason = ANY (ARRAY['complaint'::text, 'refused'::text])))
);


--
-- Name: takedown; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.takedown (
    id bigint NOT NULL,
    kind text NOT NULL,
    subject uuid NOT NULL,
    scope uuid NOT NULL,
    portal bigint NOT NULL,
    label text NOT NULL,
    ground text NOT NULL,
    reason text NOT NULL,
    author text NOT NULL,
    at timestamp with time zone NOT NULL,
    organization bigint,
    lifted_at timestamp with time zone,
    lifted_by text DEFAULT ''::text NOT NULL,
    lift_reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT takedown_ground_check CHECK ((ground = ANY (ARRAY['request'::text, 'law'::text]))),
    CONSTRAINT takedown_kind_check CHECK ((kind = ANY (ARRAY['dataset'::text, 'organization'::text, 'distribution'::text])))
);


--
-- Name: takedown_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.takedown ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.takedown_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: unmapped_value; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.unmapped_value (
    source bigint NOT NULL,
    code text NOT NULL,
    value text NOT NULL,
    total bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone
);


--
-- Name: unreached_contact; Type: VIEW; Schema: moisson; Owner: -
--

CREATE VIEW moisson.unreached_contact AS
 SELECT c.scope,
    c.value
   FROM moisson.bouncing_contact c
  WHERE ((c.scope = ANY (ARRAY['dataset'::text, 'organization'::text])) AND (NOT (EXISTS ( SELECT 1
           FROM ((moisson.subscription s
             JOIN moisson.subscriber r ON ((r.id = s.subscriber)))
             LEFT JOIN moisson.bounce b ON (((b.subscriber = r.id) AND (NOT b.forgiven))))
          WHERE ((s.scope = c.scope) AND (s.value = c.value) AND (s.state = 'active'::text) AND (s.audience <> 'subscriber'::text) AND (s.granted_by <> ''::text) AND (r.disabled = ''::text))
          GROUP BY s.id
         HAVING (count(*) FILTER (WHERE ((b.kind = 'soft'::text) AND (b.at > (moisson.now() - '14 days'::interval)))) < 3)))) AND (NOT (EXISTS ( SELECT 1
           FROM (moisson.invitation i
             JOIN moisson.message m ON ((m.id = i.message)))
          WHERE ((c.scope = 'organization'::text) AND ((i.organization)::text = c.value) AND (i.bounced_at IS NULL) AND (i.released_at > (moisson.now() - '1 year'::interval)) AND (m.sent_at IS NOT NULL))))));


--
-- Name: verdict; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.verdict (
    dataset uuid NOT NULL,
    since timestamp with time zone NOT NULL,
    quality smallint,
    links text NOT NULL,
    basis text NOT NULL,
    expected_at timestamp with time zone,
    late_at timestamp with time zone,
    very_late_at timestamp with time zone,
    mqa smallint,
    score_version smallint
);


--
-- Name: webhook_delivery; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.webhook_delivery (
    id bigint NOT NULL,
    endpoint bigint NOT NULL,
    message_id text NOT NULL,
    type text NOT NULL,
    body text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    not_before timestamp with time zone NOT NULL,
    held_until timestamp with time zone,
    last_status integer,
    last_error text DEFAULT ''::text NOT NULL,
    sent_at timestamp with time zone,
    CONSTRAINT webhook_delivery_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text])))
);


--
-- Name: webhook_delivery_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.webhook_delivery ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.webhook_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: webhook_endpoint; Type: TABLE; Schema: moisson; Owner: -
--

CREATE TABLE moisson.webhook_endpoint (
    id bigint NOT NULL,
    url text NOT NULL,
    scope text NOT NULL,
    value text NOT NULL,
    secrets bytea[] NOT NULL,
    plain_http boolean DEFAULT false NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    disabled_because text DEFAULT ''::text NOT NULL,
    created_by text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    owner text DEFAULT ''::text NOT NULL,
    CONSTRAINT webhook_endpoint_scope_check CHECK ((scope = ANY (ARRAY['all'::text, 'country'::text, 'portal'::text, 'organization'::text, 'dataset'::text])))
);


--
-- Name: webhook_endpoint_id_seq; Type: SEQUENCE; Schema: moisson; Owner: -
--

ALTER TABLE moisson.webhook_endpoint ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME moisson.webhook_endpoint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: absence absence_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.absence
    ADD CONSTRAINT absence_pkey PRIMARY KEY (dataset);


--
-- Name: agent agent_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.agent
    ADD CONSTRAINT agent_pkey PRIMARY KEY (id);


--
-- Name: alert_event alert_event_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.alert_event
    ADD CONSTRAINT alert_event_pkey PRIMARY KEY (id);


--
-- Name: alert alert_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.alert
    ADD CONSTRAINT alert_pkey PRIMARY KEY (id);


--
-- Name: alert_portal alert_portal_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.alert_portal
    ADD CONSTRAINT alert_portal_pkey PRIMARY KEY (portal);


--
-- Name: alias alias_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.alias
    ADD CONSTRAINT alias_pkey PRIMARY KEY (alias, dataset);


--
-- Name: api_token api_token_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.api_token
    ADD CONSTRAINT api_token_pkey PRIMARY KEY (id);


--
-- Name: api_token api_token_prefix_key; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.api_token
    ADD CONSTRAINT api_token_prefix_key UNIQUE (prefix);


--
-- Name: assessment assessment_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.assessment
    ADD CONSTRAINT assessment_pkey PRIMARY KEY (source);


--
-- Name: audit audit_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);


--
-- Name: bounce bounce_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.bounce
    ADD CONSTRAINT bounce_pkey PRIMARY KEY (id);


--
-- Name: change_floor change_floor_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.change_floor
    ADD CONSTRAINT change_floor_pkey PRIMARY KEY (only_row);


--
-- Name: change change_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.change
    ADD CONSTRAINT change_pkey PRIMARY KEY (number);


--
-- Name: cluster_dirty cluster_dirty_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.cluster_dirty
    ADD CONSTRAINT cluster_dirty_pkey PRIMARY KEY (id);


--
-- Name: cluster_key cluster_key_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.cluster_key
    ADD CONSTRAINT cluster_key_pkey PRIMARY KEY (hash, dataset);


--
-- Name: cluster_member cluster_member_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.cluster_member
    ADD CONSTRAINT cluster_member_pkey PRIMARY KEY (dataset);


--
-- Name: cluster_pass cluster_pass_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.cluster_pass
    ADD CONSTRAINT cluster_pass_pkey PRIMARY KEY (only_row);


--
-- Name: cluster cluster_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.cluster
    ADD CONSTRAINT cluster_pkey PRIMARY KEY (id);


--
-- Name: daily_measure daily_measure_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.daily_measure
    ADD CONSTRAINT daily_measure_pkey PRIMARY KEY (scope, subject, day);


--
-- Name: dataset_empty dataset_empty_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.dataset_empty
    ADD CONSTRAINT dataset_empty_pkey PRIMARY KEY (dataset);


--
-- Name: dataset_history dataset_history_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.dataset_history
    ADD CONSTRAINT dataset_history_pkey PRIMARY KEY (dataset, n);


--
-- Name: dataset_issue dataset_issue_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.dataset_issue
    ADD CONSTRAINT dataset_issue_pkey PRIMARY KEY (dataset);


--
-- Name: dataset dataset_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.dataset
    ADD CONSTRAINT dataset_pkey PRIMARY KEY (id) INCLUDE (state);


--
-- Name: dataset_signal dataset_signal_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.dataset_signal
    ADD CONSTRAINT dataset_signal_pkey PRIMARY KEY (dataset);


--
-- Name: delivery_log delivery_log_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.delivery_log
    ADD CONSTRAINT delivery_log_pkey PRIMARY KEY (id);


--
-- Name: dictionary dictionary_digest_key; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.dictionary
    ADD CONSTRAINT dictionary_digest_key UNIQUE (digest);


--
-- Name: dictionary dictionary_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.dictionary
    ADD CONSTRAINT dictionary_pkey PRIMARY KEY (id);


--
-- Name: dictionary_work dictionary_work_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.dictionary_work
    ADD CONSTRAINT dictionary_work_pkey PRIMARY KEY (connector);


--
-- Name: distribution distribution_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.distribution
    ADD CONSTRAINT distribution_pkey PRIMARY KEY (dataset, "position");


--
-- Name: event event_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);


--
-- Name: feedback feedback_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.feedback
    ADD CONSTRAINT feedback_pkey PRIMARY KEY (id);


--
-- Name: fruitless_search fruitless_search_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.fruitless_search
    ADD CONSTRAINT fruitless_search_pkey PRIMARY KEY (day, words);


--
-- Name: host host_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.host
    ADD CONSTRAINT host_pkey PRIMARY KEY (key);


--
-- Name: invitation invitation_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (id);


--
-- Name: issue_count issue_count_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.issue_count
    ADD CONSTRAINT issue_count_pkey PRIMARY KEY (run, code);


--
-- Name: issue issue_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.issue
    ADD CONSTRAINT issue_pkey PRIMARY KEY (id);


--
-- Name: left_out left_out_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.left_out
    ADD CONSTRAINT left_out_pkey PRIMARY KEY (source, remote_id);


--
-- Name: link_host link_host_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.link_host
    ADD CONSTRAINT link_host_pkey PRIMARY KEY (host);


--
-- Name: link_memory link_memory_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.link_memory
    ADD CONSTRAINT link_memory_pkey PRIMARY KEY (link);


--
-- Name: link_outage link_outage_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.link_outage
    ADD CONSTRAINT link_outage_pkey PRIMARY KEY (link, began);


--
-- Name: link link_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.link
    ADD CONSTRAINT link_pkey PRIMARY KEY (id);


--
-- Name: link_rollup link_rollup_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.link_rollup
    ADD CONSTRAINT link_rollup_pkey PRIMARY KEY (only_row);


--
-- Name: mass_touch mass_touch_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.mass_touch
    ADD CONSTRAINT mass_touch_pkey PRIMARY KEY (source, hour);


--
-- Name: message message_dedup_key_key; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.message
    ADD CONSTRAINT message_dedup_key_key UNIQUE (dedup_key);


--
-- Name: message message_message_id_key; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.message
    ADD CONSTRAINT message_message_id_key UNIQUE (message_id);


--
-- Name: message message_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.message
    ADD CONSTRAINT message_pkey PRIMARY KEY (id);


--
-- Name: notice notice_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.notice
    ADD CONSTRAINT notice_pkey PRIMARY KEY (subscriber, alert);


--
-- Name: notify_cursor notify_cursor_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.notify_cursor
    ADD CONSTRAINT notify_cursor_pkey PRIMARY KEY (reader);


--
-- Name: notify_key notify_key_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.notify_key
    ADD CONSTRAINT notify_key_pkey PRIMARY KEY (only_row);


--
-- Name: outbox outbox_dedup_key_key; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.outbox
    ADD CONSTRAINT outbox_dedup_key_key UNIQUE (dedup_key);


--
-- Name: outbox outbox_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);


--
-- Name: overlay overlay_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson."overlay"
    ADD CONSTRAINT overlay_pkey PRIMARY KEY (id);


--
-- Name: person person_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);


--
-- Name: portal_health portal_health_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.portal_health
    ADD CONSTRAINT portal_health_pkey PRIMARY KEY (portal, since);


--
-- Name: portal portal_key_key; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.portal
    ADD CONSTRAINT portal_key_key UNIQUE (key);


--
-- Name: portal portal_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.portal
    ADD CONSTRAINT portal_pkey PRIMARY KEY (id);


--
-- Name: portal_watch portal_watch_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.portal_watch
    ADD CONSTRAINT portal_watch_pkey PRIMARY KEY (portal);


--
-- Name: raw_record raw_record_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.raw_record
    ADD CONSTRAINT raw_record_pkey PRIMARY KEY (dataset);


--
-- Name: remote_id remote_id_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.remote_id
    ADD CONSTRAINT remote_id_pkey PRIMARY KEY (source, remote_id);


--
-- Name: run_page run_page_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.run_page
    ADD CONSTRAINT run_page_pkey PRIMARY KEY (run, page);


--
-- Name: run run_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (id);


--
-- Name: schema_version schema_version_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);


--
-- Name: silence silence_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.silence
    ADD CONSTRAINT silence_pkey PRIMARY KEY (id);


--
-- Name: slug slug_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.slug
    ADD CONSTRAINT slug_pkey PRIMARY KEY (stem, n);


--
-- Name: source_issue source_issue_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.source_issue
    ADD CONSTRAINT source_issue_pkey PRIMARY KEY (source, code);


--
-- Name: source source_key_key; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.source
    ADD CONSTRAINT source_key_key UNIQUE (key);


--
-- Name: source source_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.source
    ADD CONSTRAINT source_pkey PRIMARY KEY (id);


--
-- Name: subscriber subscriber_address_key; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.subscriber
    ADD CONSTRAINT subscriber_address_key UNIQUE (address);


--
-- Name: subscriber subscriber_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.subscriber
    ADD CONSTRAINT subscriber_pkey PRIMARY KEY (id);


--
-- Name: subscription subscription_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (id);


--
-- Name: subscription subscription_subscriber_audience_scope_value_key; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.subscription
    ADD CONSTRAINT subscription_subscriber_audience_scope_value_key UNIQUE (subscriber, audience, scope, value);


--
-- Name: suppression suppression_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.suppression
    ADD CONSTRAINT suppression_pkey PRIMARY KEY (address);


--
-- Name: takedown takedown_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.takedown
    ADD CONSTRAINT takedown_pkey PRIMARY KEY (id);


--
-- Name: unmapped_value unmapped_value_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.unmapped_value
    ADD CONSTRAINT unmapped_value_pkey PRIMARY KEY (source, code, value, since);


--
-- Name: verdict verdict_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.verdict
    ADD CONSTRAINT verdict_pkey PRIMARY KEY (dataset, since);


--
-- Name: webhook_delivery webhook_delivery_endpoint_message_id_key; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.webhook_delivery
    ADD CONSTRAINT webhook_delivery_endpoint_message_id_key UNIQUE (endpoint, message_id);


--
-- Name: webhook_delivery webhook_delivery_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.webhook_delivery
    ADD CONSTRAINT webhook_delivery_pkey PRIMARY KEY (id);


--
-- Name: webhook_endpoint webhook_endpoint_pkey; Type: CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.webhook_endpoint
    ADD CONSTRAINT webhook_endpoint_pkey PRIMARY KEY (id);


--
-- Name: absence_archived; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX absence_archived ON moisson.absence USING btree (archived_at) WHERE (archived_at IS NOT NULL);


--
-- Name: absence_source; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX absence_source ON moisson.absence USING btree (source);


--
-- Name: agent_portal; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX agent_portal ON moisson.agent USING btree (portal, slug);


--
-- Name: alert_closed; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX alert_closed ON moisson.alert USING btree (closed_at) WHERE (closed_at IS NOT NULL);


--
-- Name: alert_event_of; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX alert_event_of ON moisson.alert_event USING btree (alert, id);


--
-- Name: alert_inhibitor; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX alert_inhibitor ON moisson.alert USING btree (inhibited_by) WHERE (inhibited_by IS NOT NULL);


--
-- Name: alert_of_dataset; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX alert_of_dataset ON moisson.alert USING btree (dataset) WHERE ((dataset IS NOT NULL) AND (closed_at IS NULL));


--
-- Name: alert_of_portal; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX alert_of_portal ON moisson.alert USING btree (portal, id) WHERE (closed_at IS NULL);


--
-- Name: alert_open; Type: INDEX; Schema: moisson; Owner: -
--

CREATE UNIQUE INDEX alert_open ON moisson.alert USING btree (fingerprint) WHERE (closed_at IS NULL);


--
-- Name: api_token_person; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX api_token_person ON moisson.api_token USING btree (person);


--
-- Name: audit_actor; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX audit_actor ON moisson.audit USING btree (actor, id DESC);


--
-- Name: audit_at; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX audit_at ON moisson.audit USING btree (at);


--
-- Name: bounce_subscriber; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX bounce_subscriber ON moisson.bounce USING btree (subscriber, at);


--
-- Name: change_at; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX change_at ON moisson.change USING brin (at) WITH (pages_per_range='32');


--
-- Name: cluster_key_dataset; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX cluster_key_dataset ON moisson.cluster_key USING btree (dataset);


--
-- Name: cluster_member_cluster; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX cluster_member_cluster ON moisson.cluster_member USING btree (cluster);


--
-- Name: dataset_history_at; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX dataset_history_at ON moisson.dataset_history USING btree (at);


--
-- Name: dataset_issue_walk; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX dataset_issue_walk ON moisson.dataset_issue USING btree (source, dataset);


--
-- Name: dataset_live_changed; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX dataset_live_changed ON moisson.dataset USING btree (changed_at, id) WHERE (state = ANY (ARRAY['active'::text, 'missing'::text]));


--
-- Name: dataset_of_source; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX dataset_of_source ON moisson.dataset USING btree (source, id) INCLUDE (state);


--
-- Name: delivery_log_message; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX delivery_log_message ON moisson.delivery_log USING btree (message);


--
-- Name: distribution_id; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX distribution_id ON moisson.distribution USING btree (id);


--
-- Name: distribution_link; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX distribution_link ON moisson.distribution USING btree (link) WHERE (link IS NOT NULL);


--
-- Name: event_at; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX event_at ON moisson.event USING btree (at);


--
-- Name: feedback_dataset; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX feedback_dataset ON moisson.feedback USING btree (dataset, at) WHERE (dataset IS NOT NULL);


--
-- Name: invitation_address; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX invitation_address ON moisson.invitation USING btree (address, released_at);


--
-- Name: issue_run; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX issue_run ON moisson.issue USING btree (run, id);


--
-- Name: left_out_noted; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX left_out_noted ON moisson.left_out USING btree (noted_at);


--
-- Name: link_due; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX link_due ON moisson.link USING btree (host, due_at NULLS FIRST);


--
-- Name: link_host_due; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX link_host_due ON moisson.link_host USING btree (due_at);


--
-- Name: link_new; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX link_new ON moisson.link USING btree (host) WHERE (due_at IS NULL);


--
-- Name: message_created; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX message_created ON moisson.message USING btree (created_at);


--
-- Name: message_due; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX message_due ON moisson.message USING btree (not_before) WHERE (state = 'queued'::text);


--
-- Name: message_sent; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX message_sent ON moisson.message USING btree (sent_at) WHERE (sent_at IS NOT NULL);


--
-- Name: message_subscriber; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX message_subscriber ON moisson.message USING btree (subscriber, id);


--
-- Name: notice_alert; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX notice_alert ON moisson.notice USING btree (alert);


--
-- Name: notice_waiting; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX notice_waiting ON moisson.notice USING btree (subscriber) WHERE waiting;


--
-- Name: opt_in_request_at; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX opt_in_request_at ON moisson.opt_in_request USING btree (at);


--
-- Name: outbox_due; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX outbox_due ON moisson.outbox USING btree (not_before) WHERE (delivered_at IS NULL);


--
-- Name: overlay_expires; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX overlay_expires ON moisson."overlay" USING btree (expires_at) WHERE ((ended_at IS NULL) AND (expires_at IS NOT NULL));


--
-- Name: overlay_source; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX overlay_source ON moisson."overlay" USING btree (source) WHERE (ended_at IS NULL);


--
-- Name: person_name; Type: INDEX; Schema: moisson; Owner: -
--

CREATE UNIQUE INDEX person_name ON moisson.person USING btree (lower(name));


--
-- Name: run_held; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX run_held ON moisson.run USING btree (source) WHERE ((state = 'held'::text) AND (decision IS NULL));


--
-- Name: run_open; Type: INDEX; Schema: moisson; Owner: -
--

CREATE UNIQUE INDEX run_open ON moisson.run USING btree (source) WHERE (state = ANY (ARRAY['pending'::text, 'running'::text, 'interrupted'::text]));


--
-- Name: run_source; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX run_source ON moisson.run USING btree (source, id DESC);


--
-- Name: slug_dataset; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX slug_dataset ON moisson.slug USING btree (dataset);


--
-- Name: source_portal; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX source_portal ON moisson.source USING btree (portal);


--
-- Name: subscription_scope; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX subscription_scope ON moisson.subscription USING btree (scope, value) WHERE (state = 'active'::text);


--
-- Name: subscription_token; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX subscription_token ON moisson.subscription USING btree (token_hash) WHERE (token_hash IS NOT NULL);


--
-- Name: takedown_scope; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX takedown_scope ON moisson.takedown USING btree (scope) WHERE (lifted_at IS NULL);


--
-- Name: takedown_subject; Type: INDEX; Schema: moisson; Owner: -
--

CREATE UNIQUE INDEX takedown_subject ON moisson.takedown USING btree (subject) WHERE (lifted_at IS NULL);


--
-- Name: unmapped_value_gone; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX unmapped_value_gone ON moisson.unmapped_value USING btree (until) WHERE (until IS NOT NULL);


--
-- Name: webhook_delivery_due; Type: INDEX; Schema: moisson; Owner: -
--

CREATE INDEX webhook_delivery_due ON moisson.webhook_delivery USING btree (not_before) WHERE (state = 'queued'::text);


--
-- Name: event event_audit; Type: TRIGGER; Schema: moisson; Owner: -
--

CREATE TRIGGER event_audit AFTER INSERT ON moisson.event FOR EACH ROW WHEN ((new.payload ? 'by'::text)) EXECUTE FUNCTION moisson.audit_event();


--
-- Name: dataset_signal verdict_changed; Type: TRIGGER; Schema: moisson; Owner: -
--

CREATE TRIGGER verdict_changed AFTER UPDATE OF quality, links, basis, expected_at, late_at, very_late_at, mqa ON moisson.dataset_signal FOR EACH ROW WHEN ((((((((old.quality IS DISTINCT FROM new.quality) OR (old.links IS DISTINCT FROM new.links)) OR (old.basis IS DISTINCT FROM new.basis)) OR (old.expected_at IS DISTINCT FROM new.expected_at)) OR (old.late_at IS DISTINCT FROM new.late_at)) OR (old.very_late_at IS DISTINCT FROM new.very_late_at)) OR (old.mqa IS DISTINCT FROM new.mqa))) EXECUTE FUNCTION moisson.note_verdict();


--
-- Name: dataset_signal verdict_first; Type: TRIGGER; Schema: moisson; Owner: -
--

CREATE TRIGGER verdict_first AFTER INSERT ON moisson.dataset_signal FOR EACH ROW WHEN (((new.quality IS NOT NULL) OR (new.links <> ''::text) OR (new.basis <> ''::text))) EXECUTE FUNCTION moisson.note_verdict();


--
-- Name: alert_event alert_event_alert_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.alert_event
    ADD CONSTRAINT alert_event_alert_fkey FOREIGN KEY (alert) REFERENCES moisson.alert(id);


--
-- Name: alert alert_inhibited_by_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.alert
    ADD CONSTRAINT alert_inhibited_by_fkey FOREIGN KEY (inhibited_by) REFERENCES moisson.alert(id);


--
-- Name: api_token api_token_person_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.api_token
    ADD CONSTRAINT api_token_person_fkey FOREIGN KEY (person) REFERENCES moisson.person(id);


--
-- Name: bounce bounce_subscriber_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.bounce
    ADD CONSTRAINT bounce_subscriber_fkey FOREIGN KEY (subscriber) REFERENCES moisson.subscriber(id) ON DELETE CASCADE;


--
-- Name: dictionary_work dictionary_work_dictionary_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.dictionary_work
    ADD CONSTRAINT dictionary_work_dictionary_fkey FOREIGN KEY (dictionary) REFERENCES moisson.dictionary(id);


--
-- Name: feedback feedback_subscriber_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.feedback
    ADD CONSTRAINT feedback_subscriber_fkey FOREIGN KEY (subscriber) REFERENCES moisson.subscriber(id) ON DELETE SET NULL;


--
-- Name: message message_subscriber_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.message
    ADD CONSTRAINT message_subscriber_fkey FOREIGN KEY (subscriber) REFERENCES moisson.subscriber(id) ON DELETE SET NULL;


--
-- Name: notice notice_subscriber_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.notice
    ADD CONSTRAINT notice_subscriber_fkey FOREIGN KEY (subscriber) REFERENCES moisson.subscriber(id) ON DELETE CASCADE;


--
-- Name: overlay overlay_source_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson."overlay"
    ADD CONSTRAINT overlay_source_fkey FOREIGN KEY (source) REFERENCES moisson.source(id);


--
-- Name: raw_record raw_record_dictionary_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.raw_record
    ADD CONSTRAINT raw_record_dictionary_fkey FOREIGN KEY (dictionary) REFERENCES moisson.dictionary(id);


--
-- Name: run_page run_page_run_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.run_page
    ADD CONSTRAINT run_page_run_fkey FOREIGN KEY (run) REFERENCES moisson.run(id) ON DELETE CASCADE;


--
-- Name: run run_source_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.run
    ADD CONSTRAINT run_source_fkey FOREIGN KEY (source) REFERENCES moisson.source(id);


--
-- Name: source source_portal_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.source
    ADD CONSTRAINT source_portal_fkey FOREIGN KEY (portal) REFERENCES moisson.portal(id);


--
-- Name: subscription subscription_subscriber_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.subscription
    ADD CONSTRAINT subscription_subscriber_fkey FOREIGN KEY (subscriber) REFERENCES moisson.subscriber(id) ON DELETE CASCADE;


--
-- Name: takedown takedown_organization_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.takedown
    ADD CONSTRAINT takedown_organization_fkey FOREIGN KEY (organization) REFERENCES moisson.takedown(id);


--
-- Name: takedown takedown_portal_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.takedown
    ADD CONSTRAINT takedown_portal_fkey FOREIGN KEY (portal) REFERENCES moisson.portal(id);


--
-- Name: webhook_delivery webhook_delivery_endpoint_fkey; Type: FK CONSTRAINT; Schema: moisson; Owner: -
--

ALTER TABLE ONLY moisson.webhook_delivery
    ADD CONSTRAINT webhook_delivery_endpoint_fkey FOREIGN KEY (endpoint) REFERENCES moisson.webhook_endpoint(id) ON DELETE CASCADE;


--
-- PostgreSQL database dump complete
--


