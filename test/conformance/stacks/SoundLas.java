import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.xml.bind.JAXBContext;
import javax.xml.bind.JAXBElement;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.soap.SOAPFactory;
import javax.xml.soap.SOAPHeader;
import javax.xml.soap.SOAPMessage;
import javax.xml.soap.MessageFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Source;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.ws.Endpoint;
import javax.xml.ws.Provider;
import javax.xml.ws.Service;
import javax.xml.ws.ServiceMode;
import javax.xml.ws.WebServiceProvider;
import javax.xml.ws.soap.SOAPFaultException;
import leerlinggegevens.*;
import leerresultaten.CtpLeerresultatenVerzoek;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * A sound administration for UWLR 2.2, made with JAX-WS and classes that wsimport made out of the WSDLs. Arguments: port, directory with
 * `wsdl` and `schemas`, autorisatiesleutel, klantcode, klantnaam.
 */
public class SoundLas {
  static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";
  static final String BASE = "http://www.edustandaard.nl/leerresultaten/2/";
  static final String YEAR = "2026-2027";
  static final ZoneId HERE = ZoneId.of("Europe/Amsterdam");
  static final Instant CHANGED = Instant.parse("2026-09-01T06:00:00Z");
  static final String SUBJECTS_URI = "http://purl.edustandaard.nl/concept/328cc12a-87b2-41c4-aef8-853595f9f9dd";
  static final Set<String> SUBJECTS = Set.of("Voorschoolse educatie", "Kleuteronderwijs", "Mondeling Taalonderwijs",
      "Groep 3 lezen, taal en spelling", "Spelling", "Voortgezet taal", "Begrijpend/studerend lezen", "Voortgezet technisch lezen",
      "Voortgezet lezen", "Schrijven", "Engels", "Fries", "Rekenen en wiskunde", "Wereldoriëntatie", "Verkeer",
      "Natuur- en techniekonderwijs", "Aardrijkskunde", "Geschiedenis", "Godsdienst / levensbeschouwing", "Bewegen", "Beeldende vorming",
      "Muzische vorming of muziek", "Drama");
  static Map<String, String> caller;

  public static void main(String[] args) throws Exception {
    caller = Map.of("autorisatiesleutel", args[2], "klantcode", args[3], "klantnaam", args[4]);
    Path root = Path.of(args[1]);
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
    publish(server, root, new Pupils(), "leerlinggegevens", "LeerlinggegevensService", "prtLeerlinggegevensService");
    publish(server, root, new Results(), "leerresultaten", "LeerresultatenService", "prtLeerresultatenService");
    server.start();
  }

  static void publish(HttpServer server, Path root, Desk desk, String service, String name, String port) throws Exception {
    desk.namespace = BASE + service;
    desk.classes = JAXBContext.newInstance(service);
    String schema = "UWLR_" + Character.toUpperCase(service.charAt(0)) + service.substring(1) + ".xsd";
    desk.schema = SchemaFactory.newInstance("http://www.w3.org/2001/XMLSchema").newSchema(root.resolve("schemas/2.2/" + schema).toFile());
    HttpContext context = server.createContext("/" + service);
    context.getFilters().add(new Opening());
    Endpoint endpoint = Endpoint.create(desk);
    Source wsdl = new StreamSource(root.resolve("wsdl/2.2/" + service + ".wsdl").toFile());
    endpoint.setMetadata(List.of(wsdl));
    endpoint.setProperties(Map.of(Endpoint.WSDL_SERVICE, new QName(BASE + service, name), Endpoint.WSDL_PORT, new QName(BASE + service, port)));
    endpoint.publish(context);
  }

  static SOAPFaultException refusal(String code, String words) {
    try {
      return new SOAPFaultException(SOAPFactory.newInstance().createFault(words, new QName(ENVELOPE, code)));
    } catch (Exception error) {
      throw new IllegalStateException(error);
    }
  }

  /** Unpacks what came, and puts an envelope that is refused in the place of what is no usable XML, on which the runtime would fail. */
  static class Opening extends Filter {
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([\\w-]+)", Pattern.CASE_INSENSITIVE);

    @Override
    public String description() {
      return "opens messages";
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      if (exchange.getRequestMethod().equals("POST")) {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        try {
          Transformer writer = TransformerFactory.newInstance().newTransformer();
          // The headers cannot be changed: the same characters in every charset that they may name, but in UTF-16.
          writer.setOutputProperty(OutputKeys.ENCODING, charsetOf(exchange).startsWith("utf-16") ? "UTF-16" : "US-ASCII");
          Document came = parsed(exchange);
          if (!"Envelope".equals(came.getDocumentElement().getLocalName())) throw new SAXException("no envelope");
          writer.transform(new DOMSource(came), new StreamResult(made));
        } catch (Exception error) {
          made.reset();
          made.write(("<s:Envelope xmlns:s=\"" + ENVELOPE + "\"><s:Body><onbruikbaar/></s:Body></s:Envelope>").getBytes(StandardCharsets.UTF_8));
        }
        exchange.setStreams(new ByteArrayInputStream(made.toByteArray()), null);
      }
      chain.doFilter(exchange);
    }

    private static String charsetOf(HttpExchange exchange) {
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      Matcher charset = CHARSET.matcher(type == null ? "" : type);
      return charset.find() ? charset.group(1).toLowerCase() : "utf-8";
    }

    private static Document parsed(HttpExchange exchange) throws Exception {
      boolean isZipped = "gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      byte[] came = exchange.getRequestBody().readAllBytes();
      InputStream body = isZipped ? new GZIPInputStream(new ByteArrayInputStream(came)) : new ByteArrayInputStream(came);
      InputSource source = new InputSource(body);
      // UTF-8 and UTF-16 show by themselves.
      if (!charsetOf(exchange).startsWith("utf")) source.setEncoding(charsetOf(exchange));
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Throwing());
      return builder.parse(source);
    }
  }

  static class Throwing implements ErrorHandler {
    @Override
    public void warning(SAXParseException warning) {
    }

    @Override
    public void error(SAXParseException error) throws SAXException {
      throw error;
    }

    @Override
    public void fatalError(SAXParseException error) throws SAXException {
      throw error;
    }
  }

  /** Takes messages of one service: checks what UWLR says of header, version, schema, school and vocabulary, and has them answered. */
  @ServiceMode(Service.Mode.MESSAGE)
  abstract static class Desk implements Provider<SOAPMessage> {
    String namespace;
    Schema schema;
    JAXBContext classes;

    abstract JAXBElement<?> answer(Object asked) throws Exception;

    abstract Map<String, Class<?>> messages();

    @Override
    public synchronized SOAPMessage invoke(SOAPMessage message) {
      try {
        Element payload = null;
        for (var node = message.getSOAPBody().getFirstChild(); node != null && payload == null; node = node.getNextSibling())
          if (node instanceof Element) payload = (Element) node;
        check(message.getSOAPHeader(), payload);
        Object asked = classes.createUnmarshaller()
            .unmarshal(payload, messages().get(payload.getLocalName())).getValue();
        SOAPMessage made = MessageFactory.newInstance().createMessage();
        classes.createMarshaller().marshal(answer(asked), made.getSOAPBody());
        return made;
      } catch (SOAPFaultException refusal) {
        throw refusal;
      } catch (Exception error) {
        throw refusal("Server.InterneFout", "Er ging iets mis");
      }
    }

    private void check(SOAPHeader header, Element payload) throws Exception {
      for (var node = header == null ? null : header.getFirstChild(); node != null; node = node.getNextSibling())
        if (node instanceof Element && ((Element) node).getAttributeNS(ENVELOPE, "mustUnderstand").equals("1") && !"autorisatie".equals(node.getLocalName()))
          throw refusal("MustUnderstand", "Een deel van de header is hier niet bekend");
      if (payload == null || payload.getLocalName().equals("onbruikbaar")) throw refusal("Client.OngeldigBericht", "Het bericht is niet bruikbaar");
      Map<String, String> said = caller.keySet().stream().collect(Collectors.toMap(Function.identity(), name -> inHeader(header, name)));
      if (said.containsValue("")) throw refusal("Client.AutorisatieOngeldig", "De autorisatieheader ontbreekt of is onvolledig");
      if (!said.get("klantcode").equals(caller.get("klantcode")) || !said.get("klantnaam").equals(caller.get("klantnaam")))
        throw refusal("Client.OngeldigeKlantIdentificatie", "De klant is niet bekend");
      if (!messages().containsKey(payload.getLocalName()) || !namespace.equals(payload.getNamespaceURI()))
        throw refusal("Client.OngeldigBericht", "Het bericht is hier niet bekend");
      String version = first(payload, "xsdversie");
      if (!version.isEmpty() && !version.equals("2.2")) throw refusal("Client.XsdVersieOngeldig", "Alleen 2.2 wordt hier gesproken");
      try {
        schema.newValidator().validate(new DOMSource(payload));
      } catch (SAXException invalid) {
        throw refusal("Client.OngeldigBericht", "Het bericht voldoet niet aan het schema");
      }
      boolean isHere = first(payload, "brincode").equals("99XX") && Set.of("", "00").contains(first(payload, "dependancecode"));
      if (!said.get("autorisatiesleutel").equals(caller.get("autorisatiesleutel")) || !isHere)
        throw refusal("Client.AutorisatieOngeldig", "De sleutel geeft geen toegang tot deze school");
      NodeList all = payload.getElementsByTagNameNS("*", "*");
      for (int at = 0; at < all.getLength(); at++) {
        Element one = (Element) all.item(at);
        if (one.getAttribute("vocabulaire").equals(SUBJECTS_URI) && !SUBJECTS.contains(one.getTextContent()))
          throw refusal("Client.VocabulaireTermOngeldig", "Een term staat niet in het vocabulaire");
      }
    }

    private static String inHeader(SOAPHeader header, String name) {
      if (header == null) return "";
      NodeList found = header.getElementsByTagNameNS(BASE + "autorisatie", "autorisatie");
      return found.getLength() == 0 ? "" : first((Element) found.item(0), name);
    }

    static String first(Element parent, String name) {
      NodeList found = parent.getElementsByTagNameNS("*", name);
      return found.getLength() == 0 ? "" : found.item(0).getTextContent().trim();
    }
  }

  static Instant instantOf(XMLGregorianCalendar moment) {
    String text = moment.toXMLFormat();
    return moment.getTimezone() == javax.xml.datatype.DatatypeConstants.FIELD_UNDEFINED
        ? java.time.LocalDateTime.parse(text).atZone(HERE).toInstant()
        : java.time.OffsetDateTime.parse(text).toInstant();
  }

  @WebServiceProvider
  public static class Results extends Desk {
    private Instant last = Instant.MIN;

    @Override
    Map<String, Class<?>> messages() {
      return Map.of("leerresultaten_verzoek", CtpLeerresultatenVerzoek.class);
    }

    @Override
    JAXBElement<?> answer(Object asked) {
      CtpLeerresultatenVerzoek message = (CtpLeerresultatenVerzoek) asked;
      Instant created = instantOf(message.getSchool().getAanmaakdatum());
      if (!created.isAfter(last)) throw refusal("Client.OngeldigBericht", "De aanmaakdatum is niet later dan die van het vorige bericht");
      Set<String> known = Set.of("L-1", "L-2", "L-3");
      if (!message.getToetsafnames().getToetsafname().stream().allMatch(one -> known.contains(one.getLeerlingid().trim())))
        throw refusal("Client.LeerlingOngeldig", "Een leerling is hier niet bekend");
      last = created;
      return new leerresultaten.ObjectFactory().createLeerresultatenBevestiging(new leerresultaten.CtpLeeg());
    }
  }

  @WebServiceProvider
  public static class Pupils extends Desk {
    private final ObjectFactory make = new ObjectFactory();

    @Override
    Map<String, Class<?>> messages() {
      return Map.of("leerlinggegevens_verzoek", CtpLeerlinggegevensVerzoek.class, "structuur_verzoek", CtpStructuurVerzoek.class,
          "leerlingen_verzoek", CtpLeerlingenVerzoek.class, "leerkrachten_verzoek", CtpLeerkrachtenVerzoek.class);
    }

    @Override
    JAXBElement<?> answer(Object asked) throws Exception {
      if (asked instanceof CtpLeerlinggegevensVerzoek) {
        CtpLeerlinggegevensVerzoek question = (CtpLeerlinggegevensVerzoek) asked;
        CtpLeerlinggegevensAntwoord answer = new CtpLeerlinggegevensAntwoord();
        if (!isThere(question.getSchooljaar())) answer.setGeengegevens(new CtpLeeg());
        else if (isUnchanged(question.getLaatstontvangengegevens())) answer.setGeenwijzigingen(new CtpLeeg());
        else {
          CtpLeerlinggegevens all = new CtpLeerlinggegevens();
          all.setSchool(school());
          all.setGroepen(groups());
          all.setLeerlingen(new LeerlingenType());
          all.getLeerlingen().getLeerling().addAll(pupils());
          all.setLeerkrachten(new LeerkrachtenType());
          all.getLeerkrachten().getLeerkracht().addAll(staff());
          answer.setLeerlinggegevens(all);
        }
        return make.createLeerlinggegevensAntwoord(answer);
      }
      if (asked instanceof CtpStructuurVerzoek) {
        CtpStructuurVerzoek question = (CtpStructuurVerzoek) asked;
        CtpStructuurAntwoord answer = new CtpStructuurAntwoord();
        if (!isThere(question.getSchooljaar())) answer.setGeengegevens(new CtpLeeg());
        else if (isUnchanged(question.getLaatstontvangengegevens())) answer.setGeenwijzigingen(new CtpLeeg());
        else {
          CtpLeerlinggegevensStructuur structure = new CtpLeerlinggegevensStructuur();
          structure.setSchool(school());
          structure.setGroepen(groups());
          answer.setLeerlinggegevensStructuur(structure);
        }
        return make.createStructuurAntwoord(answer);
      }
      if (asked instanceof CtpLeerlingenVerzoek) {
        CtpLeerlingenVerzoek question = (CtpLeerlingenVerzoek) asked;
        CtpLeerlingenAntwoord answer = new CtpLeerlingenAntwoord();
        List<LeerlingType> members = pupils().stream().filter(pupil -> isAsked(question.getGroepen().getGroepOrSamengesteldeGroep(), kind ->
            kind.equals("groep") ? Stream.ofNullable(pupil.getGroep()).map(GroepReferentieType::getKey)
                : pupil.getSamengesteldeGroepen() == null ? Stream.empty()
                : pupil.getSamengesteldeGroepen().getSamengesteldeGroep().stream().map(GroepReferentieType::getKey))).collect(Collectors.toList());
        if (!isThere(question.getSchooljaar()) || members.isEmpty()) answer.setGeengegevens(new CtpLeeg());
        else if (isUnchanged(question.getLaatstontvangengegevens())) answer.setGeenwijzigingen(new CtpLeeg());
        else {
          CtpLeerlinggegevensLeerlingen content = new CtpLeerlinggegevensLeerlingen();
          content.setSchool(school());
          content.setLeerlingen(new LeerlingenType());
          content.getLeerlingen().getLeerling().addAll(members);
          answer.setLeerlinggegevensLeerlingen(content);
        }
        return make.createLeerlingenAntwoord(answer);
      }
      CtpLeerkrachtenVerzoek question = (CtpLeerkrachtenVerzoek) asked;
      CtpLeerkrachtenAntwoord answer = new CtpLeerkrachtenAntwoord();
      List<LeerkrachtType> members = staff().stream().filter(one -> isAsked(question.getGroepen().getGroepOrSamengesteldeGroep(), kind ->
          one.getGroepen() == null ? Stream.empty() : one.getGroepen().getGroepOrSamengesteldeGroep().stream()
              .filter(reference -> reference.getName().getLocalPart().equals(kind)).map(reference -> reference.getValue().getKey()))).collect(Collectors.toList());
      if (!isThere(question.getSchooljaar()) || members.isEmpty()) answer.setGeengegevens(new CtpLeeg());
      else if (isUnchanged(question.getLaatstontvangengegevens())) answer.setGeenwijzigingen(new CtpLeeg());
      else {
        CtpLeerlinggegevensLeerkrachten content = new CtpLeerlinggegevensLeerkrachten();
        content.setSchool(school());
        content.setLeerkrachten(new LeerkrachtenType());
        content.getLeerkrachten().getLeerkracht().addAll(members);
        answer.setLeerlinggegevensLeerkrachten(content);
      }
      return make.createLeerkrachtenAntwoord(answer);
    }

    private static boolean isThere(String year) {
      return year.equals(YEAR);
    }

    private static boolean isUnchanged(XMLGregorianCalendar since) {
      return since != null && !instantOf(since).isBefore(CHANGED);
    }

    private static boolean isAsked(List<JAXBElement<CtpGroepVerzoek>> groups, Function<String, Stream<String>> keysOf) {
      return groups.stream().anyMatch(group -> {
        List<String> keys = keysOf.apply(group.getName().getLocalPart()).collect(Collectors.toList());
        String key = group.getValue().getKey();
        return key == null ? keys.isEmpty() : keys.contains(key);
      });
    }

    private static SchoolType school() throws Exception {
      SchoolType school = new SchoolType();
      school.setSchooljaar(YEAR);
      school.setBrincode("99XX");
      String now = ZonedDateTime.now(HERE).truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toOffsetDateTime().format(java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME);
      school.setAanmaakdatum(DatatypeFactory.newInstance().newXMLGregorianCalendar(now));
      school.setXsdversie("2.2");
      return school;
    }

    private static GroepenType groups() {
      GroepenType groups = new GroepenType();
      for (String year : List.of("4", "5")) {
        GroepType group = new GroepType();
        group.setKey("g" + year);
        group.setNaam("Groep " + year);
        group.setJaargroep(year);
        groups.getGroepOrSamengesteldeGroep().add(group);
      }
      SamengesteldeGroepType combined = new SamengesteldeGroepType();
      combined.setKey("plus");
      combined.setNaam("Plusklas");
      groups.getGroepOrSamengesteldeGroep().add(combined);
      return groups;
    }

    private static List<LeerlingType> pupils() throws Exception {
      return List.of(pupil("L-1", "Anna", "van", "Testema", "2017-10-03", "4", "g4", true),
          pupil("L-2", "Björn", null, "Verzonnen", "2016-12-24", "5", "g5", false), pupil("L-3", "Cato", "de", "Nepstra", "2016-05-30", "5", null, true));
    }

    private static LeerlingType pupil(String key, String call, String prefix, String family, String born, String year, String group, boolean isPlus)
        throws Exception {
      LeerlingType pupil = new LeerlingType();
      pupil.setKey(key);
      pupil.setEckid(eckid(key));
      pupil.setAchternaam(family);
      pupil.setVoorvoegsel(prefix);
      pupil.setRoepnaam(call);
      pupil.setGeboortedatum(DatatypeFactory.newInstance().newXMLGregorianCalendar(born));
      pupil.setJaargroep(year);
      if (group != null) pupil.setGroep(reference(group));
      if (isPlus) {
        pupil.setSamengesteldeGroepen(new SamengesteldeGroepenReferentieType());
        pupil.getSamengesteldeGroepen().getSamengesteldeGroep().add(reference("plus"));
      }
      return pupil;
    }

    private static GroepReferentieType reference(String key) {
      GroepReferentieType reference = new GroepReferentieType();
      reference.setKey(key);
      return reference;
    }

    private static List<LeerkrachtType> staff() throws Exception {
      LeerkrachtType first = new LeerkrachtType();
      first.setKey("K-1");
      first.setEckid(eckid("K-1"));
      first.setAchternaam("Docent");
      first.setRoepnaam("Daan");
      first.setEmailadres("daan@school.example");
      first.setGroepen(new LeerkrachtGroepenReferentieType());
      for (String key : List.of("g4", "g5")) {
        LeerkrachtGroepReferentieType reference = new LeerkrachtGroepReferentieType();
        reference.setKey(key);
        reference.getRolOrRolomschrijving().add(EDEXLeerkrachtRolType.LRK);
        first.getGroepen().getGroepOrSamengesteldeGroep().add(new JAXBElement<>(new QName(BASE + "leerlinggegevens", "groep"), LeerkrachtGroepReferentieType.class, reference));
      }
      LeerkrachtType second = new LeerkrachtType();
      second.setKey("K-2");
      second.setAchternaam("Leerkracht");
      second.setVoorvoegsel("van de");
      second.setRoepnaam("Eva");
      return List.of(first, second);
    }

    private static String eckid(String who) throws Exception {
      byte[] hash = MessageDigest.getInstance("SHA-512").digest(who.getBytes(StandardCharsets.UTF_8));
      return "https://ketenid.nl/pilot/" + String.format("%0128x", new BigInteger(1, hash));
    }
  }
}
