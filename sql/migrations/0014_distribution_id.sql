-- SPDX-FileCopyrightText: 2026 The Moisson authors
-- SPDX-License-Identifier: Apache-2.0
-- resource_show of the CKAN facade asks for one distribution by its id.

create index distribution_id on distribution (id);
