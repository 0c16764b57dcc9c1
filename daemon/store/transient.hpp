// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/connection.hpp"

namespace moisson::store {

// A transaction, begun again when PostgreSQL refuses one of two who wait for each other. `body`
// changes nothing but the database; the last refusal is thrown.
template <class Body>
auto again_when_refused(Body&& body) {
    constexpr int attempts = 5;
    for (int attempt = 1;; ++attempt)
        try {
            return body();
        } catch (const SqlError& error) {
            if (!error.transient() || attempt == attempts)
                throw;
        }
}

} // namespace moisson::store
