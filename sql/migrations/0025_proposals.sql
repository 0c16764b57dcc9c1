-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- A frequency that a producer proposed can be refused; coordinators are told of each once.

alter table feedback add column refused_at timestamptz;
alter table feedback add column refused_by text not null default '';
alter table feedback add column refused_reason text not null default '';
-- Rows of feedback that this person was told of as a coordinator. Not the last one alone: whoever gets
-- another portal, or a dataset that comes back, was not told of all before it.
alter table subscriber add column proposals_told bigint[] not null default '{}';
