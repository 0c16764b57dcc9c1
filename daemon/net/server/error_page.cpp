// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// The sentences of the server's own errors.
#include "net/server/error_page.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace moisson::net {
namespace {

struct Sentence {
    int status;
    std::string_view title;
    std::string_view detail;
};

constexpr std::array<Sentence, 9> sentences = {{
    {400, "Requête incorrecte", "La requête n'a pas pu être comprise par le serveur."},
    {408, "Délai dépassé", "La requête n'est pas arrivée en entier dans le temps accordé."},
    {413, "Requête trop volumineuse", "Le corps de la requête dépasse la taille acceptée."},
    {414, "Adresse trop longue", "L'adresse demandée dépasse la longueur acceptée."},
    {431, "En-têtes trop volumineux", "Les en-têtes de la requête dépassent la taille acceptée."},
    {500, "Erreur interne", "Une erreur s'est produite. Elle a été signalée à l'exploitant."},
    {501, "Méthode inconnue", "Le serveur ne connaît pas cette méthode HTTP."},
    {503, "Service indisponible", "Le serveur est momentanément surchargé. Réessayez plus tard."},
    {505, "Version de HTTP inconnue", "Le serveur parle HTTP/1.1."},
}};

const Sentence& sentence_of(int status) {
    for (const Sentence& sentence : sentences)
        if (sentence.status == status)
            return sentence;
    return sentences[5];
}

} // namespace

ErrorForm error_form(std::string_view path, std::string_view accept) {
    if (path.starts_with("/api/"))
        return ErrorForm::problem_json;
    const bool html = accept.find("text/html") != accept.npos;
    const bool json = accept.find("json") != accept.npos;
    return json && !html ? ErrorForm::problem_json : ErrorForm::html;
}

ServerResponse error_response(int status, ErrorForm form, std::string_view request_id) {
    const Sentence& sentence = sentence_of(status);
    ServerResponse response;
    response.status = sentence.status;
    response.etag = false;
    response.headers.emplace_back("Cache-Control", "no-store");
    if (sentence.status == 503)
        response.headers.emplace_back("Retry-After", "5");
    if (form == ErrorForm::problem_json) {
        nlohmann::ordered_json problem;
        problem["type"] = "about:blank";
        problem["title"] = sentence.title;
        problem["status"] = sentence.status;
        problem["detail"] = sentence.detail;
        if (!request_id.empty())
            problem["instance"] = fmt::format("urn:uuid:{}", request_id);
        response.content_type = "application/problem+json";
        response.body = problem.dump(2) + "\n";
        return response;
    }
    const std::string reference =
        request_id.empty() ? std::string()
                           : fmt::format("<p>Référence de la requête : {}</p>\n", request_id);
    response.body = fmt::format(
        "<!doctype html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{0} ({1})</title>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n<p>{2}</p>\n{3}"
        "<p><a href=\"/\">Retour à l'accueil</a></p>\n</main>\n</body>\n</html>\n",
        sentence.title,
        sentence.status,
        sentence.detail,
        reference
    );
    return response;
}

} // namespace moisson::net
