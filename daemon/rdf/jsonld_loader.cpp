// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "rdf/jsonld_loader.hpp"

#include "rdf/jsonld_bounds.hpp"
#include "rdf/jsonld_text.hpp"

#include <algorithm>
#include <utility>

namespace moisson::rdf::jsonld {
namespace {

// Scheme and final slash aside: http and https name the same context.
std::string_view bare(std::string_view address) {
    for (const std::string_view scheme : {"https://", "http://"})
        if (address.starts_with(scheme)) {
            address.remove_prefix(scheme.size());
            break;
        }
    while (address.ends_with('/'))
        address.remove_suffix(1);
    return address;
}

// `pattern` with any number of '*', in one pass.
bool matches(std::string_view pattern, std::string_view text) {
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    std::size_t p = 0;
    std::size_t t = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

Result<std::shared_ptr<const LoadedContext>>
read_context(const std::string& address, std::string_view body) {
    if (body.size() > bounds::jsonld_context_bytes)
        return Error(Code::too_large, "JSON-LD context " + address);
    ReadReport ignored;
    auto document = parse_text(body, ignored);
    if (!document)
        return Error(
            document.error().code,
            "JSON-LD context " + address + ": " + document.error().detail
        );
    auto loaded = std::make_shared<LoadedContext>();
    loaded->address = address;
    loaded->document = std::move(*document);
    return std::shared_ptr<const LoadedContext>(std::move(loaded));
}

} // namespace

const BundledContext* find_bundled(std::string_view address) {
    const std::string_view wanted = bare(address);
    for (const BundledContext& context : bundled_contexts()) {
        std::string_view rest = context.addresses;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(' '), rest.size());
            if (end > 0 && matches(rest.substr(0, end), wanted))
                return &context;
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return nullptr;
}

ContextLibrary::ContextLibrary(ContextFetcher fetcher, std::vector<std::string> allowed)
    : fetcher_(std::move(fetcher)), allowed_(std::move(allowed)) {}

bool ContextLibrary::is_allowed(std::string_view address) const {
    return std::any_of(allowed_.begin(), allowed_.end(), [&](std::string_view allowed) {
        return allowed.ends_with('*') ? address.starts_with(allowed.substr(0, allowed.size() - 1))
                                      : address == allowed;
    });
}

Result<std::shared_ptr<const LoadedContext>> ContextLibrary::load(const std::string& address) {
    if (const auto known = loaded_.find(address); known != loaded_.end())
        return known->second;
    auto loaded = [&]() -> Result<std::shared_ptr<const LoadedContext>> {
        if (const BundledContext* bundled = find_bundled(address))
            return read_context(address, bundled->text);
        if (!fetcher_ || !is_allowed(address))
            return Error(
                Code::not_found,
                "JSON-LD context " + address + " is neither known nor allowed"
            );
        auto body = fetcher_(address);
        if (!body)
            return Error(
                body.error().code,
                "JSON-LD context " + address + ": " + body.error().detail
            );
        return read_context(address, *body);
    }();
    if (loaded)
        loaded_.emplace(address, *loaded);
    return loaded;
}

Result<void> ContextLibrary::add(const std::string& address, std::string_view body) {
    auto loaded = read_context(address, body);
    if (!loaded)
        return loaded.error();
    loaded_.insert_or_assign(address, std::move(*loaded));
    return {};
}

} // namespace moisson::rdf::jsonld
