// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Mustache templates of web/templates. Before parsing, {{> name}} is replaced by that file and
// [[French text]] by its translation with French typography, so that rendering only fills values
// in. Values are HTML-escaped unless the template says {{{...}}}.
#pragma once

#include "i18n/language.hpp"
#include "render/data.hpp"
#include "render/web_files.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moisson::render {

// Thread-safe.
class Templates {
public:
    // Parses every template; throws std::runtime_error naming the file that does not parse.
    explicit Templates(WebFiles files);
    Templates(const Templates&) = delete;
    Templates& operator=(const Templates&) = delete;
    ~Templates();

    // `name` without folder and extension: "home". Throws std::runtime_error for an unknown name.
    std::string render(std::string_view name, i18n::Lang lang, const Data& data) const;
    std::vector<std::string> names() const;

private:
    struct Pool;
    std::string source(std::string_view name, i18n::Lang lang) const;

    WebFiles files_;
    std::unique_ptr<Pool> pool_;
};

// The [[texts]] of one template source, for the catalogue of translations.
std::vector<std::string> translatable_texts(std::string_view source);

} // namespace moisson::render
