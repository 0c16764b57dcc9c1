// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Reading of the command line: a table of options, each with what it sets.
#include "portals/options.hpp"

#include <cstdlib>
#include <functional>
#include <map>

namespace moisson::portals {
namespace {

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t comma = text.find(','); comma != std::string::npos;
         comma = text.find(',', begin)) {
        parts.push_back(text.substr(begin, comma - begin));
        begin = comma + 1;
    }
    parts.push_back(text.substr(begin));
    return parts;
}

std::uint64_t natural_option(const std::string& text) {
    std::size_t used = 0;
    std::uint64_t value = 0;
    try {
        value = std::stoull(text, &used);
    } catch (const std::exception&) {
        used = 0;
    }
    if (used == 0 || used != text.size() || text.front() == '-')
        throw std::invalid_argument("« " + text + " » n'est pas un nombre entier");
    return value;
}

double decimal(const std::string& text) {
    std::size_t used = 0;
    double value = 0;
    try {
        value = std::stod(text, &used);
    } catch (const std::exception&) {
        used = 0;
    }
    if (used == 0 || used != text.size() || value <= 0)
        throw std::invalid_argument("« " + text + " » n'est pas un nombre positif");
    return value;
}

std::uint16_t port_number(const std::string& text) {
    const std::uint64_t value = natural_option(text);
    if (value > 65'535)
        throw std::invalid_argument("« " + text + " » n'est pas un port");
    return static_cast<std::uint16_t>(value);
}

void append(std::vector<std::string>& list, const std::string& text) {
    for (std::string& part : split(text))
        list.push_back(std::move(part));
}

using Flags = std::map<std::string, std::function<void(CommandLine&)>>;
using Values = std::map<std::string, std::function<void(CommandLine&, const std::string&)>>;

const Flags& flags() {
    static const Flags table = {
        {"--aide", [](CommandLine& c) { c.help = true; }},
        {"--help", [](CommandLine& c) { c.help = true; }},
        {"--echantillon", [](CommandLine& c) { c.samples = true; }},
        {"--lister-fautes", [](CommandLine& c) { c.list_faults = true; }},
        {"--lister-catalogues", [](CommandLine& c) { c.list_catalogues = true; }},
        {"--evolution", [](CommandLine& c) { c.evolve = true; }},
        {"--muet", [](CommandLine& c) { c.mute = true; }},
        {"--gzip", [](CommandLine& c) { c.gzip = true; }},
    };
    return table;
}

const Values& values() {
    using C = CommandLine;
    using S = std::string;
    static const Values table = {
        {"--rejouer", [](C& c, const S& v) { append(c.replay, v); }},
        {"--faute", [](C& c, const S& v) { append(c.faults, v); }},
        {"--servir", [](C& c, const S& v) { append(c.serve, v); }},
        {"--documents", [](C& c, const S& v) { append(c.documents, v); }},
        {"--pays", [](C& c, const S& v) { append(c.countries, v); }},
        {"--rendre", [](C& c, const S& v) { c.render = v; }},
        {"--scenario", [](C& c, const S& v) { c.scenario = v; }},
        {"--corpus", [](C& c, const S& v) { c.corpus = v; }},
        {"--sortie", [](C& c, const S& v) { c.output = v; }},
        {"--journal", [](C& c, const S& v) { c.log = v; }},
        {"--autorite", [](C& c, const S& v) { c.authority = v; }},
        {"--adresse", [](C& c, const S& v) { c.address = v; }},
        {"--protocole", [](C& c, const S& v) { c.protocol = v; }},
        {"--chemin", [](C& c, const S& v) { c.base_path = v; }},
        {"--generer", [](C& c, const S& v) { c.generate = natural_option(v); }},
        {"--graine", [](C& c, const S& v) { c.seed = natural_option(v); }},
        {"--sources", [](C& c, const S& v) { c.sources = natural_option(v); }},
        {"--pages", [](C& c, const S& v) { c.rows_max = natural_option(v); }},
        {"--octets", [](C& c, const S& v) { c.record_bytes = natural_option(v); }},
        {"--ressources",
         [](C& c, const S& v) { c.resources = static_cast<int>(natural_option(v)); }},
        {"--port", [](C& c, const S& v) { c.port = port_number(v); }},
        {"--admin",
         [](C& c, const S& v) {
             c.admin = true;
             c.admin_port = port_number(v);
         }},
        {"--acceleration", [](C& c, const S& v) { c.time_scale = decimal(v); }},
        {"--jours-par-seconde", [](C& c, const S& v) { c.days_per_second = decimal(v); }},
    };
    return table;
}

} // namespace

const char* help_text() {
    return R"(portail_simule : portails de données simulés, pour essayer et éprouver Moisson

Que servir (un portail par port ; plusieurs choix possibles)
  --echantillon          portails d'exemple inventés (make run)
  --rejouer CLÉ|FICHIER  catalogues enregistrés, séparés par des virgules ; « tout » pour tous
  --generer N            N jeux de données inventés
  --faute NOM            portail qui se comporte mal ; « toutes » : un portail par faute
  --servir DOSSIER       catalogue écrit par --rendre, servi depuis la mémoire
  --documents DOSSIER    fichiers servis tels quels, chacun à son chemin dans le
                         dossier (ou --documents FICHIER), séparés par des virgules

Réglages
  --protocole TYPE       protocole des portails inventés ou fautifs : ckan, csw,
                         datafair, datajson, json, nada, opendatasoft,
                         udata (ckan)
  --graine S             graine des catalogues inventés (1)
  --pays BF,BJ           pays des catalogues inventés (tous)
  --ressources R         ressources par jeu (0 : de 1 à 6)
  --octets B             taille visée d'un enregistrement
  --sources K            répartir --generer en K portails
  --pages N              plafond de lignes par page (1000)
  --evolution            le catalogue inventé change avec la date
  --jours-par-seconde D  la date simulée avance de D jours par seconde
  --scenario FICHIER     règles JSON appliquées aux portails de --generer et --rejouer
  --chemin /data         préfixe de l'API des catalogues inventés
  --corpus DOSSIER       catalogues enregistrés (sinon MOISSON_CORPUS)
  --gzip                 compresser les réponses
  --acceleration F       diviser les attentes des fautes par F
  --muet                 accepter les connexions et ne jamais répondre (contrôle négatif)

Sorties
  --port P               premier port (0 : au choix du système)
  --adresse A            adresse d'écoute (127.0.0.1)
  --sortie FICHIER       description JSON des portails
  --autorite FICHIER     certificat racine (PEM) des portails HTTPS
  --journal FICHIER      journal des requêtes, une ligne JSON chacune
  --admin PORT           port d'administration : /portails /journal /fautes
  --rendre DOSSIER       écrire le catalogue de --generer dans des fichiers, puis finir
  --lister-fautes        table des fautes (JSON), puis finir
  --lister-catalogues    catalogues rejouables et raisons des refus (JSON), puis finir
  --aide                 cette aide
)";
}

CommandLine parse_command_line(const std::vector<std::string>& arguments) {
    CommandLine line;
    if (const char* corpus = std::getenv("MOISSON_CORPUS"))
        line.corpus = corpus;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& name = arguments[i];
        if (const auto flag = flags().find(name); flag != flags().end()) {
            flag->second(line);
            continue;
        }
        const auto option = values().find(name);
        if (option == values().end())
            throw std::invalid_argument("option inconnue : " + name + " (voir --aide)");
        if (i + 1 == arguments.size())
            throw std::invalid_argument("il manque la valeur de " + name);
        option->second(line, arguments[++i]);
    }
    if (line.sources == 0)
        throw std::invalid_argument("--sources vaut au moins 1");
    return line;
}

} // namespace moisson::portals
