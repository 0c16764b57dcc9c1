// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// kainjow's render() is not const, so each template keeps parsed copies that renderings borrow.
#include "render/templates.hpp"

#include <map>
#include <mutex>
#include <stdexcept>

namespace moisson::render {
namespace {

using Mustache = kainjow::mustache::mustache;

constexpr std::string_view templates_folder = "templates/";
constexpr std::string_view extension = ".mustache";
constexpr int include_depth_max = 8;

std::string include_partials(const WebFiles& files, std::string source, int depth) {
    constexpr std::string_view open = "{{> ";
    if (depth > include_depth_max)
        throw std::runtime_error("templates include one another too deeply");
    for (std::size_t at = source.find(open); at != std::string::npos; at = source.find(open, at)) {
        const std::size_t end = source.find("}}", at);
        if (end == std::string::npos)
            throw std::runtime_error("unclosed {{> in a template");
        const std::string name = source.substr(at + open.size(), end - at - open.size());
        const auto part = files.read(std::string(templates_folder) + name + std::string(extension));
        if (!part)
            throw std::runtime_error("template " + name + " is included but does not exist");
        std::string text = include_partials(files, *part, depth + 1);
        if (text.ends_with('\n'))
            text.pop_back();
        source.replace(at, end + 2 - at, text);
        at += text.size();
    }
    return source;
}

std::string localise(std::string_view source, i18n::Lang lang) {
    std::string out;
    while (true) {
        const std::size_t open = source.find("[[");
        const std::size_t close = source.find("]]", open);
        if (open == std::string_view::npos || close == std::string_view::npos)
            return out += source;
        out += source.substr(0, open);
        const std::string_view french = source.substr(open + 2, close - open - 2);
        const std::string_view text = i18n::translate(lang, french);
        out += lang == i18n::Lang::fr ? i18n::typography(text) : std::string(text);
        source.remove_prefix(close + 2);
    }
}

} // namespace

struct Templates::Pool {
    std::mutex mutex;
    std::map<std::string, std::vector<std::unique_ptr<Mustache>>, std::less<>> idle;
};

Templates::Templates(WebFiles files) : files_(std::move(files)), pool_(std::make_unique<Pool>()) {
    for (const std::string& name : names()) {
        auto parsed = std::make_unique<Mustache>(source(name, i18n::Lang::fr));
        if (!parsed->is_valid())
            throw std::runtime_error("template " + name + ": " + parsed->error_message());
        pool_->idle[name + "/fr"].push_back(std::move(parsed));
    }
}

Templates::~Templates() = default;

std::vector<std::string> Templates::names() const {
    std::vector<std::string> all;
    for (const std::string_view file : files_.names())
        if (file.starts_with(templates_folder) && file.ends_with(extension))
            all.emplace_back(file.substr(
                templates_folder.size(),
                file.size() - templates_folder.size() - extension.size()
            ));
    return all;
}

std::string Templates::source(std::string_view name, i18n::Lang lang) const {
    const auto text =
        files_.read(std::string(templates_folder) + std::string(name) + std::string(extension));
    if (!text)
        throw std::runtime_error("unknown template " + std::string(name));
    return localise(include_partials(files_, *text, 0), lang);
}

std::string Templates::render(std::string_view name, i18n::Lang lang, const Data& data) const {
    const std::string key = std::string(name) + "/" + std::string(i18n::code(lang));
    std::unique_ptr<Mustache> parsed;
    if (!files_.live()) {
        const std::lock_guard lock(pool_->mutex);
        if (auto& idle = pool_->idle[key]; !idle.empty()) {
            parsed = std::move(idle.back());
            idle.pop_back();
        }
    }
    if (parsed == nullptr)
        parsed = std::make_unique<Mustache>(source(name, lang));
    std::string out;
    parsed->render(data, [&out](const std::string& piece) { out += piece; });
    if (!parsed->is_valid())
        throw std::runtime_error("template " + key + ": " + parsed->error_message());
    if (!files_.live()) {
        const std::lock_guard lock(pool_->mutex);
        pool_->idle[key].push_back(std::move(parsed));
    }
    return out;
}

std::vector<std::string> translatable_texts(std::string_view source) {
    std::vector<std::string> texts;
    for (std::size_t open = source.find("[["); open != std::string_view::npos;
         open = source.find("[[", open + 2)) {
        const std::size_t close = source.find("]]", open);
        if (close != std::string_view::npos)
            texts.emplace_back(source.substr(open + 2, close - open - 2));
    }
    return texts;
}

} // namespace moisson::render
