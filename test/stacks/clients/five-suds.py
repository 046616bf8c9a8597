"""Calls all five operations with suds. Arguments: gateway, autorisatiesleutel, klantcode, klantnaam, toetscode."""
import logging
import sys
from datetime import date, datetime, timezone

from suds import WebFault
from suds.cache import NoCache
from suds.client import Client

logging.getLogger("suds").setLevel(logging.CRITICAL)
gateway, sleutel, klantcode, klantnaam, toetscode = sys.argv[1:]


def client_of(service, key=sleutel):
    client = Client(f"{gateway}/soap/{service}?wsdl", cache=NoCache())
    header = client.factory.create("{http://www.edustandaard.nl/leerresultaten/2/autorisatie}autorisatie")
    header.autorisatiesleutel, header.klantcode, header.klantnaam = key, klantcode, klantnaam
    client.set_options(soapheaders=header)
    return client


def list_of(value):
    """An element that occurs once is no list where elements of several names may repeat."""
    return value if isinstance(value, list) else [value]


def people(members):
    parts = ([one.roepnaam, getattr(one, "voorvoegsel", None), one.achternaam] for one in members)
    return ", ".join(" ".join(filter(None, names)) for names in parts)


def names(groups):
    return ", ".join(group.naam for group in list_of(groups))


results = client_of("leerresultaten")
code = results.factory.create("{http://www.edustandaard.nl/leerresultaten/2/leerresultaten}ctpVocabulaireGebondenVeld")
code.value, code._vocabulaire = toetscode, "urn:voorbeeld:toetsen"
leerresultaten = (
    {"schooljaar": "2025-2026", "brincode": "99XX", "aanmaakdatum": datetime.now(timezone.utc), "xsdversie": "2.2"},
    {
        "toetsafname": [
            {
                "leerlingid": "L-1",
                "resultaten": {
                    "resultaat": [
                        {"_key": f"{toetscode}-1", "afnamedatum": date(2026, 1, 14), "toetscode": toetscode, "score": 7}
                    ]
                },
            }
        ]
    },
    {"toets": [{"toetscode": code, "toetsnaam": "Rekenen"}]},
)
results.service.BrengLeerresultaten(*leerresultaten)
print("BrengLeerresultaten", "bevestigd", sep="\t")

client = client_of("leerlinggegevens")
at_once, in_steps = client.service["prtLeerlinggegevensService"], client.service["prtLeerlinggegevensService-getrapt"]
vraag = {"schooljaar": "2025-2026", "brincode": "99XX", "xsdversie": "2.2"}
everything = at_once.HaalLeerlinggegevens(**vraag).leerlinggegevens
school = everything.school
print("HaalLeerlinggegevens", f"{school.brincode} {school.schooljaar}: {people(everything.leerlingen.leerling)}", sep="\t")

groups = in_steps.HaalStructuur(**vraag)["leerlinggegevens-structuur"].groepen
print("HaalStructuur", f"{names(groups.groep)}; {names(groups.samengestelde_groep)}", sep="\t")

groepen = {"groep": [{"_key": "g5"}], "samengestelde_groep": [{"_key": "plus"}]}
members = in_steps.HaalLeerlingen(**vraag, groepen=groepen)["leerlinggegevens-leerlingen"].leerlingen.leerling
print("HaalLeerlingen", people(members), sep="\t")

groepen = {"groep": [{"_key": "g4"}]}
staff = in_steps.HaalLeerkrachten(**vraag, groepen=groepen)["leerlinggegevens-leerkrachten"].leerkrachten.leerkracht
print("HaalLeerkrachten", f"{people(staff)} ({list_of(list_of(staff[0].groepen.groep)[0].rol)[0]})", sep="\t")

try:
    client_of("leerresultaten", "een-andere-sleutel").service.BrengLeerresultaten(*leerresultaten)
except WebFault as error:
    print("fout", f"{error.fault.faultcode.split(':')[-1]}: {error.fault.faultstring.split('(')[0]}", sep="\t")
