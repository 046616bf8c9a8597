// Calls all five operations with the proxies that gSOAP makes. Arguments: gateway, autorisatiesleutel, klantcode, klantnaam, toetscode.
#include "soapbndLeerlinggegevensProxy.h"
#include "soapbndLeerresultatenProxy.h"
#include "bndLeerresultaten.nsmap"
#include <iostream>
#include <sstream>

static std::string gateway, klantcode, klantnaam;

static SOAP_ENV__Header *header(struct soap *soap, ns1__ctpAutorisatie *autorisatie, const std::string &sleutel) {
  autorisatie->autorisatiesleutel = sleutel;
  autorisatie->klantcode = klantcode;
  autorisatie->klantnaam = klantnaam;
  SOAP_ENV__Header *header = soap_new_SOAP_ENV__Header(soap);
  header->ns1__autorisatie = autorisatie;
  return header;
}

static std::string name(const std::string *call, const std::string *prefix, const std::string *family) {
  std::string all = call ? *call : "";
  if (prefix) all += " " + *prefix;
  if (family) all += " " + *family;
  return all;
}

static std::string pupils(const ns2__LeerlingenType *list) {
  std::string all;
  for (const ns2__LeerlingType *one : list->leerling) all += (all.empty() ? "" : ", ") + name(one->roepnaam, one->voorvoegsel, one->achternaam);
  return all;
}

template <class Verzoek> static void ask(struct soap *soap, Verzoek &verzoek) {
  verzoek.schooljaar = "2025-2026";
  verzoek.brincode = soap_new_std__string(soap);
  *verzoek.brincode = "99XX";
  verzoek.xsdversie = "2.2";
}

static ns2__ctpGroepVerzoek *group(struct soap *soap, const char *key) {
  ns2__ctpGroepVerzoek *group = soap_new_ns2__ctpGroepVerzoek(soap);
  group->key = soap_new_std__string(soap);
  *group->key = key;
  return group;
}

static void print(const std::string &operation, const std::string &read) { std::cout << operation << "\t" << read << std::endl; }

static int failed(struct soap *soap) {
  soap_stream_fault(soap, std::cerr);
  return 1;
}

static int deliver(bndLeerresultatenProxy &results, const std::string &toetscode, ns3__ctpLeeg &answer) {
  struct soap *soap = results.soap;
  ns3__ctpSchool school;
  school.soap_default(soap);
  ask(soap, school);
  school.aanmaakdatum = time(NULL);
  std::string seven = "7", pupil = "L-1", vocabulary = "urn:voorbeeld:toetsen", title = "Rekenen";

  ns3__ctpResultaat resultaat;
  resultaat.soap_default(soap);
  resultaat.key = toetscode + "-1";
  resultaat.afnamedatum = "2026-01-14";
  resultaat.toetscode = toetscode;
  resultaat.score = &seven;
  ns3__ctpToetsafname afname;
  afname.soap_default(soap);
  afname.leerlingid = &pupil;
  afname.resultaten.resultaat.push_back(&resultaat);

  ns3__ctpVocabulaireGebondenVeld code;
  code.soap_default(soap);
  code.__item = toetscode;
  code.vocabulaire = &vocabulary;
  ns3__ctpToets toets;
  toets.soap_default(soap);
  toets.toetscode = &code;
  toets.toetsnaam = &title;

  ns3__ctpLeerresultatenVerzoek verzoek;
  verzoek.soap_default(soap);
  verzoek.school = &school;
  verzoek.toetsafnames.toetsafname.push_back(&afname);
  verzoek.toetsen.toets.push_back(&toets);
  return results.BrengLeerresultaten((gateway + "/soap/leerresultaten").c_str(), NULL, &verzoek, answer);
}

int main(int, char **arguments) {
  gateway = arguments[1];
  std::string sleutel = arguments[2], toetscode = arguments[5];
  klantcode = arguments[3];
  klantnaam = arguments[4];
  const std::string at = gateway + "/soap/leerlinggegevens";
  ns1__ctpAutorisatie autorisatie, wrong;

  bndLeerresultatenProxy results(SOAP_IO_KEEPALIVE);
  ns3__ctpLeeg confirmed;
  results.soap_header(header(results.soap, &autorisatie, sleutel)->ns1__autorisatie);
  if (deliver(results, toetscode, confirmed) != SOAP_OK) return failed(results.soap);
  print("BrengLeerresultaten", "bevestigd");

  bndLeerlinggegevensProxy pupilsOf(SOAP_IO_KEEPALIVE);
  struct soap *soap = pupilsOf.soap;
  pupilsOf.soap_header(header(soap, &autorisatie, sleutel)->ns1__autorisatie);
  ns2__ctpLeerlinggegevensVerzoek everything;
  ns2__ctpLeerlinggegevensAntwoord all;
  everything.soap_default(soap);
  ask(soap, everything);
  if (pupilsOf.HaalLeerlinggegevens(at.c_str(), NULL, &everything, all) != SOAP_OK) return failed(soap);
  const ns2__ctpLeerlinggegevens *read = all.union_ctpLeerlinggegevensAntwoord.leerlinggegevens;
  print("HaalLeerlinggegevens", *read->school->brincode + " " + read->school->schooljaar + ": " + pupils(read->leerlingen));

  ns2__ctpStructuurVerzoek structure;
  ns2__ctpStructuurAntwoord groups;
  structure.soap_default(soap);
  ask(soap, structure);
  pupilsOf.soap_header(&autorisatie);
  if (pupilsOf.HaalStructuur(at.c_str(), NULL, &structure, groups) != SOAP_OK) return failed(soap);
  std::string base, combined;
  for (const auto &one : groups.union_ctpStructuurAntwoord.leerlinggegevens_structuur->groepen->__union_GroepenType) {
    if (one.__union_GroepenType == SOAP_UNION__ns2__union_GroepenType_groep) base += (base.empty() ? "" : ", ") + one.union_GroepenType.groep->naam;
    else combined += (combined.empty() ? "" : ", ") + one.union_GroepenType.samengestelde_USCOREgroep->naam;
  }
  print("HaalStructuur", base + "; " + combined);

  ns2__ctpLeerlingenVerzoek some;
  ns2__ctpLeerlingenAntwoord members;
  some.soap_default(soap);
  ask(soap, some);
  some.groepen.__union_ctpLeerlingenVerzoek_groepen.resize(2);
  some.groepen.__union_ctpLeerlingenVerzoek_groepen[0].__union_ctpLeerlingenVerzoek_groepen = SOAP_UNION__ns2__union_ctpLeerlingenVerzoek_groepen_groep;
  some.groepen.__union_ctpLeerlingenVerzoek_groepen[0].union_ctpLeerlingenVerzoek_groepen.groep = group(soap, "g5");
  some.groepen.__union_ctpLeerlingenVerzoek_groepen[1].__union_ctpLeerlingenVerzoek_groepen = SOAP_UNION__ns2__union_ctpLeerlingenVerzoek_groepen_samengestelde_USCOREgroep;
  some.groepen.__union_ctpLeerlingenVerzoek_groepen[1].union_ctpLeerlingenVerzoek_groepen.samengestelde_USCOREgroep = group(soap, "plus");
  pupilsOf.soap_header(&autorisatie);
  if (pupilsOf.HaalLeerlingen(at.c_str(), NULL, &some, members) != SOAP_OK) return failed(soap);
  print("HaalLeerlingen", pupils(members.union_ctpLeerlingenAntwoord.leerlinggegevens_leerlingen->leerlingen));

  ns2__ctpLeerkrachtenVerzoek staff;
  ns2__ctpLeerkrachtenAntwoord teachers;
  staff.soap_default(soap);
  ask(soap, staff);
  staff.groepen.__union_ctpLeerkrachtenVerzoek_groepen.resize(1);
  staff.groepen.__union_ctpLeerkrachtenVerzoek_groepen[0].__union_ctpLeerkrachtenVerzoek_groepen = SOAP_UNION__ns2__union_ctpLeerkrachtenVerzoek_groepen_groep;
  staff.groepen.__union_ctpLeerkrachtenVerzoek_groepen[0].union_ctpLeerkrachtenVerzoek_groepen.groep = group(soap, "g4");
  pupilsOf.soap_header(&autorisatie);
  if (pupilsOf.HaalLeerkrachten(at.c_str(), NULL, &staff, teachers) != SOAP_OK) return failed(soap);
  const ns2__LeerkrachtType *teacher = teachers.union_ctpLeerkrachtenAntwoord.leerlinggegevens_leerkrachten->leerkrachten->leerkracht[0];
  const ns2__LeerkrachtGroepReferentieType *first = teacher->groepen->__union_LeerkrachtGroepenReferentieType[0].union_LeerkrachtGroepenReferentieType.groep;
  const char *role = soap_ns2__EDEXLeerkrachtRolType2s(soap, first->__union_LeerkrachtGroepReferentieType[0].union_LeerkrachtGroepReferentieType.rol);
  print("HaalLeerkrachten", name(teacher->roepnaam, teacher->voorvoegsel, teacher->achternaam) + " (" + role + ")");

  results.soap_header(header(results.soap, &wrong, "een-andere-sleutel")->ns1__autorisatie);
  if (deliver(results, toetscode, confirmed) == SOAP_OK) return 1;
  std::string code = *soap_faultcode(results.soap), text = *soap_faultstring(results.soap);
  print("fout", code.substr(code.find(':') + 1) + ": " + text.substr(0, text.find('(')));
  return 0;
}
