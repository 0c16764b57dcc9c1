-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- Stand-in for the alert room's migration, from the contract.
create table alert (
  id bigint generated always as identity primary key,
  fingerprint bytea not null,
  kind text not null,
  severity text not null,
  audience text not null,
  subject text not null,
  portal text, organization uuid, dataset uuid, host text, countries text[] not null default '{}',
  state text not null,
  reason text not null,
  evidence jsonb not null default '{}',
  pending_since timestamptz not null, firing_since timestamptz, resolving_since timestamptz, resolved_at timestamptz, closed_at timestamptz,
  acked_by text, acked_at timestamptz, snoozed_until timestamptz, inhibited_by bigint references alert, silenced_by bigint, held boolean not null default false,
  repeats int not null default 0, next_repeat_at timestamptz);
create table alert_event (
  id bigint generated always as identity primary key,
  alert bigint not null references alert, at timestamptz not null,
  event text not null,
  reason text not null,
  deliver boolean not null);
