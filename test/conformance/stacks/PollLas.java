import java.math.BigInteger;
import java.net.URL;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import javax.xml.ws.soap.SOAPFaultException;
import leerlinggegevens.*;
import leerresultaten.*;

/**
 * A sound vendor made with JAX-WS: asks for pupils and delivers results, round after round. Arguments: address of the administration,
 * autorisatiesleutel, klantcode, klantnaam, school year, seconds between rounds.
 */
public class PollLas {
  private static final String SUBJECTS = "http://purl.edustandaard.nl/concept/328cc12a-87b2-41c4-aef8-853595f9f9dd";

  private static class Taking {
    final String pupil;
    final String key;
    final String test;
    final int score;

    Taking(String pupil, int number) {
      this.pupil = pupil;
      this.key = pupil + "-" + number;
      this.test = "java-" + number;
      this.score = number % 10;
    }
  }

  private interface Act {
    void run() throws Exception;
  }

  private final String[] args;
  private final PrtLeerlinggegevens pupilsOf;
  private final PrtLeerresultaten resultsTo;
  private XMLGregorianCalendar since;
  private List<String> pupils = List.of();
  private List<Taking> waiting = new ArrayList<>();
  private int taken;

  public static void main(String[] args) throws Exception {
    PollLas vendor = new PollLas(args);
    while (true) {
      for (Act act : List.<Act>of(vendor::ask, vendor::deliver)) {
        try {
          act.run();
        } catch (SOAPFaultException fault) {
          // The next round tries again.
        } catch (Exception failure) {
          // No answer, or a busy administration: that is given time.
          Thread.sleep(1200);
        }
      }
      Thread.sleep((long) (Double.parseDouble(args[5]) * 1000));
    }
  }

  private PollLas(String[] args) throws Exception {
    this.args = args;
    pupilsOf = new LeerlinggegevensService(new URL(args[0] + "/leerlinggegevens?wsdl")).getPrtLeerlinggegevensService();
    resultsTo = new LeerresultatenService(new URL(args[0] + "/leerresultaten?wsdl")).getPrtLeerresultatenService();
  }

  private void ask() {
    CtpLeerlinggegevensVerzoek question = new CtpLeerlinggegevensVerzoek();
    question.setSchooljaar(args[4]);
    question.setBrincode("99XX");
    question.setXsdversie("2.2");
    question.setLaatstontvangengegevens(since);
    leerlinggegevens.CtpAutorisatie header = new leerlinggegevens.CtpAutorisatie();
    header.setAutorisatiesleutel(args[1]);
    header.setKlantcode(args[2]);
    header.setKlantnaam(args[3]);
    CtpLeerlinggegevensAntwoord answer = pupilsOf.haalLeerlinggegevens(question, header);
    if (answer.getLeerlinggegevens() == null) return;
    since = answer.getLeerlinggegevens().getSchool().getAanmaakdatum();
    pupils = answer.getLeerlinggegevens().getLeerlingen().getLeerling().stream().map(LeerlingType::getKey).collect(Collectors.toList());
  }

  private void deliver() throws Exception {
    taken++;
    for (String pupil : pupils.subList(0, Math.min(3, pupils.size()))) waiting.add(new Taking(pupil, taken));
    waiting.removeIf(one -> !pupils.contains(one.pupil));
    if (waiting.isEmpty()) return;
    DatatypeFactory moments = DatatypeFactory.newInstance();
    CtpLeerresultatenVerzoek message = new CtpLeerresultatenVerzoek();
    message.setSchool(new CtpSchool());
    message.getSchool().setSchooljaar(args[4]);
    message.getSchool().setBrincode("99XX");
    message.getSchool().setAanmaakdatum(moments.newXMLGregorianCalendar(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString()));
    message.getSchool().setXsdversie("2.2");
    message.setToetsafnames(new CtpLeerresultatenVerzoek.Toetsafnames());
    for (Taking one : waiting) {
      CtpResultaat result = new CtpResultaat();
      result.setKey(one.key);
      result.setAfnamedatum(moments.newXMLGregorianCalendar(LocalDate.now().toString()));
      result.setToetscode(one.test);
      result.setScore(BigInteger.valueOf(one.score));
      CtpToetsafname taking = new CtpToetsafname();
      taking.setLeerlingid(one.pupil);
      taking.setResultaten(new CtpToetsafname.Resultaten());
      taking.getResultaten().getResultaat().add(result);
      message.getToetsafnames().getToetsafname().add(taking);
    }
    message.setToetsen(new CtpLeerresultatenVerzoek.Toetsen());
    for (String code : waiting.stream().map(one -> one.test).distinct().collect(Collectors.toList())) {
      CtpToets test = new CtpToets();
      test.setToetscode(field(code, null));
      test.setToetsnaam("Rekenen");
      test.setVakgebied(field("Rekenen en wiskunde", SUBJECTS));
      message.getToetsen().getToets().add(test);
    }
    leerresultaten.CtpAutorisatie header = new leerresultaten.CtpAutorisatie();
    header.setAutorisatiesleutel(args[1]);
    header.setKlantcode(args[2]);
    header.setKlantnaam(args[3]);
    if (resultsTo.brengLeerresultaten(message, header) == null) throw new IllegalStateException("not confirmed");
    waiting = new ArrayList<>();
  }

  private static CtpVocabulaireGebondenVeld field(String text, String vocabulary) {
    CtpVocabulaireGebondenVeld field = new CtpVocabulaireGebondenVeld();
    field.setValue(text);
    field.setVocabulaire(vocabulary);
    return field;
  }
}
