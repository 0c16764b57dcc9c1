-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- /api/v1/distributions/{id}: from the id of a distribution to its dataset.

create index distribution_id on distribution (id);
