import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;

/** Validates the files named on standard input, one a line, against the schema named as argument; prints milliseconds. */
public class Validate {
    public static void main(String[] args) throws Exception {
        Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(new File(args[0]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String file = in.readLine(); file != null; file = in.readLine()) {
            long began = System.nanoTime();
            schema.newValidator().validate(new StreamSource(new File(file)));
            System.out.println((System.nanoTime() - began) / 1e6);
        }
    }
}
