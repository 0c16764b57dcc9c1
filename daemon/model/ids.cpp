// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "model/ids.hpp"

#include <string>

namespace moisson {

DatasetId dataset_id_at_first_sight(
    std::string_view portal_key,
    std::string_view scheme,
    std::string_view remote_id
) {
    // UUIDv5 of (DNS namespace, "moisson"): the space of all dataset ids.
    static const Uuid space =
        uuid5(*uuid_from_string("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "moisson.dataset");
    // U+001F separates: it cannot occur in a portal key or a scheme.
    std::string name(portal_key);
    name += '\x1f';
    name += scheme;
    name += '\x1f';
    name += remote_id;
    return DatasetId(uuid5(space, name));
}

} // namespace moisson
