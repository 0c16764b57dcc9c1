// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Details of errors and issues for readers. Code, logs and the database keep one short English
// phrase; here it becomes French where a person reads it. A test reads the phrases of the sources.
#pragma once

#include "core/code.hpp"

#include <string>
#include <string_view>

namespace moisson::i18n {

// "300 of 460" -> "300 sur 460", "issued: 2021-13-45" -> "date de publication : 2021-13-45". What
// another program said (PostgreSQL, OpenSSL, the portal's API) is quoted in a French phrase. A
// value of a record is returned as it is.
std::string detail_text(Code code, std::string_view detail);

// A phrase of ours without a code: why a run is done in its mode.
std::string phrase_text(std::string_view phrase);

// Why a run took place or ended badly: the name of a code stays, a phrase of ours becomes French.
std::string reason_text(std::string_view reason);

// Whether the phrase has French words of its own.
bool knows_detail(std::string_view detail);

} // namespace moisson::i18n
