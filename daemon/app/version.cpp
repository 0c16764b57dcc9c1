// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The only file that the version number recompiles.
#include "app/version.hpp"

namespace moisson::app {

std::string_view version() {
    return MOISSON_VERSION;
}
std::string_view commit() {
    return MOISSON_COMMIT;
}

} // namespace moisson::app
