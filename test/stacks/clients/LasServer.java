import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javax.jws.WebService;
import javax.xml.namespace.QName;
import javax.xml.soap.SOAPException;
import javax.xml.soap.SOAPFactory;
import javax.xml.ws.Endpoint;
import javax.xml.ws.soap.SOAPFaultException;
import leerlinggegevens.*;
import leerresultaten.*;

/** An administration made with JAX-WS and our WSDLs. Argument: its address. What it read of a delivery it writes to LAS_READ. */
public class LasServer {
  private static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";

  public static void main(String[] args) {
    Endpoint.publish(args[0] + "/leerresultaten", new Results());
    Endpoint.publish(args[0] + "/leerlinggegevens", new Pupils());
  }

  @WebService(endpointInterface = "leerresultaten.PrtLeerresultaten", targetNamespace = "http://www.edustandaard.nl/leerresultaten/2/leerresultaten")
  public static class Results implements PrtLeerresultaten {
    @Override
    public leerresultaten.CtpLeeg brengLeerresultaten(CtpLeerresultatenVerzoek verzoek, leerresultaten.CtpAutorisatie autorisatie) {
      try {
        if (verzoek.getSchool().getBrincode().equals("99XY")) {
          QName code = new QName(ENVELOPE, "Client.LeerlingOngeldig");
          throw new SOAPFaultException(SOAPFactory.newInstance().createFault("Die leerling is hier niet", code));
        }
        String results = verzoek.getToetsafnames().getToetsafname().stream()
            .flatMap(afname -> afname.getResultaten().getResultaat().stream()
                .map(one -> '"' + afname.getLeerlingid() + " " + one.getKey() + " " + one.getToetscode() + " " + (one.getScore() == null ? "oso" : one.getScore()) + '"'))
            .collect(Collectors.joining(","));
        String read = "{\"klantcode\":\"" + autorisatie.getKlantcode() + "\",\"schooljaar\":\"" + verzoek.getSchool().getSchooljaar() + "\",\"results\":[" + results + "]}";
        Files.writeString(Path.of(System.getenv("LAS_READ")), read);
        return new leerresultaten.CtpLeeg();
      } catch (IOException | SOAPException error) {
        throw new IllegalStateException(error);
      }
    }
  }

  @WebService(endpointInterface = "leerlinggegevens.PrtLeerlinggegevens", targetNamespace = "http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens")
  public static class Pupils implements PrtLeerlinggegevens {
    @Override
    public CtpLeerlinggegevensAntwoord haalLeerlinggegevens(CtpLeerlinggegevensVerzoek verzoek, leerlinggegevens.CtpAutorisatie autorisatie) {
      SchoolType school = new SchoolType();
      school.setSchooljaar(verzoek.getSchooljaar());
      school.setBrincode(verzoek.getBrincode());
      school.setXsdversie(verzoek.getXsdversie());
      GroepType group = new GroepType();
      group.setKey("g5");
      group.setNaam("Groep 5");
      group.setJaargroep("5");
      CtpLeerlinggegevens all = new CtpLeerlinggegevens();
      all.setSchool(school);
      all.setGroepen(new GroepenType());
      all.getGroepen().getGroepOrSamengesteldeGroep().add(group);
      all.setLeerlingen(new LeerlingenType());
      all.getLeerlingen().getLeerling().add(pupil("L-1", "Anna", "van", "Testema"));
      all.getLeerlingen().getLeerling().add(pupil("L-2", "Björn", null, "Verzonnen"));
      CtpLeerlinggegevensAntwoord answer = new CtpLeerlinggegevensAntwoord();
      answer.setLeerlinggegevens(all);
      return answer;
    }

    private static LeerlingType pupil(String key, String call, String prefix, String family) {
      GroepReferentieType group = new GroepReferentieType();
      group.setKey("g5");
      LeerlingType pupil = new LeerlingType();
      pupil.setKey(key);
      pupil.setRoepnaam(call);
      pupil.setVoorvoegsel(prefix);
      pupil.setAchternaam(family);
      pupil.setJaargroep("5");
      pupil.setGroep(group);
      return pupil;
    }
  }
}
