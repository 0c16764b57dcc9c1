// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Names and ids that CKAN wants and we have under another form. Pure; ids are UUID v5, the same
// everywhere and for ever.
#pragma once

#include "core/time.hpp"
#include "core/uuid.hpp"
#include "normalise/vocabularies.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::ckan_api {

using VocabulariesPtr = std::shared_ptr<const normalise::Vocabularies>;

Uuid organization_id(std::string_view name);
Uuid group_id(std::string_view name);
// `name` folded: two spellings of a keyword are one tag.
Uuid tag_id(std::string_view name);
Uuid harvest_source_id(std::string_view portal_key);
Uuid licence_id(std::string_view code);

// Of a theme: its code in lower case, as "envi".
std::string group_name(std::string_view theme);
std::string theme_of_group(std::string_view name);

// CKAN's own name of a licence ("lov2"), else our code.
std::string licence_name(std::string_view code, const VocabulariesPtr& vocabularies);
// All our codes that go by this name.
std::vector<std::string> licence_codes(std::string_view name, const VocabulariesPtr& vocabularies);
// Codes of the licences that are open.
std::vector<std::string> open_licences(const VocabulariesPtr& vocabularies);

// A keyword as the name of a tag: letters, digits, spaces, "-", "_", "."; 2 to 100 of them. Empty:
// too little is left.
std::string tag_name(std::string_view keyword);

// "2026-05-01T12:34:56.000000": UTC that does not say so, as CKAN writes.
std::string naive_time(Instant instant);

} // namespace moisson::ckan_api
