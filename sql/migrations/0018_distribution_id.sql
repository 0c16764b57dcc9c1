-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- From the id of a distribution to its dataset: /api/v1/distributions/{id} and CKAN's resource_show.

create index distribution_id on distribution (id);
