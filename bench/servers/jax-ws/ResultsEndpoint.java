import com.sun.xml.ws.developer.SchemaValidation;
import java.util.concurrent.Executors;
import javax.jws.WebService;
import javax.xml.ws.Endpoint;
import leerresultaten.CtpAutorisatie;
import leerresultaten.CtpLeeg;
import leerresultaten.CtpLeerresultatenVerzoek;
import leerresultaten.PrtLeerresultaten;

/**
 * A server of JAX-WS from our WSDL, with the classes that wsimport makes of it: reads a message into objects, validates it against
 * the schema of the WSDL, and confirms it. It keeps nothing. Arguments: its address, and how many messages it takes at one time.
 */
@SchemaValidation
@WebService(
    endpointInterface = "leerresultaten.PrtLeerresultaten",
    targetNamespace = "http://www.edustandaard.nl/leerresultaten/2/leerresultaten",
    serviceName = "LeerresultatenService",
    portName = "prtLeerresultatenService",
    wsdlLocation = "leerresultaten.wsdl")
public class ResultsEndpoint implements PrtLeerresultaten {
  public static void main(String[] args) {
    Endpoint endpoint = Endpoint.create(new ResultsEndpoint());
    endpoint.setExecutor(Executors.newFixedThreadPool(Integer.parseInt(args[1])));
    endpoint.publish(args[0]);
    System.out.println("ready");
  }

  @Override
  public CtpLeeg brengLeerresultaten(CtpLeerresultatenVerzoek verzoek, CtpAutorisatie autorisatie) {
    return new CtpLeeg();
  }
}
