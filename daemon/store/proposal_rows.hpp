// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Which words of producers are still to be read. Inside the room only.
#pragma once

#include "store/subscription_rows.hpp"

namespace moisson::store {

// Feedback `f` about a dataset `d`: the last frequency that was proposed of each within a year,
// until it is refused, the dataset says so, or an operator has corrected its frequency since.
#define MOISSON_OPEN_PROPOSALS                                                                     \
    "(select distinct on (dataset) id, at, dataset, value, refused_at from feedback "              \
    "where kind = 'frequency' and dataset is not null "                                            \
    "and at > moisson.now() - interval '365 days' order by dataset, id desc) f "                   \
    "join dataset d on d.id = f.dataset and f.refused_at is null "                                 \
    "and d.state in ('active', 'missing') and d.frequency <> f.value "                             \
    "and not exists (select from overlay o where o.dataset = f.dataset "                           \
    "and o.field = 'frequency' and o.made_at >= f.at) "

// The same for the coordinators of those datasets who were not told yet: `s` is a subscription of
// the person `r`.
#define MOISSON_UNTOLD_PROPOSALS                                                                   \
    MOISSON_OPEN_PROPOSALS "join source u on u.id = d.source join portal p on p.id = u.portal "    \
                           "join subscription s on s.state = 'active' "                            \
                           "and s.audience = 'coordinator' and " MOISSON_COVERS_DATASET            \
                           " join subscriber r on r.id = s.subscriber "                            \
                           "and f.id <> all (r.proposals_told) "

} // namespace moisson::store
