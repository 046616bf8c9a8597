import java.math.BigInteger;
import java.net.URL;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.bind.JAXBElement;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.ws.soap.SOAPFaultException;
import leerlinggegevens.*;
import leerresultaten.*;

/** Calls all five operations with JAX-WS. Arguments: gateway, autorisatiesleutel, klantcode, klantnaam, toetscode. */
public class FiveOperations {
  private static String klantcode;
  private static String klantnaam;

  public static void main(String[] args) throws Exception {
    String gateway = args[0];
    String sleutel = args[1];
    klantcode = args[2];
    klantnaam = args[3];

    PrtLeerresultaten results = new LeerresultatenService(new URL(gateway + "/soap/leerresultaten?wsdl")).getPrtLeerresultatenService();
    CtpLeerresultatenVerzoek leerresultaten = leerresultaten(args[4]);
    print("BrengLeerresultaten", results.brengLeerresultaten(leerresultaten, forResults(sleutel)) == null ? "niets" : "bevestigd");

    LeerlinggegevensService pupils = new LeerlinggegevensService(new URL(gateway + "/soap/leerlinggegevens?wsdl"));
    PrtGetrapt inSteps = pupils.getPrtLeerlinggegevensServiceGetrapt();
    leerlinggegevens.CtpAutorisatie autorisatie = forPupils(sleutel);

    CtpLeerlinggegevensVerzoek everything = new CtpLeerlinggegevensVerzoek();
    everything.setSchooljaar("2025-2026");
    everything.setBrincode("99XX");
    everything.setXsdversie("2.2");
    CtpLeerlinggegevens all = pupils.getPrtLeerlinggegevensService().haalLeerlinggegevens(everything, autorisatie).getLeerlinggegevens();
    print("HaalLeerlinggegevens", all.getSchool().getBrincode() + " " + all.getSchool().getSchooljaar() + ": " + pupils(all.getLeerlingen()));

    CtpStructuurVerzoek structure = new CtpStructuurVerzoek();
    structure.setSchooljaar("2025-2026");
    structure.setBrincode("99XX");
    structure.setXsdversie("2.2");
    List<Object> groups = inSteps.haalStructuur(structure, autorisatie).getLeerlinggegevensStructuur().getGroepen().getGroepOrSamengesteldeGroep();
    String base = groups.stream().filter(GroepType.class::isInstance).map(group -> ((GroepType) group).getNaam()).collect(Collectors.joining(", "));
    String combined = groups.stream().filter(SamengesteldeGroepType.class::isInstance).map(group -> ((SamengesteldeGroepType) group).getNaam()).collect(Collectors.joining(", "));
    print("HaalStructuur", base + "; " + combined);

    leerlinggegevens.ObjectFactory factory = new leerlinggegevens.ObjectFactory();
    CtpLeerlingenVerzoek some = new CtpLeerlingenVerzoek();
    some.setSchooljaar("2025-2026");
    some.setBrincode("99XX");
    some.setXsdversie("2.2");
    some.setGroepen(new CtpLeerlingenVerzoek.Groepen());
    some.getGroepen().getGroepOrSamengesteldeGroep().add(factory.createCtpLeerlingenVerzoekGroepenGroep(group("g5")));
    some.getGroepen().getGroepOrSamengesteldeGroep().add(factory.createCtpLeerlingenVerzoekGroepenSamengesteldeGroep(group("plus")));
    print("HaalLeerlingen", pupils(inSteps.haalLeerlingen(some, autorisatie).getLeerlinggegevensLeerlingen().getLeerlingen()));

    CtpLeerkrachtenVerzoek teachers = new CtpLeerkrachtenVerzoek();
    teachers.setSchooljaar("2025-2026");
    teachers.setBrincode("99XX");
    teachers.setXsdversie("2.2");
    teachers.setGroepen(new CtpLeerkrachtenVerzoek.Groepen());
    teachers.getGroepen().getGroepOrSamengesteldeGroep().add(factory.createCtpLeerkrachtenVerzoekGroepenGroep(group("g4")));
    LeerkrachtType teacher = inSteps.haalLeerkrachten(teachers, autorisatie).getLeerlinggegevensLeerkrachten().getLeerkrachten().getLeerkracht().get(0);
    JAXBElement<LeerkrachtGroepReferentieType> first = teacher.getGroepen().getGroepOrSamengesteldeGroep().get(0);
    EDEXLeerkrachtRolType role = (EDEXLeerkrachtRolType) first.getValue().getRolOrRolomschrijving().get(0);
    print("HaalLeerkrachten", name(teacher.getRoepnaam(), teacher.getVoorvoegsel(), teacher.getAchternaam()) + " (" + role.value() + ")");

    try {
      results.brengLeerresultaten(leerresultaten, forResults("een-andere-sleutel"));
    } catch (SOAPFaultException error) {
      print("fout", error.getFault().getFaultCodeAsQName().getLocalPart() + ": " + error.getFault().getFaultString().split("\\(")[0]);
    }
  }

  private static CtpLeerresultatenVerzoek leerresultaten(String toetscode) throws Exception {
    DatatypeFactory dates = DatatypeFactory.newInstance();
    CtpSchool school = new CtpSchool();
    school.setSchooljaar("2025-2026");
    school.setBrincode("99XX");
    school.setAanmaakdatum(dates.newXMLGregorianCalendar(Instant.now().toString()));
    school.setXsdversie("2.2");

    CtpResultaat resultaat = new CtpResultaat();
    resultaat.setKey(toetscode + "-1");
    resultaat.setAfnamedatum(dates.newXMLGregorianCalendar("2026-01-14"));
    resultaat.setToetscode(toetscode);
    resultaat.setScore(BigInteger.valueOf(7));
    CtpToetsafname afname = new CtpToetsafname();
    afname.setLeerlingid("L-1");
    afname.setResultaten(new CtpToetsafname.Resultaten());
    afname.getResultaten().getResultaat().add(resultaat);

    CtpToets toets = new CtpToets();
    toets.setToetscode(new CtpVocabulaireGebondenVeld());
    toets.getToetscode().setValue(toetscode);
    toets.getToetscode().setVocabulaire("urn:voorbeeld:toetsen");
    toets.setToetsnaam("Rekenen");

    CtpLeerresultatenVerzoek verzoek = new CtpLeerresultatenVerzoek();
    verzoek.setSchool(school);
    verzoek.setToetsafnames(new CtpLeerresultatenVerzoek.Toetsafnames());
    verzoek.getToetsafnames().getToetsafname().add(afname);
    verzoek.setToetsen(new CtpLeerresultatenVerzoek.Toetsen());
    verzoek.getToetsen().getToets().add(toets);
    return verzoek;
  }

  private static leerresultaten.CtpAutorisatie forResults(String sleutel) {
    leerresultaten.CtpAutorisatie autorisatie = new leerresultaten.CtpAutorisatie();
    autorisatie.setAutorisatiesleutel(sleutel);
    autorisatie.setKlantcode(klantcode);
    autorisatie.setKlantnaam(klantnaam);
    return autorisatie;
  }

  private static leerlinggegevens.CtpAutorisatie forPupils(String sleutel) {
    leerlinggegevens.CtpAutorisatie autorisatie = new leerlinggegevens.CtpAutorisatie();
    autorisatie.setAutorisatiesleutel(sleutel);
    autorisatie.setKlantcode(klantcode);
    autorisatie.setKlantnaam(klantnaam);
    return autorisatie;
  }

  private static CtpGroepVerzoek group(String key) {
    CtpGroepVerzoek group = new CtpGroepVerzoek();
    group.setKey(key);
    return group;
  }

  private static String pupils(LeerlingenType pupils) {
    return pupils.getLeerling().stream().map(one -> name(one.getRoepnaam(), one.getVoorvoegsel(), one.getAchternaam())).collect(Collectors.joining(", "));
  }

  private static String name(String... parts) {
    return Stream.of(parts).filter(part -> part != null).collect(Collectors.joining(" "));
  }

  private static void print(String operation, String read) {
    System.out.println(operation + "\t" + read);
  }
}
