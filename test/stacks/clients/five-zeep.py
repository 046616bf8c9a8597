"""Calls all five operations with zeep. Arguments: gateway, autorisatiesleutel, klantcode, klantnaam, toetscode."""
import sys
from datetime import date, datetime, timezone

from zeep import Client, Settings
from zeep.exceptions import Fault

gateway, sleutel, klantcode, klantnaam, toetscode = sys.argv[1:]


def autorisatie(key):
    return {"autorisatie": {"autorisatiesleutel": key, "klantcode": klantcode, "klantnaam": klantnaam}}


def people(members):
    return ", ".join(" ".join(filter(None, [one.roepnaam, one.voorvoegsel, one.achternaam])) for one in members)


def names(groups, kind):
    return ", ".join(group[kind].naam for group in groups if kind in group)


results = Client(f"{gateway}/soap/leerresultaten?wsdl", settings=Settings(strict=True))
leerresultaten = {
    "school": {
        "schooljaar": "2025-2026",
        "brincode": "99XX",
        "aanmaakdatum": datetime.now(timezone.utc),
        "xsdversie": "2.2",
    },
    "toetsafnames": {
        "toetsafname": [
            {
                "leerlingid": "L-1",
                "resultaten": {
                    "resultaat": [
                        {"key": f"{toetscode}-1", "afnamedatum": date(2026, 1, 14), "toetscode": toetscode, "score": 7}
                    ]
                },
            }
        ]
    },
    "toetsen": {
        "toets": [{"toetscode": {"_value_1": toetscode, "vocabulaire": "urn:voorbeeld:toetsen"}, "toetsnaam": "Rekenen"}]
    },
}
results.service.BrengLeerresultaten(**leerresultaten, _soapheaders=autorisatie(sleutel))
print("BrengLeerresultaten", "bevestigd", sep="\t")

pupils = Client(f"{gateway}/soap/leerlinggegevens?wsdl", settings=Settings(strict=True))
in_steps = pupils.bind("LeerlinggegevensService", "prtLeerlinggegevensService-getrapt")
vraag = {"schooljaar": "2025-2026", "brincode": "99XX", "xsdversie": "2.2", "_soapheaders": autorisatie(sleutel)}
everything = pupils.service.HaalLeerlinggegevens(**vraag).leerlinggegevens
school = everything.school
print("HaalLeerlinggegevens", f"{school.brincode} {school.schooljaar}: {people(everything.leerlingen.leerling)}", sep="\t")

groups = in_steps.HaalStructuur(**vraag)["leerlinggegevens-structuur"].groepen._value_1
print("HaalStructuur", f"{names(groups, 'groep')}; {names(groups, 'samengestelde_groep')}", sep="\t")

groepen = {"_value_1": [{"groep": {"key": "g5"}}, {"samengestelde_groep": {"key": "plus"}}]}
members = in_steps.HaalLeerlingen(**vraag, groepen=groepen)["leerlinggegevens-leerlingen"].leerlingen.leerling
print("HaalLeerlingen", people(members), sep="\t")

groepen = {"_value_1": [{"groep": {"key": "g4"}}]}
staff = in_steps.HaalLeerkrachten(**vraag, groepen=groepen)["leerlinggegevens-leerkrachten"].leerkrachten.leerkracht
role = staff[0].groepen._value_1[0]["groep"]._value_1[0]["rol"]
print("HaalLeerkrachten", f"{people(staff)} ({role})", sep="\t")

try:
    results.service.BrengLeerresultaten(**leerresultaten, _soapheaders=autorisatie("een-andere-sleutel"))
except Fault as fault:
    print("fout", f"{fault.code.split(':')[-1]}: {fault.message.split('(')[0]}", sep="\t")
